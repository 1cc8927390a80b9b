/* Definitions, and the lookup by oid that comments and dependencies go by. */
#include "introspect/postgres_parts.h"

struct orq_definition *orq_catalog_define(struct orq_catalog *catalog, enum orq_kind kind,
                                          uint32_t namespace_oid, const char *name)
{
    struct orq_definition *definition = ORQ_NEW(catalog->arena, struct orq_definition);
    definition->kind = kind;
    definition->schema = namespace_oid ? orq_catalog_schema(catalog, namespace_oid) : NULL;
    definition->name = orq_arena_strdup(catalog->arena, name);
    return definition;
}

void orq_catalog_put(struct orq_catalog *catalog, struct orq_definition *definition,
                     enum orq_attribute_key key, const char *text)
{
    orq_attribute_put(catalog->arena, &definition->attributes, key,
                      text ? orq_arena_strdup(catalog->arena, text) : NULL, ORQ_NOWHERE);
}

void orq_catalog_put_list(struct orq_catalog *catalog, struct orq_definition *definition,
                          enum orq_attribute_key key, const struct orq_strings *list)
{
    struct orq_strings kept = {0};
    for (size_t i = 0; i < list->len; i++)
        if (list->items[i])
            ORQ_PUSH(catalog->arena, &kept, orq_arena_strdup(catalog->arena, list->items[i]));
    orq_attribute_put_list(catalog->arena, &definition->attributes, key, &kept, ORQ_NOWHERE);
}

void orq_catalog_add_object(struct orq_catalog *catalog, enum orq_class class, uint32_t oid,
                            const struct orq_catalog_object *object)
{
    struct orq_catalog_object *kept = ORQ_NEW(catalog->passing, struct orq_catalog_object);
    *kept = *object;
    orq_oids_put(catalog->objects, orq_oids_pair(class, oid), kept);
}

void orq_catalog_add_alias(struct orq_catalog *catalog, enum orq_class class, uint32_t oid,
                           struct orq_catalog_alias alias)
{
    struct orq_catalog_alias *kept = ORQ_NEW(catalog->passing, struct orq_catalog_alias);
    *kept = alias;
    orq_oids_put(catalog->aliases, orq_oids_pair(class, oid), kept);
}

struct orq_catalog_object *orq_catalog_object(const struct orq_catalog *catalog,
                                              enum orq_class class, uint32_t oid)
{
    return orq_oids_get(catalog->objects, orq_oids_pair(class, oid));
}

void orq_catalog_keep(struct orq_catalog *catalog, struct orq_definition *definition,
                      enum orq_class class, uint32_t oid)
{
    if (!orq_schema_add_definition(catalog->arena, catalog->schema, definition))
        return;
    bool in_relation = definition->kind == ORQ_KIND_TRIGGER || definition->kind == ORQ_KIND_RULE ||
                       definition->kind == ORQ_KIND_POLICY ||
                       definition->kind == ORQ_KIND_PUBLISHED;
    orq_catalog_add_object(
        catalog, class, oid,
        &(struct orq_catalog_object){.kind = definition->kind,
                                     .relation = in_relation ? definition->on : NULL,
                                     .schema = definition->schema,
                                     .name = definition->name,
                                     .comment = &definition->comment});
}
