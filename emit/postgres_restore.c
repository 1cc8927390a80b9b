/* Putting back what was kept: rows by the task that creates their table, columns by the one that
 * adds them. */
#include "emit/postgres_archive.h"

#include "emit/postgres_families.h"
#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

static const char *qualified(const struct orq_pg_emitter *emitter, const struct orq_table *table)
{
    return orq_qualified(emitter->arena, emitter->dialect, table->schema, table->name);
}

/* -- putting rows back -- */

static void note_back(struct orq_pg_emitter *emitter, const struct orq_archive *archive)
{
    orq_map_put(emitter->restored, archive->name, emitter);
}

/* The archive's value of a column as this type. */
static const char *value_of(struct orq_arena *arena, const char *alias,
                            const struct orq_column *column, const char *type)
{
    const char *name = orq_pg_name(arena, column->name);
    return orq_pg_archive_is_plain(column->type)
               ? orq_arena_printf(arena, "%s%s", alias, name)
               : orq_arena_printf(arena, "%s%s::%s", alias, name, type);
}

void orq_pg_restore_table(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                          const struct orq_table *table)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_archive *archive = orq_archive_find(emitter->input->restore, emitter->dialect,
                                                         qualified(emitter, table), NULL);
    if (!archive)
        return;
    struct orq_str into = orq_str_new(arena), from = orq_str_new(arena);
    for (size_t i = 0; i < archive->columns.len; i++) {
        const char *name = archive->columns.items[i];
        const char *separator = i > 0 ? ", " : "";
        orq_str_addf(&into, "%s%s", separator, orq_pg_name(arena, name));
        const struct orq_column *column = orq_table_column(table, name);
        orq_str_addf(&from, "%s%s", separator, value_of(arena, "", column, column->type));
    }
    note_back(emitter, archive);
    if (archive->columns.len == 0)
        return;
    struct orq_pg_piece *piece = orq_pg_piece(
        emitter, task, NULL,
        orq_arena_printf(arena, "INSERT INTO %s (%s)%s\nSELECT %s\nFROM %s",
                         orq_pg_table_sql(arena, table), orq_str_text(&into),
                         orq_table_has_identity(table) ? " OVERRIDING SYSTEM VALUE" : "",
                         orq_str_text(&from), orq_pg_name(arena, archive->name)));
    orq_pg_note(emitter, piece, "put its rows back");
}

/* -- putting columns back -- */

static const struct orq_archive *archive_of(const struct orq_pg_emitter *emitter,
                                            const struct orq_op *op)
{
    return orq_archive_find(emitter->input->restore, emitter->dialect,
                            qualified(emitter, op->to.table), op->to.column->name);
}

/* Without what the values that come back would not take, or what would not take them. */
static struct orq_column bare(const struct orq_pg_emitter *emitter, const struct orq_column *column,
                              struct orq_column_postgres *postgres)
{
    struct orq_column plain = *column;
    *postgres = *orq_column_postgres(column);
    postgres->identity = NULL;
    plain.postgres = postgres;
    plain.nullable = true;
    plain.type = orq_pg_under_domains(emitter, emitter->input->want, column->type);
    return plain;
}

static void add_bare(struct orq_pg_work *work, struct orq_pg_task *task)
{
    struct orq_column_postgres postgres;
    const struct orq_column plain = bare(work->emitter, work->op->to.column, &postgres);
    orq_pg_act(work, task, orq_pg_work_head(work), "ADD COLUMN %s",
               orq_pg_column_sql(work->emitter->arena, work->op->to.table, &plain));
}

