#include "tests/unit/emit/world.h"

/* The text that is stored after an upgrade from one definition to another. */
static void patched(const char *have, const char *want, const char *expected)
{
    struct world world = world_new(have);
    const char *table = value(&world, "SELECT name FROM sqlite_schema WHERE type = 'table'");
    migrate(&world, want);
    const char *now =
        value(&world, orq_arena_printf(world.arena,
                                       "SELECT sql FROM sqlite_schema WHERE name = '%s'", table));
    assert_string_equal(now, expected);
    world_end(&world);
}

static void clauses_change_where_they_stand(void **state)
{
    (void)state;
    patched("CREATE TABLE t (a /* why */ INT, -- one\n  b TEXT)",
            "CREATE TABLE t (a INT NOT NULL, b TEXT)",
            "CREATE TABLE t (a /* why */ INT NOT NULL, -- one\n  b TEXT)");
    patched("CREATE TABLE t (a int not null /* x */ default 5 , b)",
            "CREATE TABLE t (a int default 6, b)", "CREATE TABLE t (a int /* x */ DEFAULT 6 , b)");
    patched("CREATE TABLE t (a INT NULL DEFAULT 1 DEFAULT 2 COLLATE nocase)",
            "CREATE TABLE t (a INT NOT NULL DEFAULT 3)",
            "CREATE TABLE t (a INT NOT NULL DEFAULT 3)");
    patched("CREATE TABLE t ([a] varchar ( 10 ), b)", "CREATE TABLE t (a VARCHAR(20), b INT)",
            "CREATE TABLE t ([a] varchar ( 10 ), b INT)");
    patched("CREATE TABLE t (a INTEGER CHECK (a > 0) -- positive\n, b)",
            "CREATE TABLE t (a INTEGER, b)", "CREATE TABLE t (a INTEGER -- positive\n, b)");
}

static void a_line_comment_never_swallows_what_follows(void **state)
{
    (void)state;
    patched("CREATE TABLE t (a INT -- the type\n NOT NULL\n DEFAULT 5, b)",
            "CREATE TABLE t (a INT DEFAULT 5, b)",
            "CREATE TABLE t (a INT -- the type\n\n DEFAULT 5, b)");
    patched("CREATE TABLE t (a INT, b INT, -- last\n UNIQUE (a))",
            "CREATE TABLE t (a INT, b INT, CHECK (a > b))",
            "CREATE TABLE t (a INT, b INT, -- last\n CHECK (a > b))");
}

static void new_columns_are_written_like_their_neighbours(void **state)
{
    (void)state;
    patched("CREATE TABLE t (\n\ta INT UNIQUE, -- about a\n\tz INT -- about z\n)",
            "CREATE TABLE t (a INT, b TEXT, z INT, y REAL)",
            "CREATE TABLE t (\n\ta INT, -- about a\n\tb TEXT,\n\tz INT, -- about z\n\ty REAL\n)");
    patched("CREATE TABLE t (a INT UNIQUE, z INT)", "CREATE TABLE t (a INT, b TEXT, z INT)",
            "CREATE TABLE t (a INT, b TEXT, z INT)");
    patched("CREATE TABLE t(a INT UNIQUE,z INT)", "CREATE TABLE t (a INT, b TEXT, z INT)",
            "CREATE TABLE t(a INT, b TEXT,z INT)");
    patched("CREATE TABLE t (\n    a INT UNIQUE -- about a\n  , z INT\n)",
            "CREATE TABLE t (a INT, b TEXT, z INT, y)",
            "CREATE TABLE t (\n    a INT -- about a\n  , b TEXT\n  , z INT\n  , y\n)");
    patched("CREATE TABLE t (\n    z INT UNIQUE\n)", "CREATE TABLE t (a TEXT, z INT)",
            "CREATE TABLE t (\n    a TEXT,\n    z INT\n)");
}

static void dropped_columns_take_their_line_along(void **state)
{
    (void)state;
    patched(
        "CREATE TABLE t (\n  a INT, -- about a\n  b INT UNIQUE, -- about b\n  c INT -- about c\n)",
        "CREATE TABLE t (a INT, c INT)",
        "CREATE TABLE t (\n  a INT, -- about a\n  c INT -- about c\n)");
    patched("CREATE TABLE t (\n  a INT UNIQUE, -- about a\n  b INT\n)", "CREATE TABLE t (b INT)",
            "CREATE TABLE t (\n  b INT\n)");
    patched("CREATE TABLE t (\n  a INT,\n  -- times\n  b INT UNIQUE,\n  c INT\n)",
            "CREATE TABLE t (a INT, c INT)", "CREATE TABLE t (\n  a INT,\n  -- times\n  c INT\n)");
    patched("CREATE TABLE t (a INT UNIQUE, b INT)", "CREATE TABLE t (b INT)",
            "CREATE TABLE t (b INT)");
    patched("CREATE TABLE t (\n    a INT -- about a\n  , b INT UNIQUE -- about b\n)",
            "CREATE TABLE t (a INT)", "CREATE TABLE t (\n    a INT -- about a\n)");
}

