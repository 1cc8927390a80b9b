#include "history/graft.h"

#include "base/str.h"
#include "model/identity.h"
#include "model/model.h"
#include "sql/quote.h"

#include <assert.h>
#include <string.h>

struct graft {
    struct orq_arena *arena;
    const struct orq_engine *engine;
    const struct orq_graft_input *input;
    struct orq_diags *diags;
    struct orq_schema *to;         /* what is being made */
    const struct orq_schema *from; /* a model of after */
};

/* Both are what a database holds. */
static enum orq_status compare(struct graft *graft, const struct orq_schema *have,
                               const struct orq_schema *want, const struct orq_renames *renames,
                               struct orq_comparison *comparison)
{
    struct orq_schema *whole = ORQ_NEW(graft->arena, struct orq_schema);
    *whole = *want;
    whole->manage = ORQ_EVERY_KIND;
    const struct orq_compare_options options = {
        .have = have, .want = whole, .diff = {.strict_types = true}, .renames = renames};
    return orq_compare(graft->arena, graft->engine, &options, graft->diags, comparison);
}

/* A schema as a model has it: its nodes stand in no stored text, and may be changed. */
static enum orq_status modelled(struct graft *graft, const struct orq_schema *schema,
                                struct orq_schema **model)
{
    const char *text = orq_model_write(graft->arena, schema);
    const struct orq_model *read =
        orq_model_parse(graft->arena, "schema", text, strlen(text), graft->diags);
    *model =
        read ? orq_model_resolve(graft->arena, read, graft->engine->dialect, graft->diags) : NULL;
    return *model ? ORQ_OK : ORQ_INVALID;
}

/* -- what both changed -- */

static const char *table_of(struct orq_arena *arena, const struct orq_op *op)
{
    const struct orq_table *table = op->to.table ? op->to.table : op->from.table;
    return table ? orq_arena_printf(arena, "table %s", table->name) : NULL;
}

static bool is_whole(const struct orq_op *op)
{
    return op->kind == ORQ_OP_CREATE_TABLE || op->kind == ORQ_OP_DROP_TABLE ||
           op->kind == ORQ_OP_RENAME_TABLE;
}

/* The objects of operations, the tables that are touched at all, and those made or dropped. */
struct touched {
    struct orq_map *objects, *tables, *whole;
};

static struct touched touched_by(struct orq_arena *arena, const struct orq_ops *ops)
{
    struct touched touched = {.objects = orq_map_new(arena, ORQ_KEYS_FOLDED),
                              .tables = orq_map_new(arena, ORQ_KEYS_FOLDED),
                              .whole = orq_map_new(arena, ORQ_KEYS_FOLDED)};
    for (size_t i = 0; i < ops->len; i++) {
        const char *table = table_of(arena, &ops->items[i]);
        orq_map_put(touched.objects, orq_op_object(arena, &ops->items[i]), &ops->items[i]);
        if (table)
            orq_map_put(touched.tables, table, &ops->items[i]);
        if (table && is_whole(&ops->items[i]))
            orq_map_put(touched.whole, table, &ops->items[i]);
    }
    return touched;
}

static enum orq_status check_conflicts(struct graft *graft, const struct orq_ops *ops,
                                       const struct orq_ops *theirs)
{
    const struct touched other = touched_by(graft->arena, theirs);
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_op *op = &ops->items[i];
        const char *object = orq_op_object(graft->arena, op);
        const char *table = table_of(graft->arena, op);
        bool both = orq_map_get(other.objects, object) ||
                    (table && orq_map_get(other.whole, table)) ||
                    (table && is_whole(op) && orq_map_get(other.tables, table));
        if (!both)
            continue;
        orq_error(graft->diags, graft->input->at, "both sides change %s",
                  orq_shown_name(graft->arena, object));
        orq_hint(graft->diags, "here: %s", orq_op_summary(graft->arena, op));
        status = ORQ_INVALID;
    }
    return status;
}

/* -- doing it -- */

