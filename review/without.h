/* A table without one thing that a statement claims (review/claim.h). */
#ifndef ORQ_REVIEW_WITHOUT_H
#define ORQ_REVIEW_WITHOUT_H

#include "review/claim.h"

/* The table, new in the arena, without the index or constraint that the claim names, or without the
 * comment on it, on a column, on the table; what is the same is shared. NULL: there is none, or
 * several. */
struct orq_table *orq_table_without(struct orq_arena *arena, const struct orq_table *table,
                                    const struct orq_claim *claim);

#endif
