/* The PostgreSQL driver against a real server: ORQ_TEST_PG names a database of it, by a role that
 * may make others. */
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct bench {
    struct orq_arena *arena;
    struct orq_diags *diags;
    struct orq_url url;
    struct orq_db *db; /* a scratch database */
};

static int set_up(void **state)
{
    struct orq_arena *arena = orq_arena_new();
    struct bench *bench = ORQ_NEW(arena, struct bench);
    bench->arena = arena;
    bench->diags = orq_diags_new(arena);
    bench->db = fixture_on_server(arena, bench->diags, &bench->url);
    *state = bench;
    return bench->db ? 0 : -1;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    orq_db_close(bench->db);
    orq_arena_free(bench->arena);
    return 0;
}

static const char *said(struct bench *bench)
{
    struct orq_str text = orq_str_new(bench->arena);
    for (size_t i = 0; i < orq_diags_len(bench->diags); i++) {
        const struct orq_diag *diag = orq_diags_at(bench->diags, i);
        if (diag->at.file)
            orq_str_addf(&text, "%s:%zu:%zu: ", diag->at.file, diag->at.line, diag->at.column);
        orq_str_addf(&text, "%s\n%s\n", diag->message, diag->hint ? diag->hint : "");
    }
    bench->diags = orq_diags_new(bench->arena);
    return orq_str_text(&text);
}

static void assert_says(struct bench *bench, const char *words)
{
    const char *text = said(bench);
    if (!strstr(text, words))
        fail_msg("\"%s\" is not in \"%s\"", words, text);
}

static void run(struct bench *bench, const char *sql)
{
    if (orq_db_exec(bench->db, sql, bench->diags) != ORQ_OK)
        fail_msg("%s", said(bench));
}

static const char *value(struct bench *bench, const char *sql)
{
    const char *found = NULL;
    if (orq_db_value(bench->arena, bench->db, sql, bench->diags, &found) != ORQ_OK)
        fail_msg("%s", said(bench));
    return found ? found : "NULL";
}

/* A second connection to the scratch database. */
static struct orq_db *connect_again(struct bench *bench, enum orq_db_mode mode)
{
    const char *target = bench->url.target;
    const char *options = strchr(target, '?');
    const char *host = strstr(target, "://") + 3;
    struct orq_url url = bench->url;
    url.target =
        orq_arena_printf(bench->arena, "postgresql://%.*s/%s%s", (int)strcspn(host, "/?"), host,
                         value(bench, "SELECT current_database()"), options ? options : "");
    struct orq_db *db = NULL;
    if (orq_db_open(bench->arena, &url, mode, bench->diags, &db) != ORQ_OK)
        fail_msg("%s", said(bench));
    return db;
}

/* ---- the session ---- */

static void the_session_is_pinned(void **state)
{
    assert_string_equal(value(*state, "SELECT current_setting('search_path')"), "");
    assert_string_equal(value(*state, "SHOW TimeZone"), "UTC");
    assert_string_equal(value(*state, "SHOW jit"), "off");
}

static void capabilities_are_known(void **state)
{
    struct bench *bench = *state;
    assert_true(orq_db_version(bench->db) >= 120000);
    assert_true(orq_db_can(bench->db, ORQ_CAN_WRITE));
    assert_true(orq_db_can(bench->db, ORQ_CAN_TEMPORARY));
    assert_true(orq_db_can(bench->db, ORQ_CAN_SCRATCH));
    assert_true(orq_db_can(bench->db, ORQ_CAN_EXPLAIN));
    assert_true(orq_db_bytes(bench->db) > 1000000);
    assert_string_equal(orq_db_dialect(bench->db), "postgresql");
}

static void a_reader_writes_nothing_but_temporary_objects(void **state)
{
    struct bench *bench = *state;
    struct orq_db *reader = connect_again(bench, ORQ_DB_READ);
    assert_int_equal(orq_db_exec(reader, "CREATE TABLE t (a int)", bench->diags), ORQ_DATABASE);
    assert_string_equal(orq_db_sqlstate(reader), "25006");
    assert_says(bench, "read-only");
    assert_int_equal(orq_db_begin(reader, bench->diags), ORQ_OK);
    assert_int_equal(orq_db_exec(reader, "CREATE TEMPORARY VIEW v AS SELECT 1", bench->diags),
                     ORQ_OK);
    orq_db_rollback(reader);
    orq_db_close(reader);
}

