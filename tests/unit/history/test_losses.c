/* What a section does to data, whatever its comments say. */
#include "history/losses.h"
#include "history/runner.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The losses of a section, joined by "; ". */
static const char *losses_of(struct orq_arena *arena, const char *sql)
{
    struct orq_file_section section = {.text = sql, .len = strlen(sql)};
    struct orq_strings losses = {0};
    struct orq_str text = orq_str_new(arena);
    orq_section_losses(arena, &section, &losses);
    for (size_t i = 0; i < losses.len; i++)
        orq_str_addf(&text, "%s%s", i > 0 ? "; " : "", losses.items[i]);
    return orq_str_text(&text);
}

struct judged {
    const char *sql, *losses;
};

static void judge(struct orq_arena *arena, const struct judged *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *is = losses_of(arena, cases[i].sql);
        if (strcmp(is, cases[i].losses) != 0)
            fail_msg("%s\nloses \"%s\", not \"%s\"", cases[i].sql, is, cases[i].losses);
    }
}

#define JUDGE(cases) judge(*state, cases, sizeof(cases) / sizeof *(cases))

static void harmless_statements_lose_nothing(void **state)
{
    static const struct judged cases[] = {
        {"", ""},
        {"CREATE TABLE t (a); INSERT INTO t VALUES (1);", ""},
        {"CREATE INDEX i ON t (a); DROP INDEX i; DROP VIEW v; DROP TRIGGER x; REINDEX; ANALYZE;",
         ""},
        {"CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM u; END;", ""},
        {"ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME COLUMN a TO b;", ""},
        {"ALTER TABLE t ADD COLUMN c; UPDATE t SET c = 1;", ""},
        {"ALTER TABLE t ADD c; ALTER TABLE t ADD d; UPDATE t SET (c, d) = (1, 2) WHERE a;", ""},
        {"ALTER TABLE t ADD COLUMN c; ALTER TABLE t DROP COLUMN c;", ""},
        {"INSERT INTO t SELECT * FROM u; INSERT OR IGNORE INTO t VALUES (1);", ""},
        {"CREATE TABLE t (a); UPDATE t SET a = 1; DELETE FROM t; DROP TABLE t;", ""},
        {"CREATE TEMP TABLE x (a); INSERT INTO x VALUES (1); DELETE FROM x; DROP TABLE x;", ""},
        {"CREATE TEMP TABLE t (a); DROP TABLE temp.t;", ""},
        {"CREATE TEMP TABLE t (a); DROP TABLE t;", ""},
        {"DELETE FROM sqlite_sequence WHERE name = 't'; UPDATE main.sqlite_sequence SET seq = 1;",
         ""},
        {"SELECT 1; PRAGMA user_version = 3; EXPLAIN DELETE FROM t;", ""},
    };
    JUDGE(cases);
}

static void what_loses_is_named(void **state)
{
    static const struct judged cases[] = {
        {"\n\nDROP TABLE t;", "t (line 3)"},
        {"DROP TABLE IF EXISTS main.\"a b\";", "a b (line 1)"},
        {"ALTER TABLE t DROP COLUMN c;", "t.c (line 1)"},
        {"ALTER TABLE t DROP c;", "t.c (line 1)"},
        {"DELETE FROM t WHERE a = 1;", "t: deletes rows (line 1)"},
        {"DELETE FROM t;", "t: deletes rows (line 1)"},
        {"WITH x AS (SELECT 1) DELETE FROM t;", "t: deletes rows (line 1)"},
        {"UPDATE t SET a = 1;", "t: changes rows (line 1)"},
        {"ALTER TABLE t ADD COLUMN c; UPDATE t SET c = 1, a = 2;", "t: changes rows (line 1)"},
        {"ALTER TABLE t ADD COLUMN c; UPDATE OR REPLACE t SET c = 1;", "t: changes rows (line 1)"},
        {"ALTER TABLE t ADD COLUMN c; UPDATE u SET c = 1;", "u: changes rows (line 1)"},
        {"REPLACE INTO t VALUES (1);", "t: replaces rows (line 1)"},
        {"INSERT OR REPLACE INTO t VALUES (1);", "t: replaces rows (line 1)"},
        {"INSERT INTO t VALUES (1) ON CONFLICT DO UPDATE SET a = 1;", "t: replaces rows (line 1)"},
        {"CREATE TABLE IF NOT EXISTS t (a); DROP TABLE t;", "t (line 1)"},
        {"CREATE TEMP TABLE t (a); DROP TABLE main.t;", "t (line 1)"},
        {"CREATE TEMP TABLE t (a); DROP TABLE t; DROP TABLE t;", "t (line 1)"},
        {"CREATE TABLE t (a); DROP TABLE t; DROP TABLE t;", "t (line 1)"},
        {"DROP TABLE t; CREATE TABLE t (a);", "t (line 1)"},
        {"DROP TABLE a; DROP TABLE b;", "a (line 1); b (line 1)"},
        {"DROP TABLE \"x\n-- y\";", "x\\n-- y (line 1)"},
    };
    JUDGE(cases);
}

