/* Running migrations of branched histories: several targets, several current revisions, merges,
 * depends_on, labels, on real databases. */
#include "history/ledger.h"
#include "tests/unit/history/scratch.h"

#include <unistd.h>

/* A migration that makes the table of its name; more: further lines of its header. */
static const char *table_of(struct scratch *scratch, const char *name, const char *more)
{
    return write_file(scratch, name,
                      orq_arena_printf(scratch->arena,
                                       "-- orqgen migration: make %s\n-- revision: %s\n%s"
                                       "-- +orqgen upgrade sqlite\nCREATE TABLE %s (x);\n"
                                       "-- +orqgen downgrade sqlite\nDROP TABLE %s;\n",
                                       name, name, more, name, name));
}

static void remove_file(struct scratch *scratch, const char *name)
{
    assert_int_equal(unlink(orq_path_join(scratch->arena, scratch->migrations,
                                          orq_arena_printf(scratch->arena, "%s.sql", name))),
                     0);
}

/* r1, and two branches on it with a label each. */
static void branches(struct scratch *scratch)
{
    table_of(scratch, "r1", "");
    table_of(scratch, "a2", "-- parent: r1\n-- label: alpha\n");
    table_of(scratch, "b2", "-- parent: r1\n-- label: beta\n");
    table_of(scratch, "a3", "-- parent: a2\n");
    table_of(scratch, "b3", "-- parent: b2\n");
}

static const char *tables(struct scratch *scratch)
{
    return value(scratch, "SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_master "
                          "WHERE type = 'table' AND length(name) = 2 ORDER BY name)");
}

static const char *ledger(struct scratch *scratch)
{
    return value(scratch, "SELECT group_concat(revision, ' ') FROM "
                          "(SELECT revision FROM orqgen_revisions ORDER BY position)");
}

static void several_heads_are_run_when_asked_for(void **state)
{
    struct scratch *scratch = *state;
    branches(scratch);
    expect(scratch, up(scratch, NULL), ORQ_AMBIGUOUS, "2 heads: a3 (make a3), b3 (make b3)");
    expect(scratch, up(scratch, "head"), ORQ_AMBIGUOUS, "orqgen merge -m");
    at(scratch, "base");
    expect(scratch, up(scratch, "heads"), ORQ_OK, NULL);
    at(scratch, "a3, b3");
    assert_string_equal(ledger(scratch), "r1 a2 a3 b2 b3");
    assert_string_equal(tables(scratch), "a2 a3 b2 b3 r1");
    expect(scratch, up(scratch, "heads"), ORQ_OK, NULL);
    expect(scratch, up(scratch, "alpha@head"), ORQ_OK, NULL);
    expect(scratch, up(scratch, "+1"), ORQ_AMBIGUOUS, "alpha@+1");
    at(scratch, "a3, b3");
}

static void one_branch_after_the_other(void **state)
{
    struct scratch *scratch = *state;
    branches(scratch);
    expect(scratch, up(scratch, "alpha@head"), ORQ_OK, NULL);
    at(scratch, "a3");
    expect(scratch, up(scratch, "beta@+1"), ORQ_OK, NULL);
    at(scratch, "a3, b2");
    expect(scratch, up(scratch, "beta@+1"), ORQ_OK, NULL);
    assert_string_equal(ledger(scratch), "r1 a2 a3 b2 b3");
}

static void one_branch_goes_back_and_the_other_stays(void **state)
{
    struct scratch *scratch = *state;
    branches(scratch);
    expect(scratch, up(scratch, "heads"), ORQ_OK, NULL);
    expect(scratch, down(scratch, "-1"), ORQ_AMBIGUOUS, "say which: b3-1");
    /* not the last of the ledger */
    expect(scratch, down(scratch, "alpha@-1"), ORQ_OK, NULL);
    at(scratch, "a2, b3");
    assert_string_equal(tables(scratch), "a2 b2 b3 r1");
    expect(scratch, down(scratch, "a2-1"), ORQ_OK, NULL);
    at(scratch, "b3");
    expect(scratch, down(scratch, "alpha@base"), ORQ_INVALID, "revision a2 is not applied");
    expect(scratch, up(scratch, "heads"), ORQ_OK, NULL);
    assert_string_equal(ledger(scratch), "r1 b2 b3 a2 a3");
    expect(scratch, down(scratch, "beta@base"), ORQ_OK, NULL);
    at(scratch, "a3");
    expect(scratch, up(scratch, "heads"), ORQ_OK, NULL);
    expect(scratch, down(scratch, "r1"), ORQ_OK, NULL);
    at(scratch, "r1");
    assert_string_equal(tables(scratch), "r1");
    expect(scratch, up(scratch, "heads"), ORQ_OK, NULL);
    expect(scratch, down(scratch, "base"), ORQ_OK, NULL);
    at(scratch, "base");
    assert_string_equal(tables(scratch), "NULL");
}

