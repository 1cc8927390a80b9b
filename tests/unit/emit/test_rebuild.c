#include "tests/unit/emit/world.h"

#include "base/hash.h"

/* Everything that a rebuild has to keep, at once. */
#define PARENT(score, options)                                                              \
    "CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT COLLATE NOCASE, " score \
    ", par INT REFERENCES p(id) ON DELETE CASCADE, up TEXT AS (upper(name)) VIRTUAL, "      \
    "UNIQUE(name))" options ";"
#define AROUND                                                                                    \
    "CREATE TABLE nr(k TEXT, v BLOB);"                                                            \
    "CREATE TABLE c(id INTEGER PRIMARY KEY, pid INT REFERENCES p(id) ON DELETE CASCADE "          \
    "DEFERRABLE "                                                                                 \
    "INITIALLY DEFERRED);"                                                                        \
    "CREATE TABLE log(msg);"                                                                      \
    "CREATE INDEX p_score ON p(score DESC) WHERE score IS NOT NULL;"                              \
    "CREATE VIEW v1 AS SELECT id,name FROM p;"                                                    \
    "CREATE VIEW v2 AS SELECT count(*) n FROM v1;"                                                \
    "CREATE TRIGGER v1i INSTEAD OF INSERT ON v1 BEGIN INSERT INTO p(name) VALUES(new.name); END;" \
    "CREATE TRIGGER p_ai AFTER INSERT ON p BEGIN INSERT INTO log VALUES('ins '||new.id); END;"    \
    "CREATE TRIGGER c_ai AFTER INSERT ON c BEGIN UPDATE p SET score=9 WHERE id=new.pid; END;"
#define ROWS                                                                              \
    "INSERT INTO p(id,name,score,par) VALUES(1,'a',5,NULL),(2,'b',2,1),(500,'gone',1,1);" \
    "DELETE FROM p WHERE id=500;"                                                         \
    "INSERT INTO c VALUES(10,1),(11,2); INSERT INTO nr VALUES('x',1),('y',2),('z',3);"    \
    "DELETE FROM nr WHERE k='y'; DELETE FROM log;"

static void a_rebuild_keeps_all_that_hangs_on_a_table(void **state)
{
    (void)state;
    struct world world = world_new(PARENT("score INT", "") AROUND ROWS);
    const char *rows = all_rows(&world);
    migrate(&world, PARENT("score INT CHECK (score < 10)", "") AROUND);
    assert_true(emitted(&world, "DROP TABLE main.p"));
    assert_true(world.section.foreign_keys_off);
    assert_string_equal(all_rows(&world), rows);
    assert_string_equal(value(&world, "SELECT count(*) FROM c"), "2");
    exec(&world, "INSERT INTO v1(name) VALUES('new'); INSERT INTO c VALUES(12,2)");
    assert_string_equal(value(&world, "SELECT max(id) FROM p"), "501");
    assert_string_equal(value(&world, "SELECT group_concat(msg) FROM log"), "ins 501");
    assert_string_equal(value(&world, "SELECT n FROM v2"), "3");
    assert_string_equal(value(&world, "SELECT count(*) FROM pragma_foreign_key_check"), "0");
    assert_string_equal(value(&world, "SELECT count(*) FROM temp.sqlite_schema"), "0");
    world_end(&world);
}

static void up_and_down_leave_everything_as_it_was(void **state)
{
    (void)state;
    struct world world = world_new(PARENT("score INT -- of ten\n", "") AROUND ROWS);
    up_and_down(&world, PARENT("score INT NOT NULL DEFAULT 0 CHECK (score < 10)", "") AROUND, true);
    world_end(&world);
}

static void expects_guards_the_text_before_the_section(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE t (a /* x */ INT)");
    migrate(&world, "CREATE TABLE t (a TEXT)");
    assert_int_equal(world.section.expects.len, 1);
    assert_string_equal(world.section.expects.items[0].table, "t");
    const char *tokens = orq_tokens_canonical(world.arena, "create table t(A int)", 21);
    assert_string_equal(world.section.expects.items[0].sha256,
                        orq_sha256(world.arena, tokens, strlen(tokens)));
    world_end(&world);
}

/* -- rowids and counters -- */

