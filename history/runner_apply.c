/* One migration: as one transaction, or step by step. */
#include "history/baseline.h"
#include "history/batches.h"
#include "history/recording.h"
#include "history/runner_step.h"
#include "history/source.h"

#include <stdint.h>
#include <string.h>

static const struct orq_source *source_of(const struct orq_runner *runner)
{
    return runner->options->source ? runner->options->source : &orq_source_system;
}

static int64_t tick(const struct orq_runner *runner)
{
    const struct orq_source *source = source_of(runner);
    return source->tick(source);
}

static void tell(const struct orq_runner *runner, const struct orq_step *step, bool done)
{
    struct orq_progress progress = {.direction = runner->direction,
                                    .migration = step->migration,
                                    .step = step->number,
                                    .steps = step->of,
                                    .done = done};
    if (done)
        progress.milliseconds = tick(runner) - step->told;
    if (runner->options->progress)
        runner->options->progress(runner->options->context, &progress);
}

void orq_step_begin(struct orq_runner *runner, struct orq_step *step, size_t number, size_t of)
{
    step->number = number;
    step->of = of;
    tell(runner, step, false);
    step->told = tick(runner);
}

enum orq_status orq_step_end(const struct orq_runner *runner, const struct orq_step *step,
                             enum orq_status status)
{
    if (status == ORQ_OK)
        tell(runner, step, true);
    return status;
}

/* The first line of the statement that an error is in. */
static void hint_statement(const struct orq_guarded *guarded)
{
    const struct orq_diag *last = orq_diags_at(guarded->diags, orq_diags_len(guarded->diags) - 1);
    const struct orq_judged *in = NULL;
    for (size_t i = 0; last->at.file && i < guarded->statements.len; i++) {
        if (guarded->statements.items[i].line <= last->at.line)
            in = &guarded->statements.items[i];
    }
    if (in)
        orq_hint(guarded->diags, "in: %.*s", (int)strcspn(in->sql, "\n"), in->sql);
}

static size_t line_of(const struct orq_file_section *section, size_t offset)
{
    size_t line = section->at.line + 1;
    for (size_t i = 0; i < offset; i++)
        line += section->text[i] == '\n';
    return line;
}

/* The statements, and what must hold before and after them. */
static enum orq_status run_between_guards(const struct orq_guard *guard,
                                          struct orq_guarded *guarded,
                                          const struct orq_file_step *step)
{
    const struct orq_file_section *section = guarded->section;
    struct orq_script script = {
        .text = section->text + step->offset,
        .len = step->len,
        .at = {.file = section->at.file, .line = line_of(section, step->offset), .column = 1},
        .no_transaction = step->no_transaction};
    enum orq_status status = guard->begin(guarded);
    if (status != ORQ_OK)
        return status;
    status = orq_db_run(guarded->db, &script, guarded->diags);
    if (status != ORQ_OK)
        hint_statement(guarded);
    else
        status = guard->check(guarded);
    return status == ORQ_DATABASE ? ORQ_FAILED : status;
}

/* What the guards note is theirs alone: a run of many migrations must not keep it. */
enum orq_status orq_step_run(const struct orq_guard *guard, struct orq_guarded *guarded, size_t at)
{
    struct orq_guarded alone = *guarded;
    alone.arena = orq_arena_new();
    enum orq_status status = run_between_guards(guard, &alone, &guarded->section->steps.items[at]);
    orq_arena_free(alone.arena);
    return status;
}

void orq_runner_row(struct orq_runner *runner, const struct orq_step *step,
                    struct orq_ledger_row *row)
{
    struct orq_recording recording = {.dialect = runner->dialect,
                                      .applied_by = runner->options->applied_by,
                                      .version = runner->options->version,
                                      .source = runner->options->source};
    orq_recording_row(runner->arena, &recording, step->migration, step->section, row);
    row->duration_ms = tick(runner) - step->started;
}

static enum orq_status record_upgrade(struct orq_runner *runner, const struct orq_step *step)
{
    struct orq_ledger_row row;
    orq_runner_row(runner, step, &row);
    return orq_ledger_insert(runner->db, runner->options->ledger, &row, runner->diags);
}

