/* Writing into the ledger where a database is, without running anything. */
#ifndef ORQ_HISTORY_STAMP_H
#define ORQ_HISTORY_STAMP_H

#include "history/runner.h"

struct orq_stamp {
    const struct orq_history *history;
    /* of them: ledger, applied_by, version, source, waiting, context */
    const struct orq_run_options *options;
    const struct orq_strings *targets; /* as typed; heads and several are fine */
    bool purge;                        /* delete every row first, whatever it names */
};

struct orq_stamped {
    struct orq_revisions written; /* rows that are new, in order */
    struct orq_strings removed;   /* ids of rows that are gone */
    struct orq_strings heads;     /* the ledger's, afterwards */
};

/* Under the run's lock, in one transaction. The targets, and all that they need (parents and
 * depends_on), have a row afterwards, as an upgrade would have recorded them; what stands on a
 * target, and what needs that, has none, unless another target needs it; other branches stay. Base:
 * no rows at all.
 *
 * Without purge: a migration that stopped part-way is ORQ_PARTIAL, and a row that would stay and
 * names a revision without a file ORQ_INVALID. */
enum orq_status orq_stamp(struct orq_arena *arena, struct orq_db *db, const struct orq_stamp *stamp,
                          struct orq_diags *diags, struct orq_stamped *stamped);

#endif