/* ---- queries ---- */

struct counted {
    size_t rows, nulls, stop_at;
};

static bool count_row(void *context, const struct orq_row *row)
{
    struct counted *counted = context;
    counted->rows++;
    counted->nulls += row->values[0] == NULL;
    return counted->rows != counted->stop_at;
}

static void rows_come_as_text(void **state)
{
    struct bench *bench = *state;
    struct counted counted = {0};
    const char *const params[] = {"1000", NULL};
    const struct orq_query query = {
        .sql = "SELECT CASE WHEN i % 2 = 0 THEN i END, $2::text FROM generate_series(1, $1::int) i",
        .params = params,
        .param_count = 2,
        .fn = count_row,
        .context = &counted};
    assert_int_equal(orq_db_query(bench->db, &query, bench->diags), ORQ_OK);
    assert_int_equal(counted.rows, 1000);
    assert_int_equal(counted.nulls, 500);
}

static void a_callback_stops_a_query(void **state)
{
    struct bench *bench = *state;
    struct counted counted = {.stop_at = 3};
    const struct orq_query query = {
        .sql = "SELECT generate_series(1, 100000)", .fn = count_row, .context = &counted};
    assert_int_equal(orq_db_query(bench->db, &query, bench->diags), ORQ_OK);
    assert_int_equal(counted.rows, 3);
    assert_string_equal(value(bench, "SELECT 1"), "1");
}

static void a_failed_query_says_why(void **state)
{
    struct bench *bench = *state;
    const struct orq_query query = {.sql = "SELECT * FROM missing"};
    assert_int_equal(orq_db_query(bench->db, &query, bench->diags), ORQ_DATABASE);
    assert_string_equal(orq_db_sqlstate(bench->db), "42P01");
    assert_string_equal(orq_db_message(bench->db), "relation \"missing\" does not exist");
    assert_says(bench, "the test's database: relation \"missing\" does not exist\n"
                       "in: SELECT * FROM missing");
}

/* ---- transactions ---- */

static void transactions_end_as_asked(void **state)
{
    struct bench *bench = *state;
    assert_int_equal(orq_db_begin(bench->db, bench->diags), ORQ_OK);
    assert_true(orq_db_in_transaction(bench->db));
    assert_string_equal(value(bench, "SHOW lock_timeout"), "3s");
    run(bench, "CREATE TABLE gone (a int)");
    orq_db_rollback(bench->db);
    assert_false(orq_db_in_transaction(bench->db));
    assert_string_equal(value(bench, "SELECT to_regclass('public.gone')"), "NULL");
    orq_db_set_lock_wait(bench->db, 1200);
    assert_int_equal(orq_db_begin(bench->db, bench->diags), ORQ_OK);
    run(bench, "CREATE TABLE kept (a int)");
    assert_string_equal(value(bench, "SHOW lock_timeout"), "1200ms");
    assert_int_equal(orq_db_commit(bench->db, bench->diags), ORQ_OK);
    assert_string_equal(value(bench, "SELECT to_regclass('public.kept')"), "public.kept");
    assert_string_equal(value(bench, "SHOW lock_timeout"), "0");
    run(bench, "DROP TABLE kept");
}

static void a_failed_transaction_is_not_committed(void **state)
{
    struct bench *bench = *state;
    assert_int_equal(orq_db_begin(bench->db, bench->diags), ORQ_OK);
    assert_int_equal(orq_db_exec(bench->db, "SELECT 1/0", bench->diags), ORQ_DATABASE);
    said(bench);
    assert_int_equal(orq_db_commit(bench->db, bench->diags), ORQ_DATABASE);
    assert_says(bench, "the server rolled it back");
    assert_false(orq_db_in_transaction(bench->db));
}

static void a_snapshot_stays(void **state)
{
    struct bench *bench = *state;
    struct orq_db *other = connect_again(bench, ORQ_DB_WRITE);
    run(bench, "CREATE TABLE seen (a int)");
    assert_int_equal(orq_db_snapshot(bench->db, bench->diags), ORQ_OK);
    assert_string_equal(value(bench, "SELECT count(*) FROM public.seen"), "0");
    assert_int_equal(orq_db_exec(other, "INSERT INTO seen VALUES (1)", bench->diags), ORQ_OK);
    assert_string_equal(value(bench, "SELECT count(*) FROM public.seen"), "0");
    orq_db_end_snapshot(bench->db);
    assert_string_equal(value(bench, "SELECT count(*) FROM public.seen"), "1");
    run(bench, "DROP TABLE seen");
    orq_db_close(other);
}

