/* One migration for many: what a run of migrations does to the schema, as one proven step. It keeps
 * the id of the last of them, so that databases which are there stay where they are. */
#ifndef ORQ_HISTORY_SQUASH_H
#define ORQ_HISTORY_SQUASH_H

#include "history/engine.h"
#include "history/graph.h"
#include "history/ledger.h"
#include "history/merge.h"

struct orq_squash_input {
    const struct orq_history *history;
    const struct orq_revisions *range;  /* in order; two at least */
    const struct orq_ledger *ledger;    /* of the configured database */
    const struct orq_engines *engines;  /* of the dialects */
    const struct orq_strings *dialects; /* of the sections */
    const char *message;                /* NULL: that of the last one */
};

struct orq_squashed {
    struct orq_migration *migration;         /* its path: that of the last one's file */
    struct orq_strings left;                 /* the files that it stands for, newest first */
    struct orq_ops ops;                      /* of the first engine */
    struct orq_strings up_loses, down_loses; /* "orders.note": data that is gone afterwards */
};

/* Writes nothing. ORQ_INVALID, reported: a branch begins or ends within, the database stands
 * within, something within is a baseline, changes data, or renames what cannot be followed.
 * ORQ_FAILED: the proof failed. */
enum orq_status orq_squash(struct orq_arena *arena, const struct orq_squash_input *input,
                           struct orq_diags *diags, struct orq_squashed *squashed);
/* Writes its file in the place of the last one's, then removes the others. */
enum orq_status orq_squash_store(struct orq_arena *arena, const struct orq_squashed *squashed,
                                 struct orq_diags *diags);

#endif
