/* Indexes, triggers, types, partitions of PostgreSQL. */
#include "review/rules_parts.h"

#include "diff/attributes.h"
#include "model/identity.h"
#include "sql/quote.h"

#include <string.h>

/* ---- indexes ---- */

/* With its table, its column or its constraint. */
static bool goes_with_more(const struct orq_judging *judging, const struct orq_op *op)
{
    const struct orq_ops *ops = &judging->statement->ops;
    for (size_t i = 0; i < ops->len; i++) {
        if (ops->items[i].kind != ORQ_OP_DROP_INDEX && ops->items[i].from.table &&
            orq_same_name(judging->dialect, ops->items[i].from.table->name, op->from.table->name))
            return true;
    }
    return false;
}

void orq_judge_index(struct orq_judging *judging, const struct orq_op *op)
{
    const char *table = orq_judged_table(judging, op);
    const char *object = orq_op_object(judging->arena, op);
    enum orq_lock_mode lock = orq_judged_touch(judging, table).lock;
    if (!orq_op_on_old_table(judging, op) || lock < ORQ_LOCK_SHARE)
        return;
    if (op->kind == ORQ_OP_CREATE_INDEX && orq_judged_touch(judging, table).built.len > 0)
        orq_found(judging, "index-blocking", object, "it is built under %s",
                  orq_lock_words(judging, table));
    if (op->kind == ORQ_OP_DROP_INDEX && !goes_with_more(judging, op))
        orq_found(judging, "index-drop-blocking", object, "it takes %s",
                  orq_lock_words(judging, table));
}

/* ---- triggers, policies, sequences, enums ---- */

static const struct {
    enum orq_kind kind;
    const char *rule;
} of_tables[] = {{ORQ_KIND_TRIGGER, "trigger"}, {ORQ_KIND_POLICY, "policy"}};

static const struct orq_definition *definition_of(const struct orq_op *op)
{
    return op->to.definition ? op->to.definition : op->from.definition;
}

static void judge_on_table(struct orq_judging *judging, const struct orq_op *op)
{
    const struct orq_definition *definition = definition_of(op);
    for (size_t i = 0; i < sizeof of_tables / sizeof *of_tables; i++) {
        if (definition->kind != of_tables[i].kind || !orq_was_there(judging, definition->on))
            continue;
        orq_found(judging, of_tables[i].rule, orq_op_object(judging->arena, op), "it takes %s",
                  orq_lock_words(judging, definition->on));
    }
}

static const struct orq_strings *values_of(const struct orq_definition *definition)
{
    const struct orq_attribute *values =
        orq_attribute_find(&definition->attributes, ORQ_ATTRIBUTE_VALUES);
    static const struct orq_strings none;
    return values ? &values->list : &none;
}

/* ALTER TYPE knows no way to take a value away: as many values as before, one of them another,
 * is a rename; fewer are of a type made anew. */
static void judge_enum(struct orq_judging *judging, const struct orq_op *op)
{
    const struct orq_strings *from = values_of(op->from.definition);
    const struct orq_strings *to = values_of(op->to.definition);
    for (size_t i = 0; i < from->len; i++) {
        const char *object = orq_op_object(judging->arena, op);
        if (orq_strings_hold(to, from->items[i]))
            continue;
        if (to->len == from->len)
            orq_found(judging, "enum-rename-value", object,
                      "programs that know the value \"%s\" are refused from now on",
                      orq_shown_name(judging->arena, from->items[i]));
        else
            orq_found(
                judging, "enum-remove-value", object,
                "rows with the value \"%s\" stand in the way, and every table is written anew",
                orq_shown_name(judging->arena, from->items[i]));
    }
}

/* A type of the same name that was there before the section, and is made anew by it. */
static void judge_new_enum(struct orq_judging *judging, const struct orq_op *op)
{
    const struct orq_definition *was =
        orq_schema_definition_like(judging->arena, judging->before, op->to.definition);
    if (was && was->kind == ORQ_KIND_ENUM) {
        struct orq_op both = *op;
        both.from.definition = was;
        judge_enum(judging, &both);
    }
}

void orq_judge_object(struct orq_judging *judging, const struct orq_op *op)
{
    const struct orq_definition *definition = definition_of(op);
    if (!definition)
        return;
    judge_on_table(judging, op);
    if (op->kind == ORQ_OP_ALTER_DEFINITION && definition->kind == ORQ_KIND_SEQUENCE &&
        !(op->changed & ORQ_CHANGE_NAME))
        orq_found(judging, "sequence", orq_op_object(judging->arena, op),
                  "nextval() waits until the transaction ends");
    if (op->kind == ORQ_OP_ALTER_DEFINITION && definition->kind == ORQ_KIND_ENUM &&
        op->from.definition && op->to.definition &&
        orq_op_changes_attribute(op, ORQ_ATTRIBUTE_VALUES))
        judge_enum(judging, op);
    if ((op->kind == ORQ_OP_CREATE_DEFINITION || (op->changed & ORQ_CHANGE_NAME)) &&
        definition->kind == ORQ_KIND_ENUM && op->to.definition)
        judge_new_enum(judging, op);
}

/* ---- partitions ---- */

static const char *parent_of(const struct orq_table *table)
{
    return table ? orq_table_postgres(table)->partition_of : NULL;
}

static void judge_attached(struct orq_judging *judging, const struct orq_op *op)
{
    const char *was = parent_of(op->from.table), *is = parent_of(op->to.table);
    const char *table = orq_judged_table(judging, op);
    const char *object = orq_op_object(judging->arena, op);
    if (!was && is && orq_judged_touch(judging, table).scanned)
        orq_found(judging, "attach-scan", object,
                  "every row of %s is read to prove the bound, under %s",
                  orq_shown_name(judging->arena, table), orq_lock_words(judging, table));
    if (was && !is && orq_judged_touch(judging, was).lock == ORQ_LOCK_ACCESS_EXCLUSIVE)
        orq_found(judging, "partition-detach", object, "it takes %s", orq_lock_words(judging, was));
}

void orq_judge_partition(struct orq_judging *judging, const struct orq_op *op)
{
    const char *object = orq_op_object(judging->arena, op);
    const char *to = op->kind == ORQ_OP_CREATE_TABLE ? parent_of(op->to.table) : NULL;
    const char *from = op->kind == ORQ_OP_DROP_TABLE ? parent_of(op->from.table) : NULL;
    if (to && orq_was_there(judging, to))
        orq_found(judging, "partition-create", object, "it takes %s", orq_lock_words(judging, to));
    if (from && orq_was_there(judging, from) && orq_judged_touch(judging, from).lock != 0)
        orq_found(judging, "partition-drop", object, "it takes %s", orq_lock_words(judging, from));
    if (op->kind == ORQ_OP_ALTER_TABLE && (op->changed & ORQ_CHANGE_INHERITANCE) &&
        orq_op_on_old_table(judging, op))
        judge_attached(judging, op);
}
