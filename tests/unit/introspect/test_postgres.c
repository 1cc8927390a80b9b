/* What reading PostgreSQL's catalogue stands on: values of rows, numbers as keys, statements by the
 * server's version. */
#include "introspect/postgres_oids.h"
#include "introspect/postgres_queries.h"
#include "introspect/postgres_rows.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct orq_row row_of(const char *const *value)
{
    static const size_t len = 0;
    return (struct orq_row){.count = 1, .values = value, .lens = &len};
}

static void arrays_are_read(void **state)
{
    struct orq_strings list =
        orq_array_read(*state, "{a,\"b \\\"c\\\\d\\\",}\",NULL,\"NULL\",\"\"}");
    assert_int_equal(list.len, 5);
    assert_string_equal(list.items[0], "a");
    assert_string_equal(list.items[1], "b \"c\\d\",}");
    assert_null(list.items[2]);
    assert_string_equal(list.items[3], "NULL");
    assert_string_equal(list.items[4], "");
    assert_int_equal(orq_array_read(*state, "{}").len, 0);
    assert_int_equal(orq_array_read(*state, NULL).len, 0);
    assert_int_equal(orq_array_read(*state, "{a").len, 1);
}

static void arrays_are_written_as_they_are_read(void **state)
{
    struct orq_strings list = {0};
    ORQ_PUSH((struct orq_arena *)*state, &list, "a \"b\" \\ {c},");
    ORQ_PUSH((struct orq_arena *)*state, &list, "NULL");
    struct orq_strings again = orq_array_read(*state, orq_array_text(*state, &list));
    assert_int_equal(again.len, 2);
    assert_string_equal(again.items[0], list.items[0]);
    assert_string_equal(again.items[1], "NULL");
    assert_string_equal(orq_array_text(*state, &(struct orq_strings){0}), "{}");
}

static void records_are_read(void **state)
{
    struct orq_strings list =
        orq_record_read(*state, "(-1,,\"{\"\"a b=1\"\",x}\",\"\",\"(\\\\)\")");
    assert_int_equal(list.len, 5);
    assert_string_equal(list.items[0], "-1");
    assert_null(list.items[1]);
    assert_string_equal(list.items[2], "{\"a b=1\",x}");
    assert_string_equal(list.items[3], "");
    assert_string_equal(list.items[4], "(\\)");
}

static void numbers_are_read(void **state)
{
    const char *const vector = "1 20 0", *const array = "{4294967295,7}", *const nothing = NULL;
    struct orq_row row = row_of(&vector);
    struct orq_numbers numbers = orq_cell_numbers(*state, &row, 0);
    assert_int_equal(numbers.len, 3);
    assert_int_equal(numbers.items[1], 20);
    row = row_of(&array);
    numbers = orq_cell_numbers(*state, &row, 0);
    assert_int_equal(numbers.len, 2);
    assert_int_equal(numbers.items[0], 4294967295);
    row = row_of(&nothing);
    assert_int_equal(orq_cell_numbers(*state, &row, 0).len, 0);
    assert_int_equal(orq_cell_oid(&row, 0), 0);
    assert_false(orq_cell_is(&row, 0));
    assert_null(orq_cell(&row, 1));
}

static void many_oids_are_found(void **state)
{
    static const uint32_t count = 5000;
    struct orq_oids *oids = orq_oids_new(*state);
    uint32_t *values = ORQ_NEW_ARRAY(*state, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        orq_oids_put(oids, orq_oids_pair(i % 7, i), &values[i]);
    for (uint32_t i = 0; i < count; i++)
        assert_ptr_equal(orq_oids_get(oids, orq_oids_pair(i % 7, i)), &values[i]);
    assert_null(orq_oids_get(oids, orq_oids_pair(1, 0)));
    orq_oids_put(oids, 0, &values[9]);
    assert_ptr_equal(orq_oids_get(oids, 0), &values[9]);
}

static void statements_are_those_of_the_version(void **state)
{
    static const struct {
        enum orq_catalog_query query;
        int version;
        const char *holds, *lacks;
    } rows[] = {{ORQ_CATALOG_CONSTRAINTS, 120000, "false, true", "conperiod"},
                {ORQ_CATALOG_CONSTRAINTS, 150018, "confdelsetcols", "conenforced"},
                {ORQ_CATALOG_CONSTRAINTS, 180000, "k.conperiod, k.conenforced", "false, true"},
                {ORQ_CATALOG_COLLATIONS, 140000, "NULL", "icu"},
                {ORQ_CATALOG_COLLATIONS, 150000, "colliculocale", "colllocale"},
                {ORQ_CATALOG_COLLATIONS, 170000, "colllocale", "colliculocale"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *sql = orq_catalog_sql(*state, rows[i].query, rows[i].version);
        assert_non_null(strstr(sql, rows[i].holds));
        assert_null(strstr(sql, rows[i].lacks));
        assert_null(strstr(sql, "/*"));
    }
}

static void every_statement_is_whole(void **state)
{
    for (unsigned query = 0; query < ORQ_CATALOG_QUERY_COUNT; query++) {
        const char *sql = orq_catalog_sql(*state, query, 160000);
        assert_true(orq_starts_with(sql, "SELECT") || orq_starts_with(sql, "WITH"));
        assert_null(strstr(sql, "  "));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arrays_are_read),
        cmocka_unit_test(arrays_are_written_as_they_are_read),
        cmocka_unit_test(records_are_read),
        cmocka_unit_test(numbers_are_read),
        cmocka_unit_test(many_oids_are_found),
        cmocka_unit_test(statements_are_those_of_the_version),
        cmocka_unit_test(every_statement_is_whole),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
