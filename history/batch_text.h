/* The SQL of one batch of a backfill: which rows are in it, and the statement for those alone. Keys
 * are compared as rows where they are of several columns. */
#ifndef ORQ_HISTORY_BATCH_TEXT_H
#define ORQ_HISTORY_BATCH_TEXT_H

#include "history/backfill.h"
#include "history/migration.h"

/* A step's statement, taken apart. */
struct orq_batch_text {
    const struct orq_file_step *step;
    const char *text; /* of the step, up to the end of its statement */
    size_t from;      /* where that begins in it */
    struct orq_pg_update update;
};
struct orq_batch_text orq_batch_text_of(struct orq_arena *arena,
                                        const struct orq_file_section *section,
                                        const struct orq_file_step *step);

/* The last key of the next batch, column by column as text, and how many rows are in it; no row:
 * there is none. after, upto: SQL expressions with commas between them; after NULL: from the
 * beginning. */
const char *orq_batch_query(struct orq_arena *arena, const struct orq_batch_text *text,
                            const char *after);
/* The statement for the rows of the batch, with all that stands in front of it in the file. */
const char *orq_batch_update(struct orq_arena *arena, const struct orq_batch_text *text,
                             const char *after, const char *upto);

#endif
