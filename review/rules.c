#include "review/rules_parts.h"

#include "model/dialect.h"
#include "model/identity.h"
#include "sql/quote.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

const char *orq_level_name(enum orq_level level)
{
    static const char *const names[] = {
        [ORQ_LEVEL_NOTE] = "note", [ORQ_LEVEL_WARNING] = "warning", [ORQ_LEVEL_ERROR] = "error"};
    return names[level];
}

const struct orq_rule *orq_rule_find(const char *id)
{
    for (const struct orq_rule *rule = orq_rules; rule->id; rule++) {
        if (strcmp(rule->id, id) == 0)
            return rule;
    }
    return NULL;
}

/* ---- for the rules ---- */

/* The table of the operation, or the one that its definition is on. */
static const char *ground_of(struct orq_judging *judging)
{
    const struct orq_op *op = judging->op;
    const struct orq_definition *definition = !op                 ? NULL
                                              : op->to.definition ? op->to.definition
                                                                  : op->from.definition;
    if (definition)
        return definition->on;
    return op ? orq_judged_table(judging, op) : NULL;
}

struct orq_finding *orq_found(struct orq_judging *judging, const char *rule, const char *object,
                              const char *format, ...)
{
    const struct orq_file_section *section = judging->reviewed->section;
    const struct orq_observed *statement = judging->statement;
    va_list arguments;
    va_start(arguments, format);
    const char *message = orq_arena_vprintf(judging->arena, format, arguments);
    va_end(arguments);
    struct orq_finding finding = {.rule = orq_rule_find(rule),
                                  .object = object,
                                  .table = ground_of(judging),
                                  .message = message,
                                  .at = statement ? statement->at : section->at,
                                  .direction = section->direction,
                                  .dialect = judging->dialect->key,
                                  .statement = judging->index,
                                  .rows = -1,
                                  .bytes = -1};
    assert(finding.rule);
    finding.level = finding.rule->level;
    ORQ_PUSH(judging->arena, judging->findings, finding);
    return &judging->findings->items[judging->findings->len - 1];
}

bool orq_judging_up(const struct orq_judging *judging)
{
    return judging->reviewed->section->direction == ORQ_UPGRADE;
}

static const char *name_of(struct orq_judging *judging, const struct orq_table *table)
{
    return orq_qualified(judging->arena, judging->dialect, table->schema, table->name);
}

const char *orq_judged_table(struct orq_judging *judging, const struct orq_op *op)
{
    const struct orq_table *table = op->from.table ? op->from.table : op->to.table;
    return table ? name_of(judging, table) : NULL;
}

bool orq_was_there(const struct orq_judging *judging, const char *table)
{
    return table &&
           (orq_schema_table(judging->before, table) || orq_map_get(judging->renamed, table));
}

bool orq_op_on_old_table(struct orq_judging *judging, const struct orq_op *op)
{
    const struct orq_table *table = op->from.table ? op->from.table : op->to.table;
    return table && table->kind == ORQ_KIND_TABLE &&
           orq_was_there(judging, orq_judged_table(judging, op));
}

static struct orq_touched touch_in(const struct orq_judging *judging,
                                   const struct orq_touched_list *touched, const char *table)
{
    for (size_t i = 0; table && i < touched->len; i++) {
        if (orq_same_name(judging->dialect, touched->items[i].table, table))
            return touched->items[i];
    }
    return (struct orq_touched){0};
}

/* What no action does alone, several do together: then it is told of each. */
struct orq_touched orq_judged_touch(const struct orq_judging *judging, const char *table)
{
    const struct orq_tried_list *actions = &judging->statement->actions;
    struct orq_touched whole = touch_in(judging, &judging->statement->touched, table);
    struct orq_touched any = {0};
    if (!judging->action)
        return whole;
    for (size_t i = 0; i < actions->len; i++) {
        struct orq_touched each = touch_in(judging, &actions->items[i].touched, table);
        any.scanned |= each.scanned;
        any.rewritten |= each.rewritten;
        any.built = each.built.len > 0 ? each.built : any.built;
    }
    struct orq_touched own = touch_in(judging, &judging->action->touched, table);
    whole.scanned &= own.scanned || !any.scanned;
    whole.rewritten &= own.rewritten || !any.rewritten;
    if (whole.built.len > 0 && any.built.len > 0)
        whole.built = own.built;
    return whole;
}

bool orq_judged_reads(const struct orq_judging *judging, const char *table)
{
    return orq_judged_touch(judging, table).scanned &&
           !touch_in(judging, &judging->statement->touched, table).rewritten;
}

bool orq_adds_column(const struct orq_judging *judging, const struct orq_table *table,
                     const char *column)
{
    const struct orq_ops *ops = &judging->statement->ops;
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_op *op = &ops->items[i];
        if (op->kind == ORQ_OP_ADD_COLUMN &&
            orq_same_name(judging->dialect, op->to.table->name, table->name) &&
            (!column || orq_same_name(judging->dialect, op->to.column->name, column)))
            return true;
    }
    return false;
}

const char *orq_lock_words(struct orq_judging *judging, const char *table)
{
    enum orq_lock_mode lock = orq_judged_touch(judging, table).lock;
    return orq_arena_printf(judging->arena, "%s on %s (%s)", orq_lock_name(lock),
                            orq_shown_name(judging->arena, table), orq_lock_effect(lock));
}

