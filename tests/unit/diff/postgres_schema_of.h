/* Schemas of PostgreSQL for tests, made by hand: a database's, or as a model's. */
#ifndef ORQ_TESTS_UNIT_DIFF_POSTGRES_SCHEMA_OF_H
#define ORQ_TESTS_UNIT_DIFF_POSTGRES_SCHEMA_OF_H

#include "tests/unit/diff/schema_of.h"

/* What the tests build with: the arena, and the two schemas. */
struct bench {
    struct orq_arena *arena;
    struct orq_schema *have, *want;
};

static inline struct bench bench_new(void)
{
    struct orq_arena *arena = orq_arena_new();
    struct bench bench = {.arena = arena,
                          .have = orq_schema_new(arena, &orq_postgresql),
                          .want = orq_schema_new(arena, &orq_postgresql)};
    bench.have->live = true;
    return bench;
}

static inline struct orq_table *put_table(struct bench *bench, struct orq_schema *schema,
                                          const char *in, const char *name)
{
    struct orq_table *table = orq_table_new(bench->arena, name);
    table->schema = in;
    table->postgres = ORQ_NEW(bench->arena, struct orq_table_postgres);
    assert_true(orq_schema_add_table(bench->arena, schema, table));
    return table;
}

static inline struct orq_column *put_column(struct bench *bench, struct orq_table *table,
                                            const char *name, const char *type)
{
    struct orq_column *column = ORQ_NEW(bench->arena, struct orq_column);
    *column = (struct orq_column){.name = name, .type = type, .nullable = true};
    orq_table_add_column(bench->arena, table, column);
    return column;
}

static inline struct orq_column_postgres *extend(struct bench *bench, struct orq_column *column)
{
    struct orq_column_postgres *more = ORQ_NEW(bench->arena, struct orq_column_postgres);
    more->local = true;
    column->postgres = more;
    return more;
}

static inline struct orq_constraint *put_check(struct bench *bench, struct orq_table *table,
                                               const char *name, const char *text)
{
    struct orq_constraint *check = ORQ_NEW(bench->arena, struct orq_constraint);
    *check = (struct orq_constraint){
        .kind = ORQ_KIND_CHECK, .name = name, .name_given = true, .expr.text = text};
    ORQ_PUSH(bench->arena, &table->constraints, check);
    return check;
}

static inline void put_part(struct bench *bench, struct orq_key_parts *parts, const char *column,
                            const char *expression)
{
    ORQ_PUSH(bench->arena, parts,
             ((struct orq_key_part){.column = column, .expr.text = expression}));
}

static inline struct orq_constraint *put_key(struct bench *bench, struct orq_table *table,
                                             enum orq_kind kind, const char *name,
                                             const char *column)
{
    struct orq_constraint *key = put_check(bench, table, name, NULL);
    key->kind = kind;
    put_part(bench, &key->parts, column, NULL);
    return key;
}

static inline struct orq_index *put_index(struct bench *bench, struct orq_table *table,
                                          const char *name, const char *column,
                                          const char *expression)
{
    struct orq_index *index = ORQ_NEW(bench->arena, struct orq_index);
    *index = (struct orq_index){.name = name, .name_given = true};
    put_part(bench, &index->parts, column, expression);
    ORQ_PUSH(bench->arena, &table->indexes, index);
    return index;
}

static inline struct orq_definition *put_definition(struct bench *bench, struct orq_schema *schema,
                                                    enum orq_kind kind, const char *on,
                                                    const char *name)
{
    struct orq_definition *definition = ORQ_NEW(bench->arena, struct orq_definition);
    *definition = (struct orq_definition){.kind = kind, .on = on, .name = name};
    assert_true(orq_schema_add_definition(bench->arena, schema, definition));
    return definition;
}

static inline void put_text(struct bench *bench, struct orq_definition *definition,
                            enum orq_attribute_key key, const char *text)
{
    orq_attribute_put(bench->arena, &definition->attributes, key, text, ORQ_NOWHERE);
}

static inline void put_list(struct bench *bench, struct orq_definition *definition,
                            enum orq_attribute_key key, const char *first, const char *second)
{
    struct orq_strings list = {0};
    ORQ_PUSH(bench->arena, &list, first);
    if (second)
        ORQ_PUSH(bench->arena, &list, second);
    orq_attribute_put_list(bench->arena, &definition->attributes, key, &list, ORQ_NOWHERE);
}

static inline struct orq_table *put_relation(struct bench *bench, struct orq_definition *definition)
{
    definition->relation = orq_table_new(bench->arena, definition->name);
    definition->relation->kind = definition->kind;
    orq_table_set_dialect(bench->arena, definition->relation, &orq_postgresql);
    return definition->relation;
}

static inline struct orq_ops bench_ops(struct bench *bench, enum orq_verdict answer)
{
    return ops_between(bench->arena, bench->have, bench->want, (struct orq_diff_options){0},
                       answer);
}

/* The operations, every pair answered alike, and the end of the bench. */
static inline void expect_ops(struct bench *bench, enum orq_verdict answer, const char *expected)
{
    struct orq_ops ops = bench_ops(bench, answer);
    assert_string_equal(ops_text(bench->arena, &ops), expected);
    orq_arena_free(bench->arena);
}

#endif
