#include "history/rows_parts.h"
#include "model/dialect.h"
#include "sql/quote.h"
#include "sql/token.h"

#include <string.h>

static const char *table_sql(struct orq_arena *arena, const struct orq_table *table)
{
    return orq_arena_printf(arena, "main.%s", orq_quoted_name(arena, table->name));
}

static const char *const values_of_affinity[][4] = {
    [ORQ_TEXT] = {"'text %u'", "'0000000%u-0000-4000-8000-000000000000'", "'{\"k\": %u}'",
                  "'2026-01-0%u'"},
    [ORQ_NUMERIC] = {"%u", "%u.5", "'2026-01-0%u'", "'0'"},
    [ORQ_INTEGER] = {"%u", "10%u", "0", "-%u"},
    [ORQ_REAL] = {"0.%u", "%u.25", "%u", "0.0"},
    [ORQ_BLOB] = {"x'0%u'", "%u", "'text %u'", "0.%u"},
};

static void values(struct orq_arena *arena, const struct orq_schema *schema,
                   const struct orq_column *column, struct orq_strings *values)
{
    (void)schema;
    const char *const *of = values_of_affinity[orq_sqlite_affinity(column->type)];
    for (size_t i = 0; i < sizeof values_of_affinity[0] / sizeof *values_of_affinity[0]; i++)
        ORQ_PUSH(arena, values, of[i]);
}

static void literals(struct orq_arena *arena, const char *expression, struct orq_strings *values)
{
    struct orq_tokens tokens = orq_tokens_of(arena, expression, strlen(expression));
    for (size_t i = 0; i < tokens.len; i++) {
        enum orq_token_kind kind = tokens.items[i].kind;
        if (kind == ORQ_TOKEN_INTEGER || kind == ORQ_TOKEN_FLOAT || kind == ORQ_TOKEN_STRING)
            ORQ_PUSH(
                arena, values,
                orq_arena_strndup(arena, expression + tokens.items[i].offset, tokens.items[i].len));
    }
}

/* quote() alone gives reals 15 digits only. */
static const char *exact(struct orq_arena *arena, const char *expression)
{
    return orq_arena_printf(
        arena, "CASE typeof(%s) WHEN 'real' THEN printf('%%!.17g', %s) ELSE quote(%s) END",
        expression, expression, expression);
}

static bool every_table(const struct orq_table *table)
{
    (void)table;
    return true;
}

static const char *own(const struct orq_table *table)
{
    (void)table;
    return "";
}

static bool takes_value(const struct orq_column *column)
{
    return column->generated == ORQ_NOT_GENERATED;
}

const struct orq_rows_engine orq_rows_sqlite = {.dialect = "sqlite",
                                                .insert = "INSERT OR ABORT INTO",
                                                .own = own,
                                                .table = table_sql,
                                                .values = values,
                                                .literals = literals,
                                                .exact = exact,
                                                .takes_rows = every_table,
                                                .holds_rows = every_table,
                                                .takes_value = takes_value};