static void rowids_stay_where_no_column_is_the_rowid(void **state)
{
    (void)state;
    static const char *const tables[][2] = {
        {"CREATE TABLE t (a)", "CREATE TABLE t (a CHECK (a > 0))"},
        {"CREATE TABLE t (a, rowid TEXT)", "CREATE TABLE t (a CHECK (a > 0), rowid TEXT)"},
        {"CREATE TABLE t (a, rowid, _rowid_ , orq_rowid)",
         "CREATE TABLE t (a CHECK (a > 0), rowid, _rowid_, orq_rowid)"},
        {"CREATE TABLE t (a, b)", "CREATE TABLE t (a CHECK (a > 0), b, rowid, oid)"},
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        struct world world = world_new(tables[i][0]);
        exec(&world, "INSERT INTO t (a) VALUES (1),(2),(3); DELETE FROM t WHERE a = 2");
        migrate(&world, tables[i][1]);
        const char *name = i == 0 ? "rowid" : i == 3 ? "_rowid_" : "oid";
        assert_string_equal(
            value(&world, orq_arena_printf(world.arena, "SELECT group_concat(%s) FROM t", name)),
            "1,3");
        world_end(&world);
    }
}

static void rows_without_any_visible_rowid_are_compared_as_sets(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE t (a, rowid, oid, _rowid_ TEXT);"
                                   "INSERT INTO t VALUES (1, 'x', 2.5, NULL), (1, 'x', 2.5, NULL)");
    migrate(&world, "CREATE TABLE t (a CHECK (a > 0), rowid, oid, _rowid_ TEXT)");
    assert_true(emitted(&world, "EXCEPT"));
    assert_string_equal(value(&world, "SELECT count(*) FROM t"), "2");
    world_end(&world);
}

static void an_empty_table_keeps_its_counter(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a);"
                                   "INSERT INTO t VALUES (100, 1); DELETE FROM t");
    migrate(&world, "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a CHECK (a > 0))");
    exec(&world, "INSERT INTO t (a) VALUES (1)");
    assert_string_equal(value(&world, "SELECT id FROM t"), "101");
    world_end(&world);
}

static void autoincrement_comes_and_goes(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE t (id INTEGER PRIMARY KEY, a);"
                                   "INSERT INTO t VALUES (7, 1)");
    up_and_down(&world, "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a)", true);
    migrate(&world, "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a)");
    assert_string_equal(value(&world, "SELECT seq FROM sqlite_sequence"), "7");
    world_end(&world);
}

static void rowid_tables_and_tables_without_change_places(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE t (k TEXT PRIMARY KEY NOT NULL, v);"
                                   "INSERT INTO t VALUES ('a', 1), ('b', 2.5)");
    up_and_down(&world, "CREATE TABLE t (k TEXT PRIMARY KEY NOT NULL, v) WITHOUT ROWID", true);
    migrate(&world, "CREATE TABLE t (k TEXT COLLATE NOCASE NOT NULL, v, "
                    "PRIMARY KEY (k COLLATE BINARY)) WITHOUT ROWID");
    world_end(&world);
}

static void a_new_rowid_alias_takes_the_rowids_over(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE t (a); INSERT INTO t VALUES (1),(2),(3);"
                                   "DELETE FROM t WHERE a = 2");
    migrate(&world, "CREATE TABLE t (id INTEGER PRIMARY KEY, a)");
    assert_string_equal(value(&world, "SELECT group_concat(id || a) FROM t"), "11,33");
    migrate(&world, "CREATE TABLE t (a)");
    assert_string_equal(value(&world, "SELECT group_concat(rowid || a) FROM t"), "11,33");
    world_end(&world);
}

/* -- values -- */