static struct orq_table *table_in(struct graft *graft, const struct orq_schema *schema,
                                  const struct orq_side *side)
{
    assert(side->table);
    return orq_schema_table(schema, orq_qualified(graft->arena, schema->dialect,
                                                  side->table->schema, side->table->name));
}

/* The columns anew, so that the table finds them: `with` in the place of the one of that name, or
 * nothing. */
static void set_column(struct graft *graft, struct orq_table *table, const char *name,
                       struct orq_column *with)
{
    const struct orq_columns columns = table->columns;
    table->columns = (struct orq_columns){0};
    table->by_column = NULL;
    for (size_t i = 0; i < columns.len; i++) {
        struct orq_column *column = columns.items[i];
        if (orq_same_name(table->dialect, column->name, name))
            column = with;
        if (column)
            orq_table_add_column(graft->arena, table, column);
    }
}

static void do_column(struct graft *graft, const struct orq_op *op)
{
    struct orq_table *table = table_in(graft, graft->to, op->to.table ? &op->to : &op->from);
    if (op->kind == ORQ_OP_DROP_COLUMN) {
        set_column(graft, table, op->from.column->name, NULL);
        return;
    }
    struct orq_column *column =
        orq_table_column(table_in(graft, graft->from, &op->to), op->to.column->name);
    if (op->kind == ORQ_OP_ADD_COLUMN)
        orq_table_add_column(graft->arena, table, column);
    else
        set_column(graft, table, op->from.column->name, column);
}

static bool same_constraint(struct orq_arena *arena, const struct orq_table *table,
                            struct orq_constraint *constraint, const char *object)
{
    const struct orq_side side = {.table = table, .constraint = constraint};
    return strcmp(orq_side_object(arena, &side), object) == 0;
}

static void do_constraint(struct graft *graft, const struct orq_op *op)
{
    struct orq_table *table = table_in(graft, graft->to, op->to.table ? &op->to : &op->from);
    const struct orq_constraints constraints = table->constraints;
    const char *gone = op->from.constraint ? orq_side_object(graft->arena, &op->from) : NULL;
    table->constraints = (struct orq_constraints){0};
    for (size_t i = 0; i < constraints.len; i++) {
        if (!gone || !same_constraint(graft->arena, table, constraints.items[i], gone))
            ORQ_PUSH(graft->arena, &table->constraints, constraints.items[i]);
    }
    if (!op->to.constraint)
        return;
    const struct orq_table *after = table_in(graft, graft->from, &op->to);
    const char *made = orq_side_object(graft->arena, &op->to);
    for (size_t i = 0; i < after->constraints.len; i++) {
        if (same_constraint(graft->arena, after, after->constraints.items[i], made))
            ORQ_PUSH(graft->arena, &table->constraints, after->constraints.items[i]);
    }
}

static void do_index(struct graft *graft, const struct orq_op *op)
{
    struct orq_table *table = table_in(graft, graft->to, op->to.table ? &op->to : &op->from);
    const struct orq_indexes indexes = table->indexes;
    table->indexes = (struct orq_indexes){0};
    for (size_t i = 0; i < indexes.len; i++) {
        if (!op->from.index || !orq_str_equal(indexes.items[i]->name, op->from.index->name))
            ORQ_PUSH(graft->arena, &table->indexes, indexes.items[i]);
    }
    if (!op->to.index)
        return;
    const struct orq_table *after = table_in(graft, graft->from, &op->to);
    for (size_t i = 0; i < after->indexes.len; i++) {
        if (orq_str_equal(after->indexes.items[i]->name, op->to.index->name))
            ORQ_PUSH(graft->arena, &table->indexes, after->indexes.items[i]);
    }
}

