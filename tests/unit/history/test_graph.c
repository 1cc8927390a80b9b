/* The graph: order, faults, identifiers, paths. */
#include "tests/unit/history/scratch.h"

#include <time.h>

static void chain(struct scratch *scratch)
{
    migrate(scratch, "aaaa1111", NULL, "", "");
    migrate(scratch, "aaaa2222", "aaaa1111", "", "");
    migrate(scratch, "bbbb3333", "aaaa2222", "", "");
}

/* What text means when the database is at current; "base" and "error" in words. */
static const char *meaning(struct scratch *scratch, const char *text, const char *current)
{
    const struct orq_revision *revision = NULL;
    const struct orq_strings heads = {.items = &current, .len = current ? 1 : 0};
    struct orq_target target = {text, &heads};
    struct orq_diags *diags = orq_diags_new(scratch->arena);
    enum orq_status status =
        orq_history_resolve_one(scratch->arena, history_of(scratch), &target, diags, &revision);
    assert_int_equal(status == ORQ_OK, orq_diags_errors(diags) == 0);
    if (status != ORQ_OK)
        return status == ORQ_AMBIGUOUS ? "ambiguous" : "error";
    return revision ? revision->migration->revision : "base";
}

static void identifiers_mean_what_alembic_means(void **state)
{
    static const struct {
        const char *text, *current, *means;
    } cases[] = {
        {"head", NULL, "bbbb3333"},
        {"heads", NULL, "bbbb3333"},
        {"base", "aaaa1111", "base"},
        {"current", NULL, "base"},
        {"current", "aaaa2222", "aaaa2222"},
        {"aaaa1111", NULL, "aaaa1111"},
        {"bbbb", NULL, "bbbb3333"},
        {"aaaa", NULL, "ambiguous"},
        {"aaaa2", NULL, "aaaa2222"},
        {"bbb", NULL, "error"},
        {"cccc", NULL, "error"},
        {"+1", NULL, "aaaa1111"},
        {"+2", "aaaa1111", "bbbb3333"},
        {"+3", "aaaa1111", "error"},
        {"-1", "aaaa1111", "base"},
        {"-2", "aaaa1111", "error"},
        {"-1", NULL, "error"},
        {"-0", "aaaa1111", "aaaa1111"},
        {"head-1", NULL, "aaaa2222"},
        {"head-3", NULL, "base"},
        {"base+1", "bbbb3333", "aaaa1111"},
        {"aaaa1+1", NULL, "aaaa2222"},
        {"current-1", "bbbb3333", "aaaa2222"},
        {"bbbb3333-2", NULL, "aaaa1111"},
        {"+", NULL, "error"},
        {"", NULL, "error"},
        {"+99999999999999999999", NULL, "error"},
    };
    struct scratch *scratch = *state;
    chain(scratch);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *is = meaning(scratch, cases[i].text, cases[i].current);
        if (strcmp(is, cases[i].means) != 0)
            fail_msg("%s from %s means %s", cases[i].text,
                     cases[i].current ? cases[i].current : "base", is);
    }
}

/* What is to run up to the revision `to`, where all that `from` stands on is applied. */
static enum orq_status upgrades(struct scratch *scratch, const struct orq_history *history,
                                const char *from, const char *to, struct orq_revisions *path)
{
    struct orq_resolved goal = {0}, start = {0};
    struct orq_map *applied = orq_map_new(scratch->arena, ORQ_KEYS_EXACT);
    struct orq_revisions before = {0};
    *path = (struct orq_revisions){0};
    ORQ_PUSH(scratch->arena, &goal.revisions, orq_map_get(history->by_id, to));
    if (from) {
        const struct orq_way way = {.to = &start};
        ORQ_PUSH(scratch->arena, &start.revisions, orq_map_get(history->by_id, from));
        orq_history_upgrades(scratch->arena, history, &way, scratch->diags, &before);
    }
    for (size_t i = 0; i < before.len; i++)
        orq_map_put(applied, before.items[i]->migration->revision, before.items[i]);
    const struct orq_way way = {.to = &goal, .applied = applied};
    return orq_history_upgrades(scratch->arena, history, &way, scratch->diags, path);
}

