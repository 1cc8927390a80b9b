/* What CREATE OR REPLACE can do to a function:
 * https://www.postgresql.org/docs/current/sql-createfunction.html */
#include "emit/postgres_families.h"

#include "sql/postgres_token.h"

#include <string.h>

struct argument {
    const char *declared; /* "b integer", its mode too */
    bool has_default;
};
ORQ_VEC_OF(arguments, struct argument);

static const char *between(struct orq_arena *arena, const char *text, size_t from, size_t to)
{
    while (to > from && text[to - 1] == ' ')
        to--;
    return orq_arena_strndup(arena, text + from, to - from);
}

static bool begins_default(const char *text, struct orq_pg_token token)
{
    return orq_pg_token_is(text, token, "DEFAULT") || orq_pg_token_is(text, token, "=");
}

static struct arguments arguments_of(struct orq_arena *arena, const struct orq_definition *function)
{
    const char *text = orq_attribute_text(&function->attributes, ORQ_ATTRIBUTE_ARGUMENTS);
    struct arguments all = {0};
    if (!text || !*text)
        return all;
    struct orq_pg_lexer lexer = orq_pg_lexer_new(text, strlen(text));
    struct orq_pg_token token = orq_pg_lexer_next(&lexer);
    size_t depth = 0, from = token.offset, to = 0;
    for (;; token = orq_pg_lexer_next(&lexer)) {
        bool ends = token.kind == ORQ_PG_END || (depth == 0 && orq_pg_token_is(text, token, ","));
        if (depth == 0 && to == 0 && (ends || begins_default(text, token)))
            to = token.kind == ORQ_PG_END ? strlen(text) : token.offset;
        if (ends) {
            struct argument argument = {.declared = between(arena, text, from, to),
                                        .has_default = to < token.offset};
            ORQ_PUSH(arena, &all, argument);
            if (token.kind == ORQ_PG_END)
                return all;
            from = token.offset + 1 + strspn(text + token.offset + 1, " ");
            to = 0;
        }
        depth += orq_pg_token_is(text, token, "(") || orq_pg_token_is(text, token, "[");
        depth -= orq_pg_token_is(text, token, ")") || orq_pg_token_is(text, token, "]");
    }
}

/* A name may be given to an argument that had none, a default to one without. */
static bool admits(const struct argument *old, const struct argument *new)
{
    size_t a = strlen(old->declared), b = strlen(new->declared);
    if (old->has_default && !new->has_default)
        return false;
    if (strcmp(old->declared, new->declared) == 0)
        return true;
    return b > a + 1 && !strchr(old->declared, ' ') && new->declared[b - a - 1] == ' ' &&
           strcmp(new->declared + b - a, old->declared) == 0;
}

static bool same_text(const struct orq_pg_change *change, enum orq_attribute_key key)
{
    return orq_str_equal(orq_attribute_text(&change->from->attributes, key),
                         orq_attribute_text(&change->to->attributes, key));
}

static bool is_window(const struct orq_definition *function)
{
    const struct orq_strings *options = orq_pg_list(function, ORQ_ATTRIBUTE_OPTIONS);
    for (size_t i = 0; i < options->len; i++)
        if (strcmp(options->items[i], "window") == 0)
            return true;
    return false;
}

static bool can_replace(const struct orq_pg_change *change)
{
    struct orq_arena *arena = change->emitter->arena;
    if (orq_pg_changes(change, ORQ_ATTRIBUTE_RETURNS) ||
        orq_pg_changes(change, ORQ_ATTRIBUTE_PROCEDURE) ||
        is_window(change->from) != is_window(change->to) || !change->to->sql)
        return false;
    if (same_text(change, ORQ_ATTRIBUTE_ARGUMENTS))
        return true;
    struct arguments old = arguments_of(arena, change->from);
    struct arguments new = arguments_of(arena, change->to);
    if (old.len != new.len)
        return false;
    for (size_t i = 0; i < old.len; i++)
        if (!admits(&old.items[i], &new.items[i]))
            return false;
    return true;
}

void orq_pg_function_alter(struct orq_pg_change *change)
{
    if (can_replace(change))
        orq_pg_say(change, "%s", orq_pg_object_text(change->emitter->arena, change->to, true));
    else
        change->drop_and_create = true;
}
