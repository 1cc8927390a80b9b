/* A section of several steps: each is committed with its row of the ledger, so that a run that
 * stops between two of them is resumed there. Outside a transaction the row says before the step
 * that it was begun, and after it that it is done; of a backfill it says behind each batch how far
 * that came. */
#include "history/runner_probe.h"
#include "history/runner_step.h"

#include <string.h>
#include <time.h>

/* Of a lock that somebody else holds: how often a step is tried again, and how long the first pause
 * is; each next one is twice as long, with a random part, so that two runs do not meet for ever. */
#define LOCK_TRIES 5
#define LOCK_PAUSE_MS 250

static const char *verb_of(const struct orq_runner *runner)
{
    return runner->direction == ORQ_UPGRADE ? "up" : "down";
}

enum orq_status orq_step_record(struct orq_runner *runner, struct orq_step *step, size_t done,
                                const char *state)
{
    const char *ledger = runner->options->ledger;
    size_t total = step->section->steps.len;
    struct orq_ledger_row row;
    if (done == total && runner->direction == ORQ_DOWNGRADE)
        return orq_ledger_delete(runner->db, ledger, step->migration->revision, runner->diags);
    orq_runner_row(runner, step, &row);
    row.steps_done = (int64_t)done;
    row.steps_total = (int64_t)total;
    if (done < total)
        row.sha256 = orq_section_prefix_sha256(runner->arena, step->section, done);
    row.state = done == total ? "applied" : state ? state : verb_of(runner);
    return step->recorded ? orq_ledger_mark(runner->db, ledger, &row, runner->diags)
                          : orq_ledger_insert(runner->db, ledger, &row, runner->diags);
}

/* Of the step behind those that are done. */
static const char *begun_state(const struct orq_runner *runner, const struct orq_step *step)
{
    return orq_arena_printf(runner->arena, "%s %zu", verb_of(runner), step->done + 1);
}

const char *orq_step_state(const struct orq_runner *runner, const struct orq_step *step)
{
    const struct orq_file_step *file_step = &step->section->steps.items[step->done];
    if (file_step->backfill && step->filled.rows > 0)
        return orq_arena_printf(runner->arena, "%s %s", begun_state(runner, step),
                                orq_filled_text(runner->arena, file_step->backfill, &step->filled));
    return file_step->no_transaction ? begun_state(runner, step) : verb_of(runner);
}

enum orq_status orq_step_commit(struct orq_runner *runner, struct orq_step *step, size_t done)
{
    enum orq_status status = orq_db_commit(runner->db, runner->diags);
    if (status == ORQ_OK) {
        step->recorded = true;
        step->part_way = done < step->section->steps.len;
    }
    return status;
}

static enum orq_status record_alone(struct orq_runner *runner, struct orq_step *step, size_t done,
                                    const char *state)
{
    enum orq_status status = orq_db_begin(runner->db, runner->diags);
    if (status == ORQ_OK)
        status = orq_step_record(runner, step, done, state);
    if (status == ORQ_OK)
        status = orq_step_commit(runner, step, done);
    orq_db_rollback(runner->db);
    return status;
}

static enum orq_status in_transaction(struct orq_runner *runner, struct orq_step *step,
                                      void *context)
{
    size_t at = step->done;
    (void)context;
    enum orq_status status = orq_db_begin(runner->db, runner->diags);
    if (status == ORQ_OK)
        status = orq_step_run(runner->guard, &step->guarded, at);
    if (status == ORQ_OK)
        status = orq_step_record(runner, step, at + 1, NULL);
    if (status == ORQ_OK)
        status = orq_step_commit(runner, step, at + 1);
    orq_db_rollback(runner->db);
    return status;
}

/* Begun by an earlier run: what that did is probed, and not done twice. What has run is only
 * recorded when this is tried again. */
