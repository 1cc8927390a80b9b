/* Parents, children and partitions. */
#include "emit/postgres_table.h"

#include "sql/postgres_token.h"

#include <string.h>

bool orq_pg_is_partitioned(const struct orq_table *table)
{
    return orq_table_postgres(table)->partition_by != NULL;
}

const char *orq_pg_partition_text(struct orq_arena *arena, const struct orq_table *table)
{
    return orq_arena_printf(arena, "PARTITION %s %s", orq_pg_table_sql(arena, table),
                            orq_table_postgres(table)->partition_bound);
}

static bool same_column(const struct orq_column *a, const struct orq_column *b)
{
    const struct orq_column_postgres *of_a = orq_column_postgres(a), *of_b = orq_column_postgres(b);
    return strcmp(a->name, b->name) == 0 && strcmp(a->type, b->type) == 0 &&
           a->nullable == b->nullable && a->generated == b->generated &&
           orq_str_equal(a->default_expr.text, b->default_expr.text) &&
           orq_str_equal(a->generated_expr.text, b->generated_expr.text) &&
           orq_str_equal(a->collation, b->collation) &&
           orq_str_equal(of_a->storage, of_b->storage) &&
           orq_str_equal(of_a->compression, of_b->compression) && !of_a->identity;
}

/* A key of its own would be a second one beside its parent's. */
static bool has_own_key(const struct orq_table *table)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *constraint = table->constraints.items[i];
        bool key = constraint->kind == ORQ_KIND_PRIMARY_KEY || constraint->kind == ORQ_KIND_UNIQUE;
        if (key && !constraint->inherited)
            return true;
    }
    return false;
}

bool orq_pg_is_plain_partition(const struct orq_schema *schema, const struct orq_table *table)
{
    const char *name = orq_table_postgres(table)->partition_of;
    const struct orq_table *parent = name ? orq_schema_table(schema, name) : NULL;
    if (!name || has_own_key(table))
        return false;
    if (!parent || table->columns.len == 0)
        return true;
    if (table->columns.len != parent->columns.len)
        return false;
    for (size_t i = 0; i < table->columns.len; i++)
        if (!same_column(table->columns.items[i], parent->columns.items[i]))
            return false;
    return true;
}

static void gather_defaults(struct orq_pg_emitter *emitter)
{
    const struct orq_tables *tables = &emitter->input->renamed->tables;
    emitter->defaults = orq_map_new(emitter->arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < tables->len; i++) {
        const struct orq_table_postgres *postgres = orq_table_postgres(tables->items[i]);
        if (postgres->partition_of && orq_str_equal(postgres->partition_bound, "DEFAULT"))
            orq_map_put(emitter->defaults, postgres->partition_of, tables->items[i]);
    }
}

void orq_pg_note_default_partition(struct orq_pg_emitter *emitter, struct orq_pg_piece *piece,
                                   const struct orq_table *partition)
{
    const char *parent = orq_table_postgres(partition)->partition_of;
    if (!emitter->defaults)
        gather_defaults(emitter);
    const struct orq_table *others = parent ? orq_map_get(emitter->defaults, parent) : NULL;
    const struct orq_table *stays = others ? orq_pg_wanted_relation(emitter, others) : NULL;
    if (stays && stays != partition)
        orq_pg_note(emitter, piece, "CAN FAIL: a row of %s that belongs to %s; all of %s is read",
                    orq_pg_shown(emitter->arena, others, NULL),
                    orq_pg_shown(emitter->arena, partition, NULL),
                    orq_pg_shown(emitter->arena, others, NULL));
}

/* -- inherited columns -- */

bool orq_pg_parent_does(const struct orq_pg_emitter *emitter, const struct orq_table *table,
                        const struct orq_column *column)
{
    const struct orq_column_postgres *postgres = orq_column_postgres(column);
    if (orq_table_postgres(table)->partition_of)
        return postgres->inherited && !orq_pg_is_moving(emitter, table);
    return postgres->inherited && !postgres->local;
}

static bool gets_not_null(const struct orq_pg_work *work, const char *parent)
{
    const struct orq_emit_input *input = work->emitter->input;
    const struct orq_table *had = orq_schema_table(input->renamed, parent);
    const struct orq_table *wanted = orq_schema_table(input->want, parent);
    const struct orq_column *from = had ? orq_pg_column(had, work->op->from.column->name) : NULL;
    const struct orq_column *to = wanted ? orq_pg_column(wanted, work->op->to.column->name) : NULL;
    return from && to && from->nullable && !to->nullable;
}

bool orq_pg_parent_refuses_null(const struct orq_pg_work *work)
{
    const struct orq_table_postgres *had = orq_table_postgres(work->op->from.table);
    const struct orq_table_postgres *wanted = orq_table_postgres(work->op->to.table);
    if (had->partition_of && !orq_pg_is_moving(work->emitter, work->op->from.table))
        return gets_not_null(work, had->partition_of);
    for (size_t i = 0; i < had->inherits.len; i++)
        if (orq_strings_hold(&wanted->inherits, had->inherits.items[i]) &&
            gets_not_null(work, had->inherits.items[i]))
            return true;
    return false;
}

