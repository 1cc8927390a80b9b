#include "tests/unit/sql/cmocka_all.h"

#include "sql/token.h"

#include <string.h>

static const char *canonical(struct orq_arena *arena, const char *text)
{
    const char *tokens = orq_tokens_canonical(arena, text, strlen(text));
    assert_string_equal(orq_tokens_canonical(arena, tokens, strlen(tokens)), tokens);
    return tokens;
}

static void one_spelling_for_the_same_tokens(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {" -- x\n /* y */ ", ""},
        {"CREATE  TABLE T(A int) -- x", "create table t ( a int )"},
        {"CREATE TABLE \"T\"([A] int, \"B\" int)", "create table t ( a int , b int )"},
        {"CREATE TABLE x(\"A b\" int)", "create table x ( \"a b\" int )"},
        {"a==b<>c!=d", "a = b != c != d"},
        {"\"key\" [Key] `a\"b` key", "\"key\" \"key\" \"a\"\"b\" key"},
        {"\"foo\" 'foo' 'Foo'", "foo 'foo' 'Foo'"},
        {"x'aB' 0X1f 1E3", "x'aB' 0X1f 1E3"},
        {"\"Foo\" \"foo\" [Foo]", "\"Foo\" foo foo"},
        {"\"Foo\".\"Bar\"", "foo . bar"},
        {"PRIMARY KEY(\"A\",\"B\") REFERENCES \"P\"(\"X\")",
         "primary key ( a , b ) references p ( x )"},
        {"SELECT \"A\" FROM \"B\"", "select \"A\" from b"},
        {"DEFAULT Foo DEFAULT [Foo] DEFAULT \"Foo\" DEFAULT NULL",
         "default Foo default \"Foo\" default \"Foo\" default null"},
        {"COLLATE \"NoCase\"", "collate nocase"},
        {"a 'unclosed", "a 'unclosed"},
        {"a/**/\vb", "a\vb"},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(canonical(arena, cases[i][0]), cases[i][1]);
    orq_arena_free(arena);
}

/* Pairs that mean different things to SQLite. */
static void what_differs_stays_apart(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"a = \"x\"", "a = 'x'"},
        {"a <> \"Foo\"", "a <> \"foo\""},
        {"DEFAULT \"A\"", "DEFAULT \"a\""},
        {"DEFAULT A", "DEFAULT a"},
        {"DEFAULT [A]", "DEFAULT [a]"},
        {"DEFAULT \"null\"", "DEFAULT NULL"},
        {"DEFAULT \"true\"", "DEFAULT TRUE"},
        {"DEFAULT \"current_timestamp\"", "DEFAULT current_timestamp"},
        {"CREATE TABLE t(\"primary\" KEY)", "CREATE TABLE t(primary KEY)"},
        {"a \"x y\"", "a x y"},
        {"\"1\"", "1"},
        {"a IS DISTINCT FROM \"X\"", "a IS DISTINCT FROM \"x\""},
        {"CREATE TABLE t(a CHECK(a <> \"X\"))", "CREATE TABLE t(a CHECK(a <> \"x\"))"},
        {"CREATE TABLE t(a CHECK(key(\"X\")))", "CREATE TABLE t(a CHECK(key(\"x\")))"},
        {"CREATE TABLE t AS SELECT f(\"X\")", "CREATE TABLE t AS SELECT f(\"x\")"},
        {"ALTER TABLE t ADD a CHECK(\"X\" < a)", "ALTER TABLE t ADD a CHECK(\"x\" < a)"},
        {"- -1", "--1\n"},
        {"a - > b", "a -> b"},
        {"\"a\"\"b\"", "\"a\" \"b\""},
        {"'a''b'", "'a' 'b'"},
        {"\"\"", "''"},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_not_equal(canonical(arena, cases[i][0]), canonical(arena, cases[i][1]));
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_spelling_for_the_same_tokens),
        cmocka_unit_test(what_differs_stays_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
