/* Random pairs of schemas with rows: up reaches the other schema, rows preserved; down is
 * equal to before; up again. `property [--seed N] [--pairs N]`; a failure prints its seed and a
 * counterexample with as few changes as still fail. */
#include "tests/helpers/journey.h"
#include "tests/helpers/oracle.h"
#include "tests/property/legit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_CHANGES 8

struct pair {
    uint64_t seed;
    unsigned change_count;
    bool leave_out[MAX_CHANGES]; /* what shrinking took away */
    bool no_rows;
};

/* One pair's run: everything in an arena of its own. */
struct run {
    struct orq_arena *arena;
    struct world a, b;
    const char *sql_a, *sql_b;
    struct journey journey, target;
    struct orq_str changes;
    const char *problem;
    const char *outcome; /* "migrated", "nothing to do", "refused" */
};

static bool fail(struct run *run, const char *what, const char *detail)
{
    run->problem = orq_arena_printf(run->arena, "%s\n%s\n%s", what, detail == NULL ? "" : detail,
                                    journey_messages(&run->journey));
    return false;
}

static const char *sqlite_load(struct run *run, struct journey *journey, const char *sql,
                               const struct orq_strings *rows)
{
    sqlite3 *db = journey_sqlite(journey);
    const char *problem = oracle_exec(run->arena, db, sql);
    for (size_t i = 0; problem == NULL && i < rows->len; i++)
        (void)oracle_exec(run->arena, db, rows->items[i]); /* some do not fit: that is fine */
    sqlite3_close(db);
    return problem;
}

/* What inspect cannot know: where a renamed object comes from, what fills a new NOT NULL. */
static void add_hints(struct run *run, struct orq_schema *want)
{
    for (unsigned i = 0; i < run->b.table_count; i++) {
        struct table *table = &run->b.tables[i];
        struct orq_table *wanted =
            table->used ? orq_schema_table(want, pool_name(run->arena, table->name, table->suffix))
                        : NULL;
        if (wanted == NULL)
            continue;
        if (table->renamed && world_table(&run->a, table->uid) != NULL)
            wanted->renamed_from = pool_name(run->arena, table->old_name, table->old_suffix);
        for (unsigned k = 0; k < table->column_count; k++) {
            const struct column *column = &table->columns[k];
            struct orq_column *target =
                orq_table_column(wanted, pool_name(run->arena, column->name, column->suffix));
            if (target == NULL)
                continue;
            if (column->renamed)
                target->renamed_from = pool_name(run->arena, column->old_name, column->old_suffix);
            if (column->backfilled) {
                target->change = ORQ_NEW(run->arena, struct orq_column_change);
                target->change->backfill.text = "'7'";
            }
        }
    }
}

static const char *schema_text(struct run *run, const struct journey *journey,
                               enum oracle_depth depth)
{
    sqlite3 *db = journey_sqlite(journey);
    const char *text = oracle_schema(run->arena, db, depth);
    sqlite3_close(db);
    return text;
}

/* The rows that must be the same on both ends, table by table, as seen in `world`. */
static const char *kept_rows(struct run *run, struct world *world, struct world *other,
                             enum retyped retyped)
{
    struct orq_str text = orq_str_new(run->arena);
    sqlite3 *db = journey_sqlite(&run->journey);
    for (unsigned i = 0; i < run->a.table_count; i++) {
        unsigned uid = run->a.tables[i].uid;
        struct table *table = world_table(world, uid), *twin = world_table(other, uid);
        if (table == NULL || twin == NULL)
            continue;
        const char *columns = kept_columns(run->arena, table, twin, retyped);
        bool rowids = !table->without_rowid && !twin->without_rowid && table_rowid(table) == NULL &&
                      table_rowid(twin) == NULL;
        if (rowids) {
            columns =
                orq_arena_printf(run->arena, "%s%srowid", columns, *columns == '\0' ? "" : ",");
        }
        orq_str_addf(&text, "table %u\n%s", uid,
                     oracle_rows(run->arena, db, pool_name(run->arena, table->name, table->suffix),
                                 columns));
    }
    sqlite3_close(db);
    return orq_str_text(&text);
}

static bool same(struct run *run, const char *what, const char *expected, const char *found)
{
    const char *difference = oracle_difference(run->arena, expected, found);
    return difference == NULL || fail(run, what, difference);
}

