/* Moving over: the header's line, the names it gives, what Alembic's table says, and that only what
 * was read is recorded. */
#include "history/adopt.h"
#include "history/revision_id.h"
#include "tests/unit/history/world.h"

#define HEADER "-- orqgen migration: baseline\n-- revision: 0123abcd4567\n"

static struct orq_migration *parse(struct journey *journey, const char *text)
{
    return orq_migration_parse(journey->arena, "m.sql", text, strlen(text), journey->diags);
}

static void the_header_names_what_it_adopts(void **state)
{
    struct journey *journey = *state;
    struct orq_migration *migration =
        parse(journey, HEADER "-- adopts: 1a2b,  2020-01-31 first , 3c4d\n"
                              "\n-- +orqgen upgrade sqlite\n-- +orqgen downgrade sqlite\n");
    assert_non_null(migration);
    assert_string_equal(orq_revision_ids_text(journey->arena, &migration->adopts),
                        "1a2b, 2020-01-31 first, 3c4d");
    const char *written = orq_migration_write(journey->arena, migration);
    assert_non_null(strstr(written, "-- adopts: 1a2b, 2020-01-31 first, 3c4d\n"));
    struct orq_migration *again = parse(journey, written);
    assert_non_null(again);
    assert_int_equal(again->adopts.len, 3);
    assert_string_equal(again->adopts.items[1], "2020-01-31 first");
}

static void a_name_that_is_missing_is_told(void **state)
{
    static const char *const lines[] = {"-- adopts:\n", "-- adopts: 1a2b,\n", "-- adopts: ,1a2b\n"};
    struct journey *journey = *state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const char *text = orq_arena_printf(journey->arena, HEADER "%s", lines[i]);
        assert_null(parse(journey, text));
        world_expect(journey, ORQ_INVALID, ORQ_INVALID, "a revision of Alembic's is missing here");
    }
}

static void alembic_s_names_find_it(void **state)
{
    struct journey *journey = *state;
    struct orq_migrations all = {0};
    ORQ_PUSH(journey->arena, &all, parse(journey, HEADER "-- adopts: 1a2b, 3c4d\n"));
    ORQ_PUSH(journey->arena, &all,
             parse(journey, "-- orqgen migration: next\n-- revision: 3c4d\n"
                            "-- parent: 0123abcd4567\n"));
    struct orq_history *history = orq_history_of(journey->arena, "migrations", &all);
    assert_int_equal(orq_diags_len(history->faults), 0);
    assert_int_equal(history->revisions.len, 2);
    assert_string_equal(orq_history_find(history, "1a2b")->migration->revision, "0123abcd4567");
    /* Its own id is stronger than another's name. */
    assert_string_equal(orq_history_find(history, "3c4d")->migration->revision, "3c4d");
}

/* The ledger holds parents by their ids alone. */
static void a_parent_by_its_other_name_is_that_parent(void **state)
{
    struct journey *journey = *state;
    struct orq_migrations all = {0};
    ORQ_PUSH(journey->arena, &all, parse(journey, HEADER "-- adopts: 1a2b\n"));
    ORQ_PUSH(journey->arena, &all,
             parse(journey, "-- orqgen migration: next\n-- revision: 5e6f\n-- parent: 1a2b\n"));
    struct orq_history *history = orq_history_of(journey->arena, "migrations", &all);
    const struct orq_revision *next = orq_history_find(history, "5e6f");
    assert_int_equal(orq_diags_len(history->faults), 0);
    assert_string_equal(next->parents[0]->migration->revision, "0123abcd4567");
    assert_string_equal(next->migration->parents.items[0].revision, "0123abcd4567");
}