static void a_value_that_would_change_stops_everything(void **state)
{
    (void)state;
    static const struct {
        const char *have, *want, *value;
    } changes[] = {
        {"TEXT", "INTEGER", "'0012'"}, {"TEXT", "INTEGER", "'9999999999999999999'"},
        {"TEXT", "INTEGER", "'1.0'"},  {"INTEGER", "REAL", "9007199254740993"},
        {"REAL", "TEXT", "0.1 + 0.2"}, {"TEXT", "UUID", "'000000000012'"},
        {"TEXT", "JSON", "'1e3'"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct world world = world_new("");
        exec(&world, orq_arena_printf(world.arena,
                                      "CREATE TABLE t (a %s); INSERT INTO t VALUES (%s), (NULL)",
                                      changes[i].have, changes[i].value));
        const char *rows = all_rows(&world);
        migrate_fails(&world,
                      orq_arena_printf(world.arena, "CREATE TABLE t (a %s)", changes[i].want));
        assert_string_equal(all_rows(&world), rows);
        world_end(&world);
    }
}

static void a_value_that_survives_is_converted(void **state)
{
    (void)state;
    static const struct {
        const char *have, *want, *value, *now;
    } changes[] = {
        {"TEXT", "INTEGER", "'12'", "12"},     {"TEXT", "INTEGER", "'many'", "'many'"},
        {"INTEGER", "TEXT", "12", "'12'"},     {"INTEGER", "REAL", "12", "12.0"},
        {"TEXT", "REAL", "'0.5'", "0.5"},      {"TEXT", "REAL", "'1'", "1.0"},
        {"REAL", "TEXT", "0.25", "'0.25'"},    {"TEXT", "BLOB", "'x'", "'x'"},
        {"INTEGER", "TEXT", "x'00'", "X'00'"}, {"REAL", "INTEGER", "3.0", "3"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct world world = world_new("");
        exec(&world, orq_arena_printf(world.arena,
                                      "CREATE TABLE t (a %s); INSERT INTO t VALUES (%s), (NULL)",
                                      changes[i].have, changes[i].value));
        migrate(&world, orq_arena_printf(world.arena, "CREATE TABLE t (a %s)", changes[i].want));
        assert_string_equal(value(&world, "SELECT quote(a) FROM t WHERE a IS NOT NULL"),
                            changes[i].now);
        world_end(&world);
    }
}

static void the_message_says_whose_rows_changed(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE \"t\n'x\" (a TEXT);"
                                   "INSERT INTO \"t\n'x\" VALUES ('0012')");
    migrate_fails(&world, "CREATE TABLE \"t\n'x\" (a INT)");
    const char *message = orq_diags_at(world.diags, orq_diags_len(world.diags) - 1)->message;
    assert_non_null(strstr(message, "rows of t\\n'x changed"));
    world_end(&world);
}

static void conflict_clauses_eat_no_rows(void **state)
{
    (void)state;
    static const char *const conflicts[] = {"REPLACE", "IGNORE", "ROLLBACK", "FAIL"};
    for (size_t i = 0; i < sizeof conflicts / sizeof *conflicts; i++) {
        struct world world = world_new("CREATE TABLE t (a, b); INSERT INTO t VALUES (1,1),(1,2)");
        const char *rows = all_rows(&world);
        migrate_fails(&world,
                      orq_arena_printf(world.arena, "CREATE TABLE t (a UNIQUE ON CONFLICT %s, b)",
                                       conflicts[i]));
        assert_string_equal(all_rows(&world), rows);
        world_end(&world);
    }
}

static void null_in_the_way_of_not_null_stops_everything(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, NULL)");
    migrate_fails(&world, "CREATE TABLE t (a, b NOT NULL ON CONFLICT REPLACE DEFAULT 5)");
    assert_true(noted(&world, "CAN FAIL: a row where b is NULL"));
    assert_string_equal(value(&world, "SELECT count(*) FROM t WHERE b IS NULL"), "1");
    world_end(&world);
}

static void a_backfill_fills_only_what_is_null(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE t (a, b TEXT);"
                                   "INSERT INTO t VALUES (1, NULL), (2, 'x')");
    struct orq_column_change change = {.backfill.text = "'b' || a"};
    world.change = &change;
    world.change_column = "b";
    migrate(&world, "CREATE TABLE t (a, b TEXT NOT NULL)");
    assert_string_equal(value(&world, "SELECT group_concat(b) FROM t"), "b1,x");
    assert_false(noted(&world, "CAN FAIL"));
    world_end(&world);
}

static void a_new_column_takes_its_backfill_or_its_default(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
    struct orq_column_change change = {.backfill.text = "a * 10"};
    world.change = &change;
    world.change_column = "b";
    migrate(&world, "CREATE TABLE t (a, b INT NOT NULL, c TEXT NOT NULL DEFAULT ('x' || 'y'))");
    assert_string_equal(value(&world, "SELECT group_concat(b || c) FROM t"), "10xy,20xy");
    assert_int_equal(world.section.fill_in.len, 0);
    world_end(&world);
}

static void what_sql_cannot_decide_is_to_be_filled_in(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE t (a)");
    migrate(&world, "CREATE TABLE t (a, b INT NOT NULL)");
    assert_int_equal(world.section.fill_in.len, 1);
    assert_true(orq_starts_with(world.section.fill_in.items[0], "t.b:"));
    assert_true(noted(&world, "FILL IN: t.b"));
    world_end(&world);
    world = world_new("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    migrate_fails(&world, "CREATE TABLE t (a, b INT NOT NULL)");
    world_end(&world);
}

static void using_makes_the_new_value(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('0012')");
    struct orq_column_change change = {.using_up.text = "CAST(t.a AS INTEGER)"};
    world.change = &change;
    world.change_column = "a";
    migrate(&world, "CREATE TABLE t (a INTEGER)");
    assert_string_equal(value(&world, "SELECT quote(a) FROM t"), "12");
    world_end(&world);
}

static void generated_columns_are_never_inserted(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE t (a INT, b AS (a * 2) STORED, c AS (a) VIRTUAL);"
                                   "INSERT INTO t (a) VALUES (3)");
    up_and_down(&world,
                "CREATE TABLE t (a INT CHECK (a > 0), b AS (a * 2) STORED, c AS (a) VIRTUAL)",
                true);
    migrate(&world, "CREATE TABLE t (a INT, b, c AS (a) VIRTUAL)");
    assert_string_equal(value(&world, "SELECT b FROM t"), "6");
    migrate(&world, "CREATE TABLE t (a INT, b AS (a + 1) STORED, c AS (a) VIRTUAL)");
    assert_string_equal(world.section.loses.items[0], "t.b");
    world_end(&world);
}

