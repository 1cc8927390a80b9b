/* Enums, and what only PostgreSQL has: kept as their maps. */
#include "base/str.h"
#include "model/resolve.h"
#include "sql/quote.h"

#include <string.h>

struct object_section {
    enum orq_kind kind;
    bool is_type; /* a column may be of it */
};

static const struct object_section sections[] = {
    {ORQ_KIND_ENUM, true},       {ORQ_KIND_DOMAIN, true},     {ORQ_KIND_COMPOSITE, true},
    {ORQ_KIND_RANGE, true},      {ORQ_KIND_SEQUENCE, false},  {ORQ_KIND_STATISTICS, false},
    {ORQ_KIND_RULE, false},      {ORQ_KIND_AGGREGATE, false}, {ORQ_KIND_FUNCTION, false},
    {ORQ_KIND_EXTENSION, false}, {ORQ_KIND_NAMESPACE, false},
};

static void read_values(struct orq_resolver *resolver, struct orq_object *object)
{
    const struct orq_yaml *values = orq_yaml_get(object->body, "values");
    struct orq_map *seen = orq_map_new(resolver->arena, ORQ_KEYS_EXACT);
    struct orq_map *renamed = orq_map_new(resolver->arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; values && i < values->items->len; i++) {
        const struct orq_yaml *item = values->items->items[i];
        const char *text = item->text ? item->text : orq_text_of(item, "name");
        const char *from = orq_text_of(item, "renamed_from");
        if (!text)
            continue;
        if (orq_map_put(seen, text, object))
            orq_error(resolver->diags, orq_yaml_at(item),
                      "the value \"%s\" stands twice in the enum \"%s\"",
                      orq_shown_name(resolver->arena, text), object->name);
        if (from && orq_map_put(renamed, from, object))
            orq_error(resolver->diags, orq_yaml_at(item), "two values are renamed from \"%s\"",
                      orq_shown_name(resolver->arena, from));
        ORQ_PUSH(resolver->arena, &object->values, text);
    }
}

/* On SQLite only the enums are left, which columns become checks of. */
static void add_object(struct orq_resolver *resolver, const struct object_section *section,
                       struct orq_object *object)
{
    const char *called =
        object->schema ? orq_arena_printf(resolver->arena, "%s.%s", object->schema, object->name)
                       : object->name;
    if (section->kind == ORQ_KIND_ENUM) {
        read_values(resolver, object);
        orq_map_put(resolver->enums, called, object);
    } else if (section->is_type) {
        orq_map_put(resolver->types, called, object);
    }
    if (section->is_type)
        ORQ_PUSH(resolver->arena, &resolver->type_names, called);
    if (!resolver->sqlite || section->kind == ORQ_KIND_ENUM)
        ORQ_PUSH(resolver->arena, &resolver->schema->objects, object);
}

static void read_entries(struct orq_resolver *resolver, const struct object_section *section,
                         const struct orq_yaml *map)
{
    for (size_t i = 0; i < map->entries->len; i++) {
        const struct orq_yaml_entry *entry = &map->entries->items[i];
        struct orq_object *object = ORQ_NEW(resolver->arena, struct orq_object);
        object->kind = section->kind;
        object->at = orq_yaml_key_at(entry);
        object->body = entry->value;
        bool signature = section->kind == ORQ_KIND_FUNCTION || section->kind == ORQ_KIND_AGGREGATE;
        if (resolver->sqlite || signature)
            object->name = entry->key;
        else
            orq_object_name(resolver, entry, &object->schema, &object->name);
        add_object(resolver, section, object);
    }
}

/* `schemas: [audit]`, `extensions: [pgcrypto, {name: …}]` */
static void read_items(struct orq_resolver *resolver, const struct object_section *section,
                       const struct orq_yaml *list)
{
    for (size_t i = 0; i < list->items->len; i++) {
        const struct orq_yaml *item = list->items->items[i];
        struct orq_object *object = ORQ_NEW(resolver->arena, struct orq_object);
        object->kind = section->kind;
        object->at = orq_yaml_at(item);
        object->body = item;
        object->name = item->text ? item->text : orq_text_of(item, "name");
        object->schema = orq_text_of(item, "schema");
        if (object->name)
            add_object(resolver, section, object);
    }
}

void orq_resolve_objects(struct orq_resolver *resolver)
{
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        const struct orq_yaml *node = orq_yaml_get(resolver->root, orq_kind_key(sections[i].kind));
        if (node && node->kind == ORQ_YAML_MAP)
            read_entries(resolver, &sections[i], node);
        else if (node && node->kind == ORQ_YAML_LIST)
            read_items(resolver, &sections[i], node);
    }
}