/* A baseline that the database holds already is only recorded. */
static enum orq_status check_present(struct orq_runner *runner, const struct orq_step *step,
                                     bool *present)
{
    *present = false;
    if (runner->direction == ORQ_DOWNGRADE || step->done > 0)
        return ORQ_OK;
    const struct orq_baseline_holder holder = {runner->db, runner->options->ledger};
    enum orq_status status =
        orq_baseline_present(runner->arena, &holder, step->migration, runner->diags, present);
    if (status == ORQ_OK && *present)
        orq_note(runner->diags, ORQ_NOWHERE,
                 "%s is a baseline that the database holds already: recorded, nothing was run",
                 step->migration->revision);
    return status;
}

/* The section and its ledger row, inside the caller's transaction. */
static enum orq_status run_step(struct orq_runner *runner, struct orq_step *step)
{
    bool present = false;
    enum orq_status status = check_present(runner, step, &present);
    for (size_t i = 0; status == ORQ_OK && !present && i < step->section->steps.len; i++)
        status = orq_step_run(runner->guard, &step->guarded, i);
    if (status != ORQ_OK)
        return status;
    status = runner->direction == ORQ_UPGRADE
                 ? record_upgrade(runner, step)
                 : orq_ledger_delete(runner->db, runner->options->ledger, step->migration->revision,
                                     runner->diags);
    return status == ORQ_OK ? ORQ_OK : ORQ_FAILED;
}

static void hint_next(struct orq_runner *runner, const struct orq_step *step)
{
    /* What went before stays: a target that counts from where the database was counts no more. */
    const char *command = orq_runner_command(runner, runner->typed ? runner->target : NULL);
    const char *leave = runner->options->allow_data_loss ? " --allow-data-loss" : "";
    if (orq_runner_stopped(runner)) {
        orq_hint(runner->diags, "to go on: %s%s", command, leave);
        return;
    }
    orq_hint_fill_in(runner, step);
    if (step->migration->path)
        orq_hint(runner->diags, "correct %s, then: %s%s", step->migration->path, command, leave);
}

/* Says where the database is after a failure, and what to do. */
static void explain_failure(struct orq_runner *runner, const struct orq_step *step)
{
    struct orq_strings heads;
    struct orq_diags *unheard = orq_diags_new(runner->arena);
    if (orq_current(runner->arena, runner->db, runner->options->ledger, unheard, &heads) == ORQ_OK)
        orq_hint(runner->diags, "rolled back whole: the database is at %s",
                 orq_current_named(runner->arena, &heads));
    else if (runner->current.len <= 1) /* the connection is gone, and the plan knows it */
        orq_hint(runner->diags, "rolled back whole: the database is at %s",
                 step->before ? step->before : "base");
    else
        orq_hint(runner->diags, "rolled back whole");
    hint_next(runner, step);
}

static void explain_partial(struct orq_runner *runner, const struct orq_step *step)
{
    size_t total = step->section->steps.len;
    orq_hint(runner->diags, "%zu of %zu steps of the %s of %s are done and stay; step %zu %s",
             step->done, total, orq_runner_verb(runner), step->migration->revision, step->done + 1,
             orq_runner_stopped(runner) ? "was stopped" : "failed");
    if (step->filled.rows > 0)
        orq_hint(runner->diags, "of step %zu, %s are done, and stay", step->done + 1,
                 orq_filled_shown(runner->arena, &step->filled));
    orq_hint(runner->diags, "the next run goes on %s step %zu",
             step->filled.rows > 0 ? "behind them, in" : "at", step->done + 1);
    hint_next(runner, step);
    if (runner->direction == ORQ_UPGRADE)
        orq_hint(runner->diags, "or go back:      orqgen downgrade --partial");
}

/* Before anything is written under the lock. */
static enum orq_status back_up(struct orq_runner *runner)
{
    const struct orq_backup *backup = runner->options->backup;
    if (!backup || runner->backed_up || runner->options->dry_run)
        return ORQ_OK;
    enum orq_status status = orq_backup_take(runner->arena, runner->db, backup, runner->diags);
    runner->backed_up = status == ORQ_OK;
    if (status != ORQ_OK)
        orq_hint(runner->diags, "without a backup nothing was run: the database is as it was");
    return status;
}

