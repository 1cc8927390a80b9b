/* What upgrade sections do that comparing the schemas before and after does not show: they rename,
 * and they change data. */
#ifndef ORQ_HISTORY_DEEDS_H
#define ORQ_HISTORY_DEEDS_H

#include "diff/op.h"
#include "history/graph.h"

struct orq_deed {
    struct orq_span at;
    const char *sql; /* its first line */
};
ORQ_VEC_OF(orq_deeds, struct orq_deed);

/* Statements of these migrations' upgrades that write rows, but for those that carry a table's rows
 * over into its own rebuild; and renames of anything but tables, columns, indexes and constraints.
 */
void orq_deeds_find(struct orq_arena *arena, const struct orq_revisions *revisions,
                    const char *dialect, struct orq_deeds *deeds);

/* The renames of tables and columns that these upgrades carry out one after the other, from
 * `before` to `after`: for orq_compare. */
void orq_deeds_renames(struct orq_arena *arena, const struct orq_revisions *revisions,
                       const struct orq_schema *before, const struct orq_schema *after,
                       struct orq_renames *renames);

#endif