static void table_constraints_come_go_and_change(void **state)
{
    (void)state;
    patched("CREATE TABLE t (a INT, b INT, UNIQUE (a) CHECK (a > 0) CONSTRAINT k CHECK (b > 0))",
            "CREATE TABLE t (a INT, b INT, UNIQUE (a), CONSTRAINT k CHECK (b > 1))",
            "CREATE TABLE t (a INT, b INT, UNIQUE (a), CONSTRAINT k CHECK (b > 1))");
    patched("CREATE TABLE t (\n  a INT, b INT\n)",
            "CREATE TABLE t (a INT, b INT, CONSTRAINT u UNIQUE (a, b), "
            "FOREIGN KEY (b) REFERENCES t (a) ON DELETE SET NULL)",
            "CREATE TABLE t (\n  a INT, b INT,\n  CONSTRAINT u UNIQUE (a, b),\n"
            "  FOREIGN KEY (b) REFERENCES t (a) ON DELETE SET NULL\n)");
}

static void options_change_behind_the_parenthesis(void **state)
{
    (void)state;
    patched("CREATE TABLE t (a INTEGER PRIMARY KEY)",
            "CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT",
            "CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT");
    patched("CREATE TABLE t (a TEXT PRIMARY KEY NOT NULL) /* x */ strict,without rowid",
            "CREATE TABLE t (a TEXT PRIMARY KEY NOT NULL) STRICT",
            "CREATE TABLE t (a TEXT PRIMARY KEY NOT NULL) /* x */ STRICT");
}

static void a_key_that_goes_leaves_not_null_behind(void **state)
{
    (void)state;
    patched("CREATE TABLE t (a INTEGER PRIMARY KEY, b)", "CREATE TABLE t (a INTEGER NOT NULL, b)",
            "CREATE TABLE t (a INTEGER NOT NULL, b)");
    patched("CREATE TABLE t (id INTEGER PRIMARY KEY -- key\n)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT -- key\n)");
}

static void a_key_keeps_its_collation(void **state)
{
    (void)state;
    patched("CREATE TABLE t (\n  a TEXT COLLATE NOCASE, -- as typed\n  UNIQUE (a) -- once\n)",
            "CREATE TABLE t (a TEXT, UNIQUE (a COLLATE NOCASE))",
            "CREATE TABLE t (\n  a TEXT, -- as typed\n  UNIQUE (a COLLATE NOCASE) -- once\n)");
    patched(
        "CREATE TABLE t (\n  a TEXT, -- as typed\n  UNIQUE (a COLLATE NOCASE)\n)",
        "CREATE TABLE t (a TEXT COLLATE NOCASE, UNIQUE (a))",
        "CREATE TABLE t (\n  a TEXT COLLATE NOCASE, -- as typed\n  UNIQUE (a COLLATE NOCASE)\n)");
    patched("CREATE TABLE t (\n  a TEXT, -- as typed\n  b TEXT,\n  UNIQUE (a, b)\n)",
            "CREATE TABLE t (a TEXT COLLATE NOCASE, b TEXT COLLATE RTRIM, "
            "UNIQUE (a COLLATE BINARY, b COLLATE BINARY))",
            "CREATE TABLE t (\n  a TEXT COLLATE NOCASE, -- as typed\n  b TEXT COLLATE RTRIM,\n"
            "  UNIQUE (a COLLATE BINARY, b COLLATE BINARY)\n)");
    patched("CREATE TABLE t (a TEXT UNIQUE COLLATE NOCASE)",
            "CREATE TABLE t (a TEXT, UNIQUE (a COLLATE NOCASE))",
            "CREATE TABLE t (\n    a TEXT,\n    UNIQUE (a COLLATE NOCASE)\n)");
}

static void a_comment_of_the_table_stays_with_it(void **state)
{
    (void)state;
    patched("CREATE TABLE t ( -- things\n  a INT UNIQUE\n)", "CREATE TABLE t (z INT, a INT)",
            "CREATE TABLE t ( -- things\n  z INT,\n  a INT\n)");
    patched("CREATE TABLE t ( -- things\n  a INT\n  , b INT UNIQUE\n)",
            "CREATE TABLE t (z INT, b INT)", "CREATE TABLE t ( -- things\n  z INT\n  , b INT\n)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clauses_change_where_they_stand),
        cmocka_unit_test(a_line_comment_never_swallows_what_follows),
        cmocka_unit_test(new_columns_are_written_like_their_neighbours),
        cmocka_unit_test(dropped_columns_take_their_line_along),
        cmocka_unit_test(table_constraints_come_go_and_change),
        cmocka_unit_test(options_change_behind_the_parenthesis),
        cmocka_unit_test(a_key_that_goes_leaves_not_null_behind),
        cmocka_unit_test(a_key_keeps_its_collation),
        cmocka_unit_test(a_comment_of_the_table_stays_with_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
