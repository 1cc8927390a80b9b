#include "emit/archive_sqlite.h"
#include "emit/create.h"
#include "emit/definitions.h"
#include "emit/native.h"
#include "emit/notes.h"
#include "emit/order.h"
#include "emit/rebuild.h"
#include "emit/rename.h"
#include "model/dialect.h"

#include <stdlib.h>
#include <string.h>

/* -- gathering: every operation to its table -- */

struct gathered {
    struct orq_table_plans plans;    /* all, by name */
    struct orq_table_plans wanted;   /* those of them that are there afterwards, parents first */
    struct orq_table_plans unwanted; /* the others, children first */
    struct orq_map *by_table;
    struct orq_map *gone; /* names of those that are dropped so far */
};

static const struct orq_table *table_of(const struct orq_op *op)
{
    return op->to.table ? op->to.table : op->from.table;
}

static struct orq_table_plan *plan_of(struct orq_emitter *emitter, struct gathered *gathered,
                                      const struct orq_op *op)
{
    const char *name = table_of(op)->name;
    struct orq_table_plan *plan = orq_map_get(gathered->by_table, name);
    if (plan)
        return plan;
    plan = ORQ_NEW(emitter->arena, struct orq_table_plan);
    if (op->kind != ORQ_OP_CREATE_TABLE)
        plan->have = orq_schema_table(emitter->input->renamed, name);
    if (op->kind != ORQ_OP_DROP_TABLE)
        plan->want = orq_schema_table(emitter->input->want, name);
    orq_map_put(gathered->by_table, name, plan);
    ORQ_PUSH(emitter->arena, &gathered->plans, plan);
    return plan;
}

static int by_name(const void *a, const void *b)
{
    const struct orq_table_plan *const *left = a, *const *right = b;
    const struct orq_table *one = (*left)->want ? (*left)->want : (*left)->have;
    const struct orq_table *other = (*right)->want ? (*right)->want : (*right)->have;
    return orq_ascii_compare(one->name, other->name);
}

/* A stored text that is wanted comes back with its comments, of which comparing knows nothing. */
static void gather_comments(struct orq_emitter *emitter, struct gathered *gathered)
{
    const struct orq_tables *tables = &emitter->input->want->tables;
    for (size_t i = 0; i < tables->len; i++) {
        const struct orq_table *want = tables->items[i];
        const struct orq_table *have = orq_schema_table(emitter->input->renamed, want->name);
        if (!have || !have->sql || !want->sql || orq_map_get(gathered->by_table, want->name) ||
            strcmp(have->sql, want->sql) == 0 ||
            orq_same_comments(emitter->arena, have->sql, want->sql))
            continue;
        struct orq_op *op = ORQ_NEW(emitter->arena, struct orq_op);
        *op = (struct orq_op){.kind = ORQ_OP_ALTER_TABLE,
                              .changed = ORQ_CHANGE_COMMENT,
                              .from.table = have,
                              .to.table = want};
        ORQ_PUSH(emitter->arena, &plan_of(emitter, gathered, op)->ops, op);
    }
}

static void note_touched(struct orq_emitter *emitter, const struct gathered *gathered)
{
    for (size_t i = 0; i < gathered->plans.len; i++) {
        const struct orq_table_plan *plan = gathered->plans.items[i];
        if (plan->have)
            ORQ_PUSH(emitter->arena, &emitter->section->touched,
                     orq_old_table(emitter, plan->have->name));
    }
}

static void order(struct orq_emitter *emitter, struct gathered *gathered)
{
    struct orq_table_plans wanted = {0}, unwanted = {0};
    for (size_t i = 0; i < gathered->plans.len; i++) {
        struct orq_table_plan *plan = gathered->plans.items[i];
        ORQ_PUSH(emitter->arena, plan->want ? &wanted : &unwanted, plan);
    }
    gathered->wanted = orq_plans_parents_first(emitter->arena, &wanted);
    gathered->unwanted = orq_plans_children_first(emitter->arena, &unwanted);
}

static void gather(struct orq_emitter *emitter, struct gathered *gathered)
{
    const struct orq_ops *ops = emitter->input->ops;
    gathered->by_table = orq_map_new(emitter->arena, ORQ_KEYS_FOLDED);
    gathered->gone = orq_map_new(emitter->arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < ops->len; i++) {
        struct orq_op *op = &ops->items[i];
        if (op->from.index)
            orq_map_put(emitter->dropped, op->from.index->name, op);
        if (!table_of(op) || op->from.definition || op->to.definition)
            continue;
        struct orq_table_plan *plan = plan_of(emitter, gathered, op);
        if (!op->from.index && !op->to.index)
            ORQ_PUSH(emitter->arena, &plan->ops, op);
    }
    gather_comments(emitter, gathered);
    if (gathered->plans.len > 1)
        qsort(gathered->plans.items, gathered->plans.len, sizeof *gathered->plans.items, by_name);
    note_touched(emitter, gathered);
    order(emitter, gathered);
}

