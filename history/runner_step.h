/* Doing one migration of a run: its section, file step by file step, and its row in the ledger. */
#ifndef ORQ_HISTORY_RUNNER_STEP_H
#define ORQ_HISTORY_RUNNER_STEP_H

#include "history/runner_parts.h"

/* Tells that a file step begins, of so many; and that it is done, unless it failed. */
void orq_step_begin(struct orq_runner *runner, struct orq_step *step, size_t number, size_t of);
enum orq_status orq_step_end(const struct orq_runner *runner, const struct orq_step *step,
                             enum orq_status status);

/* The statements of one file step between the engine's guards, in the caller's transaction or,
 * where the step says so, in none. A failing statement is ORQ_FAILED. */
enum orq_status orq_step_run(const struct orq_guard *guard, struct orq_guarded *guarded, size_t at);
/* The ledger's row of a migration, all steps done. */
void orq_runner_row(struct orq_runner *runner, const struct orq_step *step,
                    struct orq_ledger_row *row);
/* Runs it again where a lock was not to be had in time: nothing of it has happened then, and the
 * queue behind it has moved on meanwhile. */
typedef enum orq_status orq_step_fn(struct orq_runner *runner, struct orq_step *step,
                                    void *context);
enum orq_status orq_run_retrying(struct orq_runner *runner, struct orq_step *step, orq_step_fn *run,
                                 void *context);
/* Runs what is left of a section of several steps, each with its row: runner_steps.c. */
enum orq_status orq_run_file_steps(struct orq_runner *runner, struct orq_step *step);
/* Inside a transaction: the row with so many steps done, and that state unless they are all (NULL:
 * that of none begun); then the commit, after which the step knows of it. */
enum orq_status orq_step_record(struct orq_runner *runner, struct orq_step *step, size_t done,
                                const char *state);
enum orq_status orq_step_commit(struct orq_runner *runner, struct orq_step *step, size_t done);
/* The state of a step that is under way, without why it failed: "up", "up 3", "up 3 backfill …". */
const char *orq_step_state(const struct orq_runner *runner, const struct orq_step *step);
/* The step behind those that are done, in batches, from where it came to: runner_backfill.c. */
enum orq_status orq_run_backfill(struct orq_runner *runner, struct orq_step *step);

#endif
