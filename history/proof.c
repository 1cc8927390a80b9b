#include "history/proof.h"

#include "history/rows.h"
#include "history/runner.h"
#include "history/slice.h"
#include "history/texts.h"
#include "introspect/introspect.h"
#include "sql/quote.h"

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
};

/* A column whose values must be the same after the upgrade and after the downgrade. */
struct watched {
    const struct orq_table *table;
    struct orq_strings columns_before, columns_after; /* as SQL expressions; equal lengths */
    const char *table_after;                          /* NULL: dropped by the upgrade */
};
ORQ_VEC_OF(watch_list, struct watched);

static enum orq_status fail(struct prover *prover, const char *what)
{
    orq_error(prover->diags, ORQ_NOWHERE, "proof failed: %s", what);
    orq_hint(prover->diags, "nothing was written");
    return ORQ_FAILED;
}

static const char *renamed_table(const struct orq_renames *renames, const char *name)
{
    for (size_t i = 0; i < renames->len; i++) {
        if (renames->items[i].kind == ORQ_KIND_TABLE &&
            orq_ascii_equal(renames->items[i].from, name)) {
            return renames->items[i].to;
        }
    }
    return name;
}

static const char *renamed_column(const struct orq_renames *renames, const char *table_after,
                                  const char *name)
{
    for (size_t i = 0; i < renames->len; i++) {
        const struct orq_rename *rename = &renames->items[i];
        if (rename->kind == ORQ_KIND_COLUMN && orq_ascii_equal(rename->table, table_after) &&
            orq_ascii_equal(rename->from, name)) {
            return rename->to;
        }
    }
    return name;
}

static bool table_is(const struct orq_table *table, const char *name)
{
    return table != NULL && orq_ascii_equal(table->name, name);
}

/* Dropped: its data goes. Altered in a way that may change its values: the upgrade itself asserts
 * that they survive (emit/), or the model says how they change. */
static bool column_may_change(const struct orq_ops *ops, const char *table, const char *column)
{
    const unsigned changes =
        ORQ_CHANGE_TYPE | ORQ_CHANGE_NULLABLE | ORQ_CHANGE_GENERATED | ORQ_CHANGE_STRICT;
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_op *op = &ops->items[i];
        if (!table_is(op->from.table, table)) {
            continue;
        }
        if (op->kind == ORQ_OP_DROP_TABLE ||
            (op->kind == ORQ_OP_ALTER_TABLE && (op->changed & ORQ_CHANGE_STRICT) != 0)) {
            return true;
        }
        if ((op->kind == ORQ_OP_DROP_COLUMN ||
             (op->kind == ORQ_OP_ALTER_COLUMN && (op->changed & changes) != 0)) &&
            orq_ascii_equal(op->from.column->name, column)) {
            return true;
        }
    }
    return false;
}

static void watch_columns(struct prover *prover, struct watched *watched, const char *after)
{
    const struct orq_comparison *up = &prover->plan->up;
    const struct orq_table *table_after = orq_schema_table(prover->plan->after, after);
    for (size_t i = 0; i < watched->table->columns.len; i++) {
        const struct orq_column *column = watched->table->columns.items[i];
        const char *name = renamed_column(&up->renames, after, column->name);
        const struct orq_column *column_after =
            table_after == NULL ? NULL : orq_table_column(table_after, name);
        if (column->generated != ORQ_NOT_GENERATED || column_after == NULL ||
            column_after->generated != ORQ_NOT_GENERATED ||
            column_may_change(&up->ops, after, name)) {
            continue;
        }
        ORQ_PUSH(prover->arena, &watched->columns_before,
                 orq_quoted_name(prover->arena, column->name));
        ORQ_PUSH(prover->arena, &watched->columns_after, orq_quoted_name(prover->arena, name));
    }
}

static void watch_tables(struct prover *prover, struct watch_list *list)
{
    for (size_t i = 0; i < prover->plan->have->tables.len; i++) {
        struct watched watched = {.table = prover->plan->have->tables.items[i]};
        watched.table_after = renamed_table(&prover->plan->up.renames, watched.table->name);
        watch_columns(prover, &watched, watched.table_after);
        ORQ_PUSH(prover->arena, list, watched);
    }
}

static enum orq_status digest(struct prover *prover, const struct watch_list *list, bool after,
                              struct orq_strings *digests)
{
    for (size_t i = 0; i < list->len; i++) {
        const struct watched *watched = &list->items[i];
        enum orq_status status = orq_rows_digest(
            prover->arena, prover->db, after ? watched->table_after : watched->table->name,
            after ? &watched->columns_after : &watched->columns_before, prover->diags, digests);
        if (status != ORQ_OK) {
            return status;
        }
    }
    return ORQ_OK;
}

static enum orq_status compare_rows(struct prover *prover, const struct watch_list *list,
                                    bool after, const char *when)
{
    struct orq_strings now = {0};
    enum orq_status status = digest(prover, list, after, &now);
    size_t at = 0;
    for (size_t i = 0; status == ORQ_OK && i < list->len; i++) {
        const struct watched *watched = &list->items[i];
        for (size_t k = 0; k < watched->columns_before.len; k++, at++) {
            if (!orq_str_equal(prover->before.items[at], now.items[at])) {
                return fail(prover, orq_arena_printf(
                                        prover->arena, "the values of %s.%s are not the same %s",
                                        orq_shown_name(prover->arena, watched->table->name),
                                        watched->columns_before.items[k], when));
            }
        }
    }
    return status;
}

