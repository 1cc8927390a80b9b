/* Any state is a source of a schema: a database, a revision of the history, a
 * model, nothing. */
#ifndef ORQ_HISTORY_STATE_H
#define ORQ_HISTORY_STATE_H

#include "history/compare.h"
#include "history/graph.h"

/* A history, and the engine on whose scratch databases it is run from empty. */
struct orq_replay {
    const struct orq_engine *engine;
    const struct orq_history *history;
};

/* What the history builds up to a revision (NULL: base, so nothing). ORQ_INVALID, reported: a
 * migration has no section for the dialect; what a failing statement or the server gives is passed
 * on, with a note that it happened in a replay. */
enum orq_status orq_state_replay(struct orq_arena *arena, const struct orq_replay *replay,
                                 const struct orq_revision *revision, struct orq_diags *diags,
                                 struct orq_schema **schema);
/* The same up to several at once; none: nothing. */
enum orq_status orq_state_replay_all(struct orq_arena *arena, const struct orq_replay *replay,
                                     const struct orq_revisions *revisions, struct orq_diags *diags,
                                     struct orq_schema **schema);
/* The same scratch database, open: to be closed by the caller. */
enum orq_status orq_state_build(struct orq_arena *arena, const struct orq_replay *replay,
                                const struct orq_revisions *path, struct orq_diags *diags,
                                struct orq_db **db);
/* What these revisions build one after the other, in this order; none: nothing. */
enum orq_status orq_state_replay_path(struct orq_arena *arena, const struct orq_replay *replay,
                                      const struct orq_revisions *path, struct orq_diags *diags,
                                      struct orq_schema **schema);
/* An empty schema. */
struct orq_schema *orq_state_empty(struct orq_arena *arena, const struct orq_engine *engine);
/* What of built the migrations made: all of it, but for what stood in a baseline. */
enum orq_status orq_state_made(struct orq_arena *arena, const struct orq_replay *replay,
                               const struct orq_schema *built, struct orq_diags *diags,
                               const struct orq_schema **made);
/* What of a database the model manages or names, or the history built: drift is told of that alone.
 */
struct orq_schema *orq_state_visible(struct orq_arena *arena, const struct orq_schema *live,
                                     const struct orq_schema *built,
                                     const struct orq_schema *model);
/* The same schema with what manages it taken from the model: kinds, excluded names, naming. */
struct orq_schema *orq_state_managed(struct orq_arena *arena, const struct orq_schema *schema,
                                     const struct orq_schema *model);

#endif
