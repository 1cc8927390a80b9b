/* Fields as `--why` shows them, alike in every dialect. NULL: nothing is said. */
#ifndef ORQ_DIFF_SHOW_H
#define ORQ_DIFF_SHOW_H

#include "diff/sides.h"

/* Of constraints. */
const char *orq_show_match(const struct orq_sides *sides, const struct orq_side *side);
const char *orq_show_deferrable(const struct orq_sides *sides, const struct orq_side *side);
const char *orq_show_expression(const struct orq_sides *sides, const struct orq_side *side);
/* Of columns. */
const char *orq_show_generated(const struct orq_sides *sides, const struct orq_side *side);
const char *orq_show_collation(const struct orq_sides *sides, const struct orq_side *side);

#endif
