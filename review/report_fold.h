/* The statements of a section as the lines of a report: what a reviewer need not read one by one is
 * told in one line. */
#ifndef ORQ_REVIEW_REPORT_FOLD_H
#define ORQ_REVIEW_REPORT_FOLD_H

#include "review/review.h"

/* Statements beside each other, of the section's observed ones. */
struct orq_fold {
    size_t first, len;
};
ORQ_VEC_OF(orq_folds, struct orq_fold);

/* Quiet statements under one comment are one line; a statement is quiet when it touches nothing
 * that is kept, and nothing is found about it. Settings are no lines: see orq_step_settings. */
void orq_review_folds(struct orq_arena *arena, const struct orq_review *review,
                      enum orq_direction direction, struct orq_folds *folds);
/* "7", "7-10": numbers of statements, from 1 */
const char *orq_fold_number(struct orq_arena *arena, const struct orq_fold *fold);

/* A SET that ran, and did nothing else. */
bool orq_observed_is_setting(const struct orq_observed *observed);
/* "SET LOCAL lock_timeout = '3s'", several joined by "; ", "": none */
const char *orq_step_settings(struct orq_arena *arena, const struct orq_reviewed *reviewed,
                              size_t step);

#endif
