#include "history/runner.h"

#include "base/str.h"
#include "history/runner_parts.h"

#include <string.h>

/* How often another process may be faster before this one gives up. */
#define ATTEMPTS 1000

enum orq_status orq_runner_new(struct orq_arena *arena, struct orq_db *db,
                               const struct orq_run_options *options, struct orq_diags *diags,
                               struct orq_runner *runner)
{
    *runner = (struct orq_runner){.arena = arena,
                                  .db = db,
                                  .options = options,
                                  .diags = diags,
                                  .dialect = orq_db_dialect(db)};
    runner->guard = orq_guard_find(runner->dialect);
    if (runner->guard)
        return ORQ_OK;
    orq_error(diags, ORQ_NOWHERE, "migrations cannot be run on %s", runner->dialect);
    orq_hint(diags, "this orqgen runs them on: sqlite, postgresql");
    return ORQ_INVALID;
}

const char *orq_runner_verb(const struct orq_runner *runner)
{
    return runner->direction == ORQ_UPGRADE ? "upgrade" : "downgrade";
}

bool orq_runner_stopped(const struct orq_runner *runner)
{
    return runner->options->stopped && runner->options->stopped();
}

/* What a shell takes as it stands; ids hold no quotes. */
#define PLAIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-_.@:"

const char *orq_runner_command(const struct orq_runner *runner, const char *target)
{
    struct orq_str line = orq_str_new(runner->arena);
    orq_str_addf(&line, "orqgen %s", orq_runner_verb(runner));
    if (target)
        orq_str_addf(&line, target[strspn(target, PLAIN)] == '\0' ? " %s" : " '%s'", target);
    if (runner->options->engine)
        orq_str_add(&line, " --partial");
    if (runner->options->dry_run)
        orq_str_add(&line, " --dry-run");
    return orq_str_text(&line);
}

typedef enum orq_status plan_fn(struct orq_runner *runner);

/* Plans, checks and runs, again where another process came in between. */
static enum orq_status run_planned(struct orq_runner *runner, plan_fn *plan)
{
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        bool moved = false;
        runner->steps = (struct orq_steps){0};
        enum orq_status status = plan(runner);
        if (status == ORQ_OK && runner->steps.len > 0)
            status = orq_check_steps(runner);
        if (status != ORQ_OK || runner->steps.len == 0)
            return status;
        if (runner->options->dry_run)
            return orq_try_steps(runner);
        status = orq_run_steps(runner, &moved);
        if (status != ORQ_OK || !moved)
            return status;
    }
    orq_error(runner->diags, ORQ_NOWHERE, "%s: other processes keep changing the ledger",
              orq_db_shown(runner->db));
    orq_hint(runner->diags, "once they are done: %s", orq_runner_command(runner, runner->typed));
    return ORQ_DATABASE;
}

static void tell_waiting(void *context)
{
    const struct orq_runner *runner = context;
    if (runner->options->waiting)
        runner->options->waiting(runner->options->context);
}

/* Under the lock that keeps two runs apart, held over all transactions of this one. */
static enum orq_status run(struct orq_runner *runner, plan_fn *plan)
{
    const char *ledger = runner->options->ledger ? runner->options->ledger : ORQ_LEDGER_DEFAULT;
    enum orq_status status = orq_db_lock(runner->db, ledger, tell_waiting, runner, runner->diags);
    if (status == ORQ_OK)
        status = run_planned(runner, plan);
    orq_db_unlock(runner->db);
    return status;
}

enum orq_status orq_upgrade(struct orq_arena *arena, struct orq_db *db,
                            const struct orq_history *history,
                            const struct orq_run_options *options, struct orq_diags *diags)
{
    struct orq_runner runner;
    enum orq_status status = orq_runner_new(arena, db, options, diags, &runner);
    runner.history = history;
    runner.direction = ORQ_UPGRADE;
    runner.typed = options->target;
    runner.target = options->target ? options->target : "head";
    return status == ORQ_OK ? run(&runner, orq_plan_upgrade) : status;
}

enum orq_status orq_downgrade(struct orq_arena *arena, struct orq_db *db,
                              const struct orq_history *history,
                              const struct orq_run_options *options, struct orq_diags *diags)
{
    struct orq_runner runner;
    enum orq_status status = orq_runner_new(arena, db, options, diags, &runner);
    runner.history = history;
    runner.direction = ORQ_DOWNGRADE;
    runner.typed = runner.target = options->target;
    if (status != ORQ_OK)
        return status;
    return run(&runner, options->engine ? orq_plan_partial : orq_plan_downgrade);
}

enum orq_status orq_current(struct orq_arena *arena, struct orq_db *db, const char *ledger,
                            struct orq_diags *diags, struct orq_strings *heads)
{
    struct orq_ledger rows;
    *heads = (struct orq_strings){0};
    enum orq_status status = orq_ledger_read(arena, db, ledger, diags, &rows);
    if (status == ORQ_OK)
        orq_ledger_heads(arena, &rows, heads);
    return status;
}

const char *orq_current_named(struct orq_arena *arena, const struct orq_strings *heads)
{
    struct orq_str names = orq_str_new(arena);
    for (size_t i = 0; i < heads->len; i++)
        orq_str_addf(&names, "%s%s", i > 0 ? ", " : "", heads->items[i]);
    return heads->len > 0 ? orq_str_text(&names) : "base";
}
