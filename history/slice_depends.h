/* The part of a schema that operations touch, by dependencies (model/depend.h): for a database
 * whose objects know them. */
#ifndef ORQ_HISTORY_SLICE_DEPENDS_H
#define ORQ_HISTORY_SLICE_DEPENDS_H

#include "history/compare.h"

/* The identities of what the comparison's operations and renames touch, of everything that depends
 * on it in either schema, and of everything that all these depend on in turn; with them schemas and
 * extensions, which anything may need. For orq_schema_pick. */
const struct orq_map *orq_slice_touched(struct orq_arena *arena,
                                        const struct orq_comparison *comparison);

#endif
