#include "base/str.h"
#include "model/definition.h"
#include "model/model.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <string.h>
#include <cmocka.h>

static const struct orq_schema *resolve(void **state, const struct orq_dialect *dialect,
                                        const char *text)
{
    struct fixture *fixture = *state;
    const struct orq_model *model =
        orq_model_parse(fixture->arena, "t.yaml", text, strlen(text), fixture->diags);
    const struct orq_schema *schema =
        model ? orq_model_resolve(fixture->arena, model, dialect, fixture->diags) : NULL;
    orq_diags_print(fixture->diags, 0, stderr, false);
    assert_non_null(schema);
    return schema;
}

static const struct orq_table *sqlite_table(void **state, const char *text)
{
    const struct orq_table *table = orq_schema_table(resolve(state, &orq_sqlite, text), "t");
    assert_non_null(table);
    return table;
}

/* The default of a column of this type on SQLite. */
static const char *default_text(void **state, const char *type, const char *value)
{
    struct fixture *fixture = *state;
    const char *text = orq_arena_printf(
        fixture->arena, "tables: {t: {columns: {c: {type: %s, default: %s}}}}\n", type, value);
    return orq_table_column(sqlite_table(state, text), "c")->default_expr.text;
}

static const struct orq_constraint *constraint_of(const struct orq_table *table, enum orq_kind kind)
{
    for (size_t i = 0; i < table->constraints.len; i++)
        if (table->constraints.items[i]->kind == kind)
            return table->constraints.items[i];
    fail_msg("no %s", orq_kind_word(kind));
    return NULL;
}

