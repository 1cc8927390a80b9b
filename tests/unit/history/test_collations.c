/* A database whose collation this program lacks: its rows are never written in the wrong order. */
#include "tests/unit/history/world.h"

#include <strings.h>

static int by_letters(void *context, int a_len, const void *a, int b_len, const void *b)
{
    (void)context;
    int order = strncasecmp(a, b, (size_t)(a_len < b_len ? a_len : b_len));
    return order != 0 ? order : a_len - b_len;
}

static sqlite3 *with_collation(const struct journey *journey)
{
    sqlite3 *db = journey_sqlite(journey);
    assert_int_equal(sqlite3_create_collation(db, "unicase", SQLITE_UTF8, NULL, by_letters),
                     SQLITE_OK);
    return db;
}

static void make(const struct journey *journey, const char *rows)
{
    sqlite3 *db = with_collation(journey);
    const char *sql = orq_arena_printf(journey->arena,
                                       "CREATE TABLE t (id INTEGER PRIMARY KEY, n TEXT COLLATE "
                                       "unicase, m TEXT); CREATE INDEX t_n ON t (n); %s",
                                       rows);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static bool is_sound(const struct journey *journey)
{
    sqlite3 *db = with_collation(journey);
    sqlite3_stmt *row = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &row, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    bool sound = strcmp((const char *)sqlite3_column_text(row, 0), "ok") == 0;
    sqlite3_finalize(row);
    sqlite3_close(db);
    return sound;
}

#define MODEL                                              \
    "tables:\n  t:\n    columns:\n"                        \
    "      id: {type: integer, primary_key: true}\n"       \
    "      n: {type: text, collate: unicase}\n"            \
    "      m: {type: text, nullable: false, default: x}\n" \
    "    indexes: {t_n: [n]}\n"

static enum orq_status rebuild(struct journey *journey)
{
    const struct orq_schema *want = journey_parse(journey, MODEL);
    assert_non_null(want);
    world_expect(journey, journey_autogenerate(journey, want), ORQ_OK, NULL);
    return journey_upgrade(journey, false);
}

static void rows_are_not_written_in_the_wrong_order(void **state)
{
    struct journey *journey = *state;
    make(journey, "INSERT INTO t (n, m) VALUES ('b', 'x'), ('A', 'x'), ('C', 'x'), ('a', 'x');");
    world_expect(journey, rebuild(journey), ORQ_FAILED, "t has the collation unicase");
    assert_true(is_sound(journey));
}

static void an_empty_table_has_no_order(void **state)
{
    struct journey *journey = *state;
    make(journey, "");
    world_expect(journey, rebuild(journey), ORQ_OK, NULL);
    assert_true(is_sound(journey));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(rows_are_not_written_in_the_wrong_order),
        WORLD_TEST(an_empty_table_has_no_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
