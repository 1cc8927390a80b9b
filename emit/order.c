#include "emit/order.h"

#include <stdint.h>
#include <stdlib.h>

/* Tarjan's walk: every table comes out behind all that must stand before it, and the tables of a
 * cycle come out together (https://doi.org/10.1137/0201010). Without recursion, as a chain of
 * foreign keys can be as long as the schema. */

#define NOBODY SIZE_MAX

ORQ_VEC_OF(numbers, size_t);

struct node {
    struct orq_table_plan *plan;
    struct numbers before; /* the nodes that must stand before it, by name */
    size_t next;           /* of these, the one to visit next */
    size_t caller;         /* from where the walk came */
    size_t number;         /* when it was reached, from 1 on */
    size_t low;            /* the earliest waiting node that can be reached from it */
    bool waiting;
};

struct graph {
    struct orq_arena *arena;
    struct node *nodes;
    size_t len, reached;
    struct numbers stack; /* those that wait for the rest of their cycle */
    struct orq_table_plans out;
};

static int by_number(const void *a, const void *b)
{
    const size_t *left = a, *right = b;
    return *left < *right ? -1 : *left > *right;
}

static void enter(struct graph *graph, size_t at, size_t caller)
{
    struct node *node = &graph->nodes[at];
    node->caller = caller;
    node->number = node->low = ++graph->reached;
    node->waiting = true;
    ORQ_PUSH(graph->arena, &graph->stack, at);
}

/* All that wait since this node are its cycle. */
static void leave_cycle(struct graph *graph, size_t first)
{
    size_t from = graph->stack.len;
    do {
        from--;
        graph->nodes[graph->stack.items[from]].waiting = false;
    } while (graph->stack.items[from] != first);
    size_t count = graph->stack.len - from;
    qsort(graph->stack.items + from, count, sizeof *graph->stack.items, by_number);
    for (size_t i = from; i < graph->stack.len; i++)
        ORQ_PUSH(graph->arena, &graph->out, graph->nodes[graph->stack.items[i]].plan);
    graph->stack.len = from;
}

static size_t go_back(struct graph *graph, size_t at)
{
    const struct node *node = &graph->nodes[at];
    if (node->low == node->number)
        leave_cycle(graph, at);
    if (node->caller != NOBODY && node->low < graph->nodes[node->caller].low)
        graph->nodes[node->caller].low = node->low;
    return node->caller;
}

static void walk(struct graph *graph, size_t at)
{
    enter(graph, at, NOBODY);
    while (at != NOBODY) {
        struct node *node = &graph->nodes[at];
        if (node->next == node->before.len) {
            at = go_back(graph, at);
            continue;
        }
        size_t to = node->before.items[node->next++];
        const struct node *other = &graph->nodes[to];
        if (other->number == 0) {
            enter(graph, to, at);
            at = to;
        } else if (other->waiting && other->number < node->low) {
            node->low = other->number;
        }
    }
}

static struct orq_table_plans ordered(struct graph *graph)
{
    for (size_t i = 0; i < graph->len; i++)
        if (graph->nodes[i].number == 0)
            walk(graph, i);
    return graph->out;
}

/* Before each parent its children, which come by name as the plans do. */
static struct graph graph_of(struct orq_arena *arena, const struct orq_table_plans *plans)
{
    struct graph graph = {.arena = arena, .len = plans->len};
    struct orq_map *by_name = orq_map_new(arena, ORQ_KEYS_FOLDED);
    graph.nodes = ORQ_NEW_ARRAY(arena, struct node, plans->len + 1);
    for (size_t i = 0; i < plans->len; i++) {
        struct orq_table_plan *plan = plans->items[i];
        graph.nodes[i].plan = plan;
        orq_map_put(by_name, plan->want ? plan->want->name : plan->have->name, &graph.nodes[i]);
    }
    for (size_t i = 0; i < plans->len; i++) {
        const struct orq_table *child =
            plans->items[i]->want ? plans->items[i]->want : plans->items[i]->have;
        for (size_t k = 0; k < child->constraints.len; k++) {
            const struct orq_constraint *key = child->constraints.items[k];
            struct node *parent = key->kind == ORQ_KIND_FOREIGN_KEY && key->ref_table
                                      ? orq_map_get(by_name, key->ref_table)
                                      : NULL;
            if (parent)
                ORQ_PUSH(arena, &parent->before, i);
        }
    }
    return graph;
}

struct orq_table_plans orq_plans_children_first(struct orq_arena *arena,
                                                const struct orq_table_plans *plans)
{
    struct graph graph = graph_of(arena, plans);
    return ordered(&graph);
}

struct orq_table_plans orq_plans_parents_first(struct orq_arena *arena,
                                               const struct orq_table_plans *plans)
{
    struct graph children = graph_of(arena, plans), parents = children;
    parents.nodes = ORQ_NEW_ARRAY(arena, struct node, plans->len + 1);
    for (size_t i = 0; i < plans->len; i++)
        parents.nodes[i].plan = children.nodes[i].plan;
    for (size_t i = 0; i < plans->len; i++)
        for (size_t k = 0; k < children.nodes[i].before.len; k++)
            ORQ_PUSH(arena, &parents.nodes[children.nodes[i].before.items[k]].before, i);
    return ordered(&parents);
}
