/* Tables that get another parent, and partitions that get another bound: who they are, and what
 * that means for what is done to them and to their parents. */
#ifndef ORQ_EMIT_POSTGRES_MOVING_H
#define ORQ_EMIT_POSTGRES_MOVING_H

#include "emit/postgres_parts.h"

/* Fills emitter->moving, ->receiving and ->left from the operations. */
void orq_pg_moving_gather(struct orq_pg_emitter *emitter);
/* Is the table one of emitter->moving? What is done to a parent does not reach it. */
bool orq_pg_is_moving(const struct orq_pg_emitter *emitter, const struct orq_table *table);
/* Is it one of emitter->receiving? What it demands of its partitions, the new one has by then. */
bool orq_pg_is_receiving(const struct orq_pg_emitter *emitter, const struct orq_table *table);
/* The task in which the table becomes a child or a partition. */
struct orq_pg_task *orq_pg_joining_task(struct orq_pg_emitter *emitter,
                                        const struct orq_side *table);
/* Is it a check that a new parent of its table demands? */
bool orq_pg_is_demanded(const struct orq_pg_emitter *emitter, const struct orq_side *side);
/* The task takes what children have too: those that leave the table keep theirs, and go first. */
void orq_pg_after_leavers(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                          const struct orq_table *table);

#endif
