#include "history/proof.h"

#include "history/offenders.h"
#include "history/proof_watch.h"
#include "history/rows.h"
#include "history/runner.h"
#include "history/slice.h"
#include "history/texts.h"
#include "history/tried.h"
#include "introspect/introspect.h"

#include <inttypes.h>

struct prover {
    struct orq_arena *arena;
    const struct orq_plan *plan;
    struct orq_db *db;
    struct orq_diags *diags;
    struct orq_map *in_slice; /* names of plan->have and plan->after */
    enum rows { REAL_ROWS, GENERATED_ROWS, NO_ROWS } rows;
    struct orq_row_count count;
    struct orq_strings before; /* digests of what must survive, in the order of the watch list */
    struct orq_watch_list archived; /* what must come back, and how it was */
    struct orq_strings archived_before;
};

static enum orq_status fail(struct prover *prover, const char *what)
{
    orq_error(prover->diags, ORQ_NOWHERE, "proof failed: %s", what);
    orq_hint(prover->diags, "nothing was written");
    return ORQ_FAILED;
}

/* What is watched is as it was. */
static enum orq_status compare_rows(struct prover *prover, const struct orq_watch_list *list,
                                    const struct orq_strings *was, const struct orq_strings *now,
                                    const char *when)
{
    const char *different = orq_watch_difference(prover->arena, list, was, now);
    return different == NULL
               ? ORQ_OK
               : fail(prover, orq_arena_printf(prover->arena, "%s %s", different, when));
}

static enum orq_status compare_rows_before(struct prover *prover, const struct orq_watch_list *list,
                                           const struct orq_strings *was)
{
    struct orq_strings now = {0};
    enum orq_status status = orq_watch_before(prover->arena, prover->db, list, prover->diags, &now);
    return status == ORQ_OK ? compare_rows(prover, list, was, &now, "after the downgrade") : status;
}

static enum orq_status compare_rows_after(struct prover *prover, const struct orq_watch_list *list,
                                          const char *when)
{
    struct orq_strings now = {0};
    enum orq_status status = orq_watch_after(prover->arena, prover->db, list, prover->diags, &now);
    return status == ORQ_OK ? compare_rows(prover, list, &prover->before, &now, when) : status;
}

/* The first operation that would still lead from one to the other; the connection judges. */
static enum orq_status find_difference(struct prover *prover, const struct orq_schema *expected,
                                       const struct orq_schema *now, const char **different)
{
    const struct orq_renames none = {0};
    struct orq_schema *whole = ORQ_NEW(prover->arena, struct orq_schema);
    *whole = *expected;
    whole->manage = ORQ_EVERY_KIND;
    whole->exclude = (struct orq_strings){0};
    struct orq_compare_options options = {.have = now,
                                          .want = whole,
                                          .judge = prover->db,
                                          .diff = {.strict_types = true, .strict_names = true},
                                          .renames = &none};
    struct orq_comparison left;
    enum orq_status status =
        orq_compare(prover->arena, prover->plan->engine, &options, prover->diags, &left);
    *different = status == ORQ_OK && left.all.len > 0
                     ? orq_op_summary(prover->arena, &left.all.items[0])
                     : NULL;
    return status;
}

/* Every table, index and definition of the slice is stored as expected. */
static enum orq_status compare_texts(struct prover *prover, const struct orq_schema *expected,
                                     const char *when)
{
    struct orq_schema *all = NULL;
    enum orq_status status = orq_introspect(prover->arena, prover->db, NULL, prover->diags, &all);
    if (status != ORQ_OK)
        return status;
    const char *different = NULL;
    if (prover->plan->engine->dialect->stores_texts)
        different = orq_texts_difference(prover->arena, expected,
                                         orq_schema_pick(prover->arena, all, prover->in_slice));
    else
        status = find_difference(prover, expected, all, &different);
    if (status != ORQ_OK)
        return status;
    return different == NULL
               ? ORQ_OK
               : fail(prover,
                      orq_arena_printf(prover->arena, "%s is not as expected %s", different, when));
}

