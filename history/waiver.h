/* Drift that is accepted for a time: a waiver names an object, what differs, and the last day that
 * it holds. What differs is told by a digest of both sides, so that another difference of the same
 * object is not waived. Days are of UTC. */
#ifndef ORQ_HISTORY_WAIVER_H
#define ORQ_HISTORY_WAIVER_H

#include "history/compare.h"

struct orq_waiver {
    const char *object;     /* as orq_op_object */
    const char *difference; /* as orq_differences */
    const char *until;      /* the last day: 2026-12-23 */
    const char *reason;
    struct orq_span at;
};
ORQ_VEC_OF(orq_waivers, struct orq_waiver);

/* An operation of drift and the waiver that is about it. */
struct orq_waived {
    const struct orq_waiver *waiver;
    const struct orq_op *op;
};
ORQ_VEC_OF(orq_waived_ops, struct orq_waived);

struct orq_waiving {
    struct orq_ops open; /* not waived */
    struct orq_waived_ops waived;
    struct orq_waived_ops expired; /* in `open` too */
    struct orq_waived_ops other;   /* in `open` too: the waiver is of another difference */
    struct orq_waivers idle;       /* about nothing that differs */
};

/* 16 hex digits for each operation of a drift (have: the database; want: what its revision
 * builds). Of the same kind, object and content on both sides they are the same, in any run. */
struct orq_strings orq_differences(struct orq_arena *arena, const struct orq_comparison *drift);
/* today: 2026-11-23. */
struct orq_waiving orq_waivers_apply(struct orq_arena *arena, const struct orq_waivers *waivers,
                                     const struct orq_comparison *drift, const char *today);

/* The day of a moment, in seconds since 1970. */
const char *orq_day_of(struct orq_arena *arena, int64_t seconds);
/* Is it a day of the calendar, written 2026-11-23? */
bool orq_day_valid(const char *text);

#endif
