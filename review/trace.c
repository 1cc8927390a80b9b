#include "review/trace.h"

#include "base/str.h"
#include "model/dialect.h"
#include "model/identity.h"
#include "sql/postgres_token.h"
#include "sql/quote.h"
#include "sql/sqlite_ddl.h"

#include <string.h>
#include <strings.h>

struct column {
    const char *now, *was;              /* its name at the end, and before */
    const struct orq_column *added;     /* a pending statement adds it; NULL: it was there */
    const char *cast;                   /* the type that one gives it; NULL: none */
    const struct orq_observed *changed; /* a statement that changes its values, who knows how */
};

struct trace {
    const struct orq_tracing *tracing;
    const char *name; /* of the table, as it was before what was gone back over */
    struct column *columns;
    size_t len;
    bool made; /* a pending statement makes the table */
};

/* ---- back over the operations ---- */

static bool is_table(const struct trace *trace, const struct orq_table *table)
{
    const struct orq_dialect *dialect = trace->tracing->dialect;
    return table &&
           orq_same_name(dialect,
                         orq_qualified(trace->tracing->arena, dialect, table->schema, table->name),
                         trace->name);
}

static struct column *column_of(const struct trace *trace, const char *name)
{
    for (size_t i = 0; i < trace->len; i++) {
        struct column *column = &trace->columns[i];
        if (!column->added && orq_same_name(trace->tracing->dialect, column->was, name))
            return column;
    }
    return NULL;
}

static bool has_using(struct orq_arena *arena, const char *sql)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, sql, strlen(sql));
    for (size_t i = 0; i < tokens.len; i++) {
        if (orq_pg_token_is(sql, tokens.items[i], "using"))
            return true;
    }
    return false;
}

/* SQLite keeps a value as it is, whatever its column is called a type of. */
static void undo_type(struct trace *trace, const struct orq_observed *statement,
                      struct column *column, const struct orq_op *op)
{
    if (trace->tracing->dialect->stores_texts)
        return;
    if (column->cast || has_using(trace->tracing->arena, statement->sql))
        column->changed = statement;
    column->cast = op->to.column->type;
}

static void undo_column(struct trace *trace, const struct orq_observed *statement,
                        const struct orq_op *op)
{
    const struct orq_column *to = op->to.column;
    struct column *column = to ? column_of(trace, to->name) : NULL;
    if (!column)
        return;
    if (op->kind == ORQ_OP_ADD_COLUMN)
        column->added = to;
    if (op->kind == ORQ_OP_RENAME_COLUMN)
        column->was = op->from.column->name;
    if (op->kind == ORQ_OP_ALTER_COLUMN && (op->changed & ORQ_CHANGE_NAME))
        column->was = op->from.column->name;
    if (op->kind == ORQ_OP_ALTER_COLUMN && (op->changed & ORQ_CHANGE_TYPE))
        undo_type(trace, statement, column, op);
}

static void undo_op(struct trace *trace, const struct orq_observed *statement,
                    const struct orq_op *op)
{
    struct orq_arena *arena = trace->tracing->arena;
    if (!is_table(trace, op->to.table))
        return;
    if (op->kind == ORQ_OP_CREATE_TABLE)
        trace->made = true;
    else if (op->kind == ORQ_OP_RENAME_TABLE)
        trace->name = orq_qualified(arena, trace->tracing->dialect, op->from.table->schema,
                                    op->from.table->name);
    else
        undo_column(trace, statement, op);
}

/* SQLite: another table takes the place of the one that was there. */
static bool is_rebuilt(const struct trace *trace, const struct orq_observed *statement)
{
    for (size_t i = 0; i < statement->touched.len; i++) {
        if (trace->tracing->dialect->stores_texts && statement->touched.items[i].rewritten &&
            orq_same_name(trace->tracing->dialect, statement->touched.items[i].table, trace->name))
            return true;
    }
    return false;
}

static void undo_past(struct trace *trace, const struct orq_past *past)
{
    for (size_t i = past->count; i-- > 0 && !trace->made;) {
        const struct orq_observed *statement = &past->reviewed->observed.items[i];
        if (is_rebuilt(trace, statement))
            return;
        for (size_t k = statement->ops.len; k-- > 0 && !trace->made;)
            undo_op(trace, statement, &statement->ops.items[k]);
    }
}

/* ---- as a SELECT ---- */

/* A literal, maybe cast: the same in every row, whenever it is asked for. */
static bool is_constant(struct orq_arena *arena, const char *text)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, text, strlen(text));
    size_t at = orq_pg_token_is(text, tokens.items[0], "-") ? 1 : 0;
    struct orq_pg_token first = tokens.items[at];
    bool word = orq_pg_token_is(text, first, "true") || orq_pg_token_is(text, first, "false") ||
                orq_pg_token_is(text, first, "null");
    struct orq_pg_token next = tokens.items[first.kind == ORQ_PG_END ? at : at + 1];
    return (word || first.kind == ORQ_PG_STRING || first.kind == ORQ_PG_NUMBER) &&
           (next.kind == ORQ_PG_END || orq_pg_token_is(text, next, "::"));
}

