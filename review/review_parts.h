/* What making a review is made of. */
#ifndef ORQ_REVIEW_REVIEW_PARTS_H
#define ORQ_REVIEW_REVIEW_PARTS_H

#include "review/review.h"

/* Is it judged by the file alone, without a scratch database? */
bool orq_rule_reads_file(const struct orq_rule *rule);
/* Gives each statement of a section the words of the file above it, and takes them for the summary
 * of one that changes nothing that a schema shows. */
void orq_review_notes(struct orq_arena *arena, const char *dialect, struct orq_reviewed *reviewed);
/* The findings about what the downgrade cannot bring back. */
void orq_review_way_back(struct orq_arena *arena, struct orq_review *review);
/* Levels, limits and allowances over the findings; adds those about the allowances themselves. lint
 * NULL: only the lines of the file. */
void orq_review_allow(struct orq_arena *arena, struct orq_review *review,
                      const struct orq_lint *lint);

/* What the runner asks for where a section loses data: `-- orqgen:allow data-loss`. */
#define ORQ_ALLOW_DATA_LOSS "data-loss"
/* Can the rule have been found by the review? */
bool orq_review_judged(const struct orq_review *review, const struct orq_rule *rule);
/* allow-unknown or allow-unused, of an allowance of that name, still without its place. */
struct orq_finding orq_allowance_finding(struct orq_arena *arena, const struct orq_review *review,
                                         const char *id, const char *name);
/* Gives it its fingerprint. */
void orq_finding_sign(struct orq_arena *arena, struct orq_finding *finding);

#endif
