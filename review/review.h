/* A migration as a reviewer wants to see it: what it changes, what each statement locks, scans,
 * rewrites and may lose, what can fail, how it goes back, and what was proven. Plain data; the
 * formats of report_*.c print it. */
#ifndef ORQ_REVIEW_REVIEW_H
#define ORQ_REVIEW_REVIEW_H

#include "history/graph.h"
#include "history/losses.h"
#include "model/yaml.h"
#include "review/rule.h"

struct orq_reviewed {                       /* one direction */
    const struct orq_file_section *section; /* NULL: the file has none for the dialect */
    struct orq_observed_list observed;
    struct orq_ops ops;        /* of the whole section */
    struct orq_strings loses;  /* "human_feedback.rating (line 14)" */
    struct orq_kept_list kept; /* what it drops, and keeps in another table */
};

struct orq_review {
    const struct orq_migration *migration;
    const char *dialect;
    int version; /* of the engine that was looked at: 150018 */
    const struct orq_schema *before, *after;
    struct orq_reviewed up, down;
    struct orq_findings findings; /* in the order of the file */
    struct orq_strings
        not_judged;      /* ids of rules that need a scratch server, which there is none */
    const char *why_not; /* NULL: all were judged */
    const struct orq_statistics *statistics; /* NULL: sizes are not known */
    const struct orq_proof_line *proof;      /* NULL: none */
    bool proof_current;                      /* it is of the sections as they are now */
};
ORQ_VEC_OF(orq_reviews, struct orq_review);

/* `lint:` of the configuration and of the model. */
struct orq_lint_allow {
    const char *rule;   /* of the model also one that there is not */
    const char *object; /* stands for all that is in it and on it; NULL: everywhere */
    const char *reason;
    struct orq_span at;
    bool *used; /* set when it allows something; one for all the names of an object */
};
ORQ_VEC_OF(orq_lint_allows, struct orq_lint_allow);
struct orq_lint_level { /* another level for a rule; limits: a smaller table's finding is a note */
    const char *rule;
    bool given;
    enum orq_level level;
    const char *off;     /* why the rule is off; NULL: it is not */
    int64_t rows, bytes; /* 0: no limit */
};
ORQ_VEC_OF(orq_lint_levels, struct orq_lint_level);
struct orq_lint {
    struct orq_lint_allows allows;
    struct orq_lint_levels levels;
};

struct orq_review_input {
    const struct orq_history *history;
    const struct orq_revision *revision;
    const struct orq_lint *lint;
    const struct orq_statistics *statistics; /* NULL: sizes are not known */
};

/* Replays the history up to the revision's parents on a scratch database, observes the upgrade,
 * then the downgrade, and applies the rules. Without a scratch server: the rules that need none.
 * Unknown, unused and reasonless allowances are findings of the rules allow-unknown, allow-unused
 * and allow-reason. */
enum orq_status orq_review_make(struct orq_arena *arena, const struct orq_engine *engine,
                                const struct orq_review_input *input, struct orq_diags *diags,
                                struct orq_review *review);

/* What no review alone can tell of the allowances of `lint`: those that name no rule, and, where
 * the reviews are of the whole history, those that allowed nothing. The findings are the last
 * review's.
 */
void orq_reviews_allowances(struct orq_arena *arena, struct orq_reviews *reviews,
                            const struct orq_lint *lint, bool whole);

/* Adds `lint:` of a model, at its top and of its objects. root: its document with the values of one
 * dialect (orq_shape_pick); schema: what it means in that dialect, which names the objects, those
 * without a name of their own too. An object is also known by the name that it had before. */
void orq_lint_add_model(struct orq_arena *arena, const struct orq_yaml *root,
                        const struct orq_schema *schema, struct orq_lint *lint);

#endif
