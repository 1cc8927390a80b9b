/* Defaults of PostgreSQL in the model language: a generator, a literal, else the server's text. */
#include "base/str.h"
#include "model/write_postgres.h"
#include "sql/postgres_normal.h"

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

/* The text that is the default; NULL: it is something else. */
static const char *text_literal(struct orq_arena *arena, const char *sql, const char *type)
{
    return sql[0] == '\'' && takes_text(type) ? orq_pg_string_of(arena, sql, type) : NULL;
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