/* -- tables -- */

static struct orq_map *index_children(struct orq_emitter *emitter)
{
    struct orq_map *index = orq_map_new(emitter->arena, ORQ_KEYS_FOLDED);
    const struct orq_tables *tables = &emitter->input->renamed->tables;
    for (size_t i = 0; i < tables->len; i++) {
        struct orq_table *table = tables->items[i];
        for (size_t k = 0; k < table->constraints.len; k++) {
            if (table->constraints.items[k]->kind != ORQ_KIND_FOREIGN_KEY)
                continue;
            const char *parent = table->constraints.items[k]->ref_table;
            struct orq_tables *children = orq_map_get(index, parent);
            if (!children) {
                children = ORQ_NEW(emitter->arena, struct orq_tables);
                orq_map_put(index, parent, children);
            }
            ORQ_PUSH(emitter->arena, children, table);
        }
    }
    return index;
}

/* With enforcement on, DROP TABLE deletes the rows first, and the foreign keys of every table that
 * still refers to it act, its own too (https://www.sqlite.org/foreignkeys.html#fk_schemacommands).
 */
static bool is_referred_to(struct orq_emitter *emitter, const struct gathered *gathered,
                           const struct orq_table *table)
{
    if (!emitter->children)
        emitter->children = index_children(emitter);
    const struct orq_tables *children = orq_map_get(emitter->children, table->name);
    for (size_t i = 0; children && i < children->len; i++)
        if (!orq_map_get(gathered->gone, children->items[i]->name))
            return true;
    return false;
}

static void drop_table(struct orq_emitter *emitter, const struct gathered *gathered,
                       const struct orq_table_plan *plan)
{
    struct orq_strings notes = {0};
    const char *old = orq_old_table(emitter, plan->have->name);
    orq_archive_table(emitter, plan->have, old);
    orq_note_ops(emitter, &notes, &plan->ops);
    orq_note_table_gone(emitter, &notes, old);
    orq_emit(
        emitter, &notes,
        orq_arena_printf(emitter->arena, "DROP TABLE %s", orq_name_sql(emitter, plan->have->name)));
    orq_definitions_lost_with_table(emitter, plan->have->name, false);
    if (!emitter->section->foreign_keys_off)
        emitter->section->foreign_keys_off = is_referred_to(emitter, gathered, plan->have);
    orq_map_put(gathered->gone, plan->have->name, emitter);
}

static void drop_tables(struct orq_emitter *emitter, const struct gathered *gathered)
{
    for (size_t i = 0; i < gathered->unwanted.len; i++)
        drop_table(emitter, gathered, gathered->unwanted.items[i]);
}

static void make_tables(struct orq_emitter *emitter, const struct gathered *gathered)
{
    for (size_t i = 0; i < gathered->wanted.len; i++) {
        const struct orq_table_plan *plan = gathered->wanted.items[i];
        struct orq_strings notes = {0};
        if (plan->rebuild) {
            orq_rebuild_emit(emitter, plan);
        } else if (plan->have) {
            orq_native_add_columns(emitter, plan);
        } else {
            orq_note_ops(emitter, &notes, &plan->ops);
            orq_emit(emitter, &notes, orq_emit_create_table(emitter->arena, plan->want));
            orq_restore_table(emitter, plan->want);
        }
    }
}

/* -- indexes -- */

static bool is_made(const struct gathered *gathered, const struct orq_op *op)
{
    const struct orq_table_plan *plan = orq_map_get(gathered->by_table, table_of(op)->name);
    return plan && !plan->have;
}

static void drop_indexes(struct orq_emitter *emitter, const struct gathered *gathered)
{
    const struct orq_ops *ops = emitter->input->ops;
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_op *op = &ops->items[i];
        if (!op->from.index)
            continue;
        const struct orq_table_plan *plan = orq_map_get(gathered->by_table, table_of(op)->name);
        if (!plan->want) /* it goes with its table */
            continue;
        struct orq_strings notes = {0};
        orq_note_op(emitter, &notes, op);
        orq_emit(emitter, &notes,
                 orq_arena_printf(emitter->arena, "DROP INDEX %s",
                                  orq_name_sql(emitter, op->from.index->name)));
    }
}

