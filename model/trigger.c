#include "model/trigger.h"

bool orq_is_trigger_state(const struct orq_definition *definition)
{
    return definition->kind == ORQ_KIND_TRIGGER && !definition->sql &&
           orq_attribute_text(&definition->attributes, ORQ_ATTRIBUTE_ENABLED) &&
           !orq_attribute_text(&definition->attributes, ORQ_ATTRIBUTE_TEXT);
}

const char *orq_partition_parent(struct orq_arena *arena, const struct orq_schema *schema,
                                 const char *relation)
{
    const struct orq_table *table = orq_schema_table(schema, relation);
    if (table)
        return orq_table_postgres(table)->partition_of;
    const struct orq_definition *foreign =
        orq_schema_definition(arena, schema, ORQ_KIND_FOREIGN_TABLE, relation);
    return foreign ? orq_attribute_text(&foreign->attributes, ORQ_ATTRIBUTE_PARTITION_OF) : NULL;
}

const struct orq_definition *orq_trigger_above(struct orq_arena *arena,
                                               const struct orq_schema *schema,
                                               const struct orq_definition *state)
{
    struct orq_definition like = *state;
    const struct orq_definition *found = NULL;
    while (!found && like.on) {
        like.on = orq_partition_parent(arena, schema, like.on);
        found = like.on ? orq_schema_definition_like(arena, schema, &like) : NULL;
    }
    return found;
}
