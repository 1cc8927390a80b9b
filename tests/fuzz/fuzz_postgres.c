/* Any bytes as PostgreSQL's SQL. Tokens stand in order and leave nothing out; a normal form is its
 * own normal form; statements, types, arguments, effects and names can be read, whatever it is. */
#include "sql/classify_postgres.h"
#include "sql/postgres_normal.h"
#include "sql/postgres_statement.h"
#include "sql/postgres_token.h"
#include "sql/split.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_tokens(struct orq_arena *arena, const char *text, size_t len)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, text, len);
    size_t at = 0;
    for (size_t i = 0; i < tokens.len; i++) {
        struct orq_pg_token token = tokens.items[i];
        must(token.leading == at && token.offset >= at && token.offset + token.len <= len);
        must(token.len > 0 || token.kind == ORQ_PG_END);
        orq_pg_token_value(arena, text, token);
        at = token.offset + token.len;
    }
    must(at == len);
}

static void check_normal(struct orq_arena *arena, const char *text,
                         const char *(*normal)(struct orq_arena *, const char *))
{
    const char *once = normal(arena, text);
    const char *twice = once ? normal(arena, once) : NULL;
    must(!once || (twice && strcmp(once, twice) == 0));
}

static void check_split(struct orq_arena *arena, const char *text, size_t len)
{
    struct orq_statement_texts pieces = {0};
    const char *words, *error;
    size_t at = 0, offset;
    orq_pg_split(arena, text, len, &pieces);
    for (size_t i = 0; i < pieces.len; i++) {
        const struct orq_statement_text *piece = &pieces.items[i];
        must(piece->offset >= at && piece->len > 0 && piece->offset + piece->len <= len);
        at = piece->offset + piece->len;
        const char *sql = orq_arena_strndup(arena, text + piece->offset, piece->len);
        orq_pg_statement_classify(arena, sql, strlen(sql));
        orq_pg_place_of(arena, sql, &words);
        orq_pg_create_read(arena, sql, &error, &offset);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct orq_arena *arena = orq_arena_new();
    struct orq_strings names = {0};
    const char *text = orq_arena_strndup(arena, (const char *)data, size);
    check_tokens(arena, text, strlen(text));
    check_split(arena, text, strlen(text));
    check_normal(arena, text, orq_pg_expression_normal);
    check_normal(arena, text, orq_pg_query_normal);
    check_normal(arena, text, orq_pg_statement_normal);
    check_normal(arena, text, orq_pg_type_normal);
    orq_pg_arguments_signature(arena, text);
    orq_pg_guards_of(arena, text);
    orq_pg_names_in(arena, text, &names);
    orq_pg_renamed(arena, text, "a", "b c");
    orq_arena_free(arena);
    return 0;
}