/* Every table, index and definition of the slice is stored as expected. */
static enum orq_status compare_texts(struct prover *prover, const struct orq_schema *expected,
                                     const char *when)
{
    struct orq_schema *all = NULL;
    enum orq_status status = orq_introspect(prover->arena, prover->db, NULL, prover->diags, &all);
    if (status != ORQ_OK) {
        return status;
    }
    const struct orq_schema *now = orq_schema_pick(prover->arena, all, prover->in_slice);
    const char *different = orq_texts_difference(prover->arena, expected, now);
    return different == NULL
               ? ORQ_OK
               : fail(prover,
                      orq_arena_printf(prover->arena, "%s is not as expected %s", different, when));
}

static enum orq_status run(struct prover *prover, const struct orq_file_section *section,
                           const char *what)
{
    static const char *const places[] = {[REAL_ROWS] = "a copy of the database",
                                         [GENERATED_ROWS] = "a scratch database with rows",
                                         [NO_ROWS] = "a scratch database"};
    enum orq_status status = orq_section_run(prover->arena, prover->db, section, prover->diags);
    if (status == ORQ_OK) {
        return ORQ_OK;
    }
    return fail(prover, orq_arena_printf(prover->arena, "the %s does not run on %s", what,
                                         places[prover->rows]));
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
    bool runs = prover->plan->engine->scratch(prover->arena, tries, &trial) == ORQ_OK &&
                orq_db_copy(prover->db, trial, tries) == ORQ_OK &&
                orq_section_run(prover->arena, trial, section, tries) == ORQ_OK;
    orq_db_close(trial);
    return runs ? NULL : orq_diags_at(tries, 0)->message;
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
    enum orq_status status =
        prover->plan->engine->scratch(prover->arena, prover->diags, &prover->db);
    return status == ORQ_OK ? build_slice(prover) : status;
}

/* The database's own rows where they may be had; else generated ones, for empty tables would hide
 * most faults; else none. */
static enum orq_status fill(struct prover *prover, struct orq_db *live)
{
    enum orq_status status = ORQ_OK;
    if (live != NULL && orq_db_bytes(live) <= ORQ_PROOF_COPY_LIMIT) {
        prover->rows = REAL_ROWS;
        status = orq_db_copy(live, prover->db, prover->diags);
        status = status == ORQ_OK ? count_rows(prover) : status;
        if (status != ORQ_OK || prover->count.rows > 0) {
            return status;
        }
    } else {
        status = build_slice(prover);
    }
    if (status != ORQ_OK) {
        return status;
    }
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
    if (prover->count.rows == 0) {
        return "on empty tables";
    }
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
    for (size_t i = 0; i < names.len; i++) {
        orq_map_put(prover->in_slice, names.items[i], prover);
    }
}

static enum orq_status prove_up(struct prover *prover, const struct watch_list *list,
                                const char *when)
{
    enum orq_status status = run(prover, &prover->plan->up_text, "upgrade");
    if (status == ORQ_OK) {
        status = compare_texts(prover, prover->plan->after, when);
    }
    return status == ORQ_OK ? compare_rows(prover, list, true, when) : status;
}

static enum orq_status prove_down(struct prover *prover, const struct watch_list *list)
{
    enum orq_status status = run(prover, &prover->plan->down_text, "downgrade");
    if (status == ORQ_OK) {
        status = compare_texts(prover, prover->plan->have, "after the downgrade");
    }
    return status == ORQ_OK ? compare_rows(prover, list, false, "after the downgrade") : status;
}

static enum orq_status watch(struct prover *prover, struct watch_list *list)
{
    *list = (struct watch_list){0};
    watch_tables(prover, list);
    prover->before = (struct orq_strings){0};
    return digest(prover, list, false, &prover->before);
}

static enum orq_status prove_back(struct prover *prover, const struct watch_list *list)
{
    enum orq_status status = prove_down(prover, list);
    return status == ORQ_OK ? prove_up(prover, list, "after the second upgrade") : status;
}

/* *reason: why the way back could not be gone with these rows; NULL: it was. */
static enum orq_status prove_with_rows(struct prover *prover, struct orq_db *live,
                                       const char **reason)
{
    struct watch_list list;
    enum orq_status status =
        prover->plan->engine->scratch(prover->arena, prover->diags, &prover->db);
    if (status == ORQ_OK) {
        status = fill(prover, live);
    }
    if (status == ORQ_OK) {
        status = watch(prover, &list);
    }
    if (status == ORQ_OK) {
        status = prove_up(prover, &list, "after the upgrade");
    }
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

static enum orq_status prove_without_rows(struct prover *prover)
{
    struct watch_list list;
    prover->rows = NO_ROWS;
    enum orq_status status = start_again(prover);
    if (status == ORQ_OK) {
        status = watch(prover, &list);
    }
    if (status == ORQ_OK) {
        status = prove_up(prover, &list, "after the upgrade");
    }
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
        status = prove_with_rows(&prover, live, &reason);
        const char *rows = rows_text(&prover);
        *text = reason == NULL
                    ? orq_arena_printf(arena, "up, down and up again %s", rows)
                    : orq_arena_printf(arena, "up %s; down and up again on empty tables: %s", rows,
                                       reason);
    }
    if (status == ORQ_OK && reason != NULL) {
        status = prove_without_rows(&prover);
    }
    orq_db_close(prover.db);
    return status;
}