/* ---- scripts ---- */

static void a_script_runs_in_public(void **state)
{
    struct bench *bench = *state;
    run(bench, "CREATE TABLE here (a int); INSERT INTO here VALUES (1);\n"
               "CREATE FUNCTION later() RETURNS int LANGUAGE sql AS 'SELECT a FROM not_yet';");
    assert_string_equal(value(bench, "SELECT count(*) FROM public.here"), "1");
    run(bench, "SET search_path = pg_catalog; SET TimeZone = 'Asia/Tokyo'; SET ROLE NONE; "
               "SET check_function_bodies = off");
    assert_string_equal(value(bench, "SELECT current_setting('search_path')"), "");
    assert_string_equal(value(bench, "SHOW TimeZone"), "UTC");
    assert_string_equal(value(bench, "SHOW check_function_bodies"), "on");
    run(bench, "DROP TABLE here; DROP FUNCTION later");
}

static enum orq_status run_file(struct bench *bench, const char *text, bool no_transaction)
{
    const struct orq_script script = {.text = text,
                                      .len = strlen(text),
                                      .at = {"m.sql", 10, 1},
                                      .no_transaction = no_transaction};
    return orq_db_run(bench->db, &script, bench->diags);
}

static void errors_have_their_place(void **state)
{
    struct bench *bench = *state;
    assert_int_equal(run_file(bench, "SELECT 1;\n-- é\nSELECT 'é',\n  'é', missing;\n", false),
                     ORQ_DATABASE);
    assert_says(bench, "m.sql:13:8: column \"missing\" does not exist");
    assert_int_equal(run_file(bench, "SELECT 1;\n  CREATE TABL x (a int)", false), ORQ_DATABASE);
    assert_says(bench, "m.sql:11:10: syntax error");
    assert_int_equal(run_file(bench, "SELECT 1;\n  SELECT 1/0", false), ORQ_DATABASE);
    assert_says(bench, "m.sql:11:3: division by zero");
}

static void a_script_leaves_the_transaction_alone(void **state)
{
    static const char *const scripts[] = {
        "SELECT 1; COMMIT",  "rollback", "COMMIT AND CHAIN",        "begin; select 1",
        "START TRANSACTION", "END",      "ROLLBACK WORK; SELECT 1", "PREPARE TRANSACTION 'x'",
    };
    struct bench *bench = *state;
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        assert_int_equal(orq_db_begin(bench->db, bench->diags), ORQ_OK);
        assert_int_equal(run_file(bench, scripts[i], false), ORQ_DATABASE);
        assert_says(bench, "begins or ends a transaction");
        assert_true(orq_db_in_transaction(bench->db));
        orq_db_rollback(bench->db);
    }
    assert_int_equal(orq_db_begin(bench->db, bench->diags), ORQ_OK);
    run(bench, "SAVEPOINT a; ROLLBACK TO a; ROLLBACK WORK TO SAVEPOINT a; RELEASE a;"
               "PREPARE p AS SELECT 1; DEALLOCATE p");
    assert_int_equal(orq_db_commit(bench->db, bench->diags), ORQ_OK);
}

static void one_statement_goes_without_a_transaction(void **state)
{
    struct bench *bench = *state;
    run(bench, "CREATE TABLE big (a int)");
    assert_int_equal(run_file(bench, "CREATE INDEX CONCURRENTLY i ON big (a);", true), ORQ_OK);
    assert_int_equal(run_file(bench, "SELECT 1;\nSELECT 2", true), ORQ_DATABASE);
    assert_says(bench, "m.sql:11:1: a step without a transaction holds one statement");
    assert_int_equal(orq_db_begin(bench->db, bench->diags), ORQ_OK);
    assert_int_equal(run_file(bench, "DROP INDEX CONCURRENTLY i", false), ORQ_DATABASE);
    assert_says(bench, "step no-transaction");
    orq_db_rollback(bench->db);
    run(bench, "DROP TABLE big");
}

static void copies_end_in_a_message(void **state)
{
    struct bench *bench = *state;
    run(bench, "CREATE TABLE c (a int); COPY c TO STDOUT");
    assert_int_equal(run_file(bench, "COPY c FROM STDIN", false), ORQ_DATABASE);
    assert_says(bench, "write INSERT");
    run(bench, "DROP TABLE c");
}

