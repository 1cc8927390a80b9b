#include "sql/postgres_normal.h"
#include "sql/postgres_token.h"

#include <string.h>

/* What the server prints behind the constant that it makes of a string. An interval's has the
 * column's precision already (coerce_type in its parser/parse_coerce.c); of other types the length
 * is a conversion of its own, which is not printed. */
static const char *cast_type(struct orq_arena *arena, const char *type)
{
    if (strncmp(type, "interval", strlen("interval")) == 0)
        return type;
    const char *open = strchr(type, '('), *close = open ? strchr(open, ')') : NULL;
    if (!close)
        return type;
    const char *bare = orq_arena_printf(arena, "%.*s%s", (int)(open - type), type, close + 1);
    return strcmp(bare, "character") == 0 ? "bpchar" : bare;
}

const char *orq_pg_string_of(struct orq_arena *arena, const char *text, const char *type)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, text, strlen(text));
    if (tokens.items[0].kind != ORQ_PG_STRING)
        return NULL;
    bool cast = tokens.len > 3 && orq_pg_token_is(text, tokens.items[1], "::") &&
                strcmp(text + tokens.items[2].offset, cast_type(arena, type)) == 0;
    return cast || tokens.len == 2 ? orq_pg_token_value(arena, text, tokens.items[0]) : NULL;
}
