/* Everything that is no table, and what tables need of it. */
#include "history/takeover_parts.h"

#include "base/map.h"
#include "model/depend.h"
#include "model/identity.h"

#include <string.h>

static bool stands_on(const struct orq_definition *definition)
{
    return definition->on && definition->kind != ORQ_KIND_STATISTICS;
}

/* Schemas and extensions may stand in a list. */
static struct orq_taken find(const struct orq_taker *taker, const struct orq_definition *definition)
{
    struct orq_taken taken = orq_taker_find(taker, definition->at);
    const struct orq_layout_entry *section =
        taken.layout ? orq_layout_get(taken.layout->root, orq_kind_key(definition->kind)) : NULL;
    if (!section || section->value->kind != ORQ_LAYOUT_LIST)
        return taken;
    taken.entry = NULL;
    for (size_t i = 0; i < section->value->entries.len; i++) {
        struct orq_layout_entry *item = section->value->entries.items[i];
        if (item->line == definition->at.line && item->column == definition->at.column)
            taken.entry = item;
    }
    return taken;
}

/* Where the model has what a trigger, a rule or a policy is on. */
static struct orq_taken find_owner(const struct orq_taker *taker, const char *on)
{
    static const enum orq_kind kinds[] = {ORQ_KIND_VIEW, ORQ_KIND_FOREIGN_TABLE};
    const struct orq_table *table = orq_schema_table(taker->want, on);
    if (table)
        return orq_taker_find(taker, table->at);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct orq_definition *definition =
            orq_schema_definition(taker->arena, taker->want, kinds[i], on);
        if (definition)
            return orq_taker_find(taker, definition->at);
    }
    return (struct orq_taken){0};
}

/* A schema or an extension by its name, with what else is said of it. */
static struct orq_node_item item_of(const struct orq_taker *taker, const struct orq_layout *layout,
                                    const struct orq_definition *definition)
{
    const char *section = orq_kind_key(definition->kind);
    struct orq_node_item item = orq_written_definition_item(taker->of_live, definition);
    const struct orq_layout_entry *entry = orq_layout_get(layout->root, section);
    bool listed = definition->kind == ORQ_KIND_EXTENSION || definition->kind == ORQ_KIND_NAMESPACE;
    if (!listed || (entry && entry->value->kind == ORQ_LAYOUT_MAP))
        return item;
    struct orq_node *map = orq_node_map(taker->arena);
    orq_node_put_text(taker->arena, map, "name", definition->name);
    for (size_t i = 0; i < item.value->items->len; i++)
        ORQ_PUSH(taker->arena, map->items, item.value->items->items[i]);
    return (struct orq_node_item){NULL, map->items->len == 1 ? map->items->items[0].value : map};
}

static bool add(struct orq_taker *taker, const struct orq_definition *definition)
{
    const char *section = orq_kind_key(definition->kind);
    if (!stands_on(definition)) {
        const struct orq_layout *layout = orq_taker_file(taker, section);
        const struct orq_taken_item item = {.section = section,
                                            .item = item_of(taker, layout, definition)};
        orq_taker_add(layout, layout->root, &item);
        return true;
    }
    const struct orq_taken owner = find_owner(taker, definition->on);
    struct orq_layout_node *map = orq_taken_map(&owner);
    const struct orq_taken_item item = {
        .section = section, .item = orq_written_definition_item(taker->of_live, definition)};
    if (map)
        orq_taker_add(owner.layout, map, &item);
    return true; /* else it has come with what it is on */
}

/* An object of which nothing is said any more is still there. */
static void keep(struct orq_taker *taker, struct orq_layout_node *map)
{
    if (map->kind == ORQ_LAYOUT_MAP && map->added.len == 0 && !orq_patch_last(map))
        orq_patch_replace(map, orq_node_map(taker->arena));
}

