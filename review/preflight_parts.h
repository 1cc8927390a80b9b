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

/* Why the precheck cannot be asked of the schema that is there; NULL: it can. */
const char *orq_precheck_obstacle(const struct orq_flying *flying,
                                  const struct orq_finding *finding);
/* The pending statement that changes rows of what the precheck reads before it matters; NULL: none.
 */
const struct orq_observed *orq_precheck_changed(const struct orq_flying *flying,
                                                const struct orq_precheck *precheck);

#endif
