/* What became of a step outside a transaction that was begun and of which nobody knows the end. */
#ifndef ORQ_HISTORY_RUNNER_PROBE_H
#define ORQ_HISTORY_RUNNER_PROBE_H

#include "history/runner_parts.h"

/* What the catalogue tells of a statement that builds or drops an index. */
enum orq_probe_result {
    ORQ_PROBE_UNKNOWN, /* another statement */
    ORQ_PROBE_ABSENT,
    ORQ_PROBE_INVALID, /* left behind by a build that failed */
    ORQ_PROBE_VALID
};
struct orq_probe {
    enum orq_probe_result result;
    bool drops;        /* the statement drops it */
    const char *index; /* quoted and qualified; as the statement has it where it is absent */
};
enum orq_status orq_probe_statement(struct orq_arena *arena, struct orq_db *db,
                                    struct orq_slice statement, struct orq_diags *diags,
                                    struct orq_probe *probe);

/* Asks the catalogue. *done: it has happened. A whole index is not the work of a CREATE INDEX
 * CONCURRENTLY that is known to have failed. An INVALID one that such a statement left behind is
 * dropped, so that the step can run again. What cannot be probed is reported
 * (ORQ_PARTIAL) and never repeated. */
enum orq_status orq_probe_step(struct orq_runner *runner, const struct orq_step *step, size_t at,
                               bool *done);

#endif