static bool is_clean(struct run *run, const struct orq_schema *want)
{
    bool clean = false;
    return (journey_check(&run->journey, want, &clean) == ORQ_OK && clean) ||
           fail(run, "check is not clean after the upgrade", NULL);
}

/* A refusal is right when the rows do not fit; then nothing may have been touched. */
static bool judge_refusal(struct run *run, const char *schema, const char *rows)
{
    run->outcome = "refused";
    const char *why = rows_do_not_fit(run->arena, &run->a, &run->b, run->journey.path);
    if (why == NULL)
        return fail(run, "refused, but the rows would fit", NULL);
    sqlite3 *db = journey_sqlite(&run->journey);
    const char *now = oracle_all_rows(run->arena, db);
    sqlite3_close(db);
    return same(run, "a refusal changed the schema", schema,
                schema_text(run, &run->journey, ORACLE_EXACT)) &&
           same(run, "a refusal changed rows", rows, now);
}

static bool lossy(const struct run *run)
{
    return run->journey.made.plan.up_section.loses.len > 0;
}

static const char *proof_text(const struct run *run)
{
    return run->journey.made.migration->proofs.items[0].text;
}

static bool go_up(struct run *run, const struct orq_schema *want, const char *expected)
{
    if (lossy(run) && journey_upgrade(&run->journey, false) != ORQ_INVALID)
        return fail(run, "an upgrade that loses data ran without being allowed to", NULL);
    if (journey_upgrade(&run->journey, lossy(run)) != ORQ_OK)
        return fail(run, "the upgrade failed", NULL);
    return same(run, "the upgrade does not reach the other schema", expected,
                schema_text(run, &run->journey, ORACLE_MEANING)) &&
           is_clean(run, want);
}

/* Rows that were orphans before, or hold a backfill, may not fit where they came from: then the
 * file said so, and SQLite does not take them either. */
static bool judge_failed_downgrade(struct run *run)
{
    const char *why = rows_do_not_fit(run->arena, &run->b, &run->a, run->journey.path);
    return (why != NULL && strstr(proof_text(run), "down does not run") != NULL) ||
           fail(run, "the downgrade failed", why);
}

static bool there_and_back(struct run *run, const struct orq_schema *want, const char *schema)
{
    const char *expected = schema_text(run, &run->target, ORACLE_MEANING);
    const char *rows_up = kept_rows(run, &run->a, &run->b, RETYPED_LEFT_OUT);
    const char *rows_down = kept_rows(run, &run->a, &run->b, RETYPED_AS_NUMBERS);
    if (!go_up(run, want, expected) || !same(run, "the upgrade changed rows", rows_up,
                                             kept_rows(run, &run->b, &run->a, RETYPED_LEFT_OUT)))
        return false;
    if (journey_downgrade(&run->journey, "-1") != ORQ_OK)
        return judge_failed_downgrade(run);
    return same(run, "the downgrade does not lead back", schema,
                schema_text(run, &run->journey, ORACLE_EXACT)) &&
           same(run, "the downgrade changed rows", rows_down,
                kept_rows(run, &run->a, &run->b, RETYPED_AS_NUMBERS)) &&
           go_up(run, want, expected);
}

static bool migrate(struct run *run, struct orq_schema *want)
{
    sqlite3 *db = journey_sqlite(&run->journey);
    const char *rows = oracle_all_rows(run->arena, db);
    sqlite3_close(db);
    const char *schema = schema_text(run, &run->journey, ORACLE_EXACT);
    enum orq_status status = journey_autogenerate(&run->journey, want);
    if (status == ORQ_FAILED)
        return judge_refusal(run, schema, rows);
    if (status != ORQ_OK)
        return fail(run, "no migration was made", NULL);
    if (run->journey.made.path == NULL) {
        run->outcome = "nothing to do";
        return same(run, "no difference was seen", schema_text(run, &run->target, ORACLE_MEANING),
                    schema_text(run, &run->journey, ORACLE_MEANING));
    }
    run->outcome = "migrated";
    return there_and_back(run, want, schema);
}

static bool inspect_is_clean(struct run *run, const struct journey *journey,
                             const struct orq_schema *want)
{
    struct orq_comparison comparison;
    if (journey_compare(&run->journey, journey->path, want, &comparison) != ORQ_OK)
        return fail(run, "a model cannot be compared with its own database", NULL);
    return comparison.all.len == 0 || fail(run, "a model differs from its own database",
                                           orq_op_summary(run->arena, &comparison.all.items[0]));
}

