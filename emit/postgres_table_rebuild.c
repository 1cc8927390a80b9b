/* Tables that are made again with their rows: how a table is partitioned cannot be altered, and its
 * own columns do not become a parent's. The old one steps aside, what had its names goes, the new
 * one is made and filled, the old one dropped. */
#include "emit/postgres_table.h"

#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

static const char *aside(struct orq_arena *arena, const char *name)
{
    return orq_arena_printf(arena, "%.50s_before", name);
}

static const char *sibling_sql(struct orq_arena *arena, const struct orq_table *table,
                               const char *name)
{
    bool bare = orq_schema_is_default(&orq_postgresql, table->schema);
    return orq_pg_qualified_name(arena, bare ? NULL : table->schema, name);
}

static const char *identity_sequence(struct orq_arena *arena, const struct orq_table *table,
                                     const struct orq_column *column)
{
    const char *said = orq_column_postgres(column)->sequence_name;
    const char *dot = said ? strrchr(said, '.') : NULL;
    return said ? (dot ? dot + 1 : said)
                : orq_arena_printf(arena, "%s_%s_seq", table->name, column->name);
}

const char *orq_pg_identity_sequence(struct orq_arena *arena, const struct orq_table *table,
                                     const struct orq_column *column)
{
    return sibling_sql(arena, table, identity_sequence(arena, table, column));
}

/* -- sequences that columns own -- */

static void own_sequences(struct orq_pg_work *work, struct orq_pg_task *task,
                          const struct orq_schema *schema, const struct orq_table *table, bool own)
{
    struct orq_arena *arena = work->emitter->arena;
    const char *prefix = orq_arena_printf(
        arena, "%s.", orq_qualified(arena, schema->dialect, table->schema, table->name));
    for (size_t i = 0; i < schema->definitions.len; i++) {
        const struct orq_definition *sequence = schema->definitions.items[i];
        const char *owner = sequence->kind == ORQ_KIND_SEQUENCE
                                ? orq_attribute_text(&sequence->attributes, ORQ_ATTRIBUTE_OWNED_BY)
                                : NULL;
        if (owner && orq_starts_with(owner, prefix) && !strchr(owner + strlen(prefix), '.'))
            orq_pg_act(work, task, NULL, "ALTER SEQUENCE %s OWNED BY %s",
                       orq_pg_definition_sql(arena, sequence),
                       own ? orq_pg_reference_sql(arena, owner) : "NONE");
    }
}

/* -- the old table -- */

static bool has_index(const struct orq_constraint *constraint)
{
    return constraint->kind == ORQ_KIND_PRIMARY_KEY || constraint->kind == ORQ_KIND_UNIQUE ||
           constraint->kind == ORQ_KIND_EXCLUSION;
}

/* A foreign key to the table itself holds on to a key that has to go. */
static void leave_itself(struct orq_pg_work *work, const struct orq_table *table)
{
    struct orq_arena *arena = work->emitter->arena;
    const char *name = orq_qualified(arena, &orq_postgresql, table->schema, table->name);
    struct orq_pg_work quiet = {.emitter = work->emitter};
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_side side = {.table = table, .constraint = table->constraints.items[i]};
        const char *schema = side.constraint->ref_schema;
        if (side.constraint->kind == ORQ_KIND_FOREIGN_KEY &&
            strcmp(orq_qualified(arena, &orq_postgresql, schema ? schema : table->schema,
                                 side.constraint->ref_table),
                   name) == 0)
            orq_pg_constraint_drop(&quiet, &side, true);
    }
}

/* Names that the new table takes: those of indexes and sequences are its schema's. */
static void free_names(struct orq_pg_work *work, struct orq_pg_task *task,
                       const struct orq_table *table)
{
    struct orq_arena *arena = work->emitter->arena;
    for (size_t i = 0; i < table->constraints.len; i++)
        if (has_index(table->constraints.items[i]) && !table->constraints.items[i]->inherited)
            orq_pg_act(work, task, orq_pg_alter_head(arena, table), "DROP CONSTRAINT %s",
                       orq_pg_name(arena, table->constraints.items[i]->name));
    for (size_t i = 0; i < table->indexes.len; i++)
        if (!table->indexes.items[i]->implied)
            orq_pg_act(work, task, NULL, "DROP INDEX %s",
                       sibling_sql(arena, table, table->indexes.items[i]->name));
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct orq_column *column = table->columns.items[i];
        const char *sequence = identity_sequence(arena, table, column);
        if (orq_column_postgres(column)->identity)
            orq_pg_act(work, task, NULL, "ALTER SEQUENCE %s RENAME TO %s",
                       sibling_sql(arena, table, sequence),
                       orq_pg_name(arena, aside(arena, sequence)));
    }
}

