/* How the rules are judged: each statement that was observed, and each operation of it, is shown to
 * functions, which add findings. */
#ifndef ORQ_REVIEW_RULES_PARTS_H
#define ORQ_REVIEW_RULES_PARTS_H

#include "review/review.h"

struct orq_judging {
    struct orq_arena *arena;
    const struct orq_dialect *dialect;
    const struct orq_reviewed *reviewed;
    const struct orq_schema *before, *after; /* around the section */
    const struct orq_statistics *statistics; /* NULL: sizes are not known */
    struct orq_map *renamed; /* tables, and columns, that were there under another name */
    struct orq_findings *findings;
    /* -- what is looked at -- */
    const struct orq_observed *statement;
    size_t index;            /* of it */
    const struct orq_op *op; /* of it; NULL: it is looked at as a whole */
    bool rebuilt;            /* the operation is of the whole section, which rebuilds the table */
    const struct orq_tried *action; /* of it, that makes the operation; NULL: not known */
};

/* Those of a statement, and those of each of its operations. Ends with NULL. */
typedef void orq_judge_statement_fn(struct orq_judging *judging);
typedef void orq_judge_op_fn(struct orq_judging *judging, const struct orq_op *op);
struct orq_judge {
    const char *dialect; /* NULL: every one */
    orq_judge_statement_fn *statement;
    orq_judge_op_fn *op;
};
extern orq_judge_op_fn orq_judge_column, orq_judge_constraint, orq_judge_index, orq_judge_object,
    orq_judge_partition, orq_judge_drop, orq_judge_data, orq_judge_names, orq_judge_advice;
extern orq_judge_statement_fn orq_judge_refused, orq_judge_transaction, orq_judge_rewrite,
    orq_judge_rebuild, orq_judge_identifiers, orq_judge_rows;

/* All rules over one direction. */
void orq_judge_section(struct orq_judging *judging);

/* -- for those functions -- */

/* Adds a finding at the statement, with the rule's level; it can be changed until the next one. */
struct orq_finding *orq_found(struct orq_judging *judging, const char *rule, const char *object,
                              const char *format, ...) __attribute__((format(printf, 4, 5)));
bool orq_judging_up(const struct orq_judging *judging);
/* The name of an operation's table, as messages say it; NULL: it has none. */
const char *orq_judged_table(struct orq_judging *judging, const struct orq_op *op);
/* The table of that name was there before the section: what the section makes is nobody's to wait
 * for. */
bool orq_was_there(const struct orq_judging *judging, const char *table);
/* The key of a column in `renamed`. */
const char *orq_renamed_column(struct orq_judging *judging, const char *table, const char *column);
/* Is it a table, and not the relation of a definition, that was there? */
bool orq_op_on_old_table(struct orq_judging *judging, const struct orq_op *op);
/* What the operation that is looked at, else the statement, did to the table; all false and no lock
 * where it did not touch it. The lock is always that of the statement. */
struct orq_touched orq_judged_touch(const struct orq_judging *judging, const char *table);
/* Does the operation make the server read all rows of the table, which are not written anew by the
 * statement anyway? */
bool orq_judged_reads(const struct orq_judging *judging, const char *table);
/* Does the statement add this column, too? */
bool orq_adds_column(const struct orq_judging *judging, const struct orq_table *table,
                     const char *column);
/* "users (2.0M …)": the lock, in words for a message: "ACCESS EXCLUSIVE on users". */
const char *orq_lock_words(struct orq_judging *judging, const char *table);
/* A name in SQL. */
const char *orq_sql_name(struct orq_judging *judging, const char *name);

#endif
