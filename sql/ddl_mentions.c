#include "sql/ddl_private.h"

#include <string.h>

/* FROM 'x' reads a table, so strings count too: the answer may hold too much, never too little. */
static bool may_name(const char *text, struct orq_token token)
{
    enum orq_keyword word =
        token.kind == ORQ_TOKEN_WORD ? orq_keyword_of(text + token.offset, token.len) : ORQ_KW_NONE;
    return orq_token_may_name(token.kind, word, true);
}

void orq_ddl_mentions(struct orq_arena *arena, const char *text, struct orq_strings *names)
{
    struct orq_map *seen = orq_map_new(arena, ORQ_KEYS_EXACT);
    struct orq_lexer lexer = orq_lexer_new(text, strlen(text));
    struct orq_token token;
    for (size_t i = 0; i < names->len; i++)
        orq_map_put(seen, names->items[i], names);
    while ((token = orq_lexer_next(&lexer)).kind != ORQ_TOKEN_END) {
        if (!may_name(text, token))
            continue;
        const char *name = orq_ascii_fold(arena, orq_token_name(arena, text, token));
        if (orq_map_put(seen, name, names) == NULL)
            ORQ_PUSH(arena, names, name);
    }
}
