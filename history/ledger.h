/* The ledger: table orqgen_revisions (or the configured name), one row per applied revision.
 * Reading never creates it. Heads are the rows that are nobody's parent. */
#ifndef ORQ_HISTORY_LEDGER_H
#define ORQ_HISTORY_LEDGER_H

#include "db/db.h"
#include "history/migration.h"

#define ORQ_LEDGER_DEFAULT "orqgen_revisions"

struct orq_ledger_row {
    const char *revision;
    const char *parents; /* ids joined by spaces; "" for a base */
    const char *labels, *depends_on;
    const char *dialect, *message;
    const char *sha256;    /* of the upgrade section that ran */
    const char *downgrade; /* the downgrade section's lines, so that a checkout without the file can
                              go back */
    const char *applied_at, *applied_by, *version;
    int64_t duration_ms;
    int64_t steps_done, steps_total;
    /* "applied"; of a migration under way "up 3" or "down 3": the step, from 1, that cannot run in
     * a transaction and was begun; "up" or "down": none was; "up 3 backfill …": how far the batches
     * of that step came (history/backfill.h). Behind it ": " and why the next step failed, where
     * that is known. */
    const char *state;
};
ORQ_VEC_OF(orq_ledger_rows, struct orq_ledger_row);

struct orq_ledger {
    bool exists;
    const char *grant;           /* what lets this role read it; NULL: it may */
    struct orq_ledger_rows rows; /* in the order in which they were applied */
};

/* A ledger that this role may not read is ORQ_DATABASE, and `grant` is set. */
enum orq_status orq_ledger_read(struct orq_arena *arena, struct orq_db *db, const char *name,
                                struct orq_diags *diags, struct orq_ledger *ledger);
/* Is there one, and may it be read? Its rows are left out. */
enum orq_status orq_ledger_find_table(struct orq_arena *arena, struct orq_db *db, const char *name,
                                      struct orq_diags *diags, struct orq_ledger *ledger);
/* The revision that was applied last; *revision NULL: none. Cheap: one row is read. */
enum orq_status orq_ledger_last(struct orq_arena *arena, struct orq_db *db, const char *name,
                                struct orq_diags *diags, const char **revision);
/* How many rows it has. */
enum orq_status orq_ledger_count(struct orq_arena *arena, struct orq_db *db, const char *name,
                                 struct orq_diags *diags, size_t *count);
/* The rows that are nobody's parent. */
void orq_ledger_heads(struct orq_arena *arena, const struct orq_ledger *ledger,
                      struct orq_strings *heads);
/* The ids of its rows, as a set. */
struct orq_map;
struct orq_map *orq_ledger_set(struct orq_arena *arena, const struct orq_ledger *ledger);
const struct orq_ledger_row *orq_ledger_find(const struct orq_ledger *ledger, const char *revision);

/* Inside the caller's transaction. create: makes the table where it is missing. */
enum orq_status orq_ledger_create(struct orq_db *db, const char *name, struct orq_diags *diags);
enum orq_status orq_ledger_insert(struct orq_db *db, const char *name,
                                  const struct orq_ledger_row *row, struct orq_diags *diags);
/* Sets duration, steps, state and hash of the row of its revision. */
enum orq_status orq_ledger_mark(struct orq_db *db, const char *name,
                                const struct orq_ledger_row *row, struct orq_diags *diags);
/* Are all steps of the migration done? */
bool orq_ledger_row_whole(const struct orq_ledger_row *row);
/* The row of a migration that stopped part-way; NULL: none. There is one at most. */
const struct orq_ledger_row *orq_ledger_unfinished(const struct orq_ledger *ledger);
/* Of such a row: which way it was going, the step that was begun outside a transaction (0: none),
 * why the next one failed ("": not known), and the command that goes on. */
bool orq_ledger_row_goes_up(const struct orq_ledger_row *row);
size_t orq_ledger_row_begun(const struct orq_ledger_row *row);
const char *orq_ledger_row_why(const struct orq_ledger_row *row);
const char *orq_ledger_row_next(struct orq_arena *arena, const struct orq_ledger_row *row);
enum orq_status orq_ledger_delete(struct orq_db *db, const char *name, const char *revision,
                                  struct orq_diags *diags);

#endif
