/* SQLite is the judge: an expression over constants and its canonical form have the same
 * value, whatever operators stand in it; expressions that are equal have equal values. */
#include "tests/unit/sql/cmocka_all.h"

#include "sql/expr.h"

#include <sqlite3.h>
#include <string.h>

struct source {
    uint64_t state;
    struct orq_str out;
};

static unsigned pick(struct source *source, unsigned count)
{
    source->state = source->state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(source->state >> 33) % count;
}

#define PICK(source, from) ((from)[pick((source), sizeof(from) / sizeof *(from))])

static void write_value(struct source *source)
{
    static const char *const values[] = {
        "0",   "1",     "2",    "-3",      "7",     "1.5",  "-0.25",    "1e3",       "'a'",
        "'B'", "'1'",   "'2x'", "x'6162'", "NULL",  "TRUE", "0x1F",     "\"str\"",   "''",
        "(1)", "'%a%'", "9e99", "'{}'",    "false", "010",  "1.000e+2", "2147483648"};
    orq_str_add(&source->out, PICK(source, values));
}

static void write_random(struct source *source, unsigned depth);

static void write_binary(struct source *source, unsigned depth)
{
    static const char *const operators[] = {"+",
                                            "-",
                                            "*",
                                            "/",
                                            "%",
                                            "||",
                                            "=",
                                            "==",
                                            "!=",
                                            "<>",
                                            "<",
                                            "<=",
                                            ">",
                                            ">=",
                                            "&",
                                            "|",
                                            "<<",
                                            ">>",
                                            " AND ",
                                            " OR ",
                                            " IS ",
                                            " IS NOT ",
                                            " LIKE ",
                                            " GLOB ",
                                            " and ",
                                            " or ",
                                            " NOT LIKE ",
                                            " NOT GLOB ",
                                            " IS DISTINCT FROM ",
                                            " IS NOT DISTINCT FROM "};
    write_random(source, depth - 1);
    orq_str_add(&source->out, PICK(source, operators));
    orq_str_addc(&source->out, ' ');
    write_random(source, depth - 1);
}

static void write_prefixed(struct source *source, unsigned depth)
{
    static const char *const prefixes[] = {" - ", " +", " ~", " NOT ", " not /* x */ "};
    orq_str_add(&source->out, PICK(source, prefixes));
    write_random(source, depth - 1);
}

static void write_postfixed(struct source *source, unsigned depth)
{
    static const char *const postfixes[] = {" ISNULL",  " NOTNULL",         " NOT NULL",
                                            " IS NULL", " COLLATE NOCASE ", " IS NOT NULL"};
    write_random(source, depth - 1);
    orq_str_add(&source->out, PICK(source, postfixes));
}

/* Three parts with words around and between them. */
static void write_triple(struct source *source, unsigned depth)
{
    static const char *const words[][4] = {{"", " BETWEEN ", " AND ", ""},
                                           {"", " NOT BETWEEN ", " AND ", ""},
                                           {"", " IN (", ", ", ")"},
                                           {"", " NOT IN (", ", ", ")"},
                                           {"CASE WHEN ", " THEN ", " ELSE ", " END"},
                                           {"CASE ", " WHEN ", " THEN ", " END"},
                                           {"max(", ",", ",", ")"},
                                           {"iif(", ", ", ", ", ")"},
                                           {"substr(", ", ", ", ", ")"},
                                           {"(", ")||(", ") || (", ")"}};
    unsigned chosen = pick(source, sizeof words / sizeof *words);
    for (unsigned i = 0; i < 4; i++) {
        orq_str_add(&source->out, words[chosen][i]);
        if (i < 3)
            write_random(source, depth - 1);
    }
}

static void write_enclosed(struct source *source, unsigned depth)
{
    static const char *const words[][2] = {
        {"(", ")"},      {"CAST(", " AS INTEGER)"}, {"CAST(", " AS TEXT)"}, {"typeof(", ")"},
        {"lower(", ")"}, {"coalesce(1, ", ")"},     {"(1, ", ") = (1, 2)"}};
    unsigned chosen = pick(source, sizeof words / sizeof *words);
    orq_str_add(&source->out, words[chosen][0]);
    write_random(source, depth - 1);
    orq_str_add(&source->out, words[chosen][1]);
}

static void write_random(struct source *source, unsigned depth)
{
    static void (*const shapes[])(struct source *, unsigned) = {
        write_binary,   write_binary,    write_binary, write_binary,
        write_prefixed, write_postfixed, write_triple, write_enclosed};
    if (depth == 0 || pick(source, 6) == 0)
        write_value(source);
    else
        PICK(source, shapes)(source, depth);
}

