/* What operations lead to, worked out without a database. */
#ifndef ORQ_HISTORY_OVERLAY_H
#define ORQ_HISTORY_OVERLAY_H

#include "history/compare.h"

/* comparison->renamed with its operations done: what they create or alter as want has it, what they
 * drop left out, all else as it is. Shares its nodes with both. */
struct orq_schema *orq_schema_overlaid(struct orq_arena *arena,
                                       const struct orq_comparison *comparison);

#endif
