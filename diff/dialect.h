/* What comparing has to know of a dialect. */
#ifndef ORQ_DIFF_DIALECT_H
#define ORQ_DIFF_DIALECT_H

#include "model/dialect.h"

struct orq_diff_dialect {
    const char *default_schema; /* what a table without a schema is in */
    bool match;                 /* does MATCH mean anything? */
    bool comments;              /* does the database keep comments apart from its DDL? */
    bool immediate; /* does DEFERRABLE INITIALLY IMMEDIATE differ from not deferrable? */
    /* Do two canonical types hold the same values in the same way, whatever keys they are in? */
    bool (*same_type)(const char *a, const char *b, bool strict);
};

extern const struct orq_diff_dialect orq_diff_sqlite, orq_diff_postgres;

const struct orq_diff_dialect *orq_diff_dialect_of(const struct orq_dialect *dialect);

#endif