/* The rows of the database itself break what the model now asks of them. */
static void hint_offenders(struct prover *prover)
{
    struct orq_strings lines = {0};
    bool nulls = false;
    orq_offenders_find(prover->arena, prover->db, &prover->plan->up, &lines, &nulls);
    for (size_t i = 0; i < lines.len; i++)
        orq_hint(prover->diags, "%s", lines.items[i]);
    orq_hint(prover->diags, "correct %s first%s",
             lines.len > 0 ? "these rows" : "the rows that stand in the way",
             nulls            ? ", or give the column a backfill: in the model"
             : lines.len == 0 ? ", or say in the model how they change: using:"
                              : "");
    orq_hint(prover->diags, "or write it as it is, to be completed by hand: --no-proof");
}

static enum orq_status run(struct prover *prover, const struct orq_file_section *section,
                           const char *what)
{
    struct orq_diags *tries = orq_diags_new(prover->arena);
    if (orq_section_run(prover->arena, prover->db, section, tries) == ORQ_OK) {
        orq_diags_append(prover->diags, tries);
        return ORQ_OK;
    }
    orq_tried_report(prover->db, tries, what, prover->diags);
    if (section == &prover->plan->up_text && prover->rows == REAL_ROWS)
        hint_offenders(prover);
    orq_hint(prover->diags, "nothing was written");
    return ORQ_FAILED;
}

static enum orq_status count_rows(struct prover *prover)
{
    return orq_rows_count(prover->arena, prover->db, prover->plan->have, prover->diags,
                          &prover->count);
}

/* Why a section does not run on the rows that are there, tried on a throw-away copy; NULL: it runs.
 */
static const char *would_stop(struct prover *prover, const struct orq_file_section *section)
{
    struct orq_db *trial = NULL;
    struct orq_diags *tries = orq_diags_new(prover->arena);
    const char *shown = orq_db_shown(prover->db);
    bool runs = prover->plan->engine->scratch(prover->plan->engine, prover->arena, shown, tries,
                                              &trial) == ORQ_OK &&
                orq_db_copy(prover->db, trial, tries) == ORQ_OK &&
                orq_section_run(prover->arena, trial, section, tries) == ORQ_OK;
    orq_db_close(trial);
    return runs ? NULL : orq_tried_why(prover->db, tries);
}

static enum orq_status open_scratch(struct prover *prover, const char *shown)
{
    return prover->plan->engine->scratch(prover->plan->engine, prover->arena, shown, prover->diags,
                                         &prover->db);
}

static bool can_copy(struct orq_db *live)
{
    return live != NULL && orq_db_bytes(live) <= ORQ_PROOF_COPY_LIMIT;
}

static enum orq_status build_slice(struct prover *prover)
{
    return prover->plan->engine->build(prover->arena, prover->db, prover->plan->have,
                                       prover->diags);
}

static enum orq_status start_again(struct prover *prover)
{
    orq_db_close(prover->db);
    prover->db = NULL;
    enum orq_status status = open_scratch(prover, "a scratch database");
    return status == ORQ_OK ? build_slice(prover) : status;
}

/* The database's own rows where they may be had; else generated ones, for empty tables would hide
 * most faults; else none. */
static enum orq_status fill(struct prover *prover, struct orq_db *live)
{
    enum orq_status status = ORQ_OK;
    if (can_copy(live)) {
        prover->rows = REAL_ROWS;
        status = orq_db_copy(live, prover->db, prover->diags);
        status = status == ORQ_OK ? count_rows(prover) : status;
        if (status != ORQ_OK || prover->count.rows > 0)
            return status;
    } else {
        status = build_slice(prover);
    }
    if (status != ORQ_OK)
        return status;
    prover->rows = GENERATED_ROWS;
    orq_rows_generate(prover->arena, prover->db, prover->plan->have, prover->plan->up.want);
    /* generated rows may not fit what the upgrade demands (a CHECK over several columns): no fault
     * of it */
    if (would_stop(prover, &prover->plan->up_text) != NULL) {
        prover->rows = NO_ROWS;
        status = start_again(prover);
    }
    return status == ORQ_OK ? count_rows(prover) : status;
}

