#include "base/str.h"
#include "model/naming.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const char *named(struct orq_arena *arena, const char *template, const char *table,
                         const char *column, struct orq_map *taken)
{
    struct orq_strings columns = {0};
    if (column)
        ORQ_PUSH(arena, &columns, column);
    return orq_name_from_template(arena, template, table, &columns, taken);
}

static void a_template_is_filled(void **state)
{
    struct orq_strings columns = {0};
    ORQ_PUSH(*state, &columns, "a");
    ORQ_PUSH(*state, &columns, "b");
    assert_string_equal(
        orq_name_from_template(*state, "{table}_{columns}_key", "t", &columns, NULL), "t_a_b_key");
    assert_string_equal(orq_name_from_template(*state, "{tables}/{columns}", "t", &columns, NULL),
                        "{tables}/a_b");
    assert_null(orq_name_from_template(*state, NULL, "t", &columns, NULL));
}

static void no_columns_take_their_underscore_along(void **state)
{
    assert_string_equal(named(*state, "{table}_{columns}_check", "t", NULL, NULL), "t_check");
    assert_string_equal(named(*state, "ck_{table}_{columns}", "t", NULL, NULL), "ck_t");
    assert_string_equal(named(*state, "{columns}_of_{table}", "t", NULL, NULL), "of_t");
    assert_string_equal(orq_name_from_template(*state, "{table}_{columns}_check", "t", NULL, NULL),
                        "t_check");
}

static void a_long_name_is_cut_where_it_is_longer(void **state)
{
    char table[101], column[101];
    memset(table, 't', 100);
    memset(column, 'c', 100);
    table[100] = column[100] = '\0';

    const char *name = named(*state, "{table}_{columns}_key", table, "id", NULL);
    assert_int_equal(strlen(name), 63);
    assert_string_equal(name + 63 - strlen("t_id_key"), "t_id_key");

    name = named(*state, "{table}_{columns}_key", table, column, NULL);
    assert_int_equal(strlen(name), 63);
    assert_int_equal(strspn(name, "t"), 29);
    assert_int_equal(strspn(name + 30, "c"), 29);
    assert_string_equal(name + 59, "_key");
}

static void a_name_of_63_bytes_is_left_alone(void **state)
{
    char table[64];
    memset(table, 't', 58);
    table[58] = '\0';
    assert_int_equal(strlen(named(*state, "{table}_pkey", table, NULL, NULL)), 63);
    memcpy(table + 58, "u", 2);
    const char *name = named(*state, "{table}_pkey", table, NULL, NULL);
    assert_int_equal(strlen(name), 63);
    assert_null(strchr(name, 'u'));
}

static void a_character_is_never_cut_in_two(void **state)
{
    struct orq_str table = orq_str_new(*state);
    for (int i = 0; i < 40; i++)
        orq_str_add(&table, "é");
    const char *name = named(*state, "{table}_pkey", orq_str_text(&table), NULL, NULL);
    assert_true(orq_utf8_valid(name, strlen(name)));
    assert_true(strlen(name) == 63 || strlen(name) == 62);
    assert_true(orq_ends_with(name, "é_pkey"));

    /* a template that is too long by itself */
    struct orq_str template = orq_str_new(*state);
    orq_str_add(&template, "x");
    for (int i = 0; i < 40; i++)
        orq_str_add(&template, "é");
    name = named(*state, orq_str_text(&template), "t", NULL, NULL);
    assert_int_equal(strlen(name), 63);
    assert_true(orq_utf8_valid(name, strlen(name)));
}

static void a_number_resolves_a_collision(void **state)
{
    struct orq_map *taken = orq_map_new(*state, ORQ_KEYS_FOLDED);
    assert_string_equal(named(*state, "{table}_{columns}_key", "T", "a", taken), "T_a_key");
    assert_string_equal(named(*state, "{table}_{columns}_key", "t", "A", taken), "t_A_key1");
    assert_string_equal(named(*state, "{table}_{columns}_key", "t", "a", taken), "t_a_key2");
    assert_string_equal(named(*state, "{table}_{columns}_key", "t", "b", taken), "t_b_key");

    char table[80];
    memset(table, 't', 79);
    table[79] = '\0';
    const char *first = named(*state, "{table}_pkey", table, NULL, taken);
    const char *second = named(*state, "{table}_pkey", table, NULL, taken);
    assert_int_equal(strlen(first), 63);
    assert_int_equal(strlen(second), 63);
    assert_true(orq_ends_with(second, "t_pkey1"));
}

static void every_kind_with_a_template_has_it(void **state)
{
    (void)state;
    const struct orq_naming *naming = &orq_naming_default;
    assert_string_equal(orq_naming_of(naming, ORQ_KIND_PRIMARY_KEY), "{table}_pkey");
    assert_string_equal(orq_naming_of(naming, ORQ_KIND_UNIQUE), "{table}_{columns}_key");
    assert_string_equal(orq_naming_of(naming, ORQ_KIND_FOREIGN_KEY), "{table}_{columns}_fkey");
    assert_string_equal(orq_naming_of(naming, ORQ_KIND_CHECK), "{table}_{columns}_check");
    assert_string_equal(orq_naming_of(naming, ORQ_KIND_INDEX), "{table}_{columns}_idx");
    assert_null(orq_naming_of(naming, ORQ_KIND_VIEW));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_template_is_filled, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(no_columns_take_their_underscore_along, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(a_long_name_is_cut_where_it_is_longer, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(a_name_of_63_bytes_is_left_alone, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(a_character_is_never_cut_in_two, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(a_number_resolves_a_collision, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test(every_kind_with_a_template_has_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
