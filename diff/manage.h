/* What orqgen may take away, and what it does not look at. */
#ifndef ORQ_DIFF_MANAGE_H
#define ORQ_DIFF_MANAGE_H

#include "diff/diff.h"

/* Compiles the patterns of `exclude:` of both sides, for orq_is_excluded; close releases them. */
void orq_exclusion_open(struct orq_diff *diff);
void orq_exclusion_close(struct orq_diff *diff);
/* Does a pattern match the name, or schema.name? schema may be NULL. */
bool orq_is_excluded(const struct orq_diff *diff, const char *schema, const char *name);
/* A trigger is excluded with what it is on. */
bool orq_is_excluded_definition(const struct orq_diff *diff,
                                const struct orq_definition *definition);

/* An object of have that want does not hold: may it be dropped? Yes when its kind is managed, or
 * when the history made it. */
bool orq_may_drop_table(const struct orq_diff *diff, const struct orq_table *table);
bool orq_may_drop_column(const struct orq_diff *diff, const struct orq_side *side);
bool orq_may_drop_constraint(const struct orq_diff *diff, const struct orq_side *side);
bool orq_may_drop_index(const struct orq_diff *diff, const struct orq_side *side);
/* A trigger goes with what it is on, a sequence with the column that owns it, managed or not. The
 * default schema never goes. */
bool orq_may_drop_definition(const struct orq_diff *diff, const struct orq_definition *definition);

#endif