static void literals_are_typed_by_their_column(void **state)
{
    static const struct {
        const char *type, *value, *sql;
    } rows[] = {
        {"text", "5", "'5'"},
        {"text", "0012", "'0012'"},
        {"text", "true", "'true'"},
        {"text", "\"it's\"", "'it''s'"},
        {"integer", "5", "5"},
        {"integer", "\"5\"", "5"},
        {"integer", "0o17", "15"},
        {"real", "-1.5e3", "-1.5e3"},
        {"boolean", "true", "1"},
        {"boolean", "false", "0"},
        {"json", "{}", "'{}'"},
        {"json", "[]", "'[]'"},
        {"date", "2024-01-01", "'2024-01-01'"},
        {"{native: DATETIME}", "5", "5"},
        {"{native: \"\"}", "x", "'x'"},
        {"text", "\"now()\"", "'now()'"},
        {"timestamptz", "{generate: now}", "CURRENT_TIMESTAMP"},
        {"text", "{sql: \"lower('X')\"}", "(lower('X'))"},
        {"text", "{sql: \"(lower('X'))\"}", "(lower('X'))"},
        {"integer", "{sql: (1) + (2)}", "((1) + (2))"},
        {"integer", "{sql: -1}", "-1"},
        {"text", "{sql: current_date}", "current_date"},
        {"text", "{sql: \"'a'\"}", "'a'"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(default_text(state, rows[i].type, rows[i].value), rows[i].sql);
    assert_null(default_text(state, "text", "null"));
}

static void names_come_from_templates(void **state)
{
    const struct orq_table *table =
        sqlite_table(state, "naming: {unique: \"u_{columns}_of_{table}\"}\n"
                            "tables:\n"
                            "  p: {columns: {id: {type: integer, primary_key: true}}}\n"
                            "  t:\n"
                            "    columns:\n"
                            "      a: {type: integer, primary_key: true, check: [a > 0, a < 9]}\n"
                            "      b: {type: integer, unique: true, references: p}\n"
                            "    checks: [a <> b]\n"
                            "    indexes: [[a, {expr: a + b}], {columns: [b], name: mine}]\n");
    static const char *const expected[] = {"t_pkey",   "t_a_check", "t_a_check1",
                                           "u_b_of_t", "t_b_fkey",  "t_check"};
    assert_int_equal(table->constraints.len, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(table->constraints.items[i]->name, expected[i]);
        assert_false(table->constraints.items[i]->name_given);
    }
    assert_string_equal(table->indexes.items[0]->name, "t_a_expr_idx");
    assert_string_equal(table->indexes.items[1]->name, "mine");
    assert_true(table->indexes.items[1]->name_given);
}

static void a_null_template_leaves_constraints_unnamed(void **state)
{
    const struct orq_table *table =
        sqlite_table(state, "naming: {primary_key: null}\n"
                            "tables: {t: {columns: {a: {type: integer, primary_key: true}}}}\n");
    assert_null(orq_table_primary_key(table)->name);
}

static void keys_admit_null_only_where_sqlite_does(void **state)
{
    const struct orq_table *table =
        sqlite_table(state, "tables: {t: {columns: {a: {type: text, primary_key: true}}}}\n");
    assert_false(orq_table_column(table, "a")->nullable);
    table = sqlite_table(
        state, "tables: {t: {columns: {a: {type: text, primary_key: true, nullable: true}}}}\n");
    assert_true(orq_table_column(table, "a")->nullable);
    table = sqlite_table(state, "tables: {t: {columns: {a: {type: text}, b: {type: text}}, "
                                "primary_key: [B]}}\n");
    assert_true(orq_table_column(table, "a")->nullable);
    assert_false(orq_table_column(table, "b")->nullable);
}

static void enums_become_checks_on_sqlite_and_types_on_postgresql(void **state)
{
    static const char text[] = "enums: {mood: {values: [happy, it's, on]}}\n"
                               "tables: {t: {columns: {m: {type: mood, default: on}}}}\n";
    const struct orq_table *table = sqlite_table(state, text);
    assert_string_equal(orq_table_column(table, "m")->type, "TEXT");
    assert_string_equal(orq_table_column(table, "m")->default_expr.text, "'on'");
    assert_string_equal(constraint_of(table, ORQ_KIND_CHECK)->expr.text,
                        "m IN ('happy', 'it''s', 'on')");
    const struct orq_schema *other = resolve(state, &orq_postgresql, text);
    assert_string_equal(orq_table_column(other->tables.items[0], "m")->type, "mood");
    assert_int_equal(other->tables.items[0]->constraints.len, 0);
    const struct orq_attributes *attributes = &other->definitions.items[0]->attributes;
    assert_int_equal(orq_attribute_find(attributes, ORQ_ATTRIBUTE_VALUES)->list.len, 3);
}

static void each_dialect_has_its_values(void **state)
{
    static const char text[] =
        "tables:\n"
        "  t:\n"
        "    columns:\n"
        "      a: {type: {sqlite: integer, postgresql: bigint}, default: {postgresql: 7}}\n"
        "      b: {type: text, only: postgresql}\n"
        "    checks: {c: {sqlite: a > 0, postgresql: a > 1}}\n";
    const struct orq_table *table = sqlite_table(state, text);
    assert_int_equal(table->columns.len, 1);
    assert_string_equal(table->columns.items[0]->type, "INTEGER");
    assert_null(table->columns.items[0]->default_expr.text);
    assert_string_equal(constraint_of(table, ORQ_KIND_CHECK)->expr.text, "a > 0");
    const struct orq_table *other = resolve(state, &orq_postgresql, text)->tables.items[0];
    assert_int_equal(other->columns.len, 2);
    assert_string_equal(other->columns.items[0]->type, "bigint");
    assert_string_equal(other->columns.items[0]->default_expr.text, "7");
    assert_string_equal(constraint_of(other, ORQ_KIND_CHECK)->expr.text, "a > 1");
}

static void references_short_and_long_mean_the_same(void **state)
{
    static const char long_form[] = "columns: {a: {type: integer}}, foreign_keys: [{columns: [a], "
                                    "references: {table: p, columns: [id]}}]";
    static const char *const forms[] = {
        "columns: {a: {type: integer, references: \"p(id)\"}}",
        "columns: {a: {type: integer, references: main.p(id)}}",
        "columns: {a: {type: integer, references: {table: p, column: id}}}",
        "columns: {a: {type: integer}}, foreign_keys: [{columns: [a], references: p(id)}]",
        long_form,
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        const struct orq_table *table = sqlite_table(
            state, orq_arena_printf(fixture->arena,
                                    "tables:\n  p: {columns: {id: {type: integer, primary_key: "
                                    "true}}}\n  t: {%s}\n",
                                    forms[i]));
        const struct orq_constraint *key = constraint_of(table, ORQ_KIND_FOREIGN_KEY);
        assert_null(key->ref_schema);
        assert_string_equal(key->ref_table, "p");
        assert_int_equal(key->ref_columns.len, 1);
        assert_string_equal(key->ref_columns.items[0], "id");
        assert_string_equal(key->parts.items[0].column, "a");
    }
}

static void foreign_keys_keep_their_rules(void **state)
{
    const struct orq_table *table = sqlite_table(
        state, "tables: {t: {columns: {a: {type: integer, primary_key: true}, b: {type: integer, "
               "references: {table: t, on_delete: set null, on_update: cascade, match: full, "
               "deferrable: deferred}}}}}\n");
    const struct orq_constraint *key = constraint_of(table, ORQ_KIND_FOREIGN_KEY);
    assert_int_equal(key->on_delete, ORQ_SET_NULL);
    assert_int_equal(key->on_update, ORQ_CASCADE);
    assert_int_equal(key->match, ORQ_MATCH_FULL);
    assert_int_equal(key->deferrable, ORQ_INITIALLY_DEFERRED);
    assert_int_equal(key->ref_columns.len, 0);
}

static void conflicts_reach_their_constraints(void **state)
{
    const struct orq_table *table = sqlite_table(
        state, "tables: {t: {columns: {a: {type: text, nullable: false, unique: true, on_conflict: "
               "replace}, b: {type: text, nullable: false, unique: true, on_conflict: {unique: "
               "fail}}}}}\n");
    assert_int_equal(orq_table_column(table, "a")->not_null_conflict, ORQ_CONFLICT_REPLACE);
    assert_int_equal(table->constraints.items[0]->on_conflict, ORQ_CONFLICT_REPLACE);
    assert_int_equal(orq_table_column(table, "b")->not_null_conflict, ORQ_CONFLICT_ABORT);
    assert_int_equal(table->constraints.items[1]->on_conflict, ORQ_CONFLICT_FAIL);
}

static void a_key_part_keeps_collation_and_order(void **state)
{
    const struct orq_table *table = sqlite_table(
        state, "tables: {t: {columns: {a: {type: text}}, primary_key: [{column: a, collate: "
               "NOCASE, order: desc}]}}\n");
    const struct orq_key_part *part = &orq_table_primary_key(table)->parts.items[0];
    assert_string_equal(part->collation, "NOCASE");
    assert_true(part->descending);
}

static void names_with_dots_split_once(void **state)
{
    const struct orq_schema *schema =
        resolve(state, &orq_postgresql,
                "tables:\n"
                "  audit.a.b: {columns: {x: {type: text}}}\n"
                "  other: {schema: audit, name: c.d, columns: {x: {type: text}}}\n"
                "  public.e: {columns: {x: {type: text}}}\n");
    assert_string_equal(schema->tables.items[0]->schema, "audit");
    assert_string_equal(schema->tables.items[0]->name, "a.b");
    assert_string_equal(schema->tables.items[1]->schema, "audit");
    assert_string_equal(schema->tables.items[1]->name, "c.d");
    assert_null(schema->tables.items[2]->schema);
    assert_string_equal(schema->tables.items[2]->name, "e");
}

static void settings_are_taken_over(void **state)
{
    const struct orq_schema *schema = resolve(
        state, &orq_sqlite,
        "sqlite: {strict: true}\nmanage: [tables, views]\nexclude: [\"^tmp_\"]\non_drop: archive\n"
        "tables:\n"
        "  t: {columns: {a: {type: varchar(20)}}}\n"
        "  u: {on_drop: discard, sqlite: {strict: false}, columns: {a: {type: varchar(20)}}}\n");
    assert_true(schema->strict_default);
    assert_true(orq_schema_manages(schema, ORQ_KIND_INDEX));
    assert_true(orq_schema_manages(schema, ORQ_KIND_VIEW));
    assert_false(orq_schema_manages(schema, ORQ_KIND_TRIGGER));
    assert_string_equal(schema->exclude.items[0], "^tmp_");
    assert_true(schema->tables.items[0]->strict);
    assert_string_equal(schema->tables.items[0]->columns.items[0]->type, "TEXT");
    assert_int_equal(schema->tables.items[0]->on_drop, ORQ_ON_DROP_ARCHIVE);
    assert_false(schema->tables.items[1]->strict);
    assert_string_equal(schema->tables.items[1]->columns.items[0]->type, "VARCHAR(20)");
    assert_int_equal(schema->tables.items[1]->on_drop, ORQ_ON_DROP_DISCARD);
}

static void comments_may_be_kept_in_the_stored_text(void **state)
{
    struct fixture *fixture = *state;
    static const char text[] = "sqlite: {comments: ddl}\n"
                               "tables: {t: {comment: Of it, columns: {a: {type: text}}}}\n";
    const struct orq_schema *schema = resolve(state, &orq_sqlite, text);
    assert_true(schema->tables.items[0]->comments_in_ddl);
    assert_non_null(strstr(orq_model_write(fixture->arena, schema), "comments: ddl"));
    assert_false(resolve(state, &orq_postgresql, text)->tables.items[0]->comments_in_ddl);
    assert_false(sqlite_table(state, "tables: {t: {columns: {a: {type: text}}}}")->comments_in_ddl);
}

static void changes_of_a_type_are_kept(void **state)
{
    const struct orq_table *table = sqlite_table(
        state, "tables: {t: {columns: {a: {type: integer, using: {from: text, up: length(a), "
               "down: CAST(a AS TEXT)}, nullable: false, backfill: 0}}}}\n");
    const struct orq_column_change *change = orq_column_change(orq_table_column(table, "a"));
    assert_string_equal(change->using_from, "TEXT");
    assert_string_equal(change->using_up.text, "length(a)");
    assert_string_equal(change->using_down.text, "CAST(a AS TEXT)");
    assert_string_equal(change->backfill.text, "0");
}

static void changes_may_name_columns_that_go(void **state)
{
    const struct orq_table *table = sqlite_table(
        state, "tables: {t: {columns: {a: {type: text, nullable: false, using: trim(gone), "
               "backfill: {sql: gone || other}}}}}\n");
    const struct orq_column_change *change = orq_column_change(orq_table_column(table, "a"));
    assert_string_equal(change->using_up.text, "trim(gone)");
    assert_string_equal(change->backfill.text, "gone || other");
}

static void definitions_are_complete_statements(void **state)
{
    struct fixture *fixture = *state;
    const struct orq_schema *schema = resolve(
        state, &orq_sqlite,
        "tables:\n"
        "  t:\n"
        "    columns: {a: {type: integer}}\n"
        "    triggers: {x: {sql: \"CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END;\"}}\n"
        "views: {v: {columns: [\"b c\"], sql: \"SELECT a FROM t; \"}}\n"
        "virtual_tables: {w: {using: fts5, arguments: [a, b]}}\n");
    assert_string_equal(orq_schema_definition(fixture->arena, schema, ORQ_KIND_VIEW, "v")->sql,
                        "CREATE VIEW v (\"b c\") AS SELECT a FROM t");
    assert_string_equal(
        orq_schema_definition(fixture->arena, schema, ORQ_KIND_VIRTUAL_TABLE, "w")->sql,
        "CREATE VIRTUAL TABLE w USING fts5 (a, b)");
    const struct orq_definition *trigger =
        orq_schema_definition(fixture->arena, schema, ORQ_KIND_TRIGGER, "x");
    assert_string_equal(trigger->on, "t");
    assert_true(orq_ends_with(trigger->sql, "END"));
}

static const char *canonical(void **state, enum orq_kind kind, const char *sql)
{
    struct fixture *fixture = *state;
    struct orq_expr_error error = {0};
    const struct orq_definition *definition =
        orq_definition_from_sql(fixture->arena, kind, sql, &error);
    assert_non_null(definition);
    return definition->canonical;
}

static void canonical_texts_forget_how_a_statement_begins(void **state)
{
    assert_string_equal(
        canonical(state, ORQ_KIND_VIEW, "CREATE VIEW IF NOT EXISTS v AS SELECT  a FROM t"),
        canonical(state, ORQ_KIND_VIEW, "create view main.\"w\" as\nselect a /* x */ from \"T\""));
    assert_string_not_equal(canonical(state, ORQ_KIND_VIEW, "CREATE VIEW v AS SELECT a FROM t"),
                            canonical(state, ORQ_KIND_VIEW, "CREATE VIEW v(b) AS SELECT a FROM t"));
    assert_string_equal(
        canonical(state, ORQ_KIND_VIEW, "CREATE VIEW v(\"A b\") AS SELECT a FROM t"),
        canonical(state, ORQ_KIND_VIEW, "CREATE VIEW v([a B]) AS SELECT a FROM t"));
    assert_string_equal(
        canonical(state, ORQ_KIND_TRIGGER, "CREATE TRIGGER x INSERT ON t BEGIN SELECT 1; END"),
        canonical(state, ORQ_KIND_TRIGGER,
                  "CREATE TRIGGER IF NOT EXISTS y BEFORE INSERT ON \"t\" BEGIN SELECT 1; END"));
    assert_string_equal(
        canonical(state, ORQ_KIND_VIRTUAL_TABLE, "CREATE VIRTUAL TABLE v USING FTS5(a, b)"),
        canonical(state, ORQ_KIND_VIRTUAL_TABLE, "CREATE VIRTUAL TABLE w USING fts5( a,b )"));
}

static void what_is_another_statement_is_no_definition(void **state)
{
    struct fixture *fixture = *state;
    struct orq_expr_error error = {0};
    assert_null(
        orq_definition_from_sql(fixture->arena, ORQ_KIND_VIEW, "CREATE TABLE t (a)", &error));
    assert_non_null(error.message);
    assert_null(
        orq_definition_from_sql(fixture->arena, ORQ_KIND_TABLE, "CREATE TABLE t (a)", &error));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(literals_are_typed_by_their_column),
        TEST(names_come_from_templates),
        TEST(a_null_template_leaves_constraints_unnamed),
        TEST(keys_admit_null_only_where_sqlite_does),
        TEST(enums_become_checks_on_sqlite_and_types_on_postgresql),
        TEST(each_dialect_has_its_values),
        TEST(references_short_and_long_mean_the_same),
        TEST(foreign_keys_keep_their_rules),
        TEST(conflicts_reach_their_constraints),
        TEST(a_key_part_keeps_collation_and_order),
        TEST(names_with_dots_split_once),
        TEST(settings_are_taken_over),
        TEST(comments_may_be_kept_in_the_stored_text),
        TEST(changes_of_a_type_are_kept),
        TEST(changes_may_name_columns_that_go),
        TEST(definitions_are_complete_statements),
        TEST(canonical_texts_forget_how_a_statement_begins),
        TEST(what_is_another_statement_is_no_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
