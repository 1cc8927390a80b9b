/* The three verdicts of a check, kept apart. */
#include "tests/unit/history/world.h"

#define MODEL(columns)                        \
    "model: m\ntables:\n  t:\n    columns:\n" \
    "      id: {type: integer, primary_key: true}\n" columns

static const char *const first = MODEL("");
static const char *const second = MODEL("      a: {type: text}\n");

/* A revision for the model, not yet applied. */
static void generate(struct journey *journey, const char *yaml)
{
    world_expect(journey, journey_autogenerate(journey, world_model(journey, yaml)), ORQ_OK, NULL);
}

static void apply(struct journey *journey)
{
    world_expect(journey, journey_upgrade(journey, true), ORQ_OK, NULL);
}

/* How many pending, drifted, missing; without a ledger: other than the model. */
static void verdicts_are(struct journey *journey, const char *yaml, const char *wanted)
{
    bool clean = false;
    world_expect(journey, journey_check(journey, world_model(journey, yaml), &clean), ORQ_OK, NULL);
    const struct orq_verdicts *verdicts = &journey->verdicts;
    const char *are =
        orq_arena_printf(journey->arena, "%zu pending, %zu drift, %zu missing, %zu model, %s",
                         verdicts->pending.len, verdicts->drift.all.len, verdicts->missing.all.len,
                         verdicts->model.all.len, clean ? "clean" : "not clean");
    assert_string_equal(are, wanted);
}

static void each_verdict_by_itself(void **state)
{
    struct journey *journey = *state;
    generate(journey, first);
    apply(journey);
    verdicts_are(journey, first, "0 pending, 0 drift, 0 missing, 0 model, clean");
    assert_int_equal(journey->verdicts.current.len, 1);
    assert_string_equal(journey->verdicts.current.items[0], "000000000001");
    assert_string_equal(journey->verdicts.head, "000000000001");
    verdicts_are(journey, second, "0 pending, 0 drift, 1 missing, 0 model, not clean");
    generate(journey, second);
    verdicts_are(journey, second, "1 pending, 0 drift, 0 missing, 0 model, not clean");
    apply(journey);
    world_sql(journey, "ALTER TABLE t ADD COLUMN drifted");
    verdicts_are(journey, second, "0 pending, 1 drift, 0 missing, 0 model, not clean");
}

static void all_verdicts_at_once(void **state)
{
    struct journey *journey = *state;
    generate(journey, first);
    apply(journey);
    generate(journey, second);
    world_sql(journey, "CREATE TABLE stray (x)");
    verdicts_are(journey, MODEL("      a: {type: text}\n      b: {type: text}\n"),
                 "1 pending, 1 drift, 1 missing, 0 model, not clean");
}

static void without_a_ledger_the_model_is_the_measure(void **state)
{
    struct journey *journey = *state;
    world_sql(journey, "CREATE TABLE t (id INTEGER PRIMARY KEY)");
    verdicts_are(journey, first, "0 pending, 0 drift, 0 missing, 0 model, clean");
    assert_false(journey->verdicts.ledger);
    verdicts_are(journey, second, "0 pending, 0 drift, 0 missing, 1 model, not clean");
    generate(journey, second);
    verdicts_are(journey, second, "2 pending, 0 drift, 0 missing, 1 model, not clean");
}

/* What stood in the database before the history is not the history's to drop. */
static void a_baseline_is_nobodys_drift(void **state)
{
    struct journey *journey = *state;
    world_sql(journey, "CREATE TABLE t (id INTEGER PRIMARY KEY);"
                       "CREATE VIEW v AS SELECT id FROM t");
    generate(journey, second);
    apply(journey);
    verdicts_are(journey, second, "0 pending, 0 drift, 0 missing, 0 model, clean");
}

/* What was applied and edited afterwards is no measure for anything. */
static void an_edited_migration_is_told(void **state)
{
    struct journey *journey = *state;
    bool clean = false;
    generate(journey, first);
    apply(journey);
    const struct orq_schema *want = world_model(journey, first);
    const char *text =
        "-- orqgen migration: a change\n-- revision: 000000000001\n"
        "-- +orqgen upgrade sqlite\nCREATE TABLE t (id INTEGER PRIMARY KEY, more TEXT);\n"
        "-- +orqgen downgrade sqlite\nDROP TABLE t;\n";
    world_write(journey, orq_path_base(journey->made.path), text);
    world_expect(journey, journey_check(journey, want, &clean), ORQ_INVALID,
                 "the upgrade of revision 000000000001 was edited after it was applied");
    assert_false(clean);
    world_expect(journey, journey_autogenerate(journey, want), ORQ_INVALID, "was edited after");
}

static void a_revision_that_no_file_holds_is_told(void **state)
{
    struct journey *journey = *state;
    bool clean = false;
    generate(journey, first);
    apply(journey);
    assert_int_equal(remove(journey->made.path), 0);
    world_expect(journey, journey_check(journey, world_model(journey, first), &clean), ORQ_INVALID,
                 "revision 000000000001 (a change) is applied, but is in no file of");
}

/* A history that does not run says where, and that it was a replay. */
static void a_history_that_does_not_run_is_told(void **state)
{
    struct journey *journey = *state;
    bool clean = false;
    generate(journey, first);
    apply(journey);
    world_write(journey, "2_bad.sql",
                "-- orqgen migration: bad\n-- revision: bad00000\n-- parent: 000000000001\n"
                "-- +orqgen upgrade sqlite\nDROP TABLE nowhere;\n"
                "-- +orqgen downgrade sqlite\n\n");
    world_expect(journey, journey_check(journey, world_model(journey, first), &clean), ORQ_FAILED,
                 "2_bad.sql:5");
    (void)journey_check(journey, world_model(journey, first), &clean);
    assert_null(strstr(journey_messages(journey), ":memory:"));
    world_expect(journey, ORQ_FAILED, ORQ_FAILED, "replayed on a scratch database");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(each_verdict_by_itself),
        WORLD_TEST(all_verdicts_at_once),
        WORLD_TEST(without_a_ledger_the_model_is_the_measure),
        WORLD_TEST(a_baseline_is_nobodys_drift),
        WORLD_TEST(an_edited_migration_is_told),
        WORLD_TEST(a_revision_that_no_file_holds_is_told),
        WORLD_TEST(a_history_that_does_not_run_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