/* Under the lock: is the ledger still where the plan began? */
static enum orq_status check_ledger(struct orq_runner *runner, const struct orq_step *step,
                                    bool *moved)
{
    const char *last = NULL;
    size_t rows = 0;
    enum orq_status status =
        orq_ledger_last(runner->arena, runner->db, runner->options->ledger, runner->diags, &last);
    *moved = status == ORQ_OK && !orq_str_equal(last, step->before);
    if (status == ORQ_OK && !*moved && step->rows != SIZE_MAX) {
        status = orq_ledger_count(runner->arena, runner->db, runner->options->ledger, runner->diags,
                                  &rows);
        *moved = status == ORQ_OK && rows != step->rows;
    }
    if (status == ORQ_OK && !*moved)
        status = back_up(runner);
    if (status == ORQ_OK && !*moved && runner->direction == ORQ_UPGRADE)
        status = orq_ledger_create(runner->db, runner->options->ledger, runner->diags);
    return status;
}

static enum orq_status as_one(struct orq_runner *runner, struct orq_step *step, void *context)
{
    bool *moved = context;
    enum orq_status status = orq_db_begin(runner->db, runner->diags);
    if (status != ORQ_OK)
        return status;
    status = check_ledger(runner, step, moved);
    if (status == ORQ_OK && !*moved) {
        orq_step_begin(runner, step, 1, 1);
        step->started = step->told;
        status = run_step(runner, step);
        if (status == ORQ_OK && orq_db_commit(runner->db, runner->diags) != ORQ_OK)
            status = ORQ_FAILED;
        orq_step_end(runner, step, status);
    }
    orq_db_rollback(runner->db);
    return status;
}

/* The ledger's table, in a transaction of its own: a step outside one needs it to be there. */
static enum orq_status prepare(struct orq_runner *runner, const struct orq_step *step, bool *moved,
                               bool *present)
{
    enum orq_status status = orq_db_begin(runner->db, runner->diags);
    if (status == ORQ_OK)
        status = check_ledger(runner, step, moved);
    if (status == ORQ_OK && !*moved)
        status = check_present(runner, step, present);
    if (status == ORQ_OK && *present)
        status = record_upgrade(runner, step);
    if (status == ORQ_OK)
        status = orq_db_commit(runner->db, runner->diags);
    orq_db_rollback(runner->db);
    return status;
}

static enum orq_status in_steps(struct orq_runner *runner, struct orq_step *step, bool *moved)
{
    bool present = false;
    enum orq_status status = prepare(runner, step, moved, &present);
    if (status != ORQ_OK || *moved)
        return status;
    step->started = tick(runner);
    return present ? ORQ_OK : orq_run_file_steps(runner, step);
}

static bool is_one_transaction(const struct orq_step *step)
{
    const struct orq_file_step *first = &step->section->steps.items[0];
    return !step->part_way && step->section->steps.len == 1 && !first->no_transaction &&
           !first->backfill;
}

static enum orq_status run_migration(struct orq_runner *runner, struct orq_step *step, bool *moved)
{
    enum orq_status status = is_one_transaction(step)
                                 ? orq_run_retrying(runner, step, as_one, moved)
                                 : in_steps(runner, step, moved);
    if (status != ORQ_FAILED && status != ORQ_PARTIAL)
        return status;
    if (!step->part_way) {
        explain_failure(runner, step);
        return status;
    }
    explain_partial(runner, step);
    return ORQ_PARTIAL;
}

enum orq_status orq_run_steps(struct orq_runner *runner, bool *moved)
{
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; i < runner->steps.len && status == ORQ_OK && !*moved; i++) {
        struct orq_step *step = &runner->steps.items[i];
        bool was = orq_db_foreign_keys(runner->db, step->guarded.enforced);
        status = run_migration(runner, step, moved);
        orq_db_foreign_keys(runner->db, was);
    }
    return status;
}

/* Enforcement cannot change inside a transaction: where one section needs it off, it is off for
 * all, and one that relies on cascades cannot be tried behind it. */