/* All but what goes. */
static void remove_from(struct graft *graft, const struct orq_op *op)
{
    struct orq_schema *left = orq_schema_new(graft->arena, graft->to->dialect);
    const struct orq_schema *to = graft->to;
    left->naming = to->naming;
    left->manage = to->manage;
    left->exclude = to->exclude;
    left->schemas = to->schemas;
    left->strict_default = to->strict_default;
    const struct orq_table *table =
        op->kind == ORQ_OP_DROP_TABLE ? table_in(graft, to, &op->from) : NULL;
    const struct orq_definition *definition =
        op->from.definition ? orq_schema_definition_like(graft->arena, to, op->from.definition)
                            : NULL;
    for (size_t i = 0; i < to->tables.len; i++) {
        if (to->tables.items[i] != table)
            orq_schema_add_table(graft->arena, left, to->tables.items[i]);
    }
    for (size_t i = 0; i < to->definitions.len; i++) {
        if (to->definitions.items[i] != definition)
            orq_schema_add_definition(graft->arena, left, to->definitions.items[i]);
    }
    graft->to = left;
}

static void do_table(struct graft *graft, const struct orq_op *op)
{
    if (op->kind == ORQ_OP_DROP_TABLE) {
        remove_from(graft, op);
        return;
    }
    struct orq_table *after = table_in(graft, graft->from, &op->to);
    if (op->kind == ORQ_OP_CREATE_TABLE) {
        orq_schema_add_table(graft->arena, graft->to, after);
        return;
    }
    struct orq_table *table = table_in(graft, graft->to, &op->to);
    table->strict = after->strict;
    table->without_rowid = after->without_rowid;
    table->comment = after->comment;
}

static void do_definition(struct graft *graft, const struct orq_op *op)
{
    if (op->from.definition)
        remove_from(graft, op);
    if (op->to.definition)
        orq_schema_add_definition(
            graft->arena, graft->to,
            orq_schema_definition_like(graft->arena, graft->from, op->to.definition));
}

typedef void do_op(struct graft *graft, const struct orq_op *op);

/* Renames are done already. */
static do_op *doer_of(enum orq_op_kind kind)
{
    static do_op *const doers[] = {
        [ORQ_OP_CREATE_TABLE] = do_table,
        [ORQ_OP_DROP_TABLE] = do_table,
        [ORQ_OP_ALTER_TABLE] = do_table,
        [ORQ_OP_ADD_COLUMN] = do_column,
        [ORQ_OP_DROP_COLUMN] = do_column,
        [ORQ_OP_ALTER_COLUMN] = do_column,
        [ORQ_OP_ADD_CONSTRAINT] = do_constraint,
        [ORQ_OP_DROP_CONSTRAINT] = do_constraint,
        [ORQ_OP_ALTER_CONSTRAINT] = do_constraint,
        [ORQ_OP_CREATE_INDEX] = do_index,
        [ORQ_OP_DROP_INDEX] = do_index,
        [ORQ_OP_ALTER_INDEX] = do_index,
        [ORQ_OP_CREATE_DEFINITION] = do_definition,
        [ORQ_OP_DROP_DEFINITION] = do_definition,
        [ORQ_OP_ALTER_DEFINITION] = do_definition,
    };
    return (size_t)kind < sizeof doers / sizeof *doers ? doers[kind] : NULL;
}

enum orq_status orq_graft(struct orq_arena *arena, const struct orq_engine *engine,
                          const struct orq_graft_input *input, struct orq_diags *diags,
                          struct orq_schema **grafted)
{
    struct graft graft = {.arena = arena, .engine = engine, .input = input, .diags = diags};
    const struct orq_renames none = {0};
    struct orq_schema *from = NULL;
    struct orq_comparison here, there, renamed;
    enum orq_status status = compare(&graft, input->before, input->after, input->renames, &here);
    if (status == ORQ_OK)
        status = compare(&graft, input->before, input->onto, &none, &there);
    if (status == ORQ_OK)
        status = check_conflicts(&graft, &here.all, &there.all);
    if (status == ORQ_OK)
        status = compare(&graft, input->onto, input->after, input->renames, &renamed);
    if (status == ORQ_OK)
        status = modelled(&graft, renamed.renamed, &graft.to);
    if (status == ORQ_OK)
        status = modelled(&graft, input->after, &from);
    graft.from = from;
    for (size_t i = 0; status == ORQ_OK && i < here.ops.len; i++) {
        do_op *doer = doer_of(here.ops.items[i].kind);
        if (doer)
            doer(&graft, &here.ops.items[i]);
    }
    *grafted = graft.to;
    return status;
}