static void make_worlds(struct run *run, const struct pair *pair, struct orq_strings *rows)
{
    struct rng rng = {.state = pair->seed};
    run->a = world_generate(&rng);
    run->b = run->a;
    struct rng style = {.state = rng_next(&rng)};
    run->sql_a = world_sql(run->arena, &run->a, &style);
    if (!pair->no_rows)
        world_rows(run->arena, &run->a, &style, rows);
    run->changes = orq_str_new(run->arena);
    for (unsigned i = 0; i < pair->change_count; i++) {
        struct rng change = {.state = pair->seed * 31 + i};
        const char *name = pair->leave_out[i] ? NULL : world_change(&run->b, &change);
        if (name != NULL)
            orq_str_addf(&run->changes, "%s%s", run->changes.len == 0 ? "" : ", ", name);
    }
    run->sql_b = world_sql(run->arena, &run->b, &style);
}

/* False: run->problem says what is wrong. A pair that SQLite itself does not take is left out. */
static bool check_pair(struct run *run, const struct pair *pair)
{
    struct orq_strings rows = {0}, none = {0};
    const char *yaml = "";
    make_worlds(run, pair, &rows);
    run->outcome = "left out";
    run->journey = journey_new(run->arena, "property");
    run->target = journey_new(run->arena, "target");
    bool good = true;
    if (sqlite_load(run, &run->journey, run->sql_a, &rows) == NULL &&
        sqlite_load(run, &run->target, run->sql_b, &none) == NULL) {
        struct orq_schema *want = journey_model(&run->journey, run->target.path, &yaml);
        good = want != NULL ? inspect_is_clean(run, &run->target, want)
                            : fail(run, "inspect does not read back", yaml);
        if (good) {
            add_hints(run, want);
            good = migrate(run, want);
        }
    }
    journey_clean(&run->journey);
    journey_clean(&run->target);
    return good;
}

/* Takes away one change after the other as long as the pair still fails. */
static void shrink(struct pair *pair)
{
    for (unsigned i = 0; i <= pair->change_count; i++) {
        bool *part = i < pair->change_count ? &pair->leave_out[i] : &pair->no_rows;
        struct run run = {.arena = orq_arena_new()};
        *part = true;
        *part = !check_pair(&run, pair);
        orq_arena_free(run.arena);
    }
}

static void report(struct pair *pair)
{
    shrink(pair);
    struct run run = {.arena = orq_arena_new()};
    check_pair(&run, pair);
    fprintf(stderr, "--- seed %llu: %s\n--- changes: %s\n--- a\n%s--- b\n%s",
            (unsigned long long)pair->seed, run.problem, orq_str_text(&run.changes), run.sql_a,
            run.sql_b);
    const struct orq_plan *plan = &run.journey.made.plan;
    if (plan->up_text.text != NULL)
        fprintf(stderr, "--- up\n%s", plan->up_text.text);
    if (plan->down_text.text != NULL)
        fprintf(stderr, "--- down\n%s", plan->down_text.text);
    orq_arena_free(run.arena);
}

static unsigned long long option(int argc, char **argv, const char *name,
                                 unsigned long long otherwise)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return strtoull(argv[i + 1], NULL, 10);
    return otherwise;
}

static const char *const outcomes[] = {"migrated", "nothing to do", "refused", "left out"};

int main(int argc, char **argv)
{
    unsigned long long first = option(argc, argv, "--seed", 1);
    unsigned long long pairs = option(argc, argv, "--pairs", 100);
    unsigned long long counts[sizeof outcomes / sizeof *outcomes] = {0}, failures = 0;
    for (unsigned long long seed = first; seed < first + pairs && failures < 5; seed++) {
        struct pair pair = {.seed = seed, .change_count = 1 + (unsigned)(seed % MAX_CHANGES)};
        struct run run = {.arena = orq_arena_new()};
        if (!check_pair(&run, &pair)) {
            report(&pair);
            failures++;
        }
        for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
            counts[i] += strcmp(run.outcome, outcomes[i]) == 0;
        orq_arena_free(run.arena);
    }
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
        printf("%s: %llu\n", outcomes[i], counts[i]);
    printf("failures: %llu\n", failures);
    /* a generator that makes nothing worth testing is a failing test */
    return failures > 0 || counts[0] * 3 < pairs;
}
