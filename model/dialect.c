#include "model/dialect.h"

#include "base/str.h"

#include <stdint.h>
#include <string.h>

static const struct orq_dialect *const dialects[] = {&orq_sqlite, &orq_postgresql};

const char *const orq_portable_names[] = {
    "integer", "smallint", "bigint", "boolean", "real",      "double",      "numeric",
    "text",    "varchar",  "char",   "uuid",    "json",      "jsonb",       "date",
    "time",    "interval", "blob",   "bytea",   "timestamp", "timestamptz", NULL,
};

/* How many arguments a portable name may take; with more, the text is the dialect's own. */
static size_t most_arguments(const char *name)
{
    static const struct {
        const char *name;
        size_t most;
    } rows[] = {{"numeric", 2},   {"varchar", 1},     {"char", 1},    {"time", 1},
                {"timestamp", 1}, {"timestamptz", 1}, {"interval", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(rows[i].name, name) == 0)
            return rows[i].most;
    return 0;
}

const struct orq_dialect *orq_dialect_find(const char *key)
{
    for (size_t i = 0; i < sizeof dialects / sizeof dialects[0]; i++)
        if (strcmp(dialects[i]->key, key) == 0)
            return dialects[i];
    return NULL;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
}

static bool is_word(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || byte == '.' || byte == '$' ||
           (unsigned char)byte >= 0x80;
}

static const char *past_blanks(const char *at)
{
    while (is_blank(*at))
        at++;
    return at;
}

/* How many arguments stand in `(…)` to the end of the text; SIZE_MAX: something else stands there.
 */
static size_t arguments_only(const char *at)
{
    at = past_blanks(at);
    if (*at == '\0')
        return 0;
    if (*at++ != '(')
        return SIZE_MAX;
    size_t count = 1;
    for (; *at && *at != ')' && *at != '('; at++)
        count += *at == ',';
    return *at == ')' && *past_blanks(at + 1) == '\0' ? count : SIZE_MAX;
}

bool orq_type_portable(const char *type)
{
    type = past_blanks(type);
    size_t len = 0;
    while (is_word(type[len]))
        len++;
    for (const char *const *name = orq_portable_names; *name; name++)
        if (orq_ascii_equal_n(type, len, *name, strlen(*name)))
            return arguments_only(type + len) <= most_arguments(*name);
    return false;
}

/* One argument, from behind ( or a comma; gives the byte that ends it. */
static const char *take_argument(struct orq_arena *arena, const char *at,
                                 struct orq_strings *arguments)
{
    const char *from = past_blanks(at), *to = from;
    for (at = from; *at && !strchr("(),", *at); at++)
        if (!is_blank(*at))
            to = at + 1;
    ORQ_PUSH(arena, arguments, orq_arena_strndup(arena, from, (size_t)(to - from)));
    return at;
}

/* (…), the parenthesis already seen; NULL: not closed, or an empty argument. */
static const char *take_arguments(struct orq_arena *arena, const char *at,
                                  struct orq_strings *arguments)
{
    do {
        at = take_argument(arena, at + 1, arguments);
        if (arguments->items[arguments->len - 1][0] == '\0')
            return NULL;
    } while (*at == ',');
    return *at == ')' ? at + 1 : NULL;
}

/* [] or [3], the bracket already seen; NULL: no such thing. */
static const char *take_array(const char *at, size_t *arrays)
{
    at = past_blanks(at + 1);
    while (*at >= '0' && *at <= '9')
        at++;
    at = past_blanks(at);
    ++*arrays;
    return *at == ']' ? at + 1 : NULL;
}

static const char *take_word(const char *at, struct orq_str *words)
{
    if (words->len > 0)
        orq_str_addc(words, ' ');
    for (; is_word(*at); at++)
        orq_str_addc(words, orq_ascii_lower(*at));
    return at;
}

bool orq_type_split(struct orq_arena *arena, const char *type, struct orq_type_parts *parts)
{
    struct orq_str words = orq_str_new(arena);
    *parts = (struct orq_type_parts){0};
    const char *at = past_blanks(type);
    while (at && *at) {
        if (is_word(*at) && parts->arrays == 0)
            at = take_word(at, &words);
        else if (*at == '(' && words.len > 0 && parts->arguments.len == 0 && parts->arrays == 0)
            at = take_arguments(arena, at, &parts->arguments);
        else if (*at == '[' && words.len > 0)
            at = take_array(at, &parts->arrays);
        else
            return false;
        if (at)
            at = past_blanks(at);
    }
    parts->words = orq_str_text(&words);
    return at && words.len > 0;
}