const char *orq_sql_name(struct orq_judging *judging, const char *name)
{
    return judging->dialect->quoted(judging->arena, name);
}

/* ---- over a section ---- */

static const struct orq_judge judges[] = {
    {NULL, orq_judge_refused, NULL},
    {NULL, orq_judge_rows, NULL},
    {"postgresql", orq_judge_transaction, NULL},
    {"postgresql", orq_judge_rewrite, NULL},
    {"postgresql", orq_judge_identifiers, NULL},
    {"sqlite", orq_judge_rebuild, NULL},
    {"postgresql", NULL, orq_judge_column},
    {"postgresql", NULL, orq_judge_constraint},
    {"postgresql", NULL, orq_judge_index},
    {"postgresql", NULL, orq_judge_object},
    {"postgresql", NULL, orq_judge_partition},
    {"postgresql", NULL, orq_judge_advice},
    {NULL, NULL, orq_judge_drop},
    {NULL, NULL, orq_judge_data},
    {NULL, NULL, orq_judge_names},
};

static void judge_statement(struct orq_judging *judging)
{
    for (size_t i = 0; i < sizeof judges / sizeof *judges; i++) {
        const struct orq_judge *judge = &judges[i];
        if (judge->statement &&
            (!judge->dialect || strcmp(judge->dialect, judging->dialect->key) == 0))
            judge->statement(judging);
    }
}

/* The action that makes the operation, by what it made alone. */
static const struct orq_tried *action_of(const struct orq_judging *judging, const struct orq_op *op)
{
    const struct orq_tried_list *actions = &judging->statement->actions;
    const char *object = actions->len > 0 ? orq_op_object(judging->arena, op) : NULL;
    for (size_t i = 0; i < actions->len; i++) {
        const struct orq_ops *ops = &actions->items[i].ops;
        for (size_t k = 0; k < ops->len; k++) {
            if (ops->items[k].kind == op->kind &&
                orq_str_equal(orq_op_object(judging->arena, &ops->items[k]), object))
                return &actions->items[i];
        }
    }
    return NULL;
}

static void judge_op(struct orq_judging *judging, const struct orq_op *op)
{
    judging->op = op;
    judging->action = action_of(judging, op);
    for (size_t i = 0; i < sizeof judges / sizeof *judges; i++) {
        const struct orq_judge *judge = &judges[i];
        if (judge->op && (!judge->dialect || strcmp(judge->dialect, judging->dialect->key) == 0))
            judge->op(judging, op);
    }
    judging->op = NULL;
    judging->action = NULL;
}

const char *orq_renamed_column(struct orq_judging *judging, const char *table, const char *column)
{
    return orq_arena_printf(judging->arena, "%s\n%s", table, column);
}

static void note_rename(struct orq_judging *judging, const struct orq_op *op)
{
    if (op->kind == ORQ_OP_RENAME_COLUMN && op->to.table && op->to.column)
        orq_map_put(
            judging->renamed,
            orq_renamed_column(judging, name_of(judging, op->to.table), op->to.column->name),
            judging);
    if (op->kind != ORQ_OP_RENAME_TABLE || !op->from.table || !op->to.table)
        return;
    const char *from = name_of(judging, op->from.table);
    if (orq_was_there(judging, from))
        orq_map_put(judging->renamed, name_of(judging, op->to.table), judging);
}

/* Renaming was told at the statement that does it. */
static bool is_told(const struct orq_op *op)
{
    return op->kind == ORQ_OP_RENAME_TABLE || op->kind == ORQ_OP_RENAME_COLUMN;
}

/* A rebuild of SQLite: what it amounts to is told where the new table takes its place. */
static void judge_rebuilt(struct orq_judging *judging)
{
    const struct orq_touched_list *touched = &judging->statement->touched;
    judging->rebuilt = true;
    for (size_t i = 0; judging->dialect->stores_texts && i < touched->len; i++) {
        for (size_t k = 0; touched->items[i].rewritten && k < judging->reviewed->ops.len; k++) {
            const struct orq_op *op = &judging->reviewed->ops.items[k];
            const char *table = orq_judged_table(judging, op);
            if (table && orq_same_name(judging->dialect, table, touched->items[i].table) &&
                op->kind != ORQ_OP_CREATE_INDEX && !is_told(op))
                judge_op(judging, op);
        }
    }
    judging->rebuilt = false;
}

void orq_judge_section(struct orq_judging *judging)
{
    const struct orq_observed_list *list = &judging->reviewed->observed;
    judging->renamed = orq_map_new(judging->arena, orq_name_keys(judging->dialect));
    for (size_t i = 0; i < list->len; i++) {
        judging->statement = &list->items[i];
        judging->index = i;
        judge_statement(judging);
        for (size_t k = 0; k < judging->statement->ops.len; k++)
            judge_op(judging, &judging->statement->ops.items[k]);
        for (size_t k = 0; k < judging->statement->ops.len; k++)
            note_rename(judging, &judging->statement->ops.items[k]);
        judge_rebuilt(judging);
    }
    judging->statement = NULL;
}