static void finish_column(struct orq_pg_work *work, struct orq_pg_task *task)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_column *column = work->op->to.column;
    const char *head = orq_pg_work_head(work), *name = orq_pg_name(arena, column->name);
    const char *type =
        orq_pg_under_domains(work->emitter, work->emitter->input->want, column->type);
    if (strcmp(type, column->type) != 0)
        orq_pg_act(work, task, head, "ALTER COLUMN %s TYPE %s", name, orq_pg_typed(arena, column));
    if (!column->nullable) {
        struct orq_pg_piece *piece =
            orq_pg_act(work, task, head, "ALTER COLUMN %s SET NOT NULL", name);
        if (!column->default_expr.text)
            orq_pg_note(work->emitter, piece,
                        "CAN FAIL: a row that came after the upgrade: it has no %s",
                        orq_shown_name(arena, column->name));
    }
    if (orq_column_postgres(column)->identity)
        orq_pg_act(work, task, head, "%s", orq_pg_add_identity(arena, column));
}

static bool has_triggers(const struct orq_pg_emitter *emitter, const struct orq_table *table)
{
    const struct orq_definitions *all = &emitter->input->renamed->definitions;
    for (size_t i = 0; i < all->len; i++)
        if (all->items[i]->kind == ORQ_KIND_TRIGGER &&
            orq_str_equal(all->items[i]->on, qualified(emitter, table)))
            return true;
    return false;
}

/* Those that are not simply on become what they were. */
static void wake_triggers(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                          const struct orq_table *table)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_definitions *all = &emitter->input->renamed->definitions;
    const char *head = orq_pg_alter_head(arena, table);
    orq_pg_piece(emitter, task, head, "ENABLE TRIGGER USER");
    for (size_t i = 0; i < all->len; i++) {
        const struct orq_definition *trigger = all->items[i];
        const char *state = orq_attribute_text(&trigger->attributes, ORQ_ATTRIBUTE_ENABLED);
        if (trigger->kind == ORQ_KIND_TRIGGER && state &&
            orq_str_equal(trigger->on, qualified(emitter, table)) &&
            orq_schema_definition_like(arena, emitter->input->want, trigger))
            orq_pg_piece(emitter, task, head,
                         orq_arena_printf(arena, "%s TRIGGER %s", orq_pg_enabled_word(trigger),
                                          orq_pg_name(arena, trigger->name)));
    }
}

static const char *key_condition(const struct orq_pg_emitter *emitter,
                                 const struct orq_table *table, const struct orq_archive *archive)
{
    struct orq_str out = orq_str_new(emitter->arena);
    for (size_t i = 0; i < archive->key.len; i++) {
        const struct orq_column *column = orq_table_column(table, archive->key.items[i]);
        orq_str_addf(&out, "%s%s = here.%s", i > 0 ? " AND " : "",
                     value_of(emitter->arena, "kept.", column, column->type),
                     orq_pg_name(emitter->arena, column->name));
    }
    return orq_str_text(&out);
}

static const char *assignments(const struct orq_pg_emitter *emitter, const struct orq_table *table,
                               const struct orq_archive *archive)
{
    struct orq_arena *arena = emitter->arena;
    struct orq_str set = orq_str_new(arena);
    for (size_t i = 0; i < archive->columns.len; i++) {
        const char *name = archive->columns.items[i];
        const struct orq_column *column = orq_table_column(table, name);
        if (column->generated)
            continue;
        const char *type = orq_pg_under_domains(emitter, emitter->input->want, column->type);
        orq_str_addf(&set, "%s%s = %s", set.len > 0 ? ", " : "", orq_pg_name(arena, name),
                     value_of(arena, "kept.", column, type));
    }
    return orq_str_text(&set);
}

/* No trigger of the user's takes it for a change. */
static void put_values(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                       const struct orq_table *table, const struct orq_archive *archive)
{
    struct orq_arena *arena = emitter->arena;
    const char *set = assignments(emitter, table, archive);
    bool triggers = has_triggers(emitter, table);
    if (*set == '\0')
        return;
    if (triggers)
        orq_pg_piece(emitter, task, orq_pg_alter_head(arena, table), "DISABLE TRIGGER USER");
    struct orq_pg_piece *piece = orq_pg_piece(
        emitter, task, NULL,
        orq_arena_printf(arena, "UPDATE %s AS here SET %s\nFROM %s AS kept\nWHERE %s",
                         orq_pg_table_sql(arena, table), set, orq_pg_name(arena, archive->name),
                         key_condition(emitter, table, archive)));
    orq_pg_note(emitter, piece, "put %s back", archive->of);
    if (triggers)
        wake_triggers(emitter, task, table);
}

