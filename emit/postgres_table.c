/* Tasks of tables and of everything in them. */
#include "emit/postgres_table.h"

#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <stdarg.h>
#include <string.h>

/* -- operations -- */

/* "alter column t.a (type, default)" */
static const char *told(struct orq_arena *arena, const struct orq_op *op)
{
    const char *text = orq_op_summary(arena, op);
    bool says_all = op->changed == 0 || orq_starts_with(text, "rename ");
    return says_all ? text
                    : orq_arena_printf(arena, "%s (%s)", text, orq_op_changes_words(arena, op));
}

struct orq_pg_work orq_pg_work_of(struct orq_pg_emitter *emitter, const struct orq_op *op)
{
    return (struct orq_pg_work){
        .emitter = emitter, .op = op, .told = op ? told(emitter->arena, op) : NULL};
}

struct orq_pg_piece *orq_pg_act(struct orq_pg_work *work, struct orq_pg_task *task,
                                const char *alter, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *sql = orq_arena_vprintf(work->emitter->arena, format, args);
    va_end(args);
    struct orq_pg_piece *piece = orq_pg_piece(work->emitter, task, alter, sql);
    if (work->told)
        orq_pg_note(work->emitter, piece, "%s", work->told);
    work->told = NULL;
    return piece;
}

bool orq_pg_is_plain(const struct orq_pg_work *work, const struct orq_table *table)
{
    return work->emitter->input->plain || orq_pg_is_fresh(work->emitter, table);
}

const char *orq_pg_alter_head(struct orq_arena *arena, const struct orq_table *table)
{
    const char *word = table->kind == ORQ_KIND_COMPOSITE       ? "TYPE"
                       : table->kind == ORQ_KIND_DOMAIN        ? "DOMAIN"
                       : table->kind == ORQ_KIND_FOREIGN_TABLE ? "FOREIGN TABLE"
                                                               : "TABLE";
    return orq_arena_printf(arena, "ALTER %s %s", word, orq_pg_table_sql(arena, table));
}

static void after_table(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                        const char *qualified)
{
    ORQ_PUSH(emitter->arena, &task->after,
             orq_identity(emitter->arena, emitter->dialect, ORQ_KIND_TABLE, NULL, qualified));
}

/* Parents that stay come first, for what they do reaches their children. Those that are left come
 * afterwards (postgres_partition.c). */
static void after_parents(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                          const struct orq_table *table)
{
    const struct orq_table *want =
        orq_schema_table(emitter->input->want, orq_qualified(emitter->arena, emitter->dialect,
                                                             table->schema, table->name));
    const struct orq_table_postgres *had = orq_table_postgres(table);
    const struct orq_table_postgres *wanted = orq_table_postgres(want ? want : table);
    for (size_t i = 0; i < had->inherits.len; i++)
        if (orq_strings_hold(&wanted->inherits, had->inherits.items[i]))
            after_table(emitter, task, had->inherits.items[i]);
    if (had->partition_of && !orq_pg_is_moving(emitter, table))
        after_table(emitter, task, had->partition_of);
}

struct orq_pg_task *orq_pg_alter_task(struct orq_pg_emitter *emitter, const struct orq_table *table)
{
    const struct orq_side side = {.table = table};
    bool type = table->kind == ORQ_KIND_COMPOSITE || table->kind == ORQ_KIND_DOMAIN;
    struct orq_pg_task *task = orq_pg_task(
        emitter, ORQ_PG_ALTER, type ? ORQ_PG_PHASE_TYPE : ORQ_PG_PHASE_ALTER_TABLE, &side);
    if (task->after.len == 0)
        after_parents(emitter, task, table);
    return task;
}

const char *orq_pg_work_head(const struct orq_pg_work *work)
{
    const struct orq_table *table = work->op->to.table ? work->op->to.table : work->op->from.table;
    return orq_pg_alter_head(work->emitter->arena, table);
}

struct orq_pg_task *orq_pg_work_task(const struct orq_pg_work *work)
{
    return orq_pg_alter_task(work->emitter, work->op->from.table);
}

const char *orq_pg_work_shown(const struct orq_pg_work *work)
{
    return orq_pg_shown(work->emitter->arena, work->op->to.table, work->op->to.column->name);
}