#define OUT "CREATE TEMP TABLE x AS SELECT rowid AS r, +a AS a, +b AS b FROM main.t;"
#define NEW "DROP TABLE main.t; CREATE TABLE t (a, b, c);"
#define GONE "DROP TABLE temp.x;"

static void a_rebuild_that_puts_all_back_loses_nothing(void **state)
{
    static const struct judged cases[] = {
        {OUT NEW "INSERT OR ABORT INTO main.t (a, b) SELECT a, b FROM temp.x ORDER BY r;" GONE, ""},
        {OUT NEW "INSERT INTO t (rowid, a, b, c) SELECT r, CAST(a AS TEXT), coalesce(b, ''), 'x' "
                 "FROM x;" GONE,
         ""},
        {OUT NEW "INSERT INTO t SELECT *, 1 FROM temp.x;" GONE, ""},
        {"CREATE TEMPORARY TABLE x AS SELECT * FROM t;" NEW
         "INSERT INTO t SELECT * FROM temp.x AS y ORDER BY 1;" GONE,
         ""},
        {OUT NEW "INSERT INTO t (a, b) SELECT a, b FROM temp.x; UPDATE t SET c = 1;" GONE, ""},
        {"CREATE TABLE n (a); INSERT INTO n (a) SELECT a FROM main.t; DROP TABLE t;"
         "ALTER TABLE n RENAME TO t;",
         ""},
        {"ALTER TABLE t RENAME TO old; CREATE TABLE t (a); INSERT INTO t SELECT a FROM old;"
         "DROP TABLE old;",
         ""},
        {"CREATE TEMP TABLE s AS SELECT name, seq FROM main.sqlite_sequence WHERE name = 't';" OUT
             NEW "INSERT INTO t (a, b) SELECT a, b FROM temp.x;"
         "DELETE FROM main.sqlite_sequence WHERE name = 't';"
         "INSERT INTO main.sqlite_sequence SELECT name, seq FROM temp.s; DROP TABLE temp.s;" GONE,
         ""},
    };
    JUDGE(cases);
}

