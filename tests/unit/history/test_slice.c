/* Which part of a schema some tables touch. */
#include "history/slice.h"
#include "tests/unit/history/world.h"

#define SHOP                                                                           \
    "CREATE TABLE country (id INTEGER PRIMARY KEY);"                                   \
    "CREATE TABLE Customer (id INTEGER PRIMARY KEY, c REFERENCES country, name TEXT);" \
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer REFERENCES customer);"      \
    "CREATE TABLE lines (id INTEGER PRIMARY KEY, o REFERENCES orders);"                \
    "CREATE TABLE log (x);"                                                            \
    "CREATE TABLE alone (x);"                                                          \
    "CREATE VIEW names AS SELECT name FROM CUSTOMER;"                                  \
    "CREATE VIEW first_names AS SELECT * FROM names;"                                  \
    "CREATE VIEW loneliness AS SELECT * FROM alone;"                                   \
    "CREATE TRIGGER noted AFTER INSERT ON customer BEGIN INSERT INTO log VALUES (1); END;"

/* The names of a slice, folded, in the order of a database's schema: tables by their bytes. */
static const char *slice_of(struct journey *journey, const char *name, const char *besides)
{
    struct orq_strings names = {0}, more = {0}, kept = {0};
    struct orq_str text = orq_str_new(journey->arena);
    ORQ_PUSH(journey->arena, &names, name);
    if (besides)
        ORQ_PUSH(journey->arena, &more, besides);
    struct orq_schema *slice = orq_schema_slice(journey->arena, world_schema(journey, SHOP), &names,
                                                besides ? &more : NULL);
    orq_schema_names(journey->arena, slice, &kept);
    for (size_t i = 0; i < kept.len; i++)
        orq_str_addf(&text, "%s%s", i > 0 ? " " : "", kept.items[i]);
    return orq_str_text(&text);
}

static void partners_and_dependents_belong_to_it(void **state)
{
    struct journey *journey = *state;
    assert_string_equal(slice_of(journey, "customer", NULL),
                        "customer country log orders names first_names noted");
    assert_string_equal(slice_of(journey, "country", NULL), "customer country");
    assert_string_equal(slice_of(journey, "alone", NULL), "alone loneliness");
    assert_string_equal(slice_of(journey, "lines", NULL), "customer country lines orders");
    assert_string_equal(slice_of(journey, "nothing", NULL), "");
}

/* A view that is touched needs what it reads, but not what else reads that. */
static void a_view_brings_what_it_reads(void **state)
{
    struct journey *journey = *state;
    assert_string_equal(slice_of(journey, "names", NULL), "customer country names first_names");
    assert_string_equal(slice_of(journey, "alone", "LOG"), "alone log loneliness");
}

static void operations_touch_both_names(void **state)
{
    struct journey *journey = *state;
    struct orq_schema *schema = world_schema(journey, SHOP);
    struct orq_strings names = {0};
    struct orq_op op = {.kind = ORQ_OP_DROP_TABLE, .from.table = orq_schema_table(schema, "log")};
    struct orq_op trigger = {.kind = ORQ_OP_DROP_DEFINITION,
                             .from.definition = orq_schema_definition(journey->arena, schema,
                                                                      ORQ_KIND_TRIGGER, "noted")};
    struct orq_rename rename = {.kind = ORQ_KIND_TABLE, .from = "Old", .to = "New"};
    struct orq_ops ops = {0};
    struct orq_renames renames = {0};
    ORQ_PUSH(journey->arena, &ops, op);
    ORQ_PUSH(journey->arena, &ops, trigger);
    ORQ_PUSH(journey->arena, &ops, op);
    ORQ_PUSH(journey->arena, &renames, rename);
    orq_ops_touched(journey->arena, &ops, &renames, &names);
    assert_int_equal(names.len, 5);
    static const char *const wanted[] = {"log", "noted", "customer", "old", "new"};
    for (size_t i = 0; i < names.len; i++)
        assert_string_equal(names.items[i], wanted[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(partners_and_dependents_belong_to_it),
        WORLD_TEST(a_view_brings_what_it_reads),
        WORLD_TEST(operations_touch_both_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
