#include "model/dialect.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct portable {
    const char *type, *loose, *strict; /* strict NULL: refused */
};

static void portable_names_become_what_the_table_says(void **state)
{
    static const struct portable rows[] = {
        {"smallint", "INTEGER", "INTEGER"},
        {"integer", "INTEGER", "INTEGER"},
        {"bigint", "INTEGER", "INTEGER"},
        {"boolean", "INTEGER", "INTEGER"},
        {"real", "REAL", "REAL"},
        {"double", "REAL", "REAL"},
        {"numeric(10, 2)", "NUMERIC(10,2)", NULL},
        {"numeric", "NUMERIC", NULL},
        {"text", "TEXT", "TEXT"},
        {"varchar(20)", "VARCHAR(20)", "TEXT"},
        {"Char(3)", "CHAR(3)", "TEXT"},
        {"uuid", "TEXT", "TEXT"},
        {"json", "TEXT", "TEXT"},
        {"jsonb", "TEXT", "TEXT"},
        {"date", "TEXT", "TEXT"},
        {"time", "TEXT", "TEXT"},
        {"timestamp(3)", "TEXT", "TEXT"},
        {"timestamptz", "TEXT", "TEXT"},
        {"interval", "TEXT", "TEXT"},
        {"blob", "BLOB", "BLOB"},
        {"bytea", "BLOB", "BLOB"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *problem = NULL;
        assert_true(orq_type_portable(rows[i].type));
        assert_string_equal(orq_sqlite.portable_type(*state, rows[i].type, false, &problem),
                            rows[i].loose);
        const char *strict = orq_sqlite.portable_type(*state, rows[i].type, true, &problem);
        if (rows[i].strict)
            assert_string_equal(strict, rows[i].strict);
        else
            assert_null(strict);
    }
}

static void a_strict_numeric_says_what_to_write(void **state)
{
    const char *problem = NULL;
    assert_null(orq_sqlite.portable_type(*state, "numeric(10,2)", true, &problem));
    assert_string_equal(problem, "a STRICT table of SQLite has no type \"numeric(10,2)\": write a "
                                 "variant, such as {sqlite: real, postgresql: \"numeric(10,2)\"}");
    assert_null(orq_sqlite.portable_type(*state, "varchar(many)", false, &problem));
    assert_string_equal(problem, "type \"varchar(many)\": \"many\" is not a whole number");
}

static void common_types_keep_their_spelling(void **state)
{
    static const struct portable rows[] = {
        {"DATETIME", "DATETIME", NULL},
        {"datetime", "datetime", NULL},
        {"nvarchar( 20 )", "nvarchar(20)", NULL},
        {"Bigint   Unsigned", "Bigint Unsigned", NULL},
        {"INT", "INT", "INT"},
        {"any", "any", "any"},
        {"DECIMAL(10 , +2)", "DECIMAL(10,+2)", NULL},
        {"DOUBLE PRECISION", "DOUBLE PRECISION", NULL},
        {"mediumblob", "mediumblob", NULL},
        {"timestamp with time zone", "timestamp with time zone", NULL},
        {"TEXT(5)", "TEXT(5)", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *problem = NULL;
        const char *type = orq_sqlite.native_type(*state, rows[i].type, false, &problem);
        if (!type)
            fail_msg("%s: %s", rows[i].type, problem);
        assert_string_equal(type, rows[i].loose);
        const char *strict = orq_sqlite.native_type(*state, rows[i].type, true, &problem);
        if (rows[i].strict)
            assert_string_equal(strict, rows[i].strict);
        else
            assert_null(strict);
    }
}

static void a_slip_is_told(void **state)
{
    static const struct {
        const char *type, *problem;
    } rows[] = {
        {"uiid", "unknown type \"uiid\" (did you mean \"uuid\"?)"},
        {"varhcar(20)", "unknown type \"varhcar(20)\" (did you mean \"varchar\"?)"},
        {"datetim", "unknown type \"datetim\" (did you mean \"datetime\"?)"},
        {"gargle", "unknown type \"gargle\": {native: gargle} passes it as it stands"},
        {"text[]",
         "SQLite has no arrays: write a variant, such as {sqlite: json, postgresql: \"text[]\"}"},
        {"", "a type is empty: {native: \"\"} is a column without a type"},
        {"text NOT NULL",
         "\"text NOT NULL\" is no type name of SQLite: words, then at most two numbers "
         "in parentheses"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *problem = NULL;
        assert_null(orq_sqlite.native_type(*state, rows[i].type, false, &problem));
        assert_string_equal(problem, rows[i].problem);
    }
}

static void a_declared_type_keeps_its_words(void **state)
{
    static const struct {
        const char *type, *text;
    } good[] = {
        {"", ""},
        {"  uiid ", "uiid"},
        {"INTEGER_OR_TEXT", "INTEGER_OR_TEXT"},
        {"big /* really */ int", "big int"},
        {"dec ( -1, +2 )", "dec(-1,+2)"},
        {"x(1.5)", "x(1.5)"},
        {"\"my type\"", "\"my type\""},
        {"[my type](3)", "[my type](3)"},
        {"'text' `t`", "'text' `t`"},
        {"typé", "typé"},
    };
    static const char *const bad[] = {
        "a(1,2,3)", "a(b)",   "a;",   "a) , b", "INTEGER NOT NULL", "INTEGER GENERATED", "\"a",
        "(5)",      "a(1) b", "a, b", "5"};
    const char *problem = NULL;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        const char *text = orq_sqlite.type_text(*state, good[i].type, &problem);
        if (!text)
            fail_msg("%s", problem);
        assert_string_equal(text, good[i].text);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (orq_sqlite.type_text(*state, bad[i], &problem))
            fail_msg("%s is no type", bad[i]);
}

static void affinity_follows_the_five_rules(void **state)
{
    (void)state;
    assert_int_equal(orq_sqlite_affinity("TINYINT"), ORQ_INTEGER);
    assert_int_equal(orq_sqlite_affinity("CHARINT"), ORQ_INTEGER);
    assert_int_equal(orq_sqlite_affinity("FLOATING POINT"), ORQ_INTEGER);
    assert_int_equal(orq_sqlite_affinity("nvarchar(5)"), ORQ_TEXT);
    assert_int_equal(orq_sqlite_affinity("clob"), ORQ_TEXT);
    assert_int_equal(orq_sqlite_affinity(""), ORQ_BLOB);
    assert_int_equal(orq_sqlite_affinity("LONGBLOB"), ORQ_BLOB);
    assert_int_equal(orq_sqlite_affinity("DOUBLE"), ORQ_REAL);
    assert_int_equal(orq_sqlite_affinity("float"), ORQ_REAL);
    assert_int_equal(orq_sqlite_affinity("STRING"), ORQ_NUMERIC);
    assert_int_equal(orq_sqlite_affinity("UUID"), ORQ_NUMERIC);
    assert_int_equal(orq_sqlite_affinity("BOOLEAN"), ORQ_NUMERIC);
}

static void types_are_compared_by_what_they_hold(void **state)
{
    (void)state;
    assert_true(orq_sqlite.same_type("VARCHAR(20)", "varchar (20)", true));
    assert_true(orq_sqlite.same_type("VARCHAR(20)", "TEXT", false));
    assert_true(orq_sqlite.same_type("DATETIME", "NUMERIC", false));
    assert_true(orq_sqlite.same_type("INT", "BIGINT", false));
    assert_false(orq_sqlite.same_type("INT", "INTEGER", false));
    assert_false(orq_sqlite.same_type("INT", "INTEGER", true));
    assert_false(orq_sqlite.same_type("TEXT", "", false));
    assert_true(orq_sqlite.same_type("", "BLOB", false));
    assert_false(orq_sqlite.same_type("ANY", "BLOB", true));
}

static void generators_have_their_sql(void **state)
{
    (void)state;
    assert_string_equal(orq_sqlite.generator(ORQ_GENERATE_NOW), "CURRENT_TIMESTAMP");
    assert_string_equal(orq_sqlite.generator(ORQ_GENERATE_TODAY), "CURRENT_DATE");
    assert_int_equal(orq_sqlite.generator(ORQ_GENERATE_UUID)[0], '(');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(portable_names_become_what_the_table_says, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(a_strict_numeric_says_what_to_write, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(common_types_keep_their_spelling, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(a_slip_is_told, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(a_declared_type_keeps_its_words, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test(affinity_follows_the_five_rules),
        cmocka_unit_test(types_are_compared_by_what_they_hold),
        cmocka_unit_test(generators_have_their_sql),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
