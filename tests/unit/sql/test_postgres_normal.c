#include "tests/unit/sql/cmocka_all.h"

#include "sql/postgres_normal.h"

#include <string.h>

static void shown(const char *(*normal)(struct orq_arena *, const char *),
                  const char *const (*cases)[2], size_t count)
{
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < count; i++) {
        const char *text = normal(arena, cases[i][0]);
        assert_non_null(text);
        assert_string_equal(text, cases[i][1]);
        assert_string_equal(normal(arena, text), text);
    }
    orq_arena_free(arena);
}
#define SHOWN(normal, cases) shown((normal), (cases), sizeof(cases) / sizeof *(cases))

static const char *const spellings[][2] = {
    {"", ""},
    {" A  -- x\n + /* y */ \"b\" ", "a + b"},
    {"\"A\" != 1E3", "\"A\" <> 1e3"},
    {"((a > 0))", "a > 0"},
    {"(a) > (0)", "a > 0"},
    {"(a > 0) AND ((b) = ('x'))", "(a > 0) and (b = 'x')"},
    {"x::int4", "x::integer"},
    {"CAST(x AS int)", "x::integer"},
    {"CAST(a + b AS varchar(10))", "(a + b)::character varying(10)"},
    {"CAST((a + b) AS text)", "(a + b)::text"},
    {"(x)::int", "x::integer"},
    {"CAST(x AS int[])[1]", "cast (x as integer[])[1]"},
    {"(x::int[])[1]", "(x::integer[])[1]"},
    {"date '2020-01-01' + INTERVAL '1 day'", "'2020-01-01'::date + '1 day'::interval"},
    {"interval '1' year", "interval '1' year"},
    {"timestamp with time zone 'x'", "'x'::timestamp with time zone"},
    {"now() = CURRENT_TIMESTAMP", "now() = current_timestamp"},
    {"E'it\\'s' || $$x$$ || 'a\\b' || E'a\\\\b'", "'it''s' || 'x' || 'a\\b' || 'a\\b'"},
    {"N'x'", "n'x'"},
    {"public.t.c = pg_catalog.lower(x)", "t.c = lower(x)"},
    {"public.f(x)", "public.f(x)"},
    {"x::public.mood", "x::mood"},
    {"x::pg_catalog.int4", "x::integer"},
    {"x::public.int4", "x::public.int4"},
    {"x COLLATE pg_catalog.\"default\"", "x collate \"default\""},
    {"x COLLATE public.nocase", "x collate nocase"},
    {"x COLLATE public.\"C\"", "x collate public.\"C\""},
    {"nextval('public.t_id_seq'::regclass)", "nextval('t_id_seq'::regclass)"},
    {"nextval('t_id_seq')", "nextval('t_id_seq'::regclass)"},
    {"'public.t'::regclass", "'t'::regclass"},
    {"a > '-1'::integer", "a > - 1"},
    {"a > (-1)", "a > - 1"},
    {"a > '-1'::bigint", "a > '-1'::bigint"},
    {"a - (-1)", "a - - 1"},
    {"(-1)::text", "(- 1)::text"},
    {"'-1'::integer::text", "(- 1)::text"},
    {"(a).b", "(a).b"},
    {"(f(x)).b", "(f(x)).b"},
    {"(a)[1]", "(a)[1]"},
    {"a[1:2]", "a[1 : 2]"},
    {"x in (1)", "x in (1)"},
    {"x = any ((array[1]))", "x = any (array[1])"},
    {"x = any ((select 1))", "x = any ((select 1))"},
    {"f((a + b), c)", "f(a + b, c)"},
    {"f((a, b))", "f((a, b))"},
    {"\"position\" > 1", "position > 1"},
    {"\"position\"(a, b)", "\"position\"(a, b)"},
    {"\"user\" = user", "\"user\" = user"},
    {"new.user", "new.\"user\""},
    {"x::\"char\"", "x::\"char\""},
    {"x::char", "x::character(1)"},
    {"count(*)", "count(*)"},
    {"t.*", "t.*"},
    {"x::timestamptz(3)", "x::timestamp(3) with time zone"},
    {"x::numeric(10, 2)", "x::numeric(10,2)"},
    {"x::interval day to second(3)", "x::interval day to second(3)"},
    {"x::float(10)", "x::real"},
    {"x::int[3][]", "x::integer[]"},
    {"x::int % type", "x::integer % type"},
    {"a AND NOT (b)", "a and not b"},
    {"cast(x as interval) day", "cast (x as interval) day"},
    {"(select 1)", "(select 1)"},
    {"a = $1", "a = $1"},
    {"B'01'", "b'01'"},
    {"x::geometry('Point', 4326)", "x::geometry('Point',4326)"},
    {"1 x::integor '-1'::int", "1 x::integor '-1'::integer"},
};

static void one_spelling(void **state)
{
    (void)state;
    SHOWN(orq_pg_expression_normal, spellings);
}

static void queries_lose_their_semicolon(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"SELECT \"a\" FROM public.t WHERE (x) ;", "select a from t where x"},
        {"SELECT 1; ;", "select 1"},
        {"select a \"year\" from t", "select a \"year\" from t"},
    };
    SHOWN(orq_pg_query_normal, cases);
}

static void statements_keep_their_parentheses(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"CREATE  TRIGGER \"a\" -- x\n BEFORE UPDATE ON public.t EXECUTE FUNCTION public.f('X')",
         "create trigger a before update on t execute function f('X')"},
        {"when ((a) != 1)", "when ((a) <> 1)"},
        {"x \"char\"", "x \"char\""},
    };
    SHOWN(orq_pg_statement_normal, cases);
}

