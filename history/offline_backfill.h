/* A backfill in a script for psql: a loop inside DO, which commits each batch with how far it came,
 * so that a script that ends early can be gone on with by orqgen.
 * https://www.postgresql.org/docs/current/plpgsql-transactions.html */
#ifndef ORQ_HISTORY_OFFLINE_BACKFILL_H
#define ORQ_HISTORY_OFFLINE_BACKFILL_H

#include "history/backfill.h"
#include "history/migration.h"

/* The DO statement. mark: the statement that notes how far the loop came, with the expression of
 * that in the place of ORQ_OFFLINE_STATE. verb: "up 2", what stands in front of it. */
#define ORQ_OFFLINE_STATE "orqgen_state"
struct orq_offline_fill {
    const struct orq_file_section *section;
    const struct orq_file_step *step;
    const char *verb, *mark;
};
const char *orq_offline_backfill(struct orq_arena *arena, const struct orq_offline_fill *fill);

#endif
