/* What a proof watches in the tables of its slice: the values of the columns that must be the same
 * after each step, the rowids where programs may keep them, the counters of AUTOINCREMENT. */
#ifndef ORQ_HISTORY_PROOF_WATCH_H
#define ORQ_HISTORY_PROOF_WATCH_H

#include "history/plan.h"
#include "history/rows.h"

struct orq_watched {
    struct orq_row_values before, after; /* the upgrade; the same number of columns */
    struct orq_strings what;             /* each in words: "the values of p.a" */
    bool counter;                        /* of AUTOINCREMENT, on both sides */
};
ORQ_VEC_OF(orq_watch_list, struct orq_watched);

/* Tables that the upgrade drops, and columns that it drops or changes, are not in the list: their
 * values go, or the upgrade asserts them itself. */
void orq_watch_tables(struct orq_arena *arena, const struct orq_plan *plan,
                      struct orq_watch_list *list);
/* What the upgrade archives: tables and columns that it drops, and the downgrade brings back as
 * they were. There is nothing of them to look at after the upgrade. */
void orq_watch_archives(struct orq_arena *arena, const struct orq_plan *plan,
                        struct orq_watch_list *list);
/* Adds one digest for each thing watched, in the order of the list: with the tables as they are
 * before the upgrade, or as it leaves them. */
enum orq_status orq_watch_before(struct orq_arena *arena, struct orq_db *db,
                                 const struct orq_watch_list *list, struct orq_diags *diags,
                                 struct orq_strings *digests);
enum orq_status orq_watch_after(struct orq_arena *arena, struct orq_db *db,
                                const struct orq_watch_list *list, struct orq_diags *diags,
                                struct orq_strings *digests);
/* The first thing whose digest has changed, in words; NULL: none. */
const char *orq_watch_difference(struct orq_arena *arena, const struct orq_watch_list *list,
                                 const struct orq_strings *was, const struct orq_strings *is);

#endif
