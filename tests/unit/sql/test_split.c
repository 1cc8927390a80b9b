#include "tests/unit/sql/cmocka_all.h"

#include "sql/split.h"

#include <string.h>

/* The statements between bars; "?" before one that is not complete. */
static const char *pieces(struct orq_arena *arena, const char *script)
{
    struct orq_statement_texts statements = {0};
    struct orq_str out = orq_str_new(arena);
    orq_split(arena, script, strlen(script), &statements);
    for (size_t i = 0; i < statements.len; i++) {
        struct orq_statement_text *statement = &statements.items[i];
        orq_str_add(&out, i > 0 ? "|" : "");
        orq_str_add(&out, statement->complete ? "" : "?");
        orq_str_addn(&out, script + statement->offset, statement->len);
    }
    return orq_str_text(&out);
}

#define TRIGGER "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; SELECT 2; "

static void scripts_are_split_where_sqlite_splits_them(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {" ; -- x\n ;; /* y; */ ;", ""},
        {"a; b ;c", "a|b |c"},
        {" /* x */ a -- y;\n b; -- z", "a -- y;\n b"},
        {"a ';' \";\" [;] `;` /* ; */; b", "a ';' \";\" [;] `;` /* ; */|b"},
        {"f(a; b); c", "f(a; b)|c"},
        {TRIGGER "END; x", TRIGGER "END|x"},
        {"CREATE TEMP TRIGGER x; y; END; z", "CREATE TEMP TRIGGER x; y; END|z"},
        {"explain query plan CREATE TRIGGER x; END; z",
         "explain query plan CREATE TRIGGER x; END|z"},
        {TRIGGER "END", TRIGGER "END"},
        {TRIGGER "END x; END; y", TRIGGER "END x; END|y"},
        {TRIGGER ";; END /* c */ ; y", TRIGGER ";; END /* c */ |y"},
        {"CREATE TABLE trigger(a); x", "CREATE TABLE trigger(a)|x"},
        {"BEGIN; x; END; y", "BEGIN|x|END|y"},
        {"a 'b; c", "?a 'b; c"},
        {"a; /* b", "a|?/* b"},
        {"a; -- b", "a"},
        {"a (b; c", "?a (b; c"},
        {"a ) b; c", "a ) b|c"},
        {TRIGGER, "?CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; "
                  "SELECT 2;"},
        {"a ! b; 12ab; \\; c", "a ! b|12ab|\\|c"},
        {"x'0'; y", "x'0'|y"},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(pieces(arena, cases[i][0]), cases[i][1]);
    orq_arena_free(arena);
}

static void lines_are_those_of_the_first_token(void **state)
{
    (void)state;
    const char *script = "\n\na;\n-- x\n/* y\n*/ b\n;c";
    struct orq_arena *arena = orq_arena_new();
    struct orq_statement_texts statements = {0};
    orq_split(arena, script, strlen(script), &statements);
    assert_int_equal(statements.len, 3);
    assert_int_equal(statements.items[0].line, 3);
    assert_int_equal(statements.items[1].line, 6);
    assert_int_equal(statements.items[2].line, 7);
    orq_arena_free(arena);
}

static void hostile_bytes_cost_linear_time(void **state)
{
    (void)state;
    enum { SIZE = 1 << 20 };
    static const char *const units[] = {"!",  "1a",  "\\", "(",   ")", ";",
                                        "x'", "$a(", "'",  "\"[", "/*"};
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct orq_str script = orq_str_new(arena);
        struct orq_statement_texts statements = {0};
        while (script.len < SIZE)
            orq_str_add(&script, units[i]);
        orq_split(arena, orq_str_text(&script), script.len, &statements);
        assert_true(statements.len <= 1 || units[i][0] == '/');
    }
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scripts_are_split_where_sqlite_splits_them),
        cmocka_unit_test(lines_are_those_of_the_first_token),
        cmocka_unit_test(hostile_bytes_cost_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
