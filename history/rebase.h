/* Migrations that no database has yet, moved to another parent: a migration and all that stands on
 * it. What runs there as it is, and back, stays as it is; a generated one that does not (SQLite's
 * rebuild of a table that the new parent has changed) is made anew from what it does. */
#ifndef ORQ_HISTORY_REBASE_H
#define ORQ_HISTORY_REBASE_H

#include "history/engine.h"
#include "history/graph.h"
#include "history/merge.h"

struct orq_rebase_input {
    const struct orq_history *history;
    const struct orq_revision *revision;
    const struct orq_revision *onto; /* NULL: base */
    const struct orq_map *applied;   /* ids of the configured database's ledger */
    const struct orq_engines *engines;
    bool no_proof;
};

struct orq_rebased_file {
    struct orq_migration *migration; /* as it is now; its path stays */
    const char *text;                /* of its file */
    bool anew;                       /* its sections were made anew */
};
ORQ_VEC_OF(orq_rebased_files, struct orq_rebased_file);

/* Writes nothing. ORQ_INVALID, reported: applied in the database, a merge, onto itself, a migration
 * that cannot stand on the new parent. ORQ_FAILED: a proof failed. */
enum orq_status orq_rebase(struct orq_arena *arena, const struct orq_rebase_input *input,
                           struct orq_diags *diags, struct orq_rebased_files *files);

/* The revision and all that stands on it, in order. */
void orq_rebase_chain(struct orq_arena *arena, const struct orq_history *history,
                      const struct orq_revision *revision, struct orq_revisions *chain);

#endif