static enum orq_status outside_transaction(struct orq_runner *runner, struct orq_step *step,
                                           void *context)
{
    size_t at = step->done;
    (void)context;
    enum orq_status status = ORQ_OK;
    if (step->begun)
        status = orq_probe_step(runner, step, at, &step->ran);
    else if (!step->ran)
        status = record_alone(runner, step, at, begun_state(runner, step));
    step->begun = false;
    if (status == ORQ_OK && !step->ran) {
        status = orq_step_run(runner->guard, &step->guarded, at);
        step->ran = status == ORQ_OK;
    }
    return status == ORQ_OK ? record_alone(runner, step, at + 1, NULL) : status;
}

static void pause_before(int attempt)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long pause = (LOCK_PAUSE_MS << attempt) + now.tv_nsec % LOCK_PAUSE_MS;
    struct timespec wait = {.tv_sec = pause / 1000, .tv_nsec = pause % 1000 * 1000000};
    nanosleep(&wait, NULL);
}

/* https://www.postgresql.org/docs/current/errcodes-appendix.html: lock_not_available; of a batch,
 * which is taken back whole, also deadlock_detected and serialization_failure. */
static bool others_were_in_the_way(const struct orq_runner *runner, const struct orq_step *step)
{
    const struct orq_file_steps *steps = &step->section->steps;
    const char *state = orq_db_sqlstate(runner->db);
    bool batch = step->done < steps->len && steps->items[step->done].backfill;
    return strcmp(state, "55P03") == 0 ||
           (batch && (strcmp(state, "40P01") == 0 || strcmp(state, "40001") == 0));
}

enum orq_status orq_run_retrying(struct orq_runner *runner, struct orq_step *step, orq_step_fn *run,
                                 void *context)
{
    struct orq_diags *all = runner->diags;
    for (int attempt = 0;; attempt++) {
        struct orq_diags *tries = orq_diags_new(runner->arena);
        runner->diags = step->guarded.diags = tries;
        enum orq_status status = run(runner, step, context);
        runner->diags = step->guarded.diags = all;
        if (status == ORQ_OK || attempt + 1 == LOCK_TRIES ||
            !others_were_in_the_way(runner, step)) {
            orq_diags_append(all, tries);
            return status;
        }
        pause_before(attempt);
    }
}

/* What `current` explains later; a connection that is gone cannot keep it. What has run and could
 * not be recorded is no failure: the next run probes it. */
static void record_failure(struct orq_runner *runner, struct orq_step *step)
{
    struct orq_diags *all = runner->diags;
    const char *why = orq_db_message(runner->db);
    const char *state = orq_step_state(runner, step);
    bool batch = step->section->steps.items[step->done].backfill != NULL;
    if (!step->recorded || step->ran || *why == '\0' || (batch && orq_runner_stopped(runner)))
        return;
    runner->diags = orq_diags_new(runner->arena);
    record_alone(runner, step, step->done, orq_arena_printf(runner->arena, "%s: %s", state, why));
    runner->diags = all;
}

static enum orq_status run_file_step(struct orq_runner *runner, struct orq_step *step,
                                     const struct orq_file_step *file_step)
{
    if (file_step->backfill)
        return orq_run_backfill(runner, step);
    return orq_run_retrying(runner, step,
                            file_step->no_transaction ? outside_transaction : in_transaction, NULL);
}

enum orq_status orq_run_file_steps(struct orq_runner *runner, struct orq_step *step)
{
    const struct orq_file_steps *steps = &step->section->steps;
    if (step->part_way && step->done == steps->len) /* those behind were taken out of the file */
        return record_alone(runner, step, step->done, NULL);
    for (; step->done < steps->len; step->done++) {
        orq_step_begin(runner, step, step->done + 1, steps->len);
        enum orq_status status = run_file_step(runner, step, &steps->items[step->done]);
        if (orq_step_end(runner, step, status) != ORQ_OK) {
            record_failure(runner, step);
            return status;
        }
        step->ran = false;
        step->filled = (struct orq_filled){0};
    }
    return ORQ_OK;
}
