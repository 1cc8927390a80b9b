#include "tests/unit/emit/world.h"

#define TABLE(old, new)                                    \
    {                                                      \
        .kind = ORQ_KIND_TABLE, .from = (old), .to = (new) \
    }
#define COLUMN(t, old, new)                                               \
    {                                                                     \
        .kind = ORQ_KIND_COLUMN, .table = (t), .from = (old), .to = (new) \
    }

static void rename_and_return(const char *have, const char *want, const struct orq_rename *renames,
                              size_t count, bool rows)
{
    struct world world = world_new(have);
    world.renames = renames;
    world.rename_count = count;
    up_and_down(&world, want, rows);
    world_end(&world);
}

static void a_table_is_renamed_with_all_that_refers_to_it(void **state)
{
    (void)state;
    const struct orq_rename renames[] = {TABLE("t", "u"), COLUMN("u", "a", "b")};
    rename_and_return(
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT); CREATE INDEX i ON t (a);"
        "CREATE TABLE c (t INT REFERENCES t (id)); CREATE VIEW v AS SELECT a FROM t;"
        "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = 1; END;"
        "INSERT INTO t (a) VALUES (1); INSERT INTO c VALUES (1)",
        "CREATE TABLE u (id INTEGER PRIMARY KEY AUTOINCREMENT, b INT); CREATE INDEX i ON u (b);"
        "CREATE TABLE c (t INT REFERENCES u (id)); CREATE VIEW v AS SELECT b FROM u;"
        "CREATE TRIGGER g AFTER INSERT ON u BEGIN UPDATE u SET b = 1; END",
        renames, 2, true);
}

static void tables_change_places(void **state)
{
    (void)state;
    const struct orq_rename swap[] = {TABLE("a", "b"), TABLE("b", "a")};
    rename_and_return("CREATE TABLE a (x); CREATE TABLE b (y); INSERT INTO a VALUES (1)",
                      "CREATE TABLE b (x); CREATE TABLE a (y)", swap, 2, true);
    const struct orq_rename ring[] = {TABLE("a", "b"), TABLE("b", "c"), TABLE("c", "a")};
    rename_and_return("CREATE TABLE a (x); CREATE TABLE b (y); CREATE TABLE c (z)",
                      "CREATE TABLE b (x); CREATE TABLE c (y); CREATE TABLE a (z)", ring, 3, true);
    const struct orq_rename chain[] = {TABLE("a", "b"), TABLE("b", "c")};
    rename_and_return("CREATE TABLE a (x); CREATE TABLE b (y); CREATE TABLE orq_swap_a (q)",
                      "CREATE TABLE b (x); CREATE TABLE c (y); CREATE TABLE orq_swap_a (q)", chain,
                      2, true);
}

static void columns_change_places(void **state)
{
    (void)state;
    const struct orq_rename swap[] = {COLUMN("t", "a", "b"), COLUMN("t", "b", "a")};
    rename_and_return("CREATE TABLE t (a INT, b TEXT); INSERT INTO t VALUES (1, 'x')",
                      "CREATE TABLE t (b INT, a TEXT)", swap, 2, true);
    const struct orq_rename chain[] = {COLUMN("t", "a", "b"), COLUMN("t", "b", "c")};
    rename_and_return(
        "CREATE TABLE t (a INT, b TEXT, \"orq_swap_a\"); INSERT INTO t VALUES (1, 'x', 2)",
        "CREATE TABLE t (b INT, c TEXT, \"orq_swap_a\")", chain, 2, true);
}

