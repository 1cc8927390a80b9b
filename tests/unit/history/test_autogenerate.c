/* Making a migration: what it refuses, what it leaves out, and that nothing is half-written. */
#include "tests/unit/history/world.h"

#include <stdio.h>

#define COLUMNS(columns)                      \
    "model: m\ntables:\n  t:\n    columns:\n" \
    "      id: {type: integer, primary_key: true}\n      a: {type: text}\n" columns
#define TABLE "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);"

static struct orq_autogenerate_input input_of(struct journey *journey)
{
    return (struct orq_autogenerate_input){
        .message = "a change",
        .revision = orq_arena_printf(journey->arena, "%012x", ++journey->number),
        .folder = orq_path_join(journey->arena, journey->folder, "migrations"),
        .source = &orq_source_system};
}

/* As journey_autogenerate, with the options of input. */
static enum orq_status generate(struct journey *journey, const char *yaml,
                                struct orq_autogenerate_input input)
{
    struct orq_history *history = NULL;
    input.want = world_model(journey, yaml);
    input.db = world_open(journey);
    enum orq_status status =
        orq_history_read(journey->arena, input.folder, journey->diags, &history);
    input.history = history;
    if (status == ORQ_OK)
        status = orq_autogenerate(journey->arena, orq_engine_find("sqlite"), &input, journey->diags,
                                  &journey->made);
    orq_db_close((struct orq_db *)input.db);
    return status;
}

static void written(struct journey *journey, const char *yaml)
{
    world_expect(journey, generate(journey, yaml, input_of(journey)), ORQ_OK, NULL);
    assert_non_null(journey->made.path);
    assert_true(orq_path_exists(journey->made.path));
}

static void a_file_is_written_and_reads_back(void **state)
{
    struct journey *journey = *state;
    written(journey, COLUMNS(""));
    const char *text = NULL;
    size_t len = 0;
    assert_int_equal(orq_file_read(journey->arena, journey->made.path, journey->diags, &text, &len),
                     ORQ_OK);
    assert_string_equal(text, journey->made.text);
    const struct orq_migration *read =
        orq_migration_parse(journey->arena, journey->made.path, text, len, journey->diags);
    assert_non_null(read);
    assert_true(orq_migration_proof_current(read, "sqlite"));
    assert_int_equal(read->sections.len, 2);
    assert_string_equal(read->message, "a change");
}

static void no_difference_writes_nothing(void **state)
{
    struct journey *journey = *state;
    world_sql(journey, TABLE);
    world_expect(journey, generate(journey, COLUMNS(""), input_of(journey)), ORQ_OK, NULL);
    assert_null(journey->made.path);
    assert_string_equal(world_files(journey), "");
}

static void behind_head_it_refuses(void **state)
{
    struct journey *journey = *state;
    written(journey, COLUMNS(""));
    const char *files = world_files(journey);
    const char *yaml = COLUMNS("      b: {type: text}\n");
    world_expect(journey, generate(journey, yaml, input_of(journey)), ORQ_INVALID,
                 "the database is behind head: 1 migration is not applied\n"
                 "pending: 000000000001 (a change)\nrun them first:  orqgen upgrade");
    assert_string_equal(world_files(journey), files);
}

static void drift_stays_out_unless_asked_for(void **state)
{
    struct journey *journey = *state;
    const char *yaml = COLUMNS("      b: {type: text}\n");
    written(journey, COLUMNS(""));
    world_expect(journey, journey_upgrade(journey, false), ORQ_OK, NULL);
    world_sql(journey, "ALTER TABLE t ADD COLUMN stray TEXT");
    struct orq_autogenerate_input input = input_of(journey);
    input.dry_run = true;
    world_expect(journey, generate(journey, yaml, input), ORQ_OK, NULL);
    assert_true(journey->made.drift_left_out);
    assert_int_equal(journey->made.drift.all.len, 1);
    assert_null(strstr(journey->made.text, "stray"));
    assert_non_null(strstr(journey->made.text, "ADD COLUMN b"));
    input.include_drift = true;
    world_expect(journey, generate(journey, yaml, input), ORQ_OK, NULL);
    assert_false(journey->made.drift_left_out);
    assert_non_null(strstr(journey->made.text, "LOSES DATA: t.stray"));
}

static void only_what_was_named(void **state)
{
    struct journey *journey = *state;
    struct orq_strings only = {0};
    struct orq_autogenerate_input input = input_of(journey);
    world_sql(journey, TABLE);
    ORQ_PUSH(journey->arena, &only, "other");
    input.only = &only;
    input.dry_run = true;
    const char *yaml = COLUMNS("      b: {type: text}\n") "  other:\n    columns:\n"
                                                          "      x: {type: text}\n";
    world_expect(journey, generate(journey, yaml, input), ORQ_OK, NULL);
    assert_non_null(strstr(journey->made.text, "CREATE TABLE other"));
    assert_null(strstr(journey->made.text, "COLUMN b"));
}

