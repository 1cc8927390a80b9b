#include "model/dialect.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct spelling {
    const char *type, *canonical;
};

static void aliases_have_one_spelling(void **state)
{
    static const struct spelling rows[] = {
        {"int4", "integer"},
        {"INT", "integer"},
        {"int8", "bigint"},
        {"int2", "smallint"},
        {"bool", "boolean"},
        {"float", "double precision"},
        {"float(24)", "real"},
        {"float(25)", "double precision"},
        {"float4", "real"},
        {"float8", "double precision"},
        {"double  precision", "double precision"},
        {"decimal", "numeric"},
        {"decimal(5)", "numeric(5,0)"},
        {"numeric( 10 , 2 )", "numeric(10,2)"},
        {"numeric(3,-2)", "numeric(3,-2)"},
        {"varchar", "character varying"},
        {"varchar(20)", "character varying(20)"},
        {"character varying (20)", "character varying(20)"},
        {"char", "character(1)"},
        {"character(3)", "character(3)"},
        {"bpchar", "bpchar"},
        {"bpchar(3)", "character(3)"},
        {"bit", "bit(1)"},
        {"varbit(5)", "bit varying(5)"},
        {"timestamptz", "timestamp with time zone"},
        {"timestamptz(3)", "timestamp(3) with time zone"},
        {"timestamp(3) with time zone", "timestamp(3) with time zone"},
        {"timestamp", "timestamp without time zone"},
        {"time(0)", "time(0) without time zone"},
        {"timetz", "time with time zone"},
        {"interval(3)", "interval(3)"},
        {"interval day to second(3)", "interval day to second(3)"},
        {"int4[]", "integer[]"},
        {"integer[3][3]", "integer[]"},
        {"integer array", "integer[]"},
        {"varchar(20)[]", "character varying(20)[]"},
        {"citext", "citext"},
        {"vector(1536)", "vector(1536)"},
        {"geometry(Point, 4326)", "geometry(Point,4326)"},
        {"myschema.thing(3)", "myschema.thing(3)"},
        {"\"Mood\"", "\"Mood\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *problem = NULL;
        const char *type = orq_postgresql.native_type(*state, rows[i].type, false, &problem);
        if (!type)
            fail_msg("%s: %s", rows[i].type, problem);
        assert_string_equal(type, rows[i].canonical);
    }
}

static void portable_names_have_their_types(void **state)
{
    static const struct spelling rows[] = {
        {"double", "double precision"},
        {"blob", "bytea"},
        {"uuid", "uuid"},
        {"jsonb", "jsonb"},
        {"text", "text"},
        {"numeric(5,1)", "numeric(5,1)"},
        {"bigint", "bigint"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *problem = NULL;
        assert_string_equal(orq_postgresql.portable_type(*state, rows[i].type, false, &problem),
                            rows[i].canonical);
    }
}

static void wrong_types_are_told(void **state)
{
    static const struct spelling rows[] = {
        {"uiid",
         "unknown type \"uiid\" (did you mean \"uuid\"? {native: uiid} passes it as it stands)"},
        {"text(5)", "type \"text(5)\": text takes no argument"},
        {"varchar(0)", "type \"varchar(0)\": \"0\" is not a whole number from 1 to 10485760"},
        {"varchar(x)", "type \"varchar(x)\": \"x\" is not a whole number from 1 to 10485760"},
        {"varchar(1,2)", "type \"varchar(1,2)\": varchar takes at most 1 argument"},
        {"numeric(1001)", "type \"numeric(1001)\": \"1001\" is not a whole number from 1 to 1000"},
        {"float(54)", "type \"float(54)\": \"54\" is not a whole number from 1 to 53"},
        {"serial", "\"serial\" is no type: write an integer type and `identity: by default`"},
        {"text; DROP", "\"text; DROP\" is no type name of PostgreSQL"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *problem = NULL;
        assert_null(orq_postgresql.native_type(*state, rows[i].type, false, &problem));
        assert_string_equal(problem, rows[i].canonical);
    }
}

static void a_native_type_may_be_anything_well_formed(void **state)
{
    const char *problem = NULL;
    assert_string_equal(orq_postgresql.type_text(*state, "uiid", &problem), "uiid");
    assert_string_equal(orq_postgresql.type_text(*state, "int4", &problem), "integer");
    assert_null(orq_postgresql.type_text(*state, "a;b", &problem));
}

static void types_are_compared_by_spelling(void **state)
{
    (void)state;
    assert_true(orq_postgresql.same_type("integer", "integer", false));
    assert_false(orq_postgresql.same_type("integer", "bigint", false));
    assert_string_equal(orq_postgresql.generator(ORQ_GENERATE_UUID), "gen_random_uuid()");
    assert_string_equal(orq_postgresql.generator(ORQ_GENERATE_NOW), "now()");
    assert_string_equal(orq_postgresql.generator(ORQ_GENERATE_TODAY), "CURRENT_DATE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(aliases_have_one_spelling, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(portable_names_have_their_types, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(wrong_types_are_told, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(a_native_type_may_be_anything_well_formed, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test(types_are_compared_by_spelling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