struct orq_pg_task *orq_pg_comment_task(struct orq_pg_emitter *emitter,
                                        const struct orq_table *table)
{
    const struct orq_side side = {.table = table};
    return orq_pg_task_late(emitter, ORQ_PG_PHASE_COMMENT, &side, "comment");
}

/* -- lists and edges -- */

bool orq_pg_has_children(const struct orq_schema *schema, const char *table)
{
    for (size_t i = 0; i < schema->tables.len; i++)
        if (orq_strings_hold(&orq_table_postgres(schema->tables.items[i])->inherits, table))
            return true;
    return false;
}

static bool is_set(struct orq_arena *arena, const struct orq_strings *list, const char *name)
{
    const char *prefix = orq_arena_printf(arena, "%s=", name);
    for (size_t i = 0; i < list->len; i++)
        if (orq_starts_with(list->items[i], prefix))
            return true;
    return false;
}

void orq_pg_with_change(struct orq_arena *arena, const struct orq_strings *from,
                        const struct orq_strings *to, struct orq_strings *set,
                        struct orq_strings *reset)
{
    for (size_t i = 0; i < to->len; i++)
        if (!orq_strings_hold(from, to->items[i]))
            ORQ_PUSH(arena, set, to->items[i]);
    for (size_t i = 0; i < from->len; i++) {
        const char *name = orq_arena_strndup(arena, from->items[i], strcspn(from->items[i], "="));
        if (!is_set(arena, to, name))
            ORQ_PUSH(arena, reset, name);
    }
}

