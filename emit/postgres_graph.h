/* The tasks of a section with the edges between them, and the repair of its loops. */
#ifndef ORQ_EMIT_POSTGRES_GRAPH_H
#define ORQ_EMIT_POSTGRES_GRAPH_H

#include "emit/postgres_parts.h"

/* Why one task comes before another, the weakest reason first: a loop is opened at its weakest
 * edges. What the server refuses in another order is REAL. */
enum orq_pg_edge_class {
    ORQ_PG_EDGE_AGAINST, /* guessed from names in texts, and against the order of the phases */
    ORQ_PG_EDGE_GUESSED, /* guessed from names in texts */
    ORQ_PG_EDGE_ALTER,   /* after an alteration that it may not need, or before one that may not */
    ORQ_PG_EDGE_REAL
};

struct orq_pg_edge {
    size_t from, to;                 /* tasks, by index */
    enum orq_pg_edge_class class;    /* as far as it is known before there is a loop */
    const struct orq_depend *source; /* NULL: none of the schemas' */
    bool open;                       /* taken away to repair a loop */
};
ORQ_VEC_OF(orq_pg_edges, struct orq_pg_edge);

struct orq_pg_graph {
    struct orq_pg_emitter *emitter;
    struct orq_pg_tasks tasks; /* emitter's, and gates without pieces */
    struct orq_pg_edges edges;
    struct orq_map *guessed; /* made when there is a loop: "object\x1eon" */
};

/* -- postgres_edges.c -- */

void orq_pg_edge_add(struct orq_pg_graph *graph, const struct orq_pg_task *from,
                     const struct orq_pg_task *to, enum orq_pg_edge_class class,
                     const struct orq_depend *source);
void orq_pg_edges_find(struct orq_pg_graph *graph);

/* -- postgres_loop.c -- */

/* Opens every loop among the tasks that are not done yet, at its weakest edges:
 *   1. tables that hold each other by foreign keys are dropped by one statement
 *   2. edges guessed from names in texts, those against the order of the phases first
 *   3. edges that only put an alteration first
 * What is left is reported, and its edges are taken away so that the work can go on. */
void orq_pg_loops_open(struct orq_pg_graph *graph, const bool *done);

#endif
