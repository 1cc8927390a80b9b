#include "model/dialect.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void kinds_have_their_words_and_keys(void **state)
{
    (void)state;
    assert_string_equal(orq_kind_word(ORQ_KIND_TABLE), "table");
    assert_string_equal(orq_kind_key(ORQ_KIND_FOREIGN_KEY), "foreign_keys");
    assert_string_equal(orq_kind_word(ORQ_KIND_NAMESPACE), "schema");
}

static void a_table_is_found_in_any_case_and_added_once(void **state)
{
    struct orq_schema *schema = orq_schema_new(*state, &orq_sqlite);
    struct orq_table *users = orq_table_new(*state, "Users");
    assert_true(orq_schema_add_table(*state, schema, users));
    assert_false(orq_schema_add_table(*state, schema, orq_table_new(*state, "users")));
    assert_int_equal(schema->tables.len, 1);
    assert_ptr_equal(orq_schema_table(schema, "USERS"), users);
    assert_null(orq_schema_table(schema, "user"));

    /* only ASCII folds */
    assert_true(orq_schema_add_table(*state, schema, orq_table_new(*state, "É")));
    assert_true(orq_schema_add_table(*state, schema, orq_table_new(*state, "é")));
}

static void a_schema_sets_tables_apart(void **state)
{
    struct orq_schema *schema = orq_schema_new(*state, &orq_postgresql);
    struct orq_table *plain = orq_table_new(*state, "events");
    struct orq_table *audit = orq_table_new(*state, "events");
    audit->schema = "audit";
    assert_true(orq_schema_add_table(*state, schema, plain));
    assert_true(orq_schema_add_table(*state, schema, audit));
    assert_ptr_equal(orq_schema_table(schema, "audit.events"), audit);
    assert_ptr_equal(orq_schema_table(schema, "events"), plain);
}

static void definitions_of_a_kind_share_their_names(void **state)
{
    struct orq_schema *schema = orq_schema_new(*state, &orq_sqlite);
    struct orq_definition view = {.kind = ORQ_KIND_VIEW, .name = "x"};
    struct orq_definition trigger = {.kind = ORQ_KIND_TRIGGER, .name = "x"};
    struct orq_definition again = {.kind = ORQ_KIND_TRIGGER, .name = "X"};
    assert_true(orq_schema_add_definition(*state, schema, &view));
    assert_true(orq_schema_add_definition(*state, schema, &trigger));
    assert_false(orq_schema_add_definition(*state, schema, &again));
    assert_ptr_equal(orq_schema_definition(*state, schema, ORQ_KIND_TRIGGER, "X"), &trigger);
    assert_ptr_equal(orq_schema_definition(*state, schema, ORQ_KIND_VIEW, "x"), &view);
    assert_null(orq_schema_definition(*state, schema, ORQ_KIND_VIEW, "y"));
}

static void columns_and_constraints_are_managed_with_their_table(void **state)
{
    struct orq_schema *schema = orq_schema_new(*state, &orq_sqlite);
    assert_true(orq_schema_manages(schema, ORQ_KIND_TABLE));
    assert_true(orq_schema_manages(schema, ORQ_KIND_COLUMN));
    assert_true(orq_schema_manages(schema, ORQ_KIND_INDEX));
    assert_false(orq_schema_manages(schema, ORQ_KIND_VIEW));
    schema->manage = 1u << ORQ_KIND_VIEW;
    assert_true(orq_schema_manages(schema, ORQ_KIND_VIEW));
    assert_false(orq_schema_manages(schema, ORQ_KIND_CHECK));
}

static void patterns_exclude_names(void **state)
{
    struct orq_diags *diags = orq_diags_new(*state);
    struct orq_strings patterns = {0};
    ORQ_PUSH(*state, &patterns, "^tmp_");
    ORQ_PUSH(*state, &patterns, "^audit\\.");
    ORQ_PUSH(*state, &patterns, "(?i)ÉTÉ$");
    struct orq_excluder *excluder = orq_excluder_new(*state, &patterns, diags);
    assert_non_null(excluder);
    assert_true(orq_excluded(excluder, "tmp_x"));
    assert_false(orq_excluded(excluder, "x_tmp_"));
    assert_true(orq_excluded(excluder, "audit.events"));
    assert_false(orq_excluded(excluder, "audits"));
    assert_true(orq_excluded(excluder, "un été"));
    assert_true(orq_excluded(excluder, "tmp_\xff"));
    assert_false(orq_excluded(excluder, "\xff"));
    assert_false(orq_excluded(NULL, "tmp_x"));
    orq_excluder_free(excluder);
}

static void every_wrong_pattern_is_reported(void **state)
{
    struct orq_diags *diags = orq_diags_new(*state);
    struct orq_strings patterns = {0};
    ORQ_PUSH(*state, &patterns, "(");
    ORQ_PUSH(*state, &patterns, "fine");
    ORQ_PUSH(*state, &patterns, "[");
    assert_null(orq_excluder_new(*state, &patterns, diags));
    assert_int_equal(orq_diags_errors(diags), 2);
    assert_non_null(
        strstr(orq_diags_at(diags, 0)->message, "\"(\" is no pattern: missing closing"));
    orq_excluder_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_have_their_words_and_keys),
        cmocka_unit_test_setup_teardown(a_table_is_found_in_any_case_and_added_once, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(a_schema_sets_tables_apart, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(definitions_of_a_kind_share_their_names, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(columns_and_constraints_are_managed_with_their_table,
                                        arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(patterns_exclude_names, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(every_wrong_pattern_is_reported, arena_set_up,
                                        arena_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
