#include "emit/create.h"

#include "emit/emit.h"
#include "emit/text.h"
#include "sql/ddl_comment.h"
#include "sql/quote.h"

#include <string.h>

bool orq_constraint_is_inline(const struct orq_constraint *constraint,
                              const struct orq_column *column)
{
    return constraint->column && orq_ascii_equal(constraint->column, column->name);
}

static void add_conflict(struct orq_str *out, enum orq_conflict conflict)
{
    if (conflict != ORQ_CONFLICT_ABORT)
        orq_str_addf(out, " ON CONFLICT %s", orq_conflict_sql(conflict));
}

/* Without parentheses `a || b COLLATE x` would be the collation of b alone. */
static const char *part_sql(struct orq_arena *arena, const struct orq_key_part *part)
{
    struct orq_str out = orq_str_new(arena);
    if (part->column)
        orq_str_add(&out, orq_sqlite_name(arena, part->column));
    else
        orq_str_add(&out, part->collation ? orq_operand(arena, part->expr.text) : part->expr.text);
    if (part->collation)
        orq_str_addf(&out, " COLLATE %s", orq_sqlite_name(arena, part->collation));
    if (part->descending)
        orq_str_add(&out, " DESC");
    return orq_str_text(&out);
}

static const char *parts_sql(struct orq_arena *arena, const struct orq_key_parts *parts)
{
    struct orq_strings items = {0};
    for (size_t i = 0; i < parts->len; i++)
        ORQ_PUSH(arena, &items, part_sql(arena, &parts->items[i]));
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < items.len; i++)
        orq_str_addf(&out, "%s%s", i > 0 ? ", " : "", items.items[i]);
    return orq_str_text(&out);
}

static void add_primary_key(struct orq_arena *arena, struct orq_str *out,
                            const struct orq_constraint *key)
{
    const char *autoincrement = key->autoincrement ? " AUTOINCREMENT" : "";
    orq_str_add(out, "PRIMARY KEY");
    if (key->column) {
        orq_str_add(out, key->parts.items[0].descending ? " DESC" : "");
        add_conflict(out, key->on_conflict);
        orq_str_add(out, autoincrement);
    } else {
        orq_str_addf(out, " (%s%s)", parts_sql(arena, &key->parts), autoincrement);
        add_conflict(out, key->on_conflict);
    }
}

static void add_reference(struct orq_arena *arena, struct orq_str *out,
                          const struct orq_constraint *key)
{
    static const char *const deferrable[] = {
        [ORQ_NOT_DEFERRABLE] = "",
        [ORQ_INITIALLY_IMMEDIATE] = " DEFERRABLE INITIALLY IMMEDIATE",
        [ORQ_INITIALLY_DEFERRED] = " DEFERRABLE INITIALLY DEFERRED",
    };
    orq_str_addf(out, "REFERENCES %s", orq_sqlite_name(arena, key->ref_table));
    if (key->ref_columns.len > 0)
        orq_str_addf(out, " (%s)", orq_names_sql(arena, &key->ref_columns));
    if (key->on_delete != ORQ_NO_ACTION)
        orq_str_addf(out, " ON DELETE %s", orq_action_sql(key->on_delete));
    if (key->on_update != ORQ_NO_ACTION)
        orq_str_addf(out, " ON UPDATE %s", orq_action_sql(key->on_update));
    if (key->match != ORQ_MATCH_SIMPLE)
        orq_str_addf(out, " MATCH %s", orq_match_sql(key->match));
    orq_str_add(out, deferrable[key->deferrable]);
}

/* Exclusion constraints are PostgreSQL's; a model for SQLite is refused before it comes here. */
const char *orq_emit_constraint(struct orq_arena *arena, const struct orq_constraint *constraint)
{
    struct orq_str out = orq_str_new(arena);
    if (constraint->name)
        orq_str_addf(&out, "CONSTRAINT %s ", orq_sqlite_name(arena, constraint->name));
    if (constraint->kind == ORQ_KIND_PRIMARY_KEY) {
        add_primary_key(arena, &out, constraint);
    } else if (constraint->kind == ORQ_KIND_UNIQUE) {
        orq_str_add(&out, "UNIQUE");
        if (!constraint->column)
            orq_str_addf(&out, " (%s)", parts_sql(arena, &constraint->parts));
        add_conflict(&out, constraint->on_conflict);
    } else if (constraint->kind == ORQ_KIND_CHECK) {
        orq_str_addf(&out, "CHECK %s", orq_parenthesised(arena, constraint->expr.text));
        if (!constraint->column)
            add_conflict(&out, constraint->on_conflict);
    } else if (constraint->kind == ORQ_KIND_FOREIGN_KEY) {
        if (!constraint->column)
            orq_str_addf(&out, "FOREIGN KEY (%s) ", parts_sql(arena, &constraint->parts));
        add_reference(arena, &out, constraint);
    }
    return orq_str_text(&out);
}

const char *orq_emit_not_null(struct orq_arena *arena, const struct orq_column *column)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_add(&out, "NOT NULL");
    add_conflict(&out, column->not_null_conflict);
    return orq_str_text(&out);
}