static const struct orq_column *inherited_from(const struct orq_schema *schema,
                                               const struct orq_table *table, const char *name)
{
    const struct orq_table_postgres *postgres = orq_table_postgres(table);
    for (size_t i = 0; i < postgres->inherits.len; i++) {
        const struct orq_table *parent = orq_schema_table(schema, postgres->inherits.items[i]);
        const struct orq_column *column = parent ? orq_pg_column(parent, name) : NULL;
        if (column)
            return column;
    }
    return NULL;
}

static void own_value(struct orq_pg_work *work, struct orq_pg_task *task,
                      const struct orq_table *table, const struct orq_column *column,
                      const struct orq_column *parent)
{
    struct orq_arena *arena = work->emitter->arena;
    const char *head = orq_pg_alter_head(arena, table);
    const char *name = orq_pg_name(arena, column->name);
    bool same = orq_str_equal(column->default_expr.text, parent->default_expr.text);
    if (!same && column->default_expr.text)
        orq_pg_act(work, task, head, "ALTER COLUMN %s SET DEFAULT %s", name,
                   column->default_expr.text);
    else if (!same && column->generated == ORQ_NOT_GENERATED)
        orq_pg_act(work, task, head, "ALTER COLUMN %s DROP DEFAULT", name);
    if (!column->nullable && parent->nullable)
        orq_pg_act(work, task, head, "ALTER COLUMN %s SET NOT NULL", name);
}

void orq_pg_inherited_columns(struct orq_pg_work *work, struct orq_pg_task *task,
                              const struct orq_schema *schema, const struct orq_table *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct orq_column *column = table->columns.items[i];
        const struct orq_column *parent =
            orq_column_postgres(column)->local ? NULL : inherited_from(schema, table, column->name);
        if (parent)
            own_value(work, task, table, column, parent);
    }
}

/* -- changing -- */

/* A table becomes a child when it has the columns for it. */
struct orq_pg_task *orq_pg_joining_task(struct orq_pg_emitter *emitter,
                                        const struct orq_side *table)
{
    return orq_pg_task_late(emitter, ORQ_PG_PHASE_ALTER_TABLE, table, "join");
}

/* A child leaves before its parent changes: what the parent does then is not for it. */
static void leave_first(struct orq_pg_work *work, const char *parent)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_table *table = orq_schema_table(emitter->input->renamed, parent);
    if (table && orq_schema_table(emitter->input->want, parent))
        ORQ_PUSH(emitter->arena, &orq_pg_alter_task(emitter, table)->after,
                 orq_table_identity(emitter->arena, emitter->dialect, work->op->from.table));
}

/* -- from one parent to another -- */

static bool has_name(const struct orq_table *table, const char *name)
{
    for (size_t i = 0; name && i < table->constraints.len; i++)
        if (orq_str_equal(table->constraints.items[i]->name, name))
            return true;
    for (size_t i = 0; name && i < table->indexes.len; i++)
        if (orq_str_equal(table->indexes.items[i]->name, name))
            return true;
    return false;
}

/* Two tables of one schema cannot both have an index of the name. */
static bool share_a_name(const struct orq_table *old, const struct orq_table *new)
{
    if (!orq_str_equal(old->schema, new->schema))
        return false;
    for (size_t i = 0; i < new->constraints.len; i++)
        if (has_name(old, new->constraints.items[i]->name))
            return true;
    for (size_t i = 0; i < new->indexes.len; i++)
        if (has_name(old, new->indexes.items[i]->name))
            return true;
    return false;
}

/* Is the child what the parent demands of its children, before anything is done to it? */
static bool fits(const struct orq_table *child, const struct orq_table *parent)
{
    for (size_t i = 0; i < parent->columns.len; i++) {
        const struct orq_column *wanted = parent->columns.items[i];
        const struct orq_column *had = orq_pg_column(child, wanted->name);
        if (!had || strcmp(had->type, wanted->type) != 0 || had->generated != wanted->generated ||
            !orq_str_equal(had->collation, wanted->collation) ||
            (had->nullable && !wanted->nullable))
            return false;
    }
    for (size_t i = 0; i < parent->constraints.len; i++)
        if (parent->constraints.items[i]->kind == ORQ_KIND_CHECK &&
            !parent->constraints.items[i]->no_inherit &&
            !has_name(child, parent->constraints.items[i]->name))
            return false;
    return true;
}

/* A column that is nobody's but the child's stays its own. Where the new parent can take the child
 * before the old one lets it go, it never is. */
bool orq_pg_has_both_parents(const struct orq_pg_work *work)
{
    const struct orq_emit_input *input = work->emitter->input;
    const struct orq_table *from = work->op->from.table;
    const struct orq_strings *had = &orq_table_postgres(from)->inherits;
    const struct orq_strings *wanted = &orq_table_postgres(work->op->to.table)->inherits;
    for (size_t i = 0; i < wanted->len; i++) {
        const struct orq_table *new = orq_schema_table(input->want, wanted->items[i]);
        if (orq_strings_hold(had, wanted->items[i]))
            continue;
        if (!new || !fits(from, new))
            return false;
        for (size_t k = 0; k < had->len; k++) {
            const struct orq_table *old = orq_schema_table(input->renamed, had->items[k]);
            if (old && share_a_name(old, new))
                return false;
        }
    }
    return true;
}

