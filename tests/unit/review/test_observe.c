/* What is seen of a section's statements, on SQLite; of PostgreSQL: tests/cli/postgres_lint.bats.
 */
#include "review/observe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char tables[] = "CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT);"
                             "CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id), "
                             "flag TEXT CHECK (flag = 'x'))";

struct seen {
    struct orq_arena *arena;
    struct orq_diags *diags;
    struct orq_observed_list list;
};

static struct seen observe(const char *sql)
{
    struct seen seen = {.arena = orq_arena_new()};
    struct orq_db *db = NULL;
    struct orq_file_section section = {0};
    const struct orq_span at = {"m.sql", 1, 1};
    seen.diags = orq_diags_new(seen.arena);
    const char *text = orq_arena_printf(seen.arena, "-- +orqgen upgrade sqlite\n%s\n", sql);
    assert_true(orq_file_section_read(seen.arena, at, text, seen.diags, &section));
    assert_int_equal(orq_db_memory(seen.arena, seen.diags, &db), ORQ_OK);
    assert_int_equal(orq_db_exec(db, tables, seen.diags), ORQ_OK);
    const struct orq_stage stage = {orq_engine_find("sqlite"), db};
    assert_int_equal(orq_observe(seen.arena, &stage, &section, seen.diags, &seen.list), ORQ_OK);
    orq_db_close(db);
    return seen;
}

static void each_statement_has_its_operations(void **state)
{
    (void)state;
    struct seen seen = observe("ALTER TABLE p ADD COLUMN b;\nCREATE INDEX i ON p (b);");
    assert_int_equal(seen.list.len, 2);
    assert_string_equal(seen.list.items[0].summary, "add column p.b");
    assert_string_equal(seen.list.items[1].summary, "create index i on p");
    assert_int_equal(seen.list.items[1].at.line, 3);
    assert_string_equal(seen.list.items[1].touched.items[0].built.items[0], "i");
    assert_int_equal(seen.list.items[0].lock, ORQ_LOCK_DATABASE_WRITE);
    orq_arena_free(seen.arena);
}

static void a_rename_is_no_drop(void **state)
{
    (void)state;
    struct seen seen = observe("ALTER TABLE p RENAME COLUMN a TO b;\nALTER TABLE p RENAME TO q;");
    assert_int_equal(seen.list.items[0].ops.items[0].kind, ORQ_OP_RENAME_COLUMN);
    assert_int_equal(seen.list.items[0].ops.len, 1);
    assert_int_equal(seen.list.items[1].ops.items[0].kind, ORQ_OP_RENAME_TABLE);
    orq_arena_free(seen.arena);
}

static void a_rebuild_is_seen_where_it_ends(void **state)
{
    (void)state;
    struct seen seen = observe("CREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT, b);\n"
                               "INSERT INTO n SELECT id, a, 1 FROM p;\n"
                               "DROP TABLE c;\nALTER TABLE n RENAME TO c;");
    assert_int_equal(seen.list.len, 4);
    assert_int_equal(seen.list.items[0].touched.len, 0);
    assert_false(seen.list.items[2].touched.items[0].rewritten);
    assert_string_equal(seen.list.items[3].touched.items[0].table, "c");
    assert_true(seen.list.items[3].touched.items[0].rewritten);
    orq_arena_free(seen.arena);
}

static void what_only_rows_refuse_runs_without_them(void **state)
{
    (void)state;
    struct seen seen = observe("CREATE UNIQUE INDEX i ON c (flag);\nCREATE INDEX k ON c (flag);");
    assert_int_equal(seen.list.len, 2);
    assert_null(seen.list.items[0].error);
    assert_non_null(strstr(seen.list.items[0].refused_rows, "UNIQUE"));
    assert_null(seen.list.items[1].refused_rows);
    orq_arena_free(seen.arena);
}

static void a_refusal_ends_the_list(void **state)
{
    (void)state;
    struct seen seen = observe("ALTER TABLE p ADD COLUMN b;\nDROP TABLE nowhere;\nDROP TABLE p;");
    assert_int_equal(seen.list.len, 2);
    assert_null(seen.list.items[0].error);
    assert_string_equal(seen.list.items[1].error, "no such table: nowhere");
    assert_string_equal(seen.list.items[1].sql, "DROP TABLE nowhere");
    assert_int_equal(seen.list.items[1].at.line, 3);
    orq_arena_free(seen.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_statement_has_its_operations),
        cmocka_unit_test(a_rename_is_no_drop),
        cmocka_unit_test(a_rebuild_is_seen_where_it_ends),
        cmocka_unit_test(what_only_rows_refuse_runs_without_them),
        cmocka_unit_test(a_refusal_ends_the_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
