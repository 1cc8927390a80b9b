/* A rebuild: the rows are copied out, the table is dropped and created under its own name (so that
 * no RENAME rewrites what refers to it), the rows are copied back, and an assertion stops the
 * transaction unless every row came back as it was. */
#ifndef ORQ_EMIT_REBUILD_H
#define ORQ_EMIT_REBUILD_H

#include "emit/parts.h"

/* How a column of the new table gets its value. */
enum orq_carried {
    ORQ_CARRIED_SAME,      /* as it is, of the same type */
    ORQ_CARRIED_CONVERTED, /* as it is, into another affinity */
    ORQ_CARRIED_FILLED,    /* as it is, and a backfill where it was NULL */
    ORQ_CARRIED_COMPUTED,  /* an expression of the model's */
    ORQ_CARRIED_ROWID,     /* a new rowid alias: the rowid that was not seen before */
    ORQ_CARRIED_UNKNOWN    /* what SQL cannot decide: NULL, which NOT NULL refuses */
};

struct orq_carry {
    enum orq_carried how;
    const struct orq_column *have; /* NULL: a new column */
    const struct orq_column *want;
    const char *source; /* an expression over the copy */
    bool converted;     /* of a filled one: its affinity changes too */
};
ORQ_VEC_OF(orq_carries, struct orq_carry);

struct orq_rebuild {
    struct orq_emitter *emitter;
    const struct orq_table_plan *plan;
    const char *copy, *counter, *check; /* temporary tables */
    const char *copied_rowid; /* the copy's column that holds the rowid; NULL: there is none */
    const char *rowid_name;   /* what the old table calls it; NULL: nothing, or its alias */
    const char *new_rowid;    /* what the new table calls it; NULL: nothing, or its alias */
    struct orq_carries carries;
};

/* A name of the rowid that no column takes; NULL: none, or there is no rowid. */
const char *orq_free_rowid_name(const struct orq_table *table);

void orq_rebuild_emit(struct orq_emitter *emitter, const struct orq_table_plan *plan);
/* The statements that stop the transaction when a row changed, or is missing, or is one too many.
 */
void orq_rebuild_assert(const struct orq_rebuild *rebuild);

#endif
