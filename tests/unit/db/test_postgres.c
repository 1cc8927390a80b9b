/* What the PostgreSQL driver knows without a server. */
#include "db/postgres_parts.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void states_have_advice(void **state)
{
    (void)state;
    assert_non_null(strstr(orq_postgres_advice("53200"), "max_locks_per_transaction"));
    assert_non_null(strstr(orq_postgres_advice("08006"), "connection was lost"));
    assert_non_null(strstr(orq_postgres_advice("08P01"), "connection was lost"));
    assert_null(orq_postgres_advice("42P01"));
    assert_null(orq_postgres_advice(""));
    assert_null(orq_postgres_advice(NULL));
}

static void denied_rights_name_their_grant(void **state)
{
    static const char *const cases[][2] = {
        {"permission denied for schema public", "GRANT USAGE, CREATE ON SCHEMA public TO ana;"},
        {"permission denied for table t", "GRANT ALL ON TABLE t TO ana;"},
        {"permission denied for database d", "GRANT CREATE, TEMPORARY ON DATABASE d TO ana;"},
        {"permission denied for materialized view m", "GRANT ALL ON TABLE m TO ana;"},
        {"permission denied for tablespace fast", "GRANT CREATE ON TABLESPACE fast TO ana;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(orq_postgres_grant(*state, cases[i][0], "ana"), cases[i][1]);
    assert_null(orq_postgres_grant(*state, "must be owner of table t", "ana"));
    assert_null(orq_postgres_grant(*state, "permission denied for something odd", "ana"));
    assert_null(orq_postgres_grant(*state, "", "ana"));
}

static void refusals_have_advice(void **state)
{
    static const char *const cases[][3] = {
        {"connection to server at \"h\" (10.0.0.1), port 5432 failed: FATAL:  password "
         "authentication failed for user \"ana\"\n",
         "shown: password authentication failed for user \"ana\"", "wrong password"},
        {"connection to server on socket \"/tmp/.s\" failed: FATAL:  database \"d\" does not "
         "exist\n",
         "shown: database \"d\" does not exist", "createdb"},
        {"connection to server at \"h\", port 1 failed: Connection refused\n\tIs the server "
         "running?\n",
         "shown: connection to server at \"h\", port 1 failed: Connection refused",
         "no server listens"},
        {"something new\n", "shown: something new", "log"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct orq_diags *diags = orq_diags_new(*state);
        assert_int_equal(orq_postgres_refuse(*state, "shown", cases[i][0], diags), ORQ_DATABASE);
        assert_string_equal(orq_diags_at(diags, 0)->message, cases[i][1]);
        assert_non_null(strstr(orq_diags_at(diags, 0)->hint, cases[i][2]));
    }
}

static void sqlite_answers_the_same_questions(void **state)
{
    struct orq_diags *diags = orq_diags_new(*state);
    const struct orq_url url = {.dialect = "sqlite", .target = "a.db", .shown = "a.db"};
    struct orq_db *db = NULL;
    assert_int_equal(orq_db_scratch(*state, &url, "a copy of a.db", diags, &db), ORQ_OK);
    assert_string_equal(orq_db_shown(db), "a copy of a.db");
    assert_true(orq_db_can(db, ORQ_CAN_TRANSACTIONAL_DDL));
    assert_false(orq_db_can(db, ORQ_CAN_EXPLAIN));
    assert_int_equal(orq_db_lock(db, "x", NULL, NULL, diags), ORQ_OK);
    orq_db_unlock(db);
    orq_db_set_lock_wait(db, 10);
    const struct orq_query queries[] = {
        {.sql = "SELECT missing"}, {.sql = "SELECT 1"}, {.sql = "CREATE TABLE t (a)"}};
    struct orq_outcome outcomes[3];
    const struct orq_batch batch = {.queries = queries, .count = 3};
    assert_int_equal(orq_db_batch(*state, db, &batch, diags, outcomes), ORQ_OK);
    assert_true(outcomes[0].failed);
    assert_string_equal(outcomes[0].message, "no such column: missing");
    assert_false(outcomes[1].failed);
    assert_string_equal(outcomes[1].message, "");
    assert_false(outcomes[2].failed);
    assert_string_equal(orq_db_sqlstate(db), "");
    assert_int_equal(orq_diags_len(diags), 0);
    orq_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_have_advice),
        cmocka_unit_test(denied_rights_name_their_grant),
        cmocka_unit_test(refusals_have_advice),
        cmocka_unit_test(sqlite_answers_the_same_questions),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
