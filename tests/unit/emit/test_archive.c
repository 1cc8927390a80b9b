/* What an upgrade keeps of what it drops, and how the downgrade puts it back. */
#include "emit/archive.h"
#include "tests/unit/emit/world.h"

static struct world archiving(const char *script)
{
    struct world world = world_new(script);
    world.archive = (struct orq_archive_policy){"4f1c2a9be0d3", ORQ_ON_DROP_ARCHIVE};
    return world;
}

/* The downgrade of what was done last, from its script. */
static void go_back(struct world *world, const char *script)
{
    struct orq_archives kept = world->section.archives;
    world->archive = (struct orq_archive_policy){0};
    world->restore = &kept;
    migrate(world, script);
    world->restore = NULL;
}

static const char *tables(struct world *world)
{
    return value(world, "SELECT group_concat(name) FROM (SELECT name FROM sqlite_master"
                        " WHERE type = 'table' ORDER BY name)");
}

#define T "CREATE TABLE t (id INTEGER PRIMARY KEY"
#define ROWS ";INSERT INTO t VALUES (1, 'x'), (5, 12), (7, NULL)"
#define QUOTED "SELECT group_concat(id || quote(b)) FROM t"

static void a_column_is_kept_and_comes_back(void **state)
{
    (void)state;
    struct world world = archiving(T ", b)" ROWS);
    migrate(&world, T ")");
    assert_int_equal(world.section.loses.len, 0);
    assert_string_equal(tables(&world), "orqgen_archive_4f1c2a9be0d3_1,t");
    assert_string_equal(world.section.archives.items[0].of, "t.b");
    go_back(&world, T ", b)");
    assert_string_equal(tables(&world), "t");
    assert_string_equal(value(&world, QUOTED), "1'x',512,7NULL");
    world_end(&world);
}

static void rows_that_came_later_have_the_default(void **state)
{
    (void)state;
    struct world world = archiving(T ", b DEFAULT 'd')" ROWS);
    migrate(&world, T ")");
    exec(&world, "DELETE FROM t WHERE id = 5; INSERT INTO t VALUES (9)");
    go_back(&world, T ", b DEFAULT 'd')");
    assert_string_equal(value(&world, QUOTED), "1'x',7NULL,9'd'");
    world_end(&world);
}

static void a_table_comes_back_with_rowids_and_counter(void **state)
{
    (void)state;
    const char *script = "CREATE TABLE t (a, b);"
                         "CREATE TABLE u (id INTEGER PRIMARY KEY AUTOINCREMENT);";
    struct world world = archiving(script);
    exec(&world, "INSERT INTO t (rowid, a, b) VALUES (3, 1, 2), (8, 'x', x'00');"
                 "INSERT INTO u VALUES (40); DELETE FROM u");
    migrate(&world, "");
    assert_int_equal(world.section.archives.len, 3);
    go_back(&world, script);
    assert_string_equal(value(&world, "SELECT group_concat(rowid || quote(a) || quote(b)) FROM t"),
                        "312,8'x'X'00'");
    assert_string_equal(value(&world, "SELECT seq FROM sqlite_sequence WHERE name = 'u'"), "40");
    assert_string_equal(tables(&world), "sqlite_sequence,t,u");
    world_end(&world);
}

/* What finds the rows again, of the table t as it goes to `want`. */
static const char *key_of(const char *have, const char *want)
{
    struct world world = archiving(have);
    migrate(&world, want);
    const struct orq_archives *archives = &world.section.archives;
    struct orq_str text = orq_str_new(world.arena);
    for (size_t i = 0; archives->len > 0 && i < archives->items[0].key.len; i++)
        orq_str_addf(&text, "%s ", archives->items[0].key.items[i]);
    static char answer[64];
    snprintf(answer, sizeof answer, "%s%s", orq_str_text(&text),
             world.section.loses.len > 0 ? "loses" : "");
    world_end(&world);
    return answer;
}

static void rows_are_found_by_a_key_that_stays(void **state)
{
    (void)state;
    assert_string_equal(key_of("CREATE TABLE t (a, b)", "CREATE TABLE t (a)"), "loses");
    assert_string_equal(key_of("CREATE TABLE t (a UNIQUE, b)", "CREATE TABLE t (a UNIQUE)"),
                        "loses");
    assert_string_equal(
        key_of("CREATE TABLE t (a NOT NULL UNIQUE, b)", "CREATE TABLE t (a NOT NULL UNIQUE)"),
        "a ");
    assert_string_equal(key_of("CREATE TABLE t (a NOT NULL, b NOT NULL, c, PRIMARY KEY (b, a))",
                               "CREATE TABLE t (a NOT NULL, b NOT NULL, PRIMARY KEY (b, a))"),
                        "b a ");
    assert_string_equal(key_of("CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY, b)",
                               "CREATE TABLE t (a INTEGER NOT NULL PRIMARY KEY)"),
                        "loses");
    assert_string_equal(key_of("CREATE TABLE t (a INT NOT NULL, b INT NOT NULL UNIQUE,"
                               " PRIMARY KEY (a))",
                               "CREATE TABLE t (b INT NOT NULL UNIQUE)"),
                        "b ");
}

static void an_empty_key_value_stops_the_upgrade(void **state)
{
    (void)state;
    struct world world = archiving("CREATE TABLE t (a TEXT PRIMARY KEY, b);"
                                   "INSERT INTO t VALUES (NULL, 1)");
    migrate_fails(&world, "CREATE TABLE t (a TEXT PRIMARY KEY)");
    assert_string_equal(value(&world, "SELECT b FROM t"), "1");
    world_end(&world);
}

static void names_fit_where_names_are_short(void **state)
{
    (void)state;
    struct world world = world_new("");
    struct orq_section section = {0};
    struct orq_emit_input input = {.archive.revision = "0123456789012345678901234567890123456789x"};
    assert_string_equal(orq_archive_name(world.arena, &input, &section),
                        "orqgen_archive_0123456789012345678901234567890123456789_1");
    input.archive.revision = "012345678901234567890123456789012345678\u00e9";
    assert_string_equal(orq_archive_name(world.arena, &input, &section),
                        "orqgen_archive_012345678901234567890123456789012345678_1");
    world_end(&world);
}

static void nothing_is_kept_where_nobody_asks(void **state)
{
    (void)state;
    struct world world = archiving(T ", b)" ROWS);
    world.archive.otherwise = ORQ_ON_DROP_DEFAULT;
    migrate(&world, T ")");
    assert_int_equal(world.section.archives.len, 0);
    assert_int_equal(world.section.loses.len, 1);
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_column_is_kept_and_comes_back),
        cmocka_unit_test(rows_that_came_later_have_the_default),
        cmocka_unit_test(a_table_comes_back_with_rowids_and_counter),
        cmocka_unit_test(rows_are_found_by_a_key_that_stays),
        cmocka_unit_test(an_empty_key_value_stops_the_upgrade),
        cmocka_unit_test(names_fit_where_names_are_short),
        cmocka_unit_test(nothing_is_kept_where_nobody_asks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
