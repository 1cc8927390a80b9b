/* Which task comes before which. */
#include "emit/postgres_graph.h"

#include "model/dialect.h"

#include <string.h>

/* The tasks of one object, or those that stand for it: a column's are those of its table, and so
 * are those of what comes and goes with its table. */
struct tasks_at {
    struct orq_pg_task *does[3];
    struct orq_pg_task *holder; /* drops what is left of it */
};

struct finder {
    struct orq_pg_graph *graph;
    struct orq_pg_emitter *emitter;
    struct orq_arena *arena;
    struct orq_map *at;    /* identity -> struct tasks_at */
    struct orq_map *freed; /* name -> struct freed, of what is dropped */
};

void orq_pg_edge_add(struct orq_pg_graph *graph, const struct orq_pg_task *from,
                     const struct orq_pg_task *to, enum orq_pg_edge_class class,
                     const struct orq_depend *source)
{
    struct orq_pg_edge edge = {.class = class, .source = source};
    if (!from || !to || from == to)
        return;
    edge.from = from->index;
    edge.to = to->index;
    ORQ_PUSH(graph->emitter->arena, &graph->edges, edge);
}

/* -- the tasks of an object -- */

static struct tasks_at *place(struct finder *finder, const char *identity)
{
    struct tasks_at *at = orq_map_get(finder->at, identity);
    if (!at) {
        at = ORQ_NEW(finder->arena, struct tasks_at);
        orq_map_put(finder->at, identity, at);
    }
    return at;
}

static void stand_for(struct finder *finder, const char *identity, struct orq_pg_task *task)
{
    struct tasks_at *at = place(finder, identity);
    if (!at->does[task->does])
        at->does[task->does] = task;
}

static void stand_for_columns(struct finder *finder, const struct orq_table *table,
                              struct orq_pg_task *task)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        struct orq_side side = {.table = table, .column = table->columns.items[i]};
        stand_for(finder, orq_pg_side_identity(finder->arena, finder->emitter->dialect, &side),
                  task);
    }
}

static void stand_for_parts(struct finder *finder, const struct orq_table *table,
                            struct orq_pg_task *task)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        struct orq_side side = {.table = table, .constraint = table->constraints.items[i]};
        stand_for(finder, orq_pg_side_identity(finder->arena, finder->emitter->dialect, &side),
                  task);
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        struct orq_side side = {.table = table, .index = table->indexes.items[i]};
        stand_for(finder, orq_pg_side_identity(finder->arena, finder->emitter->dialect, &side),
                  task);
    }
}

/* The table, or the relation of the definition, that a side is; NULL: it is a part of one. */
static const struct orq_table *relation_of(const struct orq_side *side)
{
    if (side->definition)
        return side->definition->relation;
    return side->column || side->constraint || side->index ? NULL : side->table;
}

static void stand_for_relation(struct finder *finder, struct orq_pg_task *task)
{
    const struct orq_table *relation = relation_of(&task->side);
    if (task->late || !relation)
        return;
    stand_for_columns(finder, relation, task);
    if (task->does != ORQ_PG_ALTER) {
        stand_for_parts(finder, relation, task);
        return;
    }
    const struct orq_table *wanted = orq_pg_wanted_relation(finder->emitter, relation);
    if (wanted)
        stand_for_columns(finder, wanted, task);
}

/* What an alteration renames is altered under its new name too. */
static void alias_renamed(struct finder *finder)
{
    const struct orq_ops *ops = finder->emitter->input->ops;
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_op *op = &ops->items[i];
        if (!(op->changed & ORQ_CHANGE_NAME))
            continue;
        const struct orq_dialect *dialect = finder->emitter->dialect;
        const struct tasks_at *from =
            orq_map_get(finder->at, orq_pg_side_identity(finder->arena, dialect, &op->from));
        if (from && from->does[ORQ_PG_ALTER])
            stand_for(finder, orq_pg_side_identity(finder->arena, dialect, &op->to),
                      from->does[ORQ_PG_ALTER]);
    }
}

static void place_all(struct finder *finder)
{
    const struct orq_pg_tasks *tasks = &finder->emitter->tasks;
    for (size_t i = 0; i < tasks->len; i++)
        if (!tasks->items[i]->late)
            stand_for(finder, tasks->items[i]->object, tasks->items[i]);
    for (size_t i = 0; i < tasks->len; i++)
        for (size_t k = 0; k < tasks->items[i]->holds.len; k++)
            place(finder, tasks->items[i]->holds.items[k])->holder = tasks->items[i];
    for (size_t i = 0; i < tasks->len; i++)
        stand_for_relation(finder, tasks->items[i]);
    alias_renamed(finder);
}

