/* Queries, scripts and transactions. */
#include "db/db.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *value_of(struct fixture *fixture, const char *sql)
{
    const char *value = NULL;
    assert_int_equal(orq_db_value(fixture->arena, fixture->db, sql, fixture->diags, &value),
                     ORQ_OK);
    return value;
}

static void exec(struct fixture *fixture, const char *sql)
{
    assert_int_equal(orq_db_exec(fixture->db, sql, fixture->diags), ORQ_OK);
}

static enum orq_status run_file(struct fixture *fixture, const char *text)
{
    const struct orq_script script = {
        .text = text, .len = strlen(text), .at = {.file = "m.sql", .line = 10, .column = 1}};
    return orq_db_run(fixture->db, &script, fixture->diags);
}

static void reported(struct fixture *fixture, size_t line, size_t column, const char *message)
{
    assert_int_equal(orq_diags_len(fixture->diags), 1);
    const struct orq_diag *diag = orq_diags_at(fixture->diags, 0);
    assert_string_equal(diag->message, message);
    assert_string_equal(diag->at.file, "m.sql");
    assert_int_equal(diag->at.line, line);
    assert_int_equal(diag->at.column, column);
}

static void hinted(struct fixture *fixture, const char *words)
{
    const char *hint = orq_diags_at(fixture->diags, 0)->hint;
    assert_non_null(hint);
    assert_non_null(strstr(hint, words));
}

static void a_script_may_use_what_it_creates(void **state)
{
    struct fixture *fixture = *state;
    exec(fixture, "CREATE TABLE t (a); -- a comment; with a semicolon\n"
                  "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END;\n"
                  "INSERT INTO t VALUES ('x;y'), (2);; /* the end */ ");
    assert_string_equal(value_of(fixture, "SELECT count(*) FROM t"), "2");
}

static void empty_scripts_do_nothing(void **state)
{
    exec(*state, "");
    exec(*state, " ;; -- nothing");
    exec(*state, "/* not closed");
}

static void rows_are_read_to_the_end(void **state)
{
    struct fixture *fixture = *state;
    exec(fixture, "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3);"
                  "UPDATE t SET a = a + 10 RETURNING a; SELECT * FROM t; DROP TABLE t");
    assert_null(value_of(fixture, "SELECT name FROM sqlite_schema"));
}

static void a_syntax_error_has_its_place(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(run_file(fixture, "CREATE TABLE t (a);\n\n  SELECT 'é' FORM t;\n"),
                     ORQ_DATABASE);
    reported(fixture, 12, 19, "near \"t\": syntax error");
}

static void a_refused_row_has_its_statement(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(run_file(fixture, "CREATE TABLE t (a CHECK (a > 0));\n/* é */ INSERT INTO t"
                                       " VALUES (-1);"),
                     ORQ_DATABASE);
    reported(fixture, 11, 9, "CHECK constraint failed: a > 0");
}

static void a_script_without_a_file_shows_the_statement(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(orq_db_exec(fixture->db, "SELECT 1;\nSELECT *\n  FROM none", fixture->diags),
                     ORQ_DATABASE);
    assert_string_equal(orq_diags_at(fixture->diags, 0)->message, ":memory:: no such table: none");
    assert_string_equal(orq_db_message(fixture->db), "no such table: none");
    hinted(fixture, "in: SELECT * FROM none");
}

static void a_nul_byte_is_refused(void **state)
{
    struct fixture *fixture = *state;
    static const char text[] = "SELECT 1;\n \0 DROP TABLE t;";
    const struct orq_script script = {
        .text = text, .len = sizeof text - 1, .at = {.file = "m.sql", .line = 10}};
    assert_int_equal(orq_db_run(fixture->db, &script, fixture->diags), ORQ_DATABASE);
    reported(fixture, 11, 2, "the script holds a NUL byte");
}

static void ending_the_transaction_is_reported(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(orq_db_begin(fixture->db, fixture->diags), ORQ_OK);
    assert_int_equal(run_file(fixture, "SELECT 1;\nCOMMIT;\nCREATE TABLE t (a);"), ORQ_DATABASE);
    reported(fixture, 11, 1, "the statement ends the transaction that orqgen holds");
    assert_null(value_of(fixture, "SELECT name FROM sqlite_schema"));
}

static void opening_a_transaction_is_reported_and_undone(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(run_file(fixture, "SAVEPOINT a;\nCREATE TABLE t (a);"), ORQ_DATABASE);
    reported(fixture, 10, 1, "the statement opens a transaction");
    assert_false(orq_db_in_transaction(fixture->db));
}

