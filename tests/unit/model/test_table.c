#include "base/map.h"
#include "model/dialect.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct orq_column *add(struct orq_arena *arena, struct orq_table *table, const char *name,
                              const char *type)
{
    struct orq_column *column = ORQ_NEW(arena, struct orq_column);
    column->name = name;
    column->type = type;
    orq_table_add_column(arena, table, column);
    return column;
}

static void wide_and_narrow_tables_find_their_columns(void **state)
{
    for (int width = 1; width <= 40; width += 13) {
        struct orq_table *table = orq_table_new(*state, "t");
        for (int i = 0; i < width; i++)
            add(*state, table, orq_arena_printf(*state, "Column_%d", i), "TEXT");
        for (int i = 0; i < width; i++) {
            const char *name = orq_arena_printf(*state, "cOLUMN_%d", i);
            assert_ptr_equal(orq_table_column(table, name), table->columns.items[i]);
            assert_ptr_equal(orq_map_get(orq_table_by_column(*state, table), name),
                             table->columns.items[i]);
        }
        assert_null(orq_table_column(table, "column"));
        assert_null(orq_table_column(table, NULL));
    }
}

static struct orq_constraint *add_key(struct orq_arena *arena, struct orq_table *table,
                                      const char *column)
{
    struct orq_constraint *key = ORQ_NEW(arena, struct orq_constraint);
    key->kind = ORQ_KIND_PRIMARY_KEY;
    ORQ_PUSH(arena, &key->parts, ((struct orq_key_part){.column = column}));
    ORQ_PUSH(arena, &table->constraints, key);
    return key;
}

static void columns_are_found_in_any_case(void **state)
{
    struct orq_table *table = orq_table_new(*state, "t");
    struct orq_column *a = add(*state, table, "A", "TEXT");
    assert_ptr_equal(orq_table_column(table, "a"), a);
    assert_null(orq_table_column(table, "b"));
    assert_null(orq_table_column(table, NULL));
    assert_int_equal(table->columns.len, 1);
}

static void integer_primary_key_is_the_rowid(void **state)
{
    struct orq_table *table = orq_table_new(*state, "t");
    struct orq_column *id = add(*state, table, "id", "integer");
    assert_null(orq_table_primary_key(table));
    assert_null(orq_table_rowid_alias(table));
    struct orq_constraint *key = add_key(*state, table, "ID");
    assert_ptr_equal(orq_table_primary_key(table), key);
    assert_ptr_equal(orq_table_rowid_alias(table), id);
}

static void what_is_not_exactly_that_is_no_rowid(void **state)
{
    static const char *const others[] = {"INT", "BIGINT", "INTEGER UNSIGNED", "TEXT", ""};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct orq_table *table = orq_table_new(*state, "t");
        add(*state, table, "id", others[i]);
        add_key(*state, table, "id");
        assert_null(orq_table_rowid_alias(table));
    }
    struct orq_table *table = orq_table_new(*state, "t");
    add(*state, table, "id", "INTEGER");
    struct orq_constraint *key = add_key(*state, table, "id");
    table->without_rowid = true;
    assert_null(orq_table_rowid_alias(table));
    table->without_rowid = false;
    ORQ_PUSH(*state, &key->parts, ((struct orq_key_part){.column = "b"}));
    assert_null(orq_table_rowid_alias(table));
}

static void a_descending_key_is_the_rowid_only_at_table_level(void **state)
{
    struct orq_table *table = orq_table_new(*state, "t");
    struct orq_column *id = add(*state, table, "id", "INTEGER");
    struct orq_constraint *key = add_key(*state, table, "id");
    key->parts.items[0].descending = true;
    assert_ptr_equal(orq_table_rowid_alias(table), id);
    key->column = "id";
    assert_null(orq_table_rowid_alias(table));
}

static void autoincrement_is_asked_of_the_key(void **state)
{
    struct orq_table *table = orq_table_new(*state, "t");
    assert_false(orq_table_autoincrement(table));
    add(*state, table, "id", "INTEGER");
    struct orq_constraint *key = add_key(*state, table, "id");
    assert_false(orq_table_autoincrement(table));
    key->autoincrement = true;
    assert_true(orq_table_autoincrement(table));
}

static void actions_have_their_sql(void **state)
{
    (void)state;
    assert_string_equal(orq_action_sql(ORQ_NO_ACTION), "NO ACTION");
    assert_string_equal(orq_action_sql(ORQ_SET_NULL), "SET NULL");
    assert_string_equal(orq_match_sql(ORQ_MATCH_FULL), "FULL");
    assert_string_equal(orq_conflict_sql(ORQ_CONFLICT_ABORT), "ABORT");
    assert_string_equal(orq_conflict_sql(ORQ_CONFLICT_REPLACE), "REPLACE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(columns_are_found_in_any_case, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(integer_primary_key_is_the_rowid, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_exactly_that_is_no_rowid, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(a_descending_key_is_the_rowid_only_at_table_level,
                                        arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(autoincrement_is_asked_of_the_key, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(wide_and_narrow_tables_find_their_columns, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test(actions_have_their_sql),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
