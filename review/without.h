/* An object without one thing that a statement claims (review/claim.h). */
#ifndef ORQ_REVIEW_WITHOUT_H
#define ORQ_REVIEW_WITHOUT_H

#include "review/claim.h"

/* The table, new in the arena, without the index or constraint that the claim names, or without the
 * comment on it, on a column, on the table, or without row level security; what is the same is
 * shared. NULL: there is none, or several. */
struct orq_table *orq_table_without(struct orq_arena *arena, const struct orq_table *table,
                                    const struct orq_claim *claim);
/* The same of a definition: without its comment, or the owner of a sequence. */
struct orq_definition *orq_definition_without(struct orq_arena *arena,
                                              const struct orq_definition *definition,
                                              const struct orq_claim *claim);

#endif
