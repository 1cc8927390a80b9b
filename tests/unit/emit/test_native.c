#include "tests/unit/emit/world.h"

/* Upgrades a table from one definition to another, with a row in it, and says how. */
static bool is_native(const char *have, const char *want)
{
    struct world world = world_new(have);
    migrate(&world, want);
    bool native = !emitted(&world, "CREATE TEMP TABLE");
    world_end(&world);
    return native;
}

#define ROW ";INSERT INTO t (a) VALUES (1)"
#define T "CREATE TABLE t (a INTEGER"

static void a_plain_column_is_added_in_place(void **state)
{
    (void)state;
    assert_true(is_native(T ")" ROW, T ", b TEXT)"));
    assert_true(is_native(T ")" ROW, T ", b TEXT NOT NULL DEFAULT 'x')"));
    assert_true(is_native(T ")" ROW, T ", b INT DEFAULT -5, c INT DEFAULT (5), d DEFAULT TRUE)"));
    assert_true(is_native(T ")" ROW, T ", b TEXT COLLATE NOCASE CONSTRAINT k CHECK (b <> ''))"));
    assert_true(is_native(T ")" ROW, T ", b INT REFERENCES t (a))"));
    assert_true(is_native(T ")" ROW, T ", b INT AS (a + 1) VIRTUAL)"));
    assert_true(is_native(T ") STRICT" ROW, T ", b TEXT DEFAULT 'x') STRICT"));
}

static void a_column_in_the_middle_is_added_at_the_end(void **state)
{
    (void)state;
    assert_true(is_native(T ", z INT)" ROW, T ", b TEXT, z INT)"));
}

static void what_add_column_refuses_is_a_rebuild(void **state)
{
    (void)state;
    assert_false(is_native(T ")" ROW, T ", b INT UNIQUE)"));
    assert_false(is_native(T ")" ROW, T ", b TEXT DEFAULT CURRENT_TIMESTAMP)"));
    assert_false(is_native(T ")" ROW, T ", b TEXT DEFAULT ('a' || 'b'))"));
    assert_false(is_native(T ")" ROW, T ", b INT AS (a + 1) STORED)"));
    assert_false(is_native(T ")" ROW, T ", b INT DEFAULT 1 REFERENCES t (a))"));
    assert_false(is_native(T ", PRIMARY KEY (a))" ROW, T ", b INT DEFAULT 1, PRIMARY KEY (a, b))"));
    assert_false(is_native(T ")", T ", b INT NOT NULL)"));
}

static void a_default_of_the_wrong_type_does_not_slip_into_a_strict_table(void **state)
{
    (void)state;
    struct world world = world_new(T ") STRICT" ROW);
    migrate_fails(&world, T ", b INT DEFAULT 'x') STRICT");
    assert_string_equal(value(&world, "PRAGMA integrity_check"), "ok");
    world_end(&world);
}

static void a_column_is_dropped_in_place(void **state)
{
    (void)state;
    assert_true(is_native(T ", b INT)" ROW, T ")"));
    assert_true(is_native(T ", b INT CONSTRAINT k CHECK (b > 0) REFERENCES t (a))" ROW, T ")"));
    assert_true(is_native(T ", b INT, c INT)" ROW, T ", c INT)"));
    assert_true(is_native(T ", b INT);CREATE INDEX i ON t (b)" ROW, T ")"));
    assert_false(is_native(T ", b INT AS (a + 1) VIRTUAL)" ROW, T ")"));
    assert_true(is_native(T ", b INT);CREATE VIEW v AS SELECT a FROM t" ROW,
                          T ");CREATE VIEW v AS SELECT a FROM t"));
}

static void what_drop_column_refuses_or_breaks_is_a_rebuild(void **state)
{
    (void)state;
    assert_false(is_native(T ", b INT UNIQUE)" ROW, T ")"));
    assert_false(is_native(T ", b INT PRIMARY KEY)" ROW, T ")"));
    assert_false(is_native(T ", b INT, CHECK (b > 0 OR a > 0))" ROW, T ")"));
    assert_false(is_native(T ", b INT, FOREIGN KEY (b) REFERENCES t (a))" ROW, T ")"));
    assert_false(is_native(T ", b INT, c AS (b), d INT)" ROW, T ", d INT)"));
    assert_false(is_native(T ", b INT);CREATE VIEW v AS SELECT b FROM t" ROW, T ")"));
    assert_false(is_native(
        T ", b INT);CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET b = 1; END" ROW, T ")"));
}

static void dropping_a_column_says_what_is_lost(void **state)
{
    (void)state;
    struct world world = world_new(T ", b INT)" ROW);
    migrate(&world, T ")");
    assert_int_equal(world.section.loses.len, 1);
    assert_string_equal(world.section.loses.items[0], "t.b");
    assert_true(noted(&world, "LOSES DATA: t.b"));
    world_end(&world);
}

