/* The names of types that the model defines, and the values of its enums: before any column is
 * read. */
#include "base/str.h"
#include "model/resolve.h"
#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

static const enum orq_kind kinds[] = {ORQ_KIND_ENUM, ORQ_KIND_DOMAIN, ORQ_KIND_COMPOSITE,
                                      ORQ_KIND_RANGE};

static void read_values(struct orq_resolver *resolver, struct orq_enum *enumeration)
{
    const struct orq_yaml *values = orq_yaml_get(enumeration->body, "values");
    struct orq_map *seen = orq_map_new(resolver->arena, ORQ_KEYS_EXACT);
    struct orq_map *renamed = orq_map_new(resolver->arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; values && i < values->items->len; i++) {
        const struct orq_yaml *item = values->items->items[i];
        const char *text = item->text ? item->text : orq_text_of(item, "name");
        const char *from = orq_text_of(item, "renamed_from");
        if (!text)
            continue;
        if (orq_map_put(seen, text, enumeration))
            orq_error(resolver->diags, orq_yaml_at(item),
                      "the value \"%s\" stands twice in the enum \"%s\"",
                      orq_shown_name(resolver->arena, text), enumeration->name);
        if (from && orq_map_put(renamed, from, enumeration))
            orq_error(resolver->diags, orq_yaml_at(item), "two values are renamed from \"%s\"",
                      orq_shown_name(resolver->arena, from));
        ORQ_PUSH(resolver->arena, &enumeration->values, text);
    }
}

static void add_enum(struct orq_resolver *resolver, const struct orq_yaml_entry *entry,
                     const char *name, const char *called)
{
    struct orq_enum *enumeration = ORQ_NEW(resolver->arena, struct orq_enum);
    enumeration->name = name;
    enumeration->body = entry->value;
    read_values(resolver, enumeration);
    orq_map_put(resolver->enums, called, enumeration);
}

/* On SQLite columns of an enum are texts with a check. */
static void add_type(struct orq_resolver *resolver, enum orq_kind kind,
                     const struct orq_yaml_entry *entry)
{
    const char *schema = NULL, *name = entry->key;
    if (!resolver->sqlite)
        orq_object_name(resolver, entry, &schema, &name);
    const char *called = schema ? orq_arena_printf(resolver->arena, "%s.%s", schema, name) : name;
    const char *sql =
        resolver->sqlite ? called : orq_pg_qualified_name(resolver->arena, schema, name);
    if (kind == ORQ_KIND_ENUM)
        add_enum(resolver, entry, name, called);
    if (kind != ORQ_KIND_ENUM || !resolver->sqlite)
        orq_map_put(resolver->types, called, orq_arena_strdup(resolver->arena, sql));
    ORQ_PUSH(resolver->arena, &resolver->type_names, called);
}

void orq_resolve_objects(struct orq_resolver *resolver)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const struct orq_yaml *map = orq_yaml_get(resolver->root, orq_kind_key(kinds[i]));
        for (size_t j = 0; map && map->kind == ORQ_YAML_MAP && j < map->entries->len; j++)
            add_type(resolver, kinds[i], &map->entries->items[j]);
    }
}
