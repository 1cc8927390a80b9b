/* Defaults of PostgreSQL in the model language: a generator, a literal, else the server's text. */
#include "base/str.h"
#include "model/write_postgres.h"
#include "sql/postgres_token.h"

#include <string.h>

static struct orq_node *generator_node(const struct orq_writer *writer, const char *sql)
{
    static const struct {
        enum orq_default_kind kind;
        const char *word;
    } rows[] = {
        {ORQ_GENERATE_NOW, "now"}, {ORQ_GENERATE_UUID, "uuid"}, {ORQ_GENERATE_TODAY, "today"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(writer->schema->dialect->generator(rows[i].kind), sql) != 0)
            continue;
        struct orq_node *map = orq_node_map(writer->arena);
        orq_node_put_text(writer->arena, map, "generate", rows[i].word);
        return map;
    }
    return NULL;
}

/* "character varying(20)" as a cast spells it: without its length. */
static const char *without_length(struct orq_arena *arena, const char *type)
{
    const char *open = strchr(type, '(');
    const char *close = open ? strchr(open, ')') : NULL;
    if (!close)
        return type;
    const char *bare = orq_arena_printf(arena, "%.*s%s", (int)(open - type), type, close + 1);
    return strcmp(bare, "character") == 0 ? "bpchar" : bare;
}

/* Types whose literals a model writes as something else than text. */
static bool takes_text(const char *type)
{
    static const char *const others[] = {"smallint", "integer", "bigint", "numeric", "real",
                                         "double",   "boolean", "bytea",  "money",   "bit"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (orq_starts_with(type, others[i]))
            return false;
    return !orq_ends_with(type, "[]");
}

/* The text of 'text'::type, where that is the column's own type; NULL: it is something else. */
static const char *text_literal(struct orq_arena *arena, const char *sql, const char *type)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, sql, strlen(sql));
    if (tokens.len < 4 || tokens.items[0].kind != ORQ_PG_STRING || sql[0] != '\'' ||
        !orq_pg_token_is(sql, tokens.items[1], "::"))
        return NULL;
    const char *cast = sql + tokens.items[2].offset;
    if (!takes_text(type) || strcmp(cast, without_length(arena, type)) != 0)
        return NULL;
    return orq_pg_token_value(arena, sql, tokens.items[0]);
}

/* With a parenthesis, or as CURRENT_…, a plain text would be taken for an expression. */
static bool looks_like_call(struct orq_arena *arena, const char *text)
{
    return strpbrk(text, "()") || orq_starts_with(orq_ascii_fold(arena, text), "current_");
}

struct orq_node *orq_postgres_default_node(const struct orq_writer *writer,
                                           const struct orq_column *column)
{
    struct orq_arena *arena = writer->arena;
    const char *sql = column->default_expr.text;
    struct orq_node *node = generator_node(writer, sql);
    const char *text = text_literal(arena, sql, column->type);
    if (node)
        return node;
    if (strspn(sql, "0123456789") == strlen(sql) || strcmp(sql, "true") == 0 ||
        strcmp(sql, "false") == 0)
        return orq_node_word(arena, sql);
    if (text)
        return looks_like_call(arena, text) ? orq_node_quoted(arena, text)
                                            : orq_node_text(arena, text);
    node = orq_node_map(arena);
    orq_node_put_text(arena, node, "sql", sql);
    return node;
}
