/* Parts of a CREATE TABLE, written as a person would. */
#ifndef ORQ_EMIT_CREATE_H
#define ORQ_EMIT_CREATE_H

#include "model/schema.h"

/* Does the constraint stand beside this column? */
bool orq_constraint_is_inline(const struct orq_constraint *constraint,
                              const struct orq_column *column);

/* "[CONSTRAINT name ]CHECK (…)": as it stands beside its column, or at table level. */
const char *orq_emit_constraint(struct orq_arena *arena, const struct orq_constraint *constraint);
/* "NOT NULL", with its ON CONFLICT. */
const char *orq_emit_not_null(struct orq_arena *arena, const struct orq_column *column);
/* "GENERATED ALWAYS AS (…) STORED". */
const char *orq_emit_generated(struct orq_arena *arena, const struct orq_column *column);
/* A column with the constraints beside it, on one line: its stored text when it has one. */
const char *orq_emit_column(struct orq_arena *arena, const struct orq_table *table,
                            const struct orq_column *column);
/* " -- the comment", to stand at the end of its line; "" for none, and where the model does not
 * keep comments in the stored text. */
const char *orq_emit_comment(struct orq_arena *arena, const struct orq_table *table,
                             const char *comment);
/* " WITHOUT ROWID, STRICT"; "" for none. */
const char *orq_emit_table_options(const struct orq_table *table);

#endif
