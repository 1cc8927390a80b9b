/* A baseline: the first migration of a history whose database was there first. It builds what was
 * there, so that the history can be replayed from empty; a database that holds it already is
 * recorded at it, and nothing is run. */
#ifndef ORQ_HISTORY_BASELINE_H
#define ORQ_HISTORY_BASELINE_H

#include "history/graph.h"
#include "history/plan.h"

/* The sections and the digest of a migration that builds live. */
enum orq_status orq_baseline_make(struct orq_arena *arena, const struct orq_engine *engine,
                                  const struct orq_schema *live, struct orq_diags *diags,
                                  struct orq_migration *migration);

/* Under the lock: does the database hold what the migration builds? *present false where the
 * migration is none, or the database is empty. Anything else in the database is ORQ_INVALID,
 * reported. */
enum orq_status orq_baseline_present(struct orq_arena *arena, struct orq_db *db, const char *ledger,
                                     const struct orq_migration *migration, struct orq_diags *diags,
                                     bool *present);

#endif
