/* Triggers of partitioned tables. The server gives each partition a copy, which can be switched
 * apart from what it is a copy of. A schema holds such a copy only where it is switched otherwise:
 * a definition of kind TRIGGER on the partition without a statement, ORQ_ATTRIBUTE_ENABLED alone.
 * https://www.postgresql.org/docs/current/sql-altertable.html, ENABLE TRIGGER */
#ifndef ORQ_MODEL_TRIGGER_H
#define ORQ_MODEL_TRIGGER_H

#include "model/schema.h"

/* ORQ_ATTRIBUTE_ENABLED of a copy that simply fires, under a trigger that does not. */
#define ORQ_TRIGGER_ORIGIN "origin"

/* The table that a partition belongs to, which may be a foreign table; NULL: it is none. Names as
 * the schema has them, qualified outside the default schema. */
const char *orq_partition_parent(struct orq_arena *arena, const struct orq_schema *schema,
                                 const char *relation);
/* Is it such a copy, and no trigger of its own? */
bool orq_is_trigger_state(const struct orq_definition *definition);
/* The trigger that it is a copy of, or what the schema holds of a copy between them: what it is
 * switched like by itself. NULL: the schema has neither. */
const struct orq_definition *orq_trigger_above(struct orq_arena *arena,
                                               const struct orq_schema *schema,
                                               const struct orq_definition *state);

#endif
