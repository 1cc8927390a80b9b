/* Stamping: after any stamp of any histories the ledger holds just what the rule says. */
#include "history/stamp.h"
#include "tests/unit/history/scratch.h"

#define NODES 14u

/* A random history as sets of bits; what node n stands on is below it. */
struct random_history {
    unsigned parents[NODES], depends[NODES];
    unsigned under[NODES];  /* itself, and all that it stands on */
    unsigned needed[NODES]; /* the same with what that depends on */
    struct orq_history *history;
};

static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 16;
}

static const char *id_of(struct orq_arena *arena, unsigned node)
{
    return orq_arena_printf(arena, "node%02u", node);
}

static void add_lines(struct orq_str *text, const char *key, unsigned nodes)
{
    for (unsigned n = 0; n < NODES; n++) {
        if (nodes & 1u << n)
            orq_str_addf(text, "-- %s: %s\n", key, id_of(text->arena, n));
    }
}

static unsigned closure(const unsigned *sets, unsigned nodes)
{
    unsigned all = 0;
    for (unsigned n = 0; n < NODES; n++)
        all |= nodes & 1u << n ? sets[n] : 0;
    return all;
}

static struct random_history make_history(struct scratch *scratch, unsigned *state)
{
    struct random_history made = {0};
    struct orq_migrations migrations = {0};
    for (unsigned n = 0; n < NODES; n++) {
        struct orq_str text = orq_str_new(scratch->arena);
        for (unsigned count = next_random(state) % 3; n > 0 && count > 0; count--)
            made.parents[n] |= 1u << next_random(state) % n;
        if (n > 0 && next_random(state) % 4 == 0)
            made.depends[n] = 1u << next_random(state) % n & ~made.parents[n];
        made.under[n] = 1u << n | closure(made.under, made.parents[n]);
        made.needed[n] = 1u << n | closure(made.needed, made.parents[n] | made.depends[n]);
        orq_str_addf(&text, "-- orqgen migration: %u\n-- revision: %s\n", n,
                     id_of(scratch->arena, n));
        add_lines(&text, "parent", made.parents[n]);
        add_lines(&text, "depends-on", made.depends[n]);
        orq_str_add(&text, "-- +orqgen upgrade\nSELECT 1;\n-- +orqgen downgrade\nSELECT 1;\n");
        ORQ_PUSH(scratch->arena, &migrations,
                 orq_migration_parse(scratch->arena, "file.sql", orq_str_text(&text), text.len,
                                     scratch->diags));
    }
    made.history = orq_history_of(scratch->arena, "migrations", &migrations);
    return made;
}

static enum orq_status stamp(struct scratch *scratch, const struct orq_history *history,
                             const struct orq_strings *targets, bool purge)
{
    struct orq_stamp wish = {
        .history = history, .options = &no_options, .targets = targets, .purge = purge};
    struct orq_stamped stamped;
    return orq_stamp(scratch->arena, scratch->db, &wish, scratch->diags, &stamped);
}

static struct orq_strings names_of(struct scratch *scratch, unsigned nodes)
{
    struct orq_strings names = {0};
    for (unsigned n = 0; n < NODES; n++) {
        if (nodes & 1u << n)
            ORQ_PUSH(scratch->arena, &names, id_of(scratch->arena, n));
    }
    if (names.len == 0)
        ORQ_PUSH(scratch->arena, &names, "base");
    return names;
}

static unsigned applied(struct scratch *scratch)
{
    struct orq_ledger ledger;
    unsigned nodes = 0;
    assert_int_equal(orq_ledger_read(scratch->arena, scratch->db, NULL, scratch->diags, &ledger),
                     ORQ_OK);
    for (size_t i = 0; i < ledger.rows.len; i++)
        nodes |= 1u << strtoul(ledger.rows.items[i].revision + strlen("node"), NULL, 10);
    return nodes;
}

/* What stands on a target goes, with what needs that; what the targets need is there. */
static unsigned expected(const struct random_history *made, unsigned before, unsigned targets)
{
    unsigned gone = 0, kept = 0;
    for (unsigned n = 0; n < NODES; n++)
        gone |= targets == 0 || made->under[n] & targets & ~(1u << n) ? 1u << n : 0;
    for (unsigned n = 0; n < NODES; n++)
        kept |= made->needed[n] & before & gone ? 0 : before & 1u << n;
    return kept | closure(made->needed, targets);
}

static void every_stamp_leaves_what_the_rule_says(void **state)
{
    struct scratch *scratch = *state;
    unsigned random = 20261122;
    assert_int_equal(open_db(scratch, ORQ_DB_CREATE), ORQ_OK);
    for (int round = 0; round < 60; round++) {
        struct random_history made = make_history(scratch, &random);
        struct orq_strings base = names_of(scratch, 0);
        unsigned before = 0;
        expect(scratch, stamp(scratch, made.history, &base, true), ORQ_OK, NULL);
        for (int step = 0; step < 12; step++) {
            unsigned targets = 0;
            for (unsigned count = next_random(&random) % 4; count > 0; count--)
                targets |= 1u << next_random(&random) % NODES;
            bool purge = next_random(&random) % 8 == 0;
            struct orq_strings names = names_of(scratch, targets);
            unsigned after = expected(&made, purge ? 0 : before, targets);
            expect(scratch, stamp(scratch, made.history, &names, purge), ORQ_OK, NULL);
            if (applied(scratch) != after)
                fail_msg("round %d, step %d: %x stamped with %x gives %x, not %x", round, step,
                         before, targets, applied(scratch), after);
            before = after;
        }
    }
}

/* A row that no file has goes with what it stands on, by what the ledger says of it. */
static void rows_without_a_file(void **state)
{
    struct scratch *scratch = *state;
    const char *items[] = {"aaaa0001"};
    struct orq_strings first = {items, 1, 1};
    migrate(scratch, "aaaa0001", NULL, "", "");
    assert_int_equal(open_db(scratch, ORQ_DB_CREATE), ORQ_OK);
    expect(scratch, stamp(scratch, history_of(scratch), &first, false), ORQ_OK, NULL);
    engine(scratch,
           "INSERT INTO orqgen_revisions (revision, parents, labels, depends_on, dialect, message,"
           " sha256, downgrade, applied_at, applied_by, version, duration_ms, steps_done,"
           " steps_total, state) SELECT 'gone0002', 'aaaa0001', '', '', dialect, message, sha256,"
           " downgrade, applied_at, applied_by, version, 0, 1, 1, state FROM orqgen_revisions");
    at(scratch, "gone0002");
    expect(scratch, stamp(scratch, history_of(scratch), &first, false), ORQ_OK, NULL);
    at(scratch, "aaaa0001");
    engine(scratch, "UPDATE orqgen_revisions SET revision = 'gone0003'");
    expect(scratch, stamp(scratch, history_of(scratch), &first, false), ORQ_INVALID, "gone0003");
    at(scratch, "gone0003");
    expect(scratch, stamp(scratch, history_of(scratch), &first, true), ORQ_OK, NULL);
    at(scratch, "aaaa0001");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_stamp_leaves_what_the_rule_says),
        TEST(rows_without_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
