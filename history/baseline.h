/* A baseline: a migration to what a database holds already. The first of a history whose database
 * was there first is one, and one takes in drift. Its sections let the history be replayed from
 * empty, and other databases follow; a database that holds just that is recorded at it, and nothing
 * is run. */
#ifndef ORQ_HISTORY_BASELINE_H
#define ORQ_HISTORY_BASELINE_H

#include "history/graph.h"
#include "history/plan.h"

struct orq_baseline_input {
    const struct orq_engine *engine;
    const struct orq_schema *from; /* empty, or what the history builds */
    const struct orq_schema *to;   /* what of the database the migration builds */
    const struct orq_schema *live; /* all that the database holds */
};

/* Adds the sections and the digest to such a migration, which has its header; *plan: how it goes.
 */
enum orq_status orq_baseline_make(struct orq_arena *arena, const struct orq_baseline_input *input,
                                  struct orq_diags *diags, struct orq_migration *migration,
                                  struct orq_plan *plan);

/* A database that may hold what a baseline leads to. */
struct orq_baseline_holder {
    struct orq_db *db;
    const char *ledger; /* the name of the table that is orqgen's own, and no part of it */
};

/* Under the lock: does the database hold what the migration leads to? *present false where the
 * migration is no baseline, or the database does not. Of the first of a history: a database that
 * is not empty and holds something else is ORQ_INVALID, reported; so is one that Alembic has at
 * another revision than the baseline's. */
enum orq_status orq_baseline_present(struct orq_arena *arena,
                                     const struct orq_baseline_holder *holder,
                                     const struct orq_migration *migration, struct orq_diags *diags,
                                     bool *present);

#endif
