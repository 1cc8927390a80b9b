#include "history/slice_depends.h"

#include "base/str.h"
#include "model/depend.h"
#include "model/identity.h"

#include <string.h>

/* A table or a definition, and what it is joined to. */
struct node {
    const char *identity;
    struct orq_strings needs, needed_by; /* identities */
    bool reached, kept;
};

struct slicer {
    struct orq_arena *arena;
    const struct orq_schema *schema;
    struct orq_map *nodes;    /* identity -> struct node */
    struct orq_map *owners;   /* qualified name of a relation, identity of an index -> identity */
    struct orq_strings queue; /* reached, their dependents not yet followed */
    struct orq_map *kept;     /* the result, of both schemas */
};

static void add_node(struct slicer *slicer, const char *identity)
{
    struct node *node = ORQ_NEW(slicer->arena, struct node);
    node->identity = identity;
    orq_map_put(slicer->nodes, identity, node);
}

static void own(struct slicer *slicer, const char *key, const char *identity)
{
    orq_map_put(slicer->owners, key, orq_arena_strdup(slicer->arena, identity));
}

static void own_indexes(struct slicer *slicer, const struct orq_table *table, const char *identity)
{
    const struct orq_dialect *dialect = slicer->schema->dialect;
    for (size_t i = 0; i < table->indexes.len; i++)
        own(slicer,
            orq_identity(slicer->arena, dialect, ORQ_KIND_INDEX, table->schema,
                         table->indexes.items[i]->name),
            identity);
}

/* What stands in a relation belongs to it. */
static void learn_objects(struct slicer *slicer)
{
    const struct orq_schema *schema = slicer->schema;
    struct orq_arena *arena = slicer->arena;
    for (size_t i = 0; i < schema->tables.len; i++) {
        const struct orq_table *table = schema->tables.items[i];
        const char *identity = orq_table_identity(arena, schema->dialect, table);
        add_node(slicer, identity);
        own(slicer, orq_qualified(arena, schema->dialect, table->schema, table->name), identity);
        own_indexes(slicer, table, identity);
    }
    for (size_t i = 0; i < schema->definitions.len; i++) {
        const struct orq_definition *definition = schema->definitions.items[i];
        const char *identity = orq_definition_identity(arena, schema->dialect, definition);
        const char *name =
            orq_qualified(arena, schema->dialect, definition->schema, definition->name);
        add_node(slicer, identity);
        if (definition->relation && !orq_map_get(slicer->owners, name))
            own(slicer, name, identity);
        if (definition->relation)
            own_indexes(slicer, definition->relation, identity);
    }
}

/* The node of an identity, or of the relation that it stands in; NULL: of neither. */
static struct node *node_of(const struct slicer *slicer, const char *identity)
{
    struct node *node = orq_map_get(slicer->nodes, identity);
    const char *owner = node ? NULL : orq_map_get(slicer->owners, identity);
    const char *colon = strchr(identity, ':'), *mark = strchr(identity, '\x1f');
    if (!node && !owner && colon && mark)
        owner = orq_map_get(slicer->owners, orq_arena_strndup(slicer->arena, colon + 1,
                                                              (size_t)(mark - colon - 1)));
    return node ? node : orq_map_get(slicer->nodes, owner);
}

static void learn_edges(struct slicer *slicer)
{
    struct orq_depends depends = {0};
    orq_depends_of(slicer->arena, slicer->schema, &depends);
    for (size_t i = 0; i < depends.len; i++) {
        struct node *object = node_of(slicer, depends.items[i].object);
        struct node *on = node_of(slicer, depends.items[i].on);
        if (!object || !on || object == on)
            continue;
        ORQ_PUSH(slicer->arena, &object->needs, on->identity);
        ORQ_PUSH(slicer->arena, &on->needed_by, object->identity);
    }
}

static void join(struct slicer *slicer, struct node *object, struct node *on)
{
    ORQ_PUSH(slicer->arena, &object->needs, on->identity);
    ORQ_PUSH(slicer->arena, &on->needs, object->identity);
}

/* A sequence says whose it is, and a table's goes with it: neither comes alone. */
static void join_owners(struct slicer *slicer)
{
    for (size_t i = 0; i < slicer->schema->definitions.len; i++) {
        const struct orq_definition *sequence = slicer->schema->definitions.items[i];
        const char *owned = orq_attribute_text(&sequence->attributes, ORQ_ATTRIBUTE_OWNED_BY);
        const char *dot = owned ? strrchr(owned, '.') : NULL;
        if (!dot)
            continue;
        const char *name = orq_arena_strndup(slicer->arena, owned, (size_t)(dot - owned));
        struct node *table = orq_map_get(slicer->nodes, orq_map_get(slicer->owners, name));
        if (table)
            join(slicer,
                 node_of(slicer,
                         orq_definition_identity(slicer->arena, slicer->schema->dialect, sequence)),
                 table);
    }
}