typedef void column_fn(struct orq_pg_work *work, struct orq_pg_task *task);

static void each_column(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                        const struct orq_archive *archive, column_fn *fn)
{
    const struct orq_ops *ops = emitter->input->ops;
    for (size_t i = 0; i < ops->len; i++) {
        if (ops->items[i].kind != ORQ_OP_ADD_COLUMN || ops->items[i].to.column->generated ||
            archive_of(emitter, &ops->items[i]) != archive)
            continue;
        struct orq_pg_work work = orq_pg_work_of(emitter, &ops->items[i]);
        if (fn == finish_column)
            work.told = NULL;
        fn(&work, task);
    }
}

bool orq_pg_restore_column(struct orq_pg_work *work, struct orq_pg_task *task)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_archive *archive = archive_of(emitter, work->op);
    if (!archive)
        return false;
    if (!orq_map_get(emitter->restored, archive->name)) {
        note_back(emitter, archive);
        each_column(emitter, task, archive, add_bare);
        put_values(emitter, task, work->op->to.table, archive);
        each_column(emitter, task, archive, finish_column);
    }
    if (work->op->to.column->generated)
        return false;
    work->told = NULL;
    return true;
}

/* -- the end -- */

static void put_statement(struct orq_pg_emitter *emitter, const char *note, const char *sql)
{
    struct orq_statements *all = &emitter->section->statements;
    bool alone = all->len > 0 && orq_step_stands_alone(all->items[all->len - 1].step);
    struct orq_statement statement = {.step = alone ? ORQ_STEP_NEW : ORQ_STEP_SAME, .sql = sql};
    if (note)
        ORQ_PUSH(emitter->arena, &statement.notes, note);
    ORQ_PUSH(emitter->arena, all, statement);
}

/* The sequence of an identity, or one that a column owns. */
static const char *sequence_of(const struct orq_pg_emitter *emitter,
                               const struct orq_archive *archive)
{
    const struct orq_table *table = orq_schema_table(emitter->input->want, archive->table);
    if (archive->counter || !table)
        return archive->counter;
    const struct orq_column *column = orq_table_column(table, archive->columns.items[0]);
    return column ? orq_pg_identity_sequence(emitter->arena, table, column) : NULL;
}

static void put_counters(struct orq_pg_emitter *emitter)
{
    const struct orq_archives *archives = emitter->input->restore;
    struct orq_arena *arena = emitter->arena;
    for (size_t i = 0; archives && i < archives->len; i++) {
        const struct orq_archive *archive = &archives->items[i];
        const char *sequence =
            archive->what == ORQ_ARCHIVED_COUNTER ? sequence_of(emitter, archive) : NULL;
        if (!sequence)
            continue;
        put_statement(emitter, orq_arena_printf(arena, "put %s back", archive->of),
                      orq_arena_printf(arena, "SELECT setval(%s, last_value, is_called) FROM %s",
                                       orq_pg_text(arena, sequence),
                                       orq_pg_name(arena, archive->name)));
        note_back(emitter, archive);
    }
}

void orq_pg_restore_finish(struct orq_pg_emitter *emitter)
{
    const struct orq_archives *archives = emitter->input->restore;
    const char *note = "what was kept is back";
    put_counters(emitter);
    for (size_t i = 0; archives && i < archives->len; i++) {
        const char *name = archives->items[i].name;
        if (!orq_map_get(emitter->restored, name))
            continue;
        put_statement(
            emitter, note,
            orq_arena_printf(emitter->arena, "DROP TABLE %s", orq_pg_name(emitter->arena, name)));
        note = NULL;
    }
}