/* quote() of the value, or the message of the error that it gives. */
static const char *value_of(struct orq_arena *arena, sqlite3 *db, const char *expression)
{
    const char *sql = orq_arena_printf(arena, "SELECT quote(%s\n)", expression);
    sqlite3_stmt *row = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &row, NULL) != SQLITE_OK)
        return NULL;
    const char *value = sqlite3_step(row) == SQLITE_ROW ? (const char *)sqlite3_column_text(row, 0)
                                                        : sqlite3_errmsg(db);
    value = orq_arena_strdup(arena, value ? value : "(null)");
    sqlite3_finalize(row);
    return value;
}

static const struct orq_expr *parse(struct orq_arena *arena, const char *text)
{
    struct orq_expr_error error = {0};
    return orq_expr_parse(arena, text, strlen(text), (struct orq_scope){0}, &error);
}

enum { ROUNDS = 20000 };

static void the_canonical_form_has_the_same_value(void **state)
{
    (void)state;
    sqlite3 *db = NULL;
    unsigned judged = 0;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct orq_arena *arena = orq_arena_new();
        struct source source = {.state = round, .out = orq_str_new(arena)};
        write_random(&source, 4);
        const char *text = orq_str_text(&source.out);
        const char *expected = value_of(arena, db, text);
        if (expected) {
            const struct orq_expr *expr = parse(arena, text);
            if (!expr)
                fail_msg("round %u: not read: %s", round, text);
            const char *canonical = orq_expr_canonical(arena, expr);
            const char *value = value_of(arena, db, canonical);
            if (!value || strcmp(value, expected) != 0)
                fail_msg("round %u: %s is %s; %s is %s", round, text, expected, canonical, value);
            const struct orq_expr *again = parse(arena, canonical);
            assert_true(orq_expr_equal(expr, again));
            assert_string_equal(orq_expr_canonical(arena, again), canonical);
            judged++;
        }
        orq_arena_free(arena);
    }
    assert_true(judged > ROUNDS / 2);
    sqlite3_close(db);
}

static const char *const constants[] = {"1",
                                        "(1)",
                                        "01",
                                        "0x1",
                                        "1.0",
                                        "1.00",
                                        "1e0",
                                        "10e-1",
                                        "+1",
                                        "-1",
                                        "- 1",
                                        "'1'",
                                        "\"1\"",
                                        "x'31'",
                                        "X'31'",
                                        "TRUE",
                                        "true",
                                        "1 + 1",
                                        "1+1",
                                        "(1)+(1)",
                                        "2",
                                        "'a'",
                                        "'A'",
                                        "\"a\"",
                                        "NULL",
                                        "(null)",
                                        "'null'",
                                        "1 = 1",
                                        "1 == 1",
                                        "1 IS 1",
                                        "1 <> 2",
                                        "1 != 2",
                                        "NOT 1",
                                        "NOT (1)",
                                        "9223372036854775807",
                                        "9223372036854775808",
                                        "-9223372036854775808",
                                        "-(9223372036854775808)",
                                        "9223372036854775808.0",
                                        "0x7fffffffffffffff",
                                        "0xffffffffffffffff",
                                        "-0x1",
                                        "1e400",
                                        "9e999",
                                        "1.1",
                                        "1.10",
                                        "1.1000000000000001",
                                        "0.1",
                                        ".1",
                                        "5e-324",
                                        "1e22",
                                        "1e23"};

static void equal_constants_have_equal_values(void **state)
{
    (void)state;
    enum { COUNT = sizeof constants / sizeof *constants };
    struct orq_arena *arena = orq_arena_new();
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    for (size_t i = 0; i < COUNT; i++) {
        const char *value = value_of(arena, db, constants[i]);
        const struct orq_expr *expr = parse(arena, constants[i]);
        assert_string_equal(value_of(arena, db, orq_expr_canonical(arena, expr)), value);
        for (size_t j = 0; j < COUNT; j++)
            if (orq_expr_equal(expr, parse(arena, constants[j])) &&
                strcmp(value, value_of(arena, db, constants[j])) != 0)
                fail_msg("%s | %s", constants[i], constants[j]);
    }
    sqlite3_close(db);
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_canonical_form_has_the_same_value),
        cmocka_unit_test(equal_constants_have_equal_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
