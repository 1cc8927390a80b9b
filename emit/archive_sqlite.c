#include "emit/archive_sqlite.h"

#include "base/str.h"
#include "emit/notes.h"
#include "emit/rebuild.h"
#include "model/dialect.h"
#include "sql/quote.h"

#include <string.h>

/* -- making an archive -- */

/* Its columns have no type, so that every value stays as it is. What it keeps stands behind the
 * parenthesis, where the stored text has it for people. */
static void create(struct orq_emitter *emitter, const struct orq_archive *archive,
                   const struct orq_strings *columns, const struct orq_strings *values,
                   const char *from)
{
    struct orq_arena *arena = emitter->arena;
    const char *name = orq_name_sql(emitter, archive->name);
    const char *key = "", *options = "";
    if (archive->what == ORQ_ARCHIVED_COLUMNS) {
        key =
            orq_arena_printf(arena, ",\n    PRIMARY KEY (%s)", orq_names_sql(arena, &archive->key));
        options = " WITHOUT ROWID";
    }
    orq_emit_noted(emitter,
                   orq_arena_printf(arena, "keep %s, which the downgrade puts back", archive->of),
                   orq_arena_printf(arena, "CREATE TABLE main.%s ( -- %s\n    %s%s\n)%s", name,
                                    archive->of, orq_items_sql(arena, columns, 4), key, options));
    orq_emit_noted(emitter, NULL,
                   orq_arena_printf(arena, "INSERT INTO main.%s\nSELECT %s\nFROM main.%s", name,
                                    orq_items_sql(arena, values, 7), from));
    ORQ_PUSH(arena, &emitter->section->archives, *archive);
}

/* AUTOINCREMENT's counter, which goes with its table. */
static void keep_counter(struct orq_emitter *emitter, const struct orq_table *table,
                         const char *old)
{
    struct orq_arena *arena = emitter->arena;
    struct orq_archive archive = {
        .what = ORQ_ARCHIVED_COUNTER,
        .name = orq_archive_name(arena, emitter->input, emitter->section),
        .of = orq_arena_printf(arena, "the AUTOINCREMENT counter of %s", orq_shown(emitter, old)),
        .table = old};
    struct orq_strings columns = {0};
    ORQ_PUSH(arena, &columns, "seq");
    create(emitter, &archive, &columns, &columns,
           orq_arena_printf(arena, "sqlite_sequence\nWHERE name = %s",
                            orq_quoted_text(arena, table->name)));
}

void orq_archive_table(struct orq_emitter *emitter, const struct orq_table *table, const char *old)
{
    struct orq_arena *arena = emitter->arena;
    if (!orq_archive_is_wanted(emitter->input, NULL))
        return;
    struct orq_archive archive = {.what = ORQ_ARCHIVED_TABLE,
                                  .name = orq_archive_name(arena, emitter->input, emitter->section),
                                  .of = orq_archive_of(arena, old, NULL),
                                  .table = old};
    struct orq_strings columns = {0}, values = {0};
    struct orq_map *names = orq_map_new(arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < table->columns.len; i++)
        orq_names_take(names, arena, table->columns.items[i]->name);
    const char *rowid = orq_free_rowid_name(table);
    if (rowid && !orq_table_rowid_alias(table)) {
        archive.rowid = orq_name_free(arena, names, "orq_rowid");
        ORQ_PUSH(arena, &columns, orq_name_sql(emitter, archive.rowid));
        ORQ_PUSH(arena, &values, rowid);
    }
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct orq_column *column = table->columns.items[i];
        if (column->generated)
            continue;
        ORQ_PUSH(arena, &archive.columns, column->name);
        ORQ_PUSH(arena, &columns, orq_name_sql(emitter, column->name));
        ORQ_PUSH(arena, &values, orq_name_sql(emitter, column->name));
    }
    create(emitter, &archive, &columns, &values, orq_name_sql(emitter, table->name));
    if (orq_table_autoincrement(table))
        keep_counter(emitter, table, old);
}

/* -- columns -- */

static const char *old_column(struct orq_emitter *emitter, const struct orq_table *table,
                              const char *name)
{
    const char *was = orq_column_was(emitter, table->name, name);
    return was != name ? was : orq_archive_old_column(emitter->arena, emitter->input, table, name);
}

/* The archive has the names that the downgrade will find. */
static void add_column(struct orq_emitter *emitter, const struct orq_table *table, const char *name,
                       struct orq_strings *olds, struct orq_strings *values)
{
    ORQ_PUSH(emitter->arena, olds, old_column(emitter, table, name));
    ORQ_PUSH(emitter->arena, values, orq_name_sql(emitter, name));
}

