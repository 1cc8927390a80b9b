/* Texts as YAML scalars: plain where that reads back as the same text, else quoted. */
#include "model/write_node.h"

#include <string.h>

/* The code point at *at, which moves behind it; a byte that is no UTF-8 gives U+FFFD, as YAML has
 * no spelling for it. */
static unsigned long next_code(const char **at)
{
    const char *from = *at;
    size_t len = orq_utf8_length(from, strnlen(from, 4));
    *at += len > 0 ? len : 1;
    return len > 0 ? orq_utf8_point(from, len) : 0xFFFD;
}

static bool all_printable(const char *text, bool lines)
{
    if (!orq_utf8_valid(text, strlen(text)))
        return false;
    while (*text) {
        unsigned long code = next_code(&text);
        if (orq_utf8_hidden(code) && !(lines && code == '\n'))
            return false;
    }
    return true;
}

/* Words that YAML 1.1 or 1.2 reads as something else than text. */
static bool is_word_of_yaml(const char *text)
{
    static const char *const words[] = {"null", "true", "false", "yes", "no", "on",
                                        "off",  "y",    "n",     "~",   "<<", "="};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (orq_ascii_equal(text, words[i]))
            return true;
    return false;
}

/* Numbers, times and dates of either version, and what only resembles them; .inf and .nan. */
static bool resembles_number(const char *text)
{
    const char *digits = text + strspn(text, "+-.");
    if (orq_ascii_equal(digits, "inf") || orq_ascii_equal(digits, "nan"))
        return true;
    return strchr("0123456789+-.", text[0]) &&
           text[strspn(text, "0123456789abcdefABCDEFxXoO_+-.:tTzZ ")] == '\0';
}

static bool may_be_plain(const char *text, bool flow)
{
    size_t len = strlen(text);
    if (len == 0 || text[len - 1] == ' ' || text[len - 1] == ':')
        return false;
    if (strchr(" -?:,[]{}#&*!|>'\"%@`", text[0]))
        return false;
    if (strstr(text, ": ") || strstr(text, " #") || (flow && strpbrk(text, ",[]{}:")))
        return false;
    return !is_word_of_yaml(text) && !resembles_number(text) && all_printable(text, false);
}

static void add_escape(struct orq_str *out, unsigned long code)
{
    static const struct {
        unsigned long code;
        const char *text;
    } known[] = {{'\n', "\\n"}, {'\r', "\\r"}, {'\t', "\\t"}, {'"', "\\\""}, {'\\', "\\\\"}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].code == code) {
            orq_str_add(out, known[i].text);
            return;
        }
    if (code <= 0xFF)
        orq_str_addf(out, "\\x%02lX", code);
    else
        orq_str_addf(out, code <= 0xFFFF ? "\\u%04lX" : "\\U%08lX", code);
}

static void add_double_quoted(struct orq_str *out, const char *text, const char *line_break)
{
    bool at_start = false;
    orq_str_addc(out, '"');
    while (*text) {
        const char *from = text;
        unsigned long code = next_code(&text);
        if (code == '"' || code == '\\' || orq_utf8_hidden(code) || code == 0xFFFD)
            add_escape(out, code);
        else if (at_start && code == ' ')
            orq_str_add(out, "\\ ");
        else
            orq_str_addn(out, from, (size_t)(text - from));
        at_start = line_break && code == '\n' && *text;
        if (at_start)
            orq_str_addf(out, "\\%s", line_break);
    }
    orq_str_addc(out, '"');
}

static void add_single_quoted(struct orq_str *out, const char *text)
{
    orq_str_addc(out, '\'');
    for (; *text; text++) {
        if (*text == '\'')
            orq_str_addc(out, '\'');
        orq_str_addc(out, *text);
    }
    orq_str_addc(out, '\'');
}

void orq_scalar_write(struct orq_str *out, const char *text, bool flow, bool quoted)
{
    if (!quoted && may_be_plain(text, flow))
        orq_str_add(out, text);
    else if (strpbrk(text, "\"\\") && !strchr(text, '\'') && all_printable(text, false))
        add_single_quoted(out, text);
    else
        add_double_quoted(out, text, NULL);
}

/* A literal block takes its indentation from its first line, and ends where the text does. */
void orq_scalar_write_lines(struct orq_str *out, const char *text, size_t indent)
{
    const char *line_break = orq_arena_printf(out->arena, "\n%*s", (int)indent, "");
    size_t len = strlen(text);
    if (text[0] == ' ' || text[0] == '\n' || !all_printable(text, true)) {
        add_double_quoted(out, text, line_break);
        return;
    }
    orq_str_add(out, text[len - 1] != '\n' ? "|-" : len > 1 && text[len - 2] == '\n' ? "|+" : "|");
    while (*text) {
        size_t line = strcspn(text, "\n");
        if (line > 0)
            orq_str_addf(out, "%s%.*s", line_break, (int)line, text);
        else
            orq_str_addc(out, '\n');
        text += line;
        text += *text == '\n';
    }
}
