/* A run: what is to do, checked before anything happens, then done step by step. */
#ifndef ORQ_HISTORY_RUNNER_PARTS_H
#define ORQ_HISTORY_RUNNER_PARTS_H

#include "history/guard.h"
#include "history/runner.h"

/* One migration, up or down. */
struct orq_step {
    const struct orq_migration *migration;
    const struct orq_file_section *section;
    const char *before, *after; /* what the ledger's last row is then; NULL: none */
    struct orq_guarded guarded;
};
ORQ_VEC_OF(orq_steps, struct orq_step);

struct orq_runner {
    struct orq_arena *arena;
    struct orq_db *db;
    const struct orq_history *history;
    const struct orq_run_options *options;
    struct orq_diags *diags;
    enum orq_direction direction;
    const char *typed;  /* the target as the user wrote it; NULL: none */
    const char *target; /* the same; planning makes it the id it means ("base": none), so that doing
                           it again after another process was faster means the same */
    const struct orq_guard *guard;
    const char *dialect;
    struct orq_ledger ledger;
    const char *current; /* NULL: base */
    struct orq_steps steps;
};

enum orq_status orq_runner_new(struct orq_arena *arena, struct orq_db *db,
                               const struct orq_run_options *options, struct orq_diags *diags,
                               struct orq_runner *runner);
const char *orq_runner_verb(const struct orq_runner *runner); /* "upgrade" */
/* A command line of the same kind, to be pasted: "orqgen upgrade +1 --dry-run"; target NULL: none.
 */
const char *orq_runner_command(const struct orq_runner *runner, const char *target);

/* Reads the ledger and fills the steps to the target. */
enum orq_status orq_plan_upgrade(struct orq_runner *runner);
enum orq_status orq_plan_downgrade(struct orq_runner *runner);

/* Adds the FILL IN lines of a section that failed to the hints. */
void orq_hint_fill_in(const struct orq_runner *runner, const struct orq_step *step);

/* Every step: its section is there, holds nothing that is refused, and loses no
 * data that it may not. All faults are reported. */
enum orq_status orq_check_steps(struct orq_runner *runner);

/* Runs the steps; *moved: another process has changed the ledger, so that they are to be planned
 * again. */
enum orq_status orq_run_steps(struct orq_runner *runner, bool *moved);
/* All of them in one transaction, which is rolled back. */
enum orq_status orq_try_steps(struct orq_runner *runner);

#endif
