#include "tests/unit/sql/cmocka_all.h"

#include "sql/expr.h"

#include <string.h>

/* The scope of all cases: a table t with these columns. */
static struct orq_scope scope_of(struct orq_arena *arena)
{
    static const char *const names[] = {"a", "b", "c", "two words", "col", "true"};
    static int known;
    struct orq_map *columns = orq_map_new(arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        orq_map_put(columns, names[i], &known);
    return (struct orq_scope){.table = "t", .columns = columns};
}

static const struct orq_expr *parse(struct orq_arena *arena, const char *text)
{
    struct orq_expr_error error = {0};
    const struct orq_expr *expr =
        orq_expr_parse(arena, text, strlen(text), scope_of(arena), &error);
    if (!expr)
        fail_msg("%s at %zu: %s", error.message, error.offset, text);
    return expr;
}

struct pair {
    const char *a, *b;
};

static const struct pair equal[] = {
    {"a = 1", "A == 1"},
    {"a<>1", "a != 1"},
    {"a = 1", "\"a\" = 1"},
    {"a = 1", "[A] = (1)"},
    {"a = 1", "`a` = 1 -- one"},
    {"a = 1", "/* x */ ((a) = ((1)))"},
    {"t.a > 0", "a > 0"},
    {"\"T\".\"A\" > 0", "a > 0"},
    {"a IS NOT NULL", "a NOTNULL"},
    {"a IS NOT NULL", "a not null"},
    {"a IS NULL", "a ISNULL"},
    {"a IS NOT DISTINCT FROM b", "a IS b"},
    {"a IS DISTINCT FROM b", "a IS NOT b"},
    {"a IS DISTINCT FROM NULL", "a NOTNULL"},
    {"a = 0x10", "a = 16"},
    {"a = 0X1f", "a = 31"},
    {"a = 007", "a = 7"},
    {"a = 1.0", "a = 1.00"},
    {"a = 10.0", "a = 1e1"},
    {"a = .5", "a = 0.5"},
    {"a = 9e999", "a = 9e400"},
    {"a = 9223372036854775809", "a = 9223372036854775809.0"},
    {"a = X'aB'", "a = x'AB'"},
    {"a = 'x''y'", "a = \"x'y\""},
    {"a AND b AND c", "a AND (b AND c)"},
    {"a OR b OR c", "(a OR b) OR c"},
    {"a AND b OR c", "(a AND b) OR c"},
    {"NOT a = b", "NOT (a = b)"},
    {"a = b < c", "a = (b < c)"},
    {"a < b = c", "(a < b) = c"},
    {"a = b = c", "(a = b) = c"},
    {"a + b * c", "a + (b * c)"},
    {"a - b - c", "(a - b) - c"},
    {"a || b * c", "(a || b) * c"},
    {"a & b + c", "a & (b + c)"},
    {"a << 1 | 2", "(a << 1) | 2"},
    {"a < b & c", "a < (b & c)"},
    {"- a || b", "(-a) || b"},
    {"-a COLLATE nocase", "(-a) COLLATE NOCASE"},
    {"a || b COLLATE nocase", "a || (b COLLATE \"nocase\")"},
    {"NOT a COLLATE nocase", "NOT (a COLLATE nocase)"},
    {"a = NOT b AND c", "(a = (NOT b)) AND c"},
    {"a = NOT b = c", "a = (NOT (b = c))"},
    {"a NOT LIKE b", "NOT (a LIKE b)"},
    {"a NOT IN (1,2)", "NOT a IN (1, 2)"},
    {"a NOT BETWEEN 1 AND 2", "NOT (a between 1 and 2)"},
    {"a BETWEEN 1 AND 2 AND b", "(a BETWEEN 1 AND 2) AND b"},
    {"a BETWEEN b = c AND 2", "a BETWEEN (b = c) AND 2"},
    {"a BETWEEN 1 AND 2 = b", "(a BETWEEN 1 AND 2) = b"},
    {"a BETWEEN 1 AND 2 < b", "a BETWEEN 1 AND (2 < b)"},
    {"a = b NOT NULL", "(a = b) NOTNULL"},
    {"a AND b NOT NULL", "a AND (b IS NOT NULL)"},
    {"a LIKE b ESCAPE '\\'", "a like b escape '\\'"},
    {"a LIKE b || c ESCAPE 'x'", "a LIKE (b || c) ESCAPE 'x'"},
    {"a -> 'x' ->> 'y'", "(a -> 'x') ->> 'y'"},
    {"LENGTH(a)", "length ( \"a\" )"},
    {"\"length\"(a)", "length(a)"},
    {"Replace(a, 'x', 'y')", "replace(a,'x','y')"},
    {"count(*)", "COUNT( * )"},
    {"max(DISTINCT a)", "max(distinct A)"},
    {"count(ALL a)", "count(a)"},
    {"count(a) FILTER (WHERE b > 1)", "count(a) filter (where B > 1)"},
    {"CAST(a AS TEXT)", "cast(a as text)"},
    {"CAST(a AS VARCHAR(10))", "cast(a as varchar ( 10 ))"},
    {"CASE WHEN a THEN 1 ELSE 2 END", "case when (a) then 1 else 2 end"},
    {"(a, b) = (1, 2)", "(A,B) == (1,(2))"},
    {"a IN (SELECT x FROM y)", "a in (select x from \"y\")"},
    {"EXISTS (SELECT 1)", "exists(select 1)"},
    {"CURRENT_TIMESTAMP", "current_timestamp"},
    {"\"two words\" > 1", "[Two Words] > 1"},
    {"\"col\" = 'x'", "col = \"x\""},
    {"true", "\"true\""}, /* a column of this scope */
    {"x.a = 1", "\"X\".[a] = 1"},
};

static const struct pair different[] = {
    {"a = 1", "a = 1.0"},
    {"a = 1", "a = '1'"},
    {"a = 1", "1 = a"},
    {"a = 'x'", "a = 'X'"},
    {"a = \"X\"", "a = \"x\""},
    {"a = 'a'", "a = \"a\""},
    {"a = \"nocol\"", "a = nocol"},
    {"a = [nocol]", "a = 'nocol'"},
    {"a IN (1, 2)", "a IN (2, 1)"},
    {"a IN (1)", "a = 1"},
    {"a COLLATE nocase = 'x'", "a = 'x'"},
    {"a COLLATE nocase", "a COLLATE rtrim"},
    {"CAST(a AS TEXT)", "a"},
    {"CAST(a AS TEXT)", "CAST(a AS BLOB)"},
    {"a AND b", "b AND a"},
    {"a AND b OR c", "a AND (b OR c)"},
    {"a - (b - c)", "a - b - c"},
    {"(a = b) = c", "a = (b = c)"},
    {"a AND b", "a OR b"},
    {"a IS NULL", "a = NULL"},
    {"a IS 1", "a = 1"},
    {"false", "0"},
    {"a IS false", "a IS 0"},
    {"+a", "a"},
    {"-1", "1"},
    {"x'00'", "'00'"},
    {"now()", "'now()'"},
    {"current_timestamp", "'current_timestamp'"},
    {"current_timestamp", "\"current_timestamp\""},
    {"NULL", "\"null\""},
    {"x.a = 1", "a = 1"},
    {"x.a", "y.a"},
    {"count(*)", "count()"},
    {"count(DISTINCT a)", "count(a)"},
    {"f(a)", "f(a, a)"},
    {"a LIKE b", "a GLOB b"},
    {"a LIKE b ESCAPE 'x'", "a LIKE b"},
    {"a BETWEEN 1 AND 2", "a >= 1 AND a <= 2"},
    {"CASE a WHEN 1 THEN 2 END", "CASE WHEN a THEN 1 END"},
    {"CASE WHEN a THEN 1 WHEN b THEN c END", "CASE a WHEN 1 THEN b ELSE c END"},
    {"CASE WHEN a THEN b ELSE c END", "CASE WHEN a THEN b END"},
    {"a -> 'x'", "a ->> 'x'"},
    {"a = 9223372036854775807", "a = 9223372036854775808"},
    {"a = 0xffffffffffffffff", "a = 18446744073709551615"},
    {"a = ?1", "a = ?2"},
    {"a IN (SELECT 1)", "a IN ((SELECT 1))"},
    {"a IN y", "a IN (y)"},
};

static void assert_canonical(struct orq_arena *arena, const char *text)
{
    const struct orq_expr *expr = parse(arena, text);
    const char *canonical = orq_expr_canonical(arena, expr);
    const struct orq_expr *again = parse(arena, canonical);
    if (!orq_expr_equal(expr, again))
        fail_msg("%s is not %s", text, canonical);
    assert_string_equal(orq_expr_canonical(arena, again), canonical);
}

static void equal_expressions_are_seen(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof equal / sizeof *equal; i++) {
        struct orq_arena *arena = orq_arena_new();
        const struct orq_expr *a = parse(arena, equal[i].a), *b = parse(arena, equal[i].b);
        if (!orq_expr_equal(a, b) || !orq_expr_equal(b, a))
            fail_msg("%s | %s", equal[i].a, equal[i].b);
        assert_string_equal(orq_expr_canonical(arena, a), orq_expr_canonical(arena, b));
        assert_canonical(arena, equal[i].a);
        assert_canonical(arena, equal[i].b);
        orq_arena_free(arena);
    }
}