static void plain_ids_hold_nothing_for_a_shell(void **state)
{
    (void)state;
    static const char *const good[] = {"001", "4f1c2a9be0d3", "v1.2_a", "añadir"};
    static const char *const bad[] = {"", ".a", "a b", "a$b", "a;b", "a|b", "a(b", "head", "a*"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(orq_revision_id_plain(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(orq_revision_id_plain(bad[i]));
}

static const char *heads_of(struct journey *journey)
{
    struct orq_db *db = world_open(journey);
    struct orq_alembic alembic;
    assert_int_equal(orq_alembic_read(journey->arena, db, journey->diags, &alembic), ORQ_OK);
    orq_db_close(db);
    return alembic.tables.len == 0 ? "no table"
                                   : orq_revision_ids_text(journey->arena, &alembic.heads);
}

static void its_table_is_read(void **state)
{
    struct journey *journey = *state;
    world_sql(journey, "CREATE TABLE t (a)");
    assert_string_equal(heads_of(journey), "no table");
    world_sql(journey, "CREATE TABLE alembic_version (name TEXT)");
    assert_string_equal(heads_of(journey), "no table");
    world_sql(journey, "DROP TABLE alembic_version;"
                       "CREATE TABLE \"Alembic_Version\" (version_num VARCHAR(32) NOT NULL)");
    assert_string_equal(heads_of(journey), "");
    world_sql(journey, "INSERT INTO alembic_version VALUES ('b'), ('a'), ('b'), ('')");
    assert_string_equal(heads_of(journey), "a, b");
}

/* -- recording -- */

struct adopted {
    struct orq_run_options run;
    struct orq_adopt_input input;
    struct orq_adoption adoption;
};

static void prepare(struct journey *journey, struct adopted *adopted)
{
    const struct orq_url url = {.dialect = "sqlite", .target = journey->path, .shown = "test.db"};
    const struct orq_migrations none = {0};
    world_sql(journey, "CREATE TABLE t (a);"
                       "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);"
                       "INSERT INTO alembic_version VALUES ('001')");
    *adopted = (struct adopted){
        .run = {.applied_by = "tester", .version = "1", .source = &orq_source_system}};
    adopted->input.run = &adopted->run;
    adopted->input.history = orq_history_of(journey->arena, "migrations", &none);
    assert_int_equal(
        orq_db_open(journey->arena, &url, ORQ_DB_WRITE, journey->diags, &adopted->input.db),
        ORQ_OK);
    assert_int_equal(orq_adopt_prepare(journey->arena, orq_engine_find("sqlite"), &adopted->input,
                                       journey->diags, &adopted->adoption),
                     ORQ_OK);
    assert_string_equal(adopted->adoption.baseline->revision, "001");
    assert_true(adopted->adoption.made);
}

static enum orq_status record(struct journey *journey, struct adopted *adopted)
{
    enum orq_status status =
        orq_adopt_record(journey->arena, &adopted->input, &adopted->adoption, journey->diags);
    orq_db_close(adopted->input.db);
    return status;
}

static void what_was_read_is_recorded(void **state)
{
    struct journey *journey = *state;
    struct adopted adopted;
    prepare(journey, &adopted);
    world_expect(journey, record(journey, &adopted), ORQ_OK, NULL);
    assert_string_equal(world_value(journey, "SELECT revision || ' ' || state || ' ' || applied_by "
                                             "FROM orqgen_revisions"),
                        "001 applied tester");
}

static void what_has_changed_since_is_not(void **state)
{
    static const char *const changes[] = {
        "ALTER TABLE t ADD COLUMN b",
        "UPDATE alembic_version SET version_num = '002'",
        "INSERT INTO alembic_version VALUES ('002')",
        "DROP TABLE alembic_version",
    };
    struct journey *journey = *state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct adopted adopted;
        prepare(journey, &adopted);
        world_sql(journey, changes[i]);
        world_expect(journey, record(journey, &adopted), ORQ_INVALID,
                     "was changed while it was read");
        assert_string_equal(
            world_value(journey, "SELECT name FROM sqlite_schema WHERE name = 'orqgen_revisions'"),
            "NULL");
        world_sql(journey, "DROP TABLE t; DROP TABLE IF EXISTS alembic_version");
    }
}

static void a_ledger_that_came_in_between_stays(void **state)
{
    struct journey *journey = *state;
    struct adopted first;
    prepare(journey, &first);
    struct adopted second = first;
    assert_int_equal(
        orq_adopt_record(journey->arena, &first.input, &first.adoption, journey->diags), ORQ_OK);
    world_expect(journey, record(journey, &second), ORQ_INVALID, "is orqgen's already");
    assert_string_equal(world_value(journey, "SELECT count(*) FROM orqgen_revisions"), "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(the_header_names_what_it_adopts),
        WORLD_TEST(a_name_that_is_missing_is_told),
        WORLD_TEST(alembic_s_names_find_it),
        WORLD_TEST(a_parent_by_its_other_name_is_that_parent),
        WORLD_TEST(plain_ids_hold_nothing_for_a_shell),
        WORLD_TEST(its_table_is_read),
        WORLD_TEST(what_was_read_is_recorded),
        WORLD_TEST(what_has_changed_since_is_not),
        WORLD_TEST(a_ledger_that_came_in_between_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
