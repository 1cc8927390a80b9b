/* Operations that were worked out on one schema, done to another: what two branches changed, each
 * for itself, put together. For dialects that store texts (SQLite). */
#ifndef ORQ_HISTORY_GRAFT_H
#define ORQ_HISTORY_GRAFT_H

#include "history/compare.h"

struct orq_graft_input {
    const struct orq_schema *before, *after; /* what the operations lead from and to */
    const struct orq_schema *onto;           /* what they are to be done to */
    const struct orq_renames *renames;       /* from before to after */
    struct orq_span at;                      /* where a conflict is reported */
};

/* *grafted: a model of onto with the operations done. ORQ_INVALID, reported: onto changed the same
 * object. */
enum orq_status orq_graft(struct orq_arena *arena, const struct orq_engine *engine,
                          const struct orq_graft_input *input, struct orq_diags *diags,
                          struct orq_schema **grafted);

#endif
