/* In which order the tables of a section come: a reviewer reads parents before the children that
 * refer to them, and a table is dropped when nothing refers to it any more. */
#ifndef ORQ_EMIT_ORDER_H
#define ORQ_EMIT_ORDER_H

#include "emit/parts.h"

/* Both take plans by name, and keep that order but where a foreign key between two of them asks for
 * another; the tables of a cycle stand together, by name. */

/* Of tables that are wanted: what a foreign key refers to comes first. */
struct orq_table_plans orq_plans_parents_first(struct orq_arena *arena,
                                               const struct orq_table_plans *plans);
/* Of tables that are dropped: what has the foreign key comes first. */
struct orq_table_plans orq_plans_children_first(struct orq_arena *arena,
                                                const struct orq_table_plans *plans);

#endif