static void back_over_a_merge(void **state)
{
    struct scratch *scratch = *state;
    branches(scratch);
    table_of(scratch, "m4", "-- parent: a3\n-- parent: b3\n");
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    at(scratch, "m4");
    expect(scratch, down(scratch, "-2"), ORQ_AMBIGUOUS, "back over the merge m4");
    expect(scratch, down(scratch, "-1"), ORQ_OK,
           "\"-1\" goes back over a merge: the database is then at a3 (make a3), b3 (make b3)");
    at(scratch, "a3, b3");
    expect(scratch, up(scratch, "head"), ORQ_OK, NULL);
    at(scratch, "m4");
    assert_string_equal(ledger(scratch), "r1 a2 a3 b2 b3 m4");
    expect(scratch, down(scratch, "alpha@-2"), ORQ_OK, NULL);
    at(scratch, "a2, b3");
    assert_string_equal(tables(scratch), "a2 b2 b3 r1");
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    assert_string_equal(ledger(scratch), "r1 a2 b2 b3 a3 m4");
}

static void what_is_needed_comes_and_goes_along(void **state)
{
    struct scratch *scratch = *state;
    table_of(scratch, "c1", "-- label: cart\n");
    table_of(scratch, "c2", "-- parent: c1\n");
    table_of(scratch, "s1", "-- label: shop\n");
    table_of(scratch, "s2", "-- parent: s1\n-- depends-on: c1\n");
    expect(scratch, up(scratch, "shop@head"), ORQ_OK, NULL);
    at(scratch, "c1, s2");
    assert_string_equal(tables(scratch), "c1 s1 s2");
    expect(scratch, up(scratch, "heads"), ORQ_OK, NULL);
    at(scratch, "s2, c2");
    expect(scratch, down(scratch, "c1"), ORQ_OK, NULL);
    at(scratch, "c1, s2");
    expect(scratch, down(scratch, "cart@base"), ORQ_OK, NULL);
    at(scratch, "s1");
    assert_string_equal(tables(scratch), "s1");
}

/* The ledger knows parents, labels and needs. */
static void branches_go_back_without_their_files(void **state)
{
    struct scratch *scratch = *state;
    branches(scratch);
    table_of(scratch, "n1", "-- depends-on: b2\n-- label: needy\n");
    expect(scratch, up(scratch, "heads"), ORQ_OK, NULL);
    at(scratch, "a3, b3, n1");
    remove_file(scratch, "b2");
    remove_file(scratch, "b3");
    remove_file(scratch, "n1");
    expect(scratch, up(scratch, "heads"), ORQ_INVALID, "revision b2 (make b2) is applied, but");
    expect(scratch, down(scratch, "beta@-1"), ORQ_OK, NULL);
    at(scratch, "a3, b2, n1");
    expect(scratch, down(scratch, "beta@base"), ORQ_OK, NULL);
    at(scratch, "a3");
    assert_string_equal(tables(scratch), "a2 a3 r1");
}

static void a_failure_leaves_the_other_branch(void **state)
{
    struct scratch *scratch = *state;
    branches(scratch);
    table_of(scratch, "b4", "-- parent: b3\n");
    engine(scratch, "CREATE TABLE b4 (taken);");
    expect(scratch, up(scratch, "heads"), ORQ_FAILED,
           "rolled back whole: the database is at a3, b3");
    at(scratch, "a3, b3");
    engine(scratch, "DROP TABLE b4;");
    expect(scratch, up(scratch, "heads"), ORQ_OK, NULL);
    at(scratch, "a3, b4");
}

static void what_was_put_before_something_applied_is_not_run(void **state)
{
    struct scratch *scratch = *state;
    branches(scratch);
    remove_file(scratch, "b2");
    remove_file(scratch, "b3");
    expect(scratch, up(scratch, "head"), ORQ_OK, NULL);
    table_of(scratch, "x2", "-- parent: r1\n");
    table_of(scratch, "a2", "-- parent: x2\n-- label: alpha\n");
    expect(scratch, up(scratch, "head"), ORQ_INVALID,
           "revision x2 (make x2) is not applied, but a2 is");
    assert_string_equal(tables(scratch), "a2 a3 r1");
    /* It goes back, and up again in the new order. */
    expect(scratch, down(scratch, "r1"), ORQ_OK, NULL);
    expect(scratch, up(scratch, "head"), ORQ_OK, NULL);
    assert_string_equal(ledger(scratch), "r1 x2 a2 a3");
}

/* Another process applies a branch while this one begins. */
struct racer {
    struct scratch *scratch;
    const char *target;
    bool down, ran;
};

