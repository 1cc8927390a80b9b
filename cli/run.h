/* Running migrations with what a person sees of it: a line for each. */
#ifndef ORQ_CLI_RUN_H
#define ORQ_CLI_RUN_H

#include "cli/project.h"
#include "history/runner.h"

/* How long a run waits for the lock that another one holds. */
#define ORQ_WAIT_OPTION                   \
    ORQ_COUNT(0, "wait", "SECONDS", wait, \
              "how long to wait for another run, or another program's lock; else 600")

struct orq_ran {
    const struct orq_migration *migration;
    int64_t milliseconds;
};
ORQ_VEC_OF(orq_rans, struct orq_ran);

struct orq_running {
    struct orq_cli *cli;
    struct orq_rans done;
    const char *backup; /* the one that was taken; NULL: none */
    bool line_open;     /* a line was begun, and its end is still to be told */
};

/* Lets the connection wait for a lock as --wait says. */
void orq_run_wait(const struct orq_cli *cli, struct orq_db *db);
/* Who runs it, for the ledger: user@host. */
const char *orq_run_by(struct orq_arena *arena);
/* Options for the runner that tell running of each migration. */
struct orq_run_options orq_running_options(struct orq_running *running, const char *ledger);
/* Ends a line that a failure left open. */
void orq_running_end(struct orq_running *running);

/* The whole of `upgrade` and `downgrade`: to target (NULL: head). */
enum orq_status orq_run_to(struct orq_cli *cli, enum orq_direction direction, const char *target);

#endif
