/* What is to do: from where the ledger is to where the user wants to be. */
#include "base/str.h"
#include "history/applied.h"
#include "history/runner_parts.h"
#include "sql/quote.h"

#include <stdint.h>

enum orq_status orq_plan_read(struct orq_runner *runner)
{
    enum orq_status status = orq_ledger_read(runner->arena, runner->db, runner->options->ledger,
                                             runner->diags, &runner->ledger);
    runner->current = (struct orq_strings){0};
    if (status != ORQ_OK)
        return status;
    orq_ledger_heads(runner->arena, &runner->ledger, &runner->current);
    runner->applied = orq_ledger_set(runner->arena, &runner->ledger);
    return ORQ_OK;
}

/* The last row of the ledger; NULL: none. */
static const char *last_row(const struct orq_runner *runner)
{
    const struct orq_ledger_rows *rows = &runner->ledger.rows;
    return rows->len > 0 ? rows->items[rows->len - 1].revision : NULL;
}

/* A target to be typed again, where there is one that means the same. */
static const char *target_of(const struct orq_runner *runner, const struct orq_resolved *goal)
{
    if (goal->revisions.len == 1 && !goal->branch)
        return goal->revisions.items[0]->migration->revision;
    if (goal->revisions.len > 1)
        return runner->target;
    const char *branch = goal->branch ? goal->branch->migration->revision : NULL;
    const char *to =
        goal->revisions.len > 0 ? goal->revisions.items[0]->migration->revision : "base";
    return branch ? orq_arena_printf(runner->arena, "%s@%s", branch, to) : to;
}

void orq_plan_settle(struct orq_runner *runner, const struct orq_resolved *goal)
{
    runner->target = target_of(runner, goal);
    runner->goals = (struct orq_strings){0};
    for (size_t i = 0; i < goal->revisions.len; i++)
        ORQ_PUSH(runner->arena, &runner->goals, goal->revisions.items[i]->migration->revision);
    runner->goal_branch = goal->branch ? goal->branch->migration->revision : NULL;
    runner->settled = true;
}

static enum orq_status no_section(struct orq_runner *runner, const struct orq_migration *migration)
{
    orq_error(runner->diags, migration->path ? migration->at : ORQ_NOWHERE,
              "revision %s has no %s section for %s", migration->revision, orq_runner_verb(runner),
              runner->dialect);
    orq_hint(runner->diags, "add one: -- +orqgen %s %s (it may be empty)", orq_runner_verb(runner),
             runner->dialect);
    return ORQ_INVALID;
}

enum orq_status orq_plan_add(struct orq_runner *runner, const struct orq_migration *migration,
                             const struct orq_file_section *section, const char *before)
{
    if (!section)
        return no_section(runner, migration);
    struct orq_step step = {
        .migration = migration, .section = section, .before = before, .rows = SIZE_MAX};
    ORQ_PUSH(runner->arena, &runner->steps, step);
    return ORQ_OK;
}

/* Where a backfill goes on: behind the key that it came to. With another key it cannot be told what
 * is done; what is no backfill any more is run as it stands. */
static enum orq_status resume_backfill(struct orq_runner *runner, const struct orq_ledger_row *row,
                                       struct orq_step *step)
{
    struct orq_arena *arena = runner->arena;
    const struct orq_file_steps *steps = &step->section->steps;
    const struct orq_file_step *next = step->done < steps->len ? &steps->items[step->done] : NULL;
    struct orq_filled filled;
    if (!next || !next->backfill || !orq_filled_read(arena, row->state, &filled))
        return ORQ_OK;
    if (orq_filled_is_of(arena, &filled, next->backfill)) {
        step->filled = filled;
        return ORQ_OK;
    }
    orq_error(runner->diags, next->at,
              "the backfill of %s was begun with another table or key: how far it came cannot be "
              "told with this one",
              row->revision);
    orq_hint(runner->diags, "of %s: %s are done", orq_shown_name(arena, filled.table),
             orq_filled_shown(arena, &filled));
    orq_hint(runner->diags, "put its line back as it was; the rows of a batch may be changed");
    return ORQ_INVALID;
}

enum orq_status orq_plan_resume(struct orq_runner *runner, const struct orq_ledger_row *row,
                                const struct orq_migration *migration,
                                const struct orq_file_section *section)
{
    enum orq_status status = orq_plan_add(runner, migration, section, last_row(runner));
    if (status != ORQ_OK)
        return status;
    struct orq_step *step = &runner->steps.items[runner->steps.len - 1];
    step->done = (size_t)row->steps_done;
    step->recorded = step->part_way = true;
    step->begun = orq_ledger_row_begun(row) > 0;
    step->failed = step->begun && *orq_ledger_row_why(row) != '\0';
    if (step->done <= section->steps.len &&
        orq_str_equal(orq_section_prefix_sha256(runner->arena, section, step->done), row->sha256))
        return resume_backfill(runner, row, step);
    orq_error(runner->diags, section->at,
              "the %s of %s stopped after step %zu of %zu, and the steps that are done were edited "
              "since",
              orq_runner_verb(runner), row->revision, step->done, (size_t)row->steps_total);
    orq_hint(runner->diags,
             "put these steps back as they were; those behind them may be corrected");
    return ORQ_INVALID;
}