/* The first edge of this object, or of what comes behind it. */
static size_t first_edge(const struct orq_depends *depends, const char *object)
{
    size_t from = 0, to = depends->len;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (strcmp(depends->items[middle].object, object) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

bool orq_pg_depends_on(const struct orq_depends *depends, const char *identity, const char *prefix)
{
    for (size_t i = first_edge(depends, identity);
         i < depends->len && strcmp(depends->items[i].object, identity) == 0; i++)
        if (orq_starts_with(depends->items[i].on, prefix))
            return true;
    return false;
}

/* -- what happens to a part -- */

static void create_part(struct orq_pg_work *work, const struct orq_side *side, bool rebuilt)
{
    if (side->constraint)
        orq_pg_constraint_create(work, side, rebuilt);
    else if (side->index)
        orq_pg_index_create(work, side, rebuilt);
    else if (side->table)
        orq_pg_whole_create(work, side, rebuilt);
}

static void drop_part(struct orq_pg_work *work, const struct orq_side *side, bool rebuilt)
{
    if (side->constraint)
        orq_pg_constraint_drop(work, side, rebuilt);
    else if (side->index)
        orq_pg_index_drop(work, side, rebuilt);
    else if (side->table)
        orq_pg_whole_drop(work, side, rebuilt);
}

/* A column goes and comes with an ALTER of its table, both in one. */
void orq_pg_table_drop(struct orq_pg_emitter *emitter, const struct orq_side *side, bool rebuilt)
{
    struct orq_pg_work work = orq_pg_work_of(emitter, NULL);
    if (side->column)
        orq_pg_column_rebuild(&work, side);
    else
        drop_part(&work, side, rebuilt);
}

void orq_pg_table_create(struct orq_pg_emitter *emitter, const struct orq_side *side, bool rebuilt)
{
    struct orq_pg_work work = orq_pg_work_of(emitter, NULL);
    if (!side->column)
        create_part(&work, side, rebuilt);
}

static void add(struct orq_pg_work *work)
{
    create_part(work, &work->op->to, false);
}

static void drop(struct orq_pg_work *work)
{
    drop_part(work, &work->op->from, false);
}

/* -- operations, kind by kind: what a drop of an index asks of its table is known by then -- */

/* A generated column reads others: it goes before them and comes after them. */
enum columns { ALL, GENERATED, STORED };

static bool is_of(enum columns columns, const struct orq_op *op)
{
    const struct orq_column *column = op->to.column ? op->to.column : op->from.column;
    bool generated = column && column->generated != ORQ_NOT_GENERATED;
    return columns == ALL || generated == (columns == GENERATED);
}

static const struct {
    enum orq_op_kind kind;
    void (*act)(struct orq_pg_work *work);
    enum columns columns;
} steps[] = {
    {ORQ_OP_DROP_TABLE, drop, ALL},
    {ORQ_OP_CREATE_TABLE, add, ALL},
    {ORQ_OP_ALTER_TABLE, orq_pg_table_alter, ALL},
    {ORQ_OP_DROP_CONSTRAINT, orq_pg_constraint_leave, ALL},
    {ORQ_OP_ALTER_CONSTRAINT, orq_pg_constraint_leave, ALL},
    {ORQ_OP_DROP_INDEX, orq_pg_index_leave, ALL},
    {ORQ_OP_ALTER_INDEX, orq_pg_index_leave, ALL},
    {ORQ_OP_ADD_COLUMN, orq_pg_column_add, STORED},
    {ORQ_OP_DROP_COLUMN, orq_pg_column_drop, GENERATED},
    {ORQ_OP_DROP_COLUMN, orq_pg_column_drop, STORED},
    {ORQ_OP_ALTER_COLUMN, orq_pg_column_alter, ALL},
    {ORQ_OP_ADD_COLUMN, orq_pg_column_add, GENERATED},
    {ORQ_OP_DROP_COLUMN, orq_pg_toast_keep, ALL},
    {ORQ_OP_ALTER_COLUMN, orq_pg_toast_keep, ALL},
    {ORQ_OP_DROP_CONSTRAINT, drop, ALL},
    {ORQ_OP_ADD_CONSTRAINT, add, ALL},
    {ORQ_OP_ALTER_CONSTRAINT, orq_pg_constraint_alter, ALL},
    {ORQ_OP_DROP_INDEX, drop, ALL},
    {ORQ_OP_CREATE_INDEX, add, ALL},
    {ORQ_OP_ALTER_INDEX, orq_pg_index_alter, ALL},
};

static bool is_rebuilt(const struct orq_pg_emitter *emitter, const struct orq_map *rebuilt,
                       const struct orq_table *table)
{
    return orq_map_get(rebuilt, orq_table_identity(emitter->arena, emitter->dialect, table));
}

/* Is it a partition, at any depth, of a table that is made again? Its rows move with that one's,
 * and it is dropped with what is left of it. */
static bool goes_with_rebuilt(const struct orq_pg_emitter *emitter, const struct orq_map *rebuilt,
                              const struct orq_op *op)
{
    const struct orq_table *table = op->kind == ORQ_OP_DROP_TABLE ? op->from.table : NULL;
    const char *parent = table ? orq_table_postgres(table)->partition_of : NULL;
    while (parent) {
        table = orq_schema_table(emitter->input->renamed, parent);
        if (table && is_rebuilt(emitter, rebuilt, table))
            return true;
        parent = table ? orq_table_postgres(table)->partition_of : NULL;
    }
    return false;
}

static void act(struct orq_pg_emitter *emitter, const struct orq_op *op,
                const struct orq_map *rebuilt, void (*step)(struct orq_pg_work *work))
{
    const struct orq_table *table = op->from.table ? op->from.table : op->to.table;
    struct orq_pg_work work = orq_pg_work_of(emitter, op);
    bool again = orq_map_len(rebuilt) > 0 &&
                 (is_rebuilt(emitter, rebuilt, table) || goes_with_rebuilt(emitter, rebuilt, op));
    if (orq_pg_table_is_rebuilt(emitter, op))
        orq_pg_table_rebuild(&work);
    else if (!again)
        step(&work);
}

void orq_pg_tables(struct orq_pg_emitter *emitter)
{
    const struct orq_ops *ops = emitter->input->ops;
    struct orq_map *rebuilt = orq_map_new(emitter->arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < ops->len; i++)
        if (orq_pg_table_is_rebuilt(emitter, &ops->items[i]))
            orq_map_put(
                rebuilt,
                orq_table_identity(emitter->arena, emitter->dialect, ops->items[i].from.table),
                emitter);
    for (size_t k = 0; k < sizeof steps / sizeof *steps; k++)
        for (size_t i = 0; i < ops->len; i++)
            if (ops->items[i].kind == steps[k].kind && is_of(steps[k].columns, &ops->items[i]))
                act(emitter, &ops->items[i], rebuilt, steps[k].act);
    orq_pg_column_type_keys(emitter);
}
