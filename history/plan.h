/* A plan: the upgrade and the downgrade of one migration, worked out together.
 *
 * The downgrade is a diff too: from the schema that the upgrade really leaves (it is run on a
 * scratch database without rows) back to the one it started from, with the renames undone. So it
 * restores stored texts exactly, and every guard holds the text that will be there. */
#ifndef ORQ_HISTORY_PLAN_H
#define ORQ_HISTORY_PLAN_H

#include "history/compare.h"
#include "history/migration.h"

struct orq_plan {
    const struct orq_engine *engine;
    struct orq_comparison up, down;
    struct orq_section up_section, down_section;
    struct orq_file_section up_text, down_text;
    const struct orq_schema *have;  /* the slice of the schema that the operations touch */
    const struct orq_schema *after; /* what the upgrade leaves of it */
    const char *writes_rows; /* a hand-written upgrade, where: rows are then not compared; NULL: no
                                statement of it changes rows */
};

/* No difference: plan->up.all.len is 0 and the rest is empty. ORQ_FAILED: the upgrade does not lead
 * to want, or the downgrade not back; the remaining differences are reported. */
enum orq_status orq_plan_make(struct orq_arena *arena, const struct orq_engine *engine,
                              const struct orq_compare_options *options, struct orq_diags *diags,
                              struct orq_plan *plan);

#endif
