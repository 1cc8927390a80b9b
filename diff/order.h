#ifndef ORQ_DIFF_ORDER_H
#define ORQ_DIFF_ORDER_H

#include "diff/state.h"

/* The order in which operations are told: by table; in it the table itself, columns by position,
 * constraints and indexes by name; then definitions by kind and name. Equal input, equal order. */
void orq_pending_sort(struct orq_arena *arena, struct orq_pendings *pending);

#endif
