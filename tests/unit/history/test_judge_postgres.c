#include "history/judge_postgres.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void lengths_are_taken_from_types(void **state)
{
    static const char *const types[][2] = {
        {"integer", "integer"},
        {"character varying(10)", "character varying"},
        {"character varying", "character varying"},
        {"character(3)", "bpchar"},
        {"character(3)[]", "bpchar[]"},
        {"bit(8)", "pg_catalog.\"bit\""},
        {"bit varying(8)", "bit varying"},
        {"numeric(10,2)[]", "numeric[]"},
        {"timestamp(3) with time zone", "timestamp with time zone"},
        {"interval day to second(3)", "interval day to second"},
        {"audit.\"we(ird\"", "audit.\"we(ird\""},
        {"geometry(Point,4326)", "geometry"},
        {"\"char\"", "\"char\""},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        assert_string_equal(orq_judge_type_without_length(*state, types[i][0]), types[i][1]);
}

static void add_column(struct orq_arena *arena, struct orq_table *table, const char *name,
                       const char *type)
{
    struct orq_column *column = ORQ_NEW(arena, struct orq_column);
    column->name = name;
    column->type = type;
    orq_table_add_column(arena, table, column);
}

static void the_row_has_the_columns_that_are_named(void **state)
{
    struct orq_table *table = orq_table_new(*state, "Orders");
    add_column(*state, table, "rating", "integer");
    add_column(*state, table, "Name", "character varying(10)");
    add_column(*state, table, "gone", "public.unknown");
    struct orq_pair pair = {.kind = ORQ_PAIR_EXPRESSION,
                            .table = table,
                            .a = "(rating > 0)",
                            .b = "RATING > 0 AND \"Name\" <> ''"};
    assert_string_equal(orq_judge_row(*state, &pair),
                        "(SELECT NULL::integer AS rating, NULL::character varying(10) AS \"Name\" "
                        "OFFSET 0) AS \"Orders\"");
    pair.kind = ORQ_PAIR_DEFAULT;
    pair.type = "character varying(2)";
    assert_string_equal(orq_judge_row(*state, &pair),
                        "(SELECT NULL::integer AS orqgen_nothing OFFSET 0) AS orqgen_row");
    assert_string_equal(orq_judge_operand(*state, &pair, "'a' -- b"),
                        "CAST(('a' -- b\n) AS character varying)");
    const struct orq_pair domain = {
        .kind = ORQ_PAIR_EXPRESSION, .type = "text", .a = "VALUE > 'a'", .b = "value > 'b'"};
    assert_string_equal(orq_judge_row(*state, &domain),
                        "(SELECT NULL::text AS value OFFSET 0) AS orqgen_row");
    assert_string_equal(orq_judge_operand(*state, &domain, domain.a), "(VALUE > 'a'\n)");
}

static void output_is_read_from_a_plan(void **state)
{
    struct orq_strings output = {0};
    orq_judge_output(*state,
                     "[{\"Plan\": {\"Node Type\": \"Subquery Scan\", \"Alias\": \"a\\\"Output\\\": "
                     "[\", \"Output\": [\"(t.a = 'x\\\\\\\"\\ty]'::text)\", \"é\\u0001\"], "
                     "\"Plans\": [{\"Output\": [\"NULL::text\"]}]}}]",
                     &output);
    assert_int_equal(output.len, 2);
    assert_string_equal(output.items[0], "(t.a = 'x\\\"\ty]'::text)");
    assert_string_equal(output.items[1], "é\001");
    struct orq_strings none = {0};
    orq_judge_output(*state, "[]", &none);
    orq_judge_output(*state, "\"Output\": [\"cut", &none);
    assert_int_equal(none.len, 1);
}

static void without_a_server_nothing_is_verified(void **state)
{
    struct orq_pair pair = {.kind = ORQ_PAIR_EXPRESSION, .a = "a", .b = "b"};
    struct orq_pairs pairs = {0};
    struct orq_diags *diags = orq_diags_new(*state);
    ORQ_PUSH((struct orq_arena *)*state, &pairs, pair);
    assert_int_equal(orq_judge_postgres(*state, NULL, &pairs, diags), ORQ_OK);
    assert_int_equal(pairs.items[0].verdict, ORQ_UNVERIFIED);
    assert_non_null(pairs.items[0].reason);
    struct orq_db *db = NULL;
    assert_int_equal(orq_db_memory(*state, diags, &db), ORQ_OK);
    assert_int_equal(orq_judge_postgres(*state, db, &pairs, diags), ORQ_OK);
    assert_int_equal(pairs.items[0].verdict, ORQ_UNVERIFIED);
    assert_int_equal(orq_diags_len(diags), 0);
    orq_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_are_taken_from_types),
        cmocka_unit_test(the_row_has_the_columns_that_are_named),
        cmocka_unit_test(output_is_read_from_a_plan),
        cmocka_unit_test(without_a_server_nothing_is_verified),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