static void create_indexes_of_new_tables(struct orq_emitter *emitter,
                                         const struct gathered *gathered)
{
    for (size_t i = 0; i < gathered->wanted.len; i++) {
        const struct orq_table *want = gathered->wanted.items[i]->want;
        if (gathered->wanted.items[i]->have)
            continue;
        for (size_t k = 0; k < want->indexes.len; k++) {
            const struct orq_index *index = want->indexes.items[k];
            orq_emit_noted(emitter,
                           orq_arena_printf(emitter->arena, "create index %s",
                                            orq_shown(emitter, index->name)),
                           orq_emit_create_index(emitter->arena, want, index));
        }
    }
}

static void create_indexes(struct orq_emitter *emitter, const struct gathered *gathered)
{
    const struct orq_ops *ops = emitter->input->ops;
    create_indexes_of_new_tables(emitter, gathered);
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_op *op = &ops->items[i];
        if (!op->to.index || is_made(gathered, op))
            continue;
        struct orq_strings notes = {0};
        if (op->kind == ORQ_OP_CREATE_INDEX)
            orq_note_op(emitter, &notes, op);
        else
            orq_note_add(emitter, &notes, "the new index %s",
                         orq_shown(emitter, op->to.index->name));
        orq_note_failures(emitter, &notes, op);
        orq_emit(emitter, &notes,
                 orq_emit_create_index(emitter->arena, op->to.table, op->to.index));
    }
}

/* -- the section -- */

static void take_names(struct orq_emitter *emitter, const struct orq_schema *schema)
{
    for (size_t i = 0; schema && i < schema->tables.len; i++) {
        const struct orq_table *table = schema->tables.items[i];
        orq_names_take(emitter->taken, emitter->arena, table->name);
        for (size_t k = 0; k < table->indexes.len; k++)
            orq_names_take(emitter->taken, emitter->arena, table->indexes.items[k]->name);
    }
    for (size_t i = 0; schema && i < schema->definitions.len; i++)
        orq_names_take(emitter->taken, emitter->arena, schema->definitions.items[i]->name);
}

static bool needs_clear_ground(const struct orq_emitter *emitter, const struct gathered *gathered)
{
    if (orq_renames_any(emitter->input))
        return true;
    for (size_t i = 0; i < gathered->plans.len; i++) {
        const struct orq_table_plan *plan = gathered->plans.items[i];
        for (size_t k = 0; !plan->rebuild && k < plan->ops.len; k++)
            if (plan->ops.items[k]->kind == ORQ_OP_DROP_COLUMN)
                return true;
    }
    return false;
}

/* Native renames and DROP COLUMN come while every view and trigger still finds what it names. */
static void emit_all(struct orq_emitter *emitter)
{
    struct gathered gathered = {0};
    orq_definitions_settle(emitter);
    gather(emitter, &gathered);
    for (size_t i = 0; i < gathered.plans.len; i++)
        orq_native_decide(emitter, gathered.plans.items[i]);

    if (needs_clear_ground(emitter, &gathered))
        orq_definitions_take_down_broken(emitter);
    orq_renames_emit(emitter);
    drop_indexes(emitter, &gathered);
    for (size_t i = 0; i < gathered.wanted.len; i++)
        if (gathered.wanted.items[i]->have)
            orq_native_drop_columns(emitter, gathered.wanted.items[i]);
    orq_definitions_drop(emitter);
    drop_tables(emitter, &gathered);
    make_tables(emitter, &gathered);
    create_indexes(emitter, &gathered);
    orq_definitions_create(emitter);
    orq_definitions_put_back(emitter);
    orq_restore_finish(emitter);
}

enum orq_status orq_emit_sqlite(struct orq_arena *arena, const struct orq_emit_input *input,
                                struct orq_diags *diags, struct orq_section *section)
{
    *section = (struct orq_section){.dialect = orq_sqlite.key};
    struct orq_emitter emitter = {.arena = arena,
                                  .input = input,
                                  .diags = diags,
                                  .section = section,
                                  .dropped = orq_map_new(arena, ORQ_KEYS_FOLDED),
                                  .expected = orq_map_new(arena, ORQ_KEYS_FOLDED),
                                  .taken = orq_map_new(arena, ORQ_KEYS_FOLDED),
                                  .restored = orq_map_new(arena, ORQ_KEYS_EXACT),
                                  .down = orq_map_new(arena, ORQ_KEYS_FOLDED),
                                  .settled = orq_map_new(arena, ORQ_KEYS_FOLDED)};
    take_names(&emitter, input->have);
    take_names(&emitter, input->want);
    if (input->rename_only) {
        orq_definitions_take_down_broken(&emitter);
        orq_renames_emit(&emitter);
        orq_definitions_put_back(&emitter);
    } else {
        take_names(&emitter, input->renamed);
        emit_all(&emitter);
    }
    return ORQ_OK;
}