/* What it will have in the rows that are there; NULL: nobody knows yet. */
static const char *value_of(const struct trace *trace, const struct orq_column *added)
{
    struct orq_arena *arena = trace->tracing->arena;
    const char *text = added->default_expr.text;
    if (added->generated != ORQ_NOT_GENERATED || orq_column_postgres(added)->identity ||
        (text && !is_constant(arena, text)))
        return NULL;
    text = text ? text : "NULL";
    return trace->tracing->dialect->stores_texts
               ? text
               : orq_arena_printf(arena, "(%s)::%s", text, added->type);
}

static const char *quoted(const struct trace *trace, const char *name)
{
    return trace->tracing->dialect->quoted(trace->tracing->arena, name);
}

/* Of the base's columns; NULL: not known. */
static const char *expression_of(const struct trace *trace, const struct orq_table *base,
                                 const struct column *column)
{
    if (column->changed)
        return NULL;
    if (column->added)
        return value_of(trace, column->added);
    if (!orq_table_column(base, column->was))
        return NULL;
    return column->cast ? orq_arena_printf(trace->tracing->arena, "%s::%s",
                                           quoted(trace, column->was), column->cast)
                        : quoted(trace, column->was);
}

static bool holds(const struct orq_strings *names, const char *name)
{
    for (size_t i = 0; i < names->len; i++) {
        if (strcasecmp(names->items[i], name) == 0)
            return true;
    }
    return false;
}

static const char *why_not(const struct trace *trace, const struct column *column)
{
    struct orq_arena *arena = trace->tracing->arena;
    const char *name =
        orq_shown_name(arena, orq_arena_printf(arena, "%s.%s", trace->name, column->was));
    const struct orq_observed *by = column->changed;
    return by ? orq_arena_printf(arena, "%s:%zu changes the type of %s before",
                                 orq_shown_name(arena, by->at.file), by->at.line, name)
              : orq_arena_printf(arena, "%s is not in the database yet", name);
}

static const char *base_name(const struct trace *trace, const struct orq_table *base)
{
    const char *name = quoted(trace, base->name);
    return base->schema
               ? orq_arena_printf(trace->tracing->arena, "%s.%s", quoted(trace, base->schema), name)
               : name;
}

struct mentioned {
    struct orq_strings shown, judged;
};

/* The columns that the question mentions, from the table of the base. */
static void select_columns(const struct trace *trace, const struct orq_table *table,
                           const struct mentioned *mentioned, struct orq_traced *traced)
{
    struct orq_str list = orq_str_new(trace->tracing->arena);
    bool same = orq_same_name(trace->tracing->dialect, table->name, traced->table->name);
    for (size_t i = 0; i < trace->len; i++) {
        const struct column *column = &trace->columns[i];
        bool judged = holds(&mentioned->judged, column->now);
        if (!judged && !holds(&mentioned->shown, column->now))
            continue;
        const char *expression = expression_of(trace, traced->table, column);
        traced->filled |= judged && column->added != NULL;
        if (!expression && !judged)
            expression = orq_table_column(traced->table, column->was) && !column->added
                             ? quoted(trace, column->was)
                             : "NULL";
        if (!expression) {
            traced->why = why_not(trace, column);
            return;
        }
        same &= !column->added && !column->cast && strcmp(column->now, column->was) == 0;
        const char *name = quoted(trace, column->now);
        orq_str_addf(&list, "%s%s", list.len > 0 ? ", " : "", expression);
        if (strcmp(expression, name) != 0)
            orq_str_addf(&list, " AS %s", name);
    }
    const char *base = base_name(trace, traced->table);
    traced->from = same ? base
                        : orq_arena_printf(trace->tracing->arena, "(SELECT %s FROM %s)",
                                           list.len > 0 ? orq_str_text(&list) : "1 AS one", base);
}

struct orq_traced orq_trace(const struct orq_tracing *tracing, const struct orq_table *table,
                            const char *shown, const char *condition, bool alias)
{
    struct orq_arena *arena = tracing->arena;
    struct orq_traced traced = {0};
    struct mentioned mentioned = {0};
    struct trace trace = {.tracing = tracing,
                          .name =
                              orq_qualified(arena, tracing->dialect, table->schema, table->name),
                          .columns = ORQ_NEW_ARRAY(arena, struct column, table->columns.len + 1),
                          .len = table->columns.len};
    for (size_t i = 0; i < trace.len; i++)
        trace.columns[i] = (struct column){.now = table->columns.items[i]->name,
                                           .was = table->columns.items[i]->name};
    for (size_t i = tracing->pasts->len; i-- > 0 && !trace.made;)
        undo_past(&trace, &tracing->pasts->items[i]);
    traced.table = trace.made ? NULL : orq_schema_table(tracing->base, trace.name);
    if (!traced.table) {
        traced.why = orq_arena_printf(arena, "%s is not in the database yet",
                                      orq_shown_name(arena, trace.name));
        return traced;
    }
    orq_ddl_mentions(arena, shown, &mentioned.shown);
    orq_ddl_mentions(arena, condition, &mentioned.judged);
    select_columns(&trace, table, &mentioned, &traced);
    if (traced.from && traced.from[0] == '(' && !alias)
        traced.from = orq_arena_printf(arena, "%s AS %s", traced.from,
                                       tracing->dialect->quoted(arena, table->name));
    return traced;
}