static void an_unknown_id_has_a_near_miss(void **state)
{
    struct scratch *scratch = *state;
    const struct orq_revision *revision = NULL;
    struct orq_target target = {"aaaa1112", NULL};
    chain(scratch);
    enum orq_status status = orq_history_resolve_one(scratch->arena, history_of(scratch), &target,
                                                     scratch->diags, &revision);
    expect(scratch, status, ORQ_INVALID, "did you mean \"aaaa1111\"");
}

static void an_empty_or_missing_folder_is_an_empty_history(void **state)
{
    struct scratch *scratch = *state;
    struct orq_revision *head = NULL;
    struct orq_history *history = NULL;
    assert_int_equal(orq_history_head(scratch->arena, history_of(scratch), scratch->diags, &head),
                     ORQ_OK);
    assert_null(head);
    assert_int_equal(orq_history_read(scratch->arena,
                                      orq_path_join(scratch->arena, scratch->folder, "nowhere"),
                                      scratch->diags, &history),
                     ORQ_OK);
    assert_int_equal(history->revisions.len, 0);
    assert_string_equal(meaning(scratch, "head", NULL), "base");
}

static void files_may_stand_in_any_order(void **state)
{
    struct scratch *scratch = *state;
    migrate(scratch, "zzzz", NULL, "", "");
    migrate(scratch, "mmmm", "zzzz", "", "");
    migrate(scratch, "aaaa", "mmmm", "", "");
    const struct orq_history *history = history_of(scratch);
    static const char *const order[] = {"zzzz", "mmmm", "aaaa"};
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(history->revisions.items[i]->migration->revision, order[i]);
        assert_int_equal(history->revisions.items[i]->rank, i);
    }
}

static void two_heads_are_named(void **state)
{
    struct scratch *scratch = *state;
    struct orq_revision *head = NULL;
    chain(scratch);
    migrate(scratch, "cccc4444", "aaaa2222", "", "");
    enum orq_status status =
        orq_history_head(scratch->arena, history_of(scratch), scratch->diags, &head);
    expect(scratch, status, ORQ_AMBIGUOUS,
           "2 heads: bbbb3333 (message of bbbb3333), cccc4444 (message of cccc4444)");
    assert_string_equal(meaning(scratch, "+1", "aaaa2222"), "ambiguous");
    assert_string_equal(meaning(scratch, "cccc4444", NULL), "cccc4444");
}

static void paths_are_oldest_first(void **state)
{
    struct scratch *scratch = *state;
    struct orq_revisions path = {0};
    chain(scratch);
    migrate(scratch, "cccc4444", "aaaa1111", "", "");
    const struct orq_history *history = history_of(scratch);
    assert_int_equal(upgrades(scratch, history, "aaaa1111", "bbbb3333", &path), ORQ_OK);
    assert_int_equal(path.len, 2);
    assert_string_equal(path.items[0]->migration->revision, "aaaa2222");
    assert_string_equal(path.items[1]->migration->revision, "bbbb3333");
}

static void a_merge_brings_both_sides(void **state)
{
    struct scratch *scratch = *state;
    struct orq_revisions path = {0};
    chain(scratch);
    migrate(scratch, "cccc4444", "aaaa1111", "", "");
    write_file(scratch, "merge",
               "-- orqgen migration: merge\n-- revision: dddd5555\n-- parent: bbbb3333\n"
               "-- parent: cccc4444\n");
    const struct orq_history *history = history_of(scratch);
    assert_int_equal(upgrades(scratch, history, "bbbb3333", "dddd5555", &path), ORQ_OK);
    assert_int_equal(path.len, 2);
    assert_string_equal(path.items[0]->migration->revision, "cccc4444");
    assert_string_equal(meaning(scratch, "head-1", NULL), "ambiguous");
}

