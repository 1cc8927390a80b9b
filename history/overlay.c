#include "history/overlay.h"

#include "model/identity.h"

static void add_dropped(struct orq_arena *arena, const struct orq_schema *schema,
                        const struct orq_op *op, struct orq_map *dropped)
{
    if (op->kind == ORQ_OP_DROP_TABLE)
        orq_map_put(dropped, orq_table_identity(arena, schema->dialect, op->from.table), dropped);
    if (op->kind == ORQ_OP_DROP_DEFINITION)
        orq_map_put(dropped, orq_definition_identity(arena, schema->dialect, op->from.definition),
                    dropped);
}

/* The first of an identity stays: want's, which is added first. */
static void add_all(struct orq_arena *arena, struct orq_schema *to, const struct orq_schema *from,
                    const struct orq_map *but)
{
    for (size_t i = 0; i < from->tables.len; i++) {
        struct orq_table *table = from->tables.items[i];
        if (orq_map_get(but, orq_table_identity(arena, from->dialect, table)) == NULL)
            orq_schema_add_table(arena, to, table);
    }
    for (size_t i = 0; i < from->definitions.len; i++) {
        struct orq_definition *definition = from->definitions.items[i];
        if (orq_map_get(but, orq_definition_identity(arena, from->dialect, definition)) == NULL)
            orq_schema_add_definition(arena, to, definition);
    }
}

struct orq_schema *orq_schema_overlaid(struct orq_arena *arena,
                                       const struct orq_comparison *comparison)
{
    const struct orq_schema *want = comparison->want;
    struct orq_schema *schema = orq_schema_new(arena, want->dialect);
    struct orq_map *nothing = orq_map_new(arena, ORQ_KEYS_EXACT);
    struct orq_map *dropped = orq_map_new(arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < comparison->ops.len; i++)
        add_dropped(arena, want, &comparison->ops.items[i], dropped);
    schema->naming = want->naming;
    schema->manage = want->manage;
    schema->exclude = want->exclude;
    schema->schemas = want->schemas;
    add_all(arena, schema, want, nothing);
    add_all(arena, schema, comparison->renamed, dropped);
    return schema;
}