const char *orq_emit_generated(struct orq_arena *arena, const struct orq_column *column)
{
    return orq_arena_printf(arena, "GENERATED ALWAYS AS %s %s",
                            orq_parenthesised(arena, column->generated_expr.text),
                            column->generated == ORQ_GENERATED_STORED ? "STORED" : "VIRTUAL");
}

/* Must NOT NULL be written for the column? Not of a rowid alias, which never is NULL, unless its
 * ON CONFLICT is to be told. */
static bool writes_not_null(const struct orq_table *table, const struct orq_column *column)
{
    if (column->nullable)
        return false;
    return orq_table_rowid_alias(table) != column ||
           column->not_null_conflict != ORQ_CONFLICT_ABORT;
}

/* The column's clauses up to its named or unnamed constraints. */
static const char *column_head(struct orq_arena *arena, const struct orq_table *table,
                               const struct orq_column *column)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_add(&out, orq_sqlite_name(arena, column->name));
    if (column->type && *column->type)
        orq_str_addf(&out, " %s", column->type);
    if (writes_not_null(table, column))
        orq_str_addf(&out, " %s", orq_emit_not_null(arena, column));
    if (column->default_expr.text)
        orq_str_addf(&out, " DEFAULT %s", orq_default_sql(arena, column->default_expr.text));
    if (column->collation)
        orq_str_addf(&out, " COLLATE %s", orq_sqlite_name(arena, column->collation));
    if (column->generated != ORQ_NOT_GENERATED)
        orq_str_addf(&out, " %s", orq_emit_generated(arena, column));
    return orq_str_text(&out);
}

static void inline_constraints(struct orq_arena *arena, const struct orq_table *table,
                               const struct orq_column *column, struct orq_strings *texts)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *constraint = table->constraints.items[i];
        if (orq_constraint_is_inline(constraint, column))
            ORQ_PUSH(arena, texts, orq_emit_constraint(arena, constraint));
    }
}

static const char *column_sql(struct orq_arena *arena, const struct orq_table *table,
                              const struct orq_column *column, const char *separator)
{
    struct orq_strings constraints = {0};
    inline_constraints(arena, table, column, &constraints);
    struct orq_str out = orq_str_new(arena);
    orq_str_add(&out, column_head(arena, table, column));
    for (size_t i = 0; i < constraints.len; i++)
        orq_str_addf(&out, "%s%s", separator, constraints.items[i]);
    return orq_str_text(&out);
}

const char *orq_emit_column(struct orq_arena *arena, const struct orq_table *table,
                            const struct orq_column *column)
{
    if (table->sql && column->place.to > 0)
        return orq_arena_strndup(arena, table->sql + column->place.from,
                                 column->place.to - column->place.from);
    return column_sql(arena, table, column, " ");
}

const char *orq_emit_comment(struct orq_arena *arena, const struct orq_table *table,
                             const char *comment)
{
    const char *words = table->comments_in_ddl ? orq_comment_words(arena, comment) : NULL;
    return words ? orq_arena_printf(arena, " -- %s", words) : "";
}

const char *orq_emit_table_options(const struct orq_table *table)
{
    if (table->without_rowid)
        return table->strict ? " WITHOUT ROWID, STRICT" : " WITHOUT ROWID";
    return table->strict ? " STRICT" : "";
}

/* CREATE TABLE laid out anew, whatever the stored text. */
static const char *table_layout(struct orq_arena *arena, const struct orq_table *table)
{
    const char *comment = orq_emit_comment(arena, table, table->comment); /* of the line so far */
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "CREATE TABLE %s (", orq_sqlite_name(arena, table->name));
    for (size_t i = 0; i < table->columns.len; i++) {
        const char *line = column_sql(arena, table, table->columns.items[i], " ");
        if (strlen(line) + 5 > ORQ_LINE_WIDTH)
            line = column_sql(arena, table, table->columns.items[i], "\n        ");
        orq_str_addf(&out, "%s%s\n    %s", i > 0 ? "," : "", comment, line);
        comment = orq_emit_comment(arena, table, table->columns.items[i]->comment);
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        if (table->constraints.items[i]->column)
            continue;
        orq_str_addf(&out, ",%s\n    %s", comment,
                     orq_emit_constraint(arena, table->constraints.items[i]));
        comment = "";
    }
    orq_str_addf(&out, "%s\n)%s", comment, orq_emit_table_options(table));
    return orq_str_text(&out);
}

const char *orq_emit_create_table(struct orq_arena *arena, const struct orq_table *table)
{
    return table->sql ? table->sql : table_layout(arena, table);
}

const char *orq_emit_create_index(struct orq_arena *arena, const struct orq_table *table,
                                  const struct orq_index *index)
{
    if (index->sql)
        return index->sql;
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "CREATE %sINDEX %s ON %s (%s)", index->unique ? "UNIQUE " : "",
                 orq_sqlite_name(arena, index->name), orq_sqlite_name(arena, table->name),
                 parts_sql(arena, &index->parts));
    if (index->where.text)
        orq_str_addf(&out, " WHERE %s", index->where.text);
    return orq_str_text(&out);
}
