/* Rows of a scratch database: making some, and telling whether they are still the same. */
#ifndef ORQ_HISTORY_ROWS_H
#define ORQ_HISTORY_ROWS_H

#include "db/db.h"
#include "model/schema.h"

/* Puts a few rows in every empty table of schema, parents first, with values that fit types, keys,
 * foreign keys and (by trying) checks. Rows that want's checks and NOT NULLs would refuse are taken
 * out again. What cannot be filled stays empty. */
void orq_rows_generate(struct orq_arena *arena, struct orq_db *db, const struct orq_schema *schema,
                       const struct orq_schema *want);

struct orq_row_count {
    int64_t rows;
    size_t filled, tables; /* tables with rows, of all */
};
enum orq_status orq_rows_count(struct orq_arena *arena, struct orq_db *db,
                               const struct orq_schema *schema, struct orq_diags *diags,
                               struct orq_row_count *count);

/* What each row of a table has in some columns. */
struct orq_row_values {
    const struct orq_table *table;
    struct orq_strings columns; /* expressions in SQL */
};

/* Adds one sha256 for each of the columns over its values, types included, with the rows in the
 * order of all the columns' values: so that it does not depend on where the rows are stored. The
 * number of rows is part of each. No columns: none. */
enum orq_status orq_rows_digest(struct orq_arena *arena, struct orq_db *db,
                                const struct orq_row_values *values, struct orq_diags *diags,
                                struct orq_strings *digests);

#endif
