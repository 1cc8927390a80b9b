/* Constraints of PostgreSQL tables that hold rows. */
#include "review/rules_parts.h"

#include "model/identity.h"
#include "sql/quote.h"

static const char *shown(struct orq_judging *judging, const char *name)
{
    return orq_shown_name(judging->arena, name);
}

/* Is it on a column that comes with the same statement? */
static bool comes_with_column(struct orq_judging *judging, const struct orq_op *op)
{
    const struct orq_key_parts *parts = &op->to.constraint->parts;
    if (op->to.constraint->kind == ORQ_KIND_CHECK)
        return orq_adds_column(judging, op->to.table, NULL);
    for (size_t i = 0; i < parts->len; i++) {
        if (parts->items[i].column &&
            orq_adds_column(judging, op->to.table, parts->items[i].column))
            return true;
    }
    return false;
}

static void judge_foreign_key(struct orq_judging *judging, const struct orq_op *op)
{
    const char *table = orq_judged_table(judging, op);
    const char *parent = orq_qualified(judging->arena, judging->dialect,
                                       op->to.constraint->ref_schema, op->to.constraint->ref_table);
    const char *rule = comes_with_column(judging, op) ? "add-column-references" : "fk-scan";
    if (!op->to.constraint->not_valid)
        orq_found(judging, rule, orq_op_object(judging->arena, op),
                  "every row is looked up in %s while it and %s are locked: %s",
                  shown(judging, parent), shown(judging, table), orq_lock_words(judging, table));
}

static void judge_check(struct orq_judging *judging, const struct orq_op *op)
{
    const char *table = orq_judged_table(judging, op);
    const char *rule = comes_with_column(judging, op) ? "add-column-check-scan" : "check-scan";
    if (orq_judged_reads(judging, table) && !op->to.constraint->not_valid)
        orq_found(judging, rule, orq_op_object(judging->arena, op),
                  "every row of %s is read to check it, under %s", shown(judging, table),
                  orq_lock_words(judging, table));
}

static void judge_key(struct orq_judging *judging, const struct orq_op *op)
{
    const char *table = orq_judged_table(judging, op);
    bool primary = op->to.constraint->kind == ORQ_KIND_PRIMARY_KEY;
    const char *rule = comes_with_column(judging, op) ? "add-column-unique"
                       : primary                      ? "pk-build"
                                                      : "unique-build";
    if (orq_judged_touch(judging, table).built.len > 0)
        orq_found(judging, rule, orq_op_object(judging->arena, op), "its index is built under %s",
                  orq_lock_words(judging, table));
}

static void judge_exclusion(struct orq_judging *judging, const struct orq_op *op)
{
    const char *table = orq_judged_table(judging, op);
    if (orq_judged_touch(judging, table).built.len > 0)
        orq_found(judging, "exclude-build", orq_op_object(judging->arena, op),
                  "its index is built under %s", orq_lock_words(judging, table));
}

static void judge_added(struct orq_judging *judging, const struct orq_op *op)
{
    static void (*const judges[ORQ_KIND_COUNT])(struct orq_judging *, const struct orq_op *) = {
        [ORQ_KIND_FOREIGN_KEY] = judge_foreign_key,
        [ORQ_KIND_CHECK] = judge_check,
        [ORQ_KIND_UNIQUE] = judge_key,
        [ORQ_KIND_PRIMARY_KEY] = judge_key,
        [ORQ_KIND_EXCLUSION] = judge_exclusion};
    if (judges[op->to.constraint->kind])
        judges[op->to.constraint->kind](judging, op);
}

/* Was it added, not valid, by an earlier statement of this transaction? */
static bool added_before(const struct orq_judging *judging, const struct orq_constraint *constraint)
{
    const struct orq_observed_list *list = &judging->reviewed->observed;
    for (size_t i = 0; i < judging->index; i++) {
        const struct orq_observed *earlier = &list->items[i];
        for (size_t k = 0; earlier->step == judging->statement->step && k < earlier->ops.len; k++) {
            const struct orq_op *op = &earlier->ops.items[k];
            if (op->kind == ORQ_OP_ADD_CONSTRAINT && op->to.constraint->not_valid &&
                orq_str_equal(op->to.constraint->name, constraint->name))
                return true;
        }
    }
    return false;
}

static void judge_validated(struct orq_judging *judging, const struct orq_op *op)
{
    const char *table = orq_judged_table(judging, op);
    if ((op->changed & ORQ_CHANGE_VALIDITY) && op->from.constraint->not_valid &&
        added_before(judging, op->from.constraint))
        orq_found(judging, "not-valid-same-tx", orq_op_object(judging->arena, op),
                  "the lock of the ADD is held while every row is read: %s",
                  orq_lock_words(judging, table));
}

static void judge_dropped(struct orq_judging *judging, const struct orq_table *table,
                          const struct orq_constraint *constraint, const char *object)
{
    const char *parent = orq_qualified(judging->arena, judging->dialect, constraint->ref_schema,
                                       constraint->ref_table);
    if (constraint->kind == ORQ_KIND_FOREIGN_KEY && orq_was_there(judging, parent) &&
        !orq_same_name(judging->dialect, constraint->ref_table, table->name))
        orq_found(judging, "fk-drop", object,
                  "reads and writes of both %s and %s wait: ACCESS EXCLUSIVE on both",
                  shown(judging, table->name), shown(judging, parent));
}

static void judge_dropped_table(struct orq_judging *judging, const struct orq_op *op)
{
    const struct orq_constraints *constraints = &op->from.table->constraints;
    for (size_t i = 0; i < constraints->len; i++)
        judge_dropped(judging, op->from.table, constraints->items[i],
                      orq_op_object(judging->arena, op));
}

void orq_judge_constraint(struct orq_judging *judging, const struct orq_op *op)
{
    const struct orq_table *table = op->to.table ? op->to.table : op->from.table;
    if (op->kind == ORQ_OP_ADD_CONSTRAINT && table && table->kind == ORQ_KIND_DOMAIN &&
        !op->to.constraint->not_valid)
        orq_found(judging, "domain-check", orq_op_object(judging->arena, op),
                  "every table with a column of the domain is read, and its writes wait");
    if (!orq_op_on_old_table(judging, op))
        return;
    if (op->kind == ORQ_OP_ADD_CONSTRAINT)
        judge_added(judging, op);
    if (op->kind == ORQ_OP_ALTER_CONSTRAINT)
        judge_validated(judging, op);
    if (op->kind == ORQ_OP_DROP_CONSTRAINT)
        judge_dropped(judging, op->from.table, op->from.constraint,
                      orq_op_object(judging->arena, op));
    if (op->kind == ORQ_OP_DROP_TABLE)
        judge_dropped_table(judging, op);
}
