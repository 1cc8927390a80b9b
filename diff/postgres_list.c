/* Lists inside texts: "RANGE (a, lower(b))", "a integer, b text DEFAULT 'x'". */
#include "diff/postgres_list.h"

#include <string.h>

static bool is_mark(const char *text, struct orq_pg_token token, char mark)
{
    return token.kind == ORQ_PG_PUNCT && token.len == 1 && text[token.offset] == mark;
}

static bool opens(const char *text, struct orq_pg_token token)
{
    return is_mark(text, token, '(') || is_mark(text, token, '[');
}

static bool closes(const char *text, struct orq_pg_token token)
{
    return is_mark(text, token, ')') || is_mark(text, token, ']');
}

static const char *slice(struct orq_arena *arena, const char *text, size_t from, size_t to)
{
    return orq_arena_strndup(arena, text + from, to - from);
}

size_t orq_pg_list_split(struct orq_arena *arena, const char *text,
                         const struct orq_pg_tokens *tokens, size_t at, struct orq_strings *items)
{
    size_t depth = 0, from = tokens->items[at].offset, to = from;
    for (; at < tokens->len; at++) {
        struct orq_pg_token token = tokens->items[at];
        bool ends = token.kind == ORQ_PG_END || (depth == 0 && closes(text, token));
        if (ends || (depth == 0 && is_mark(text, token, ','))) {
            if (to > from)
                ORQ_PUSH(arena, items, slice(arena, text, from, to));
            if (ends)
                break;
            from = to = tokens->items[at + 1].offset;
            continue;
        }
        if (opens(text, token))
            depth++;
        else if (closes(text, token))
            depth--;
        to = token.offset + token.len;
    }
    return at;
}

void orq_pg_list_of(struct orq_arena *arena, const char *text, struct orq_strings *items)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, text, strlen(text));
    orq_pg_list_split(arena, text, &tokens, 0, items);
}

const char *orq_pg_list_inside(struct orq_arena *arena, const char *text, struct orq_strings *items)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, text, strlen(text));
    size_t at = 0;
    while (at < tokens.len && tokens.items[at].kind != ORQ_PG_END && !opens(text, tokens.items[at]))
        at++;
    const char *head = slice(arena, text, 0, tokens.items[at].leading);
    if (tokens.items[at].kind != ORQ_PG_END)
        orq_pg_list_split(arena, text, &tokens, at + 1, items);
    return head;
}

const char *orq_pg_lone_name(struct orq_arena *arena, const char *text)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, text, strlen(text));
    bool name = tokens.len == 2 &&
                (tokens.items[0].kind == ORQ_PG_WORD || tokens.items[0].kind == ORQ_PG_QUOTED);
    return name ? orq_pg_token_value(arena, text, tokens.items[0]) : NULL;
}
