#include "sql/quote.h"

#include "sql/keyword_private.h"

#include <string.h>

bool orq_sqlite_reserved(const char *word)
{
    return orq_keyword_class(orq_keyword_of(word, strlen(word))) != ORQ_KEYWORD_FREE;
}

/* A plain ASCII word. Names of other letters are legal bare too, but people quote them. */
static bool is_plain_word(const char *name)
{
    if (!((*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z') || *name == '_'))
        return false;
    for (; *name; name++) {
        bool word = (*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z') ||
                    (*name >= '0' && *name <= '9') || *name == '_';
        if (!word)
            return false;
    }
    return true;
}

static const char *quoted(struct orq_arena *arena, const char *text, char quote)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_addc(&out, quote);
    for (; *text; text++) {
        if (*text == quote)
            orq_str_addc(&out, quote);
        orq_str_addc(&out, *text);
    }
    orq_str_addc(&out, quote);
    return orq_str_text(&out);
}

const char *orq_sqlite_name(struct orq_arena *arena, const char *name)
{
    if (is_plain_word(name) && !orq_sqlite_reserved(name))
        return name;
    return quoted(arena, name, '"');
}

const char *orq_quoted_name(struct orq_arena *arena, const char *name)
{
    return quoted(arena, name, '"');
}

const char *orq_quoted_text(struct orq_arena *arena, const char *text)
{
    return quoted(arena, text, '\'');
}

static void add_escape(struct orq_str *out, unsigned long code)
{
    static const struct {
        unsigned long code;
        const char *text;
    } known[] = {{'\n', "\\n"}, {'\r', "\\r"}, {'\t', "\\t"}, {'\\', "\\\\"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i].code == code) {
            orq_str_add(out, known[i].text);
            return;
        }
    }
    orq_str_addf(out, code > 0xFF ? "\\u%04lx" : "\\x%02lx", code);
}

const char *orq_shown_name(struct orq_arena *arena, const char *name)
{
    struct orq_str out = orq_str_new(arena);
    while (*name) {
        /* A byte that is no UTF-8 stands for itself. */
        size_t len = orq_utf8_length(name, strnlen(name, 4));
        unsigned long code = len > 0 ? orq_utf8_point(name, len) : (unsigned char)*name;
        if (len == 0 || orq_utf8_hidden(code) || code == '\\')
            add_escape(&out, code);
        else
            orq_str_addn(&out, name, len);
        name += len > 0 ? len : 1;
    }
    return orq_str_text(&out);
}
