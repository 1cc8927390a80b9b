#include "history/rows_parts.h"
#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

/* A domain over a domain over … */
#define MOST_DOMAINS 16

static const char *table_sql(struct orq_arena *arena, const struct orq_table *table)
{
    return orq_pg_qualified_name(arena, table->schema ? table->schema : "public", table->name);
}

/* By how a type's name begins; the first that fits. */
static const struct {
    const char *type;
    const char *values[4];
} values_of_type[] = {
    {"integer", {"%u", "10%u", "0", "-%u"}},
    {"bigint", {"%u", "10%u", "0", "-%u"}},
    {"smallint", {"%u", "10%u", "0", "-%u"}},
    {"numeric", {"%u", "0.%u", "0", "%u.25"}},
    {"double", {"%u.25", "0.%u", "0", "%u"}},
    {"real", {"%u.25", "0.%u", "0", "%u"}},
    {"money", {"%u", "0", "%u", "0"}},
    {"boolean", {"true", "false", "true", "false"}},
    {"uuid",
     {"'0000000%u-0000-4000-8000-000000000000'", "'0000000%u-1000-4000-8000-000000000000'",
      "gen_random_uuid()", "gen_random_uuid()"}},
    {"json", {"'{\"k\": %u}'", "'[]'", "'{}'", "'%u'"}},
    {"date", {"'2026-01-0%u'", "'2020-02-0%u'", "current_date", "'1999-12-31'"}},
    {"timestamp", {"'2026-01-0%u 10:00:00+00'", "'2020-02-0%u'", "'2026-12-31'", "'1999-12-31'"}},
    {"time", {"'0%u:00'", "'1%u:30'", "'00:00'", "'23:59'"}},
    {"interval", {"'%u days'", "'%u hours'", "'0'", "'1 year'"}},
    {"bytea", {"'\\x0%u'", "sha256('%u')", "''", "'\\x00'"}},
    {"inet", {"'10.0.0.%u'", "'::%u'", "'10.0.0.0/8'", "'127.0.0.1'"}},
    {"cidr", {"'10.0.%u.0/24'", "'10.0.0.0/8'", "'::/0'", "'10.0.%u.0/24'"}},
    {"macaddr", {"'00:00:00:00:00:0%u'", "'00:00:00:00:00:0%u'", "NULL", "NULL"}},
    {"tsvector", {"'word%u'", "''", "'a b'", "NULL"}},
    {"tsquery", {"'word%u'", "'a & b'", "NULL", "NULL"}},
    {"bit", {"B'1'", "B'0'", "B'1010'", "NULL"}},
    {"point", {"'(%u,1)'", "'(0,0)'", "NULL", "NULL"}},
    {"xml", {"'<a>%u</a>'", "'<a/>'", "NULL", "NULL"}},
    {"oid", {"%u", "0", "1%u", "NULL"}},
    {"int4range", {"'[%u,1%u)'", "'empty'", "NULL", "NULL"}},
    {"int8range", {"'[%u,1%u)'", "'empty'", "NULL", "NULL"}},
    {"numrange", {"'[%u,1%u)'", "'empty'", "NULL", "NULL"}},
    {"tsrange", {"'[2026-01-0%u,2026-01-0%u 12:00)'", "'empty'", "NULL", "NULL"}},
    {"tstzrange", {"'[2026-01-0%u,2026-01-0%u 12:00)'", "'empty'", "NULL", "NULL"}},
    {"daterange", {"'[2026-01-0%u,2027-01-01)'", "'empty'", "NULL", "NULL"}},
    {"ltree", {"'a.b%u'", "'top'", "NULL", "NULL"}},
    {"hstore", {"'k=>%u'", "''", "NULL", "NULL"}},
    {"", {"'t%u'", "'%u'", "''", "'a-%u@example.org'"}},
};

static void add_values(struct orq_arena *arena, const char *type, struct orq_strings *values)
{
    size_t at = 0;
    while (!orq_starts_with(type, values_of_type[at].type))
        at++;
    for (size_t i = 0; i < 4; i++)
        ORQ_PUSH(arena, values, values_of_type[at].values[i]);
}

/* What a domain narrows. */
static const char *base_type(struct orq_arena *arena, const struct orq_schema *schema,
                             const char *type)
{
    for (int i = 0; i < MOST_DOMAINS; i++) {
        const struct orq_definition *domain =
            orq_schema_definition(arena, schema, ORQ_KIND_DOMAIN, type);
        if (!domain)
            break;
        type = orq_attribute_text(&domain->attributes, ORQ_ATTRIBUTE_TYPE);
    }
    return type;
}

static void values(struct orq_arena *arena, const struct orq_schema *schema,
                   const struct orq_column *column, struct orq_strings *values)
{
    const char *type = base_type(arena, schema, column->type);
    const struct orq_definition *enumeration =
        orq_schema_definition(arena, schema, ORQ_KIND_ENUM, type);
    const struct orq_attribute *labels =
        enumeration ? orq_attribute_find(&enumeration->attributes, ORQ_ATTRIBUTE_VALUES) : NULL;
    if (orq_ends_with(type, "[]")) {
        ORQ_PUSH(arena, values, "'{}'");
        ORQ_PUSH(arena, values, "'{%u}'");
        return;
    }
    for (size_t i = 0; labels && i < labels->list.len; i++)
        ORQ_PUSH(arena, values, orq_pg_text(arena, labels->list.items[i]));
    if (!labels)
        add_values(arena, type, values);
}

static void literals(struct orq_arena *arena, const char *expression, struct orq_strings *values)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, expression, strlen(expression));
    for (size_t i = 0; i < tokens.len; i++) {
        struct orq_pg_token token = tokens.items[i];
        if (token.kind == ORQ_PG_NUMBER || token.kind == ORQ_PG_STRING)
            ORQ_PUSH(arena, values, orq_arena_strndup(arena, expression + token.offset, token.len));
    }
}

static const char *exact(struct orq_arena *arena, const char *expression)
{
    return orq_arena_printf(arena, "CAST(%s AS text)", expression);
}

static bool takes_rows(const struct orq_table *table)
{
    return !orq_table_postgres(table)->partition_of;
}

static bool holds_rows(const struct orq_table *table)
{
    return !orq_table_postgres(table)->partition_by;
}

static const char *own(const struct orq_table *table)
{
    return orq_table_postgres(table)->partition_by ? "" : "ONLY ";
}

static bool takes_value(const struct orq_column *column)
{
    return column->generated == ORQ_NOT_GENERATED && !orq_column_postgres(column)->identity;
}

const struct orq_rows_engine orq_rows_postgres = {.dialect = "postgresql",
                                                  .insert = "INSERT INTO",
                                                  .own = own,
                                                  .table = table_sql,
                                                  .values = values,
                                                  .literals = literals,
                                                  .exact = exact,
                                                  .takes_rows = takes_rows,
                                                  .holds_rows = holds_rows,
                                                  .takes_value = takes_value};
