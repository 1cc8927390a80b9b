/* A stored CREATE TABLE with only what changed put anew: comments, layout and spelling of every
 * other part stay as somebody wrote them. */
#ifndef ORQ_EMIT_PATCH_H
#define ORQ_EMIT_PATCH_H

#include "emit/parts.h"

/* The text of plan->want made of that of plan->have. NULL: there is no stored text, or what
 * came out does not read back as the wanted table; then it is to be laid out anew. */
const char *orq_patch_table(struct orq_arena *arena, const struct orq_table_plan *plan);

/* Does the text read as this table: its columns with their clauses, its constraints by kind, its
 * options, and the comments that the model keeps there? */
bool orq_text_is_table(struct orq_arena *arena, const char *text, const struct orq_table *table);

#endif
