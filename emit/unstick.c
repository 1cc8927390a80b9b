#include "emit/rebuild.h"
#include "emit/rename.h"

/* The column that would be the rowid if there were one; NULL: none. */
static const struct orq_column *integer_key(const struct orq_table *table)
{
    struct orq_table with_rowid = *table;
    with_rowid.without_rowid = false;
    return table->without_rowid ? orq_table_rowid_alias(&with_rowid) : NULL;
}

static bool is_stuck(const struct orq_constraint *constraint, const struct orq_column *key)
{
    if (constraint->kind != ORQ_KIND_UNIQUE || constraint->column)
        return false;
    for (size_t i = 0; i < constraint->parts.len; i++)
        if (constraint->parts.items[i].column &&
            orq_ascii_equal(constraint->parts.items[i].column, key->name))
            return true;
    return false;
}

/* The table without its stuck constraints, and the operations that make it so. */
static struct orq_table *without_stuck(struct orq_emitter *emitter, const struct orq_table *table,
                                       const struct orq_column *key, struct orq_op_refs *ops)
{
    struct orq_table *rest = ORQ_NEW(emitter->arena, struct orq_table);
    *rest = *table;
    rest->sql = NULL;
    rest->constraints = (struct orq_constraints){0};
    for (size_t i = 0; i < table->constraints.len; i++) {
        struct orq_constraint *constraint = table->constraints.items[i];
        if (!is_stuck(constraint, key)) {
            ORQ_PUSH(emitter->arena, &rest->constraints, constraint);
            continue;
        }
        struct orq_op *op = ORQ_NEW(emitter->arena, struct orq_op);
        *op = (struct orq_op){.kind = ORQ_OP_DROP_CONSTRAINT,
                              .from = {.table = table, .constraint = constraint},
                              .to = {.table = rest}};
        ORQ_PUSH(emitter->arena, ops, op);
    }
    return rest;
}

static void unstick(struct orq_emitter *emitter, const struct orq_table *table,
                    const struct orq_column *key)
{
    struct orq_table_plan plan = {.have = table,
                                  .rebuild = true,
                                  .interim = true,
                                  .why = "SQLite cannot rename its key beside a UNIQUE constraint, "
                                         "which comes back further down"};
    plan.want = without_stuck(emitter, table, key, &plan.ops);
    if (plan.ops.len > 0)
        orq_rebuild_emit(emitter, &plan);
}

/* Is the column renamed, or does it make room for one that is? */
static bool is_moved(const struct orq_rename *rename, const struct orq_column *key)
{
    return key &&
           (orq_ascii_equal(rename->from, key->name) || orq_ascii_equal(rename->to, key->name));
}

void orq_renames_unstick(struct orq_emitter *emitter)
{
    const struct orq_renames *renames = emitter->input->renames;
    struct orq_map *seen = orq_map_new(emitter->arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < renames->len; i++) {
        if (renames->items[i].kind != ORQ_KIND_COLUMN)
            continue;
        const char *name = orq_old_table(emitter, renames->items[i].table);
        struct orq_table *table = orq_schema_table(emitter->input->have, name);
        const struct orq_column *key = table ? integer_key(table) : NULL;
        if (is_moved(&renames->items[i], key) && !orq_map_put(seen, table->name, table))
            unstick(emitter, table, key);
    }
}
