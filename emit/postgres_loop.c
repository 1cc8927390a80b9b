/* Loops among the tasks: found as strongly connected parts, and opened by named repairs. */
#include "emit/postgres_graph.h"

#include "base/str.h"
#include "sql/quote.h"

#include <string.h>

/* -- strongly connected parts (Tarjan's algorithm, with a stack of its own) -- */

struct parts {
    const struct orq_pg_graph *graph;
    struct orq_arena *arena;
    size_t *start, *out;        /* edges by the task that they leave, as indexes of edges */
    size_t *low, *order, *next; /* order from 1; 0: not seen */
    size_t *part;               /* of each task, from 1; 0: none yet */
    size_t *path, *stack;       /* tasks under way, and those without a part */
    size_t paths, stacked, seen, count;
};

static bool is_closed(const struct orq_pg_edge *edge, const bool *done)
{
    return !edge->open && !done[edge->from] && !done[edge->to];
}

static void parts_fan_out(struct parts *parts, const bool *done)
{
    const struct orq_pg_edges *edges = &parts->graph->edges;
    size_t count = parts->graph->tasks.len;
    for (size_t i = 0; i < edges->len; i++)
        if (is_closed(&edges->items[i], done))
            parts->start[edges->items[i].from + 2]++;
    for (size_t i = 2; i < count + 2; i++)
        parts->start[i] += parts->start[i - 1];
    for (size_t i = 0; i < edges->len; i++)
        if (is_closed(&edges->items[i], done))
            parts->out[parts->start[edges->items[i].from + 1]++] = edges->items[i].to;
}

static void enter(struct parts *parts, size_t task)
{
    parts->order[task] = parts->low[task] = ++parts->seen;
    parts->next[task] = parts->start[task];
    parts->path[parts->paths++] = task;
    parts->stack[parts->stacked++] = task;
}

static void leave(struct parts *parts, size_t task)
{
    parts->paths--;
    if (parts->paths > 0) {
        size_t before = parts->path[parts->paths - 1];
        if (parts->low[task] < parts->low[before])
            parts->low[before] = parts->low[task];
    }
    if (parts->low[task] != parts->order[task])
        return;
    parts->count++;
    size_t member;
    do {
        member = parts->stack[--parts->stacked];
        parts->part[member] = parts->count;
    } while (member != task);
}

static void walk_from(struct parts *parts, size_t root)
{
    enter(parts, root);
    while (parts->paths > 0) {
        size_t task = parts->path[parts->paths - 1];
        if (parts->next[task] == parts->start[task + 1]) {
            leave(parts, task);
            continue;
        }
        size_t to = parts->out[parts->next[task]++];
        if (parts->order[to] == 0)
            enter(parts, to);
        else if (parts->part[to] == 0 && parts->order[to] < parts->low[task])
            parts->low[task] = parts->order[to];
    }
}

static struct parts find_parts(const struct orq_pg_graph *graph, const bool *done)
{
    struct orq_arena *arena = graph->emitter->arena;
    size_t count = graph->tasks.len;
    struct parts parts = {.graph = graph, .arena = arena};
    size_t **arrays[] = {&parts.low,  &parts.order, &parts.next,
                         &parts.part, &parts.path,  &parts.stack};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        *arrays[i] = ORQ_NEW_ARRAY(arena, size_t, count + 1);
    parts.start = ORQ_NEW_ARRAY(arena, size_t, count + 2);
    parts.out = ORQ_NEW_ARRAY(arena, size_t, graph->edges.len + 1);
    parts_fan_out(&parts, done);
    for (size_t i = 0; i < count; i++)
        if (!done[i] && parts.order[i] == 0)
            walk_from(&parts, i);
    return parts;
}

/* -- what is known of each loop -- */

struct loop {
    struct orq_pg_tasks tasks;
    enum orq_pg_edge_class weakest;
    bool tables; /* nothing but tables that are dropped */
};

static bool is_inside(const struct parts *parts, const struct orq_pg_edge *edge)
{
    return !edge->open && parts->part[edge->from] > 0 &&
           parts->part[edge->from] == parts->part[edge->to];
}

static bool drops_table(const struct orq_pg_task *task)
{
    const struct orq_side *side = &task->side;
    return task->does == ORQ_PG_DROP && !side->definition && side->table && !side->constraint &&
           !side->index && !side->column;
}

static void load_guessed(struct orq_pg_graph *graph)
{
    struct orq_pg_emitter *emitter = graph->emitter;
    const struct orq_schema *schemas[] = {emitter->input->renamed, emitter->input->want};
    if (graph->guessed)
        return;
    graph->guessed = orq_map_new(emitter->arena, ORQ_KEYS_EXACT);
    for (size_t side = 0; side < 2; side++) {
        struct orq_depends guessed = {0};
        orq_depends_guessed(emitter->arena, schemas[side], &guessed);
        for (size_t i = 0; i < guessed.len; i++)
            orq_map_put(graph->guessed,
                        orq_arena_printf(emitter->arena, "%zu%s\x1e%s", side,
                                         guessed.items[i].object, guessed.items[i].on),
                        graph);
    }
}