static const char *rows_text(const struct prover *prover)
{
    if (prover->count.rows == 0)
        return "on empty tables";
    return orq_arena_printf(prover->arena, "%s%" PRId64 "%s %s in %zu of %zu %s",
                            prover->rows == REAL_ROWS ? "on a copy with " : "with ",
                            prover->count.rows, prover->rows == REAL_ROWS ? "" : " generated",
                            prover->count.rows == 1 ? "row" : "rows", prover->count.filled,
                            prover->count.tables, prover->count.tables == 1 ? "table" : "tables");
}

static void name_slice(struct prover *prover)
{
    struct orq_strings names = {0};
    orq_schema_names(prover->arena, prover->plan->have, &names);
    orq_schema_names(prover->arena, prover->plan->after, &names);
    prover->in_slice = orq_map_new(prover->arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < names.len; i++)
        orq_map_put(prover->in_slice, names.items[i], prover);
}

static enum orq_status compare_after(struct prover *prover, const struct orq_watch_list *list,
                                     const char *when)
{
    enum orq_status status = compare_texts(prover, prover->plan->after, when);
    return status == ORQ_OK ? compare_rows_after(prover, list, when) : status;
}

static enum orq_status compare_before(struct prover *prover, const struct orq_watch_list *list)
{
    enum orq_status status = compare_texts(prover, prover->plan->have, "after the downgrade");
    if (status == ORQ_OK)
        status = compare_rows_before(prover, list, &prover->before);
    return status == ORQ_OK
               ? compare_rows_before(prover, &prover->archived, &prover->archived_before)
               : status;
}

static enum orq_status prove_up(struct prover *prover, const struct orq_watch_list *list,
                                const char *when)
{
    enum orq_status status = run(prover, &prover->plan->up_text, "upgrade");
    return status == ORQ_OK ? compare_after(prover, list, when) : status;
}

static enum orq_status prove_down(struct prover *prover, const struct orq_watch_list *list)
{
    enum orq_status status = run(prover, &prover->plan->down_text, "downgrade");
    return status == ORQ_OK ? compare_before(prover, list) : status;
}

static enum orq_status watch(struct prover *prover, struct orq_watch_list *list)
{
    *list = (struct orq_watch_list){0};
    orq_watch_tables(prover->arena, prover->plan, list);
    prover->before = (struct orq_strings){0};
    prover->archived = (struct orq_watch_list){0};
    prover->archived_before = (struct orq_strings){0};
    if (prover->plan->writes_rows)
        *list = (struct orq_watch_list){0};
    orq_watch_archives(prover->arena, prover->plan, &prover->archived);
    enum orq_status status =
        orq_watch_before(prover->arena, prover->db, list, prover->diags, &prover->before);
    return status == ORQ_OK ? orq_watch_before(prover->arena, prover->db, &prover->archived,
                                               prover->diags, &prover->archived_before)
                            : status;
}

static enum orq_status prove_back(struct prover *prover, const struct orq_watch_list *list)
{
    enum orq_status status = prove_down(prover, list);
    return status == ORQ_OK ? prove_up(prover, list, "after the second upgrade") : status;
}

/* *reason: why the way back could not be gone with these rows; NULL: it was. */
static enum orq_status prove_with_rows(struct prover *prover, struct orq_db *live,
                                       const char **reason)
{
    struct orq_watch_list list;
    enum orq_status status = open_scratch(
        prover, can_copy(live) ? orq_arena_printf(prover->arena, "a copy of %s", orq_db_shown(live))
                               : "a scratch database with rows");
    if (status == ORQ_OK)
        status = fill(prover, live);
    if (status == ORQ_OK)
        status = watch(prover, &list);
    if (status == ORQ_OK)
        status = prove_up(prover, &list, "after the upgrade");
    if (prover->plan->down_section.fill_in.len > 0) {
        *reason = "down holds a FILL IN";
    } else if (status == ORQ_OK) {
        /* rows that lost their parents, hold a backfill, or were orphans from the start may not fit
         * where they came from: that is told, and is no fault of the downgrade */
        const char *stop = would_stop(prover, &prover->plan->down_text);
        *reason = stop == NULL ? NULL
                               : orq_arena_printf(prover->arena,
                                                  "down does not run with these rows (%s)", stop);
    }
    return status == ORQ_OK && *reason == NULL ? prove_back(prover, &list) : status;
}

