/* What a table, as it is between two pending statements, comes from: its rows are asked for before
 * any of these statements has run, under the names that hold then, and with the values that new
 * columns will have. */
#ifndef ORQ_REVIEW_TRACE_H
#define ORQ_REVIEW_TRACE_H

#include "review/review.h"

/* The first statements of an upgrade. */
struct orq_past {
    const struct orq_reviewed *reviewed;
    size_t count;
};
ORQ_VEC_OF(orq_pasts, struct orq_past);

struct orq_tracing {
    struct orq_arena *arena;
    const struct orq_dialect *dialect;
    const struct orq_schema *base; /* before all of them */
    const struct orq_pasts *pasts; /* in the order in which they run */
};

struct orq_traced {
    const char *from; /* what stands behind FROM for the table: its name, or a SELECT in
                         parentheses */
    const char *why;  /* it cannot be asked for; from is NULL */
    bool filled;      /* it is asked for columns that are not there yet */
    const struct orq_table *table; /* of the base; NULL with why */
};

/* shown, condition: of the question, for the columns that they mention. What is only shown is never
 * in the way. alias: the question gives the table a name of its own; else a SELECT gets its. */
struct orq_traced orq_trace(const struct orq_tracing *tracing, const struct orq_table *table,
                            const char *shown, const char *condition, bool alias);

#endif