/* What holds the rows until they are copied is no child any more: its parents may go, and what they
 * change is for the new table. */
static void leave_parents(struct orq_pg_work *work, struct orq_pg_task *task,
                          const struct orq_table *table)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_table_postgres *postgres = orq_table_postgres(table);
    const char *name = orq_pg_table_sql(arena, table);
    for (size_t i = 0; i < postgres->inherits.len; i++)
        orq_pg_act(work, task, NULL, "ALTER TABLE %s NO INHERIT %s", name,
                   orq_pg_reference_sql(arena, postgres->inherits.items[i]));
    if (postgres->partition_of)
        orq_pg_act(work, task, NULL, "ALTER TABLE %s DETACH PARTITION %s",
                   orq_pg_reference_sql(arena, postgres->partition_of), name);
}

static void put_aside(struct orq_pg_work *work)
{
    struct orq_pg_emitter *emitter = work->emitter;
    struct orq_arena *arena = emitter->arena;
    const struct orq_table *table = work->op->from.table;
    const struct orq_side side = {.table = table};
    struct orq_pg_task *task = orq_pg_task(emitter, ORQ_PG_DROP, ORQ_PG_PHASE_DROP_TABLE, &side);
    task->rebuilt = true;
    own_sequences(work, task, emitter->input->renamed, table, false);
    leave_itself(work, table);
    free_names(work, task, table);
    leave_parents(work, task, table);
    orq_pg_act(work, task, NULL, "ALTER TABLE %s RENAME TO %s", orq_pg_table_sql(arena, table),
               orq_pg_name(arena, aside(arena, table->name)));
}

/* -- the new table -- */

/* What a row of the old table has in the column of the new one; NULL: what the server gives it. */
static const char *value_of(const struct orq_pg_work *work, const struct orq_column *want)
{
    const struct orq_column *have = orq_pg_column(work->op->from.table, want->name);
    const char *backfill = orq_column_change(want)->backfill.text;
    const char *cast = have ? orq_pg_using(work->emitter, have, want) : backfill;
    if (want->generated != ORQ_NOT_GENERATED)
        return NULL;
    if (have && !cast)
        return orq_pg_name(work->emitter->arena, want->name);
    return !cast && orq_pg_column_lacks_value(work->emitter, want) ? "NULL" : cast;
}

static void ask_values(struct orq_pg_work *work, struct orq_pg_piece *piece)
{
    const struct orq_table *to = work->op->to.table;
    for (size_t i = 0; i < to->columns.len; i++) {
        const struct orq_column *want = to->columns.items[i];
        if (!orq_pg_column(work->op->from.table, want->name) &&
            !orq_column_change(want)->backfill.text &&
            orq_pg_column_lacks_value(work->emitter, want))
            orq_pg_column_ask(work, piece, to, want);
    }
}

static void copy_rows(struct orq_pg_work *work, struct orq_pg_task *task, const char *old)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_table *to = work->op->to.table;
    struct orq_str columns = orq_str_new(arena), values = orq_str_new(arena);
    for (size_t i = 0; i < to->columns.len; i++) {
        const char *value = value_of(work, to->columns.items[i]);
        const char *separator = columns.len > 0 ? ", " : "";
        if (!value)
            continue;
        orq_str_addf(&columns, "%s%s", separator, orq_pg_name(arena, to->columns.items[i]->name));
        orq_str_addf(&values, "%s%s", separator, value);
    }
    /* of a table that keeps none of its columns, the rows are as many as they were */
    const char *list =
        columns.len > 0 ? orq_arena_printf(arena, " (%s)", orq_str_text(&columns)) : "";
    struct orq_pg_piece *piece = orq_pg_act(
        work, task, NULL, "INSERT INTO %s%s%s\nSELECT %s FROM %s", orq_pg_table_sql(arena, to),
        list, orq_table_has_identity(to) ? " OVERRIDING SYSTEM VALUE" : "", orq_str_text(&values),
        old);
    orq_pg_note(work->emitter, piece, "REWRITES: %s", orq_pg_shown(arena, to, NULL));
    ask_values(work, piece);
    if (orq_pg_is_partitioned(to))
        orq_pg_note(work->emitter, piece, "CAN FAIL: a row of %s that no partition takes",
                    orq_pg_shown(arena, to, NULL));
}

