/* Options of a table's TOAST table, "toast.autovacuum_enabled=false". It is there only while a
 * column needs it (https://www.postgresql.org/docs/current/storage-toast.html), and what is set
 * while it is not is forgotten without a word: so they are set behind all that the section does to
 * the columns, in a statement of its own, for one ALTER TABLE makes it last. */
#include "emit/postgres_object.h"
#include "emit/postgres_table.h"

#include "base/str.h"

#include <string.h>

static struct orq_pg_task *toast_task(struct orq_pg_work *work, const char *word)
{
    const struct orq_side side = {.table = work->op->from.table};
    return orq_pg_task_late(work->emitter, ORQ_PG_PHASE_ALTER_TABLE, &side, word);
}

static void set_behind(struct orq_pg_work *work, struct orq_pg_task *task,
                       const struct orq_table *table, const struct orq_strings *options)
{
    struct orq_arena *arena = work->emitter->arena;
    for (size_t i = 0; i < table->columns.len; i++)
        ORQ_PUSH(arena, &task->after,
                 orq_pg_column_identity(arena, table, table->columns.items[i]->name));
    orq_pg_act(work, task, NULL, "%s SET %s", orq_pg_alter_head(arena, table),
               orq_pg_parameters_sql(arena, options));
}

static bool is_toast_option(const char *option)
{
    return orq_starts_with(option, "toast.");
}

void orq_pg_toast_set(struct orq_pg_work *work, struct orq_strings *options)
{
    struct orq_strings own = {0}, toast = {0};
    for (size_t i = 0; i < options->len; i++)
        ORQ_PUSH(work->emitter->arena, is_toast_option(options->items[i]) ? &toast : &own,
                 options->items[i]);
    *options = own;
    if (toast.len > 0)
        set_behind(work, toast_task(work, "toast"), work->op->to.table, &toast);
}

/* Can a value of the type be too long for its page, whatever its length is limited to? Not all such
 * types are here, only those that are known to be. */
static bool is_long(const struct orq_column *column)
{
    static const char *const types[] = {"text", "character varying", "bytea",  "json", "jsonb",
                                        "xml",  "tsvector",          "numeric"};
    if (orq_str_equal(orq_column_postgres(column)->storage, "plain"))
        return false;
    if (orq_ends_with(column->type, "[]"))
        return true;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(column->type, types[i]) == 0)
            return true;
    return false;
}

/* Does a column stay as it is that needs the TOAST table all the time? */
static bool needs_it_throughout(const struct orq_table *from, const struct orq_table *to)
{
    for (size_t i = 0; i < from->columns.len; i++) {
        const struct orq_column *had = from->columns.items[i];
        const struct orq_column *has = orq_pg_column(to, had->name);
        if (has && had->generated == ORQ_NOT_GENERATED && has->generated == ORQ_NOT_GENERATED &&
            strcmp(had->type, has->type) == 0 && is_long(had) && is_long(has))
            return true;
    }
    return false;
}

void orq_pg_toast_keep(struct orq_pg_work *work)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_table *from = work->op->from.table;
    const struct orq_table *to =
        orq_schema_table(emitter->input->want,
                         orq_qualified(emitter->arena, emitter->dialect, from->schema, from->name));
    const unsigned makes_anew = ORQ_CHANGE_TYPE | ORQ_CHANGE_GENERATED;
    struct orq_strings kept = {0};
    if (work->op->kind == ORQ_OP_ALTER_COLUMN && !(work->op->changed & makes_anew))
        return;
    if (from->kind != ORQ_KIND_TABLE || !to || needs_it_throughout(from, to))
        return;
    const struct orq_strings *has = &orq_table_postgres(to)->with;
    for (size_t i = 0; i < has->len; i++)
        if (is_toast_option(has->items[i]) &&
            orq_strings_hold(&orq_table_postgres(from)->with, has->items[i]))
            ORQ_PUSH(emitter->arena, &kept, has->items[i]);
    struct orq_pg_task *task = kept.len > 0 ? toast_task(work, "toast kept") : NULL;
    work->told = orq_arena_printf(emitter->arena,
                                  "options of the TOAST table of %s are set again: "
                                  "between the changes there may be none",
                                  orq_pg_shown(emitter->arena, to, NULL));
    if (task && task->pieces.len == 0)
        set_behind(work, task, to, &kept);
}
