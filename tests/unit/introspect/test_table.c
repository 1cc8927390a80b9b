/* Stored CREATE TABLE and CREATE INDEX statements as tables and indexes. */
#include "introspect/introspect.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct orq_table *table_of(void **state, const char *sql)
{
    struct orq_expr_error error = {0};
    struct orq_table *table = orq_table_from_ddl(*state, sql, &error);
    if (!table)
        print_error("%s: at %zu: %s\n", sql, error.offset, error.message);
    assert_non_null(table);
    return table;
}

static const struct orq_column *column_of(void **state, const char *text)
{
    const char *sql = orq_arena_printf(*state, "CREATE TABLE t (%s)", text);
    return table_of(state, sql)->columns.items[0];
}

/* The n-th constraint. */
static const struct orq_constraint *constraint_of(void **state, const char *body, size_t n)
{
    const char *sql = orq_arena_printf(*state, "CREATE TABLE t %s", body);
    const struct orq_table *table = table_of(state, sql);
    assert_true(table->constraints.len > n);
    return table->constraints.items[n];
}

static void types_are_kept_as_written(void **state)
{
    static const char *const types[][2] = {
        {"a", ""},
        {"a INTEGER", "INTEGER"},
        {"a VarChar ( 36 )", "VarChar(36)"},
        {"a DOUBLE\n\tPRECISION NOT NULL", "DOUBLE PRECISION"},
        {"a decimal(10, -2) DEFAULT 1", "decimal(10,-2)"},
        {"a /* why */ unsigned /* x */ big int", "unsigned big int"},
        {"a TEXT AS (1)", "TEXT"},
        {"a TEXT GENERATED ALWAYS AS (1)", "TEXT"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        assert_string_equal(column_of(state, types[i][0])->type, types[i][1]);
}

static void column_clauses_are_read(void **state)
{
    const struct orq_column *column =
        column_of(state, "\"a b\" TEXT CONSTRAINT n NOT NULL ON CONFLICT FAIL DEFAULT ('x' || 'y') "
                         "COLLATE NoCase");
    assert_string_equal(column->name, "a b");
    assert_false(column->nullable);
    assert_int_equal(column->not_null_conflict, ORQ_CONFLICT_FAIL);
    assert_string_equal(column->default_expr.text, "('x' || 'y')");
    assert_string_equal(column->collation, "NoCase");
}

static void the_last_clause_wins(void **state)
{
    const struct orq_column *column =
        column_of(state, "a DEFAULT 1 DEFAULT -2 COLLATE BINARY COLLATE RTRIM NOT NULL NULL");
    assert_string_equal(column->default_expr.text, "-2");
    assert_string_equal(column->collation, "RTRIM");
    assert_false(column->nullable);
}

static void generated_columns_are_read(void **state)
{
    const struct orq_table *table =
        table_of(state, "CREATE TABLE t (a, b AS (a + 1), c INT GENERATED ALWAYS AS (a*2) STORED)");
    assert_int_equal(table->columns.items[0]->generated, ORQ_NOT_GENERATED);
    assert_int_equal(table->columns.items[1]->generated, ORQ_GENERATED_VIRTUAL);
    assert_string_equal(table->columns.items[1]->generated_expr.text, "a + 1");
    assert_int_equal(table->columns.items[2]->generated, ORQ_GENERATED_STORED);
    assert_string_equal(table->columns.items[2]->generated_expr.text, "a*2");
}

static void key_columns_admit_null_where_the_engine_does(void **state)
{
    static const struct {
        const char *body;
        bool nullable;
    } cases[] = {
        {"(a TEXT PRIMARY KEY)", true},
        {"(a TEXT NOT NULL PRIMARY KEY)", false},
        {"(a INTEGER PRIMARY KEY)", false},
        {"(a INTEGER PRIMARY KEY DESC)", true},
        {"(a INTEGER, PRIMARY KEY (a DESC))", false},
        {"(a INT PRIMARY KEY)", true},
        {"(a TEXT, b, PRIMARY KEY (b, a))", true},
        {"(a TEXT, b, PRIMARY KEY (b, a)) WITHOUT ROWID", false},
        {"(a TEXT, b TEXT, PRIMARY KEY (b, a)) STRICT", false},
        {"(a TEXT, b INTEGER PRIMARY KEY) STRICT", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *sql = orq_arena_printf(*state, "CREATE TABLE t %s", cases[i].body);
        assert_int_equal(table_of(state, sql)->columns.items[0]->nullable, cases[i].nullable);
    }
}

static void options_are_read(void **state)
{
    const struct orq_table *table =
        table_of(state, "CREATE TABLE t (a TEXT PRIMARY KEY) STRICT, WITHOUT ROWID");
    assert_true(table->strict);
    assert_true(table->without_rowid);
    assert_ptr_equal(orq_table_column(table, "A"), table->columns.items[0]);
}

static void places_are_those_in_the_text(void **state)
{
    const struct orq_table *table =
        table_of(state, "CREATE TABLE t (a INT CHECK (a > 0), CONSTRAINT k UNIQUE (a))");
    const struct orq_place places[] = {table->columns.items[0]->place,
                                       table->constraints.items[0]->place,
                                       table->constraints.items[1]->place};
    static const char *const texts[] = {"a INT CHECK (a > 0)", "CHECK (a > 0)",
                                        "CONSTRAINT k UNIQUE (a)"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        assert_string_equal(
            orq_arena_strndup(*state, table->sql + places[i].from, places[i].to - places[i].from),
            texts[i]);
}

static void inline_and_table_keys_are_alike(void **state)
{
    const struct orq_constraint *beside = constraint_of(
        state, "(a INTEGER CONSTRAINT k PRIMARY KEY DESC ON CONFLICT REPLACE AUTOINCREMENT)", 0);
    assert_int_equal(beside->kind, ORQ_KIND_PRIMARY_KEY);
    assert_string_equal(beside->name, "k");
    assert_true(beside->name_given);
    assert_string_equal(beside->column, "a");
    assert_true(beside->parts.items[0].descending);
    assert_int_equal(beside->on_conflict, ORQ_CONFLICT_REPLACE);
    assert_true(beside->autoincrement);
    const struct orq_constraint *behind = constraint_of(
        state, "(a INTEGER, b, PRIMARY KEY (a COLLATE nocase, 'b' DESC) ON CONFLICT IGNORE)", 0);
    assert_int_equal(behind->kind, ORQ_KIND_PRIMARY_KEY);
    assert_null(behind->name);
    assert_false(behind->name_given);
    assert_null(behind->column);
    assert_int_equal(behind->parts.len, 2);
    assert_string_equal(behind->parts.items[0].collation, "nocase");
    assert_string_equal(behind->parts.items[1].column, "b");
    assert_true(behind->parts.items[1].descending);
    assert_int_equal(behind->on_conflict, ORQ_CONFLICT_IGNORE);
}

static void uniques_and_checks_are_read(void **state)
{
    static const char *const body =
        "(a UNIQUE CHECK ( a > 0 ), b, UNIQUE (a, b) CONSTRAINT pos CHECK(b IN (1, 2)))";
    const struct orq_constraint *unique = constraint_of(state, body, 0);
    assert_int_equal(unique->kind, ORQ_KIND_UNIQUE);
    assert_string_equal(unique->parts.items[0].column, "a");
    const struct orq_constraint *check = constraint_of(state, body, 1);
    assert_int_equal(check->kind, ORQ_KIND_CHECK);
    assert_string_equal(check->column, "a");
    assert_non_null(strstr(check->expr.text, "a > 0"));
    assert_int_equal(check->parts.len, 0);
    assert_int_equal(constraint_of(state, body, 2)->parts.len, 2);
    check = constraint_of(state, body, 3);
    assert_string_equal(check->name, "pos");
    assert_string_equal(check->expr.text, "b IN (1, 2)");
    assert_null(check->column);
}

static void foreign_keys_are_read(void **state)
{
    static const char *const body =
        "(a REFERENCES p ON DELETE SET NULL, b, c, FOREIGN KEY (b, c) REFERENCES \"q r\" (x, y) ON"
        " UPDATE CASCADE MATCH FULL DEFERRABLE INITIALLY DEFERRED)";
    const struct orq_constraint *beside = constraint_of(state, body, 0);
    assert_int_equal(beside->kind, ORQ_KIND_FOREIGN_KEY);
    assert_string_equal(beside->parts.items[0].column, "a");
    assert_string_equal(beside->ref_table, "p");
    assert_int_equal(beside->ref_columns.len, 0);
    assert_int_equal(beside->on_delete, ORQ_SET_NULL);
    assert_int_equal(beside->on_update, ORQ_NO_ACTION);
    assert_int_equal(beside->deferrable, ORQ_NOT_DEFERRABLE);
    const struct orq_constraint *behind = constraint_of(state, body, 1);
    assert_int_equal(behind->parts.len, 2);
    assert_string_equal(behind->ref_table, "q r");
    assert_string_equal(behind->ref_columns.items[1], "y");
    assert_int_equal(behind->on_update, ORQ_CASCADE);
    assert_int_equal(behind->match, ORQ_MATCH_FULL);
    assert_int_equal(behind->deferrable, ORQ_INITIALLY_DEFERRED);
}

static void deferrable_follows_the_engine(void **state)
{
    static const struct {
        const char *clause;
        enum orq_deferrable means;
    } cases[] = {
        {"", ORQ_NOT_DEFERRABLE},
        {"DEFERRABLE", ORQ_INITIALLY_IMMEDIATE},
        {"DEFERRABLE INITIALLY IMMEDIATE", ORQ_INITIALLY_IMMEDIATE},
        {"DEFERRABLE INITIALLY DEFERRED", ORQ_INITIALLY_DEFERRED},
        {"NOT DEFERRABLE INITIALLY DEFERRED", ORQ_NOT_DEFERRABLE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *body = orq_arena_printf(*state, "(a REFERENCES p (x) %s)", cases[i].clause);
        assert_int_equal(constraint_of(state, body, 0)->deferrable, cases[i].means);
    }
}

static void indexes_are_read(void **state)
{
    struct orq_expr_error error = {0};
    const struct orq_index *index = orq_index_from_ddl(
        *state,
        "CREATE UNIQUE INDEX \"i\" ON t (a COLLATE nocase DESC, lower(b), (c)) WHERE d IS NULL",
        &error);
    assert_non_null(index);
    assert_string_equal(index->name, "i");
    assert_true(index->name_given);
    assert_true(index->unique);
    assert_int_equal(index->parts.len, 3);
    assert_string_equal(index->parts.items[0].column, "a");
    assert_string_equal(index->parts.items[0].collation, "nocase");
    assert_true(index->parts.items[0].descending);
    assert_null(index->parts.items[1].column);
    assert_string_equal(index->parts.items[1].expr.text, "lower(b)");
    assert_string_equal(index->parts.items[2].column, "c");
    assert_string_equal(index->where.text, "d IS NULL");
}

static void what_is_no_table_is_refused(void **state)
{
    struct orq_expr_error error = {0};
    assert_null(orq_table_from_ddl(*state, "CREATE TABLE t (a,", &error));
    assert_non_null(error.message);
    assert_null(orq_index_from_ddl(*state, "CREATE INDEX i ON", &error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_are_kept_as_written),
        cmocka_unit_test(column_clauses_are_read),
        cmocka_unit_test(the_last_clause_wins),
        cmocka_unit_test(generated_columns_are_read),
        cmocka_unit_test(key_columns_admit_null_where_the_engine_does),
        cmocka_unit_test(options_are_read),
        cmocka_unit_test(places_are_those_in_the_text),
        cmocka_unit_test(inline_and_table_keys_are_alike),
        cmocka_unit_test(uniques_and_checks_are_read),
        cmocka_unit_test(foreign_keys_are_read),
        cmocka_unit_test(deferrable_follows_the_engine),
        cmocka_unit_test(indexes_are_read),
        cmocka_unit_test(what_is_no_table_is_refused),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
