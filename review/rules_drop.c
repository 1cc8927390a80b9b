/* What is gone, and what is called another name. */
#include "review/rules_parts.h"

#include "model/identity.h"
#include "sql/quote.h"

/* A rebuild drops a table and puts another one in its place. */
static bool is_gone(struct orq_judging *judging, const char *table)
{
    return orq_schema_table(judging->after, table) == NULL;
}

/* The table that stays and has what the operation drops; NULL: none. */
static const char *kept_in(const struct orq_judging *judging, const char *table, const char *column)
{
    const struct orq_kept_list *kept = &judging->reviewed->kept;
    for (size_t i = 0; i < kept->len; i++) {
        const struct orq_kept *each = &kept->items[i];
        if (orq_same_name(judging->dialect, each->table, table) && (!column == !each->column) &&
            (!column || orq_same_name(judging->dialect, each->column, column)))
            return each->in;
    }
    return NULL;
}

/* What an upgrade made goes with its downgrade: that is what a downgrade is for. */
static void found_gone(struct orq_judging *judging, const struct orq_op *op, const char *column)
{
    const char *table = orq_judged_table(judging, op);
    const char *object = orq_op_object(judging->arena, op);
    const char *rule = column ? "drop-column" : "drop-table";
    const char *what = column ? "values" : "rows", *reads = column ? "name" : "read";
    const char *kept = kept_in(judging, table, column);
    struct orq_finding *finding =
        kept ? orq_found(judging, rule, object,
                         "its %s are kept in %s; programs that still %s it fail", what,
                         orq_shown_name(judging->arena, kept), reads)
             : orq_found(judging, rule, object,
                         "its %s are gone, and programs that still %s it fail", what, reads);
    if (kept)
        finding->level = ORQ_LEVEL_WARNING;
    if (!orq_judging_up(judging))
        finding->level = ORQ_LEVEL_NOTE;
}

/* The column was there before the section, maybe under another name. */
static bool held_column(struct orq_judging *judging, const char *table, const char *column)
{
    const struct orq_table *before = orq_schema_table(judging->before, table);
    return !before || orq_table_column(before, column) ||
           orq_map_get(judging->renamed, orq_renamed_column(judging, table, column));
}

static void judge_dropped(struct orq_judging *judging, const struct orq_op *op)
{
    const char *table = orq_judged_table(judging, op);
    const char *column = op->from.column ? op->from.column->name : NULL;
    const struct orq_table *after = orq_schema_table(judging->after, table);
    if (op->kind == ORQ_OP_DROP_TABLE && is_gone(judging, table))
        found_gone(judging, op, NULL);
    if (op->kind == ORQ_OP_DROP_COLUMN && held_column(judging, table, column) &&
        (!after || !orq_table_column(after, column)))
        found_gone(judging, op, column);
}

static void judge_renamed(struct orq_judging *judging, const struct orq_op *op)
{
    bool column = op->kind == ORQ_OP_RENAME_COLUMN;
    bool constraint = op->kind == ORQ_OP_ALTER_CONSTRAINT && (op->changed & ORQ_CHANGE_NAME);
    bool table = op->kind == ORQ_OP_RENAME_TABLE;
    if (!column && !constraint && !table)
        return;
    const char *from = orq_side_name(&op->from), *to = orq_side_name(&op->to);
    if (from && to)
        orq_found(judging, "rename", orq_side_object(judging->arena, &op->from),
                  "programs that know it as %s fail from the moment it is called %s",
                  orq_shown_name(judging->arena, from), orq_shown_name(judging->arena, to));
}

void orq_judge_drop(struct orq_judging *judging, const struct orq_op *op)
{
    if (!orq_op_on_old_table(judging, op))
        return;
    judge_dropped(judging, op);
    judge_renamed(judging, op);
}
