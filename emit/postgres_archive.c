/* Keeping what is dropped. */
#include "emit/postgres_archive.h"

#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

static const char *qualified(const struct orq_pg_emitter *emitter, const struct orq_table *table)
{
    return orq_qualified(emitter->arena, emitter->dialect, table->schema, table->name);
}

static const char *old_name(const struct orq_pg_emitter *emitter, const struct orq_table *table)
{
    return orq_pg_old_name(emitter, qualified(emitter, table));
}

static const struct orq_table *wanted(const struct orq_pg_emitter *emitter,
                                      const struct orq_table *table)
{
    return orq_schema_table(emitter->input->want, qualified(emitter, table));
}

/* -- making an archive -- */

/* Readers go on while the rows are copied; whoever writes waits until they are dropped, so that
 * nothing is written in between. */
static void copy(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                 const struct orq_archive *archive, const char *select,
                 const struct orq_table *locked)
{
    struct orq_arena *arena = emitter->arena;
    const char *name = orq_pg_name(arena, archive->name);
    const char *create = orq_arena_printf(arena, "CREATE TABLE %s AS\nSELECT %s", name, select);
    const char *note =
        orq_arena_printf(arena, "keep %s, which the downgrade puts back", archive->of);
    struct orq_pg_piece *piece;
    if (locked)
        piece = orq_pg_piece(emitter, task, NULL,
                             orq_arena_printf(arena, "LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE",
                                              orq_pg_table_sql(arena, locked)));
    else
        piece = orq_pg_piece(emitter, task, NULL, create);
    orq_pg_note(emitter, piece, "%s", note);
    if (locked)
        orq_pg_piece(emitter, task, NULL, create);
    orq_pg_piece(emitter, task, NULL,
                 orq_pg_comment_sql(arena, orq_arena_printf(arena, "TABLE %s", name), archive->of));
    ORQ_PUSH(arena, &emitter->section->archives, *archive);
}

static const char *const plain_types[] = {"smallint",
                                          "integer",
                                          "bigint",
                                          "real",
                                          "numeric",
                                          "double precision",
                                          "boolean",
                                          "text",
                                          "character varying",
                                          "character",
                                          "bytea",
                                          "uuid",
                                          "json",
                                          "jsonb",
                                          "xml",
                                          "date",
                                          "time",
                                          "time without time zone",
                                          "timestamp",
                                          "interval",
                                          "time with time zone",
                                          "inet",
                                          "cidr",
                                          "timestamp without time zone",
                                          "macaddr",
                                          "macaddr8",
                                          "timestamp with time zone",
                                          "bit",
                                          "bit varying",
                                          "money",
                                          "point",
                                          "line",
                                          "lseg",
                                          "box",
                                          "path",
                                          "polygon",
                                          "circle",
                                          "tsvector",
                                          "tsquery",
                                          "int4range",
                                          "int8range",
                                          "numrange",
                                          "tsrange",
                                          "tstzrange",
                                          "daterange",
                                          "oid",
                                          "name",
                                          "\"char\"",
                                          "int4multirange",
                                          "int8multirange",
                                          "nummultirange",
                                          "tsmultirange",
                                          "tstzmultirange",
                                          "datemultirange"};

/* The server's own types. */
bool orq_pg_archive_is_plain(const char *type)
{
    size_t len = strcspn(type, "([");
    for (size_t i = 0; i < sizeof plain_types / sizeof *plain_types; i++)
        if (strlen(plain_types[i]) == len && memcmp(plain_types[i], type, len) == 0)
            return true;
    return orq_starts_with(type, "interval ");
}

static void keep_as_text(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                         const struct orq_archive *archive, const char *type, const char *column)
{
    struct orq_arena *arena = emitter->arena;
    if (orq_pg_archive_is_plain(type))
        return;
    orq_pg_piece(emitter, task,
                 orq_arena_printf(arena, "ALTER TABLE %s", orq_pg_name(arena, archive->name)),
                 orq_arena_printf(arena, "ALTER COLUMN %s TYPE text", orq_pg_name(arena, column)));
}

/* -- counters -- */

