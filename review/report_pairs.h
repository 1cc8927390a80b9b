/* The statements of both directions beside each other, change by change. */
#ifndef ORQ_REVIEW_REPORT_PAIRS_H
#define ORQ_REVIEW_REPORT_PAIRS_H

#include "review/review.h"

ORQ_VEC_OF(orq_indexes_of, size_t);

struct orq_paired {
    const char *object;             /* what changes; "": nothing that a schema shows */
    struct orq_indexes_of up, down; /* of the observed statements, in order */
};
ORQ_VEC_OF(orq_paired_list, struct orq_paired);

/* A table that either direction rebuilds is one change, with all of its parts. A statement without
 * an operation goes with the table that it copies, else with those under the same comment.
 * Settings are no part of a change. */
void orq_review_pairs(struct orq_arena *arena, const struct orq_review *review,
                      struct orq_paired_list *pairs);

#endif
