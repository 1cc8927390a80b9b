/* The words of a step that fills rows in batches, in a file and in the ledger.
 *
 *   -- +orqgen step backfill audit.log key tenant, id batch 1000
 *   UPDATE audit.log SET size = length(text) WHERE size IS NULL;
 *
 * Names are quoted as in SQL. What follows is exactly one UPDATE of the table, which neither
 * changes the key nor returns rows: the runner adds "AND key > … AND key <= …" to it, batch after
 * batch, each a transaction of its own that also notes in the ledger how far it came. */
#ifndef ORQ_HISTORY_BACKFILL_H
#define ORQ_HISTORY_BACKFILL_H

#include "emit/emit.h"
#include "sql/postgres_update.h"

#define ORQ_BACKFILL "backfill"

struct orq_backfill_fault {
    const char *message; /* NULL: none */
    size_t offset;       /* in the words */
};
/* What stands behind "step backfill". NULL: there is a fault. */
const struct orq_backfill *orq_backfill_read(struct orq_arena *arena, struct orq_slice words,
                                             struct orq_backfill_fault *fault);
/* "backfill audit.log key tenant, id batch 1000" */
const char *orq_backfill_words(struct orq_arena *arena, const struct orq_backfill *backfill);
/* "audit.log", "tenant, id": as SQL writes them. */
const char *orq_backfill_table(struct orq_arena *arena, const struct orq_backfill *backfill);
const char *orq_backfill_key(struct orq_arena *arena, const struct orq_backfill *backfill);
/* Why the statement cannot be run in batches; NULL: it can, and is taken apart. */
const char *orq_backfill_refuses(struct orq_arena *arena, const struct orq_backfill *backfill,
                                 const char *sql, struct orq_pg_update *update);

/* How far one came. */
struct orq_filled {
    const char *table;       /* as orq_backfill_table gives it */
    struct orq_strings key;  /* columns */
    int64_t rows;            /* that were gone through */
    struct orq_strings last; /* the key of the last of them, as text; empty: none yet */
};
/* As the ledger's state has it behind "up 2 ": without ": ", and in words without blanks. The head
 * is what stands in front of the rows: "backfill audit.log tenant,id". */
const char *orq_filled_head(struct orq_arena *arena, const struct orq_backfill *backfill);
const char *orq_filled_text(struct orq_arena *arena, const struct orq_backfill *backfill,
                            const struct orq_filled *filled);
/* Out of such a state; false: it tells of none. */
bool orq_filled_read(struct orq_arena *arena, const char *state, struct orq_filled *filled);
/* Is it about this table and this key? */
bool orq_filled_is_of(struct orq_arena *arena, const struct orq_filled *filled,
                      const struct orq_backfill *backfill);
/* "3000 rows, up to tenant = 7, id = 81" */
const char *orq_filled_shown(struct orq_arena *arena, const struct orq_filled *filled);
/* An SQL expression of a value as text, in the form that the ledger has. */
const char *orq_filled_expression(struct orq_arena *arena, const char *value);

#endif
