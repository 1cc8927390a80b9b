/* A run: what is to do, checked before anything happens, then done step by step. */
#ifndef ORQ_HISTORY_RUNNER_PARTS_H
#define ORQ_HISTORY_RUNNER_PARTS_H

#include "history/backfill.h"
#include "history/guard.h"
#include "history/runner.h"

/* One migration, up or down. */
struct orq_step {
    const struct orq_migration *migration;
    const struct orq_file_section *section;
    const char *before; /* what the ledger's last row is then; NULL: none */
    size_t rows;        /* and how many it has; SIZE_MAX: the last one tells it all */
    int64_t started;    /* when it began, in ticks */
    size_t number, of;  /* the file step that is under way, as it is told */
    int64_t told;       /* when that began */
    size_t done;        /* file steps that were done, by this run or one before it */
    bool recorded;      /* the ledger has a row of it */
    bool part_way;      /* and it says that not all steps are done */
    bool begun;  /* the step behind `done`, outside a transaction, was begun by an earlier run */
    bool failed; /* and that run saw it fail */
    struct orq_filled filled; /* that step is a backfill: how far it came; no rows: nowhere yet */
    bool ran; /* the step behind `done`, outside a transaction, has run; its row does not say so */
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
    const char *target; /* the same; planning makes it what it means, so that doing it again after
                           another process was faster means the same */
    struct orq_strings goals; /* then: the ids; none: base */
    const char *goal_branch;  /* and that of the branch; NULL: none */
    bool settled;             /* these are known */
    const struct orq_guard *guard;
    const char *dialect;
    struct orq_ledger ledger;
    struct orq_map *applied;    /* id -> its row */
    struct orq_strings current; /* empty: base */
    struct orq_steps steps;
    bool backed_up;
};

enum orq_status orq_runner_new(struct orq_arena *arena, struct orq_db *db,
                               const struct orq_run_options *options, struct orq_diags *diags,
                               struct orq_runner *runner);
const char *orq_runner_verb(const struct orq_runner *runner); /* "upgrade" */
/* Was the run told to stop? */
bool orq_runner_stopped(const struct orq_runner *runner);
/* A command line of the same kind, to be pasted: "orqgen upgrade +1 --dry-run"; target NULL: none.
 */
const char *orq_runner_command(const struct orq_runner *runner, const char *target);

/* Reads the ledger and fills the steps to the target: runner_plan.c, runner_back.c. */
enum orq_status orq_plan_upgrade(struct orq_runner *runner);
enum orq_status orq_plan_downgrade(struct orq_runner *runner);

/* Of a migration that stopped part-way: back to its parents. */
enum orq_status orq_plan_partial(struct orq_runner *runner);

/* What both do. The ledger, and what follows from it. */
enum orq_status orq_plan_read(struct orq_runner *runner);
/* Keeps what the target means. */
void orq_plan_settle(struct orq_runner *runner, const struct orq_resolved *goal);
enum orq_status orq_plan_add(struct orq_runner *runner, const struct orq_migration *migration,
                             const struct orq_file_section *section, const char *before);
/* What a run left half-done is the first to be done. */
enum orq_status orq_plan_resume(struct orq_runner *runner, const struct orq_ledger_row *row,
                                const struct orq_migration *migration,
                                const struct orq_file_section *section);
/* Only the way that was begun can be gone on. */
enum orq_status orq_plan_check_way(struct orq_runner *runner, const struct orq_ledger_row *row);
/* ORQ_PARTIAL: what is half-done is to be finished first. */
enum orq_status orq_plan_refuse_partial(struct orq_runner *runner,
                                        const struct orq_ledger_row *row);

/* Adds the FILL IN lines of a section that failed to the hints. */
void orq_hint_fill_in(const struct orq_runner *runner, const struct orq_step *step);

/* Can the section run in the schema that stands in the place of public? */
void orq_check_schema(const struct orq_runner *runner, const struct orq_step *step);

/* Every step: its section is there, holds nothing that is refused, and loses no
 * data that it may not. All faults are reported. */
enum orq_status orq_check_steps(struct orq_runner *runner);

/* Runs the steps; *moved: another process has changed the ledger, so that they are to be planned
 * again. */
enum orq_status orq_run_steps(struct orq_runner *runner, bool *moved);
/* All of them in one transaction, which is rolled back. */
enum orq_status orq_try_steps(struct orq_runner *runner);

#endif
