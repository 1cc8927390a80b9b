#include "emit/postgres_owned.h"

#include <string.h>

struct orq_pg_owned {
    struct orq_pg_emitter *emitter;
    struct orq_map *gone; /* "t", "t.c" of renamed */
};

static void put(struct orq_pg_owned *owned, const struct orq_side *side)
{
    struct orq_pg_emitter *emitter = owned->emitter;
    const char *name =
        orq_qualified(emitter->arena, emitter->dialect, side->table->schema, side->table->name);
    if (side->column)
        name = orq_arena_printf(emitter->arena, "%s.%s", name, side->column->name);
    orq_map_put(owned->gone, name, owned);
}

static bool becomes_identity(const struct orq_op *op)
{
    return op->kind == ORQ_OP_ALTER_COLUMN && !orq_column_postgres(op->from.column)->identity &&
           orq_column_postgres(op->to.column)->identity;
}

/* A column can only be generated from its beginning: the old one is dropped. */
static bool becomes_generated(const struct orq_op *op)
{
    return op->kind == ORQ_OP_ALTER_COLUMN && (op->changed & ORQ_CHANGE_GENERATED) &&
           op->to.column->generated != ORQ_NOT_GENERATED;
}

struct orq_pg_owned *orq_pg_owned_new(struct orq_pg_emitter *emitter)
{
    struct orq_pg_owned *owned = ORQ_NEW(emitter->arena, struct orq_pg_owned);
    const struct orq_ops *ops = emitter->input->ops;
    owned->emitter = emitter;
    owned->gone = orq_map_new(emitter->arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_op *op = &ops->items[i];
        if (op->kind == ORQ_OP_DROP_TABLE || op->kind == ORQ_OP_DROP_COLUMN ||
            becomes_identity(op) || becomes_generated(op))
            put(owned, &op->from);
    }
    return owned;
}

bool orq_pg_owned_goes(const struct orq_pg_owned *owned, const struct orq_definition *definition)
{
    const char *column = definition->kind == ORQ_KIND_SEQUENCE
                             ? orq_attribute_text(&definition->attributes, ORQ_ATTRIBUTE_OWNED_BY)
                             : NULL;
    if (!column)
        return false;
    const char *dot = strrchr(column, '.');
    const char *table =
        dot ? orq_arena_strndup(owned->emitter->arena, column, (size_t)(dot - column)) : column;
    return orq_map_get(owned->gone, column) || orq_map_get(owned->gone, table);
}
