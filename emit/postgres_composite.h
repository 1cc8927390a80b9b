/* Rows of a composite type whose attributes are others, or stand in another order: a cast from the
 * old type to the new one, for as long as its columns are on their way. */
#ifndef ORQ_EMIT_POSTGRES_COMPOSITE_H
#define ORQ_EMIT_POSTGRES_COMPOSITE_H

#include "emit/postgres_parts.h"

struct orq_pg_composite_cast {
    const struct orq_definition *from, *to;
    const char *old_name; /* which from has meanwhile */
};

/* Would the text of a row not be read as one of the other? Of two composites only. */
bool orq_pg_composite_needs_cast(const struct orq_definition *from,
                                 const struct orq_definition *to);
void orq_pg_composite_cast_create(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                                  const struct orq_pg_composite_cast *cast);
void orq_pg_composite_cast_drop(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                                const struct orq_pg_composite_cast *cast);

#endif
