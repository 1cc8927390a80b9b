/* Back from where a migration stopped: not by its downgrade, which begins where all of the upgrade
 * is done, but by a diff from what is there to what its parents build. */
#include "history/archive.h"
#include "history/plan.h"
#include "history/runner_parts.h"
#include "history/state.h"
#include "introspect/introspect.h"

#include <string.h>

struct going_back {
    struct orq_runner *runner;
    const struct orq_engine *engine;
    const struct orq_ledger_row *row;
    const struct orq_revision *revision;
    struct orq_schema *live, *before, *after; /* after: with what the migration builds */
};

static enum orq_status find_row(struct going_back *back)
{
    struct orq_runner *runner = back->runner;
    back->row = orq_ledger_unfinished(&runner->ledger);
    if (!back->row) {
        orq_error(runner->diags, ORQ_NOWHERE, "no migration of %s stopped part-way",
                  orq_db_shown(runner->db));
        orq_hint(runner->diags, "to take back the last whole one: orqgen downgrade -1");
        return ORQ_INVALID;
    }
    back->revision = orq_history_find(runner->history, back->row->revision);
    if (back->revision)
        return orq_revision_sound(back->revision, runner->diags);
    orq_error(runner->diags, ORQ_NOWHERE,
              "revision %s, which stopped part-way, is in no file of %s", back->row->revision,
              runner->history->folder);
    orq_hint(runner->diags, "get its file from the branch that applied it");
    return ORQ_INVALID;
}

static enum orq_status check_scratch(const struct going_back *back)
{
    struct orq_diags *diags = back->runner->diags;
    if (!back->engine->costly_scratch || back->engine->server)
        return ORQ_OK;
    orq_error(diags, ORQ_NOWHERE, "the way back is worked out on a scratch database, and %s",
              back->engine->no_scratch);
    orq_hint(diags, "say where one may be made: --scratch URL, or scratch: in orqgen.yaml");
    return ORQ_INVALID;
}

/* What was applied and is whole, in order. */
static enum orq_status find_path(const struct going_back *back, struct orq_revisions *path)
{
    struct orq_runner *runner = back->runner;
    struct orq_resolved to = {0};
    const struct orq_way way = {.to = &to};
    for (size_t i = 0; i < runner->ledger.rows.len; i++) {
        const struct orq_ledger_row *row = &runner->ledger.rows.items[i];
        struct orq_revision *revision = orq_map_get(runner->history->by_id, row->revision);
        if (revision && row != back->row)
            ORQ_PUSH(runner->arena, &to.revisions, revision);
    }
    return orq_history_upgrades(runner->arena, runner->history, &way, runner->diags, path);
}

static struct orq_file_section alone(struct orq_arena *arena,
                                     const struct orq_file_section *section, size_t index)
{
    struct orq_file_step step = section->steps.items[index];
    struct orq_file_section one = {.direction = section->direction,
                                   .dialect = section->dialect,
                                   .allows = section->allows,
                                   .text = section->text + step.offset,
                                   .len = step.len,
                                   .at = step.at};
    step.offset = 0;
    ORQ_PUSH(arena, &one.steps, step);
    return one;
}

/* What failed on the database may fail on scratch for the same reason, and then leaves there what
 * it left here. The steps that are done must run. */
static enum orq_status run_as_far(const struct going_back *back, struct orq_db *scratch,
                                  const struct orq_file_section *section)
{
    struct orq_runner *runner = back->runner;
    for (size_t i = 0; i < section->steps.len; i++) {
        struct orq_file_section one = alone(runner->arena, section, i);
        struct orq_diags *tries = orq_diags_new(runner->arena);
        enum orq_status status = orq_section_run(runner->arena, scratch, &one, tries);
        if (status == ORQ_FAILED && i >= (size_t)back->row->steps_done)
            return ORQ_OK;
        if (status == ORQ_OK)
            continue;
        orq_diags_append(runner->diags, tries);
        orq_note(runner->diags, section->at,
                 "this happened while step %zu was run again on a scratch database", i + 1);
        return status;
    }
    return ORQ_OK;
}

static enum orq_status build_states(struct going_back *back)
{
    struct orq_runner *runner = back->runner;
    const struct orq_file_section *section =
        orq_migration_section(back->revision->migration, ORQ_UPGRADE, runner->dialect);
    const struct orq_replay replay = {back->engine, runner->history};
    struct orq_revisions path = {0};
    struct orq_db *scratch = NULL;
    if (!section)
        return orq_plan_add(runner, back->revision->migration, section, NULL);
    enum orq_status status = find_path(back, &path);
    if (status == ORQ_OK)
        status = orq_state_build(runner->arena, &replay, &path, runner->diags, &scratch);
    if (status == ORQ_OK)
        status = orq_introspect(runner->arena, scratch, NULL, runner->diags, &back->before);
    if (status == ORQ_OK)
        status = run_as_far(back, scratch, section);
    if (status == ORQ_OK)
        status = orq_introspect(runner->arena, scratch, NULL, runner->diags, &back->after);
    orq_db_close(scratch);
    return status;
}

