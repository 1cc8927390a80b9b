/* Partitions that get another parent or bound. They are detached, become what they shall be by
 * themselves, and are attached when both they and the parent are ready: nothing that is done to a
 * parent in between reaches them. */
#include "emit/postgres_parts.h"

#include "base/str.h"
#include "model/dialect.h"

static bool moves(const struct orq_op *op)
{
    if (op->kind != ORQ_OP_ALTER_TABLE || !(op->changed & ORQ_CHANGE_INHERITANCE))
        return false;
    const struct orq_table_postgres *had = orq_table_postgres(op->from.table);
    const struct orq_table_postgres *wanted = orq_table_postgres(op->to.table);
    return !orq_str_equal(had->partition_of, wanted->partition_of) ||
           !orq_str_equal(had->partition_bound, wanted->partition_bound);
}

static void put_table(const struct orq_pg_emitter *emitter, struct orq_map *map,
                      const struct orq_table *table)
{
    orq_map_put(map, orq_table_identity(emitter->arena, emitter->dialect, table), map);
}

void orq_pg_moving_gather(struct orq_pg_emitter *emitter)
{
    const struct orq_ops *ops = emitter->input->ops;
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_table *above = ops->items[i].to.table;
        if (!moves(&ops->items[i]))
            continue;
        put_table(emitter, emitter->moving, ops->items[i].from.table);
        while (above && orq_table_postgres(above)->partition_of) {
            above = orq_schema_table(emitter->input->want, orq_table_postgres(above)->partition_of);
            if (above)
                put_table(emitter, emitter->receiving, above);
        }
    }
}

static bool holds_table(const struct orq_pg_emitter *emitter, const struct orq_map *map,
                        const struct orq_table *table)
{
    return orq_map_len(map) > 0 &&
           orq_map_get(map, orq_table_identity(emitter->arena, emitter->dialect, table));
}

bool orq_pg_is_moving(const struct orq_pg_emitter *emitter, const struct orq_table *table)
{
    return holds_table(emitter, emitter->moving, table);
}

bool orq_pg_is_receiving(const struct orq_pg_emitter *emitter, const struct orq_table *table)
{
    return holds_table(emitter, emitter->receiving, table);
}