static void different_expressions_stay_different(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof different / sizeof *different; i++) {
        struct orq_arena *arena = orq_arena_new();
        const struct orq_expr *a = parse(arena, different[i].a), *b = parse(arena, different[i].b);
        if (orq_expr_equal(a, b))
            fail_msg("%s | %s", different[i].a, different[i].b);
        assert_string_not_equal(orq_expr_canonical(arena, a), orq_expr_canonical(arena, b));
        assert_canonical(arena, different[i].a);
        assert_canonical(arena, different[i].b);
        orq_arena_free(arena);
    }
}

static const struct {
    const char *text;
    size_t offset;
} broken[] = {
    {"", 0},
    {"a +", 3},
    {"a b", 2},
    {"(a", 2},
    {"a)", 1},
    {"a = 1 -- x\n)", 11},
    {"a = 1 /* x", 6},
    {"a = 'x", 4},
    {"a IN (1", 7},
    {"a BETWEEN 1", 11},
    {"a LIKE", 6},
    {"CASE a END", 7},
    {"CASE WHEN a END", 12},
    {"CAST(a TEXT)", 7},
    {"f(a", 3},
    {"f(,)", 2},
    {"a AND", 5},
    {"a = 12x", 4},
    {"a; b", 1},
    {"a.b.c.d", 5},
    {"select 1", 0},
    {"a NOT b", 2},
    {"0x12345678901234567", 19},
    {"a \\ b", 2},
};

