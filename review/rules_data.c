/* What the rows that are there can refuse: with a SELECT that tells before. */
#include "review/asked.h"

#include "model/dialect.h"
#include "model/identity.h"
#include "sql/quote.h"

#include <stdlib.h>
#include <string.h>

/* Around the statement; of a rebuild before the section. */
static const struct orq_schema *schema_of(const struct orq_judging *judging, bool after)
{
    return judging->rebuilt ? judging->before
           : after          ? judging->statement->after
                            : judging->statement->before;
}

static const struct orq_table *asked_table(struct orq_judging *judging, const struct orq_op *op,
                                           bool after)
{
    return orq_schema_table(schema_of(judging, after), orq_judged_table(judging, op));
}

/* "a, b"; NULL: a part is an expression, or not there. */
static const char *listed(struct orq_judging *judging, const struct orq_table *table,
                          const struct orq_key_parts *parts)
{
    struct orq_str list = orq_str_new(judging->arena);
    for (size_t i = 0; i < parts->len; i++) {
        const char *column = parts->items[i].column;
        if (!column || !orq_table_column(table, column))
            return NULL;
        orq_str_addf(&list, "%s%s", i > 0 ? ", " : "", orq_sql_name(judging, column));
    }
    return orq_str_text(&list);
}

static struct orq_asked *counted(struct orq_judging *judging, const struct orq_table *table,
                                 const char *where)
{
    struct orq_asked *asked = orq_asked_new(judging, table, where);
    orq_asked_rows(judging, "", asked);
    return asked;
}

/* NULL: it cannot be asked. */
static struct orq_asked *duplicates(struct orq_judging *judging, const struct orq_table *table,
                                    const struct orq_key_parts *parts, const char *where)
{
    const char *columns = listed(judging, table, parts);
    struct orq_str conditions = orq_str_new(judging->arena);
    if (!columns)
        return NULL;
    for (size_t i = 0; i < parts->len; i++)
        orq_str_addf(&conditions, "%s%s IS NOT NULL", i > 0 ? " AND " : "",
                     orq_sql_name(judging, parts->items[i].column));
    if (where)
        orq_str_addf(&conditions, " AND (%s)", where);
    orq_str_addf(&conditions, " GROUP BY %s HAVING count(*) > 1", columns);
    struct orq_asked *asked = orq_asked_new(judging, table, orq_str_text(&conditions));
    for (size_t i = 0; i < parts->len; i++)
        ORQ_PUSH(judging->arena, &asked->columns, parts->items[i].column);
    ORQ_PUSH(judging->arena, &asked->columns, "count");
    asked->ordered = true;
    asked->select = asked->count = orq_arena_printf(judging->arena, "SELECT %s, count(*)", columns);
    return asked;
}

static struct orq_asked *orphans(struct orq_judging *judging, const struct orq_table *table,
                                 const struct orq_constraint *key)
{
    struct orq_str where = orq_str_new(judging->arena), match = orq_str_new(judging->arena);
    const char *parent =
        orq_qualified(judging->arena, judging->dialect,
                      key->ref_schema ? key->ref_schema : table->schema, key->ref_table);
    const struct orq_table *target = orq_schema_table(schema_of(judging, true), parent);
    const struct orq_constraint *own = target ? orq_table_primary_key(target) : NULL;
    if (!target || !listed(judging, table, &key->parts))
        return NULL;
    for (size_t i = 0; i < key->parts.len; i++) {
        const char *name = i < key->ref_columns.len    ? key->ref_columns.items[i]
                           : own && i < own->parts.len ? own->parts.items[i].column
                                                       : NULL;
        if (!name || !orq_table_column(target, name))
            return NULL;
        const char *column = orq_sql_name(judging, key->parts.items[i].column);
        orq_str_addf(&where, "c.%s IS NOT NULL AND ", column);
        orq_str_addf(&match, "%sp.%s = c.%s", i > 0 ? " AND " : "", orq_sql_name(judging, name),
                     column);
    }
    struct orq_asked *asked = orq_asked_new(judging, table, NULL);
    orq_asked_rows(judging, "c", asked);
    asked->rest =
        orq_arena_printf(judging->arena, " c WHERE %sNOT EXISTS (SELECT 1", orq_str_text(&where));
    asked->parent = target;
    asked->parent_rest = orq_arena_printf(judging->arena, " p WHERE %s)", orq_str_text(&match));
    return asked;
}