static void a_rebuild_that_leaves_something_out_loses_it(void **state)
{
    static const struct judged cases[] = {
        {OUT NEW "INSERT INTO t (a) SELECT a FROM temp.x;" GONE, "t.b (line 1)"},
        {OUT NEW "INSERT INTO t (a, b) SELECT a, NULL FROM temp.x;" GONE, "t.b (line 1)"},
        {OUT NEW "INSERT INTO t (a, b) SELECT a, b FROM temp.x WHERE a;" GONE, "t (line 1)"},
        {OUT NEW "INSERT INTO t (a, b) SELECT a, b FROM temp.x LIMIT 1;" GONE, "t (line 1)"},
        {OUT NEW "INSERT INTO t (a, b) SELECT a, b FROM temp.x ORDER BY r LIMIT 1;" GONE,
         "t (line 1)"},
        {OUT NEW "INSERT INTO t (a, b) SELECT DISTINCT a, b FROM temp.x;" GONE, "t (line 1)"},
        {OUT NEW "INSERT INTO t (a, b) SELECT a, b FROM temp.x GROUP BY a;" GONE, "t (line 1)"},
        {OUT NEW "INSERT INTO t (a, b) SELECT a, b FROM temp.x, y;" GONE, "t (line 1)"},
        {OUT NEW "INSERT INTO t (a, b) SELECT a, b FROM temp.x JOIN y;" GONE, "t (line 1)"},
        {OUT NEW "INSERT OR IGNORE INTO t (a, b) SELECT a, b FROM temp.x;" GONE, "t (line 1)"},
        {OUT NEW "INSERT INTO u (a, b) SELECT a, b FROM temp.x;" GONE, "t (line 1)"},
        {OUT NEW GONE, "t (line 1)"},
        {OUT "DELETE FROM x;" NEW "INSERT INTO t (a, b) SELECT a, b FROM temp.x;" GONE,
         "x: deletes rows (line 1)"},
        {OUT "UPDATE temp.x SET a = 1;" NEW "INSERT INTO t (a, b) SELECT a, b FROM temp.x;" GONE,
         "x: changes rows (line 1)"},
        {OUT GONE "DROP TABLE t; CREATE TABLE t (a, b);", "t (line 1)"},
        {OUT NEW "INSERT INTO t (a, b) SELECT a, b FROM temp.x; DELETE FROM t;" GONE,
         "t: deletes rows (line 1)"},
        {OUT NEW "INSERT INTO t (a, b) SELECT a, b FROM temp.x; UPDATE t SET b = 1;" GONE,
         "t: changes rows (line 1)"},
        {OUT NEW "INSERT INTO t (a, b) SELECT a, b FROM temp.x; DROP TABLE t;" GONE, "t (line 1)"},
        {"CREATE TEMP TABLE x AS SELECT a FROM t WHERE a; DROP TABLE t; CREATE TABLE t (a);"
         "INSERT INTO t SELECT a FROM temp.x; DROP TABLE x;",
         "t (line 1)"},
        {"CREATE TABLE n (a); INSERT INTO n (a) SELECT a FROM t; DROP TABLE t; DROP TABLE n;",
         "t (line 1)"},
        {"CREATE TABLE n (a); INSERT INTO n (a) SELECT a FROM t WHERE 0; DROP TABLE t;"
         "ALTER TABLE n RENAME TO t;",
         "t (line 1)"},
        {"CREATE TEMP TABLE IF NOT EXISTS x AS SELECT * FROM t; DROP TABLE t; CREATE TABLE t (a);"
         "INSERT INTO t SELECT * FROM temp.x;",
         "t (line 1)"},
    };
    JUDGE(cases);
}

#define KEEP "CREATE TABLE k (a, b, PRIMARY KEY (a)); INSERT INTO k SELECT a, b FROM main.t; "
#define KEPT "orqgen_archive_x_1"

static void what_is_kept_in_a_table_that_stays_is_not_lost(void **state)
{
    static const struct judged cases[] = {
        {KEEP "ALTER TABLE t DROP COLUMN b;", ""},
        {KEEP "ALTER TABLE t DROP COLUMN c;", "t.c (line 1)"},
        {KEEP "ALTER TABLE u DROP COLUMN b;", "u.b (line 1)"},
        {KEEP "ALTER TABLE t RENAME TO u; ALTER TABLE u DROP COLUMN b;", ""},
        {KEEP "ALTER TABLE t DROP COLUMN b; DROP TABLE k;", "t.b (line 1)"},
        {KEEP "ALTER TABLE t DROP COLUMN b; DELETE FROM k;", "k: deletes rows (line 1)"},
        {"CREATE TABLE k AS SELECT a, b FROM t WHERE a; ALTER TABLE t DROP COLUMN b;",
         "t.b (line 1)"},
        {"CREATE TABLE k AS SELECT a, b + 1 AS b FROM t; ALTER TABLE t DROP COLUMN b;",
         "t.b (line 1)"},
        {"CREATE TABLE k AS SELECT a, b AS c FROM t; ALTER TABLE t DROP COLUMN b;", ""},
        {"CREATE TABLE k AS SELECT * FROM t; ALTER TABLE t DROP COLUMN b;", ""},
        {"CREATE TEMP TABLE k AS SELECT * FROM t; ALTER TABLE t DROP COLUMN b;", "t.b (line 1)"},
        {KEEP "DROP TABLE t;", ""},
        {KEEP "DROP TABLE t; DROP TABLE k;", "t (line 1)"},
        {KEEP OUT NEW "INSERT INTO t (a) SELECT a FROM temp.x;" GONE, ""},
    };
    JUDGE(cases);
}