static void every_column_may_change_at_once(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE t (a, rowid, oid, _rowid_);"
                                   "INSERT INTO t VALUES (1, 2, 3, 4), (5, 6, 7, 8)");
    migrate(&world, "CREATE TABLE t (x INT DEFAULT 7 CHECK (x > 0))");
    assert_string_equal(value(&world, "SELECT group_concat(x) FROM t"), "7,7");
    assert_int_equal(world.section.loses.len, 4);
    world_end(&world);
}

static void strict_refuses_what_is_of_no_type(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES ('many')");
    migrate_fails(&world, "CREATE TABLE t (a INTEGER) STRICT");
    assert_true(noted(&world, "CAN FAIL: a value that is not of its column's type"));
    world_end(&world);
    world = world_new("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1)");
    up_and_down(&world, "CREATE TABLE t (a INTEGER) STRICT", true);
    world_end(&world);
}

/* -- names -- */

static void hostile_names_stay_names(void **state)
{
    (void)state;
    struct world world =
        world_new("CREATE TABLE \"a\"\"b; DROP TABLE x; --\n\" (\"select\" INT, \"c'\"\"d\" TEXT);"
                  "CREATE INDEX \"i\"\"\" ON \"a\"\"b; DROP TABLE x; --\n\" (\"c'\"\"d\");"
                  "CREATE TABLE orq_t (a); CREATE TABLE t (a, orq_rowid);"
                  "INSERT INTO t VALUES (1, 2);"
                  "INSERT INTO \"a\"\"b; DROP TABLE x; --\n\" VALUES (1, 'x')");
    up_and_down(
        &world,
        "CREATE TABLE \"a\"\"b; DROP TABLE x; --\n\" (\"select\" INT NOT NULL, \"c'\"\"d\" TEXT);"
        "CREATE INDEX \"i\"\"\" ON \"a\"\"b; DROP TABLE x; --\n\" (\"c'\"\"d\");"
        "CREATE TABLE orq_t (a NOT NULL); CREATE TABLE t (a NOT NULL, orq_rowid)",
        true);
    for (size_t i = 0; i < world.section.statements.len; i++)
        for (size_t k = 0; k < world.section.statements.items[i].notes.len; k++)
            assert_null(strchr(world.section.statements.items[i].notes.items[k], '\n'));
    world_end(&world);
}

/* CREATE TABLE AS names a column `true` anew, as it names values. */
static void a_copy_keeps_every_name(void **state)
{
    (void)state;
    static const char *const names[] = {
        "true",     "FALSE",    "column1",   "",           "  ",           "rowid",
        "oid",      "_rowid_",  "orq_rowid", "null",       "current_date", "default",
        "*",        "1",        "0x10",      "x'00'",      "?1",           ":a",
        "@b",       "a.b",      "o",         "n.a",        "a:1",          "new",
        "\xc3\xa9", "\xc3\x89", "a\nb",      "--",         "/*",           "'",
        "\"",       "`",        "[x]",       "constraint", "generated",    "left",
        ";",        "\\",       "%s",        "count(*)",   "primary",      "main.t.\"a\"",
        "typeof",   "raise",    "if",        "check",      "excluded"};
    struct world all = world_new("");
    struct orq_str columns = orq_str_new(all.arena);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *name = orq_quoted_name(all.arena, names[i]);
        struct world world = world_new(orq_arena_printf(
            all.arena, "CREATE TABLE t (%s, z); INSERT INTO t VALUES (7, 1), ('x', 2)", name));
        up_and_down(&world,
                    orq_arena_printf(all.arena, "CREATE TABLE t (%s, z CHECK (z > 0))", name),
                    true);
        orq_str_addf(&columns, "%s, ", name);
        world_end(&world);
    }
    exec(&all,
         orq_arena_printf(all.arena, "CREATE TABLE t (%sz); INSERT INTO t (z) VALUES (1), (2)",
                          orq_str_text(&columns)));
    up_and_down(
        &all,
        orq_arena_printf(all.arena, "CREATE TABLE t (%sz CHECK (z > 0))", orq_str_text(&columns)),
        true);
    world_end(&all);
}

