/* Tables that get another parent, and partitions that get another bound. A partition is detached,
 * becomes what it shall be by itself, and is attached when both it and the parent are ready:
 * nothing that is done to a parent in between reaches it. */
#include "emit/postgres_moving.h"

#include "base/str.h"
#include "model/dialect.h"

#include <string.h>

static bool moves(const struct orq_op *op)
{
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

static void leave(struct orq_pg_emitter *emitter, const struct orq_table *child, const char *parent)
{
    const char *key = orq_identity(emitter->arena, emitter->dialect, ORQ_KIND_TABLE, NULL, parent);
    struct orq_strings *leavers = orq_map_get(emitter->left, key);
    if (!leavers) {
        leavers = ORQ_NEW(emitter->arena, struct orq_strings);
        orq_map_put(emitter->left, key, leavers);
    }
    ORQ_PUSH(emitter->arena, leavers, orq_table_identity(emitter->arena, emitter->dialect, child));
}

static bool has_parent(const struct orq_table *table, const char *parent)
{
    const struct orq_table_postgres *postgres = orq_table_postgres(table);
    return orq_strings_hold(&postgres->inherits, parent) ||
           orq_str_equal(postgres->partition_of, parent);
}

static void note_left(struct orq_pg_emitter *emitter, const struct orq_op *op)
{
    const struct orq_table_postgres *had = orq_table_postgres(op->from.table);
    if (had->partition_of && !has_parent(op->to.table, had->partition_of))
        leave(emitter, op->from.table, had->partition_of);
    for (size_t i = 0; i < had->inherits.len; i++)
        if (!has_parent(op->to.table, had->inherits.items[i]))
            leave(emitter, op->from.table, had->inherits.items[i]);
}

static void note_moving(struct orq_pg_emitter *emitter, const struct orq_op *op)
{
    const struct orq_table *above = op->to.table;
    put_table(emitter, emitter->moving, op->from.table);
    while (above && orq_table_postgres(above)->partition_of) {
        above = orq_schema_table(emitter->input->want, orq_table_postgres(above)->partition_of);
        if (above)
            put_table(emitter, emitter->receiving, above);
    }
}

void orq_pg_moving_gather(struct orq_pg_emitter *emitter)
{
    const struct orq_ops *ops = emitter->input->ops;
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_op *op = &ops->items[i];
        if (op->kind != ORQ_OP_ALTER_TABLE || !(op->changed & ORQ_CHANGE_INHERITANCE))
            continue;
        note_left(emitter, op);
        if (moves(op))
            note_moving(emitter, op);
    }
}

/* Do its children have the check? */
static bool demands_check(const struct orq_table *parent, const char *name)
{
    for (size_t i = 0; parent && i < parent->constraints.len; i++) {
        const struct orq_constraint *constraint = parent->constraints.items[i];
        if (constraint->kind == ORQ_KIND_CHECK && !constraint->no_inherit &&
            orq_str_equal(constraint->name, name))
            return true;
    }
    return false;
}

bool orq_pg_is_demanded(const struct orq_pg_emitter *emitter, const struct orq_side *side)
{
    const struct orq_emit_input *input = emitter->input;
    const struct orq_table_postgres *wanted = orq_table_postgres(side->table);
    const struct orq_table *had =
        orq_schema_table(input->renamed, orq_qualified(emitter->arena, emitter->dialect,
                                                       side->table->schema, side->table->name));
    const char *name = side->constraint->name;
    if (!had || side->constraint->kind != ORQ_KIND_CHECK)
        return false;
    for (size_t i = 0; i < wanted->inherits.len; i++)
        if (!has_parent(had, wanted->inherits.items[i]) &&
            demands_check(orq_schema_table(input->want, wanted->inherits.items[i]), name))
            return true;
    return wanted->partition_of && !has_parent(had, wanted->partition_of) &&
           demands_check(orq_schema_table(input->want, wanted->partition_of), name);
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

void orq_pg_after_leavers(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                          const struct orq_table *table)
{
    const struct orq_strings *leavers =
        orq_map_len(emitter->left) > 0
            ? orq_map_get(emitter->left,
                          orq_table_identity(emitter->arena, emitter->dialect, table))
            : NULL;
    for (size_t i = 0; leavers && i < leavers->len; i++)
        ORQ_PUSH(emitter->arena, &task->after, leavers->items[i]);
}