static void found(struct orq_judging *judging, const struct orq_op *op,
                  const struct orq_asked *asked, const char *what)
{
    bool column = op->kind == ORQ_OP_ALTER_COLUMN;
    if (!asked || (!column && orq_asked_of_new(judging, asked)))
        return;
    orq_asked_found(judging, asked,
                    orq_found(judging, "data-dependent", orq_op_object(judging->arena, op),
                              "it fails when %s", what));
}

/* PostgreSQL tells by what it did: a key over an index that is there, or a NOT NULL that a check
 * has proven, looks at no row. */
static bool looks_at_rows(struct orq_judging *judging, const struct orq_op *op)
{
    struct orq_touched touched = orq_judged_touch(judging, orq_judged_table(judging, op));
    return judging->dialect->stores_texts || touched.scanned || touched.built.len > 0;
}

static void judge_constraint(struct orq_judging *judging, const struct orq_op *op,
                             const struct orq_table *table)
{
    const struct orq_constraint *constraint = op->to.constraint;
    if ((constraint->kind == ORQ_KIND_UNIQUE || constraint->kind == ORQ_KIND_PRIMARY_KEY) &&
        looks_at_rows(judging, op))
        found(judging, op, duplicates(judging, table, &constraint->parts, NULL),
              "two rows have the same key");
    if (constraint->kind == ORQ_KIND_FOREIGN_KEY)
        found(judging, op, orphans(judging, table, constraint),
              "a row refers to what is not there");
    if (constraint->kind == ORQ_KIND_CHECK)
        found(judging, op,
              counted(judging, table,
                      orq_arena_printf(judging->arena, "NOT (%s)", constraint->expr.text)),
              "a row does not pass the check");
}

/* The length of character varying(n); 0: another type, or any length. */
static unsigned long length_of(const char *type)
{
    static const char varying[] = "character varying(";
    return orq_starts_with(type, varying) ? strtoul(type + strlen(varying), NULL, 10) : 0;
}

/* Texts that do not fit into a shorter column; of other types what the server said of made-up
 * rows. */
static void judge_type(struct orq_judging *judging, const struct orq_op *op,
                       const struct orq_table *table)
{
    const char *from = op->from.column->type;
    const char *words = judging->statement->refused_rows;
    unsigned long length = length_of(op->to.column->type), was = length_of(from);
    bool text = was > 0 || strcmp(from, "text") == 0 || strcmp(from, "character varying") == 0;
    if (length > 0 && text && (was == 0 || was > length))
        found(judging, op,
              counted(judging, table,
                      orq_arena_printf(judging->arena, "length(%s) > %lu",
                                       orq_sql_name(judging, op->from.column->name), length)),
              "a value is longer");
    else if (words)
        orq_found(judging, "data-dependent", orq_op_object(judging->arena, op),
                  "with rows made up for the trial the server refused it: %s",
                  orq_shown_name(judging->arena, words));
}

static void judge_column(struct orq_judging *judging, const struct orq_op *op,
                         const struct orq_table *table)
{
    const char *name = op->from.column->name;
    if ((op->changed & ORQ_CHANGE_TYPE) && orq_table_column(table, name))
        judge_type(judging, op, table);
    if ((op->changed & ORQ_CHANGE_NULLABLE) && !op->to.column->nullable &&
        orq_table_column(table, name) && looks_at_rows(judging, op))
        found(judging, op,
              counted(judging, table,
                      orq_arena_printf(judging->arena, "%s IS NULL", orq_sql_name(judging, name))),
              "a row has NULL in it");
}

