/* Moving a database over to orqgen as it stands: a baseline is found in the migrations folder or
 * made, and recorded in the ledger. Nothing of the database is run or changed but the ledger, and
 * Alembic's table stays as it is. */
#ifndef ORQ_HISTORY_ADOPT_H
#define ORQ_HISTORY_ADOPT_H

#include "history/alembic.h"
#include "history/engine.h"
#include "history/ledger.h"
#include "history/runner.h"

struct orq_adopt_input {
    struct orq_db *db;
    const struct orq_history *history;
    const char *revision;               /* --rev-id; NULL: Alembic's where it has one, else a new */
    const struct orq_strings *dialects; /* of the model, where there is one: the others get empty
                                           sections */
    const struct orq_run_options *run;
};

struct orq_adoption {
    struct orq_alembic alembic;
    const struct orq_schema *live;
    struct orq_migration *baseline;
    bool made; /* it is new, and in no file yet */
};

/* Reads the database and finds or makes the baseline that it is at. ORQ_INVALID, reported: it has
 * a ledger already, is empty, is not what the folder's baseline builds, or is at another revision
 * of Alembic's than that. */
enum orq_status orq_adopt_prepare(struct orq_arena *arena, const struct orq_engine *engine,
                                  const struct orq_adopt_input *input, struct orq_diags *diags,
                                  struct orq_adoption *adoption);

/* Writes the ledger's row, under the run's lock, if the database is still what was read. */
enum orq_status orq_adopt_record(struct orq_arena *arena, const struct orq_adopt_input *input,
                                 const struct orq_adoption *adoption, struct orq_diags *diags);

#endif
