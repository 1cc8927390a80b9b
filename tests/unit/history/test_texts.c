/* When two schemas are stored the same. */
#include "history/texts.h"
#include "tests/unit/history/world.h"

struct pair {
    const char *a, *b;
    const char *differs; /* NULL: they are the same */
};

static void stored_the_same_or_not(void **state)
{
    static const struct pair pairs[] = {
        {"CREATE TABLE t (a, b)", "create  table \"T\" (A,b) -- why", NULL},
        {"CREATE TABLE t (a); CREATE TABLE u (b)", "CREATE TABLE u (b); CREATE TABLE t (a)", NULL},
        {"CREATE TABLE t (a)", "CREATE TABLE t (b)", "table t"},
        {"CREATE TABLE t (a DEFAULT 'X')", "CREATE TABLE t (a DEFAULT 'x')", "table t"},
        {"CREATE TABLE t (a); CREATE TABLE u (b)", "CREATE TABLE t (a)", "table u"},
        {"CREATE TABLE t (a)", "CREATE TABLE t (a); CREATE TABLE u (b)", "table u"},
        {"CREATE TABLE t (a); CREATE INDEX i ON t (a)",
         "CREATE TABLE t (a); CREATE INDEX i ON t (a DESC)", "index i"},
        {"CREATE TABLE t (a); CREATE INDEX i ON t (a)", "CREATE TABLE t (a)", "index i"},
        {"CREATE VIEW v AS SELECT 1", "CREATE VIEW v AS SELECT 2", "view v"},
        {"CREATE TABLE t (a UNIQUE)", "CREATE TABLE t (a, UNIQUE (a))", "table t"},
    };
    struct journey *journey = *state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct orq_schema *a = world_schema(journey, pairs[i].a);
        const struct orq_schema *b = world_schema(journey, pairs[i].b);
        const char *differs = orq_texts_difference(journey->arena, a, b);
        assert_string_equal(differs ? differs : "", pairs[i].differs ? pairs[i].differs : "");
        const char *left = orq_texts_sha256(journey->arena, a);
        const char *right = orq_texts_sha256(journey->arena, b);
        assert_int_equal(strcmp(left, right) == 0, pairs[i].differs == NULL);
        assert_int_equal(strlen(left), 64);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {WORLD_TEST(stored_the_same_or_not)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