static bool stop_at_second(void *context, const char *sql, size_t len, struct orq_span at)
{
    (void)at;
    size_t *calls = context;
    assert_int_equal(len, strlen("SELECT 1"));
    assert_memory_equal(sql, "SELECT ", 7);
    return ++*calls < 2;
}

static void before_stops_a_script(void **state)
{
    struct bench *bench = *state;
    size_t calls = 0;
    static const char text[] = "SELECT 1; SELECT 2; SELECT 3;";
    const struct orq_script script = {
        .text = text, .len = sizeof text - 1, .before = stop_at_second, .context = &calls};
    assert_int_equal(orq_db_run(bench->db, &script, bench->diags), ORQ_FAILED);
    assert_int_equal(calls, 2);
    assert_int_equal(orq_diags_len(bench->diags), 0);
}

static void an_interrupted_connection_runs_no_script(void **state)
{
    struct bench *bench = *state;
    struct orq_db *other = connect_again(bench, ORQ_DB_WRITE);
    orq_db_interrupt(other);
    assert_int_equal(orq_db_exec(other, "SELECT 1", bench->diags), ORQ_DATABASE);
    assert_says(bench, "stopped before the next statement");
    orq_db_close(other);
}

static void who_holds_the_lock_is_told(void **state)
{
    struct bench *bench = *state;
    struct orq_db *other = connect_again(bench, ORQ_DB_WRITE);
    run(bench, "CREATE TABLE held (a int)");
    assert_int_equal(orq_db_begin(other, bench->diags), ORQ_OK);
    assert_int_equal(orq_db_exec(other, "LOCK TABLE held", bench->diags), ORQ_OK);
    orq_db_set_lock_wait(bench->db, 1200);
    assert_int_equal(orq_db_begin(bench->db, bench->diags), ORQ_OK);
    assert_int_equal(orq_db_exec(bench->db, "ALTER TABLE held ADD b int", bench->diags),
                     ORQ_DATABASE);
    assert_string_equal(orq_db_sqlstate(bench->db), "55P03");
    assert_says(bench, "idle in transaction since");
    orq_db_rollback(bench->db);
    orq_db_close(other);
    run(bench, "DROP TABLE held");
}

/* ---- batches ---- */

static bool keep_text(void *context, const struct orq_row *row)
{
    orq_str_addf(context, "%s;", row->values[0] ? row->values[0] : "NULL");
    return true;
}

static void a_batch_fails_one_by_one(void **state)
{
    struct bench *bench = *state;
    enum { MANY = 300 };
    struct orq_query queries[MANY];
    struct orq_outcome outcomes[MANY];
    struct orq_str texts[MANY];
    for (int inside = 0; inside < 2; inside++) {
        for (size_t i = 0; i < MANY; i++) {
            texts[i] = orq_str_new(bench->arena);
            queries[i] = (struct orq_query){
                .sql = i % 3 == 1   ? "SELECT missing"
                       : i % 3 == 2 ? "CREATE TABLE public.never (a int)"
                                    : "SELECT repeat('x', 5000) FROM generate_series(1, 2)",
                .fn = keep_text,
                .context = &texts[i]};
        }
        const struct orq_batch batch = {
            .queries = queries, .count = MANY, .read_only = true, .timeout_ms = 5000};
        if (inside)
            assert_int_equal(orq_db_begin(bench->db, bench->diags), ORQ_OK);
        assert_int_equal(orq_db_batch(bench->arena, bench->db, &batch, bench->diags, outcomes),
                         ORQ_OK);
        for (size_t i = 0; i < MANY; i++) {
            assert_int_equal(outcomes[i].failed, i % 3 != 0);
            assert_string_equal(outcomes[i].sqlstate, i % 3 == 1   ? "42703"
                                                      : i % 3 == 2 ? "25006"
                                                                   : "");
            assert_int_equal(texts[i].len, i % 3 == 0 ? 10002 : 0);
        }
        if (inside)
            assert_int_equal(orq_db_commit(bench->db, bench->diags), ORQ_OK);
        run(bench, "CREATE TABLE written (a int); DROP TABLE written");
        assert_string_equal(value(bench, "SHOW statement_timeout"), "0");
    }
    assert_int_equal(orq_diags_len(bench->diags), 0);
}

