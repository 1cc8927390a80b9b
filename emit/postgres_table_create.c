/* Whole tables: CREATE TABLE as a person would write it, and DROP TABLE. */
#include "emit/postgres_archive.h"
#include "emit/postgres_object.h"
#include "emit/postgres_table.h"

#include "emit/text.h"
#include "sql/postgres_token.h"

#include <string.h>

/* -- the statement -- */

/* Of a typed table the type has the columns. */
static const char *typed_column(struct orq_arena *arena, const struct orq_column *column)
{
    struct orq_str out = orq_str_new(arena);
    if (column->default_expr.text)
        orq_str_addf(&out, " DEFAULT %s", orq_pg_default(arena, column->default_expr.text));
    if (!column->nullable)
        orq_str_add(&out, " NOT NULL");
    return out.len > 0 ? orq_arena_printf(arena, "%s WITH OPTIONS%s",
                                          orq_pg_name(arena, column->name), orq_str_text(&out))
                       : NULL;
}

static const char *column_line(struct orq_arena *arena, const struct orq_table *table,
                               const struct orq_column *column)
{
    const struct orq_column_postgres *postgres = orq_column_postgres(column);
    bool partition = orq_table_postgres(table)->partition_of != NULL;
    if (orq_table_postgres(table)->of_type)
        return typed_column(arena, column);
    return postgres->local || partition ? orq_pg_column_sql(arena, table, column) : NULL;
}

/* A table that is attached as a whole has to have the checks of its parent already, and they are
 * inherited then. */
static bool is_line(const struct orq_pg_emitter *emitter, const struct orq_table *table,
                    const struct orq_constraint *constraint, bool attached)
{
    if (constraint->inherited)
        return attached && constraint->kind == ORQ_KIND_CHECK;
    return orq_pg_constraint_is_inside(emitter, table, constraint);
}

static struct orq_strings lines_of(const struct orq_pg_emitter *emitter,
                                   const struct orq_table *table, bool columns)
{
    struct orq_arena *arena = emitter->arena;
    struct orq_strings lines = {0};
    bool attached = columns && orq_table_postgres(table)->partition_of;
    for (size_t i = 0; columns && i < table->columns.len; i++) {
        const char *line = column_line(arena, table, table->columns.items[i]);
        if (line)
            ORQ_PUSH(arena, &lines, line);
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *constraint = table->constraints.items[i];
        if (is_line(emitter, table, constraint, attached))
            ORQ_PUSH(arena, &lines,
                     orq_pg_constraint_text(arena, emitter->input->want, table, constraint));
    }
    return lines;
}

static void add_lines(struct orq_str *out, const struct orq_strings *lines)
{
    orq_str_add(out, " (");
    for (size_t i = 0; i < lines->len; i++)
        orq_str_addf(out, "%s\n    %s", i > 0 ? "," : "", lines->items[i]);
    orq_str_add(out, lines->len > 0 ? "\n)" : ")");
}

static const char *parents_sql(struct orq_arena *arena, const struct orq_strings *parents)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < parents->len; i++)
        orq_str_addf(&out, "%s%s", i > 0 ? ", " : "",
                     orq_pg_reference_sql(arena, parents->items[i]));
    return orq_str_text(&out);
}

static void add_options(struct orq_arena *arena, struct orq_str *out, const struct orq_table *table)
{
    const struct orq_table_postgres *postgres = orq_table_postgres(table);
    if (postgres->inherits.len > 0)
        orq_str_addf(out, " INHERITS (%s)", parents_sql(arena, &postgres->inherits));
    if (postgres->partition_by)
        orq_str_addf(out, " PARTITION BY %s", postgres->partition_by);
    if (postgres->method)
        orq_str_addf(out, " USING %s", orq_pg_name(arena, postgres->method));
    if (postgres->with.len > 0)
        orq_str_addf(out, " WITH %s", orq_pg_parameters_sql(arena, &postgres->with));
    if (postgres->tablespace)
        orq_str_addf(out, " TABLESPACE %s", orq_pg_name(arena, postgres->tablespace));
}

static const char *create_sql(const struct orq_pg_emitter *emitter, const struct orq_table *table,
                              bool partition)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_table_postgres *postgres = orq_table_postgres(table);
    struct orq_strings lines = lines_of(emitter, table, !partition);
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "CREATE %sTABLE %s", postgres->unlogged ? "UNLOGGED " : "",
                 orq_pg_table_sql(arena, table));
    if (partition)
        orq_str_addf(&out, " PARTITION OF %s", orq_pg_reference_sql(arena, postgres->partition_of));
    else if (postgres->of_type)
        orq_str_addf(&out, " OF %s", orq_pg_reference_sql(arena, postgres->of_type));
    if (lines.len > 0 || (!partition && !postgres->of_type))
        add_lines(&out, &lines);
    if (partition)
        orq_str_addf(&out, "%s%s", lines.len > 0 ? " " : "\n    ", postgres->partition_bound);
    add_options(arena, &out, table);
    return orq_str_text(&out);
}