static void a_dry_run_writes_nothing(void **state)
{
    struct journey *journey = *state;
    struct orq_autogenerate_input input = input_of(journey);
    world_sql(journey, TABLE "INSERT INTO t VALUES (1, 'x');");
    const char *before = world_dump(journey);
    input.dry_run = true;
    world_expect(journey, generate(journey, COLUMNS("      b: {type: text}\n"), input), ORQ_OK,
                 NULL);
    assert_non_null(journey->made.text);
    assert_non_null(journey->made.baseline);
    assert_false(orq_path_exists(input.folder));
    assert_string_equal(world_dump(journey), before);
}

static void a_revision_id_is_taken_once(void **state)
{
    struct journey *journey = *state;
    written(journey, COLUMNS(""));
    world_expect(journey, journey_upgrade(journey, false), ORQ_OK, NULL);
    const char *files = world_files(journey);
    struct orq_autogenerate_input input = input_of(journey);
    input.revision = "000000000001";
    world_expect(journey, generate(journey, COLUMNS("      b: {type: text}\n"), input), ORQ_INVALID,
                 "000000000001");
    assert_string_equal(world_files(journey), files);
}

static void a_failing_proof_writes_nothing(void **state)
{
    struct journey *journey = *state;
    world_sql(journey, TABLE "INSERT INTO t VALUES (1, 'x'), (2, 'x');");
    const char *yaml = COLUMNS("") "    unique: [[a]]\n";
    world_expect(journey, generate(journey, yaml, input_of(journey)), ORQ_FAILED,
                 "2 of 2 rows break it: id = 1; id = 2");
    assert_string_equal(world_files(journey), "");
    struct orq_autogenerate_input input = input_of(journey);
    input.no_proof = true;
    world_expect(journey, generate(journey, yaml, input), ORQ_OK, NULL);
    assert_non_null(strstr(journey->made.text, "not proven: --no-proof"));
}

static void a_folder_that_is_none_is_told(void **state)
{
    struct journey *journey = *state;
    struct orq_autogenerate_input input = input_of(journey);
    assert_int_equal(orq_file_write(orq_path_join(journey->arena, journey->folder, "occupied"), "x",
                                    1, journey->diags),
                     ORQ_OK);
    input.folder = orq_path_join(journey->arena, journey->folder, "occupied/migrations");
    assert_int_not_equal(generate(journey, COLUMNS(""), input), ORQ_OK);
    assert_int_equal(orq_diags_errors(journey->diags), 1);
}

/* A baseline without the migration that it was made for: the next run would find the database
 * behind head, and nobody knows why. Both files are there, or none is. */
static void the_second_file_takes_the_first_with_it(void **state)
{
    struct journey *journey = *state;
    struct orq_autogenerate_input input = input_of(journey);
    world_sql(journey, TABLE);
    input.file_template = "{slug}";
    input.message = "baseline";
    world_expect(journey, generate(journey, COLUMNS("      b: {type: text}\n"), input), ORQ_INVALID,
                 "baseline.sql");
    assert_string_equal(world_files(journey), "");
    input.message = "add b";
    world_expect(journey, generate(journey, COLUMNS("      b: {type: text}\n"), input), ORQ_OK,
                 NULL);
    assert_string_equal(world_files(journey), "add_b.sql baseline.sql");
}

/* A file of that name that somebody else wrote stays as it is. */
static void an_existing_file_stays(void **state)
{
    struct journey *journey = *state;
    struct orq_autogenerate_input input = input_of(journey);
    world_sql(journey, TABLE);
    input.file_template = "{slug}";
    world_write(journey, "baseline.sql.txt", "mine");
    const char *path = world_write(journey, "a_change.sql",
                                   "-- orqgen migration: other\n-- revision: other0000\n"
                                   "-- +orqgen upgrade sqlite\n\n");
    const char *text = NULL;
    assert_int_not_equal(generate(journey, COLUMNS("      b: {type: text}\n"), input), ORQ_OK);
    assert_int_equal(orq_file_read(journey->arena, path, journey->diags, &text, NULL), ORQ_OK);
    assert_non_null(strstr(text, "other0000"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_file_is_written_and_reads_back),
        WORLD_TEST(no_difference_writes_nothing),
        WORLD_TEST(behind_head_it_refuses),
        WORLD_TEST(drift_stays_out_unless_asked_for),
        WORLD_TEST(only_what_was_named),
        WORLD_TEST(a_dry_run_writes_nothing),
        WORLD_TEST(a_revision_id_is_taken_once),
        WORLD_TEST(a_failing_proof_writes_nothing),
        WORLD_TEST(a_folder_that_is_none_is_told),
        WORLD_TEST(the_second_file_takes_the_first_with_it),
        WORLD_TEST(an_existing_file_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
