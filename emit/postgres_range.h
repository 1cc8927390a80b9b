/* What the server makes with a range type, under names of its own: a multirange, and functions that
 * make values of both (https://www.postgresql.org/docs/current/rangetypes.html). */
#ifndef ORQ_EMIT_POSTGRES_RANGE_H
#define ORQ_EMIT_POSTGRES_RANGE_H

#include "emit/postgres_parts.h"

/* The multirange's name, as the types of columns have it. */
const char *orq_pg_multirange_sql(struct orq_arena *arena, const struct orq_definition *range);
/* Adds to `task`, behind the renaming of the range to `now`: all of those step aside too. */
void orq_pg_range_step_aside(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                             const struct orq_definition *range, const char *now);

#endif
