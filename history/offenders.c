#include "history/offenders.h"

#include "sql/expr.h"
#include "sql/quote.h"

#include <string.h>

#define MOST_SHOWN 3

struct finder {
    struct orq_arena *arena;
    struct orq_db *db;
    const struct orq_schema *have;
    struct orq_strings *lines;
    struct orq_diags *tries; /* a query that does not run finds nothing */
};

/* Rows of table that break something are those for which where is true. */
struct demand {
    const struct orq_op *op;
    const struct orq_table *table;
    const char *where;
};

/* A list of SQL terms. */
struct terms {
    struct orq_str text;
    const char *between;
};

static struct terms terms_new(struct orq_arena *arena, const char *between)
{
    return (struct terms){.text = orq_str_new(arena), .between = between};
}

static void add_term(struct terms *terms, const char *term)
{
    orq_str_addf(&terms->text, "%s%s", terms->text.len == 0 ? "" : terms->between, term);
}

/* Could an expression be evaluated on the rows as they are? In a table without one of its columns
 * a name in quotes would be a string. */
static bool has_columns(const struct finder *finder, const struct orq_table *table,
                        const char *expression)
{
    struct orq_scope scope = {.table = table->name,
                              .columns = orq_table_by_column(finder->arena, table)};
    struct orq_expr_error error;
    struct orq_strings columns = {0};
    const struct orq_expr *tree =
        orq_expr_parse(finder->arena, expression, strlen(expression), scope, &error);
    if (!tree)
        return false;
    orq_expr_columns(finder->arena, tree, &columns);
    for (size_t i = 0; i < columns.len; i++) {
        if (!orq_table_column(table, columns.items[i]))
            return false;
    }
    return true;
}

/* The part of a key as a term over the rows as they are; NULL: it is none yet. */
static const char *part_term(const struct finder *finder, const struct orq_table *table,
                             const struct orq_key_part *part)
{
    if (part->column)
        return orq_table_column(table, part->column)
                   ? orq_arena_printf(finder->arena, "t.%s",
                                      orq_quoted_name(finder->arena, part->column))
                   : NULL;
    return has_columns(finder, table, part->expr.text)
               ? orq_arena_printf(finder->arena, "(%s\n)", part->expr.text)
               : NULL;
}

static const char *check_where(const struct finder *finder, const struct demand *demand,
                               const struct orq_constraint *check)
{
    return has_columns(finder, demand->table, check->expr.text)
               ? orq_arena_printf(finder->arena, "NOT (%s\n)", check->expr.text)
               : NULL;
}

/* Values that stand more than once; NULLs differ from each other. */
static const char *unique_where(const struct finder *finder, const struct demand *demand,
                                const struct orq_key_parts *parts, const char *where)
{
    struct orq_arena *arena = finder->arena;
    struct terms key = terms_new(arena, ", ");
    if (where && !has_columns(finder, demand->table, where))
        return NULL;
    for (size_t i = 0; i < parts->len; i++) {
        const struct orq_key_part *part = &parts->items[i];
        const char *term = part_term(finder, demand->table, part);
        if (!term)
            return NULL;
        if (part->collation)
            term = orq_arena_printf(arena, "%s COLLATE %s", term,
                                    orq_quoted_name(arena, part->collation));
        add_term(&key, term);
    }
    const char *among = orq_arena_printf(arena, "(%s\n)", where ? where : "true");
    const char *terms = orq_str_text(&key.text);
    return orq_arena_printf(arena,
                            "%s AND (%s) IN (SELECT %s FROM main.%s AS t WHERE %s"
                            " GROUP BY %s HAVING count(*) > 1)",
                            among, terms, terms, orq_quoted_name(arena, demand->table->name), among,
                            terms);
}

/* The column of the parent that the n-th of a foreign key refers to; NULL: none. */
static const char *referred_column(const struct orq_table *parent,
                                   const struct orq_constraint *foreign_key, size_t n)
{
    const struct orq_constraint *key = orq_table_primary_key(parent);
    const char *name = NULL;
    if (n < foreign_key->ref_columns.len)
        name = foreign_key->ref_columns.items[n];
    else if (key && n < key->parts.len)
        name = key->parts.items[n].column;
    return name && orq_table_column(parent, name) ? name : NULL;
}

static const char *foreign_where(const struct finder *finder, const struct demand *demand,
                                 const struct orq_constraint *foreign_key)
{
    struct orq_arena *arena = finder->arena;
    const struct orq_table *parent = orq_schema_table(finder->have, foreign_key->ref_table);
    struct terms given = terms_new(arena, " AND "), same = terms_new(arena, " AND ");
    if (!parent)
        return NULL;
    for (size_t i = 0; i < foreign_key->parts.len; i++) {
        const char *term = part_term(finder, demand->table, &foreign_key->parts.items[i]);
        const char *referred = referred_column(parent, foreign_key, i);
        if (!term || !referred)
            return NULL;
        /* The parent's collation and affinity decide: it stands on the left. */
        add_term(&given, orq_arena_printf(arena, "%s IS NOT NULL", term));
        add_term(&same,
                 orq_arena_printf(arena, "p.%s = %s", orq_quoted_name(arena, referred), term));
    }
    return orq_arena_printf(arena, "%s AND NOT EXISTS (SELECT 1 FROM main.%s AS p WHERE %s)",
                            orq_str_text(&given.text), orq_quoted_name(arena, parent->name),
                            orq_str_text(&same.text));
}

