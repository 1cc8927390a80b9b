/* What preflight is made of. */
#ifndef ORQ_REVIEW_PREFLIGHT_PARTS_H
#define ORQ_REVIEW_PREFLIGHT_PARTS_H

#include "review/preflight.h"

struct orq_flying {
    struct orq_arena *arena;
    const struct orq_dialect *dialect;
    const struct orq_reviews *reviews;
    const struct orq_schema *live;
};

struct orq_answerable;
/* The precheck as it can be asked of the live database. */
void orq_precheck_trace(const struct orq_flying *flying, const struct orq_precheck *precheck,
                        struct orq_answerable *answerable);
/* Does the statement change rows of the table? later: it comes behind the statement that the
 * precheck is about. Of flying only the arena and the dialect are looked at. */
bool orq_changes_rows(const struct orq_flying *flying, const struct orq_observed *statement,
                      const struct orq_table *table, bool later);
/* The pending statement that changes rows of what the precheck reads before it matters; NULL: none.
 */
const struct orq_observed *orq_precheck_changed(const struct orq_flying *flying,
                                                const struct orq_precheck *precheck);

#endif