static void a_batch_has_a_time_limit(void **state)
{
    struct bench *bench = *state;
    const struct orq_query queries[] = {{.sql = "SELECT pg_sleep(5)"}, {.sql = "SELECT 1"}};
    struct orq_outcome outcomes[2];
    const struct orq_batch batch = {
        .queries = queries, .count = 2, .read_only = true, .timeout_ms = 50};
    assert_int_equal(orq_db_batch(bench->arena, bench->db, &batch, bench->diags, outcomes), ORQ_OK);
    assert_string_equal(outcomes[0].sqlstate, "57014");
    assert_false(outcomes[1].failed);
}

/* ---- the run's lock ---- */

static void count_call(void *context)
{
    ++*(int *)context;
}

static void the_lock_keeps_others_out(void **state)
{
    struct bench *bench = *state;
    struct orq_db *other = connect_again(bench, ORQ_DB_WRITE);
    int calls = 0;
    orq_db_set_wait(other, 60);
    assert_int_equal(orq_db_lock(bench->db, "ledger", count_call, &calls, bench->diags), ORQ_OK);
    assert_int_equal(calls, 0);
    assert_int_equal(orq_db_lock(other, "another", count_call, &calls, bench->diags), ORQ_OK);
    orq_db_unlock(other);
    assert_int_equal(orq_db_lock(other, "ledger", count_call, &calls, bench->diags), ORQ_DATABASE);
    assert_int_equal(calls, 1);
    assert_says(bench, "it is held by pid ");
    orq_db_unlock(bench->db);
    assert_int_equal(orq_db_lock(other, "ledger", count_call, &calls, bench->diags), ORQ_OK);
    orq_db_close(other);
}

/* ---- scratch databases ---- */

static bool database_exists(struct bench *bench, const char *name)
{
    const char *sql = orq_arena_printf(
        bench->arena, "SELECT count(*) FROM pg_database WHERE datname = '%s'", name);
    return strcmp(value(bench, sql), "1") == 0;
}

static void scratch_databases_come_and_go(void **state)
{
    struct bench *bench = *state;
    struct orq_db *db = NULL;
    const char *name = NULL;
    run(bench, "CREATE DATABASE orqgen_scratch_1_000000000000 TEMPLATE template0");
    assert_int_equal(orq_db_scratch(bench->arena, &bench->url, "a copy", bench->diags, &db),
                     ORQ_OK);
    assert_false(database_exists(bench, "orqgen_scratch_1_000000000000"));
    assert_true(database_exists(bench, value(bench, "SELECT current_database()")));
    assert_int_equal(
        orq_db_value(bench->arena, db, "SELECT current_database()", bench->diags, &name), ORQ_OK);
    assert_true(orq_starts_with(name, "orqgen_scratch_"));
    assert_true(database_exists(bench, name));
    assert_string_equal(orq_db_shown(db), "a copy");
    orq_db_close(db);
    assert_false(database_exists(bench, name));
}

/* ---- no connection ---- */

static void wrong_connections_are_explained(void **state)
{
    static const char *const cases[][2] = {
        {"postgresql:///no_such_db_here?host=%s&user=postgres", "there is no such database"},
        {"postgresql:///postgres?host=/nowhere&user=postgres", "no server runs on that socket"},
        {"postgresql://127.0.0.1:1/postgres", "no server listens there"},
        {"postgresql:///postgres?host=%s&user=no_such_role_here", "there is no such role"},
        {"postgresql://ana:s3%%zzcret@127.0.0.1/db", "libpq cannot read"},
        {"postgresql://ana:s3cret@127.0.0.1/db?colour=s3cret", "libpq cannot read"},
    };
    struct bench *bench = *state;
    const char *host = strstr(bench->url.target, "host=");
    const char *socket =
        host ? orq_arena_strndup(bench->arena, host + 5, strcspn(host + 5, "&")) : "/tmp";
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct orq_str text = orq_str_new(bench->arena);
        const char *mark = strstr(cases[i][0], "%s");
        orq_str_addn(&text, cases[i][0], mark ? (size_t)(mark - cases[i][0]) : strlen(cases[i][0]));
        if (mark)
            orq_str_addf(&text, "%s%s", socket, mark + 2);
        struct orq_url url = {
            .dialect = "postgresql", .target = orq_str_text(&text), .shown = "shown"};
        struct orq_db *db = NULL;
        assert_int_not_equal(orq_db_open(bench->arena, &url, ORQ_DB_READ, bench->diags, &db),
                             ORQ_OK);
        assert_null(db);
        const char *words = said(bench);
        if (!strstr(words, cases[i][1]) || strstr(words, "cret"))
            fail_msg("%s: %s", cases[i][0], words);
    }
}