static void what_is_no_expression_has_no_form(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "(a", "a)", "[a)", "'x", "a /* x", "f(]", "x::numeric((5))"};
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_null(orq_pg_expression_normal(arena, cases[i]));
    assert_null(orq_pg_statement_normal(arena, ")("));
    orq_arena_free(arena);
}

static void what_differs_stays_apart(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"now()", "current_timestamp"},
        {"\"A\"", "a"},
        {"'a'", "'A'"},
        {"f('a')", "f(a)"},
        {"a + b * c", "(a + b) * c"},
        {"-1::text", "(-1)::text"},
        {"(t).c", "t.c"},
        {"x::bpchar", "x::char"},
        {"x::\"char\"", "x::char"},
        {"x::int", "x::bigint"},
        {"x::numeric(10)", "x::numeric"},
        {"\"coalesce\"(a)", "coalesce(a)"},
        {"public.lower(a)", "lower(a)"},
        {"x::public.text", "x::text"},
        {"any (select 1)", "any ((select 1))"},
        {"a - - 1", "a -- 1"},
        {"'a' 'b'", "'ab'"},
        {"row(a, b)", "row((a, b))"},
        {"x = U&'\\0061'", "x = '\\0061'"},
        {"interval '1' \"year\"", "interval '1' year"},
        {"a.b.c", "b.c"},
        {"audit.t", "t"},
        {"x in (1)", "x in (2)"},
        {"\"user\"", "user"},
        {"n'a'", "'a'"},
        {"x::time", "x::timetz"},
        {"x::timestamp(3)", "x::timestamp"},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_string_not_equal(orq_pg_expression_normal(arena, pairs[i][0]),
                                orq_pg_expression_normal(arena, pairs[i][1]));
    orq_arena_free(arena);
}

static void strings_on_two_lines_are_one(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    assert_string_equal(orq_pg_expression_normal(arena, "'a'\n'b'"), "'ab'");
    orq_arena_free(arena);
}

static const char *listed(struct orq_arena *arena, const struct orq_strings *names)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < names->len; i++)
        orq_str_addf(&out, "%s%s", i > 0 ? " " : "", names->items[i]);
    return orq_str_text(&out);
}

static void names_are_found(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"SELECT a, \"B\" FROM audit.T WHERE a > 1", "a B audit t audit.t"},
        {"nextval('s.q'::regclass)", "nextval s q s.q regclass"},
        {"nextval('q')", "nextval q"},
        {"'x' || y", "y"},
        {"a.b.c", "a b a.b c b.c"},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct orq_strings names = {0};
        orq_pg_names_in(arena, cases[i][0], &names);
        assert_string_equal(listed(arena, &names), cases[i][1]);
    }
    orq_arena_free(arena);
}

static void names_are_replaced(void **state)
{
    (void)state;
    static const char *const cases[][4] = {
        {"a + \"a\" + A + t.a + 'a' + ab", "a", "B c",
         "\"B c\" + \"B c\" + \"B c\" + t.\"B c\" + "
         "'a' + ab"},
        {"nextval('t_seq'::regclass)", "t_seq", "u", "nextval('u'::regclass)"},
        {"x /* a */ > 1", "a", "b", "x /* a */ > 1"},
        {"case when user then 1 end", "user", "b", "case when user then 1 end"},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(orq_pg_renamed(arena, cases[i][0], cases[i][1], cases[i][2]),
                            cases[i][3]);
    orq_arena_free(arena);
}

static void guards_are_found(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"public.f(x) + pg_catalog.lower(y) + s.g(1) + F(2)", "f lower s.g", ""},
        {"coalesce(a, x::numeric(1,2)) in (1) and \"substring\"(a, 1) = trim(both from b)", "", ""},
        {"a COLLATE \"C\" < b collate pg_catalog.\"POSIX\"", "", "\"C\" \"POSIX\""},
        {"exists (select 1)", "", ""},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct orq_pg_guards guards = orq_pg_guards_of(arena, cases[i][0]);
        assert_string_equal(guards.functions, cases[i][1]);
        assert_string_equal(guards.collations, cases[i][2]);
        assert_int_equal(guards.subquery, i == 3);
        assert_int_equal(guards.calls, i == 0 ? 4 : 0);
        assert_int_equal(guards.names_schema, i == 0);
    }
    orq_arena_free(arena);
}

static void a_string_means_the_same_with_the_cast_to_its_type(void **state)
{
    static const struct {
        const char *text, *type, *value;
    } cases[] = {{"'x'", "text", "x"},
                 {"'it''s'::text", "text", "it's"},
                 {"'x'::character varying", "character varying(20)", "x"},
                 {"'x'::bpchar", "character(3)", "x"},
                 {"'x'::text", "character varying(20)", NULL},
                 {"'x'::text || 'y'::text", "text", NULL},
                 {"'1 day'::interval(2)", "interval(2)", "1 day"},
                 {"'1 day'::interval", "interval(2)", NULL},
                 {"B'01'", "bit(2)", NULL},
                 {"7", "integer", NULL}};
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *value = orq_pg_string_of(arena, cases[i].text, cases[i].type);
        if (!orq_str_equal(value, cases[i].value))
            fail_msg("%s of %s: %s", cases[i].text, cases[i].type, value ? value : "none");
    }
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_string_means_the_same_with_the_cast_to_its_type),
        cmocka_unit_test(one_spelling),
        cmocka_unit_test(queries_lose_their_semicolon),
        cmocka_unit_test(statements_keep_their_parentheses),
        cmocka_unit_test(what_is_no_expression_has_no_form),
        cmocka_unit_test(what_differs_stays_apart),
        cmocka_unit_test(strings_on_two_lines_are_one),
        cmocka_unit_test(names_are_found),
        cmocka_unit_test(names_are_replaced),
        cmocka_unit_test(guards_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
