/* One topological order of the tasks. Among those that may come next the first by phase, name and
 * place in the list does, so that the same operations give the same statements. */
#include "emit/postgres_graph.h"

#include <string.h>

static bool comes_first(const struct orq_pg_task *a, const struct orq_pg_task *b)
{
    if (a->phase != b->phase)
        return a->phase < b->phase;
    int order = strcmp(a->sort, b->sort);
    return order != 0 ? order < 0 : a->index < b->index;
}

/* -- a heap of the tasks that wait for nothing -- */

static void heap_push(struct orq_arena *arena, struct orq_pg_tasks *heap, struct orq_pg_task *task)
{
    ORQ_PUSH(arena, heap, task);
    size_t at = heap->len - 1;
    for (; at > 0 && comes_first(task, heap->items[(at - 1) / 2]); at = (at - 1) / 2)
        heap->items[at] = heap->items[(at - 1) / 2];
    heap->items[at] = task;
}

static struct orq_pg_task *heap_pop(struct orq_pg_tasks *heap)
{
    struct orq_pg_task *first = heap->items[0];
    struct orq_pg_task *last = heap->items[--heap->len];
    size_t at = 0;
    for (size_t child = 1; child < heap->len; child = 2 * at + 1) {
        if (child + 1 < heap->len && comes_first(heap->items[child + 1], heap->items[child]))
            child++;
        if (!comes_first(heap->items[child], last))
            break;
        heap->items[at] = heap->items[child];
        at = child;
    }
    heap->items[at] = last;
    return first;
}

/* -- Kahn's algorithm -- */

/* Edges by the task that they leave: those of task i are out[start[i]] up to out[start[i + 1]]. */
struct fans {
    size_t *start, *out, *waits;
};

static struct fans fan_out(struct orq_arena *arena, const struct orq_pg_graph *graph)
{
    size_t count = graph->tasks.len;
    struct fans fans = {.start = ORQ_NEW_ARRAY(arena, size_t, count + 2),
                        .out = ORQ_NEW_ARRAY(arena, size_t, graph->edges.len + 1),
                        .waits = ORQ_NEW_ARRAY(arena, size_t, count + 1)};
    for (size_t i = 0; i < graph->edges.len; i++)
        if (!graph->edges.items[i].open)
            fans.start[graph->edges.items[i].from + 2]++;
    for (size_t i = 2; i < count + 2; i++)
        fans.start[i] += fans.start[i - 1];
    for (size_t i = 0; i < graph->edges.len; i++) {
        const struct orq_pg_edge *edge = &graph->edges.items[i];
        if (edge->open)
            continue;
        fans.out[fans.start[edge->from + 1]++] = edge->to;
        fans.waits[edge->to]++;
    }
    return fans;
}

/* The order as far as there is one; false: a loop is in the way. */
static bool sort_tasks(const struct orq_pg_graph *graph, struct orq_pg_tasks *sorted, bool *done)
{
    struct orq_arena *arena = graph->emitter->arena;
    struct fans fans = fan_out(arena, graph);
    struct orq_pg_tasks heap = {0};
    for (size_t i = 0; i < graph->tasks.len; i++)
        if (fans.waits[i] == 0)
            heap_push(arena, &heap, graph->tasks.items[i]);
    while (heap.len > 0) {
        struct orq_pg_task *task = heap_pop(&heap);
        ORQ_PUSH(arena, sorted, task);
        done[task->index] = true;
        for (size_t i = fans.start[task->index]; i < fans.start[task->index + 1]; i++)
            if (--fans.waits[fans.out[i]] == 0)
                heap_push(arena, &heap, graph->tasks.items[fans.out[i]]);
    }
    return sorted->len == graph->tasks.len;
}

void orq_pg_order(struct orq_pg_emitter *emitter)
{
    struct orq_arena *arena = emitter->arena;
    struct orq_pg_graph graph = {.emitter = emitter};
    struct orq_pg_tasks sorted = {0};
    for (size_t i = 0; i < emitter->tasks.len; i++) {
        emitter->tasks.items[i]->index = i;
        ORQ_PUSH(arena, &graph.tasks, emitter->tasks.items[i]);
    }
    orq_pg_edges_find(&graph);
    bool *done = ORQ_NEW_ARRAY(arena, bool, graph.tasks.len + 1);
    while (!sort_tasks(&graph, &sorted, done)) {
        orq_pg_loops_open(&graph, done);
        sorted = (struct orq_pg_tasks){0};
        memset(done, 0, graph.tasks.len * sizeof *done);
    }
    emitter->tasks = sorted;
}