static void reach(struct slicer *slicer, const char *identity)
{
    struct node *node = node_of(slicer, identity);
    if (!node || node->reached)
        return;
    node->reached = true;
    ORQ_PUSH(slicer->arena, &slicer->queue, node->identity);
}

static void reach_side(struct slicer *slicer, const struct orq_side *side)
{
    const struct orq_dialect *dialect = slicer->schema->dialect;
    if (side->table)
        reach(slicer, orq_table_identity(slicer->arena, dialect, side->table));
    if (!side->definition)
        return;
    reach(slicer, orq_definition_identity(slicer->arena, dialect, side->definition));
    const char *on =
        side->definition->on ? orq_map_get(slicer->owners, side->definition->on) : NULL;
    if (on)
        reach(slicer, on);
}

static void reach_ops(struct slicer *slicer, const struct orq_ops *ops)
{
    for (size_t i = 0; i < ops->len; i++) {
        reach_side(slicer, &ops->items[i].from);
        reach_side(slicer, &ops->items[i].to);
    }
    for (size_t i = 0; i < slicer->queue.len; i++) {
        const struct node *node = orq_map_get(slicer->nodes, slicer->queue.items[i]);
        for (size_t k = 0; k < node->needed_by.len; k++)
            reach(slicer, node->needed_by.items[k]);
    }
}

/* The queue goes on with what the reached ones need. */
static void keep_needs(struct slicer *slicer)
{
    for (size_t i = 0; i < slicer->queue.len; i++) {
        struct node *node = orq_map_get(slicer->nodes, slicer->queue.items[i]);
        if (node->kept)
            continue;
        node->kept = true;
        orq_map_put(slicer->kept, node->identity, slicer);
        for (size_t k = 0; k < node->needs.len; k++)
            ORQ_PUSH(slicer->arena, &slicer->queue, node->needs.items[k]);
    }
}

static void keep_surroundings(struct slicer *slicer)
{
    const struct orq_definitions *definitions = &slicer->schema->definitions;
    for (size_t i = 0; i < definitions->len; i++) {
        const struct orq_definition *definition = definitions->items[i];
        if (definition->kind == ORQ_KIND_NAMESPACE || definition->kind == ORQ_KIND_EXTENSION)
            orq_map_put(slicer->kept,
                        orq_definition_identity(slicer->arena, slicer->schema->dialect, definition),
                        slicer);
    }
}

/* What one side keeps, the other has to be asked about too: the names that are kept already begin
 * its queue. */
static void slice_side(struct orq_arena *arena, const struct orq_schema *schema,
                       const struct orq_ops *ops, struct orq_map *kept)
{
    struct slicer slicer = {.arena = arena,
                            .schema = schema,
                            .nodes = orq_map_new(arena, ORQ_KEYS_EXACT),
                            .owners = orq_map_new(arena, ORQ_KEYS_EXACT),
                            .kept = kept};
    learn_objects(&slicer);
    learn_edges(&slicer);
    join_owners(&slicer);
    reach_ops(&slicer, ops);
    for (size_t i = 0; i < schema->tables.len; i++) {
        const char *identity = orq_table_identity(arena, schema->dialect, schema->tables.items[i]);
        if (orq_map_get(kept, identity))
            ORQ_PUSH(arena, &slicer.queue, identity);
    }
    for (size_t i = 0; i < schema->definitions.len; i++) {
        const char *identity =
            orq_definition_identity(arena, schema->dialect, schema->definitions.items[i]);
        if (orq_map_get(kept, identity))
            ORQ_PUSH(arena, &slicer.queue, identity);
    }
    keep_needs(&slicer);
    keep_surroundings(&slicer);
}

const struct orq_map *orq_slice_touched(struct orq_arena *arena,
                                        const struct orq_comparison *comparison)
{
    struct orq_map *kept = orq_map_new(arena, ORQ_KEYS_EXACT);
    size_t before = SIZE_MAX;
    /* Each side may bring what the other then needs more of; both only grow. */
    while (before != orq_map_len(kept)) {
        before = orq_map_len(kept);
        slice_side(arena, comparison->have, &comparison->all, kept);
        slice_side(arena, comparison->want, &comparison->all, kept);
    }
    return kept;
}