/* -- from the dependencies -- */

struct rule {
    enum orq_pg_do first, then;
    bool dependent_first; /* the task of what depends is the first one */
    enum orq_pg_edge_class class;
};
static const struct rule before_rules[] = {
    {ORQ_PG_DROP, ORQ_PG_DROP, true, ORQ_PG_EDGE_REAL},
    {ORQ_PG_DROP, ORQ_PG_ALTER, true, ORQ_PG_EDGE_REAL},
    {ORQ_PG_ALTER, ORQ_PG_DROP, true, ORQ_PG_EDGE_REAL},
};
static const struct rule after_rules[] = {
    {ORQ_PG_CREATE, ORQ_PG_CREATE, false, ORQ_PG_EDGE_REAL},
    {ORQ_PG_ALTER, ORQ_PG_CREATE, false, ORQ_PG_EDGE_ALTER},
    {ORQ_PG_CREATE, ORQ_PG_ALTER, false, ORQ_PG_EDGE_REAL},
    {ORQ_PG_ALTER, ORQ_PG_ALTER, false, ORQ_PG_EDGE_ALTER},
};

/* A new value of an enum disturbs nobody: what is dropped may wait until it is committed. Nor does
 * another owner or step of a sequence; and one that outlives its table has to be altered first. */
static bool is_needless(const struct rule *rule, const struct orq_pg_task *then)
{
    if (!then || rule->first != ORQ_PG_DROP || then->does != ORQ_PG_ALTER)
        return false;
    const struct orq_definition *definition = then->side.definition;
    return then->phase == ORQ_PG_PHASE_ADD_VALUE ||
           (definition && definition->kind == ORQ_KIND_SEQUENCE);
}

static bool is_table(const struct orq_pg_task *task)
{
    return task && !task->side.definition && relation_of(&task->side);
}

/* A foreign key, or a parent, of a table that goes: most alterations can do without waiting. */
static enum orq_pg_edge_class class_of(const struct rule *rule, const struct orq_pg_task *first,
                                       const struct orq_pg_task *then)
{
    bool tables = is_table(first) && is_table(then);
    return rule->first == ORQ_PG_DROP && rule->then == ORQ_PG_ALTER && tables ? ORQ_PG_EDGE_ALTER
                                                                              : rule->class;
}

static void apply(struct finder *finder, const struct rule *rules, size_t count,
                  const struct orq_depend *depend)
{
    const struct tasks_at *object = orq_map_get(finder->at, depend->object);
    const struct tasks_at *on = object ? orq_map_get(finder->at, depend->on) : NULL;
    if (!on)
        return;
    for (size_t i = 0; i < count; i++) {
        const struct rule *rule = &rules[i];
        const struct tasks_at *at_first = rule->dependent_first ? object : on;
        const struct tasks_at *at_then = rule->dependent_first ? on : object;
        const struct orq_pg_task *first = at_first->does[rule->first];
        const struct orq_pg_task *then = at_then->does[rule->then];
        if (!is_needless(rule, then))
            orq_pg_edge_add(finder->graph, first, then, class_of(rule, first, then), depend);
    }
}

/* What comes back as it was, and is nothing that want knows. */
static bool is_foreign(struct finder *finder, const struct orq_pg_task *task)
{
    const struct orq_schema *want = finder->emitter->input->want;
    if (!task || !task->rebuilt)
        return false;
    if (task->side.definition)
        return !orq_schema_definition_like(finder->arena, want, task->side.definition);
    return !orq_pg_wanted_relation(finder->emitter, task->side.table);
}

static void let_go(struct finder *finder, const struct tasks_at *object,
                   const struct orq_depend *depend)
{
    const struct tasks_at *on =
        object && object->holder ? orq_map_get(finder->at, depend->on) : NULL;
    if (on)
        orq_pg_edge_add(finder->graph, object->holder, on->does[ORQ_PG_DROP], ORQ_PG_EDGE_REAL,
                        depend);
}

static void apply_all(struct finder *finder)
{
    const struct orq_depends *before = &finder->emitter->before, *after = &finder->emitter->after;
    const size_t befores = sizeof before_rules / sizeof *before_rules;
    const size_t afters = sizeof after_rules / sizeof *after_rules;
    for (size_t i = 0; i < before->len; i++) {
        const struct tasks_at *at = orq_map_get(finder->at, before->items[i].object);
        apply(finder, before_rules, befores, &before->items[i]);
        let_go(finder, at, &before->items[i]);
        if (at && is_foreign(finder, at->does[ORQ_PG_CREATE]))
            apply(finder, after_rules, afters, &before->items[i]);
    }
    for (size_t i = 0; i < after->len; i++)
        apply(finder, after_rules, afters, &after->items[i]);
}

