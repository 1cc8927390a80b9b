#ifndef ORQ_DIFF_DEFINITIONS_H
#define ORQ_DIFF_DEFINITIONS_H

#include "diff/sides.h"
#include "diff/state.h"

/* Adds the pending operations on everything that is no table. */
void orq_diff_definitions(struct orq_diff *diff);
/* What want is in have, under the name that it had before a rename; NULL: nothing. */
const struct orq_definition *orq_definition_before(const struct orq_diff *diff,
                                                   const struct orq_definition *want);
/* The relations of two definitions of which at least one has one, as tables that compare: each has
 * the columns of both, but for composites. */
void orq_definition_relations(const struct orq_sides *definitions, struct orq_sides *tables);

#endif