static void what_is_no_expression_is_an_error_with_a_position(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct orq_expr_error error = {.offset = SIZE_MAX};
        const char *text = broken[i].text;
        if (orq_expr_parse(arena, text, strlen(text), scope_of(arena), &error))
            fail_msg("was read: %s", text);
        if (error.offset != broken[i].offset)
            fail_msg("%s at %zu: %s", error.message, error.offset, text);
    }
    orq_arena_free(arena);
}

static const char *repeated(struct orq_arena *arena, const char *before, size_t count,
                            const char *after)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < count; i++)
        orq_str_add(&out, before);
    orq_str_add(&out, "1");
    for (size_t i = 0; i < count; i++)
        orq_str_add(&out, after);
    return orq_str_text(&out);
}

static void depth_is_bounded_and_length_is_not(void **state)
{
    (void)state;
    static const struct pair shapes[] = {{"(", ")"},       {"- ", ""},      {"NOT ", ""},
                                         {"f(", ")"},      {"", "+1"},      {"", " COLLATE x"},
                                         {"1||", ""},      {"1 IN (", ")"}, {"case when ", ""},
                                         {"", " IS NULL"}, {"(1,", ")"},    {"1 = NOT ", ""}};
    struct orq_arena *arena = orq_arena_new();
    struct orq_expr_error error;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        const char *deep = repeated(arena, shapes[i].a, 100000, shapes[i].b);
        assert_null(orq_expr_parse(arena, deep, strlen(deep), scope_of(arena), &error));
    }
    const char *brackets = repeated(arena, "(", 900, ")");
    const char *nots = repeated(arena, "- ", 900, "");
    const char *chain = repeated(arena, "a AND ", 100000, "");
    assert_canonical(arena, brackets);
    assert_canonical(arena, nots);
    assert_canonical(arena, chain);
    orq_arena_free(arena);
}