/* A fault stops what stands on the broken file, and nothing else. */
static void a_fault_stops_only_what_needs_it(void **state)
{
    struct scratch *scratch = *state;
    chain(scratch);
    migrate(scratch, "eeee5555", "bbbb3333", "SELECT 'open;", "");
    migrate(scratch, "ffff6666", "eeee5555", "", "");
    struct orq_history *history = history_of(scratch);
    assert_int_equal(orq_diags_errors(history->faults), 1);
    assert_int_equal(orq_revision_sound(orq_history_find(history, "bbbb3333"), scratch->diags),
                     ORQ_OK);
    enum orq_status status =
        orq_revision_sound(orq_history_find(history, "ffff6666"), scratch->diags);
    expect(scratch, status, ORQ_INVALID, "revision ffff6666 stands on it");
    assert_string_equal(meaning(scratch, "head", NULL), "error");
    assert_string_equal(meaning(scratch, "bbbb3333", NULL), "bbbb3333");
}

/* A file without a readable revision may be the head: nobody can tell. */
static void an_unreadable_file_hides_the_head(void **state)
{
    struct scratch *scratch = *state;
    struct orq_revision *head = NULL;
    chain(scratch);
    write_file(scratch, "half", "-- orqgen migr");
    enum orq_status status =
        orq_history_head(scratch->arena, history_of(scratch), scratch->diags, &head);
    expect(scratch, status, ORQ_INVALID, "no migration file");
    assert_string_equal(meaning(scratch, "aaaa2222", NULL), "aaaa2222");
}

static void a_missing_parent_is_a_fault(void **state)
{
    struct scratch *scratch = *state;
    chain(scratch);
    migrate(scratch, "cccc4444", "gone1234", "", "");
    enum orq_status status =
        orq_revision_sound(orq_history_find(history_of(scratch), "cccc4444"), scratch->diags);
    expect(scratch, status, ORQ_INVALID, "the parent gone1234 is in no file");
}

static void a_missing_dependency_is_a_fault(void **state)
{
    struct scratch *scratch = *state;
    write_file(scratch, "x",
               "-- orqgen migration: x\n-- revision: abcd1234\n-- depends-on: gone1234\n");
    enum orq_status status =
        orq_revision_sound(orq_history_find(history_of(scratch), "abcd1234"), scratch->diags);
    expect(scratch, status, ORQ_INVALID, "depends on gone1234");
}

static void a_circle_is_told_once(void **state)
{
    struct scratch *scratch = *state;
    migrate(scratch, "aaaa1111", "cccc3333", "", "");
    migrate(scratch, "bbbb2222", "aaaa1111", "", "");
    migrate(scratch, "cccc3333", "bbbb2222", "", "");
    migrate(scratch, "dddd4444", "cccc3333", "", "");
    migrate(scratch, "eeee5555", "eeee5555", "", "");
    struct orq_history *history = history_of(scratch);
    assert_int_equal(orq_diags_errors(history->faults), 2);
    for (size_t i = 0; i < history->revisions.len; i++) {
        enum orq_status status = orq_revision_sound(history->revisions.items[i], scratch->diags);
        expect(scratch, status, ORQ_INVALID, "is its own ancestor");
    }
}

static void a_circle_without_a_head_is_told(void **state)
{
    struct scratch *scratch = *state;
    struct orq_revision *head = NULL;
    migrate(scratch, "aaaa1111", "bbbb2222", "", "");
    migrate(scratch, "bbbb2222", "aaaa1111", "", "");
    enum orq_status status =
        orq_history_head(scratch->arena, history_of(scratch), scratch->diags, &head);
    expect(scratch, status, ORQ_INVALID, "is its own ancestor");
}