/* The index of a constraint is told with it. */
static bool is_of_constraint(const struct orq_op *op)
{
    const struct orq_constraints *constraints = &op->to.table->constraints;
    for (size_t i = 0; i < constraints->len; i++) {
        if (orq_str_equal(constraints->items[i]->name, op->to.index->name))
            return true;
    }
    return false;
}

/* ---- a foreign key without an index ---- */

static bool leads(const struct orq_judging *judging, const struct orq_key_parts *parts,
                  const struct orq_constraint *key)
{
    if (parts->len < key->parts.len)
        return false;
    for (size_t i = 0; i < key->parts.len; i++) {
        bool found = false;
        for (size_t k = 0; k < key->parts.len; k++)
            found |=
                parts->items[k].column &&
                orq_same_name(judging->dialect, parts->items[k].column, key->parts.items[i].column);
        if (!found)
            return false;
    }
    return true;
}

static bool has_index(const struct orq_judging *judging, const struct orq_table *table,
                      const struct orq_constraint *key)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct orq_index *index = table->indexes.items[i];
        if (!index->where.text && !index->invalid && leads(judging, &index->parts, key))
            return true;
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *other = table->constraints.items[i];
        if ((other->kind == ORQ_KIND_UNIQUE || other->kind == ORQ_KIND_PRIMARY_KEY) &&
            leads(judging, &other->parts, key))
            return true;
    }
    return false;
}

static void judge_key_index(struct orq_judging *judging, const struct orq_op *op,
                            const struct orq_constraint *key)
{
    const char *name = orq_judged_table(judging, op);
    const struct orq_table *table = orq_schema_table(judging->after, name);
    if (key->kind != ORQ_KIND_FOREIGN_KEY || !table || has_index(judging, table, key))
        return;
    const struct orq_side side = {.table = table, .constraint = key};
    orq_found(judging, "fk-missing-index", orq_side_object(judging->arena, &side),
              "no index of %s leads with its columns: each DELETE in %s reads all of it",
              orq_shown_name(judging->arena, name), orq_shown_name(judging->arena, key->ref_table));
}

static void judge_key_indexes(struct orq_judging *judging, const struct orq_op *op)
{
    if (op->kind == ORQ_OP_ADD_CONSTRAINT)
        judge_key_index(judging, op, op->to.constraint);
    /* Of a table that is rebuilt, the keys that it had are no news. */
    bool made = op->kind == ORQ_OP_CREATE_TABLE &&
                !orq_judged_touch(judging, orq_judged_table(judging, op)).rewritten;
    for (size_t i = 0; made && i < op->to.table->constraints.len; i++)
        judge_key_index(judging, op, op->to.table->constraints.items[i]);
}

void orq_judge_data(struct orq_judging *judging, const struct orq_op *op)
{
    const struct orq_table *table = asked_table(judging, op, op->kind != ORQ_OP_ALTER_COLUMN);
    if (orq_judging_up(judging))
        judge_key_indexes(judging, op);
    if (!table || !orq_op_on_old_table(judging, op))
        return;
    if (op->kind == ORQ_OP_ADD_CONSTRAINT && !op->to.constraint->not_valid)
        judge_constraint(judging, op, table);
    if (op->kind == ORQ_OP_ALTER_CONSTRAINT && (op->changed & ORQ_CHANGE_VALIDITY) &&
        !op->to.constraint->not_valid)
        judge_constraint(judging, op, table);
    if (op->kind == ORQ_OP_ALTER_COLUMN)
        judge_column(judging, op, table);
    if (op->kind == ORQ_OP_CREATE_INDEX && op->to.index->unique && !is_of_constraint(op))
        found(judging, op,
              duplicates(judging, table, &op->to.index->parts, op->to.index->where.text),
              "two rows have the same key");
}