static enum orq_status read_states(struct going_back *back)
{
    const struct orq_runner *runner = back->runner;
    const struct orq_introspect_options reading = {.ledger = runner->options->ledger,
                                                   .schemas = back->engine->schemas};
    enum orq_status status = build_states(back);
    return status == ORQ_OK
               ? orq_introspect(runner->arena, runner->db, &reading, runner->diags, &back->live)
               : status;
}

/* What the migration is about: the rest of the database, drift and all, is left as it is. A table's
 * name stands for all that it has, for a step may need more than the migration ends with. */
static enum orq_status list_touched(const struct going_back *back, struct orq_strings *names)
{
    const struct orq_runner *runner = back->runner;
    const struct orq_compare_options options = {.have = back->before, .want = back->after};
    struct orq_comparison comparison;
    enum orq_status status =
        orq_compare(runner->arena, back->engine, &options, runner->diags, &comparison);
    for (size_t i = 0; status == ORQ_OK && i < comparison.all.len; i++) {
        const struct orq_op *op = &comparison.all.items[i];
        const struct orq_side *side = op->to.table || op->to.definition ? &op->to : &op->from;
        const struct orq_side table = {.table = side->table};
        ORQ_PUSH(runner->arena, names, orq_op_object(runner->arena, op));
        if (side->table)
            ORQ_PUSH(runner->arena, names, orq_side_object(runner->arena, &table));
    }
    return status;
}

static enum orq_status add_way_back(struct going_back *back, const struct orq_plan *plan)
{
    struct orq_runner *runner = back->runner;
    struct orq_arena *arena = runner->arena;
    struct orq_file_section *section = ORQ_NEW(arena, struct orq_file_section);
    const struct orq_span at = {
        .file = orq_arena_printf(arena, "the way back from %s", back->row->revision)};
    const struct orq_file_section written =
        orq_file_section_of(arena, ORQ_DOWNGRADE, &plan->up_section);
    if (!orq_file_section_read(arena, at, orq_file_section_text(arena, &written), runner->diags,
                               section))
        return ORQ_INVALID;
    enum orq_status status =
        orq_plan_add(runner, back->revision->migration, section, back->row->revision);
    if (status == ORQ_OK)
        runner->steps.items[runner->steps.len - 1].recorded = true;
    return status;
}

/* The way back is a diff of schemas: it would not put back what the upgrade has archived so far. */
static enum orq_status refuse_archives(const struct going_back *back)
{
    struct orq_runner *runner = back->runner;
    struct orq_strings names = {0};
    enum orq_status status =
        orq_archives_of(runner->arena, runner->db, back->row->revision, runner->diags, &names);
    if (status != ORQ_OK || names.len == 0)
        return status;
    orq_error(runner->diags, ORQ_NOWHERE,
              "%s has archived what it dropped (%s): --partial would "
              "not put it back",
              back->row->revision, names.items[0]);
    orq_hint(runner->diags, "finish it first: %s", orq_ledger_row_next(runner->arena, back->row));
    orq_hint(runner->diags, "then go back:    orqgen downgrade -1");
    return ORQ_INVALID;
}

enum orq_status orq_plan_partial(struct orq_runner *runner)
{
    struct going_back back = {.runner = runner, .engine = runner->options->engine};
    struct orq_strings touched = {0};
    struct orq_plan plan = {0};
    enum orq_status status = orq_plan_read(runner);
    if (status == ORQ_OK)
        status = find_row(&back);
    if (status == ORQ_OK)
        status = refuse_archives(&back);
    if (status == ORQ_OK)
        status = check_scratch(&back);
    if (status == ORQ_OK)
        status = read_states(&back);
    if (status == ORQ_OK)
        status = list_touched(&back, &touched);
    const struct orq_compare_options options = {
        .have = back.live, .want = back.before, .diff = {.only = touched}};
    if (status == ORQ_OK && touched.len > 0)
        status = orq_plan_make(runner->arena, back.engine, &options, runner->diags, &plan);
    plan.up_section.dialect = runner->dialect;
    return status == ORQ_OK ? add_way_back(&back, &plan) : status;
}