static void savepoints_inside_a_transaction_are_fine(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(orq_db_begin(fixture->db, fixture->diags), ORQ_OK);
    exec(fixture, "SAVEPOINT a; CREATE TABLE t (a); RELEASE a");
    assert_int_equal(orq_db_commit(fixture->db, fixture->diags), ORQ_OK);
    assert_string_equal(value_of(fixture, "SELECT name FROM sqlite_schema"), "t");
}

static void a_conflict_that_rolls_back_is_told(void **state)
{
    struct fixture *fixture = *state;
    exec(fixture, "CREATE TABLE t (a UNIQUE ON CONFLICT ROLLBACK); INSERT INTO t VALUES (1)");
    assert_int_equal(orq_db_begin(fixture->db, fixture->diags), ORQ_OK);
    assert_int_equal(run_file(fixture, "INSERT INTO t VALUES (1)"), ORQ_DATABASE);
    reported(fixture, 10, 1, "UNIQUE constraint failed: t.a");
    hinted(fixture, "rolled the whole transaction back");
}

struct seen {
    struct orq_arena *arena;
    struct orq_str text;
    const char *stop_at;
};

static bool note_statement(void *context, const char *sql, size_t len, struct orq_span at)
{
    struct seen *seen = context;
    orq_str_addf(&seen->text, "%zu:%zu[%.*s]", at.line, at.column, (int)len, sql);
    return !seen->stop_at || strncmp(sql, seen->stop_at, strlen(seen->stop_at)) != 0;
}

static enum orq_status run_noting(struct fixture *fixture, const char *text, const char *stop_at,
                                  const char **noted)
{
    struct seen seen = {fixture->arena, orq_str_new(fixture->arena), stop_at};
    const struct orq_script script = {
        .text = text, .len = strlen(text), .before = note_statement, .context = &seen};
    enum orq_status status = orq_db_run(fixture->db, &script, fixture->diags);
    *noted = orq_str_text(&seen.text);
    return status;
}

static void before_sees_each_statement(void **state)
{
    const char *noted = NULL;
    assert_int_equal(run_noting(*state,
                                "CREATE TABLE t (a);\n -- note\n  PRAGMA user_version = 7 ; "
                                "CREATE TRIGGER g INSERT ON t BEGIN SELECT 1; END ;",
                                NULL, &noted),
                     ORQ_OK);
    assert_string_equal(noted, "1:1[CREATE TABLE t (a)]3:3[PRAGMA user_version = 7]"
                               "3:29[CREATE TRIGGER g INSERT ON t BEGIN SELECT 1; END]");
}

static void before_can_stop_even_a_pragma(void **state)
{
    struct fixture *fixture = *state;
    const char *noted = NULL;
    exec(fixture, "PRAGMA foreign_keys = 1");
    assert_int_equal(
        run_noting(fixture, "SELECT 1; PRAGMA foreign_keys = 0; SELECT 2", "PRAGMA", &noted),
        ORQ_FAILED);
    assert_string_equal(noted, "1:1[SELECT 1]1:11[PRAGMA foreign_keys = 0]");
    assert_string_equal(value_of(fixture, "PRAGMA foreign_keys"), "1");
    assert_int_equal(run_noting(fixture, "CREATE TABLE t (a)", "CREATE", &noted), ORQ_FAILED);
    assert_null(value_of(fixture, "SELECT name FROM sqlite_schema"));
    assert_int_equal(orq_diags_len(fixture->diags), 0);
}

static bool join_row(void *context, const struct orq_row *row)
{
    struct seen *seen = context;
    for (size_t i = 0; i < row->count; i++)
        orq_str_addf(&seen->text, "%s/%zu ", row->values[i] ? row->values[i] : "NULL",
                     row->lens[i]);
    return seen->text.len < 40;
}

static void rows_come_as_text(void **state)
{
    struct fixture *fixture = *state;
    struct seen seen = {fixture->arena, orq_str_new(fixture->arena), NULL};
    static const char *const params[] = {"p", NULL};
    struct orq_query query = {.sql = "SELECT ?1, $2, 1.5, x'6100', ''",
                              .params = params,
                              .param_count = 2,
                              .fn = join_row,
                              .context = &seen};
    assert_int_equal(orq_db_query(fixture->db, &query, fixture->diags), ORQ_OK);
    assert_string_equal(orq_str_text(&seen.text), "p/1 NULL/0 1.5/3 a/2 /0 ");
}

static void a_callback_ends_a_query(void **state)
{
    struct fixture *fixture = *state;
    struct seen seen = {fixture->arena, orq_str_new(fixture->arena), NULL};
    struct orq_query query = {
        .sql = "WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
        .fn = join_row,
        .context = &seen};
    assert_int_equal(orq_db_query(fixture->db, &query, fixture->diags), ORQ_OK);
    assert_int_equal(seen.text.len, 42);
}

