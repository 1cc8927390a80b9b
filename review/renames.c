#include "review/renames.h"

#include "model/identity.h"

#include <assert.h>
#include <string.h>

/* A name that is another one than at the beginning. Of a column with its table's names. */
struct alias {
    const char *table_was, *table; /* before the section, and now */
    const char *was, *now;         /* of the column; NULL: it is the table */
    bool gone;
};
ORQ_VEC_OF(aliases, struct alias);

struct tracing {
    struct orq_arena *arena;
    const struct orq_schema *before, *after;
    struct aliases aliases;
};

static const char *table_name(const struct tracing *tracing, const struct orq_table *table)
{
    return orq_qualified(tracing->arena, tracing->before->dialect, table->schema, table->name);
}

/* What the table was called before the section. */
static const char *origin(const struct tracing *tracing, const char *table)
{
    for (size_t i = 0; i < tracing->aliases.len; i++) {
        const struct alias *alias = &tracing->aliases.items[i];
        if (!alias->was && !alias->gone && strcmp(alias->table, table) == 0)
            return alias->table_was;
    }
    return table;
}

static struct alias *find(const struct tracing *tracing, const char *table, const char *column)
{
    for (size_t i = 0; i < tracing->aliases.len; i++) {
        struct alias *alias = &tracing->aliases.items[i];
        if (!alias->gone && strcmp(alias->table, table) == 0 && orq_str_equal(alias->now, column))
            return alias;
    }
    return NULL;
}

static void rename_column(struct tracing *tracing, const struct orq_op *op)
{
    assert(op->to.table && op->from.column && op->to.column);
    const char *table = table_name(tracing, op->to.table);
    struct alias *alias = find(tracing, table, op->from.column->name);
    if (alias) {
        alias->now = op->to.column->name;
        return;
    }
    const struct alias fresh = {.table_was = origin(tracing, table),
                                .table = table,
                                .was = op->from.column->name,
                                .now = op->to.column->name};
    ORQ_PUSH(tracing->arena, &tracing->aliases, fresh);
}

static void rename_table(struct tracing *tracing, const struct orq_op *op)
{
    assert(op->from.table && op->to.table);
    const char *from = table_name(tracing, op->from.table), *to = table_name(tracing, op->to.table);
    bool known = false;
    for (size_t i = 0; i < tracing->aliases.len; i++) {
        struct alias *alias = &tracing->aliases.items[i];
        if (alias->gone || strcmp(alias->table, from) != 0)
            continue;
        alias->table = to;
        known |= !alias->was;
    }
    const struct alias fresh = {.table_was = from, .table = to};
    if (!known)
        ORQ_PUSH(tracing->arena, &tracing->aliases, fresh);
}

/* A table that goes may be one that comes back with its rows, under another definition. */
static void forget(struct tracing *tracing, const struct orq_op *op)
{
    assert(op->from.table && op->from.column);
    struct alias *alias = find(tracing, table_name(tracing, op->from.table), op->from.column->name);
    if (alias)
        alias->gone = true;
}

static void trace(struct tracing *tracing, const struct orq_op *op)
{
    bool renames = (op->changed & ORQ_CHANGE_NAME) != 0;
    if (op->kind == ORQ_OP_RENAME_COLUMN ||
        (renames && op->from.column && op->to.column && op->to.table))
        rename_column(tracing, op);
    else if (op->kind == ORQ_OP_RENAME_TABLE)
        rename_table(tracing, op);
    else if (op->kind == ORQ_OP_DROP_COLUMN)
        forget(tracing, op);
}

static bool is_there(const struct orq_schema *schema, const char *name, const char *column)
{
    const struct orq_table *table = orq_schema_table(schema, name);
    return table && (!column || orq_table_column(table, column));
}

void orq_renames_of_section(struct orq_arena *arena, const struct orq_observed_list *observed,
                            const struct orq_schema *before, const struct orq_schema *after,
                            struct orq_renames *renames)
{
    struct tracing tracing = {.arena = arena, .before = before, .after = after};
    for (size_t i = 0; i < observed->len; i++)
        for (size_t k = 0; k < observed->items[i].ops.len; k++)
            trace(&tracing, &observed->items[i].ops.items[k]);
    for (size_t i = 0; i < tracing.aliases.len; i++) {
        const struct alias *alias = &tracing.aliases.items[i];
        const struct orq_rename rename = {.kind = alias->was ? ORQ_KIND_COLUMN : ORQ_KIND_TABLE,
                                          .table = alias->was ? alias->table : NULL,
                                          .from = alias->was ? alias->was : alias->table_was,
                                          .to = alias->was ? alias->now : alias->table};
        if (!alias->gone && strcmp(rename.from, rename.to) != 0 &&
            is_there(before, alias->table_was, alias->was) &&
            is_there(after, alias->table, alias->now))
            ORQ_PUSH(arena, renames, rename);
    }
}