static bool is_of(const struct orq_depends *depends, const struct orq_depend *depend)
{
    for (size_t low = 0, high = depends->len; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (&depends->items[middle] == depend)
            return true;
        if (&depends->items[middle] < depend)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Now that it matters: is the edge a guess? */
static void classify(struct orq_pg_graph *graph, struct orq_pg_edge *edge)
{
    struct orq_pg_emitter *emitter = graph->emitter;
    const struct orq_depend *source = edge->source;
    if (!source)
        return;
    const char *key =
        orq_arena_printf(emitter->arena, "%d%s\x1e%s", is_of(&emitter->before, source) ? 0 : 1,
                         source->object, source->on);
    if (!orq_map_get(graph->guessed, key))
        return;
    bool against = graph->tasks.items[edge->from]->phase > graph->tasks.items[edge->to]->phase;
    edge->class = against ? ORQ_PG_EDGE_AGAINST : ORQ_PG_EDGE_GUESSED;
}

static struct loop *gather_loops(struct orq_pg_graph *graph, const struct parts *parts)
{
    struct orq_arena *arena = graph->emitter->arena;
    struct loop *loops = ORQ_NEW_ARRAY(arena, struct loop, parts->count + 1);
    for (size_t i = 0; i <= parts->count; i++)
        loops[i] = (struct loop){.weakest = ORQ_PG_EDGE_REAL, .tables = true};
    for (size_t i = 0; i < graph->tasks.len; i++) {
        struct loop *loop = &loops[parts->part[i]];
        ORQ_PUSH(arena, &loop->tasks, graph->tasks.items[i]);
        loop->tables = loop->tables && drops_table(graph->tasks.items[i]);
    }
    for (size_t i = 0; i < graph->edges.len; i++) {
        struct orq_pg_edge *edge = &graph->edges.items[i];
        if (!is_inside(parts, edge))
            continue;
        classify(graph, edge);
        struct loop *loop = &loops[parts->part[edge->from]];
        if (edge->class < loop->weakest)
            loop->weakest = edge->class;
    }
    return loops;
}

/* -- repairs -- */

/* The first table's statement drops all of them. */
static void drop_together(struct orq_pg_graph *graph, const struct loop *loop)
{
    struct orq_arena *arena = graph->emitter->arena;
    struct orq_str sql = orq_str_new(arena);
    struct orq_pg_piece piece = {.sql = NULL};
    for (size_t i = 0; i < loop->tasks.len; i++) {
        struct orq_pg_task *task = loop->tasks.items[i];
        orq_str_addf(&sql, "%s%s", i > 0 ? ", " : "DROP TABLE ",
                     orq_pg_table_sql(arena, task->side.table));
        for (size_t k = 0; k < task->pieces.len; k++) {
            orq_strings_append(arena, &piece.notes, &task->pieces.items[k].notes);
            orq_strings_append(arena, &piece.loses, &task->pieces.items[k].loses);
            orq_strings_append(arena, &piece.fill_in, &task->pieces.items[k].fill_in);
        }
        task->pieces.len = 0;
    }
    piece.sql = orq_str_text(&sql);
    ORQ_PUSH(arena, &loop->tasks.items[0]->pieces, piece);
}

/* What comes before or after one of the loop's tables comes before or after the one statement. */
static void move_edges(struct orq_pg_graph *graph, const struct parts *parts,
                       const struct loop *loops)
{
    size_t count = graph->edges.len;
    for (size_t i = 0; i < count; i++) {
        struct orq_pg_edge edge = graph->edges.items[i];
        const struct loop *from = &loops[parts->part[edge.from]];
        const struct loop *to = &loops[parts->part[edge.to]];
        if (edge.open || parts->part[edge.from] == parts->part[edge.to])
            continue;
        bool leaves = parts->part[edge.from] > 0 && from->tables && from->tasks.len > 1;
        bool enters = parts->part[edge.to] > 0 && to->tables && to->tasks.len > 1;
        if (leaves || enters)
            orq_pg_edge_add(graph, leaves ? from->tasks.items[0] : graph->tasks.items[edge.from],
                            enters ? to->tasks.items[0] : graph->tasks.items[edge.to], edge.class,
                            edge.source);
    }
}

static void report(struct orq_pg_graph *graph, const struct loop *loop)
{
    struct orq_pg_emitter *emitter = graph->emitter;
    struct orq_str names = orq_str_new(emitter->arena);
    const size_t most = 8;
    for (size_t i = 0; i < loop->tasks.len && i < most; i++) {
        const struct orq_side *side = &loop->tasks.items[i]->side;
        orq_str_addf(&names, "%s%s %s", i > 0 ? ", " : "", orq_kind_word(orq_side_kind(side)),
                     orq_shown_name(emitter->arena, orq_side_object(emitter->arena, side)));
    }
    if (loop->tasks.len > most)
        orq_str_addf(&names, " and %zu more", loop->tasks.len - most);
    orq_error(emitter->diags, orq_side_span(&loop->tasks.items[0]->side),
              "these depend on each other, and no order of statements suits them all: %s",
              orq_str_text(&names));
    orq_hint(emitter->diags, "Bring in a part of them in a migration of its own, or make one of "
                             "them without what it takes from the others first.");
    emitter->failed = true;
}

void orq_pg_loops_open(struct orq_pg_graph *graph, const bool *done)
{
    struct parts parts = find_parts(graph, done);
    load_guessed(graph);
    struct loop *loops = gather_loops(graph, &parts);
    move_edges(graph, &parts, loops);
    for (size_t i = 1; i <= parts.count; i++) {
        if (loops[i].tasks.len < 2)
            continue;
        if (loops[i].tables)
            drop_together(graph, &loops[i]);
        else if (loops[i].weakest == ORQ_PG_EDGE_REAL)
            report(graph, &loops[i]);
    }
    for (size_t i = 0; i < graph->edges.len; i++) {
        struct orq_pg_edge *edge = &graph->edges.items[i];
        if (!is_inside(&parts, edge))
            continue;
        const struct loop *loop = &loops[parts.part[edge->from]];
        edge->open = loop->tables || edge->class == loop->weakest;
    }
}
