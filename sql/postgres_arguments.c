/* Arguments of routines: https://www.postgresql.org/docs/current/sql-createfunction.html */
#include "sql/postgres_create_private.h"
#include "sql/postgres_normal.h"

#include <string.h>

enum mode { IN, OUT, INOUT, VARIADIC };

static bool take_mode(struct orq_pg_cursor *cursor, enum mode *mode)
{
    static const char *const words[] = {
        [IN] = "in", [OUT] = "out", [INOUT] = "inout", [VARIADIC] = "variadic"};
    for (enum mode i = IN; i <= VARIADIC; i++) {
        if (!orq_pg_accept(cursor, words[i]))
            continue;
        *mode = i == IN && orq_pg_accept(cursor, "out") ? INOUT : i;
        return true;
    }
    return false;
}

static bool ends_argument(const struct orq_pg_cursor *cursor)
{
    static const char *const ends[] = {",", ")", "default", "=", ":=", "order"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (orq_pg_at(cursor, ends[i]))
            return true;
    return orq_pg_at_kind(cursor, ORQ_PG_END);
}

/* A type alone, or what is behind a name. */
static const char *take_type(struct orq_pg_cursor *cursor, const char **name, enum mode *mode)
{
    struct orq_pg_cursor ahead = *cursor;
    *name = NULL;
    const char *type = orq_pg_take_type(&ahead, ORQ_PG_MODIFIERS_DROPPED);
    if (type && ends_argument(&ahead)) {
        *cursor = ahead;
        return type;
    }
    if (!orq_pg_is_name(orq_pg_ahead(cursor, 0)))
        return NULL;
    *name = orq_pg_take(cursor);
    if (*mode == IN)
        take_mode(cursor, mode);
    return orq_pg_take_type(cursor, ORQ_PG_MODIFIERS_DROPPED);
}

/* Without a cast of a literal to the type that it gets anyway: 'x'::text of a text. */
static const char *without_cast(struct orq_arena *arena, const char *normal, const char *type)
{
    const char *cast = orq_arena_printf(arena, "::%s", type);
    if (!orq_ends_with(normal, cast))
        return normal;
    const char *value = orq_arena_strndup(arena, normal, strlen(normal) - strlen(cast));
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, value, strlen(value));
    bool literal = tokens.len == 2 && (tokens.items[0].kind == ORQ_PG_STRING ||
                                       orq_pg_token_is(value, tokens.items[0], "null"));
    return literal ? value : normal;
}

/* " DEFAULT x", or "" */
static const char *take_default(struct orq_pg_cursor *cursor, const char *type)
{
    if (!orq_pg_at(cursor, "default") && !orq_pg_at(cursor, "=") && !orq_pg_at(cursor, ":="))
        return "";
    size_t from = ++cursor->at;
    orq_pg_skip_element(cursor);
    const char *source = orq_pg_source(cursor, from, cursor->at);
    const char *normal = orq_pg_expression_normal(cursor->arena, source);
    normal = normal ? without_cast(cursor->arena, normal, type) : source;
    return orq_arena_printf(cursor->arena, " DEFAULT %s", normal);
}

static void take_argument(struct orq_pg_cursor *cursor, struct orq_pg_arguments *arguments,
                          struct orq_str *out)
{
    static const char *const shown[] = {
        [IN] = "", [OUT] = "OUT ", [INOUT] = "INOUT ", [VARIADIC] = "VARIADIC "};
    enum mode mode = IN;
    const char *name;
    take_mode(cursor, &mode);
    const char *type = take_type(cursor, &name, &mode);
    if (!type) {
        size_t from = cursor->at;
        orq_pg_skip_element(cursor);
        type = orq_pg_source(cursor, from, cursor->at);
    }
    orq_str_addf(out, "%s%s%s%s%s", shown[mode], name ? orq_pg_name(cursor->arena, name) : "",
                 name ? " " : "", type, take_default(cursor, type));
    if (mode != OUT)
        ORQ_PUSH(cursor->arena, &arguments->types, type);
    arguments->out |= mode == OUT || mode == INOUT;
}

struct orq_pg_arguments orq_pg_take_arguments(struct orq_pg_cursor *cursor)
{
    struct orq_pg_arguments arguments = {0};
    struct orq_str out = orq_str_new(cursor->arena);
    orq_pg_accept(cursor, "*");
    while (!orq_pg_at_kind(cursor, ORQ_PG_END) && !orq_pg_at(cursor, ")") &&
           !orq_pg_at(cursor, "]")) {
        bool ordered = orq_pg_at_two(cursor, "order", "by");
        cursor->at += ordered ? 2 : 0;
        if (out.len > 0)
            orq_str_add(&out, ordered ? " ORDER BY " : ", ");
        else if (ordered)
            orq_str_add(&out, "ORDER BY ");
        take_argument(cursor, &arguments, &out);
        orq_pg_accept(cursor, ",");
    }
    arguments.text = orq_str_text(&out);
    return arguments;
}

const char *orq_pg_signature(struct orq_arena *arena, const char *name,
                             const struct orq_strings *types)
{
    return orq_arena_printf(arena, "%s(%s)", name, orq_pg_joined(arena, types, ", "));
}

const char *orq_pg_arguments_signature(struct orq_arena *arena, const char *text)
{
    struct orq_pg_cursor cursor = orq_pg_cursor_new(arena, text);
    struct orq_pg_arguments arguments = orq_pg_take_arguments(&cursor);
    return orq_pg_joined(arena, &arguments.types, ", ");
}
