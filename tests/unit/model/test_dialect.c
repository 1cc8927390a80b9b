#include "base/str.h"
#include "model/dialect.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void dialects_are_found_by_key(void **state)
{
    (void)state;
    assert_ptr_equal(orq_dialect_find("sqlite"), &orq_sqlite);
    assert_ptr_equal(orq_dialect_find("postgresql"), &orq_postgresql);
    assert_null(orq_dialect_find("mysql"));
}

static void portable_names_are_known_in_any_case(void **state)
{
    (void)state;
    static const char *const yes[] = {
        "uuid",        "UUID",      "numeric(10,2)", " numeric ( 10 , 2 ) ",
        "varchar(20)", "varchar",   "timestamptz",   "timestamp(3)",
        "bytea",       "numeric(5)"};
    static const char *const no[] = {
        "int", "text(5)", "numeric(1,2,3)", "double precision", "uuid[]",
        "",    "uuidx",   "numeric(1",      "varchar(20) x",    "numeric((1))"};
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
        if (!orq_type_portable(yes[i]))
            fail_msg("%s is portable", yes[i]);
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
        if (orq_type_portable(no[i]))
            fail_msg("%s is not portable", no[i]);
}

static void a_type_is_split_into_words_and_arguments(void **state)
{
    struct orq_type_parts parts;
    assert_true(orq_type_split(*state, "  Double\n PRECISION ", &parts));
    assert_string_equal(parts.words, "double precision");
    assert_int_equal(parts.arguments.len, 0);

    assert_true(orq_type_split(*state, "timestamp( 3 ) with time zone [] [4]", &parts));
    assert_string_equal(parts.words, "timestamp with time zone");
    assert_int_equal(parts.arguments.len, 1);
    assert_string_equal(parts.arguments.items[0], "3");
    assert_int_equal(parts.arrays, 2);

    assert_true(orq_type_split(*state, "geometry(Point, 4326)", &parts));
    assert_string_equal(parts.arguments.items[0], "Point");
    assert_string_equal(parts.arguments.items[1], "4326");
}

static void no_type_is_not_split(void **state)
{
    static const char *const wrong[] = {"",   "  ",   "(5)", "a(",    "a()", "a(1,)", "a(1)(2)",
                                        "a[", "a[x]", "a;b", "\"a\"", "a)",  "a[] b", "a((1))"};
    struct orq_type_parts parts;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        if (orq_type_split(*state, wrong[i], &parts))
            fail_msg("%s was split", wrong[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dialects_are_found_by_key),
        cmocka_unit_test(portable_names_are_known_in_any_case),
        cmocka_unit_test_setup_teardown(a_type_is_split_into_words_and_arguments, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(no_type_is_not_split, arena_set_up, arena_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
