/* What making and proving a migration asks of an engine, as a const table of
 * functions: the rest of history/ never asks which engine it is. */
#ifndef ORQ_HISTORY_ENGINE_H
#define ORQ_HISTORY_ENGINE_H

#include "db/db.h"
#include "emit/emit.h"
#include "model/dialect.h"

struct orq_engine {
    const struct orq_dialect *dialect;
    /* Operations -> statements. */
    enum orq_status (*emit)(struct orq_arena *arena, const struct orq_emit_input *input,
                            struct orq_diags *diags, struct orq_section *section);
    /* Answers every pair of a diff, in one batch. */
    enum orq_status (*judge)(struct orq_arena *arena, struct orq_pairs *pairs,
                             struct orq_diags *diags);
    /* An empty scratch database, to be closed by the caller. shown: what messages call it, so that
     * they say what it stands for: "a copy of orchestrator.db". */
    enum orq_status (*scratch)(struct orq_arena *arena, const char *shown, struct orq_diags *diags,
                               struct orq_db **db);
    /* Builds a schema, which came from a database, in an empty scratch database. */
    enum orq_status (*build)(struct orq_arena *arena, struct orq_db *db,
                             const struct orq_schema *schema, struct orq_diags *diags);
    /* Views and triggers that do not compile and so stand in the way of a native ALTER. */
    enum orq_status (*broken)(struct orq_arena *arena, const struct orq_schema *schema,
                              struct orq_diags *diags, struct orq_strings *names);
    int version; /* of the engine that scratch databases run on */
};

/* By the dialect's key; NULL: no engine for it. */
const struct orq_engine *orq_engine_find(const char *dialect);

#endif
