/* Rows of a scratch database: making some, and telling whether they are still the same. */
#ifndef ORQ_HISTORY_ROWS_H
#define ORQ_HISTORY_ROWS_H

#include "db/db.h"
#include "model/schema.h"

/* Puts a few rows in every empty table of schema, parents first, values that fit types, keys, foreign
 * keys and (by trying) checks, those of want too where the table is there. What cannot be
 * filled stays empty. */
enum orq_status orq_rows_generate(struct orq_arena *arena, struct orq_db *db,
                                  const struct orq_schema *schema, const struct orq_schema *want,
                                  struct orq_diags *diags);

struct orq_row_count {
    int64_t rows;
    size_t filled, tables; /* tables with rows, of all */
};
enum orq_status orq_rows_count(struct orq_arena *arena, struct orq_db *db,
                               const struct orq_schema *schema, struct orq_diags *diags,
                               struct orq_row_count *count);

/* A digest of each column's values (types included) in row order: key "table.column" folded -> sha256 hex. */
enum orq_status orq_rows_digest(struct orq_arena *arena, struct orq_db *db,
                                const struct orq_schema *schema, struct orq_diags *diags,
                                struct orq_map *digests);

#endif