/* -- names -- */

struct freed {
    const struct orq_pg_task *by;
    const struct freed *next;
};

/* Relations and types share their names; routines theirs. Others have them to themselves, or in
 * their relation, where the same name is the same identity. */
static bool shares_names(enum orq_kind kind)
{
    return kind == ORQ_KIND_TABLE || kind == ORQ_KIND_VIEW || kind == ORQ_KIND_SEQUENCE ||
           kind == ORQ_KIND_FOREIGN_TABLE || kind == ORQ_KIND_INDEX || kind == ORQ_KIND_COMPOSITE ||
           kind == ORQ_KIND_ENUM || kind == ORQ_KIND_DOMAIN || kind == ORQ_KIND_RANGE ||
           kind == ORQ_KIND_PRIMARY_KEY || kind == ORQ_KIND_UNIQUE || kind == ORQ_KIND_EXCLUSION;
}

static const char *shared_name(struct finder *finder, const struct orq_side *side)
{
    enum orq_kind kind = orq_side_kind(side);
    const char *schema = side->definition ? side->definition->schema : side->table->schema;
    bool routine = kind == ORQ_KIND_FUNCTION || kind == ORQ_KIND_AGGREGATE;
    if (!orq_side_name(side) || (!shares_names(kind) && !routine))
        return NULL;
    return orq_qualified(finder->arena, finder->emitter->dialect, schema, orq_side_name(side));
}

static void free_name(struct finder *finder, const struct orq_side *side,
                      const struct orq_pg_task *task)
{
    const char *name = shared_name(finder, side);
    if (!name)
        return;
    struct freed *freed = ORQ_NEW(finder->arena, struct freed);
    freed->by = task;
    freed->next = orq_map_put(finder->freed, name, freed);
}

static void take_name(struct finder *finder, const struct orq_side *side,
                      const struct orq_pg_task *task)
{
    const char *name = shared_name(finder, side);
    const struct freed *freed = name ? orq_map_get(finder->freed, name) : NULL;
    for (; freed; freed = freed->next)
        orq_pg_edge_add(finder->graph, freed->by, task, ORQ_PG_EDGE_REAL, NULL);
}

/* The names of a task's object, and of what comes and goes with it. */
static void each_name(struct finder *finder, const struct orq_pg_task *task,
                      void (*see)(struct finder *finder, const struct orq_side *side,
                                  const struct orq_pg_task *task))
{
    const struct orq_table *relation = relation_of(&task->side);
    see(finder, &task->side, task);
    for (size_t i = 0; relation && i < relation->constraints.len; i++) {
        struct orq_side side = {.table = relation, .constraint = relation->constraints.items[i]};
        see(finder, &side, task);
    }
    for (size_t i = 0; relation && i < relation->indexes.len; i++) {
        struct orq_side side = {.table = relation, .index = relation->indexes.items[i]};
        see(finder, &side, task);
    }
}

static void order_names(struct finder *finder)
{
    const struct orq_pg_tasks *tasks = &finder->emitter->tasks;
    const struct orq_ops *ops = finder->emitter->input->ops;
    for (size_t i = 0; i < tasks->len; i++)
        if (tasks->items[i]->does == ORQ_PG_DROP)
            each_name(finder, tasks->items[i], free_name);
    for (size_t i = 0; i < tasks->len; i++)
        if (tasks->items[i]->does == ORQ_PG_CREATE)
            each_name(finder, tasks->items[i], take_name);
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_op *op = &ops->items[i];
        const struct tasks_at *at =
            op->changed & ORQ_CHANGE_NAME
                ? orq_map_get(finder->at, orq_pg_side_identity(finder->arena,
                                                               finder->emitter->dialect, &op->to))
                : NULL;
        if (at && at->does[ORQ_PG_ALTER])
            take_name(finder, &op->to, at->does[ORQ_PG_ALTER]);
    }
}

/* -- one object -- */

static void order_own(struct finder *finder, const struct orq_pg_task *task)
{
    const struct tasks_at *at = orq_map_get(finder->at, task->object);
    for (size_t i = 0; i < task->after.len; i++) {
        const struct tasks_at *other = orq_map_get(finder->at, task->after.items[i]);
        for (size_t does = 0; other && does < 3; does++)
            orq_pg_edge_add(finder->graph, other->does[does], task, ORQ_PG_EDGE_REAL, NULL);
    }
    if (!at)
        return;
    if (task->late) {
        orq_pg_edge_add(finder->graph, at->does[ORQ_PG_ALTER], task, ORQ_PG_EDGE_REAL, NULL);
        orq_pg_edge_add(finder->graph, at->does[ORQ_PG_CREATE], task, ORQ_PG_EDGE_REAL, NULL);
    } else if (task->does == ORQ_PG_CREATE) {
        orq_pg_edge_add(finder->graph, at->does[ORQ_PG_DROP], task, ORQ_PG_EDGE_REAL, NULL);
    }
}