static void a_case_only_rename_goes_through_another_name(void **state)
{
    (void)state;
    const struct orq_rename renames[] = {TABLE("t", "T"), COLUMN("T", "a", "A")};
    struct world world = world_new("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    world.renames = renames;
    world.rename_count = 2;
    migrate(&world, "CREATE TABLE T (A)");
    assert_string_equal(value(&world, "SELECT name FROM sqlite_schema"), "T");
    assert_string_equal(value(&world, "SELECT name FROM pragma_table_info('T')"), "A");
    world_end(&world);
}

static void a_column_takes_the_name_of_one_that_goes(void **state)
{
    (void)state;
    const struct orq_rename renames[] = {COLUMN("t", "d", "c")};
    struct world world = world_new("CREATE TABLE t (c INT UNIQUE, d TEXT, orq_dropped_c);"
                                   "INSERT INTO t VALUES (1, 'x', 2)");
    world.renames = renames;
    world.rename_count = 1;
    migrate(&world, "CREATE TABLE t (c TEXT, orq_dropped_c)");
    assert_string_equal(value(&world, "SELECT c || orq_dropped_c FROM t"), "x2");
    assert_int_equal(world.section.loses.len, 1);
    assert_string_equal(world.section.loses.items[0], "t.c");
    world_end(&world);
}

static void going_back_frees_the_name_that_was_taken_again(void **state)
{
    (void)state;
    const struct orq_rename column[] = {COLUMN("t", "c", "d")};
    rename_and_return("CREATE TABLE t (a, c TEXT); INSERT INTO t VALUES (1, 'x')",
                      "CREATE TABLE t (a, d TEXT, c INT)", column, 1, true);
    const struct orq_rename table[] = {TABLE("a", "b")};
    rename_and_return(
        "CREATE TABLE a (x); CREATE VIEW v AS SELECT x FROM a; INSERT INTO a VALUES (1)",
        "CREATE TABLE b (x); CREATE TABLE a (y); CREATE VIEW v AS SELECT x FROM b;"
        "CREATE VIEW w AS SELECT y FROM a;"
        "CREATE TRIGGER g AFTER INSERT ON a BEGIN SELECT 1; END;"
        "CREATE TRIGGER h AFTER INSERT ON b BEGIN SELECT y FROM a; END",
        table, 1, true);
}

static void a_table_in_the_way_is_dropped_and_said_to_be_lost(void **state)
{
    (void)state;
    const struct orq_rename renames[] = {TABLE("b", "a")};
    struct world world = world_new("CREATE TABLE a (y); CREATE TABLE b (x);"
                                   "CREATE VIEW v AS SELECT y FROM a; INSERT INTO b VALUES (1)");
    world.renames = renames;
    world.rename_count = 1;
    migrate(&world, "CREATE TABLE a (x)");
    assert_string_equal(world.section.loses.items[0], "a");
    assert_true(world.section.foreign_keys_off);
    assert_string_equal(value(&world, "SELECT x FROM a"), "1");
    world_end(&world);
}

static void what_does_not_compile_does_not_stop_a_rename(void **state)
{
    (void)state;
    const struct orq_rename renames[] = {TABLE("t", "u")};
    struct world world =
        world_new("CREATE TABLE t (a); CREATE VIEW v AS SELECT x FROM nowhere;"
                  "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT x FROM nowhere; END;"
                  "CREATE TRIGGER vi INSTEAD OF INSERT ON v BEGIN SELECT 1; END");
    ORQ_PUSH(world.arena, &world.broken, "v");
    ORQ_PUSH(world.arena, &world.broken, "g");
    world.renames = renames;
    world.rename_count = 1;
    up_and_down(&world,
                "CREATE TABLE u (a); CREATE VIEW v AS SELECT x FROM nowhere;"
                "CREATE TRIGGER g AFTER INSERT ON u BEGIN SELECT x FROM nowhere; END;"
                "CREATE TRIGGER vi INSTEAD OF INSERT ON v BEGIN SELECT 1; END",
                true);
    world_end(&world);
}

static void a_renamed_table_is_rebuilt_and_guarded_by_its_old_name(void **state)
{
    (void)state;
    const struct orq_rename renames[] = {TABLE("t", "u"), COLUMN("u", "a", "b")};
    struct world world = world_new("CREATE TABLE t (a INT); INSERT INTO t VALUES (1)");
    world.renames = renames;
    world.rename_count = 2;
    migrate(&world, "CREATE TABLE u (b INT NOT NULL)");
    assert_string_equal(world.section.expects.items[0].table, "t");
    assert_string_equal(world.section.touched.items[0], "t");
    assert_string_equal(value(&world, "SELECT b FROM u"), "1");
    world_end(&world);
}

static void a_key_is_renamed_beside_a_unique_constraint(void **state)
{
    (void)state;
    const struct orq_rename renames[] = {COLUMN("t", "a", "b")};
    rename_and_return(
        "CREATE TABLE t (a INTEGER PRIMARY KEY, c, -- of note\n UNIQUE (a, c)) WITHOUT "
        "ROWID; CREATE INDEX i ON t (c, a);"
        "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = 1; END;"
        "INSERT INTO t VALUES (1, 2)",
        "CREATE TABLE t (b INTEGER PRIMARY KEY, c, UNIQUE (b, c)) WITHOUT ROWID;"
        "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET b = 1; END",
        renames, 1, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_is_renamed_with_all_that_refers_to_it),
        cmocka_unit_test(tables_change_places),
        cmocka_unit_test(columns_change_places),
        cmocka_unit_test(a_case_only_rename_goes_through_another_name),
        cmocka_unit_test(a_column_takes_the_name_of_one_that_goes),
        cmocka_unit_test(going_back_frees_the_name_that_was_taken_again),
        cmocka_unit_test(a_table_in_the_way_is_dropped_and_said_to_be_lost),
        cmocka_unit_test(what_does_not_compile_does_not_stop_a_rename),
        cmocka_unit_test(a_key_is_renamed_beside_a_unique_constraint),
        cmocka_unit_test(a_renamed_table_is_rebuilt_and_guarded_by_its_old_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