/* Runs it quietly: why it does not run on the rows that are there; NULL: it ran. */
static const char *try_run(struct prover *prover, const struct orq_file_section *section)
{
    struct orq_diags *tries = orq_diags_new(prover->arena);
    return orq_section_run(prover->arena, prover->db, section, tries) == ORQ_OK
               ? NULL
               : orq_tried_why(prover->db, tries);
}

/* Generated rows, and the upgrade with them; where they do not fit what it demands, without. */
static enum orq_status up_in_place(struct prover *prover, struct orq_watch_list *list)
{
    enum orq_status status = open_scratch(prover, "a scratch database with rows");
    if (status == ORQ_OK)
        status = build_slice(prover);
    if (status != ORQ_OK)
        return status;
    prover->rows = GENERATED_ROWS;
    orq_rows_generate(prover->arena, prover->db, prover->plan->have, prover->plan->up.want);
    status = count_rows(prover);
    if (status == ORQ_OK)
        status = watch(prover, list);
    if (status != ORQ_OK)
        return status;
    if (prover->count.rows > 0 && try_run(prover, &prover->plan->up_text) == NULL)
        return compare_after(prover, list, "after the upgrade");
    prover->rows = NO_ROWS;
    status = start_again(prover);
    if (status == ORQ_OK)
        status = count_rows(prover);
    if (status == ORQ_OK)
        status = watch(prover, list);
    return status == ORQ_OK ? prove_up(prover, list, "after the upgrade") : status;
}

/* Where a scratch database cannot be copied, what fails on it is tried again on another. */
static enum orq_status prove_in_place(struct prover *prover, const char **reason)
{
    struct orq_watch_list list;
    enum orq_status status = up_in_place(prover, &list);
    if (prover->plan->down_section.fill_in.len > 0)
        *reason = "down holds a FILL IN";
    if (status != ORQ_OK || *reason != NULL)
        return status;
    if (prover->rows == NO_ROWS)
        return prove_back(prover, &list);
    const char *stop = try_run(prover, &prover->plan->down_text);
    if (stop != NULL) {
        *reason = orq_arena_printf(prover->arena, "down does not run with these rows (%s)", stop);
        return ORQ_OK;
    }
    status = compare_before(prover, &list);
    if (status != ORQ_OK)
        return status;
    /* what the downgrade put back holds a default, which need not fit as what was there did */
    stop = try_run(prover, &prover->plan->up_text);
    if (stop != NULL) {
        *reason =
            orq_arena_printf(prover->arena, "up does not run again with these rows (%s)", stop);
        return ORQ_OK;
    }
    return compare_after(prover, &list, "after the second upgrade");
}

static enum orq_status prove_without_rows(struct prover *prover)
{
    struct orq_watch_list list;
    prover->rows = NO_ROWS;
    enum orq_status status = start_again(prover);
    if (status == ORQ_OK)
        status = watch(prover, &list);
    if (status == ORQ_OK)
        status = prove_up(prover, &list, "after the upgrade");
    return status == ORQ_OK ? prove_back(prover, &list) : status;
}

enum orq_status orq_prove(struct orq_arena *arena, const struct orq_plan *plan, struct orq_db *live,
                          struct orq_diags *diags, const char **text)
{
    struct prover prover = {.arena = arena, .plan = plan, .diags = diags};
    const char *reason = NULL;
    enum orq_status status = ORQ_OK;
    name_slice(&prover);
    if (plan->up_section.fill_in.len > 0) {
        reason = "up holds a FILL IN";
        *text = "up, down and up again on empty tables: up holds a FILL IN";
    } else {
        status = plan->engine->costly_scratch ? prove_in_place(&prover, &reason)
                                              : prove_with_rows(&prover, live, &reason);
        const char *rows = rows_text(&prover);
        *text = reason == NULL
                    ? orq_arena_printf(arena, "up, down and up again %s", rows)
                    : orq_arena_printf(arena, "up %s; down and up again on empty tables: %s", rows,
                                       reason);
        if (plan->writes_rows)
            *text = orq_arena_printf(arena, "%s, rows not compared (%s)", *text, plan->writes_rows);
    }
    if (status == ORQ_OK && reason != NULL)
        status = prove_without_rows(&prover);
    orq_db_close(prover.db);
    return status;
}
