/* The prechecks of migrations, asked of the live database: which rows that are there now can refuse
 * them. Nothing is written: everything is read in one transaction that only reads. */
#ifndef ORQ_REVIEW_PREFLIGHT_H
#define ORQ_REVIEW_PREFLIGHT_H

#include "review/review.h"

enum orq_precheck_verdict { ORQ_PRECHECK_PASSES, ORQ_PRECHECK_FAILS, ORQ_PRECHECK_NOT_JUDGED };
const char *orq_precheck_verdict_name(enum orq_precheck_verdict verdict); /* "not judged" */

struct orq_precheck_row { /* a value for each of the columns asked; NULL: it is NULL */
    const char **values;
};
ORQ_VEC_OF(orq_precheck_rows, struct orq_precheck_row);

struct orq_precheck {
    const struct orq_review *review;
    const struct orq_finding *finding;
    enum orq_precheck_verdict verdict;
    int64_t count;                 /* of what is in the way now; -1: it could not be asked */
    struct orq_precheck_rows rows; /* the first of them, by their key where they have one */
    const char *why;               /* it is not judged; else NULL */
    const char *sql, *precheck; /* what selects them, and what counts them, in the live database */
    const struct orq_table *table, *parent; /* that it reads there */
    bool filled;                            /* columns that it is about are not there yet */
};
ORQ_VEC_OF(orq_prechecks, struct orq_precheck);

struct orq_preflight_input {
    const struct orq_engine *engine;
    struct orq_db *db;                 /* the live database */
    const struct orq_reviews *reviews; /* of what is pending, in the order in which it is to run */
};

/* Upgrades alone; what is allowed, too, for that lets no statement succeed.
 *
 * What earlier pending statements rename is asked for under the name that it has now; a column that
 * they add with its default, or NULL, in every row. Not judged: what has no precheck, what reads a
 * table that a pending migration makes or a column that it fills in a way of its own, what the
 * database refuses to tell this role, and a statement before which another changes rows of the
 * table. ORQ_DATABASE: the database could not be read. */
enum orq_status orq_preflight(struct orq_arena *arena, const struct orq_preflight_input *input,
                              struct orq_diags *diags, struct orq_prechecks *prechecks);

#endif