/* -- what follows it -- */

static void set_flags(struct orq_pg_work *work, struct orq_pg_task *task,
                      const struct orq_table *table)
{
    const struct orq_table_postgres *postgres = orq_table_postgres(table);
    const char *head = orq_pg_alter_head(work->emitter->arena, table);
    const char *identity = postgres->replica_identity;
    if (postgres->row_security)
        orq_pg_act(work, task, head, "ENABLE ROW LEVEL SECURITY");
    if (postgres->force_row_security)
        orq_pg_act(work, task, head, "FORCE ROW LEVEL SECURITY");
    if (identity && !orq_starts_with(identity, "index "))
        orq_pg_act(work, task, head, "REPLICA IDENTITY %s",
                   strcmp(identity, "full") == 0 ? "FULL" : "NOTHING");
}

static void set_columns(struct orq_pg_work *work, struct orq_pg_task *task,
                        const struct orq_table *table)
{
    for (size_t i = 0; i < table->columns.len; i++)
        orq_pg_column_storage(work, task, table, NULL, table->columns.items[i]);
    for (size_t i = 0; i < table->columns.len; i++)
        orq_pg_column_extras(work, task, table, table->columns.items[i]);
}

static void follow_constraints(struct orq_pg_work *work, struct orq_pg_task *task,
                               const struct orq_table *table, bool rebuilt)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_side side = {.table = table, .constraint = table->constraints.items[i]};
        if (side.constraint->inherited)
            continue;
        if (!orq_pg_constraint_is_inside(work->emitter, table, side.constraint)) {
            orq_pg_constraint_create(work, &side, rebuilt);
            continue;
        }
        if (side.constraint->comment)
            orq_pg_constraint_comment(work, task, &side);
        if (side.constraint->kind != ORQ_KIND_CHECK && side.constraint->name)
            orq_pg_index_marks(work, task, table, side.constraint->name);
    }
}

void orq_pg_whole_create(struct orq_pg_work *work, const struct orq_side *side, bool rebuilt)
{
    struct orq_pg_emitter *emitter = work->emitter;
    struct orq_arena *arena = emitter->arena;
    const struct orq_table *table = side->table;
    const struct orq_table_postgres *postgres = orq_table_postgres(table);
    bool partition = orq_pg_is_plain_partition(emitter->input->want, table);
    struct orq_pg_task *task = orq_pg_task(emitter, ORQ_PG_CREATE, ORQ_PG_PHASE_TABLE, side);
    if (task->pieces.len > 0)
        return;
    task->rebuilt = rebuilt;
    const char *what = orq_arena_printf(arena, "TABLE %s", orq_pg_table_sql(arena, table));
    struct orq_pg_piece *piece =
        orq_pg_act(work, task, NULL, "%s", create_sql(emitter, table, partition));
    if (postgres->partition_of && !partition)
        piece = orq_pg_act(work, task, NULL, "ALTER TABLE %s ATTACH %s",
                           orq_pg_reference_sql(arena, postgres->partition_of),
                           orq_pg_partition_text(arena, table));
    orq_pg_note_default_partition(emitter, piece, table);
    orq_pg_inherited_columns(work, task, emitter->input->want, table);
    orq_pg_restore_table(emitter, task, table);
    set_flags(work, task, table);
    if (table->comment)
        orq_pg_act(work, task, NULL, "%s", orq_pg_comment_sql(arena, what, table->comment));
    set_columns(work, task, table);
    orq_pg_acl(emitter, task, what, NULL, &postgres->acl);
    follow_constraints(work, task, table, rebuilt);
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct orq_side index = {.table = table, .index = table->indexes.items[i]};
        if (!index.index->implied)
            orq_pg_index_create(work, &index, rebuilt);
    }
}

/* -- dropping -- */

void orq_pg_whole_drop(struct orq_pg_work *work, const struct orq_side *side, bool rebuilt)
{
    struct orq_pg_emitter *emitter = work->emitter;
    struct orq_pg_task *task = orq_pg_task(emitter, ORQ_PG_DROP, ORQ_PG_PHASE_DROP_TABLE, side);
    if (task->pieces.len > 0)
        return;
    task->rebuilt = rebuilt;
    orq_pg_archive_table(emitter, task, side->table);
    struct orq_pg_piece *piece = orq_pg_act(work, task, NULL, "DROP TABLE %s",
                                            orq_pg_table_sql(emitter->arena, side->table));
    orq_pg_note_gone(emitter, piece, side->table, NULL);
}
