#include "model/schema.h"

#include "base/str.h"
#include "model/dialect.h"
#include "model/identity.h"

const struct orq_naming orq_naming_default = {
    .primary_key = "{table}_pkey",
    .unique = "{table}_{columns}_key",
    .foreign_key = "{table}_{columns}_fkey",
    .check = "{table}_{columns}_check",
    .index = "{table}_{columns}_idx",
};

struct orq_schema *orq_schema_new(struct orq_arena *arena, const struct orq_dialect *dialect)
{
    struct orq_schema *schema = ORQ_NEW(arena, struct orq_schema);
    schema->dialect = dialect;
    schema->naming = orq_naming_default;
    schema->manage = ORQ_KIND_BIT(ORQ_KIND_TABLE);
    schema->by_table = orq_map_new(arena, orq_name_keys(dialect));
    schema->by_definition = orq_map_new(arena, ORQ_KEYS_EXACT);
    return schema;
}

static bool put_new(struct orq_map *map, const char *key, void *value)
{
    if (orq_map_get(map, key))
        return false;
    orq_map_put(map, key, value);
    return true;
}

bool orq_schema_add_table(struct orq_arena *arena, struct orq_schema *schema,
                          struct orq_table *table)
{
    if (!put_new(schema->by_table,
                 orq_qualified(arena, schema->dialect, table->schema, table->name), table))
        return false;
    orq_table_set_dialect(arena, table, schema->dialect);
    ORQ_PUSH(arena, &schema->tables, table);
    return true;
}

bool orq_schema_add_definition(struct orq_arena *arena, struct orq_schema *schema,
                               struct orq_definition *definition)
{
    const char *key = orq_definition_identity(arena, schema->dialect, definition);
    if (!put_new(schema->by_definition, key, definition))
        return false;
    if (definition->relation)
        orq_table_set_dialect(arena, definition->relation, schema->dialect);
    ORQ_PUSH(arena, &schema->definitions, definition);
    return true;
}

struct orq_table *orq_schema_table(const struct orq_schema *schema, const char *name)
{
    return orq_map_get(schema->by_table, name);
}

struct orq_definition *orq_schema_definition(struct orq_arena *arena,
                                             const struct orq_schema *schema, enum orq_kind kind,
                                             const char *name)
{
    return orq_map_get(schema->by_definition,
                       orq_identity(arena, schema->dialect, kind, NULL, name));
}

struct orq_definition *orq_schema_definition_like(struct orq_arena *arena,
                                                  const struct orq_schema *schema,
                                                  const struct orq_definition *definition)
{
    return orq_map_get(schema->by_definition,
                       orq_definition_identity(arena, schema->dialect, definition));
}

/* Columns, constraints and indexes belong to their table, and what is in a publication to that. */
bool orq_schema_manages(const struct orq_schema *schema, enum orq_kind kind)
{
    enum orq_kind owner = kind >= ORQ_KIND_COLUMN && kind <= ORQ_KIND_INDEX ? ORQ_KIND_TABLE : kind;
    if (kind == ORQ_KIND_PUBLISHED)
        owner = ORQ_KIND_PUBLICATION;
    return (schema->manage & ORQ_KIND_BIT(owner)) != 0;
}
