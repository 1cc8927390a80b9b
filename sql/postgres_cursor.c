#include "sql/postgres_cursor_private.h"

#include <string.h>

struct orq_pg_cursor orq_pg_cursor_new(struct orq_arena *arena, const char *text)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, text, strlen(text));
    return (struct orq_pg_cursor){.arena = arena, .text = text, .tokens = tokens.items};
}

struct orq_pg_token orq_pg_ahead(const struct orq_pg_cursor *cursor, size_t count)
{
    size_t at = cursor->at;
    while (count-- > 0 && cursor->tokens[at].kind != ORQ_PG_END)
        at++;
    return cursor->tokens[at];
}

bool orq_pg_at(const struct orq_pg_cursor *cursor, const char *word)
{
    return orq_pg_token_is(cursor->text, cursor->tokens[cursor->at], word);
}

bool orq_pg_at_two(const struct orq_pg_cursor *cursor, const char *first, const char *second)
{
    return orq_pg_at(cursor, first) &&
           orq_pg_token_is(cursor->text, orq_pg_ahead(cursor, 1), second);
}

bool orq_pg_accept(struct orq_pg_cursor *cursor, const char *word)
{
    bool there = orq_pg_at(cursor, word);
    cursor->at += there;
    return there;
}

bool orq_pg_at_kind(const struct orq_pg_cursor *cursor, enum orq_pg_token_kind kind)
{
    return cursor->tokens[cursor->at].kind == kind;
}

const char *orq_pg_take(struct orq_pg_cursor *cursor)
{
    struct orq_pg_token token = cursor->tokens[cursor->at];
    if (token.kind != ORQ_PG_END)
        cursor->at++;
    return orq_pg_token_value(cursor->arena, cursor->text, token);
}

bool orq_pg_is_name(struct orq_pg_token token)
{
    return token.kind == ORQ_PG_WORD || token.kind == ORQ_PG_QUOTED;
}

bool orq_pg_take_qualified(struct orq_pg_cursor *cursor, const char **schema, const char **name)
{
    *schema = *name = NULL;
    if (!orq_pg_is_name(orq_pg_ahead(cursor, 0)))
        return false;
    *name = orq_pg_take(cursor);
    if (orq_pg_at(cursor, ".") && orq_pg_is_name(orq_pg_ahead(cursor, 1))) {
        cursor->at++;
        *schema = strcmp(*name, "public") == 0 ? NULL : *name;
        *name = orq_pg_take(cursor);
    }
    return true;
}

void orq_pg_skip_group(struct orq_pg_cursor *cursor)
{
    size_t depth = 0;
    while (!orq_pg_at_kind(cursor, ORQ_PG_END)) {
        if (orq_pg_at(cursor, "(") || orq_pg_at(cursor, "["))
            depth++;
        else if (orq_pg_at(cursor, ")") || orq_pg_at(cursor, "]"))
            depth--;
        cursor->at++;
        if (depth == 0)
            return;
    }
}

size_t orq_pg_skip_rest(struct orq_pg_cursor *cursor)
{
    size_t from = cursor->at;
    while (!orq_pg_at_kind(cursor, ORQ_PG_END))
        cursor->at++;
    size_t to = cursor->at;
    while (to > from && orq_pg_token_is(cursor->text, cursor->tokens[to - 1], ";"))
        to--;
    return to;
}

const char *orq_pg_source(const struct orq_pg_cursor *cursor, size_t from, size_t to)
{
    if (to <= from)
        return "";
    struct orq_pg_token last = cursor->tokens[to - 1];
    size_t start = cursor->tokens[from].offset;
    return orq_arena_strndup(cursor->arena, cursor->text + start, last.offset + last.len - start);
}
