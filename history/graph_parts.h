/* What the files of the graph share. */
#ifndef ORQ_HISTORY_GRAPH_PARTS_H
#define ORQ_HISTORY_GRAPH_PARTS_H

#include "history/graph.h"

/* Places every revision behind its parents. Those that run in a circle get a fault, so that from
 * every revision without a rank the first parents without one lead to a fault. */
void orq_history_order(struct orq_arena *arena, struct orq_history *history);

/* The revision line of a file; nowhere for a migration without one. */
struct orq_span orq_revision_line(const struct orq_migration *migration);

#endif