enum orq_status orq_plan_refuse_partial(struct orq_runner *runner, const struct orq_ledger_row *row)
{
    orq_error(runner->diags, ORQ_NOWHERE,
              "the %s of %s stopped part-way: %zu of %zu steps are done",
              orq_ledger_row_goes_up(row) ? "upgrade" : "downgrade", row->revision,
              (size_t)row->steps_done, (size_t)row->steps_total);
    orq_hint(runner->diags, "finish it first: %s", orq_ledger_row_next(runner->arena, row));
    if (orq_ledger_row_goes_up(row))
        orq_hint(runner->diags, "or go back:      orqgen downgrade --partial");
    return ORQ_PARTIAL;
}

enum orq_status orq_plan_check_way(struct orq_runner *runner, const struct orq_ledger_row *row)
{
    bool up = orq_ledger_row_goes_up(row);
    return up == (runner->direction == ORQ_UPGRADE) ? ORQ_OK : orq_plan_refuse_partial(runner, row);
}

static enum orq_status resume_upgrade(struct orq_runner *runner)
{
    const struct orq_ledger_row *row = orq_ledger_unfinished(&runner->ledger);
    if (!row)
        return ORQ_OK;
    enum orq_status status = orq_plan_check_way(runner, row);
    const struct orq_revision *file = orq_history_find(runner->history, row->revision);
    if (status != ORQ_OK || !file)
        return status; /* a missing file is told of everything that was applied */
    return orq_plan_resume(runner, row, file->migration,
                           orq_migration_section(file->migration, ORQ_UPGRADE, runner->dialect));
}

/* Does each stand on the one before it alone, and the first on all that is applied? */
static bool is_chain(const struct orq_runner *runner, const struct orq_revisions *path)
{
    const char *before = last_row(runner);
    bool chain = runner->current.len <= 1;
    for (size_t i = 0; i < path->len && chain; i++) {
        const struct orq_migration *migration = path->items[i]->migration;
        const struct orq_parents *parents = &migration->parents;
        chain = before ? parents->len == 1 && orq_str_equal(parents->items[0].revision, before)
                       : parents->len == 0;
        before = migration->revision;
    }
    return chain;
}

/* Each finds the one before it as the ledger's last row. What goes from between does not show in
 * that; where something could, the rows are counted. */
static enum orq_status add_upgrades(struct orq_runner *runner, const struct orq_revisions *path)
{
    enum orq_status status = ORQ_OK;
    const char *before = last_row(runner);
    bool chain = is_chain(runner, path);
    for (size_t i = 0; i < path->len; i++) {
        const struct orq_migration *migration = path->items[i]->migration;
        const struct orq_file_section *section =
            orq_migration_section(migration, ORQ_UPGRADE, runner->dialect);
        if (orq_plan_add(runner, migration, section, before) != ORQ_OK)
            status = ORQ_INVALID;
        else if (!chain)
            runner->steps.items[runner->steps.len - 1].rows = runner->ledger.rows.len + i;
        before = migration->revision;
    }
    return status;
}

static enum orq_status refuse_gap(struct orq_runner *runner, const struct orq_revision *revision,
                                  const struct orq_revision *behind)
{
    const struct orq_migration *migration = revision->migration;
    orq_error(runner->diags, migration->at,
              "revision %s (%s) is not applied, but %s is, which stands on it", migration->revision,
              migration->message, behind->migration->revision);
    orq_hint(runner->diags,
             "it was put before %s later: run now, it would meet a database that it "
             "was not made for",
             behind->migration->revision);
    orq_hint(runner->diags,
             "give the parent line of %s back what it said, or go back and up again: "
             "orqgen downgrade %s",
             behind->migration->revision,
             revision->parent_count > 0 ? revision->parents[0]->migration->revision : "base");
    return ORQ_INVALID;
}

/* Nothing that is to run may have something on it that has run. */
static enum orq_status check_gaps(struct orq_runner *runner, const struct orq_revisions *path)
{
    for (size_t i = 0; i < path->len; i++) {
        const struct orq_revision *revision = path->items[i];
        for (size_t k = 0; k < revision->child_count; k++) {
            const struct orq_revision *child = revision->children[k];
            if (orq_map_get(runner->applied, child->migration->revision))
                return refuse_gap(runner, revision, child);
        }
    }
    return ORQ_OK;
}

/* The files are read once, so that an id that was found is found again. */
static enum orq_status find_goal(struct orq_runner *runner, struct orq_resolved *goal)
{
    const struct orq_history *history = runner->history;
    const struct orq_target wish = {.text = runner->target, .current = &runner->current};
    if (!runner->settled) {
        enum orq_status status =
            orq_history_resolve(runner->arena, history, &wish, runner->diags, goal);
        if (status == ORQ_OK)
            orq_plan_settle(runner, goal);
        return status;
    }
    for (size_t i = 0; i < runner->goals.len; i++) {
        struct orq_revision *revision = orq_map_get(history->by_id, runner->goals.items[i]);
        ORQ_PUSH(runner->arena, &goal->revisions, revision);
    }
    return ORQ_OK;
}

enum orq_status orq_plan_upgrade(struct orq_runner *runner)
{
    struct orq_resolved goal = {0};
    struct orq_revisions path = {0};
    enum orq_status status = orq_plan_read(runner);
    if (status == ORQ_OK)
        status = orq_applied_check(runner->history, &runner->ledger, runner->diags);
    if (status == ORQ_OK)
        status = resume_upgrade(runner);
    if (status == ORQ_OK)
        status = find_goal(runner, &goal);
    if (status != ORQ_OK)
        return status;
    const struct orq_way way = {.to = &goal, .applied = runner->applied};
    status = orq_history_upgrades(runner->arena, runner->history, &way, runner->diags, &path);
    if (status == ORQ_OK)
        status = check_gaps(runner, &path);
    return status == ORQ_OK ? add_upgrades(runner, &path) : status;
}
