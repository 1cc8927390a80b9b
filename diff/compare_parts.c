/* What is in a table, or in the relation of a definition: columns, constraints, indexes. */
#include "diff/manage.h"
#include "diff/match.h"
#include "diff/state.h"

void orq_pending_push(const struct orq_sides *sides, enum orq_op_kind kind, unsigned changed,
                      bool open, size_t position)
{
    struct orq_pending pending = {
        .op = {.kind = kind, .changed = changed, .from = sides->have, .to = sides->want},
        .open = open,
        .same_scope = sides->same_scope,
        .owner = sides->owner,
        .position = position};
    ORQ_PUSH(sides->diff->arena, &sides->diff->state->pending, pending);
}

void orq_pending_alter(const struct orq_sides *sides, enum orq_op_kind kind, size_t position)
{
    bool open = false;
    unsigned changed = orq_sides_changed(sides, &open);
    if (changed || open)
        orq_pending_push(sides, kind, changed, open, position);
}

static bool comes_with_parent(const struct orq_sides *tables, const struct orq_column *column)
{
    return tables->dialect->comes_with_parent && tables->dialect->comes_with_parent(tables, column);
}

static void diff_columns(const struct orq_sides *tables)
{
    struct orq_sides sides = *tables;
    const struct orq_table *have = tables->have.table, *want = tables->want.table;
    for (size_t i = 0; i < want->columns.len; i++) {
        sides.want.column = want->columns.items[i];
        sides.have.column = orq_table_column(have, sides.want.column->name);
        if (sides.have.column)
            orq_pending_alter(&sides, ORQ_OP_ALTER_COLUMN, i);
        else if (!comes_with_parent(tables, sides.want.column))
            orq_pending_push(&sides, ORQ_OP_ADD_COLUMN, 0, false, i);
    }
    sides.want.column = NULL;
    for (size_t i = 0; i < have->columns.len; i++) {
        sides.have.column = have->columns.items[i];
        if (!orq_table_column(want, sides.have.column->name) &&
            !comes_with_parent(tables, sides.have.column) &&
            orq_may_drop_column(sides.diff, &sides.have))
            orq_pending_push(&sides, ORQ_OP_DROP_COLUMN, 0, false, i);
    }
}

struct child_ops {
    enum orq_op_kind add, drop, alter;
    bool (*may_drop)(const struct orq_diff *diff, const struct orq_side *side);
};

static const struct child_ops constraint_ops = {ORQ_OP_ADD_CONSTRAINT, ORQ_OP_DROP_CONSTRAINT,
                                                ORQ_OP_ALTER_CONSTRAINT, orq_may_drop_constraint};
static const struct child_ops index_ops = {ORQ_OP_CREATE_INDEX, ORQ_OP_DROP_INDEX,
                                           ORQ_OP_ALTER_INDEX, orq_may_drop_index};

static void push_children(const struct orq_sides *tables, const struct child_ops *ops,
                          const struct orq_items *have, const struct orq_items *want)
{
    struct orq_sides sides = *tables;
    for (size_t i = 0; i < want->len; i++) {
        orq_side_set_item(&sides.want, &want->items[i]);
        orq_side_set_item(&sides.have, want->items[i].mate);
        if (want->items[i].mate)
            orq_pending_alter(&sides, ops->alter, 0);
        else
            orq_pending_push(&sides, ops->add, 0, false, 0);
    }
    orq_side_set_item(&sides.want, NULL);
    for (size_t i = 0; i < have->len; i++) {
        orq_side_set_item(&sides.have, &have->items[i]);
        if (!have->items[i].mate && ops->may_drop(sides.diff, &sides.have))
            orq_pending_push(&sides, ops->drop, 0, false, 0);
    }
}

void orq_diff_parts(const struct orq_sides *tables)
{
    struct orq_items have_constraints = {0}, want_constraints = {0};
    struct orq_items have_indexes = {0}, want_indexes = {0};
    diff_columns(tables);
    orq_match_constraints(tables, &have_constraints, &want_constraints);
    push_children(tables, &constraint_ops, &have_constraints, &want_constraints);
    orq_match_indexes(tables, &have_indexes, &want_indexes);
    push_children(tables, &index_ops, &have_indexes, &want_indexes);
}