static void add_dropped(struct orq_emitter *emitter, const struct orq_table_plan *plan,
                        struct orq_strings *olds, struct orq_strings *values)
{
    for (size_t i = 0; i < plan->ops.len; i++) {
        const struct orq_op *op = plan->ops.items[i];
        if (op->kind == ORQ_OP_DROP_COLUMN && !op->from.column->generated)
            add_column(emitter, plan->have, op->from.column->name, olds, values);
    }
}

static struct orq_strings in_sql(struct orq_emitter *emitter, const struct orq_strings *first,
                                 const struct orq_strings *second)
{
    struct orq_strings names = {0};
    for (size_t i = 0; i < first->len; i++)
        ORQ_PUSH(emitter->arena, &names, orq_name_sql(emitter, first->items[i]));
    for (size_t i = 0; i < second->len; i++)
        ORQ_PUSH(emitter->arena, &names, orq_name_sql(emitter, second->items[i]));
    return names;
}

void orq_archive_columns(struct orq_emitter *emitter, const struct orq_table_plan *plan)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_table *have = plan->have;
    if (!orq_archive_is_wanted(emitter->input, plan->want))
        return;
    const struct orq_constraint *key = orq_archive_key(emitter->input, have, plan->want);
    struct orq_archive archive = {.what = ORQ_ARCHIVED_COLUMNS,
                                  .table = orq_old_table(emitter, have->name)};
    struct orq_strings values = {0};
    for (size_t i = 0; key && i < key->parts.len; i++)
        add_column(emitter, have, key->parts.items[i].column, &archive.key, &values);
    add_dropped(emitter, plan, &archive.columns, &values);
    if (!key || archive.columns.len == 0)
        return;
    archive.name = orq_archive_name(arena, emitter->input, emitter->section);
    archive.of = orq_archive_of(arena, archive.table, &archive.columns);
    struct orq_strings columns = in_sql(emitter, &archive.key, &archive.columns);
    create(emitter, &archive, &columns, &values, orq_name_sql(emitter, have->name));
}

/* -- notes -- */

static const struct orq_archive *kept(struct orq_emitter *emitter, const char *table,
                                      const char *column)
{
    return orq_archive_find(&emitter->section->archives, &orq_sqlite, table, column);
}

void orq_note_table_gone(struct orq_emitter *emitter, struct orq_strings *notes, const char *old)
{
    const struct orq_archive *archive = kept(emitter, old, NULL);
    if (archive)
        orq_note_add(emitter, notes, "its rows are kept in %s", orq_shown(emitter, archive->name));
    else
        orq_section_loses(emitter, notes, old, NULL);
}

void orq_note_column_gone(struct orq_emitter *emitter, struct orq_strings *notes,
                          const struct orq_table_plan *plan, const char *column)
{
    const char *name = old_column(emitter, plan->have, column);
    const struct orq_archive *archive =
        kept(emitter, orq_old_table(emitter, plan->have->name), name);
    if (archive) {
        orq_note_add(emitter, notes, "%s is kept in %s", orq_shown(emitter, name),
                     orq_shown(emitter, archive->name));
        return;
    }
    if (orq_archive_is_wanted(emitter->input, plan->want) && !orq_table_column(plan->want, column))
        orq_note_add(emitter, notes,
                     "not archived: %s has no key that stays, to find its rows again by",
                     orq_shown(emitter, plan->have->name));
    orq_section_loses(emitter, notes, plan->have->name, name);
}

/* -- putting rows back -- */

static void note_back(struct orq_emitter *emitter, const struct orq_archive *archive)
{
    orq_map_put(emitter->restored, archive->name, emitter);
}

static void restore_counter(struct orq_emitter *emitter, const struct orq_table *want,
                            const struct orq_archive *archive)
{
    orq_emit_counter_back(
        emitter, orq_quoted_text(emitter->arena, want->name),
        orq_arena_printf(emitter->arena, "main.%s", orq_name_sql(emitter, archive->name)));
    note_back(emitter, archive);
}

