/* What a section's statements rename, put together: by which names each thing goes before the whole
 * section and behind it. A comparison of the two ends sees only that one is gone and one is new. */
#ifndef ORQ_REVIEW_RENAMES_H
#define ORQ_REVIEW_RENAMES_H

#include "review/observe.h"

/* Tables and columns that are there at both ends under two names. */
void orq_renames_of_section(struct orq_arena *arena, const struct orq_observed_list *observed,
                            const struct orq_schema *before, const struct orq_schema *after,
                            struct orq_renames *renames);

#endif
