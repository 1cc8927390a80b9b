/* A backfill on a database, batch after batch. Of each, the rows' keys are looked up first, so that
 * it is known where it ends:
 *
 *   SELECT key FROM t WHERE key > :last ORDER BY key LIMIT n
 *   UPDATE … WHERE (what the file says) AND key > :last AND key <= :upper
 *
 * Rows of the same key are in the same batch; those that come in behind `last` meanwhile are met.
 */
#ifndef ORQ_HISTORY_BATCHES_H
#define ORQ_HISTORY_BATCHES_H

#include "db/db.h"
#include "history/batch_text.h"

struct orq_batches {
    struct orq_db *db; /* these three are given */
    const struct orq_file_section *section;
    const struct orq_file_step *step;
    struct orq_batch_text text;
    int64_t expected; /* rows of the table, by the server's estimate; 0: not known */
};

/* Looks at the step's table. ORQ_FAILED, reported: a column of the key may be NULL, or is not
 * there. No index over the key is a warning. */
enum orq_status orq_batches_begin(struct orq_arena *arena, struct orq_batches *batches,
                                  struct orq_diags *diags);

struct orq_page {
    struct orq_arena *arena; /* of this batch alone: there may be very many */
    const struct orq_filled *behind;
    struct orq_filled reached; /* once the transaction is committed */
    bool last;                 /* no row is behind it */
};
/* In the caller's transaction; arena and `behind` are given. ORQ_FAILED: reported. */
enum orq_status orq_page_run(const struct orq_batches *batches, struct orq_page *page,
                             struct orq_diags *diags);

/* All of it, each batch a transaction of its own, nothing noted: on a scratch database. */
enum orq_status orq_batches_run(struct orq_arena *arena, struct orq_batches *batches,
                                struct orq_diags *diags);

#endif