static void keep_counter(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                         struct orq_archive archive, const char *sequence)
{
    struct orq_arena *arena = emitter->arena;
    archive.what = ORQ_ARCHIVED_COUNTER;
    archive.name = orq_archive_name(arena, emitter->input, emitter->section);
    copy(emitter, task, &archive,
         orq_arena_printf(arena, "last_value, is_called\nFROM %s", sequence), NULL);
}

static void keep_identity(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                          const struct orq_table *table, const struct orq_column *column)
{
    struct orq_arena *arena = emitter->arena;
    struct orq_archive archive = {.table = old_name(emitter, table)};
    const char *old = orq_archive_old_column(arena, emitter->input, table, column->name);
    ORQ_PUSH(arena, &archive.columns, old);
    archive.of = orq_arena_printf(arena, "the counter of %s",
                                  orq_archive_of(arena, archive.table, &archive.columns));
    if (orq_column_postgres(column)->identity)
        keep_counter(emitter, task, archive, orq_pg_identity_sequence(arena, table, column));
}

/* Sequences that the column owns, and that are gone with it. */
static void keep_owned(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                       const struct orq_table *table, const struct orq_column *column)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_schema *renamed = emitter->input->renamed;
    const char *owner = orq_arena_printf(arena, "%s.%s", qualified(emitter, table), column->name);
    for (size_t i = 0; i < renamed->definitions.len; i++) {
        const struct orq_definition *sequence = renamed->definitions.items[i];
        if (sequence->kind != ORQ_KIND_SEQUENCE ||
            !orq_str_equal(orq_attribute_text(&sequence->attributes, ORQ_ATTRIBUTE_OWNED_BY),
                           owner) ||
            orq_schema_definition_like(arena, emitter->input->want, sequence))
            continue;
        const char *name = orq_pg_definition_sql(arena, sequence);
        const char *plain =
            orq_qualified(arena, emitter->dialect, sequence->schema, sequence->name);
        struct orq_archive archive = {
            .table = old_name(emitter, table),
            .counter = name,
            .of = orq_arena_printf(arena, "the counter of %s", orq_shown_name(arena, plain))};
        keep_counter(emitter, task, archive, name);
    }
}

static void keep_counters(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                          const struct orq_table *table, const struct orq_column *column)
{
    keep_identity(emitter, task, table, column);
    keep_owned(emitter, task, table, column);
}

/* -- tables -- */

void orq_pg_archive_table(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                          const struct orq_table *table)
{
    struct orq_arena *arena = emitter->arena;
    if (table->kind != ORQ_KIND_TABLE || !orq_archive_is_wanted(emitter->input, NULL))
        return;
    struct orq_archive archive = {.what = ORQ_ARCHIVED_TABLE,
                                  .name = orq_archive_name(arena, emitter->input, emitter->section),
                                  .table = old_name(emitter, table)};
    archive.of = orq_archive_of(arena, archive.table, NULL);
    for (size_t i = 0; i < table->columns.len; i++)
        if (!table->columns.items[i]->generated)
            ORQ_PUSH(arena, &archive.columns, table->columns.items[i]->name);
    copy(emitter, task, &archive,
         orq_arena_printf(arena, "*\nFROM %s", orq_pg_table_sql(arena, table)), table);
    for (size_t i = 0; i < table->columns.len; i++)
        keep_as_text(emitter, task, &archive, table->columns.items[i]->type,
                     table->columns.items[i]->name);
    for (size_t i = 0; i < table->columns.len; i++)
        keep_counters(emitter, task, table, table->columns.items[i]);
}

/* -- columns -- */

static bool has_heirs(const struct orq_pg_emitter *emitter, const struct orq_table *table)
{
    return orq_pg_has_children(emitter->input->renamed, qualified(emitter, table));
}

/* NULL: the rows cannot be found again: a key of a table does not reach those who inherit. */
static const struct orq_constraint *key_of(const struct orq_pg_emitter *emitter,
                                           const struct orq_table *table)
{
    const struct orq_table *want = wanted(emitter, table);
    return !want || has_heirs(emitter, table) ? NULL : orq_archive_key(emitter->input, table, want);
}