static void columns_are_listed_once_in_order(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    struct orq_strings columns = {0};
    orq_expr_columns(arena,
                     parse(arena, "B > \"nocol\" AND t.A IN (b, 'c') OR [two words] = f(B) OR "
                                  "b IN (SELECT col FROM y)"),
                     &columns);
    static const char *const expected[] = {"b", "a", "two words", "col", "y"};
    assert_int_equal(columns.len, 5);
    for (size_t i = 0; i < columns.len; i++)
        assert_string_equal(columns.items[i], expected[i]);
    orq_arena_free(arena);
}

static void constants_are_told_from_the_rest(void **state)
{
    (void)state;
    static const char *const constant[] = {
        "1",     "-1.5", "'x' || \"y\"",    "CAST('1' AS INT) + 2",
        "x'00'", "NULL", "(1 | 2) & 3 % 4", "false"};
    static const char *const other[] = {
        "a",     "now()",      "current_timestamp",  "1 = 1",      "~1", "1 < 2", "?1",
        "NOT 1", "(SELECT 1)", "'x' COLLATE nocase", "'{}' -> 'x'"};
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof constant / sizeof *constant; i++)
        assert_true(orq_expr_constant(parse(arena, constant[i])));
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        assert_false(orq_expr_constant(parse(arena, other[i])));
    orq_arena_free(arena);
}

static const struct pair equal_defaults[] = {
    {"5", "(5)"},
    {"'q'", "\"q\""},
    {"'q'", "(\"q\")"},
    {"foo", "'foo'"},
    {"Foo", "'Foo'"},
    {"[br k]", "'br k'"},
    {"abort", "'abort'"},
    {"TRUE", "1"},
    {"(false)", "0"},
    {"\"true\"", "'true'"},
    {"CURRENT_TIMESTAMP", "(current_timestamp)"},
    {"- 5", "(-5)"},
    {"NULL", "( null )"},
};
static const struct pair different_defaults[] = {
    {"'now()'", "(now())"},
    {"CURRENT_TIMESTAMP", "'CURRENT_TIMESTAMP'"},
    {"[current_timestamp]", "current_timestamp"},
    {"Foo", "foo"},
    {"'true'", "true"},
    {"NULL", "'null'"},
    {"NULL", "\"null\""},
    {"0", "'0'"},
    {"''", "NULL"},
};

static const struct orq_expr *parse_default(struct orq_arena *arena, const char *text)
{
    struct orq_expr_error error;
    const struct orq_expr *expr = orq_default_parse(arena, text, strlen(text), &error);
    if (!expr)
        fail_msg("%s at %zu: %s", error.message, error.offset, text);
    return expr;
}

static void defaults_mean_what_sqlite_makes_of_them(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof equal_defaults / sizeof *equal_defaults; i++)
        if (!orq_expr_equal(parse_default(arena, equal_defaults[i].a),
                            parse_default(arena, equal_defaults[i].b)))
            fail_msg("%s | %s", equal_defaults[i].a, equal_defaults[i].b);
    for (size_t i = 0; i < sizeof different_defaults / sizeof *different_defaults; i++)
        if (orq_expr_equal(parse_default(arena, different_defaults[i].a),
                           parse_default(arena, different_defaults[i].b)))
            fail_msg("%s | %s", different_defaults[i].a, different_defaults[i].b);
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_expressions_are_seen),
        cmocka_unit_test(different_expressions_stay_different),
        cmocka_unit_test(what_is_no_expression_is_an_error_with_a_position),
        cmocka_unit_test(depth_is_bounded_and_length_is_not),
        cmocka_unit_test(columns_are_listed_once_in_order),
        cmocka_unit_test(constants_are_told_from_the_rest),
        cmocka_unit_test(defaults_mean_what_sqlite_makes_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