static void a_wrong_query_is_reported(void **state)
{
    struct fixture *fixture = *state;
    const char *value = "";
    assert_int_equal(
        orq_db_value(fixture->arena, fixture->db, "SELECT a\nFROM t", fixture->diags, &value),
        ORQ_DATABASE);
    assert_null(value);
    hinted(fixture, "in: SELECT a FROM t");
}

static void foreign_keys_switch_outside_a_transaction(void **state)
{
    struct fixture *fixture = *state;
    assert_true(orq_db_foreign_keys(fixture->db, false));
    assert_false(orq_db_foreign_keys(fixture->db, true));
    assert_int_equal(orq_db_begin(fixture->db, fixture->diags), ORQ_OK);
    assert_true(orq_db_foreign_keys(fixture->db, false));
    orq_db_rollback(fixture->db);
    assert_string_equal(value_of(fixture, "PRAGMA foreign_keys"), "1");
}

static void a_snapshot_begins_and_ends(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(orq_db_snapshot(fixture->db, fixture->diags), ORQ_OK);
    assert_true(orq_db_in_transaction(fixture->db));
    orq_db_end_snapshot(fixture->db);
    assert_false(orq_db_in_transaction(fixture->db));
}

static void a_copy_holds_everything(void **state)
{
    struct fixture *fixture = *state;
    struct orq_db *copy = NULL;
    exec(fixture, "CREATE TABLE t (a); INSERT INTO t VALUES ('kept')");
    assert_int_equal(orq_db_memory(fixture->arena, fixture->diags, &copy), ORQ_OK);
    assert_int_equal(orq_db_copy(fixture->db, copy, fixture->diags), ORQ_OK);
    const char *value = NULL;
    assert_int_equal(orq_db_value(fixture->arena, copy, "SELECT a FROM t", fixture->diags, &value),
                     ORQ_OK);
    assert_string_equal(value, "kept");
    orq_db_close(copy);
}

static void unknown_collations_compare_bytes(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(orq_db_fake_collations(fixture->db)->len, 0);
    exec(fixture, "CREATE TABLE t (a COLLATE unicase); INSERT INTO t VALUES ('b'), ('B'), ('')");
    assert_string_equal(
        value_of(fixture, "SELECT group_concat(a) FROM (SELECT a FROM t ORDER BY a)"), ",B,b");
    assert_int_equal(orq_db_fake_collations(fixture->db)->len, 1);
    assert_string_equal(orq_db_fake_collations(fixture->db)->items[0], "unicase");
}

static void unknown_functions_can_be_stood_in_for(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(run_file(fixture, "CREATE TABLE t (a CHECK (known(a, 1)))"), ORQ_DATABASE);
    assert_string_equal(orq_db_message(fixture->db), "no such function: known");
    assert_true(orq_db_fake_function(fixture->db, "known"));
    exec(fixture, "CREATE TABLE t (a CHECK (known(a, 1))); INSERT INTO t VALUES (1);"
                  "CREATE INDEX i ON t (known(a))");
}

static void an_interrupt_stops_what_follows(void **state)
{
    struct fixture *fixture = *state;
    orq_db_interrupt(fixture->db);
    assert_int_equal(run_file(fixture, "\nCREATE TABLE t (a)"), ORQ_DATABASE);
    reported(fixture, 11, 1, "stopped before the next statement");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_set_up_memory, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_script_may_use_what_it_creates),
        CASE(empty_scripts_do_nothing),
        CASE(rows_are_read_to_the_end),
        CASE(a_syntax_error_has_its_place),
        CASE(a_refused_row_has_its_statement),
        CASE(a_script_without_a_file_shows_the_statement),
        CASE(a_nul_byte_is_refused),
        CASE(ending_the_transaction_is_reported),
        CASE(opening_a_transaction_is_reported_and_undone),
        CASE(savepoints_inside_a_transaction_are_fine),
        CASE(a_conflict_that_rolls_back_is_told),
        CASE(before_sees_each_statement),
        CASE(before_can_stop_even_a_pragma),
        CASE(rows_come_as_text),
        CASE(a_callback_ends_a_query),
        CASE(a_wrong_query_is_reported),
        CASE(foreign_keys_switch_outside_a_transaction),
        CASE(a_snapshot_begins_and_ends),
        CASE(a_copy_holds_everything),
        CASE(unknown_collations_compare_bytes),
        CASE(unknown_functions_can_be_stood_in_for),
        CASE(an_interrupt_stops_what_follows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
