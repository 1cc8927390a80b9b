/* Questions about the rows that are there: made by the rules, asked by preflight. */
#ifndef ORQ_REVIEW_ASKED_H
#define ORQ_REVIEW_ASKED_H

#include "review/preflight_parts.h"
#include "review/rules_parts.h"
#include "review/trace.h"

/* Of a table of the schema before the section, or around the statement. where NULL: all rows. The
 * caller says what is selected. */
struct orq_asked *orq_asked_new(struct orq_judging *judging, const struct orq_table *table,
                                const char *where);
/* Selects the key of the rows, or all of them. alias: that rest has for the table; "": none. */
void orq_asked_rows(struct orq_judging *judging, const char *alias, struct orq_asked *asked);

/* A question as it can be put before the statements of the past. */
struct orq_answerable {
    const char *why;                        /* it cannot; else NULL */
    const char *sql, *precheck;             /* the rows, their number */
    bool filled;                            /* it is about columns that are not there yet */
    const struct orq_table *table, *parent; /* as they are there */
};
void orq_asked_trace(const struct orq_tracing *tracing, const struct orq_asked *asked,
                     struct orq_answerable *answerable);

/* Does its condition read columns alone that the section adds, and leaves empty or fills in
 * batches? No key and no check refuses what is empty, and a batch fills what they want. */
bool orq_asked_of_new(struct orq_judging *judging, const struct orq_asked *asked);
/* Gives the finding its precheck, to run before the section; where the section itself decides what
 * the rows hold, it is a note. */
void orq_asked_found(struct orq_judging *judging, const struct orq_asked *asked,
                     struct orq_finding *finding);

#endif