/* NULL: the constraint is none that rows could break, or it cannot be asked yet. */
static const char *constraint_where(const struct finder *finder, const struct demand *demand,
                                    const struct orq_constraint *constraint)
{
    if (constraint->kind == ORQ_KIND_CHECK)
        return check_where(finder, demand, constraint);
    if (constraint->kind == ORQ_KIND_UNIQUE || constraint->kind == ORQ_KIND_PRIMARY_KEY)
        return unique_where(finder, demand, &constraint->parts, NULL);
    return constraint->kind == ORQ_KIND_FOREIGN_KEY ? foreign_where(finder, demand, constraint)
                                                    : NULL;
}

static bool becomes_not_null(const struct orq_op *op)
{
    return op->kind == ORQ_OP_ALTER_COLUMN && (op->changed & ORQ_CHANGE_NULLABLE) != 0 &&
           !op->to.column->nullable && !orq_column_change(op->to.column)->backfill.text;
}

static const char *op_where(const struct finder *finder, const struct demand *demand)
{
    const struct orq_op *op = demand->op;
    if (becomes_not_null(op))
        return orq_arena_printf(finder->arena, "t.%s IS NULL",
                                orq_quoted_name(finder->arena, op->from.column->name));
    if (op->kind == ORQ_OP_ADD_CONSTRAINT || op->kind == ORQ_OP_ALTER_CONSTRAINT)
        return constraint_where(finder, demand, op->to.constraint);
    bool index = op->kind == ORQ_OP_CREATE_INDEX || op->kind == ORQ_OP_ALTER_INDEX;
    return index && op->to.index->unique
               ? unique_where(finder, demand, &op->to.index->parts, op->to.index->where.text)
               : NULL;
}

/* What tells a row to a person: its key. */
static const char *row_words(const struct finder *finder, const struct orq_table *table)
{
    const struct orq_constraint *key = orq_table_primary_key(table);
    struct terms words = terms_new(finder->arena, " || ', ' || ");
    for (size_t i = 0; key && i < key->parts.len; i++) {
        const char *column = key->parts.items[i].column;
        if (column)
            add_term(&words,
                     orq_arena_printf(
                         finder->arena, "%s || ' = ' || quote(t.%s)",
                         orq_quoted_text(finder->arena, orq_shown_name(finder->arena, column)),
                         orq_quoted_name(finder->arena, column)));
    }
    return words.text.len > 0 ? orq_str_text(&words.text) : "'rowid ' || t.rowid";
}

static void find(const struct finder *finder, const struct demand *demand)
{
    struct orq_arena *arena = finder->arena;
    const char *from =
        orq_arena_printf(arena, "FROM main.%s AS t", orq_quoted_name(arena, demand->table->name));
    const char *count = NULL, *rows = NULL;
    const char *counting =
        orq_arena_printf(arena,
                         "SELECT n || ' of ' || (SELECT count(*) %s) || iif(n = 1, ' rows breaks"
                         " it', ' rows break it') FROM (SELECT count(*) AS n %s WHERE %s)"
                         " WHERE n > 0",
                         from, from, demand->where);
    const char *showing =
        orq_arena_printf(arena,
                         "SELECT group_concat(words, '; ') FROM (SELECT %s AS words %s WHERE %s"
                         " LIMIT %d)",
                         row_words(finder, demand->table), from, demand->where, MOST_SHOWN);
    if (orq_db_value(arena, finder->db, counting, finder->tries, &count) != ORQ_OK || !count ||
        orq_db_value(arena, finder->db, showing, finder->tries, &rows) != ORQ_OK)
        return;
    ORQ_PUSH(arena, finder->lines,
             orq_arena_printf(arena, "%s: %s: %s", orq_op_summary(arena, demand->op), count,
                              rows ? orq_shown_name(arena, rows) : "?"));
}

void orq_offenders_find(struct orq_arena *arena, struct orq_db *db,
                        const struct orq_comparison *comparison, struct orq_strings *lines,
                        bool *nulls)
{
    struct finder finder = {.arena = arena,
                            .db = db,
                            .have = comparison->have,
                            .lines = lines,
                            .tries = orq_diags_new(arena)};
    *nulls = false;
    /* With renames the names of the constraints are not yet those of the rows. */
    for (size_t i = 0; comparison->renames.len == 0 && i < comparison->ops.len; i++) {
        const struct orq_op *op = &comparison->ops.items[i];
        struct demand demand = {.op = op, .table = op->from.table};
        size_t before = lines->len;
        if (demand.table)
            demand.where = op_where(&finder, &demand);
        if (demand.where)
            find(&finder, &demand);
        *nulls = *nulls || (lines->len > before && becomes_not_null(op));
    }
}
