/* What became of a step outside a transaction that was begun and of which nobody knows the end. */
#ifndef ORQ_HISTORY_RUNNER_PROBE_H
#define ORQ_HISTORY_RUNNER_PROBE_H

#include "history/runner_parts.h"

/* Asks the catalogue. *done: it has happened. An INVALID index that a CREATE INDEX CONCURRENTLY
 * left behind is dropped, so that the step can run again. What cannot be probed is reported
 * (ORQ_PARTIAL) and never repeated. */
enum orq_status orq_probe_step(struct orq_runner *runner, const struct orq_step *step, size_t at,
                               bool *done);

#endif
