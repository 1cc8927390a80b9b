/* What the files of the graph share. */
#ifndef ORQ_HISTORY_GRAPH_PARTS_H
#define ORQ_HISTORY_GRAPH_PARTS_H

#include "history/graph.h"

/* A branch label. */
struct orq_label {
    struct orq_revision *revision;
    struct orq_diags *faults; /* two revisions have it; NULL: none */
};

/* Places every revision behind its parents and what it depends on. Those that run in a circle get a
 * fault, so that from every revision without a rank the first ones before it without one lead to a
 * fault. */
void orq_history_order(struct orq_arena *arena, struct orq_history *history);

/* Who has which label, and what it flows to. */
void orq_history_label(struct orq_arena *arena, struct orq_history *history);
void orq_history_inherit_labels(struct orq_arena *arena, struct orq_history *history);

/* The revision line of a file; nowhere for a migration without one. */
struct orq_span orq_revision_line(const struct orq_migration *migration);
/* Nothing stands before it. */
bool orq_revision_is_base(const struct orq_revision *revision);

/* -- walking -- */

enum orq_edges {
    ORQ_TO_PARENTS = 1,
    ORQ_TO_DEPENDS = 2,
    ORQ_TO_CHILDREN = 4,
    ORQ_TO_DEPENDENTS = 8,
    ORQ_BEFORE = ORQ_TO_PARENTS | ORQ_TO_DEPENDS,
    ORQ_BEHIND = ORQ_TO_CHILDREN | ORQ_TO_DEPENDENTS
};

/* Marks, by index; NULL entries of a walk are passed over. */
bool *orq_marks_new(struct orq_arena *arena, const struct orq_history *history);
/* Marks revision and all that these edges lead to. What is marked already is not walked again. */
void orq_marks_add(struct orq_arena *arena, const struct orq_revision *revision, unsigned edges,
                   bool *marks);
/* The line of a revision: what it stands on, itself, and what stands on it. */
bool *orq_marks_line(struct orq_arena *arena, const struct orq_history *history,
                     const struct orq_revision *revision);

/* "4f1c2a9be0d3 (add rating), 77d0e1a2b3c4 (add tags)" */
const char *orq_revisions_named(struct orq_arena *arena, const struct orq_revisions *revisions);

#endif
