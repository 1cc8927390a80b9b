/* The rows that a precheck counts, by what tells them apart. */
#include "review/asked.h"

#include "base/str.h"
#include "model/identity.h"
#include "sql/quote.h"
#include "sql/sqlite_ddl.h"

#include <string.h>
#include <strings.h>

/* ---- questions ---- */

/* Behind how many statements of the section is it as it is there? */
static size_t since(const struct orq_judging *judging, const struct orq_table *table)
{
    const struct orq_tables *now = &judging->statement->after->tables;
    for (size_t i = 0; i < judging->before->tables.len; i++) {
        if (judging->before->tables.items[i] == table)
            return 0;
    }
    for (size_t i = 0; i < now->len; i++) {
        if (now->items[i] == table)
            return judging->index + 1;
    }
    return judging->index;
}

struct orq_asked *orq_asked_new(struct orq_judging *judging, const struct orq_table *table,
                                const char *where)
{
    struct orq_asked *asked = ORQ_NEW(judging->arena, struct orq_asked);
    asked->table = table;
    asked->since = since(judging, table);
    asked->rest = where ? orq_arena_printf(judging->arena, " WHERE %s", where) : "";
    return asked;
}

static void choose_columns(struct orq_judging *judging, const struct orq_table *table,
                           struct orq_asked *asked)
{
    const struct orq_constraint *key = orq_table_primary_key(table);
    for (size_t i = 0; key && i < key->parts.len; i++)
        ORQ_PUSH(judging->arena, &asked->columns, key->parts.items[i].column);
    asked->ordered = key != NULL;
    for (size_t i = 0; !key && i < table->columns.len; i++)
        ORQ_PUSH(judging->arena, &asked->columns, table->columns.items[i]->name);
}

void orq_asked_rows(struct orq_judging *judging, const char *alias, struct orq_asked *asked)
{
    struct orq_str list = orq_str_new(judging->arena);
    choose_columns(judging, asked->table, asked);
    for (size_t i = 0; i < asked->columns.len; i++)
        orq_str_addf(&list, "%s%s%s%s", i > 0 ? ", " : "", alias, alias[0] ? "." : "",
                     orq_sql_name(judging, asked->columns.items[i]));
    asked->alias = alias[0] != '\0';
    asked->select = orq_arena_printf(judging->arena, "SELECT %s", orq_str_text(&list));
    asked->count = "SELECT count(*)";
}

/* ---- asking ---- */

void orq_asked_trace(const struct orq_tracing *tracing, const struct orq_asked *asked,
                     struct orq_answerable *answerable)
{
    struct orq_arena *arena = tracing->arena;
    const char *parent_rest = asked->parent_rest ? asked->parent_rest : "";
    const char *condition = orq_arena_printf(arena, "%s%s", asked->rest, parent_rest);
    struct orq_traced table =
        orq_trace(tracing, asked->table, asked->select, condition, asked->alias);
    struct orq_traced parent = {0};
    *answerable = (struct orq_answerable){.why = table.why, .filled = table.filled};
    if (!table.why && asked->parent)
        parent = orq_trace(tracing, asked->parent, "", parent_rest, true);
    answerable->why = table.why ? table.why : parent.why;
    answerable->filled |= parent.filled;
    answerable->table = table.table;
    answerable->parent = parent.table;
    if (answerable->why)
        return;
    const char *behind =
        asked->parent ? orq_arena_printf(arena, " FROM %s%s", parent.from, parent_rest) : "";
    answerable->sql =
        orq_arena_printf(arena, "%s FROM %s%s%s", asked->select, table.from, asked->rest, behind);
    answerable->precheck =
        orq_arena_printf(arena, "%s FROM %s%s%s", asked->count, table.from, asked->rest, behind);
}

/* ---- lint ---- */

/* The column as the section adds it; NULL: it was there. */
static const struct orq_column *added_as(const struct orq_judging *judging,
                                         const struct orq_asked *asked,
                                         const struct orq_column *column)
{
    const struct orq_observed_list *list = &judging->reviewed->observed;
    for (size_t i = 0; i < asked->since && i < list->len; i++) {
        for (size_t k = 0; k < list->items[i].ops.len; k++) {
            const struct orq_op *op = &list->items[i].ops.items[k];
            if (op->kind == ORQ_OP_ADD_COLUMN && strcmp(op->to.column->name, column->name) == 0 &&
                strcmp(op->to.table->name, asked->table->name) == 0)
                return op->to.column;
        }
    }
    return NULL;
}

static bool is_empty(const struct orq_column *added)
{
    return !added->default_expr.text && added->generated == ORQ_NOT_GENERATED &&
           !orq_column_postgres(added)->identity;
}

/* An earlier statement of the section that changes rows of the table; NULL: none. */
static const struct orq_observed *filled_by(const struct orq_judging *judging,
                                            const struct orq_asked *asked)
{
    const struct orq_observed_list *list = &judging->reviewed->observed;
    const struct orq_flying flying = {.arena = judging->arena, .dialect = judging->dialect};
    for (size_t i = 0; i < asked->since && i < list->len; i++) {
        if (orq_changes_rows(&flying, &list->items[i], asked->table, false))
            return &list->items[i];
    }
    return NULL;
}

bool orq_asked_of_new(struct orq_judging *judging, const struct orq_asked *asked)
{
    struct orq_strings names = {0};
    bool any = false, empty = true;
    orq_ddl_mentions(judging->arena, asked->rest, &names);
    for (size_t i = 0; i < asked->table->columns.len; i++) {
        const struct orq_column *column = asked->table->columns.items[i];
        bool mentioned = false;
        for (size_t k = 0; k < names.len; k++)
            mentioned |= strcasecmp(names.items[k], column->name) == 0;
        const struct orq_column *added = mentioned ? added_as(judging, asked, column) : NULL;
        if (mentioned && !added)
            return false;
        any |= mentioned;
        empty &= !mentioned || is_empty(added);
    }
    const struct orq_observed *filler = any ? filled_by(judging, asked) : NULL;
    return any && (filler ? filler->batch > 0 : empty);
}

/* What the section itself decides is no matter of the rows that are there now. */
static void lower(struct orq_judging *judging, struct orq_finding *finding, const char *why)
{
    finding->level = ORQ_LEVEL_NOTE;
    finding->precheck = NULL;
    finding->message = orq_arena_printf(judging->arena, "%s; %s", finding->message, why);
}

void orq_asked_found(struct orq_judging *judging, const struct orq_asked *asked,
                     struct orq_finding *finding)
{
    struct orq_pasts pasts = {0};
    const struct orq_past past = {judging->reviewed, asked->since};
    const struct orq_tracing tracing = {judging->arena, judging->dialect, judging->before, &pasts};
    struct orq_answerable answerable;
    ORQ_PUSH(judging->arena, &pasts, past);
    orq_asked_trace(&tracing, asked, &answerable);
    finding->asked = asked;
    finding->precheck = answerable.precheck;
    const struct orq_observed *filler = answerable.filled ? filled_by(judging, asked) : NULL;
    if (answerable.why)
        lower(judging, finding, answerable.why);
    else if (filler)
        lower(judging, finding,
              orq_arena_printf(judging->arena, "line %zu fills it", filler->at.line));
}
