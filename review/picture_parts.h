/* Columns, constraints and indexes in words. */
#ifndef ORQ_REVIEW_PICTURE_PARTS_H
#define ORQ_REVIEW_PICTURE_PARTS_H

#include "diff/op.h"

/* "varchar(50) NOT NULL DEFAULT 'x'" */
const char *orq_column_text(struct orq_arena *arena, const struct orq_column *column);
/* "a DESC, lower(b)" */
const char *orq_key_text(struct orq_arena *arena, const struct orq_key_parts *parts);
/* Of a constraint or an index: "(org_id) -> orgs (id), on delete CASCADE". */
const char *orq_part_text(struct orq_arena *arena, const struct orq_side *side);

#endif
