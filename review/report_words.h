/* What all formats say alike of a review. */
#ifndef ORQ_REVIEW_REPORT_WORDS_H
#define ORQ_REVIEW_REPORT_WORDS_H

#include "base/str.h"
#include "review/review.h"

/* On one line, and unable to steer what shows it: blanks joined, control bytes, bytes that are no
 * UTF-8, and the marks that turn the direction of text written as \x1b and \u202e. */
const char *orq_plain(struct orq_arena *arena, const char *text);
/* The same with its lines and blanks. */
const char *orq_visible(struct orq_arena *arena, const char *text);
/* The first `most` characters of it, with … where there were more. */
const char *orq_cut(struct orq_arena *arena, const char *text, size_t most);

const char *orq_review_name(struct orq_arena *arena, const struct orq_review *review);
/* "postgresql 15.18" */
const char *orq_review_engine(struct orq_arena *arena, const struct orq_review *review);
/* "3 steps, 7 statements" */
const char *orq_reviewed_size(struct orq_arena *arena, const struct orq_reviewed *reviewed);
/* "proven: …", "not proven", "proof is of another text: …" */
const char *orq_review_proof(struct orq_arena *arena, const struct orq_review *review);
bool orq_review_proven(const struct orq_review *review);
/* "1 error, 2 warnings, 1 note", "nothing found"; those that are allowed do not count. */
const char *orq_findings_count(struct orq_arena *arena, const struct orq_findings *findings);
/* "users.email: SET NOT NULL reads …" */
const char *orq_finding_text(struct orq_arena *arena, const struct orq_finding *finding);
/* Errors first, what is allowed last. */
struct orq_findings orq_findings_sorted(struct orq_arena *arena,
                                        const struct orq_findings *findings);
size_t orq_findings_of(const struct orq_findings *findings, enum orq_level level);

/* "metadata", "scan", "index build", "rewrite": the worst that a statement does. */
const char *orq_observed_cost(const struct orq_observed *observed);
/* "<10 ms", "0.1-1 s"; "": sizes are not known. */
const char *orq_observed_time(struct orq_arena *arena, const struct orq_review *review,
                              const struct orq_observed *observed);
/* false: sizes are not known */
bool orq_observed_range(const struct orq_review *review, const struct orq_observed *observed,
                        double *low, double *high);
/* "users AX, orgs SRX"; "": none. Of one statement, and the strongest of a whole section. */
const char *orq_observed_locks(struct orq_arena *arena, const struct orq_observed *observed);
const char *orq_reviewed_locks(struct orq_arena *arena, const struct orq_reviewed *reviewed);
void orq_reviewed_strongest(struct orq_arena *arena, const struct orq_reviewed *reviewed,
                            size_t step, struct orq_touched_list *strongest); /* step 0: all */

#endif