/* What is kept, as "table.column in where", joined by "; ". */
static void what_is_kept_says_where(void **state)
{
    static const struct judged cases[] = {
        {"CREATE TABLE k (a); INSERT INTO k SELECT a FROM t; ALTER TABLE t DROP COLUMN a;",
         "t.a in k"},
        {"CREATE TABLE k (a, b); INSERT INTO k SELECT a, b FROM t; DROP TABLE t;", "t in k"},
        {"CREATE TABLE k (a); INSERT INTO k SELECT a FROM t; ALTER TABLE t DROP COLUMN b;", ""},
        {"CREATE TABLE k (a); INSERT INTO k SELECT a FROM t; ALTER TABLE t DROP COLUMN a;"
         "DROP TABLE k;",
         ""},
        {"CREATE TABLE k (a); INSERT INTO k SELECT a FROM t; DROP TABLE t;"
         "ALTER TABLE k RENAME TO t;",
         ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct orq_file_section section = {.text = cases[i].sql, .len = strlen(cases[i].sql)};
        struct orq_losses losses = orq_section_judge(*state, &section);
        struct orq_str text = orq_str_new(*state);
        for (size_t k = 0; k < losses.kept.len; k++) {
            const struct orq_kept *kept = &losses.kept.items[k];
            orq_str_addf(&text, "%s%s%s%s in %s", k > 0 ? "; " : "", kept->table,
                         kept->column ? "." : "", kept->column ? kept->column : "", kept->in);
        }
        assert_string_equal(orq_str_text(&text), cases[i].losses);
    }
}

static void an_archive_that_was_put_back_may_go(void **state)
{
    static const struct judged cases[] = {
        {"DROP TABLE " KEPT ";", KEPT " (line 1)"},
        {"UPDATE t SET b = 1; DROP TABLE " KEPT ";", "t: changes rows (line 1); " KEPT " (line 1)"},
        {"INSERT INTO " KEPT " VALUES (1); DROP TABLE " KEPT ";", KEPT " (line 1)"},
        {"INSERT INTO t SELECT a FROM " KEPT "; DROP TABLE main." KEPT ";", ""},
        {"ALTER TABLE t ADD b; UPDATE t SET b = (SELECT b FROM main." KEPT " AS k WHERE k.a = t.a);"
         "DROP TABLE " KEPT ";",
         ""},
        {"INSERT INTO t SELECT a FROM other; DROP TABLE other;", "other (line 1)"},
    };
    JUDGE(cases);
}

/* Which columns a rebuild copies is for the database to judge. */
static void rebuilds_name_what_they_copy(void **state)
{
    const char *sql = OUT NEW "INSERT INTO t (a, b) SELECT a, b FROM temp.x;" GONE;
    struct orq_file_section section = {.text = sql, .len = strlen(sql), .at = {.line = 10}};
    struct orq_judged_list statements = {0};
    orq_section_statements(*state, &section, &statements);
    struct orq_losses losses = orq_statements_losses(*state, "sqlite", &statements);
    assert_int_equal(losses.lines.len, 0);
    assert_int_equal(losses.rebuilds.len, 1);
    assert_string_equal(losses.rebuilds.items[0].table, "t");
    assert_false(losses.rebuilds.items[0].every_column);
    assert_int_equal(losses.rebuilds.items[0].copied.len, 3);
    assert_int_equal(losses.rebuilds.items[0].line, 11);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_set_up, arena_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(harmless_statements_lose_nothing),
        TEST(what_loses_is_named),
        TEST(a_rebuild_that_puts_all_back_loses_nothing),
        TEST(a_rebuild_that_leaves_something_out_loses_it),
        TEST(what_is_kept_in_a_table_that_stays_is_not_lost),
        TEST(what_is_kept_says_where),
        TEST(an_archive_that_was_put_back_may_go),
        TEST(rebuilds_name_what_they_copy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
