#include "history/slice.h"

#include "base/str.h"
#include "model/dialect.h"
#include "model/identity.h"

static void touch(struct orq_arena *arena, struct orq_map *seen, struct orq_strings *names,
                  const char *name)
{
    const char *folded = orq_ascii_fold(arena, name);
    if (orq_map_get(seen, folded) == NULL) {
        orq_map_put(seen, folded, seen);
        ORQ_PUSH(arena, names, folded);
    }
}

static void touch_side(struct orq_arena *arena, struct orq_map *seen, struct orq_strings *names,
                       const struct orq_side *side)
{
    if (side->table != NULL)
        touch(arena, seen, names, side->table->name);
    if (side->definition != NULL) {
        touch(arena, seen, names, side->definition->name);
        if (side->definition->on != NULL)
            touch(arena, seen, names, side->definition->on);
    }
}

void orq_ops_touched(struct orq_arena *arena, const struct orq_ops *ops,
                     const struct orq_renames *renames, struct orq_strings *names)
{
    struct orq_map *seen = orq_map_new(arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < ops->len; i++) {
        touch_side(arena, seen, names, &ops->items[i].from);
        touch_side(arena, seen, names, &ops->items[i].to);
    }
    for (size_t i = 0; i < renames->len; i++) {
        const struct orq_rename *rename = &renames->items[i];
        touch(arena, seen, names, rename->from);
        touch(arena, seen, names, rename->to);
        if (rename->table != NULL)
            touch(arena, seen, names, rename->table);
    }
}

/* Who refers to a name: the tables whose foreign keys do, the definitions that mention it. */
struct referrers {
    struct orq_strings tables;
    struct orq_definitions definitions;
};

struct slicer {
    struct orq_arena *arena;
    const struct orq_schema *schema;
    struct orq_map *referrers;  /* folded name -> struct referrers */
    struct orq_map *touched;    /* names whose dependents are wanted, once each */
    struct orq_map *kept;       /* names that are in the slice */
    struct orq_strings queue;   /* touched names not yet followed */
    struct orq_strings parents; /* kept names whose foreign keys are not yet followed */
};

static struct referrers *referrers_of(struct slicer *slicer, const char *name)
{
    struct referrers *found = orq_map_get(slicer->referrers, name);
    if (found == NULL) {
        found = ORQ_NEW(slicer->arena, struct referrers);
        orq_map_put(slicer->referrers, name, found);
    }
    return found;
}

static void index_referrers(struct slicer *slicer)
{
    for (size_t i = 0; i < slicer->schema->tables.len; i++) {
        const struct orq_table *table = slicer->schema->tables.items[i];
        for (size_t k = 0; k < table->constraints.len; k++) {
            const struct orq_constraint *constraint = table->constraints.items[k];
            if (constraint->kind == ORQ_KIND_FOREIGN_KEY) {
                struct referrers *parent = referrers_of(slicer, constraint->ref_table);
                ORQ_PUSH(slicer->arena, &parent->tables, table->name);
            }
        }
    }
    for (size_t i = 0; i < slicer->schema->definitions.len; i++) {
        struct orq_definition *definition = slicer->schema->definitions.items[i];
        for (size_t k = 0; k < definition->mentions.len; k++) {
            struct referrers *named = referrers_of(slicer, definition->mentions.items[k]);
            ORQ_PUSH(slicer->arena, &named->definitions, definition);
        }
    }
}

static void keep(struct slicer *slicer, const char *name)
{
    if (orq_map_get(slicer->kept, name) == NULL) {
        orq_map_put(slicer->kept, name, slicer);
        ORQ_PUSH(slicer->arena, &slicer->parents, name);
    }
}

static void touch_name(struct slicer *slicer, const char *name)
{
    keep(slicer, name);
    if (orq_map_get(slicer->touched, name) == NULL) {
        orq_map_put(slicer->touched, name, slicer);
        ORQ_PUSH(slicer->arena, &slicer->queue, name);
    }
}

