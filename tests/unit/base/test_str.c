#include "base/str.h"

#include "base/vec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct orq_arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = orq_arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    orq_arena_free(arena);
    return 0;
}

static void text_grows_and_stays_terminated(void **state)
{
    (void)state;
    struct orq_str str = orq_str_new(arena);
    assert_string_equal(orq_str_text(&str), "");
    orq_str_add(&str, "");
    orq_str_addn(&str, NULL, 0);
    assert_string_equal(orq_str_text(&str), "");
    for (int i = 0; i < 1000; i++) {
        orq_str_add(&str, "ab");
        orq_str_addc(&str, 'c');
        orq_str_addf(&str, "%d", i % 10);
        assert_int_equal(str.len, (size_t)(i + 1) * 4);
        assert_int_equal(strlen(orq_str_text(&str)), str.len);
    }
    assert_memory_equal(orq_str_text(&str), "abc0abc1abc2", 12);
    assert_string_equal(orq_str_text(&str) + str.len - 4, "abc9");
}

static void only_ascii_is_folded(void **state)
{
    (void)state;
    assert_int_equal(orq_ascii_lower('Z'), 'z');
    assert_int_equal(orq_ascii_lower('['), '[');
    assert_int_equal(orq_ascii_lower('@'), '@');
    assert_string_equal(orq_ascii_fold(arena, "ÀbC_1"), "Àbc_1");
    assert_true(orq_ascii_equal("Table", "tABLE"));
    assert_false(orq_ascii_equal("é", "É"));
    assert_false(orq_ascii_equal("a", "ab"));
    assert_true(orq_ascii_equal_n("ABC", 3, "abcd", 3));
    assert_false(orq_ascii_equal_n("ABC", 3, "abcd", 4));
    assert_true(orq_ascii_compare("a", "B") < 0);
    assert_true(orq_ascii_compare("É", "z") > 0);
    assert_true(orq_ascii_compare("ab", "A") > 0);
    assert_int_equal(orq_ascii_compare("x", "X"), 0);
}

static void comparison_tolerates_null(void **state)
{
    (void)state;
    assert_true(orq_str_equal(NULL, NULL));
    assert_false(orq_str_equal(NULL, ""));
    assert_false(orq_str_equal("a", NULL));
    assert_true(orq_str_equal("a", "a"));
    assert_false(orq_str_equal("a", "A"));
}

static void beginnings_and_ends(void **state)
{
    (void)state;
    assert_true(orq_starts_with("sqlite:x", "sqlite:"));
    assert_false(orq_starts_with("sql", "sqlite:"));
    assert_true(orq_ends_with("a.sql", ".sql"));
    assert_false(orq_ends_with("sql", ".sql"));
    assert_true(orq_ends_with("x", ""));
    assert_true(orq_slice_equal((struct orq_slice){"abcdef", 3}, "abc"));
    assert_false(orq_slice_equal((struct orq_slice){"abcdef", 3}, "abcd"));
    assert_true(orq_slice_equal((struct orq_slice){NULL, 0}, ""));
}

static void utf8_is_judged_by_the_standards_table(void **state)
{
    (void)state;
    static const char *const valid[] = {
        "",
        "plain",
        "\xC3\xA9",
        "\xE2\x82\xAC",
        "\xEF\xBF\xBF",
        "\xF0\x9F\x98\x80",
        "\xF4\x8F\xBF\xBF",
        "\xED\x9F\xBF",
    };
    static const char *const invalid[] = {
        "\x80",
        "\xC3",
        "\xC0\xAF",
        "\xC1\xBF",
        "\xE0\x9F\xBF",
        "\xED\xA0\x80",
        "\xE2\x82",
        "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xFF",
        "ok\xE2\x28\xA1",
    };
    for (size_t i = 0; i < sizeof valid / sizeof valid[0]; i++)
        assert_true(orq_utf8_valid(valid[i], strlen(valid[i])));
    for (size_t i = 0; i < sizeof invalid / sizeof invalid[0]; i++)
        assert_false(orq_utf8_valid(invalid[i], strlen(invalid[i])));
    assert_false(orq_utf8_valid("a\0b", 3));
    assert_int_equal(orq_utf8_length("\xE2\x82\xAC!", 4), 3);
    assert_int_equal(orq_utf8_length("\xE2\x82\xAC!", 2), 0);
}

static void vectors_keep_what_was_pushed(void **state)
{
    (void)state;
    ORQ_VEC_OF(numbers, int) numbers = {0};
    struct orq_strings strings = {0};
    for (int i = 0; i < 5000; i++) {
        ORQ_PUSH(arena, &numbers, i);
        ORQ_PUSH(arena, &strings, orq_arena_printf(arena, "%d", i));
    }
    assert_int_equal(numbers.len, 5000);
    for (int i = 0; i < 5000; i++)
        assert_int_equal(numbers.items[i], i);
    assert_string_equal(strings.items[4321], "4321");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_grows_and_stays_terminated),
        cmocka_unit_test(only_ascii_is_folded),
        cmocka_unit_test(comparison_tolerates_null),
        cmocka_unit_test(beginnings_and_ends),
        cmocka_unit_test(utf8_is_judged_by_the_standards_table),
        cmocka_unit_test(vectors_keep_what_was_pushed),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