static void restore_rows(struct orq_emitter *emitter, const struct orq_table *want,
                         const struct orq_archive *archive)
{
    struct orq_arena *arena = emitter->arena;
    struct orq_strings into = {0}, from = {0};
    if (archive->rowid) {
        ORQ_PUSH(arena, &into, orq_free_rowid_name(want));
        ORQ_PUSH(arena, &from, orq_name_sql(emitter, archive->rowid));
    }
    for (size_t i = 0; i < archive->columns.len; i++) {
        ORQ_PUSH(arena, &into, orq_name_sql(emitter, archive->columns.items[i]));
        ORQ_PUSH(arena, &from, orq_name_sql(emitter, archive->columns.items[i]));
    }
    const char *head =
        orq_arena_printf(arena, "INSERT OR ABORT INTO main.%s", orq_name_sql(emitter, want->name));
    orq_emit_noted(
        emitter, "put its rows back",
        orq_arena_printf(arena, "%s\nSELECT %s\nFROM main.%s", orq_list_sql(arena, head, &into),
                         orq_items_sql(arena, &from, 7), orq_name_sql(emitter, archive->name)));
    note_back(emitter, archive);
    /* a cycle of foreign keys has no order in which its rows could come back */
    emitter->section->foreign_keys_off = true;
}

void orq_restore_table(struct orq_emitter *emitter, const struct orq_table *want)
{
    const struct orq_archives *archives = emitter->input->restore;
    for (size_t i = 0; archives && i < archives->len; i++) {
        const struct orq_archive *archive = &archives->items[i];
        if (!orq_ascii_equal(archive->table, want->name))
            continue;
        if (archive->what == ORQ_ARCHIVED_TABLE)
            restore_rows(emitter, want, archive);
        else if (archive->what == ORQ_ARCHIVED_COUNTER)
            restore_counter(emitter, want, archive);
    }
}

/* -- putting columns back -- */

/* What the archive is called beside the table. */
static const char *alias_of(const struct orq_table *want)
{
    return orq_ascii_equal(want->name, "kept") ? "archived" : "kept";
}

/* FROM the archive, the row that belongs to this one of the table. */
static const char *row_of(struct orq_emitter *emitter, const struct orq_table *want,
                          const struct orq_archive *archive)
{
    struct orq_str out = orq_str_new(emitter->arena);
    const char *alias = alias_of(want), *table = orq_name_sql(emitter, want->name);
    orq_str_addf(&out, "FROM main.%s AS %s\n        WHERE ", orq_name_sql(emitter, archive->name),
                 alias);
    for (size_t i = 0; i < archive->key.len; i++) {
        const char *column = orq_name_sql(emitter, archive->key.items[i]);
        orq_str_addf(&out, "%s%s.%s = %s.%s", i > 0 ? " AND " : "", alias, column, table, column);
    }
    return orq_str_text(&out);
}

/* A row that came after the upgrade has the default. */
const char *orq_restored_value(struct orq_emitter *emitter, const struct orq_table *want,
                               const struct orq_column *column)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_archive *archive =
        orq_archive_find(emitter->input->restore, &orq_sqlite, want->name, column->name);
    if (!archive)
        return NULL;
    const char *row = row_of(emitter, want, archive);
    const char *value = orq_arena_printf(arena, "(SELECT %s.%s %s)", alias_of(want),
                                         orq_name_sql(emitter, column->name), row);
    const char *otherwise = column->default_expr.text;
    note_back(emitter, archive);
    if (!otherwise || orq_literal_kind(otherwise) == ORQ_TOKEN_WORD)
        return value;
    if (!column->nullable)
        return orq_arena_printf(arena, "COALESCE(%s, %s)", value, orq_item_sql(arena, otherwise));
    return orq_arena_printf(arena,
                            "CASE WHEN EXISTS (SELECT 1 %s)\n       THEN %s\n       ELSE %s END",
                            row, value, orq_item_sql(arena, otherwise));
}

void orq_note_restored(struct orq_emitter *emitter, struct orq_strings *notes,
                       const struct orq_table *want, const struct orq_column *column)
{
    const struct orq_archive *archive =
        orq_archive_find(emitter->input->restore, &orq_sqlite, want->name, column->name);
    if (!archive)
        return;
    const char *name = orq_shown(emitter, column->name);
    orq_note_add(emitter, notes, "%s comes back from %s", name, orq_shown(emitter, archive->name));
    if (!column->nullable && !column->default_expr.text)
        orq_note_add(emitter, notes, "CAN FAIL: a row that came after the upgrade: it has no %s",
                     name);
}

void orq_restore_finish(struct orq_emitter *emitter)
{
    const struct orq_archives *archives = emitter->input->restore;
    const char *note = "what was kept is back";
    for (size_t i = 0; archives && i < archives->len; i++) {
        const char *name = archives->items[i].name;
        if (!orq_map_get(emitter->restored, name))
            continue;
        orq_emit_noted(
            emitter, note,
            orq_arena_printf(emitter->arena, "DROP TABLE main.%s", orq_name_sql(emitter, name)));
        note = NULL;
    }
}
