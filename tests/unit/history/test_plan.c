/* The downgrade of a plan is exact, and its upgrade leads to what was wanted. */
#include "history/runner.h"
#include "tests/unit/history/world.h"

struct change {
    const char *before; /* SQL, rows too */
    const char *model;  /* the tables */
};

static const struct orq_compare_options no_options = {0};

static enum orq_status plan_to(struct journey *journey, const char *yaml,
                               const struct orq_compare_options *options, struct orq_plan *plan)
{
    const struct orq_schema *want = world_model(journey, yaml);
    struct orq_db *db = world_open(journey);
    struct orq_schema *have = NULL;
    assert_int_equal(orq_introspect(journey->arena, db, NULL, journey->diags, &have), ORQ_OK);
    orq_db_close(db);
    struct orq_compare_options all = *options;
    all.have = have;
    all.want = want;
    return orq_plan_make(journey->arena, orq_engine_find("sqlite"), &all, journey->diags, plan);
}

static void run(struct journey *journey, const struct orq_file_section *section)
{
    const struct orq_url url = {.dialect = "sqlite", .target = journey->path, .shown = "test.db"};
    struct orq_db *db = NULL;
    assert_int_equal(orq_db_open(journey->arena, &url, ORQ_DB_WRITE, journey->diags, &db), ORQ_OK);
    enum orq_status status = orq_section_run(journey->arena, db, section, journey->diags);
    orq_db_close(db);
    world_expect(journey, status, ORQ_OK, NULL);
}

static void down_gives_back_what_was(void **state)
{
#define ID "      id: {type: integer, primary_key: true}\n"
    static const struct change changes[] = {
        {"", "  t:\n    columns:\n" ID},
        /* The layout and the comments of the person who wrote it. */
        {"CREATE TABLE t (\n  id INTEGER PRIMARY KEY, -- the key\n  a  INT /* odd */\n);"
         "INSERT INTO t VALUES (1, 2);",
         "  t:\n    columns:\n" ID "      a: {type: text}\n"},
        /* The order of columns: a comes back between the others. */
        {"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);"
         "INSERT INTO t VALUES (1, NULL, 'b');",
         "  t:\n    columns:\n" ID "      b: {type: text}\n"},
        {"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT CONSTRAINT mine CHECK (a <> ''));",
         "  t:\n    columns:\n" ID "      a: {type: text}\n"},
        /* A table that goes, with all that hangs on it. */
        {"CREATE TABLE t (id INTEGER PRIMARY KEY); CREATE TABLE gone (a TEXT NOT NULL DEFAULT 'x',"
         " t REFERENCES t ON DELETE CASCADE); CREATE INDEX i ON gone (a DESC) WHERE t > 1;"
         "CREATE TRIGGER g AFTER INSERT ON gone BEGIN SELECT 1; END;",
         "  t:\n    columns:\n" ID},
        /* Renames. */
        {"CREATE TABLE old (id INTEGER PRIMARY KEY, was TEXT); CREATE INDEX i ON old (was);"
         "CREATE TABLE child (id INTEGER PRIMARY KEY, o INTEGER REFERENCES old (id));"
         "INSERT INTO old VALUES (1, 'x'); INSERT INTO child VALUES (1, 1);",
         "  new:\n    renamed_from: old\n    columns:\n" ID
         "      now: {type: text, renamed_from: was}\n    indexes: [{columns: [now], name: i}]\n"
         "  child:\n    columns:\n" ID
         "      o: {type: integer, references: {table: new, column: id}}\n"},
        /* Views and triggers in the way come back as they were. */
        {"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE VIEW v AS SELECT  a FROM t;"
         "CREATE TABLE log (x); CREATE TRIGGER g AFTER UPDATE ON t BEGIN"
         " INSERT INTO log VALUES (new.a); END;",
         "  t:\n    columns:\n" ID "      a: {type: integer}\n  log:\n    columns:\n"
         "      x: {type: {native: \"\"}}\n"},
    };
    struct journey *journey = *state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct orq_plan plan;
        world_sql(journey, "DROP VIEW IF EXISTS v; DROP TABLE IF EXISTS child;"
                           "DROP TABLE IF EXISTS gone; DROP TABLE IF EXISTS t;"
                           "DROP TABLE IF EXISTS old; DROP TABLE IF EXISTS log;");
        world_sql(journey, changes[i].before);
        const char *before = world_dump(journey);
        const char *yaml =
            orq_arena_printf(journey->arena, "model: m\ntables:\n%s", changes[i].model);
        world_expect(journey, plan_to(journey, yaml, &no_options, &plan), ORQ_OK, NULL);
        assert_true(plan.up.all.len > 0);
        run(journey, &plan.up_text);
        assert_string_not_equal(world_dump(journey), before);
        struct orq_plan again;
        world_expect(journey, plan_to(journey, yaml, &no_options, &again), ORQ_OK, NULL);
        assert_int_equal(again.up.all.len, 0);
        run(journey, &plan.down_text);
        const char *difference = oracle_difference(journey->arena, before, world_dump(journey));
        if (difference)
            fail_msg("%s: %s", changes[i].before, difference);
    }
}

static void no_difference_is_no_plan(void **state)
{
    struct journey *journey = *state;
    struct orq_plan plan;
    world_sql(journey, "CREATE TABLE t (id INTEGER PRIMARY KEY)");
    world_expect(journey,
                 plan_to(journey, "model: m\ntables:\n  t:\n    columns:\n" ID, &no_options, &plan),
                 ORQ_OK, NULL);
    assert_int_equal(plan.up.all.len, 0);
    assert_int_equal(plan.up_section.statements.len, 0);
    assert_int_equal(plan.down_section.statements.len, 0);
}

/* Only what the operations touch is looked at: the rest may be as large as it likes. */
static void a_plan_holds_only_what_it_touches(void **state)
{
    struct journey *journey = *state;
    struct orq_plan plan;
    world_sql(journey, "CREATE TABLE a (id INTEGER PRIMARY KEY);"
                       "CREATE TABLE b (id INTEGER PRIMARY KEY);"
                       "CREATE TABLE c (id INTEGER PRIMARY KEY, b INTEGER REFERENCES b (id))");
    const char *yaml =
        "model: m\ntables:\n  a:\n    columns:\n" ID "  b:\n    columns:\n" ID
        "      x: {type: text}\n"
        "  c:\n    columns:\n" ID "      b: {type: integer, references: {table: b, column: id}}\n";
    world_expect(journey, plan_to(journey, yaml, &no_options, &plan), ORQ_OK, NULL);
    assert_null(orq_schema_table(plan.have, "a"));
    assert_non_null(orq_schema_table(plan.have, "b"));
    assert_non_null(orq_schema_table(plan.have, "c"));
    assert_non_null(orq_table_column(orq_schema_table(plan.after, "b"), "x"));
}
#undef ID

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(down_gives_back_what_was),
        WORLD_TEST(no_difference_is_no_plan),
        WORLD_TEST(a_plan_holds_only_what_it_touches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
