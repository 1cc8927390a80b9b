/* Fields as `--why` shows them, alike in every dialect. NULL: nothing is said. */
#ifndef ORQ_DIFF_SHOW_H
#define ORQ_DIFF_SHOW_H

#include "diff/sides.h"

/* Of constraints. */
const char *orq_show_constraint_name(const struct orq_sides *sides, const struct orq_side *side);
const char *orq_show_constraint_where(const struct orq_sides *sides, const struct orq_side *side);
const char *orq_show_constraint_comment(const struct orq_sides *sides, const struct orq_side *side);
const char *orq_show_match(const struct orq_sides *sides, const struct orq_side *side);
const char *orq_show_deferrable(const struct orq_sides *sides, const struct orq_side *side);
const char *orq_show_expression(const struct orq_sides *sides, const struct orq_side *side);
/* Of columns. */
const char *orq_show_nullable(const struct orq_sides *sides, const struct orq_side *side);
const char *orq_show_default(const struct orq_sides *sides, const struct orq_side *side);
const char *orq_show_generated(const struct orq_sides *sides, const struct orq_side *side);
const char *orq_show_collation(const struct orq_sides *sides, const struct orq_side *side);
/* Of indexes. */
const char *orq_show_index_name(const struct orq_sides *sides, const struct orq_side *side);
const char *orq_show_index_unique(const struct orq_sides *sides, const struct orq_side *side);
const char *orq_show_index_where(const struct orq_sides *sides, const struct orq_side *side);
const char *orq_show_index_comment(const struct orq_sides *sides, const struct orq_side *side);
/* Of definitions. */
const char *orq_show_definition_name(const struct orq_sides *sides, const struct orq_side *side);
const char *orq_show_definition_comment(const struct orq_sides *sides, const struct orq_side *side);

#endif
