/* Proving migrations that are there already: each is run up, down and up again on a scratch
 * database that holds what it stands on, as autogenerate proves what it writes. What its own
 * statements do to rows is no fault of it: then the schemas alone are compared. */
#ifndef ORQ_HISTORY_VERIFY_H
#define ORQ_HISTORY_VERIFY_H

#include "history/engine.h"
#include "history/graph.h"

struct orq_verified {
    const struct orq_revision *revision;
    bool proven;
    /* "up, down and up again with 12 generated rows in 4 of 4 tables"; not proven: why, "it stands
     * on 4f1c2a9be0d3, which does not run", or NULL where a fault of its own was reported */
    const char *text;
};

struct orq_verify_input {
    const struct orq_engine *engine;
    const struct orq_history *history;
    const struct orq_revisions *revisions; /* in the order of the history */
    /* May be NULL: called as each is begun, and when it is done. */
    void (*begun)(void *context, const struct orq_revision *revision);
    void (*done)(void *context, const struct orq_verified *verified);
    void *context;
};

/* ORQ_FAILED: one or more do not do what they say, reported; the others are tried all the same.
 * Anything else: it could not go on. */
enum orq_status orq_verify(struct orq_arena *arena, const struct orq_verify_input *input,
                           struct orq_diags *diags);

/* The file's text with this proof of the dialect in its header, in the place of the one that was
 * there. The sections, and so their hashes, stay as they are. */
const char *orq_verified_text(struct orq_arena *arena, const struct orq_verified *verified,
                              const char *dialect, const char *text);

#endif
