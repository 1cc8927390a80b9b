/* What the comment lines above statements tell a reviewer. */
#include "tests/unit/emit/world.h"

static const struct {
    const char *have, *want;
    const char *told, *not_told; /* NULL: nothing of the kind */
} rows[] = {
    {"CREATE TABLE t (a INT, b)", "CREATE TABLE t (a INT NOT NULL DEFAULT 1, b)",
     "alter column t.a (nullable, default)", NULL},
    {"CREATE TABLE t (a INT)", "CREATE TABLE t (a INT, CHECK (a > 0))", "add check (a > 0) on t",
     "()"},
    /* conversions */
    {"CREATE TABLE t (a TEXT)", "CREATE TABLE t (a INT)",
     "CAN FAIL: a value of a that INT cannot hold unchanged", NULL},
    {"CREATE TABLE t (a INT) STRICT", "CREATE TABLE t (a INTEGER) STRICT",
     "alter column t.a (type)", "CAN FAIL"},
    {"CREATE TABLE t (a ANY) STRICT", "CREATE TABLE t (a INT) STRICT",
     "CAN FAIL: a value of a that INT cannot hold unchanged", NULL},
    {"CREATE TABLE t (a INT)", "CREATE TABLE t (a INT) STRICT",
     "CAN FAIL: a value that is not of its column's type", "hold unchanged"},
    /* counters */
    {"CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT)",
     "CREATE TABLE t (a INTEGER PRIMARY KEY)", "the AUTOINCREMENT counter goes", NULL},
    {"CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b)",
     "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b INT)",
     "keep the AUTOINCREMENT counter", "counter goes"},
    /* virtual tables */
    {"CREATE VIRTUAL TABLE f USING fts5 (a)", "CREATE VIRTUAL TABLE f USING fts5 (a, content)",
     "LOSES DATA: f", "it is empty"},
    {"CREATE VIRTUAL TABLE f USING fts5 (a)", "", "LOSES DATA: f", "it is empty"},
    {"", "CREATE VIRTUAL TABLE \"f x\" USING fts5 (a, content='my t', content_rowid=b)",
     "it is empty; fill it from my t:  INSERT INTO \"f x\" (\"f x\") VALUES ('rebuild');",
     "LOSES DATA"},
    {"", "CREATE VIRTUAL TABLE f USING FTS4 (a, content=\"t\")", "fill it from t:", NULL},
    {"", "CREATE VIRTUAL TABLE f USING fts5 (a, content='')",
     "it is empty, and keeps no rows to fill it from", NULL},
};

static void each_line_is_there_when_it_is_true(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct world world = world_new(rows[i].have);
        make_section(&world, model_schema(&world, rows[i].want));
        bool right =
            noted(&world, rows[i].told) && !(rows[i].not_told && noted(&world, rows[i].not_told));
        if (!right) {
            print_section(&world.section);
            fail_msg("to %s: expected %s, not %s", rows[i].want, rows[i].told,
                     rows[i].not_told ? rows[i].not_told : "anything");
        }
        must(&world, run_section(&world));
        world_end(&world);
    }
}

static void what_a_virtual_table_held_is_told_as_lost(void **state)
{
    (void)state;
    struct world world = world_new("CREATE VIRTUAL TABLE f USING fts5 (a)");
    make_section(&world, model_schema(&world, "CREATE VIRTUAL TABLE f USING fts5 (b)"));
    assert_int_equal(world.section.loses.len, 1);
    assert_string_equal(world.section.loses.items[0], "f");
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_line_is_there_when_it_is_true),
        cmocka_unit_test(what_a_virtual_table_held_is_told_as_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