static void a_key_and_a_backfill_read_a_column_named_true(void **state)
{
    (void)state;
    struct orq_column_change change = {.backfill.text = "\"true\" + 1"};
    struct world world = world_new("CREATE TABLE t (\"true\" PRIMARY KEY, false) WITHOUT ROWID;"
                                   "INSERT INTO t VALUES (41, 0), (1, 5)");
    world.change = &change;
    world.change_column = "z";
    migrate(&world, "CREATE TABLE t (true PRIMARY KEY, false, z NOT NULL,"
                    " CHECK (\"false\" < 9)) WITHOUT ROWID");
    assert_string_equal(value(&world, "SELECT group_concat(t.\"true\" || t.\"false\" || z) FROM t"),
                        "152,41042");
    world_end(&world);
}

static void tables_come_and_go_without_their_children(void **state)
{
    (void)state;
    struct world world =
        world_new("CREATE TABLE p (id INTEGER PRIMARY KEY);"
                  "CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p (id) "
                  "ON DELETE CASCADE);"
                  "CREATE INDEX c_p ON c (p);"
                  "CREATE TRIGGER g AFTER INSERT ON p BEGIN SELECT 1; END;"
                  "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1)");
    up_and_down(&world,
                "CREATE TABLE c (id INTEGER PRIMARY KEY, p INT); CREATE TABLE q (a);"
                "CREATE INDEX c_p ON c (p); CREATE UNIQUE INDEX q_a ON q (a)",
                false);
    assert_string_equal(value(&world, "SELECT count(*) FROM c"), "1");
    world_end(&world);
}

static void views_and_triggers_change_places(void **state)
{
    (void)state;
    struct world world = world_new(
        "CREATE TABLE t (a, b);"
        "CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT * FROM v;"
        "CREATE TRIGGER vi INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (new.a); END;"
        "CREATE TRIGGER ti AFTER INSERT ON t BEGIN SELECT 1; END;"
        "INSERT INTO t VALUES (1, 2)");
    up_and_down(
        &world,
        "CREATE TABLE t (a, b CHECK (b > 0));"
        "CREATE VIEW u AS SELECT * FROM x; CREATE VIEW x AS SELECT b FROM t;"
        "CREATE VIEW v AS SELECT a, b FROM t; CREATE VIEW w AS SELECT * FROM v;"
        "CREATE TRIGGER vi INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (new.a); END;"
        "CREATE TRIGGER ti AFTER INSERT ON t BEGIN SELECT 2; END",
        true);
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rebuild_keeps_all_that_hangs_on_a_table),
        cmocka_unit_test(up_and_down_leave_everything_as_it_was),
        cmocka_unit_test(expects_guards_the_text_before_the_section),
        cmocka_unit_test(rowids_stay_where_no_column_is_the_rowid),
        cmocka_unit_test(rows_without_any_visible_rowid_are_compared_as_sets),
        cmocka_unit_test(an_empty_table_keeps_its_counter),
        cmocka_unit_test(autoincrement_comes_and_goes),
        cmocka_unit_test(rowid_tables_and_tables_without_change_places),
        cmocka_unit_test(a_new_rowid_alias_takes_the_rowids_over),
        cmocka_unit_test(a_value_that_would_change_stops_everything),
        cmocka_unit_test(a_value_that_survives_is_converted),
        cmocka_unit_test(the_message_says_whose_rows_changed),
        cmocka_unit_test(conflict_clauses_eat_no_rows),
        cmocka_unit_test(null_in_the_way_of_not_null_stops_everything),
        cmocka_unit_test(a_backfill_fills_only_what_is_null),
        cmocka_unit_test(a_new_column_takes_its_backfill_or_its_default),
        cmocka_unit_test(what_sql_cannot_decide_is_to_be_filled_in),
        cmocka_unit_test(using_makes_the_new_value),
        cmocka_unit_test(generated_columns_are_never_inserted),
        cmocka_unit_test(every_column_may_change_at_once),
        cmocka_unit_test(strict_refuses_what_is_of_no_type),
        cmocka_unit_test(hostile_names_stay_names),
        cmocka_unit_test(a_copy_keeps_every_name),
        cmocka_unit_test(a_key_and_a_backfill_read_a_column_named_true),
        cmocka_unit_test(tables_come_and_go_without_their_children),
        cmocka_unit_test(views_and_triggers_change_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