static void race(void *context, const struct orq_progress *progress)
{
    struct racer *racer = context;
    struct scratch other = *racer->scratch;
    if (!progress->done || racer->ran)
        return;
    racer->ran = true;
    other.db = NULL;
    other.diags = orq_diags_new(other.arena);
    assert_int_equal(racer->down ? down(&other, racer->target) : up(&other, racer->target), ORQ_OK);
    orq_db_close(other.db);
}

static void another_process_takes_the_other_branch(void **state)
{
    struct scratch *scratch = *state;
    struct racer racer = {.scratch = scratch, .target = "beta@head"};
    const struct orq_run_options options = {
        .progress = race, .context = &racer, .allow_data_loss = true};
    branches(scratch);
    expect(scratch, up_with(scratch, "heads", &options), ORQ_OK, NULL);
    assert_true(racer.ran);
    assert_string_equal(ledger(scratch), "r1 b2 b3 a2 a3");
    racer = (struct racer){.scratch = scratch, .target = "alpha@-1", .down = true};
    expect(scratch, down_with(scratch, "r1", &options), ORQ_OK, NULL);
    assert_true(racer.ran);
    at(scratch, "r1");
    assert_string_equal(tables(scratch), "r1");
}

/* What goes is not the ledger's last row: that alone would not show that somebody was faster. */
static void another_process_takes_back_the_same_branch(void **state)
{
    struct scratch *scratch = *state;
    struct racer racer = {.scratch = scratch, .target = "alpha@-1", .down = true};
    const struct orq_run_options options = {
        .progress = race, .context = &racer, .allow_data_loss = true};
    branches(scratch);
    expect(scratch, up(scratch, "heads"), ORQ_OK, NULL);
    expect(scratch, down_with(scratch, "alpha@base", &options), ORQ_OK, NULL);
    assert_true(racer.ran);
    at(scratch, "b3");
    assert_string_equal(tables(scratch), "b2 b3 r1");
}

/* A merge must not run where one of its sides was taken back meanwhile. */
static void another_process_takes_back_a_side_of_a_merge(void **state)
{
    struct scratch *scratch = *state;
    struct racer racer = {.scratch = scratch, .target = "alpha@-1", .down = true};
    const struct orq_run_options options = {.progress = race, .context = &racer};
    branches(scratch);
    table_of(scratch, "m4", "-- parent: a3\n-- parent: b3\n");
    expect(scratch, up(scratch, "a3"), ORQ_OK, NULL);
    expect(scratch, up(scratch, "b2"), ORQ_OK, NULL);
    expect(scratch, up_with(scratch, "m4", &options), ORQ_OK, NULL);
    assert_true(racer.ran);
    at(scratch, "m4");
    assert_string_equal(tables(scratch), "a2 a3 b2 b3 m4 r1");
}

static void a_dry_run_of_branches_changes_nothing(void **state)
{
    struct scratch *scratch = *state;
    const struct orq_run_options options = {.dry_run = true, .allow_data_loss = true};
    branches(scratch);
    expect(scratch, up_with(scratch, "heads", &options), ORQ_OK, NULL);
    at(scratch, "base");
    expect(scratch, up(scratch, "heads"), ORQ_OK, NULL);
    expect(scratch, down_with(scratch, "base", &options), ORQ_OK, NULL);
    expect(scratch, down_with(scratch, "alpha@base", &options), ORQ_OK, NULL);
    at(scratch, "a3, b3");
    assert_string_equal(tables(scratch), "a2 a3 b2 b3 r1");
}

/* A downgrade that stopped part-way goes on first, wherever its row stands in the ledger. */
static void what_was_begun_goes_on_first(void **state)
{
    struct scratch *scratch = *state;
    branches(scratch);
    expect(scratch, up(scratch, "heads"), ORQ_OK, NULL);
    engine(scratch, "UPDATE orqgen_revisions SET state = 'down', steps_done = 0, steps_total = 1, "
                    "sha256 = '' WHERE revision = 'a3'");
    expect(scratch, down(scratch, "beta@-1"), ORQ_PARTIAL, "the downgrade of a3 stopped part-way");
    expect(scratch, up(scratch, "heads"), ORQ_PARTIAL, "the downgrade of a3 stopped part-way");
    expect(scratch, down(scratch, "alpha@base"), ORQ_INVALID, "were edited since");
    at(scratch, "a3, b3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(several_heads_are_run_when_asked_for),
        TEST(one_branch_after_the_other),
        TEST(one_branch_goes_back_and_the_other_stays),
        TEST(back_over_a_merge),
        TEST(what_is_needed_comes_and_goes_along),
        TEST(branches_go_back_without_their_files),
        TEST(a_failure_leaves_the_other_branch),
        TEST(what_was_put_before_something_applied_is_not_run),
        TEST(another_process_takes_the_other_branch),
        TEST(another_process_takes_back_the_same_branch),
        TEST(another_process_takes_back_a_side_of_a_merge),
        TEST(a_dry_run_of_branches_changes_nothing),
        TEST(what_was_begun_goes_on_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
