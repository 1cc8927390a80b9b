/* Comparing completely: renames are carried out first, so that what the engine rewrites with them
 * is no difference. */
#include "tests/unit/history/world.h"

static void compare(struct journey *journey, const char *sql, const char *yaml,
                    struct orq_comparison *comparison)
{
    struct orq_compare_options options = {.have = world_schema(journey, sql),
                                          .want = world_model(journey, yaml)};
    world_expect(journey,
                 orq_compare(journey->arena, orq_engine_find("sqlite"), &options, journey->diags,
                             comparison),
                 ORQ_OK, NULL);
}

static const char *ops_text(struct journey *journey, const struct orq_ops *ops)
{
    struct orq_str text = orq_str_new(journey->arena);
    for (size_t i = 0; i < ops->len; i++)
        orq_str_addf(&text, "%s%s", i > 0 ? "; " : "",
                     orq_op_summary(journey->arena, &ops->items[i]));
    return orq_str_text(&text);
}

#define ID "      id: {type: integer, primary_key: true}\n"

static void a_rename_takes_its_dependents_along(void **state)
{
    struct journey *journey = *state;
    struct orq_comparison comparison;
    compare(journey,
            "CREATE TABLE old (id INTEGER PRIMARY KEY, was TEXT CHECK (was <> ''));"
            "CREATE TABLE child (id INTEGER PRIMARY KEY, o INTEGER REFERENCES old (id));"
            "CREATE INDEX i ON old (was)",
            "model: m\ntables:\n  new:\n    renamed_from: old\n    columns:\n" ID
            "      now: {type: text, renamed_from: was, check: now <> ''}\n"
            "    indexes: [{columns: [now], name: i}]\n"
            "  child:\n    columns:\n" ID
            "      o: {type: integer, references: {table: new, column: id}}\n",
            &comparison);
    assert_string_equal(ops_text(journey, &comparison.ops), "");
    assert_int_equal(comparison.renames.len, 2);
    assert_int_equal(comparison.all.len, 2);
    assert_null(orq_schema_table(comparison.renamed, "old"));
    const struct orq_table *child = orq_schema_table(comparison.renamed, "child");
    assert_non_null(strstr(child->sql, "new"));
    assert_non_null(orq_schema_table(comparison.have, "old"));
}

/* A renamed_from whose old name is gone says nothing any more. */
static void a_rename_that_was_done_is_ignored(void **state)
{
    struct journey *journey = *state;
    struct orq_comparison comparison;
    compare(journey, "CREATE TABLE new (id INTEGER PRIMARY KEY)",
            "model: m\ntables:\n  new:\n    renamed_from: old\n    columns:\n" ID, &comparison);
    assert_int_equal(comparison.all.len, 0);
    assert_ptr_equal(comparison.renamed, comparison.have);
}

static void names_may_be_swapped(void **state)
{
    struct journey *journey = *state;
    struct orq_comparison comparison;
    compare(journey, "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INTEGER)",
            "model: m\ntables:\n  t:\n    columns:\n" ID
            "      b: {type: text, renamed_from: a}\n      a: {type: integer, renamed_from: b}\n",
            &comparison);
    assert_string_equal(ops_text(journey, &comparison.ops), "");
    assert_string_equal(ops_text(journey, &comparison.all),
                        "rename column t.b to a; rename column t.a to b");
}

/* Defaults that only the engine can judge. */
static void equal_defaults_are_no_difference(void **state)
{
    struct journey *journey = *state;
    struct orq_comparison comparison;
    compare(journey, "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER DEFAULT (2 + 3))",
            "model: m\ntables:\n  t:\n    columns:\n" ID
            "      a: {type: integer, default: {sql: \"5\"}}\n",
            &comparison);
    assert_string_equal(ops_text(journey, &comparison.ops), "");
    compare(journey, "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER DEFAULT (2 + 4))",
            "model: m\ntables:\n  t:\n    columns:\n" ID
            "      a: {type: integer, default: {sql: \"5\"}}\n",
            &comparison);
    assert_int_equal(comparison.ops.len, 1);
}

static void a_model_is_built_as_a_database_holds_it(void **state)
{
    struct journey *journey = *state;
    struct orq_schema *built = NULL;
    const struct orq_schema *model =
        world_model(journey, "model: m\ntables:\n  t:\n    columns:\n" ID
                             "      a: {type: text, unique: true}\n");
    world_expect(journey,
                 orq_schema_materialise(journey->arena, orq_engine_find("sqlite"), model,
                                        journey->diags, &built),
                 ORQ_OK, NULL);
    assert_int_equal(built->tables.len, 1);
    assert_non_null(built->tables.items[0]->sql);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_rename_takes_its_dependents_along),
        WORLD_TEST(a_rename_that_was_done_is_ignored),
        WORLD_TEST(names_may_be_swapped),
        WORLD_TEST(equal_defaults_are_no_difference),
        WORLD_TEST(a_model_is_built_as_a_database_holds_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