static void one_id_in_two_files_is_a_fault(void **state)
{
    struct scratch *scratch = *state;
    chain(scratch);
    write_file(scratch, "copy", "-- orqgen migration: copy\n-- revision: bbbb3333\n");
    enum orq_status status =
        orq_revision_sound(orq_history_find(history_of(scratch), "bbbb3333"), scratch->diags);
    expect(scratch, status, ORQ_INVALID, "is also in another file");
}

static void an_edited_parent_breaks_the_chain(void **state)
{
    struct scratch *scratch = *state;
    struct orq_revisions path = {0};
    migrate(scratch, "aaaa1111", NULL, "SELECT 1;", "");
    struct orq_history *history = history_of(scratch);
    const char *hash = orq_migration_chain_sha256(scratch->arena,
                                                  orq_history_find(history, "aaaa1111")->migration);
    migrate(scratch, "bbbb2222", orq_arena_printf(scratch->arena, "aaaa1111 sha256:%s", hash), "",
            "");
    history = history_of(scratch);
    assert_int_equal(upgrades(scratch, history, NULL, "bbbb2222", &path), ORQ_OK);
    const char *edited = migrate(scratch, "aaaa1111", NULL, "SELECT 2;", "");
    history = history_of(scratch);
    enum orq_status status = upgrades(scratch, history, NULL, "bbbb2222", &path);
    const struct orq_diag *diag = orq_diags_at(scratch->diags, 0);
    assert_int_equal(diag->at.line, 3);
    assert_non_null(strstr(diag->hint, edited));
    expect(scratch, status, ORQ_INVALID, "is not the one that bbbb2222 was made on");
}

static struct orq_migration *made(struct orq_arena *arena, size_t number, size_t parent)
{
    struct orq_migration *migration = ORQ_NEW(arena, struct orq_migration);
    migration->revision = orq_arena_printf(arena, "%08zu", number);
    migration->message = "";
    if (parent < number)
        ORQ_PUSH(arena, &migration->parents,
                 ((struct orq_parent){orq_arena_printf(arena, "%08zu", parent), NULL, {0}}));
    return migration;
}

/* Long chains take neither stack nor squared time. */
static void a_long_history_takes_no_time(void **state)
{
    struct scratch *scratch = *state;
    struct orq_migrations migrations = {0};
    struct orq_revisions path = {0};
    const struct orq_revision *found = NULL;
    const size_t count = 100000;
    for (size_t i = count; i > 0; i--)
        ORQ_PUSH(scratch->arena, &migrations,
                 made(scratch->arena, i - 1, i > 1 ? i - 2 : SIZE_MAX));
    clock_t start = clock();
    struct orq_history *history = orq_history_of(scratch->arena, "memory", &migrations);
    struct orq_target target = {"head-99999", NULL};
    assert_int_equal(
        orq_history_resolve_one(scratch->arena, history, &target, scratch->diags, &found), ORQ_OK);
    assert_string_equal(found->migration->revision, "00000000");
    const char *last = history->revisions.items[count - 1]->migration->revision;
    assert_int_equal(upgrades(scratch, history, NULL, last, &path), ORQ_OK);
    assert_int_equal(path.len, count);
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(identifiers_mean_what_alembic_means),
        TEST(an_unknown_id_has_a_near_miss),
        TEST(an_empty_or_missing_folder_is_an_empty_history),
        TEST(files_may_stand_in_any_order),
        TEST(two_heads_are_named),
        TEST(paths_are_oldest_first),
        TEST(a_merge_brings_both_sides),
        TEST(a_fault_stops_only_what_needs_it),
        TEST(an_unreadable_file_hides_the_head),
        TEST(a_missing_parent_is_a_fault),
        TEST(a_missing_dependency_is_a_fault),
        TEST(a_circle_is_told_once),
        TEST(a_circle_without_a_head_is_told),
        TEST(one_id_in_two_files_is_a_fault),
        TEST(an_edited_parent_breaks_the_chain),
        TEST(a_long_history_takes_no_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
