/* A merge: a migration with several parents, and nothing to run. Whether that is right depends on
 * the order in which a database got the branches: it is tried in each. */
#ifndef ORQ_HISTORY_MERGE_H
#define ORQ_HISTORY_MERGE_H

#include "history/engine.h"
#include "history/graph.h"
#include "history/migration_store.h"
#include "history/source.h"

ORQ_VEC_OF(orq_engines, const struct orq_engine *);

struct orq_merge_input {
    const struct orq_history *history;
    const struct orq_revisions *heads;  /* two at least, none standing on another */
    const struct orq_engines *engines;  /* of the dialects to be tried */
    const struct orq_strings *dialects; /* of the sections; NULL in it: any */
    const char *message, *revision;     /* revision NULL: a new one */
    const struct orq_shelf *shelf;
    const struct orq_source *source;
    bool no_proof;
};

struct orq_merged {
    struct orq_migration *migration;
    struct orq_strings shared; /* objects that several of the branches change */
    bool compared;             /* and that is known */
};

/* ORQ_FAILED: the branches cannot be run in some order, or lead to different schemas; that is
 * reported, and nothing is written. */
enum orq_status orq_merge(struct orq_arena *arena, const struct orq_merge_input *input,
                          struct orq_diags *diags, struct orq_merged *merged);

/* The dialects of their upgrade sections; NULL in it: any. */
void orq_revisions_dialects(struct orq_arena *arena, const struct orq_revisions *revisions,
                            struct orq_strings *dialects);
/* Is one of them written for a dialect? Where there are none: yes, for any. */
bool orq_revisions_serve(struct orq_arena *arena, const struct orq_revisions *revisions,
                         const char *dialect);

#endif