static bool can_try(struct orq_runner *runner, struct orq_step *step, bool enforced)
{
    for (size_t i = 0; i < step->section->steps.len; i++) {
        if (!step->section->steps.items[i].no_transaction)
            continue;
        orq_warning(runner->diags, step->section->steps.items[i].at,
                    "the dry run ends before %s: a step of it cannot run in a transaction, and so "
                    "cannot be rolled back",
                    step->migration->revision);
        return false;
    }
    for (size_t i = 0; i < step->section->steps.len; i++)
        if (step->section->steps.items[i].backfill)
            orq_note(runner->diags, step->section->steps.items[i].at,
                     "the dry run tries this backfill as one statement");
    if (enforced || step->section->foreign_keys_off || step->guarded.losses.lines.len == 0) {
        step->guarded.enforced = enforced;
        return true;
    }
    orq_warning(runner->diags, step->section->at,
                "the dry run ends before %s: it changes rows with foreign keys enforced, which "
                "an other section of the run has off",
                step->migration->revision);
    return false;
}

static enum orq_status try_in_transaction(struct orq_runner *runner, bool enforced)
{
    bool moved = false;
    enum orq_status status = orq_db_begin(runner->db, runner->diags);
    if (status != ORQ_OK)
        return status;
    for (size_t i = 0; i < runner->steps.len && status == ORQ_OK && !moved; i++) {
        struct orq_step *step = &runner->steps.items[i];
        status = check_ledger(runner, step, &moved);
        if (status != ORQ_OK || moved || !can_try(runner, step, enforced))
            break;
        orq_step_begin(runner, step, 1, 1);
        step->started = step->told;
        status = orq_step_end(runner, step, run_step(runner, step));
    }
    orq_db_rollback(runner->db);
    if (moved) {
        orq_error(runner->diags, ORQ_NOWHERE, "another process has changed the ledger: try again");
        status = ORQ_DATABASE;
    }
    if (status == ORQ_FAILED)
        orq_hint(runner->diags, "this was a dry run: the database is as it was");
    return status;
}

enum orq_status orq_try_steps(struct orq_runner *runner)
{
    bool enforced = true;
    for (size_t i = 0; i < runner->steps.len; i++)
        enforced = enforced && !runner->steps.items[i].section->foreign_keys_off;
    bool was = orq_db_foreign_keys(runner->db, enforced);
    enum orq_status status = try_in_transaction(runner, enforced);
    orq_db_foreign_keys(runner->db, was);
    return status;
}

static enum orq_status run_alone(const struct orq_runner *runner, struct orq_guarded *guarded,
                                 size_t at)
{
    const struct orq_file_step *step = &guarded->section->steps.items[at];
    struct orq_batches batches = {.db = guarded->db, .section = guarded->section, .step = step};
    if (step->backfill)
        return orq_batches_run(guarded->arena, &batches, guarded->diags);
    if (step->no_transaction)
        return orq_step_run(runner->guard, guarded, at);
    enum orq_status status = orq_db_begin(guarded->db, guarded->diags);
    if (status == ORQ_OK) {
        status = orq_step_run(runner->guard, guarded, at);
        if (status == ORQ_OK)
            status = orq_db_commit(guarded->db, guarded->diags);
        orq_db_rollback(guarded->db);
    }
    return status;
}

/* What it loses is the caller's business: a proof compares the rows itself. A text that nobody took
 * apart is one step. */
enum orq_status orq_section_run(struct orq_arena *arena, struct orq_db *db,
                                const struct orq_file_section *taken, struct orq_diags *diags)
{
    struct orq_runner runner;
    struct orq_file_section whole = *taken;
    const struct orq_file_section *section = &whole;
    if (taken->steps.len == 0) {
        struct orq_file_step all = {.len = taken->len, .at = taken->at};
        ORQ_PUSH(arena, &whole.steps, all);
    }
    struct orq_guarded guarded = orq_guarded_new(arena, db, section, diags);
    enum orq_status status = orq_runner_new(arena, db, NULL, diags, &runner);
    guarded.may_lose = true;
    guarded.scratch = true;
    if (status == ORQ_OK)
        status = runner.guard->refuse(&guarded);
    if (status != ORQ_OK)
        return status;
    bool was = orq_db_foreign_keys(db, guarded.enforced);
    for (size_t i = 0; status == ORQ_OK && i < section->steps.len; i++)
        status = run_alone(&runner, &guarded, i);
    orq_db_foreign_keys(db, was);
    return status;
}