static void copy_counters(struct orq_pg_work *work, struct orq_pg_task *task)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_table *from = work->op->from.table, *to = work->op->to.table;
    for (size_t i = 0; i < to->columns.len; i++) {
        const struct orq_column *want = to->columns.items[i];
        const struct orq_column *have = orq_pg_column(from, want->name);
        if (!have || !orq_column_postgres(have)->identity || !orq_column_postgres(want)->identity)
            continue;
        const char *new = sibling_sql(arena, to, identity_sequence(arena, to, want));
        const char *old = aside(arena, identity_sequence(arena, from, have));
        orq_pg_act(work, task, NULL, "SELECT setval(%s, last_value, is_called) FROM %s",
                   orq_pg_text(arena, new), sibling_sql(arena, from, old));
    }
}

/* Partitions come before the rows. */
static void after_partitions(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                             const struct orq_table *table)
{
    const struct orq_schema *want = emitter->input->want;
    const char *name = orq_qualified(emitter->arena, want->dialect, table->schema, table->name);
    for (size_t i = 0; i < want->tables.len; i++)
        if (orq_str_equal(orq_table_postgres(want->tables.items[i])->partition_of, name))
            ORQ_PUSH(emitter->arena, &task->after,
                     orq_table_identity(emitter->arena, want->dialect, want->tables.items[i]));
}

/* -- when -- */

static bool has_children(struct orq_arena *arena, const struct orq_schema *schema,
                         const struct orq_table *table)
{
    return orq_pg_has_children(schema,
                               orq_qualified(arena, schema->dialect, table->schema, table->name));
}

static bool gains_a_parent(const struct orq_op *op)
{
    const struct orq_strings *wanted = &orq_table_postgres(op->to.table)->inherits;
    for (size_t i = 0; i < wanted->len; i++)
        if (!orq_strings_hold(&orq_table_postgres(op->from.table)->inherits, wanted->items[i]))
            return true;
    return false;
}

/* What a table has of its own stays its own when a parent takes it. Not so of a new table; but one
 * that has children cannot be made again without them. */
static bool becomes_a_child(struct orq_pg_emitter *emitter, const struct orq_op *op)
{
    const struct orq_pg_work work = {.emitter = emitter, .op = op};
    const struct orq_table *to = op->to.table;
    if (!gains_a_parent(op) ||
        has_children(emitter->arena, emitter->input->renamed, op->from.table) ||
        has_children(emitter->arena, emitter->input->want, to))
        return false;
    bool both = orq_pg_has_both_parents(&work);
    for (size_t i = 0; i < to->columns.len; i++) {
        const struct orq_column_postgres *wanted = orq_column_postgres(to->columns.items[i]);
        const struct orq_column *had = orq_pg_column(op->from.table, to->columns.items[i]->name);
        if (wanted->inherited && !wanted->local &&
            (!both || !had || !orq_column_postgres(had)->inherited))
            return true;
    }
    return false;
}

static bool changes_its_partitions(const struct orq_op *op)
{
    return !orq_str_equal(orq_table_postgres(op->from.table)->partition_by,
                          orq_table_postgres(op->to.table)->partition_by);
}

bool orq_pg_table_is_rebuilt(struct orq_pg_emitter *emitter, const struct orq_op *op)
{
    return op->kind == ORQ_OP_ALTER_TABLE && (op->changed & ORQ_CHANGE_INHERITANCE) &&
           (changes_its_partitions(op) || becomes_a_child(emitter, op));
}

void orq_pg_table_rebuild(struct orq_pg_work *work)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_table *from = work->op->from.table;
    const struct orq_side side = {.table = work->op->to.table};
    const char *old = sibling_sql(emitter->arena, from, aside(emitter->arena, from->name));
    const char *why = changes_its_partitions(work->op)
                          ? "PostgreSQL cannot change how a table is partitioned"
                          : "a table's own columns cannot become its parent's";
    work->told = orq_arena_printf(emitter->arena, "%s: %s, so it is made again with its rows",
                                  work->told, why);
    put_aside(work);
    orq_pg_whole_create(work, &side, true);
    struct orq_pg_task *rows = orq_pg_task_late(emitter, ORQ_PG_PHASE_ALTER_TABLE, &side, "rows");
    after_partitions(emitter, rows, side.table);
    copy_rows(work, rows, old);
    copy_counters(work, rows);
    own_sequences(work, rows, emitter->input->want, side.table, true);
    struct orq_pg_piece *drop = orq_pg_act(work, rows, NULL, "DROP TABLE %s", old);
    orq_pg_note(emitter, drop, "its rows are in %s now",
                orq_pg_shown(emitter->arena, side.table, NULL));
    orq_pg_loses(emitter, drop, orq_shown_name(emitter->arena, old));
}