static void select_column(struct orq_pg_emitter *emitter, const struct orq_table *table,
                          const char *column, struct orq_strings *olds, struct orq_str *select)
{
    struct orq_arena *arena = emitter->arena;
    const char *old = orq_archive_old_column(arena, emitter->input, table, column);
    ORQ_PUSH(arena, olds, old);
    orq_str_addf(select, "%s%s", select->len > 0 ? ", " : "", orq_pg_name(arena, column));
    if (strcmp(old, column) != 0)
        orq_str_addf(select, " AS %s", orq_pg_name(arena, old));
}

/* Generated ones too: that they can be computed again is nothing that the statements tell. */
static void find_dropped(const struct orq_pg_emitter *emitter, const struct orq_table *table,
                         struct orq_columns *dropped)
{
    const struct orq_ops *ops = emitter->input->ops;
    for (size_t i = 0; i < ops->len; i++)
        if (ops->items[i].kind == ORQ_OP_DROP_COLUMN && ops->items[i].from.table == table)
            ORQ_PUSH(emitter->arena, dropped,
                     orq_table_column(table, ops->items[i].from.column->name));
}

static const struct orq_archive *kept(const struct orq_pg_emitter *emitter,
                                      const struct orq_table *table,
                                      const struct orq_column *column)
{
    const char *old =
        column ? orq_archive_old_column(emitter->arena, emitter->input, table, column->name) : NULL;
    return orq_archive_find(&emitter->section->archives, emitter->dialect, old_name(emitter, table),
                            old);
}

static void copy_columns(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                         const struct orq_table *table, const struct orq_columns *dropped)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_key_parts *key = &key_of(emitter, table)->parts;
    struct orq_archive archive = {.what = ORQ_ARCHIVED_COLUMNS,
                                  .name = orq_archive_name(arena, emitter->input, emitter->section),
                                  .table = old_name(emitter, table)};
    struct orq_str select = orq_str_new(arena);
    for (size_t i = 0; i < key->len; i++)
        select_column(emitter, table, key->items[i].column, &archive.key, &select);
    for (size_t i = 0; i < dropped->len; i++)
        select_column(emitter, table, dropped->items[i]->name, &archive.columns, &select);
    archive.of = orq_archive_of(arena, archive.table, &archive.columns);
    copy(emitter, task, &archive,
         orq_arena_printf(arena, "%s\nFROM %s", orq_str_text(&select),
                          orq_pg_table_sql(arena, table)),
         table);
    for (size_t i = 0; i < key->len; i++)
        keep_as_text(emitter, task, &archive, orq_table_column(table, key->items[i].column)->type,
                     archive.key.items[i]);
    for (size_t i = 0; i < dropped->len; i++)
        keep_as_text(emitter, task, &archive, dropped->items[i]->type, archive.columns.items[i]);
}

void orq_pg_archive_columns(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                            const struct orq_table *table)
{
    struct orq_columns dropped = {0};
    if (!orq_archive_is_wanted(emitter->input, wanted(emitter, table)) || !key_of(emitter, table))
        return;
    find_dropped(emitter, table, &dropped);
    if (dropped.len == 0 || kept(emitter, table, dropped.items[0]))
        return;
    copy_columns(emitter, task, table, &dropped);
    for (size_t i = 0; i < dropped.len; i++)
        keep_counters(emitter, task, table, dropped.items[i]);
}

void orq_pg_note_gone(struct orq_pg_emitter *emitter, struct orq_pg_piece *piece,
                      const struct orq_table *table, const struct orq_column *column)
{
    struct orq_arena *arena = emitter->arena;
    const char *name = qualified(emitter, table);
    const struct orq_archive *archive = kept(emitter, table, column);
    if (archive) {
        orq_pg_note(emitter, piece, "%s kept in %s",
                    column ? orq_arena_printf(arena, "%s is", orq_shown_name(arena, column->name))
                           : "its rows are",
                    orq_shown_name(arena, archive->name));
        return;
    }
    if (column && orq_archive_is_wanted(emitter->input, wanted(emitter, table)))
        orq_pg_note(emitter, piece,
                    "not archived: %s has no key that stays, to find its rows again by",
                    orq_shown_name(arena, name));
    orq_pg_loses(emitter, piece,
                 column ? orq_arena_printf(arena, "%s.%s", name, column->name) : name);
}
