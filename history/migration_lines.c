#include "history/migration_lines.h"

#include <ctype.h>
#include <string.h>

static const struct orq_quoting sqlite_quoting = {.brackets = true, .backticks = true};
/* https://www.postgresql.org/docs/current/sql-syntax-lexical.html */
static const struct orq_quoting postgresql_quoting = {
    .dollars = true, .nesting = true, .escapes = true};

const struct orq_quoting *orq_quoting_of(const char *dialect)
{
    return orq_str_equal(dialect, "postgresql") ? &postgresql_quoting : &sqlite_quoting;
}

static bool word_byte(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || (unsigned char)byte >= 0x80;
}

/* The opening dollar quote at text[at], with both dollars; empty: none. */
static struct orq_slice dollar_tag(const struct orq_lines *lines, size_t at, size_t end)
{
    size_t to = at + 1;
    bool inside_word = at > 0 && word_byte(lines->text[at - 1]);
    if (inside_word || (to < end && isdigit((unsigned char)lines->text[to])))
        return (struct orq_slice){0};
    while (to < end && word_byte(lines->text[to]))
        to++;
    if (to >= end || lines->text[to] != '$')
        return (struct orq_slice){0};
    return (struct orq_slice){lines->text + at, to + 1 - at};
}

/* The quote that closes what byte opens; 0: it opens nothing. */
static char closer_of(const struct orq_quoting *quoting, char byte)
{
    if (byte == '\'' || byte == '"')
        return byte;
    if (byte == '`' && quoting->backticks)
        return '`';
    return byte == '[' && quoting->brackets ? ']' : '\0';
}

static void open_at(struct orq_lines *lines, size_t at, char closer)
{
    lines->closer = closer;
    lines->opened_at = at;
    lines->opened_line = lines->number;
}

static bool pair(const struct orq_lines *lines, size_t at, size_t end, const char *two)
{
    return at + 1 < end && lines->text[at] == two[0] && lines->text[at + 1] == two[1];
}

static bool escape_string(const struct orq_lines *lines, size_t at)
{
    return lines->quoting->escapes && lines->text[at] == '\'' && at > 0 &&
           orq_ascii_lower(lines->text[at - 1]) == 'e' &&
           (at == 1 || !word_byte(lines->text[at - 2]));
}

/* Passes one step of code; gives the byte behind it. */
static size_t pass_code(struct orq_lines *lines, size_t at, size_t end)
{
    if (pair(lines, at, end, "--"))
        return end;
    if (pair(lines, at, end, "/*")) {
        open_at(lines, at, '*');
        lines->depth = 1;
        return at + 2;
    }
    char byte = lines->text[at];
    lines->statement = byte != ';' && (lines->statement || !isspace((unsigned char)byte));
    if (byte == '$' && lines->quoting->dollars) {
        lines->tag = dollar_tag(lines, at, end);
        if (lines->tag.len == 0)
            return at + 1;
        open_at(lines, at, '$');
        return at + lines->tag.len;
    }
    char closer = closer_of(lines->quoting, byte);
    if (closer) {
        open_at(lines, at, closer);
        lines->escaping = escape_string(lines, at);
    }
    return at + 1;
}

static size_t pass_comment(struct orq_lines *lines, size_t at, size_t end)
{
    if (pair(lines, at, end, "*/")) {
        lines->depth--;
        if (lines->depth == 0)
            lines->closer = '\0';
        return at + 2;
    }
    if (lines->quoting->nesting && pair(lines, at, end, "/*")) {
        lines->depth++;
        return at + 2;
    }
    return at + 1;
}

static size_t pass_dollar(struct orq_lines *lines, size_t at, size_t end)
{
    if (end - at < lines->tag.len || memcmp(lines->text + at, lines->tag.data, lines->tag.len) != 0)
        return at + 1;
    lines->closer = '\0';
    return at + lines->tag.len;
}

/* A doubled quote closes and opens again: nothing special is needed. */
static size_t pass_quote(struct orq_lines *lines, size_t at, size_t end)
{
    if (lines->escaping && lines->text[at] == '\\' && at + 1 < end)
        return at + 2;
    if (lines->text[at] == lines->closer)
        lines->closer = '\0';
    return at + 1;
}

static void pass_line(struct orq_lines *lines, size_t at, size_t end)
{
    while (at < end) {
        if (lines->closer == '\0')
            at = pass_code(lines, at, end);
        else if (lines->closer == '*')
            at = pass_comment(lines, at, end);
        else if (lines->closer == '$')
            at = pass_dollar(lines, at, end);
        else
            at = pass_quote(lines, at, end);
    }
}

bool orq_lines_next(struct orq_lines *lines, struct orq_line *line)
{
    if (lines->at >= lines->len)
        return false;
    const char *from = lines->text + lines->at;
    const char *found = memchr(from, '\n', lines->len - lines->at);
    size_t end = found ? (size_t)(found - lines->text) : lines->len;
    size_t len = end - lines->at;
    while (len > 0 && (from[len - 1] == ' ' || from[len - 1] == '\t'))
        len--;
    lines->number++;
    *line = (struct orq_line){.text = from,
                              .len = len,
                              .offset = lines->at,
                              .number = lines->number,
                              .code = lines->closer == '\0',
                              .statement = lines->statement};
    pass_line(lines, lines->at, end);
    lines->at = found ? end + 1 : end;
    return true;
}

void orq_lines_restart(struct orq_lines *lines, const char *dialect)
{
    lines->closer = '\0';
    lines->statement = false;
    lines->quoting = orq_quoting_of(dialect);
}