static void follow_dependents(struct slicer *slicer)
{
    for (size_t i = 0; i < slicer->queue.len; i++) {
        const struct referrers *named = orq_map_get(slicer->referrers, slicer->queue.items[i]);
        if (named == NULL)
            continue;
        for (size_t k = 0; k < named->tables.len; k++)
            keep(slicer, named->tables.items[k]);
        for (size_t k = 0; k < named->definitions.len; k++) {
            const struct orq_definition *definition = named->definitions.items[k];
            touch_name(slicer, definition->name);
            for (size_t m = 0; m < definition->mentions.len; m++)
                keep(slicer, definition->mentions.items[m]);
        }
    }
}

/* A kept table needs its parents for its rows, a kept view what it reads. */
static void follow_parents(struct slicer *slicer)
{
    for (size_t i = 0; i < slicer->parents.len; i++) {
        const char *name = slicer->parents.items[i];
        const struct orq_table *table = orq_schema_table(slicer->schema, name);
        for (size_t k = 0; table != NULL && k < table->constraints.len; k++) {
            if (table->constraints.items[k]->kind == ORQ_KIND_FOREIGN_KEY)
                keep(slicer, table->constraints.items[k]->ref_table);
        }
        const struct orq_definition *view =
            orq_schema_definition(slicer->arena, slicer->schema, ORQ_KIND_VIEW, name);
        for (size_t k = 0; view != NULL && k < view->mentions.len; k++)
            keep(slicer, view->mentions.items[k]);
    }
}

const char *orq_slice_table(struct orq_arena *arena, const struct orq_schema *schema,
                            const struct orq_table *table)
{
    return schema->dialect->folds ? orq_ascii_fold(arena, table->name)
                                  : orq_table_identity(arena, schema->dialect, table);
}

const char *orq_slice_definition(struct orq_arena *arena, const struct orq_schema *schema,
                                 const struct orq_definition *definition)
{
    return schema->dialect->folds ? orq_ascii_fold(arena, definition->name)
                                  : orq_definition_identity(arena, schema->dialect, definition);
}

struct orq_schema *orq_schema_pick(struct orq_arena *arena, const struct orq_schema *schema,
                                   const struct orq_map *names)
{
    struct orq_schema *picked = orq_schema_new(arena, schema->dialect);
    picked->naming = schema->naming;
    picked->strict_default = schema->strict_default;
    picked->manage = schema->manage;
    picked->exclude = schema->exclude;
    picked->depends = schema->depends;
    picked->live = schema->live;
    picked->schemas = schema->schemas;
    for (size_t i = 0; i < schema->tables.len; i++) {
        struct orq_table *table = schema->tables.items[i];
        if (orq_map_get(names, orq_slice_table(arena, schema, table)) != NULL)
            orq_schema_add_table(arena, picked, table);
    }
    for (size_t i = 0; i < schema->definitions.len; i++) {
        struct orq_definition *definition = schema->definitions.items[i];
        if (orq_map_get(names, orq_slice_definition(arena, schema, definition)) != NULL)
            orq_schema_add_definition(arena, picked, definition);
    }
    return picked;
}

void orq_schema_names(struct orq_arena *arena, const struct orq_schema *schema,
                      struct orq_strings *names)
{
    for (size_t i = 0; i < schema->tables.len; i++)
        ORQ_PUSH(arena, names, orq_slice_table(arena, schema, schema->tables.items[i]));
    for (size_t i = 0; i < schema->definitions.len; i++)
        ORQ_PUSH(arena, names, orq_slice_definition(arena, schema, schema->definitions.items[i]));
}

struct orq_schema *orq_schema_slice(struct orq_arena *arena, const struct orq_schema *schema,
                                    const struct orq_strings *names,
                                    const struct orq_strings *besides)
{
    struct slicer slicer = {.arena = arena,
                            .schema = schema,
                            .referrers = orq_map_new(arena, ORQ_KEYS_FOLDED),
                            .touched = orq_map_new(arena, ORQ_KEYS_FOLDED),
                            .kept = orq_map_new(arena, ORQ_KEYS_FOLDED)};
    index_referrers(&slicer);
    for (size_t i = 0; i < names->len; i++)
        touch_name(&slicer, names->items[i]);
    for (size_t i = 0; besides != NULL && i < besides->len; i++)
        keep(&slicer, besides->items[i]);
    follow_dependents(&slicer);
    follow_parents(&slicer);
    return orq_schema_pick(arena, schema, slicer.kept);
}