static bool change(struct orq_taker *taker, const struct orq_definition *live,
                   const struct orq_definition *want)
{
    const struct orq_taken taken = find(taker, want);
    struct orq_layout_node *map = orq_taken_map(&taken);
    const char *identity = orq_definition_identity(taker->arena, taker->want->dialect, want);
    if (!map || orq_map_put(taker->met, identity, taker))
        return map != NULL;
    struct orq_node *from = orq_written_definition_item(taker->of_want, want).value;
    struct orq_node *to = orq_written_definition_item(taker->of_live, live).value;
    /* In place of the statement. */
    if (want->kind == ORQ_KIND_VIRTUAL_TABLE) {
        orq_patch_take(taken.layout, map, "using");
        orq_patch_take(taken.layout, map, "arguments");
    }
    orq_patch_sync(taken.layout, map, orq_taker_own(taker->arena, from),
                   orq_taker_own(taker->arena, to));
    keep(taker, map);
    return true;
}

bool orq_take_definition(struct orq_taker *taker, const struct orq_op *op)
{
    if (op->kind == ORQ_OP_ALTER_DEFINITION)
        return change(taker, op->from.definition, op->to.definition);
    if (op->kind == ORQ_OP_CREATE_DEFINITION) {
        const struct orq_taken taken = find(taker, op->to.definition);
        if (taken.entry)
            taken.entry->gone = true;
        return taken.entry != NULL;
    }
    const char *identity =
        orq_definition_identity(taker->arena, taker->want->dialect, op->from.definition);
    return orq_map_put(taker->met, identity, taker) ? true : add(taker, op->from.definition);
}

static const struct orq_definition *definition_of(const struct orq_schema *schema,
                                                  const struct orq_table *relation)
{
    for (size_t i = 0; i < schema->definitions.len; i++) {
        const struct orq_definition *definition = schema->definitions.items[i];
        if (definition->kind == relation->kind && orq_str_equal(definition->name, relation->name) &&
            orq_str_equal(definition->schema, relation->schema))
            return definition;
    }
    return NULL;
}

bool orq_take_relation(struct orq_taker *taker, const struct orq_op *op)
{
    const struct orq_table *relation = op->to.table ? op->to.table : op->from.table;
    const struct orq_definition *live = definition_of(taker->live, relation);
    const struct orq_definition *want = definition_of(taker->want, relation);
    return live && want && change(taker, live, want);
}

/* -- what tables need -- */

static void add_needed(struct orq_taker *taker, const struct orq_definition *definition)
{
    const char *identity = orq_definition_identity(taker->arena, taker->want->dialect, definition);
    if (!orq_schema_definition_like(taker->arena, taker->want, definition) &&
        !orq_map_put(taker->met, identity, taker))
        add(taker, definition);
}

static bool is_owned(const struct orq_taker *taker, const struct orq_definition *definition,
                     const char *table, const struct orq_column *column)
{
    const char *owner = orq_attribute_text(&definition->attributes, ORQ_ATTRIBUTE_OWNED_BY);
    const char *prefix = orq_arena_printf(taker->arena, "%s.%s", table, column ? column->name : "");
    if (definition->kind != ORQ_KIND_SEQUENCE || !owner)
        return false;
    return column ? strcmp(owner, prefix) == 0 : orq_starts_with(owner, prefix);
}

void orq_take_needs(struct orq_taker *taker, const struct orq_table *table,
                    const struct orq_column *column)
{
    const struct orq_dialect *dialect = taker->live->dialect;
    const char *name = orq_qualified(taker->arena, dialect, table->schema, table->name);
    const char *part =
        orq_arena_printf(taker->arena, ":%s\x1f%s", name, column ? column->name : "");
    struct orq_depends depends = {0};
    struct orq_map *needed = orq_map_new(taker->arena, ORQ_KEYS_EXACT);
    if (dialect->stores_texts)
        return;
    orq_depends_of(taker->arena, taker->live, &depends);
    for (size_t i = 0; i < depends.len; i++) {
        const char *object = strchr(depends.items[i].object, ':');
        if (object && (column ? strcmp(object, part) == 0 : orq_starts_with(object, part)))
            orq_map_put(needed, depends.items[i].on, taker);
    }
    for (size_t i = 0; i < taker->live->definitions.len; i++) {
        const struct orq_definition *definition = taker->live->definitions.items[i];
        bool wanted =
            definition->kind != ORQ_KIND_NAMESPACE &&
            orq_map_get(needed, orq_definition_identity(taker->arena, dialect, definition));
        if (wanted || is_owned(taker, definition, name, column))
            add_needed(taker, definition);
    }
}