static void a_lost_connection_is_told(void **state)
{
    struct bench *bench = *state;
    struct orq_db *other = connect_again(bench, ORQ_DB_WRITE);
    const char *pid = NULL;
    assert_int_equal(
        orq_db_value(bench->arena, other, "SELECT pg_backend_pid()", bench->diags, &pid), ORQ_OK);
    /* Since 14 the function itself can wait. */
    run(bench,
        orq_arena_printf(bench->arena,
                         "DO $$ BEGIN PERFORM pg_terminate_backend(%s); FOR i IN 1..200 LOOP "
                         "EXIT WHEN NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = %s); "
                         "PERFORM pg_sleep(0.01), pg_stat_clear_snapshot(); END LOOP; END $$",
                         pid, pid));
    assert_int_equal(orq_db_exec(other, "SELECT 1", bench->diags), ORQ_DATABASE);
    assert_says(bench, "the connection was lost");
    assert_int_equal(orq_db_exec(other, "SELECT 1", bench->diags), ORQ_DATABASE);
    assert_string_equal(orq_db_sqlstate(other), "08006");
    assert_int_equal(orq_db_begin(other, bench->diags), ORQ_DATABASE);
    const struct orq_query query = {.sql = "SELECT 1"};
    struct orq_outcome outcome;
    const struct orq_batch batch = {.queries = &query, .count = 1, .read_only = true};
    assert_int_equal(orq_db_batch(bench->arena, other, &batch, bench->diags, &outcome),
                     ORQ_DATABASE);
    orq_db_close(other);
}

static void a_missing_right_names_the_grant(void **state)
{
    struct bench *bench = *state;
    run(bench, "CREATE ROLE orq_test_nobody; CREATE SCHEMA closed; CREATE TABLE shut (a int)");
    assert_int_equal(orq_db_begin(bench->db, bench->diags), ORQ_OK);
    assert_int_equal(orq_db_exec(bench->db,
                                 "SET ROLE orq_test_nobody; CREATE TABLE closed.t (a int)",
                                 bench->diags),
                     ORQ_DATABASE);
    assert_says(bench, "let its owner run: GRANT USAGE, CREATE ON SCHEMA closed TO ");
    orq_db_rollback(bench->db);
    run(bench, "DROP ROLE orq_test_nobody; DROP TABLE shut; DROP SCHEMA closed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_session_is_pinned),
        cmocka_unit_test(capabilities_are_known),
        cmocka_unit_test(a_reader_writes_nothing_but_temporary_objects),
        cmocka_unit_test(rows_come_as_text),
        cmocka_unit_test(a_callback_stops_a_query),
        cmocka_unit_test(a_failed_query_says_why),
        cmocka_unit_test(transactions_end_as_asked),
        cmocka_unit_test(a_failed_transaction_is_not_committed),
        cmocka_unit_test(a_snapshot_stays),
        cmocka_unit_test(a_script_runs_in_public),
        cmocka_unit_test(errors_have_their_place),
        cmocka_unit_test(a_script_leaves_the_transaction_alone),
        cmocka_unit_test(one_statement_goes_without_a_transaction),
        cmocka_unit_test(copies_end_in_a_message),
        cmocka_unit_test(before_stops_a_script),
        cmocka_unit_test(an_interrupted_connection_runs_no_script),
        cmocka_unit_test(who_holds_the_lock_is_told),
        cmocka_unit_test(a_batch_fails_one_by_one),
        cmocka_unit_test(a_batch_has_a_time_limit),
        cmocka_unit_test(the_lock_keeps_others_out),
        cmocka_unit_test(scratch_databases_come_and_go),
        cmocka_unit_test(wrong_connections_are_explained),
        cmocka_unit_test(a_lost_connection_is_told),
        cmocka_unit_test(a_missing_right_names_the_grant),
    };
    if (!getenv("ORQ_TEST_PG")) {
        fputs("ORQ_TEST_PG is not set\n", stderr);
        return 77;
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
