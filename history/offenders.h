/* Rows that stand in the way of an upgrade: those that break a CHECK, a UNIQUE, a NOT NULL or a
 * foreign key which it brings. For messages: what cannot be asked in one plain query is left out.
 */
#ifndef ORQ_HISTORY_OFFENDERS_H
#define ORQ_HISTORY_OFFENDERS_H

#include "db/db.h"
#include "history/compare.h"

/* db holds what the comparison starts from. A line for each constraint that rows break:
 * "add check p_n_check on p: 2 of 5 rows break it: id = 1, id = 4"; *nulls: one of them is a NOT
 * NULL, for which a backfill would do. */
void orq_offenders_find(struct orq_arena *arena, struct orq_db *db,
                        const struct orq_comparison *comparison, struct orq_strings *lines,
                        bool *nulls);

#endif
