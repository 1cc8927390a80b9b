/* Running migrations. Each is one transaction, or on PostgreSQL as many as it has steps, with its
 * ledger row inside. It holds the write lock from its
 * start, with its ledger row inside: check, lock, read the ledger under the lock, check the
 * guards, run, verify, record, commit. Any failure rolls the migration back whole; those before it
 * stay. A backfill is as many transactions as it has batches, each with how far it came in the row
 * of the ledger; a signal stops it between two of them, and the next run goes on behind the last.
 *
 * Around a section with foreign-keys-off, enforcement is off, and before the commit these must
 * hold, else it is rolled back: no foreign key violation that was not there before; PRAGMA
 * integrity_check is ok if it was; every table that the section does not name in a statement has
 * its row count; sqlite_stat1 and sqlite_stat4 keep the rows of tables that are still there. */
#ifndef ORQ_HISTORY_RUNNER_H
#define ORQ_HISTORY_RUNNER_H

#include "history/backup.h"
#include "history/engine.h"
#include "history/graph.h"
#include "history/ledger.h"
#include "history/source.h"

/* A migration, or one step of its section, that begins or is done. */
struct orq_progress {
    enum orq_direction direction;
    const struct orq_migration *migration;
    size_t step, steps; /* from 1; 1 of 1: the migration is one transaction */
    bool done;
    int64_t milliseconds; /* once it is done */
};

/* Of a backfill under way. */
struct orq_filling {
    int64_t rows;     /* that were gone through, by this run or one before it */
    int64_t expected; /* the server's estimate of all; 0: it has none */
};

struct orq_run_options {
    const char *target; /* as typed; NULL: head, for an upgrade */
    const char *ledger; /* NULL: ORQ_LEDGER_DEFAULT */
    bool allow_data_loss;
    bool dry_run; /* runs everything and rolls it back */
    /* Taken under the lock before the first statement, where there is one to run and it is no dry
     * run; when it fails, nothing runs. A downgrade may lose what it holds. NULL: none. */
    const struct orq_backup *backup;
    /* A downgrade of what stopped part-way, from what is there to its parents: the engine that
     * works out and proves the way. It has no target then. NULL: by the downgrade sections. */
    const struct orq_engine *engine;
    const char *applied_by, *version;
    const struct orq_source *source;
    /* called before and after each step; may be NULL */
    void (*progress)(void *context, const struct orq_progress *progress);
    /* called behind each batch of a backfill; may be NULL */
    void (*filling)(void *context, const struct orq_filling *filling);
    /* called once when another run holds the lock; may be NULL */
    void (*waiting)(void *context);
    void *context;
    /* Was the run told to stop? Then no file is at fault. May be NULL: no. */
    bool (*stopped)(void);
};

/* Up to the target. Nothing to do is ORQ_OK. Behind: an applied migration whose upgrade
 * section was edited, or whose file is missing, stops the run (ORQ_INVALID) and is named. Data loss
 * without an allowance (the file's `orqgen:allow data-loss` or the option): ORQ_INVALID before
 * anything runs, naming the statements. */
enum orq_status orq_upgrade(struct orq_arena *arena, struct orq_db *db,
                            const struct orq_history *history,
                            const struct orq_run_options *options, struct orq_diags *diags);
/* Down to the target (required): base, a revision, -N. Uses the file's section, else the ledger's
 * text.
 */
enum orq_status orq_downgrade(struct orq_arena *arena, struct orq_db *db,
                              const struct orq_history *history,
                              const struct orq_run_options *options, struct orq_diags *diags);

/* One section on a database, guards and verification included, no ledger, in a transaction of its
 * own: for replays and proofs. */
enum orq_status orq_section_run(struct orq_arena *arena, struct orq_db *db,
                                const struct orq_file_section *section, struct orq_diags *diags);

/* The data that a section can lose, judged from its statements, never from its comments: DROP TABLE
 * of a table that the section does not put back, DROP COLUMN, DELETE, UPDATE, REPLACE into a table,
 * a rebuild that leaves out a column. One line each: "human_feedback.rating (line 14)". */
void orq_section_losses(struct orq_arena *arena, const struct orq_file_section *section,
                        struct orq_strings *losses);

/* The FILL IN: lines of a section: "line 14 is to be completed by a person: FILL IN: …". */
void orq_section_fill_ins(struct orq_arena *arena, const struct orq_file_section *section,
                          struct orq_strings *fill_ins);

/* The current revisions of a database: the ledger's heads; none: base. */
enum orq_status orq_current(struct orq_arena *arena, struct orq_db *db, const char *ledger,
                            struct orq_diags *diags, struct orq_strings *heads);
/* "base", or their ids with ", " between them. */
const char *orq_current_named(struct orq_arena *arena, const struct orq_strings *heads);

#endif
