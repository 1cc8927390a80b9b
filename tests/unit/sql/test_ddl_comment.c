#include "sql/ddl_comment.h"
#include "sql/sqlite_ddl.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static const struct {
    const char *sql, *table, *column; /* the last column's */
} rows[] = {
    {"CREATE TABLE t (a INT)", NULL, NULL},
    {"CREATE TABLE t ( -- all of it\n a INT -- a  number\n)", "all of it", "a number"},
    {"CREATE TABLE t (a INT /* one */ /* two */\n)", NULL, "one two"},
    {"CREATE TABLE t (a INT, -- behind the comma\n CHECK (a))", NULL, "behind the comma"},
    {"CREATE TABLE t (a INT -- in front of it\n , CHECK (a))", NULL, "in front of it"},
    {"CREATE TABLE t (\n -- its own line\n a INT\n -- and here\n)", NULL, NULL},
    {"CREATE TABLE t (a INT\n , -- on the line of the comma\n CHECK (a))", NULL, NULL},
    {"CREATE TABLE t (a INT, /* of the check */ CHECK (a))", NULL, NULL},
    {"CREATE TABLE t (a /* why */ INT CHECK (a -- x\n > 0))", NULL, NULL},
    {"CREATE TABLE \"(\" /* no */ ( /* yes -- it is */\n a INT --\n)", "yes -- it is", NULL},
    {"CREATE TABLE t (a INT --- dashes\n)", NULL, "- dashes"},
    {"CREATE TABLE t (a INT) -- behind all", NULL, NULL},
    {"CREATE TABLE t (a INT -- never closed", NULL, "never closed"},
};

static void assert_words(const char *sql, const char *expected, const char *found)
{
    if (expected && found)
        assert_string_equal(found, expected);
    else if (expected != found)
        fail_msg("%s: expected %s, found %s", sql, expected ? expected : "none",
                 found ? found : "none");
}

static void a_comment_stands_on_its_line(void **state)
{
    struct orq_arena *arena = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct orq_expr_error error = {0};
        const struct orq_ddl_table *ddl = orq_ddl_parse_table(arena, rows[i].sql, &error);
        assert_words(rows[i].sql, rows[i].table, orq_ddl_table_comment(arena, rows[i].sql));
        if (ddl)
            assert_words(rows[i].sql, rows[i].column,
                         orq_ddl_column_comment(arena, rows[i].sql,
                                                ddl->columns.items[ddl->columns.len - 1].text.to));
    }
}

static void words_are_one_line(void **state)
{
    struct orq_arena *arena = *state;
    assert_string_equal(orq_comment_words(arena, " a\r\n-- b\t\vc\f "), "a -- b c");
    assert_null(orq_comment_words(arena, " \n "));
    assert_null(orq_comment_words(arena, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comment_stands_on_its_line),
        cmocka_unit_test(words_are_one_line),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
