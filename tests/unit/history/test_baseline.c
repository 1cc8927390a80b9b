/* A baseline: recorded where the database holds it, run where it is empty, else refused. */
#include "tests/unit/history/world.h"

#define LEGACY                                                                                 \
    "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT CHECK (a <> ''));CREATE INDEX i ON t (a);" \
    "CREATE VIEW v AS SELECT a FROM t;"
#define ROWS "INSERT INTO t VALUES (1, 'x'), (2, 'y');"

static const char *const model = "model: m\ntables:\n  t:\n    columns:\n"
                                 "      id: {type: integer, primary_key: true}\n"
                                 "      a: {type: text, check: a <> ''}\n"
                                 "      b: {type: text}\n"
                                 "    indexes: [{columns: [a], name: i}]\n";

/* A database that was there first, and a baseline and a change of it. */
static void begin(struct journey *journey)
{
    world_sql(journey, LEGACY ROWS);
    world_expect(journey, journey_autogenerate(journey, world_model(journey, model)), ORQ_OK, NULL);
    assert_non_null(journey->made.baseline);
    assert_non_null(journey->made.baseline->path);
    assert_int_equal(journey->made.migration->parents.len, 1);
    assert_string_equal(journey->made.migration->parents.items[0].revision,
                        journey->made.baseline->revision);
}

static void empty_the_database(struct journey *journey)
{
    world_sql(journey, "DROP VIEW IF EXISTS v; DROP TABLE IF EXISTS t;");
}

static void the_database_itself_is_recorded_at_it(void **state)
{
    struct journey *journey = *state;
    bool clean = false;
    begin(journey);
    assert_int_equal(journey_upgrade(journey, false), ORQ_OK);
    world_expect(journey, ORQ_OK, ORQ_OK, "recorded, nothing was run");
    assert_string_equal(world_value(journey, "SELECT count(*) FROM t"), "2");
    assert_string_equal(world_value(journey, "SELECT count(*) FROM orqgen_revisions"), "2");
    world_expect(journey, journey_check(journey, world_model(journey, model), &clean), ORQ_OK,
                 NULL);
    assert_true(clean);
}

static void an_empty_database_is_built_by_it(void **state)
{
    struct journey *journey = *state;
    bool clean = false;
    begin(journey);
    empty_the_database(journey);
    world_expect(journey, journey_upgrade(journey, false), ORQ_OK, NULL);
    world_expect(journey, journey_check(journey, world_model(journey, model), &clean), ORQ_OK,
                 NULL);
    assert_true(clean);
    world_expect(journey, journey_downgrade(journey, journey->made.baseline->revision), ORQ_OK,
                 NULL);
    sqlite3 *db = journey_sqlite(journey);
    const char *built = oracle_schema(journey->arena, db, ORACLE_EXACT);
    sqlite3_close(db);
    struct journey legacy = journey_new(journey->arena, "legacy");
    world_sql(&legacy, LEGACY);
    db = journey_sqlite(&legacy);
    const char *difference =
        oracle_difference(journey->arena, oracle_schema(journey->arena, db, ORACLE_EXACT), built);
    sqlite3_close(db);
    journey_clean(&legacy);
    assert_null(difference);
}

static void layout_and_quotes_are_no_difference(void **state)
{
    struct journey *journey = *state;
    begin(journey);
    empty_the_database(journey);
    world_sql(journey, "create table \"t\"(\"id\" integer primary key,a text check(a<>''));"
                       "CREATE INDEX I ON t(a); CREATE VIEW v AS SELECT a FROM t;");
    assert_int_equal(journey_upgrade(journey, false), ORQ_OK);
    world_expect(journey, ORQ_OK, ORQ_OK, "recorded, nothing was run");
}

static void another_database_is_refused(void **state)
{
    static const char *const others[] = {
        "CREATE TABLE other (x);",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT CHECK (a <> '')); CREATE INDEX i ON t (a);",
        LEGACY "CREATE TABLE too_much (x);",
    };
    struct journey *journey = *state;
    begin(journey);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        empty_the_database(journey);
        world_sql(journey, "DROP TABLE IF EXISTS other;");
        world_sql(journey, others[i]);
        const char *before = world_dump(journey);
        world_expect(journey, journey_upgrade(journey, false), ORQ_INVALID,
                     "the database is neither empty nor what the baseline");
        assert_string_equal(world_dump(journey), before);
    }
}

/* Its parent line still holds what it was. */
static void an_edited_baseline_is_told(void **state)
{
    struct journey *journey = *state;
    begin(journey);
    const char *text = NULL;
    const char *path = journey->made.baseline->path;
    assert_int_equal(orq_file_read(journey->arena, path, journey->diags, &text, NULL), ORQ_OK);
    struct orq_str edited = orq_str_new(journey->arena);
    const char *at = strstr(text, "CREATE VIEW");
    assert_non_null(at);
    orq_str_addn(&edited, text, (size_t)(at - text));
    orq_str_add(&edited, "CREATE TABLE smuggled (x);\n");
    orq_str_add(&edited, at);
    world_write(journey, orq_path_base(path), orq_str_text(&edited));
    const char *before = world_dump(journey);
    world_expect(journey, journey_upgrade(journey, false), ORQ_INVALID, "was edited after it");
    assert_string_equal(world_dump(journey), before);
}

static void an_empty_database_needs_none(void **state)
{
    struct journey *journey = *state;
    world_expect(journey, journey_autogenerate(journey, world_model(journey, model)), ORQ_OK, NULL);
    assert_null(journey->made.baseline);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(the_database_itself_is_recorded_at_it),
        WORLD_TEST(an_empty_database_is_built_by_it),
        WORLD_TEST(layout_and_quotes_are_no_difference),
        WORLD_TEST(another_database_is_refused),
        WORLD_TEST(an_edited_baseline_is_told),
        WORLD_TEST(an_empty_database_needs_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