/* A sequence goes with the table that owns it: before that it gets another owner. */
static void order_owned(struct finder *finder, const struct orq_pg_task *task)
{
    const struct orq_definition *sequence = task->side.definition;
    if (task->does != ORQ_PG_ALTER || !sequence || sequence->kind != ORQ_KIND_SEQUENCE)
        return;
    const char *owner = orq_attribute_text(&sequence->attributes, ORQ_ATTRIBUTE_OWNED_BY);
    const char *dot = owner ? strrchr(owner, '.') : NULL;
    if (!dot)
        return;
    const char *relation = orq_arena_strndup(finder->arena, owner, (size_t)(dot - owner));
    const struct tasks_at *at =
        orq_map_get(finder->at, orq_identity_in(finder->arena, finder->emitter->dialect,
                                                ORQ_KIND_COLUMN, relation, dot + 1));
    if (at)
        orq_pg_edge_add(finder->graph, task, at->does[ORQ_PG_DROP], ORQ_PG_EDGE_REAL, NULL);
}

/* -- extensions -- */

static struct orq_pg_task *gate(struct finder *finder, enum orq_pg_phase phase)
{
    struct orq_pg_task *task = ORQ_NEW(finder->arena, struct orq_pg_task);
    task->does = ORQ_PG_ALTER;
    task->phase = phase;
    task->object = task->sort = "";
    task->index = finder->graph->tasks.len;
    ORQ_PUSH(finder->arena, &finder->graph->tasks, task);
    return task;
}

static bool is_extension(const struct orq_pg_task *task)
{
    return task->side.definition && task->side.definition->kind == ORQ_KIND_EXTENSION;
}

static bool is_schema(const struct orq_pg_task *task)
{
    return task->side.definition && task->side.definition->kind == ORQ_KIND_NAMESPACE;
}

/* Anything may use what an extension provides: extensions are made before whatever else is made,
 * and dropped after whatever else is dropped. A gate between them spares an edge for each pair. */
static void order_extensions(struct finder *finder)
{
    const struct orq_pg_tasks *tasks = &finder->emitter->tasks;
    struct orq_pg_task *made = NULL, *dropped = NULL;
    for (size_t i = 0; i < tasks->len; i++) {
        const struct orq_pg_task *task = tasks->items[i];
        if (!is_extension(task))
            continue;
        if (task->does == ORQ_PG_DROP)
            dropped = dropped ? dropped : gate(finder, ORQ_PG_PHASE_DROP_EXTENSION);
        else
            made = made ? made : gate(finder, ORQ_PG_PHASE_EXTENSION);
        if (task->does == ORQ_PG_DROP)
            orq_pg_edge_add(finder->graph, dropped, task, ORQ_PG_EDGE_REAL, NULL);
        else
            orq_pg_edge_add(finder->graph, task, made, ORQ_PG_EDGE_REAL, NULL);
    }
    for (size_t i = 0; i < tasks->len && (made || dropped); i++) {
        const struct orq_pg_task *task = tasks->items[i];
        if (is_extension(task) || is_schema(task) || task->phase == ORQ_PG_PHASE_ADD_VALUE)
            continue;
        if (task->does != ORQ_PG_DROP)
            orq_pg_edge_add(finder->graph, made, task, ORQ_PG_EDGE_REAL, NULL);
        if (task->does == ORQ_PG_DROP || (task->does == ORQ_PG_ALTER && !task->late))
            orq_pg_edge_add(finder->graph, task, dropped, ORQ_PG_EDGE_REAL, NULL);
    }
}

void orq_pg_edges_find(struct orq_pg_graph *graph)
{
    struct orq_pg_emitter *emitter = graph->emitter;
    struct finder finder = {.graph = graph,
                            .emitter = emitter,
                            .arena = emitter->arena,
                            .at = orq_map_new(emitter->arena, ORQ_KEYS_EXACT),
                            .freed = orq_map_new(emitter->arena, ORQ_KEYS_EXACT)};
    place_all(&finder);
    apply_all(&finder);
    order_names(&finder);
    for (size_t i = 0; i < emitter->tasks.len; i++) {
        order_own(&finder, emitter->tasks.items[i]);
        order_owned(&finder, emitter->tasks.items[i]);
    }
    order_extensions(&finder);
}
