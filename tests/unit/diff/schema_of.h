/* Schemas for tests, from CREATE statements; and operations as a text to compare with. */
#ifndef ORQ_TESTS_UNIT_DIFF_SCHEMA_OF_H
#define ORQ_TESTS_UNIT_DIFF_SCHEMA_OF_H

#include "base/str.h"
#include "diff/diff.h"
#include "introspect/introspect.h"
#include "model/definition.h"
#include "model/dialect.h"
#include "sql/sqlite_ddl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define MOST 6
typedef const char *script[MOST]; /* CREATE statements, NULL behind the last */

static inline void add_definition(struct orq_arena *arena, struct orq_schema *schema,
                                  enum orq_kind kind, const char *sql)
{
    struct orq_expr_error error = {0};
    struct orq_definition *definition = orq_definition_from_sql(arena, kind, sql, &error);
    assert_non_null(definition);
    definition->sql = sql;
    assert_true(orq_schema_add_definition(arena, schema, definition));
}

static inline void add_index(struct orq_arena *arena, struct orq_schema *schema, const char *sql)
{
    struct orq_expr_error error = {0};
    const struct orq_ddl_index *ddl = orq_ddl_parse_index(arena, sql, &error);
    assert_non_null(ddl);
    struct orq_index *index = orq_index_from_ddl(arena, sql, &error);
    struct orq_table *table = orq_schema_table(schema, ddl->table);
    assert_non_null(index);
    assert_non_null(table);
    ORQ_PUSH(arena, &table->indexes, index);
}

static inline void add_table(struct orq_arena *arena, struct orq_schema *schema, const char *sql)
{
    struct orq_expr_error error = {0};
    struct orq_table *table = orq_table_from_ddl(arena, sql, &error);
    if (!table)
        fail_msg("%s: %s", sql, error.message);
    assert_true(orq_schema_add_table(arena, schema, table));
}

static inline struct orq_schema *schema_of(struct orq_arena *arena, const char *const *statements)
{
    struct orq_schema *schema = orq_schema_new(arena, &orq_sqlite);
    for (size_t i = 0; i < MOST && statements[i]; i++) {
        const char *sql = statements[i];
        if (orq_starts_with(sql, "CREATE TABLE"))
            add_table(arena, schema, sql);
        else if (orq_starts_with(sql, "CREATE VIEW"))
            add_definition(arena, schema, ORQ_KIND_VIEW, sql);
        else if (orq_starts_with(sql, "CREATE TRIGGER"))
            add_definition(arena, schema, ORQ_KIND_TRIGGER, sql);
        else if (orq_starts_with(sql, "CREATE VIRTUAL"))
            add_definition(arena, schema, ORQ_KIND_VIRTUAL_TABLE, sql);
        else
            add_index(arena, schema, sql);
    }
    return schema;
}

static inline bool from_template(const char *name)
{
    return name && (orq_ends_with(name, "_key") || orq_ends_with(name, "_check") ||
                    orq_ends_with(name, "_fkey") || orq_ends_with(name, "_pkey") ||
                    orq_ends_with(name, "_idx"));
}

/* Makes the schema look like a model's: with positions, no stored texts, and names that end as
 * those of the templates do not given by a person. */
static inline struct orq_schema *as_model(struct orq_schema *schema)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        struct orq_table *table = schema->tables.items[i];
        table->at = (struct orq_span){.file = "m.yaml", .line = 10 * (i + 1), .column = 3};
        table->sql = NULL;
        for (size_t k = 0; k < table->columns.len; k++) {
            struct orq_column *column = table->columns.items[k];
            column->at = (struct orq_span){.file = "m.yaml", .line = 10 * (i + 1) + k, .column = 7};
            column->place = (struct orq_place){0};
        }
        for (size_t k = 0; k < table->constraints.len; k++) {
            struct orq_constraint *constraint = table->constraints.items[k];
            constraint->at = (struct orq_span){.file = "m.yaml", .line = 100 + k, .column = 9};
            constraint->name_given = constraint->name && !from_template(constraint->name);
            constraint->place = (struct orq_place){0};
        }
        for (size_t k = 0; k < table->indexes.len; k++) {
            struct orq_index *index = table->indexes.items[k];
            index->at = (struct orq_span){.file = "m.yaml", .line = 200 + k, .column = 9};
            index->name_given = !from_template(index->name);
            index->sql = NULL;
        }
    }
    for (size_t i = 0; i < schema->definitions.len; i++)
        schema->definitions.items[i]->at =
            (struct orq_span){.file = "m.yaml", .line = 300 + i, .column = 3};
    return schema;
}

static inline const char *ops_text(struct orq_arena *arena, const struct orq_ops *ops)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_op *op = &ops->items[i];
        orq_str_addf(&out, "%s%s", i > 0 ? "\n" : "", orq_op_summary(arena, op));
        if (op->changed)
            orq_str_addf(&out, ": %s", orq_changes_words(arena, op->changed));
    }
    return orq_str_text(&out);
}

/* The operations between two schemas, every pair answered alike. */
static inline struct orq_ops ops_between(struct orq_arena *arena, const struct orq_schema *have,
                                         const struct orq_schema *want,
                                         struct orq_diff_options options, enum orq_verdict answer)
{
    struct orq_ops ops = {0};
    struct orq_diff *diff = orq_diff_begin(arena, have, want, options);
    for (size_t i = 0; i < diff->pairs.len; i++)
        diff->pairs.items[i].verdict = answer;
    orq_diff_finish(diff, &ops);
    return ops;
}

#endif
