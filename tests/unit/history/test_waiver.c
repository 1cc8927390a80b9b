/* Waivers: which drift one is about, and until when. */
#include "history/waiver.h"
#include "tests/unit/history/world.h"

static void days(void **state)
{
    struct journey *journey = *state;
    static const char *const valid[] = {"2026-11-23", "2024-02-29", "2000-02-29", "2026-12-31"};
    static const char *const others[] = {"",           "2026-1-23",  "2026-11-23 ", "2026-02-29",
                                         "1900-02-29", "2026-13-01", "2026-00-10",  "2026-04-31",
                                         "2026-04-00", "tomorrow",   "2026/04/01",  "2026-04-0x"};
    for (size_t i = 0; i < sizeof valid / sizeof *valid; i++)
        assert_true(orq_day_valid(valid[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(orq_day_valid(others[i]));
    assert_string_equal(orq_day_of(journey->arena, 0), "1970-01-01");
    assert_string_equal(orq_day_of(journey->arena, 1795651200), "2026-11-26");
    assert_string_equal(orq_day_of(journey->arena, 1795651199), "2026-11-25");
}

static struct orq_schema *inspected(struct journey *journey, const char *sql)
{
    struct orq_db *db = NULL;
    struct orq_schema *schema = NULL;
    assert_int_equal(orq_db_memory(journey->arena, journey->diags, &db), ORQ_OK);
    assert_int_equal(orq_db_exec(db, sql, journey->diags), ORQ_OK);
    assert_int_equal(orq_introspect(journey->arena, db, NULL, journey->diags, &schema), ORQ_OK);
    orq_db_close(db);
    return schema;
}

static struct orq_comparison drift_of(struct journey *journey, const char *have, const char *want)
{
    struct orq_comparison drift = {0};
    struct orq_compare_options options = {.have = inspected(journey, have),
                                          .want = inspected(journey, want)};
    assert_int_equal(
        orq_compare(journey->arena, orq_engine_find("sqlite"), &options, journey->diags, &drift),
        ORQ_OK);
    return drift;
}

static const char *difference(struct journey *journey, const char *have, const char *want)
{
    struct orq_comparison drift = drift_of(journey, have, want);
    assert_int_equal(drift.all.len, 1);
    return orq_differences(journey->arena, &drift).items[0];
}

static void a_difference_is_told_by_both_sides(void **state)
{
    struct journey *journey = *state;
    static const char *const pairs[][2] = {
        {"CREATE TABLE t (a TEXT, b TEXT)", "CREATE TABLE t (a TEXT)"},
        {"CREATE TABLE t (a TEXT)", "CREATE TABLE t (a TEXT, b TEXT)"},
        {"CREATE TABLE t (a TEXT, b BLOB)", "CREATE TABLE t (a TEXT)"},
        {"CREATE TABLE t (a TEXT, b TEXT DEFAULT 'x')", "CREATE TABLE t (a TEXT)"},
        {"CREATE TABLE t (a TEXT, \"b\n\" TEXT)", "CREATE TABLE t (a TEXT)"},
        {"CREATE TABLE t (a REAL)", "CREATE TABLE t (a TEXT)"},
        {"CREATE TABLE t (a REAL)", "CREATE TABLE t (a BLOB)"},
        {"CREATE TABLE t (a INTEGER)", "CREATE TABLE t (a TEXT)"},
        {"CREATE TABLE t (a TEXT); CREATE INDEX i ON t (a)", "CREATE TABLE t (a TEXT)"},
        {"CREATE TABLE t (a TEXT); CREATE INDEX i ON t (a DESC)", "CREATE TABLE t (a TEXT)"},
        {"CREATE TABLE t (a TEXT, CONSTRAINT c CHECK (a > 0))", "CREATE TABLE t (a TEXT)"},
        {"CREATE TABLE t (a TEXT, CONSTRAINT c CHECK (a > 1))", "CREATE TABLE t (a TEXT)"},
        {"CREATE TABLE t (a TEXT); CREATE TABLE u (a TEXT)", "CREATE TABLE t (a TEXT)"},
        {"CREATE TABLE t (a TEXT); CREATE TABLE u (a TEXT, b TEXT)", "CREATE TABLE t (a TEXT)"},
        {"CREATE TABLE t (a TEXT) STRICT", "CREATE TABLE t (a TEXT)"},
    };
    struct orq_map *seen = orq_map_new(journey->arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const char *first = difference(journey, pairs[i][0], pairs[i][1]);
        assert_int_equal(strlen(first), 16);
        assert_string_equal(difference(journey, pairs[i][0], pairs[i][1]), first);
        if (orq_map_put(seen, first, journey))
            fail_msg("%s is as another", pairs[i][0]);
    }
}

static void each_waiver_finds_its_drift(void **state)
{
    struct journey *journey = *state;
    struct orq_comparison drift = drift_of(
        journey, "CREATE TABLE t (a TEXT, b TEXT, c TEXT, d TEXT)", "CREATE TABLE t (a TEXT)");
    assert_int_equal(drift.all.len, 3);
    const struct orq_strings differences = orq_differences(journey->arena, &drift);
    struct orq_waiver list[] = {
        {.object = "t.b", .difference = differences.items[0], .until = "2026-11-23"},
        {.object = "t.c", .difference = differences.items[1], .until = "2026-11-22"},
        {.object = "t.d", .difference = differences.items[0], .until = "2026-11-30"},
        {.object = "t.e", .difference = differences.items[0], .until = "2026-11-30"},
    };
    const struct orq_waivers waivers = {list, 4, 4};
    struct orq_waiving waiving = orq_waivers_apply(journey->arena, &waivers, &drift, "2026-11-23");
    assert_int_equal(waiving.waived.len, 1);
    assert_string_equal(waiving.waived.items[0].waiver->object, "t.b");
    assert_int_equal(waiving.open.len, 2);
    assert_int_equal(waiving.expired.len, 1);
    assert_string_equal(waiving.expired.items[0].waiver->object, "t.c");
    assert_int_equal(waiving.other.len, 1);
    assert_string_equal(waiving.other.items[0].waiver->object, "t.d");
    assert_int_equal(waiving.idle.len, 1);
    assert_string_equal(waiving.idle.items[0].object, "t.e");
    waiving = orq_waivers_apply(journey->arena, &(struct orq_waivers){0}, &drift, "2026-11-23");
    assert_int_equal(waiving.open.len, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(days),
        WORLD_TEST(a_difference_is_told_by_both_sides),
        WORLD_TEST(each_waiver_finds_its_drift),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
