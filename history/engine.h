/* What making and proving a migration asks of an engine: a const table of functions, and with it
 * what a run works on. The rest of history/ never asks which engine it is. */
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
    /* Answers every pair of a diff, in one batch. db: a connection to what `have` was read from, or
     * to its like; NULL: whatever needs one is unverified. */
    enum orq_status (*judge)(struct orq_arena *arena, struct orq_db *db, struct orq_pairs *pairs,
                             struct orq_diags *diags);
    /* An empty scratch database, to be closed by the caller. shown: what messages call it, so that
     * they say what it stands for: "a copy of orchestrator.db". */
    enum orq_status (*scratch)(const struct orq_engine *engine, struct orq_arena *arena,
                               const char *shown, struct orq_diags *diags, struct orq_db **db);
    /* Builds a schema, which came from a database, in an empty scratch database. */
    enum orq_status (*build)(struct orq_arena *arena, struct orq_db *db,
                             const struct orq_schema *schema, struct orq_diags *diags);
    /* Views and triggers that do not compile and so stand in the way of a native ALTER. */
    enum orq_status (*broken)(struct orq_arena *arena, const struct orq_schema *schema,
                              struct orq_diags *diags, struct orq_strings *names);
    /* have as it is after these renames, worked out without a database; NULL: the engine carries
     * them out on a scratch database. */
    struct orq_schema *(*rename)(struct orq_arena *arena, const struct orq_schema *have,
                                 const struct orq_renames *renames);
    bool costly_scratch; /* a scratch database is a real one: not made where it can be done without
                          */

    /* -- of this run -- */
    int version;                  /* of the engine that scratch databases run on */
    const struct orq_url *server; /* PostgreSQL: where scratch databases are made; NULL: nowhere */
    const char *no_scratch;       /* why there is none, for the proof line */
    struct orq_db *live;          /* the connection that judges; NULL: none */
    const struct orq_strings *schemas; /* PostgreSQL: those to read of any database */
    bool plain;                        /* see struct orq_emit_input */
    const struct orq_strings *large;   /* the same */
};

/* By the dialect's key; NULL: no engine for it. */
const struct orq_engine *orq_engine_find(const char *dialect);

#endif
