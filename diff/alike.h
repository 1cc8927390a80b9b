#ifndef ORQ_DIFF_ALIKE_H
#define ORQ_DIFF_ALIKE_H

#include "model/schema.h"

/* How much two objects of a kind have in common, for telling whether a circle of renames (a to b, b
 * to a) has happened already. Only greater and less mean something. */
size_t orq_alike(struct orq_arena *arena, enum orq_kind kind, const void *have, const void *want);

#endif