static void the_comment_of_another_column_is_no_price_for_drop_column(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE t (\n    a INT, -- about a\n    b INT\n)");
    migrate(&world, "CREATE TABLE t (a INT)");
    assert_string_equal(value(&world, "SELECT sql FROM sqlite_schema"),
                        "CREATE TABLE t (\n    a INT -- about a\n)");
    world_end(&world);
}

static void a_comma_in_a_comment_does_not_lead_drop_column_astray(void **state)
{
    (void)state;
    struct world world =
        world_new("CREATE TABLE t (\n    a INT, -- one, two\n    b INT -- three, four\n)");
    migrate(&world, "CREATE TABLE t (a INT)");
    assert_string_equal(value(&world, "SELECT sql FROM sqlite_schema"),
                        "CREATE TABLE t (\n    a INT -- one, two\n)");
    world_end(&world);
}

static void a_downgrade_gives_the_same_text_back(void **state)
{
    (void)state;
    static const char *const steps[][2] = {
        {T ")" ROW, T ", b INT CONSTRAINT k CHECK (b BETWEEN 1 AND 5))"},
        {T ", b INT)" ROW, T ")"},
        {T ", b INT, c INT)" ROW, T ", c INT)"},
        {"CREATE TABLE t (\n  a INT -- x\n, b INT /* y */\n)" ROW, T ")"},
        {"CREATE TABLE \"t\" (a,\n b, -- z\n c)" ROW, "CREATE TABLE t (a, c)"},
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct world world = world_new(steps[i][0]);
        up_and_down(&world, steps[i][1], i == 0);
        world_end(&world);
    }
}

static void the_flagship_reads_as_a_person_would_write_it(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE human_feedback (id TEXT NOT NULL)");
    migrate(&world, "CREATE TABLE human_feedback (id TEXT NOT NULL, rating INTEGER CONSTRAINT "
                    "human_feedback_rating_check CHECK (rating BETWEEN 1 AND 5))");
    assert_int_equal(world.section.statements.len, 1);
    assert_string_equal(world.section.statements.items[0].sql,
                        "ALTER TABLE human_feedback ADD COLUMN rating INTEGER CONSTRAINT "
                        "human_feedback_rating_check CHECK (rating BETWEEN 1 AND 5)");
    assert_int_equal(world.section.statements.items[0].notes.len, 1);
    assert_string_equal(world.section.statements.items[0].notes.items[0],
                        "add column human_feedback.rating");
    assert_false(world.section.foreign_keys_off);
    assert_int_equal(world.section.loses.len, 0);
    assert_string_equal(world.section.touched.items[0], "human_feedback");
    world_end(&world);
}

static void a_check_that_refuses_null_can_fail(void **state)
{
    (void)state;
    struct world world = world_new(T ")");
    migrate(&world, T ", b INT CHECK (typeof(b) = 'integer'))");
    assert_true(noted(&world, "CAN FAIL: a row that breaks CHECK (typeof(b) = 'integer')"));
    world_end(&world);
}

static void a_broken_view_is_out_of_the_way_of_drop_column(void **state)
{
    (void)state;
    struct world world =
        world_new(T ", b INT);CREATE VIEW v AS SELECT x FROM nowhere;"
                    "CREATE TRIGGER vi INSTEAD OF INSERT ON v BEGIN SELECT 1; END" ROW);
    ORQ_PUSH(world.arena, &world.broken, "v");
    migrate(&world, T ");CREATE VIEW v AS SELECT x FROM nowhere;"
                      "CREATE TRIGGER vi INSTEAD OF INSERT ON v BEGIN SELECT 1; END");
    assert_true(emitted(&world, "ALTER TABLE t DROP COLUMN b"));
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_column_is_added_in_place),
        cmocka_unit_test(a_column_in_the_middle_is_added_at_the_end),
        cmocka_unit_test(what_add_column_refuses_is_a_rebuild),
        cmocka_unit_test(a_default_of_the_wrong_type_does_not_slip_into_a_strict_table),
        cmocka_unit_test(a_column_is_dropped_in_place),
        cmocka_unit_test(what_drop_column_refuses_or_breaks_is_a_rebuild),
        cmocka_unit_test(dropping_a_column_says_what_is_lost),
        cmocka_unit_test(the_comment_of_another_column_is_no_price_for_drop_column),
        cmocka_unit_test(a_comma_in_a_comment_does_not_lead_drop_column_astray),
        cmocka_unit_test(a_downgrade_gives_the_same_text_back),
        cmocka_unit_test(the_flagship_reads_as_a_person_would_write_it),
        cmocka_unit_test(a_check_that_refuses_null_can_fail),
        cmocka_unit_test(a_broken_view_is_out_of_the_way_of_drop_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
