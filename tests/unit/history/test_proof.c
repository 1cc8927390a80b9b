/* A proof must find what a plan does wrong: each plan here is doctored after it was made. */
#include "tests/unit/history/world.h"

#define MODEL(columns)                                             \
    "model: m\ntables:\n  p:\n    columns:\n"                      \
    "      id: {type: integer, primary_key: true}\n"               \
    "      a: {type: integer}\n      b: {type: integer}\n" columns \
    "    indexes: [{columns: [a], name: p_a}]\n"
#define TABLE                                                                                  \
    "CREATE TABLE p (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER);CREATE INDEX p_a ON p (a);" \
    "INSERT INTO p VALUES (1, 10, 100), (2, 20, 200), (3, 30, NULL);"

static void plan_to(struct journey *journey, const struct orq_schema *want, struct orq_plan *plan)
{
    struct orq_db *db = world_open(journey);
    struct orq_schema *have = NULL;
    assert_int_equal(orq_introspect(journey->arena, db, NULL, journey->diags, &have), ORQ_OK);
    orq_db_close(db);
    struct orq_compare_options options = {.have = have, .want = want};
    world_expect(
        journey,
        orq_plan_make(journey->arena, orq_engine_find("sqlite"), &options, journey->diags, plan),
        ORQ_OK, NULL);
    assert_true(plan->up.all.len > 0);
}

/* Adds SQL to the end of a section. */
static void doctor(struct journey *journey, struct orq_file_section *section, const char *sql)
{
    section->text =
        orq_arena_printf(journey->arena, "%.*s\n%s\n", (int)section->len, section->text, sql);
    section->len = strlen(section->text);
    section->steps.items[0].len = section->len;
}

static enum orq_status prove(struct journey *journey, const struct orq_plan *plan,
                             const char **text)
{
    struct orq_db *db = world_open(journey);
    enum orq_status status = orq_prove(journey->arena, plan, db, journey->diags, text);
    orq_db_close(db);
    return status;
}

static void proven_with_the_rows_of_the_database(void **state)
{
    struct journey *journey = *state;
    struct orq_plan plan;
    const char *text = NULL;
    world_sql(journey, TABLE);
    plan_to(journey, world_model(journey, MODEL("      c: {type: text}\n")), &plan);
    world_expect(journey, prove(journey, &plan, &text), ORQ_OK, NULL);
    assert_string_equal(text, "up, down and up again on a copy with 3 rows in 1 of 1 table");
    assert_int_equal(orq_prove(journey->arena, &plan, NULL, journey->diags, &text), ORQ_OK);
    assert_string_equal(text, "up, down and up again with 3 generated rows in 1 of 1 table");
}

struct doctored {
    const char *sql, *says;
    bool down;
};

