/* The rules of the reviewer: a table. Each has a name for allowances and for `explain`, a level,
 * and a function that looks at what was observed. */
#ifndef ORQ_REVIEW_RULE_H
#define ORQ_REVIEW_RULE_H

#include "review/observe.h"
#include "review/statistics.h"

enum orq_level { ORQ_LEVEL_NOTE, ORQ_LEVEL_WARNING, ORQ_LEVEL_ERROR };
const char *orq_level_name(enum orq_level level); /* "note", "warning", "error" */

struct orq_rule {
    const char *id; /* "add-column-rewrite" */
    enum orq_level level;
    const char *dialects;  /* "postgresql", "sqlite", or both with a blank between */
    const char *summary;   /* one line: what is found */
    const char *why;       /* a paragraph: what happens to whom */
    const char *safe_form; /* SQL or words that do it without that; NULL: there is none */
};

/* In the order of `explain --list`; ends with id NULL. */
extern const struct orq_rule orq_rules[];
const struct orq_rule *orq_rule_find(const char *id); /* NULL: none */

/* The rows that a precheck counts: select FROM the table rest [FROM the parent parent_rest]. */
struct orq_asked {
    const char *select; /* what tells them apart: the primary key, the values that are there twice,
                           else all of the row */
    const char *count;  /* instead, for a number alone; of values that are there twice the same */
    const char *rest, *parent_rest;
    bool alias;                             /* rest begins with a name of its own for the table */
    struct orq_strings columns;             /* of select */
    bool ordered;                           /* its columns can be sorted by */
    const struct orq_table *table, *parent; /* that it reads; parent NULL: none */
    size_t since; /* as they are behind so many statements of the section */
};

struct orq_finding {
    const struct orq_rule *rule;
    enum orq_level level; /* the rule's, or what the configuration or a small table makes of it */
    const char *object;   /* "users.email", as orq_op_object names it */
    const char *table;    /* that it is about, or on; NULL: none, or the object */
    const char *message;  /* one line, without the place */
    const char *precheck; /* a SELECT that tells whether it can fail; NULL: none */
    const struct orq_asked *asked; /* of the precheck; NULL: none */
    struct orq_span at;            /* of the statement in the file */
    enum orq_direction direction;
    const char *dialect;
    size_t statement;            /* of the section's observations, from 0 */
    const struct orq_size *size; /* of the table; NULL: not known */
    int64_t rows, bytes;         /* the same; -1: not known */
    double low, high;            /* a range of seconds; 0 and 0: not known */
    const char *allowed;         /* the reason of an allowance; NULL: it counts */
    /* sha256 over rule, object and what changes, never the line: the same finding in another
     * commit. */
    const char *fingerprint;
};
ORQ_VEC_OF(orq_findings, struct orq_finding);

#endif