static bool has_own(const struct orq_table *table, const char *name)
{
    for (size_t i = 0; name && i < table->constraints.len; i++)
        if (orq_str_equal(table->constraints.items[i]->name, name))
            return !table->constraints.items[i]->inherited;
    return false;
}

/* A table has the checks of its parent before it is a child: those that it shall have as its own
 * come by themselves. */
static void take_checks(struct orq_pg_work *work, const struct orq_table *parent)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_table *to = work->op->to.table;
    for (size_t i = 0; parent && i < parent->constraints.len; i++) {
        const struct orq_constraint *check = parent->constraints.items[i];
        if (check->kind == ORQ_KIND_CHECK && !check->no_inherit &&
            !has_name(work->op->from.table, check->name) && !has_own(to, check->name))
            orq_pg_act(work, orq_pg_joining_task(work->emitter, &work->op->from),
                       orq_pg_alter_head(emitter->arena, to), "ADD %s",
                       orq_pg_constraint_text(emitter->arena, emitter->input->want, parent, check));
    }
}

static void change_parents(struct orq_pg_work *work, struct orq_pg_task *task)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_table *to = work->op->to.table;
    const struct orq_strings *had = &orq_table_postgres(work->op->from.table)->inherits;
    const struct orq_strings *wanted = &orq_table_postgres(to)->inherits;
    const char *head = orq_pg_alter_head(arena, to);
    bool both = orq_pg_has_both_parents(work);
    for (size_t i = 0; i < wanted->len && both; i++)
        if (!orq_strings_hold(had, wanted->items[i]))
            orq_pg_act(work, task, NULL, "%s INHERIT %s", head,
                       orq_pg_reference_sql(arena, wanted->items[i]));
    for (size_t i = 0; i < had->len; i++) {
        if (orq_strings_hold(wanted, had->items[i]))
            continue;
        /* By itself: what else an ALTER does is judged by the parents that are there before it. */
        orq_pg_act(work, task, NULL, "%s NO INHERIT %s", head,
                   orq_pg_reference_sql(arena, had->items[i]));
        leave_first(work, had->items[i]);
    }
    for (size_t i = 0; i < wanted->len && !both; i++) {
        if (orq_strings_hold(had, wanted->items[i]))
            continue;
        take_checks(work, orq_schema_table(work->emitter->input->want, wanted->items[i]));
        orq_pg_act(work, orq_pg_joining_task(work->emitter, &work->op->from), head, "INHERIT %s",
                   orq_pg_reference_sql(arena, wanted->items[i]));
    }
}

static void change_partition(struct orq_pg_work *work, struct orq_pg_task *task)
{
    struct orq_pg_emitter *emitter = work->emitter;
    struct orq_arena *arena = emitter->arena;
    const struct orq_table *to = work->op->to.table;
    const struct orq_table_postgres *had = orq_table_postgres(work->op->from.table);
    const struct orq_table_postgres *wanted = orq_table_postgres(to);
    if (!orq_pg_is_moving(emitter, work->op->from.table))
        return;
    if (had->partition_of) {
        orq_pg_act(work, task, NULL, "ALTER TABLE %s DETACH PARTITION %s",
                   orq_pg_reference_sql(arena, had->partition_of), orq_pg_table_sql(arena, to));
        leave_first(work, had->partition_of);
    }
    if (!wanted->partition_of)
        return;
    take_checks(work, orq_schema_table(emitter->input->want, wanted->partition_of));
    struct orq_pg_piece *piece = orq_pg_act(
        work, orq_pg_joining_task(work->emitter, &work->op->from), NULL, "ALTER TABLE %s ATTACH %s",
        orq_pg_reference_sql(arena, wanted->partition_of), orq_pg_partition_text(arena, to));
    orq_pg_note(emitter, piece, "CAN FAIL: a row of %s that is not within the bound",
                orq_pg_shown(arena, to, NULL));
    orq_pg_note_default_partition(emitter, piece, to);
}

static void change_type(struct orq_pg_work *work, struct orq_pg_task *task)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_table *to = work->op->to.table;
    const char *had = orq_table_postgres(work->op->from.table)->of_type;
    const char *wanted = orq_table_postgres(to)->of_type;
    if (orq_str_equal(had, wanted))
        return;
    const char *head = orq_pg_alter_head(arena, to);
    if (wanted)
        orq_pg_act(work, task, head, "OF %s", orq_pg_reference_sql(arena, wanted));
    else
        orq_pg_act(work, task, head, "NOT OF");
}

void orq_pg_partition_alter(struct orq_pg_work *work)
{
    struct orq_pg_task *task = orq_pg_alter_task(work->emitter, work->op->from.table);
    change_parents(work, task);
    change_partition(work, task);
    change_type(work, task);
}
