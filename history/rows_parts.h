/* What making and reading rows asks of an engine. */
#ifndef ORQ_HISTORY_ROWS_PARTS_H
#define ORQ_HISTORY_ROWS_PARTS_H

#include "history/rows.h"

/* Values to try in a column, as SQL; %u is the row's number, so that keys differ. */
struct orq_rows_engine {
    const char *dialect;
    const char *insert; /* what stands before the table's name */
    /* Before the name where a table's own rows are meant, without those of its children. Those of
     * a partitioned table are its partitions'. */
    const char *(*own)(const struct orq_table *table);
    /* The table's name in SQL. */
    const char *(*table)(struct orq_arena *arena, const struct orq_table *table);
    /* Adds the values that a column's type takes, the likeliest first. */
    void (*values)(struct orq_arena *arena, const struct orq_schema *schema,
                   const struct orq_column *column, struct orq_strings *values);
    /* Adds the literals in an expression: the likeliest values to satisfy a check. */
    void (*literals)(struct orq_arena *arena, const char *expression, struct orq_strings *values);
    /* A text of the expression's value that no other value of any type has. */
    const char *(*exact)(struct orq_arena *arena, const char *expression);
    /* Are rows put into the table, and found in it? Those of a partitioned table go through it into
     * its partitions, which may come and go. */
    bool (*takes_rows)(const struct orq_table *table);
    bool (*holds_rows)(const struct orq_table *table);
    /* Does the column take a value? */
    bool (*takes_value)(const struct orq_column *column);
};

extern const struct orq_rows_engine orq_rows_sqlite, orq_rows_postgres;

const struct orq_rows_engine *orq_rows_engine_of(const struct orq_db *db);

#endif
