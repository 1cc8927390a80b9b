/* A backfill: batches until no row is behind the last, each committed with how far it came. */
#include "history/batches.h"
#include "history/runner_step.h"

struct filling {
    struct orq_batches batches;
    struct orq_page page;
};

static enum orq_status one_batch(struct orq_runner *runner, struct orq_step *step, void *context)
{
    struct filling *filling = context;
    struct orq_page *page = &filling->page;
    const struct orq_filled before = step->filled;
    enum orq_status status = orq_db_begin(runner->db, runner->diags);
    page->behind = &before;
    if (status == ORQ_OK)
        status = orq_page_run(&filling->batches, page, runner->diags);
    if (status == ORQ_OK)
        step->filled = page->reached;
    const char *state = page->last ? NULL : orq_step_state(runner, step);
    if (status == ORQ_OK)
        status = orq_step_record(runner, step, step->done + page->last, state);
    if (status == ORQ_OK)
        status = orq_step_commit(runner, step, step->done + page->last);
    if (status != ORQ_OK)
        step->filled = before;
    orq_db_rollback(runner->db);
    return status;
}

static void tell(const struct orq_runner *runner, const struct orq_step *step,
                 const struct filling *filling)
{
    const struct orq_filling told = {step->filled.rows, filling->batches.expected};
    if (runner->options->filling)
        runner->options->filling(runner->options->context, &told);
}

static enum orq_status stop(struct orq_runner *runner, const struct orq_step *step)
{
    orq_error(runner->diags, step->section->steps.items[step->done].at,
              "stopped between two batches");
    return ORQ_FAILED;
}

/* How far it came, where a batch's arena does not take it along. */
static struct orq_filled kept(struct orq_arena *arena, const struct orq_filled *filled)
{
    struct orq_filled copy = *filled;
    copy.last = (struct orq_strings){0};
    for (size_t i = 0; i < filled->last.len; i++)
        ORQ_PUSH(arena, &copy.last, orq_arena_strdup(arena, filled->last.items[i]));
    return copy;
}

/* What a batch took is given back when the next one stands: there may be very many. */
static enum orq_status run_batches(struct orq_runner *runner, struct orq_step *step,
                                   struct filling *filling)
{
    struct orq_arena *all = runner->arena, *held = orq_arena_new(), *now = orq_arena_new();
    enum orq_status status = ORQ_OK;
    while (status == ORQ_OK && !filling->page.last) {
        runner->arena = now;
        filling->page = (struct orq_page){.arena = now};
        status = orq_runner_stopped(runner) ? stop(runner, step)
                                            : orq_run_retrying(runner, step, one_batch, filling);
        if (status != ORQ_OK)
            break;
        tell(runner, step, filling);
        orq_arena_free(held);
        held = now;
        now = orq_arena_new();
    }
    runner->arena = all;
    step->filled = kept(all, &step->filled);
    orq_arena_free(held);
    orq_arena_free(now);
    return status;
}

enum orq_status orq_run_backfill(struct orq_runner *runner, struct orq_step *step)
{
    struct filling filling = {.batches = {.db = runner->db,
                                          .section = step->section,
                                          .step = &step->section->steps.items[step->done]}};
    enum orq_status status = orq_batches_begin(runner->arena, &filling.batches, runner->diags);
    return status == ORQ_OK ? run_batches(runner, step, &filling) : status;
}
