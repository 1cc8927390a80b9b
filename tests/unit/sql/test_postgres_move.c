#include "sql/postgres_move.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct orq_pg_move to_acme = {"public", "acme"};

static const char *move(void **state, const char *sql, bool *stuck)
{
    const struct orq_slice text = {sql, strlen(sql)};
    *stuck = false;
    return orq_pg_moved(*state, text, &to_acme, stuck);
}

static void names_are_moved(void **state)
{
    static const char *const cases[][2] = {
        {"SELECT public.f(public.t.a) FROM public.t", "SELECT acme.f(acme.t.a) FROM acme.t"},
        {"SELECT PUBLIC . f()", "SELECT acme . f()"},
        {"SELECT \"public\".t.a", "SELECT acme.t.a"},
        {"SELECT 'a'::public.mood", "SELECT 'a'::acme.mood"},
        {"GRANT USAGE ON SCHEMA public TO public", "GRANT USAGE ON SCHEMA acme TO public"},
        {"ALTER TABLE t SET SCHEMA public", "ALTER TABLE t SET SCHEMA acme"},
        {"SET search_path = public", "SET search_path = acme"},
        {"SET search_path TO public, x", "SET search_path TO acme, x"},
        {"SELECT nextval('public.s')", "SELECT nextval('acme.s')"},
        {"SELECT 'public.\"S\"'::regclass", "SELECT 'acme.\"S\"'::regclass"},
        {"CREATE FUNCTION f() AS $$ SELECT public.g() $$",
         "CREATE FUNCTION f() AS $$ SELECT acme.g() $$"},
        {"CREATE FUNCTION f() AS 'SELECT public.g()'", "CREATE FUNCTION f() AS 'SELECT acme.g()'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool stuck;
        assert_string_equal(move(state, cases[i][0], &stuck), cases[i][1]);
        assert_false(stuck);
    }
}

static void what_is_no_schema_stays(void **state)
{
    static const char *const cases[] = {
        "",
        "SELECT a.public.b",
        "SELECT \"PUBLIC\".t",
        "GRANT SELECT ON t TO public",
        "INSERT INTO t VALUES ('public.x')",
        "SELECT 1 -- public.t\n/* public.t */",
        "SELECT publics.t, republic.t",
        "SELECT public, 'it''s public'",
        "CREATE FUNCTION f() AS $$ SELECT 'republic.x' $$",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool stuck;
        assert_string_equal(move(state, cases[i], &stuck), cases[i]);
        assert_false(stuck);
    }
}

static void sql_that_a_body_puts_together_is_stuck(void **state)
{
    static const char *const cases[] = {
        "CREATE FUNCTION f() AS $$ BEGIN EXECUTE 'DELETE FROM public.t'; END $$",
        "DO $x$ BEGIN EXECUTE 'DELETE FROM \"public\".t'; END $x$",
        "DO $x$ BEGIN EXECUTE $y$DELETE FROM public.t$y$; END $x$",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool stuck;
        move(state, cases[i], &stuck);
        assert_true(stuck);
    }
}

static void another_name_is_quoted_where_it_must_be(void **state)
{
    const struct orq_pg_move there = {"public", "Tenant 1"};
    const struct orq_pg_move back = {"Tenant 1", "public"};
    const char *sql = "SELECT public.f()";
    const char *other = orq_pg_moved(*state, (struct orq_slice){sql, strlen(sql)}, &there, NULL);
    assert_string_equal(other, "SELECT \"Tenant 1\".f()");
    assert_string_equal(orq_pg_moved(*state, (struct orq_slice){other, strlen(other)}, &back, NULL),
                        sql);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_moved),
        cmocka_unit_test(what_is_no_schema_stays),
        cmocka_unit_test(sql_that_a_body_puts_together_is_stuck),
        cmocka_unit_test(another_name_is_quoted_where_it_must_be),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
