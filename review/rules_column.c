/* Columns of PostgreSQL tables that hold rows. */
#include "review/asked.h"

#include "model/identity.h"
#include "sql/quote.h"

#include <string.h>

static void judge_required(struct orq_judging *judging, const struct orq_op *op, const char *object)
{
    const char *name = orq_judged_table(judging, op);
    const struct orq_table *table = orq_schema_table(judging->before, name);
    struct orq_finding *finding =
        orq_found(judging, "add-column-required", object,
                  "the column is NOT NULL without a default: it fails as soon as %s has a row",
                  orq_shown_name(judging->arena, name));
    if (!table)
        return;
    struct orq_asked *asked = orq_asked_new(judging, table, NULL);
    orq_asked_rows(judging, "", asked);
    orq_asked_found(judging, asked, finding);
}

static void judge_added(struct orq_judging *judging, const struct orq_op *op)
{
    const struct orq_column *column = op->to.column;
    const char *table = orq_judged_table(judging, op);
    const char *object = orq_op_object(judging->arena, op);
    if (orq_judged_touch(judging, table).rewritten)
        orq_found(judging, "add-column-rewrite", object,
                  "adding the column writes every row of %s anew, under %s",
                  orq_shown_name(judging->arena, table), orq_lock_words(judging, table));
    if (!column->nullable && !orq_column_fills(column))
        judge_required(judging, op, object);
}

static bool names_column(const struct orq_judging *judging, const struct orq_key_parts *parts,
                         const char *column)
{
    for (size_t i = 0; i < parts->len; i++) {
        if (parts->items[i].column &&
            orq_same_name(judging->dialect, parts->items[i].column, column))
            return true;
    }
    return false;
}

static bool refers_to(struct orq_judging *judging, const struct orq_constraint *key,
                      const struct orq_table *table, const char *column)
{
    if (key->kind != ORQ_KIND_FOREIGN_KEY || strcmp(key->ref_table, table->name) != 0)
        return false;
    for (size_t i = 0; i < key->ref_columns.len; i++) {
        if (orq_same_name(judging->dialect, key->ref_columns.items[i], column))
            return true;
    }
    return false;
}

/* A foreign key of the column, or one that points at it; NULL: none. */
static const char *foreign_key_of(struct orq_judging *judging, const struct orq_op *op)
{
    const struct orq_tables *tables = &judging->statement->before->tables;
    for (size_t i = 0; i < tables->len; i++) {
        const struct orq_table *table = tables->items[i];
        for (size_t k = 0; k < table->constraints.len; k++) {
            const struct orq_constraint *key = table->constraints.items[k];
            bool own = table == op->from.table && key->kind == ORQ_KIND_FOREIGN_KEY &&
                       names_column(judging, &key->parts, op->from.column->name);
            if (own || refers_to(judging, key, op->from.table, op->from.column->name))
                return key->name;
        }
    }
    return NULL;
}

/* A type that steps aside for a new one of its name ("mood_replaced") is told by that name. */
static const char *type_before(struct orq_judging *judging, const struct orq_op *op)
{
    const char *from = op->from.column->type, *to = op->to.column->type;
    size_t len = strlen(to) - (orq_ends_with(to, "[]") ? 2 : 0);
    bool replaced = strncmp(from, to, len) == 0 && orq_starts_with(from + len, "_replaced");
    return replaced ? orq_arena_printf(judging->arena, "the old %s", to) : from;
}

static void judge_type(struct orq_judging *judging, const struct orq_op *op)
{
    const char *table = orq_judged_table(judging, op);
    const char *object = orq_op_object(judging->arena, op);
    struct orq_touched touched = orq_judged_touch(judging, table);
    const char *key = foreign_key_of(judging, op);
    if (touched.rewritten)
        orq_found(judging, "type-rewrite", object, "%s to %s writes every row anew, under %s",
                  type_before(judging, op), op->to.column->type, orq_lock_words(judging, table));
    else if (touched.built.len > 0)
        orq_found(judging, "type-index-rebuild", object,
                  "the rows stay, and index %s is built anew, under %s",
                  orq_shown_name(judging->arena, touched.built.items[0]),
                  orq_lock_words(judging, table));
    if (touched.rewritten && key)
        orq_found(judging, "type-fk-revalidate", object,
                  "foreign key %s is checked again over all rows, with both tables locked",
                  orq_shown_name(judging->arena, key));
}

void orq_judge_column(struct orq_judging *judging, const struct orq_op *op)
{
    if (!orq_op_on_old_table(judging, op))
        return;
    if (op->kind == ORQ_OP_ADD_COLUMN)
        judge_added(judging, op);
    if (op->kind != ORQ_OP_ALTER_COLUMN)
        return;
    const char *table = orq_judged_table(judging, op);
    const char *object = orq_op_object(judging->arena, op);
    if (op->changed & (ORQ_CHANGE_TYPE | ORQ_CHANGE_COLLATION))
        judge_type(judging, op);
    if ((op->changed & ORQ_CHANGE_NULLABLE) && !op->to.column->nullable &&
        orq_judged_reads(judging, table))
        orq_found(judging, "set-not-null-scan", object,
                  "every row of %s is read to find NULLs, under %s",
                  orq_shown_name(judging->arena, table), orq_lock_words(judging, table));
    if (op->changed & ORQ_CHANGE_STORAGE)
        orq_found(judging, "storage", object, "it holds for new values alone, and takes %s",
                  orq_lock_words(judging, table));
}