/* Each is added to a plan that only adds a column. */
static void a_doctored_plan_fails(void **state)
{
    static const struct doctored cases[] = {
        {"DELETE FROM p WHERE id = 2;", "the values of p.id are not the same after the upgrade",
         false},
        {"INSERT INTO p (id) VALUES (4);", "are not the same after the upgrade", false},
        {"UPDATE p SET a = b, b = a;", "the values of p.a are not the same", false},
        {"UPDATE p SET a = (SELECT sum(a) FROM p AS o WHERE o.id <> p.id);", "p.a are not", false},
        {"UPDATE p SET b = 0 WHERE b IS NULL;", "p.b are not the same", false},
        {"DROP INDEX p_a;", "index p_a is not as expected after the upgrade", false},
        {"CREATE INDEX too_much ON p (b);", "index too_much is not as expected", false},
        {"CREATE TEMP TABLE left_over (x);", "leaves the temporary left_over behind", false},
        {"SELECT * FROM nowhere;", "the upgrade does not run on a copy of test.db: no such table",
         false},
        {"DELETE FROM p WHERE id = 2;", "are not the same after the downgrade", true},
        {"UPDATE p SET b = 100;", "p.b are not the same after the downgrade", true},
        {"DROP INDEX p_a;", "index p_a is not as expected after the downgrade", true},
        {"ALTER TABLE p ADD COLUMN x;", "table p is not as expected after the downgrade", true},
    };
    struct journey *journey = *state;
    world_sql(journey, TABLE);
    const char *before = world_dump(journey);
    const struct orq_schema *want = world_model(journey, MODEL("      c: {type: text}\n"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct orq_plan plan;
        const char *text = NULL;
        plan_to(journey, want, &plan);
        doctor(journey, cases[i].down ? &plan.down_text : &plan.up_text, cases[i].sql);
        world_expect(journey, prove(journey, &plan, &text), ORQ_FAILED, cases[i].says);
        plan_to(journey, want, &plan);
        doctor(journey, cases[i].down ? &plan.down_text : &plan.up_text, cases[i].sql);
        enum orq_status status = prove(journey, &plan, &text);
        assert_non_null(strstr(journey_messages(journey), "nothing was written"));
        assert_int_equal(orq_diags_errors(journey->diags), 1);
        world_expect(journey, status, ORQ_FAILED, "proof failed");
    }
    assert_string_equal(world_dump(journey), before);
}

/* What a program keeps beside its data: the rowids of a table that has no key of its own. */
static void rowids_must_stay(void **state)
{
    struct journey *journey = *state;
    const char *yaml = "model: m\ntables:\n  t:\n    columns:\n      rowid: {type: text}\n"
                       "      a: {type: integer}\n      c: {type: integer}\n";
    struct orq_plan plan;
    const char *text = NULL;
    world_sql(journey, "CREATE TABLE t (rowid TEXT, a INTEGER);"
                       "INSERT INTO t VALUES ('x', 1), ('y', 2);");
    plan_to(journey, world_model(journey, yaml), &plan);
    world_expect(journey, prove(journey, &plan, &text), ORQ_OK, NULL);
    doctor(journey, &plan.up_text, "UPDATE t SET _rowid_ = _rowid_ + 10;");
    world_expect(journey, prove(journey, &plan, &text), ORQ_FAILED,
                 "the rowids of t are not the same after the upgrade");
}

/* The counter of AUTOINCREMENT too, also where there is no row left to show it. */
static void counters_must_stay(void **state)
{
    struct journey *journey = *state;
    const char *yaml = "model: m\ntables:\n  t:\n    columns:\n"
                       "      id: {type: integer, primary_key: true, autoincrement: true}\n"
                       "      c: {type: integer}\n";
    struct orq_plan plan;
    const char *text = NULL;
    world_sql(journey, "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT);"
                       "CREATE TABLE other (x); INSERT INTO other VALUES (1);"
                       "INSERT INTO t VALUES (7); DELETE FROM t;");
    const struct orq_schema *want = world_model(journey, yaml);
    plan_to(journey, want, &plan);
    world_expect(journey, prove(journey, &plan, &text), ORQ_OK, NULL);
    doctor(journey, &plan.up_text, "UPDATE sqlite_sequence SET seq = 1;");
    world_expect(journey, prove(journey, &plan, &text), ORQ_FAILED,
                 "the counter of t is not the same");
}

/* ---- rows of the database that the model no longer allows ---- */

struct offence {
    const char *sql, *yaml, *says;
};

static void rows_in_the_way_are_shown(void **state)
{
#define T(rest) \
    "model: m\ntables:\n  p:\n    columns:\n      id: {type: integer, primary_key: true}\n" rest
    static const struct offence cases[] = {
        {"(1, -1), (2, 5), (3, -2)", T("      a: {type: integer, check: a > 0}\n"),
         "add check p_a_check on p: 2 of 3 rows break it: id = 1; id = 3"},
        {"(1, 5), (2, NULL)", T("      a: {type: integer, nullable: false}\n"),
         "alter column p.a: 1 of 2 rows breaks it: id = 2\n"
         "correct these rows first, or give the column a backfill"},
        {"(1, 5), (2, 6), (3, 5), (4, NULL), (5, NULL)",
         T("      a: {type: integer, unique: true}\n"),
         "add unique constraint p_a_key on p: 2 of 5 rows break it: id = 1; id = 3"},
        {"(1, 1), (2, 9)", T("      a: {type: integer, references: {table: p, column: id}}\n"),
         "add foreign key p_a_fkey on p: 1 of 2 rows breaks it: id = 2"},
        {"(1, 5), (2, 6), (3, 7)",
         T("      a: {type: integer}\n    indexes: [{columns: [{expr: a % 2}], unique: true,"
           " where: a > 4, name: odd}]\n"),
         "create index odd on p: 2 of 3 rows break it: id = 1; id = 3"},
    };
#undef T
    struct journey *journey = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct orq_plan plan;
        const char *text = NULL;
        world_sql(journey, "DROP TABLE IF EXISTS p;"
                           "CREATE TABLE p (id INTEGER PRIMARY KEY, a INTEGER);");
        world_sql(journey,
                  orq_arena_printf(journey->arena, "INSERT INTO p VALUES %s;", cases[i].sql));
        plan_to(journey, world_model(journey, cases[i].yaml), &plan);
        enum orq_status status = prove(journey, &plan, &text);
        assert_non_null(strstr(journey_messages(journey), "run on a copy of test.db: "));
        assert_null(strstr(journey_messages(journey), ":memory:"));
        assert_non_null(strstr(journey_messages(journey), "--no-proof\nnothing was written"));
        assert_int_equal(orq_diags_len(journey->diags), 1);
        world_expect(journey, status, ORQ_FAILED, cases[i].says);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(proven_with_the_rows_of_the_database),
        WORLD_TEST(a_doctored_plan_fails),
        WORLD_TEST(rowids_must_stay),
        WORLD_TEST(counters_must_stay),
        WORLD_TEST(rows_in_the_way_are_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
