/* What is gone, and what is called another name. */
#include "review/rules_parts.h"

#include "model/identity.h"
#include "sql/quote.h"

/* A rebuild drops a table and puts another one in its place. */
static bool is_gone(struct orq_judging *judging, const char *table)
{
    return orq_schema_table(judging->after, table) == NULL;
}

/* What an upgrade made goes with its downgrade: that is what a downgrade is for. */
static void lower_in_downgrade(const struct orq_judging *judging, struct orq_finding *finding)
{
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
    const char *object = orq_op_object(judging->arena, op);
    const struct orq_table *after = orq_schema_table(judging->after, table);
    if (op->kind == ORQ_OP_DROP_TABLE && is_gone(judging, table))
        lower_in_downgrade(judging, orq_found(judging, "drop-table", object,
                                              "its rows are gone, and programs that still read it "
                                              "fail"));
    if (op->kind == ORQ_OP_DROP_COLUMN && held_column(judging, table, op->from.column->name) &&
        (!after || !orq_table_column(after, op->from.column->name)))
        lower_in_downgrade(judging, orq_found(judging, "drop-column", object,
                                              "its values are gone, and programs that still name "
                                              "it fail"));
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
