/* What comparing has to know of a dialect. */
#ifndef ORQ_DIFF_DIALECT_H
#define ORQ_DIFF_DIALECT_H

#include "model/dialect.h"

struct orq_sides;
struct orq_side;

struct orq_diff_dialect {
    const struct orq_dialect *names; /* whose names they are */
    bool match;                      /* does MATCH mean anything? */
    bool comments;                   /* does the database keep comments apart from its DDL? */
    bool immediate; /* does DEFERRABLE INITIALLY IMMEDIATE differ from not deferrable? */
    /* Do two canonical types hold the same values in the same way, whatever keys they are in? */
    bool (*same_type)(const char *a, const char *b, bool strict);
    /* Does a column come and go with that of the table's parent? NULL: there are no parents. */
    bool (*comes_with_parent)(const struct orq_sides *tables, const struct orq_column *column);
    /* The fields of the kind of object that the sides hold. */
    const struct orq_fields *(*fields)(const struct orq_sides *sides);
    /* See orq_structure. */
    const char *(*structure)(const struct orq_sides *sides, const struct orq_side *side,
                             bool loose);
    /* One spelling of what is surely equal: an expression of a table, the parts of a key. */
    const char *(*expression)(struct orq_arena *arena, const struct orq_table *table,
                              const char *text);
    const char *(*parts)(struct orq_arena *arena, const struct orq_table *table,
                         const struct orq_key_parts *parts);
};

extern const struct orq_diff_dialect orq_diff_sqlite, orq_diff_postgres;

/* NULL: SQLite's. */
const struct orq_diff_dialect *orq_diff_dialect_of(const struct orq_dialect *dialect);

#endif
