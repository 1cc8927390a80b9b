/* SQLite: one query over sqlite_schema; the stored statements are parsed. */
#include "introspect/sqlite_parts.h"

#include "model/definition.h"
#include "model/dialect.h"
#include "sql/sqlite_ddl.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_LEDGER "orqgen_revisions"

enum stored_kind { STORED_TABLE, STORED_VIRTUAL, STORED_INDEX, STORED_VIEW, STORED_TRIGGER };

static const char *const stored_words[] = {
    [STORED_TABLE] = "table", [STORED_VIRTUAL] = "virtual table", [STORED_INDEX] = "index",
    [STORED_VIEW] = "view",   [STORED_TRIGGER] = "trigger",
};

struct stored {
    enum stored_kind kind;
    const char *name, *table, *sql;
};
ORQ_VEC_OF(stored_list, struct stored);

struct sqlite_reader {
    struct orq_arena *arena;
    struct orq_arena *passing; /* for what is not needed after reading */
    struct orq_reading reading;
    struct orq_diags *diags;
    const char *ledger;
    struct stored_list stored; /* in the order of creation */
    struct orq_map *hidden;    /* tables that are no part of the schema, with what stands on them */
    struct orq_schema *schema;
};

/* ---- reading rows ---- */

/* Only a virtual table has no root page. */
static bool kind_of(const char *type, const char *root, enum stored_kind *kind)
{
    for (unsigned i = 0; i < sizeof stored_words / sizeof *stored_words; i++) {
        if (strcmp(type, stored_words[i]) != 0)
            continue;
        *kind = i;
        if (*kind == STORED_TABLE && root && strcmp(root, "0") == 0)
            *kind = STORED_VIRTUAL;
        return true;
    }
    return false;
}

static bool keep_row(void *context, const struct orq_row *row)
{
    struct sqlite_reader *reader = context;
    const char *const *value = row->values;
    struct stored stored;
    if (!value[0] || !value[1] || !value[2] || !kind_of(value[0], value[4], &stored.kind))
        return true;
    stored.name = orq_arena_strndup(reader->passing, value[1], row->lens[1]);
    bool same = strcmp(value[1], value[2]) == 0;
    stored.table = same ? stored.name : orq_arena_strndup(reader->passing, value[2], row->lens[2]);
    stored.sql = orq_arena_strndup(reader->arena, value[3], row->lens[3]);
    ORQ_PUSH(reader->passing, &reader->stored, stored);
    return true;
}

/* ---- what is no part of a schema ---- */

static bool has_prefix(const char *name, const char *prefix)
{
    size_t len = strlen(prefix);
    return strlen(name) >= len && orq_ascii_equal_n(name, len, prefix, len);
}

static bool is_own(const struct sqlite_reader *reader, const char *table)
{
    return has_prefix(table, "sqlite_") || has_prefix(table, ORQ_ARCHIVE_PREFIX) ||
           orq_ascii_equal(table, reader->ledger) || orq_ascii_equal(table, "alembic_version");
}

static struct orq_shadows *find_shadows(struct sqlite_reader *reader)
{
    struct orq_shadows *shadows = orq_shadows_new(reader->passing);
    for (size_t i = 0; i < reader->stored.len; i++) {
        const struct stored *stored = &reader->stored.items[i];
        struct orq_expr_error error;
        if (stored->kind != STORED_VIRTUAL)
            continue;
        const struct orq_ddl_virtual *ddl =
            orq_ddl_parse_virtual(reader->passing, stored->sql, &error);
        orq_shadows_add(shadows, stored->name, ddl ? ddl->module : "");
    }
    return shadows;
}

static void find_hidden(struct sqlite_reader *reader)
{
    const struct orq_shadows *shadows = find_shadows(reader);
    reader->hidden = orq_map_new(reader->passing, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < reader->stored.len; i++) {
        struct stored *stored = &reader->stored.items[i];
        if (stored->kind == STORED_TABLE &&
            (is_own(reader, stored->name) || orq_shadows_hold(shadows, stored->name)))
            orq_map_put(reader->hidden, stored->name, stored);
    }
}

/* ---- objects ---- */

static void warn_unread(struct sqlite_reader *reader, const struct stored *stored,
                        const struct orq_expr_error *error)
{
    orq_warning(reader->diags, ORQ_NOWHERE,
                "%s %s is left out: its stored statement cannot be read at byte %zu: %s",
                stored_words[stored->kind], stored->name, error->offset + 1, error->message);
}

static void add_table(struct sqlite_reader *reader, const struct stored *stored)
{
    struct orq_expr_error error = {0};
    struct orq_table *table = orq_read_table(&reader->reading, stored->sql, &error);
    if (table)
        orq_schema_add_table(reader->arena, reader->schema, table);
    else
        warn_unread(reader, stored, &error);
}

static void add_index(struct sqlite_reader *reader, const struct stored *stored)
{
    struct orq_expr_error error = {0};
    struct orq_table *table = orq_schema_table(reader->schema, stored->table);
    if (!table)
        return;
    struct orq_index *index = orq_read_index(&reader->reading, stored->sql, &error);
    if (index)
        ORQ_PUSH(reader->arena, &table->indexes, index);
    else
        warn_unread(reader, stored, &error);
}

static void add_definition(struct sqlite_reader *reader, const struct stored *stored,
                           enum orq_kind kind)
{
    struct orq_expr_error error = {0};
    struct orq_definition *definition =
        orq_definition_from_sql(reader->arena, kind, stored->sql, &error);
    if (definition)
        orq_schema_add_definition(reader->arena, reader->schema, definition);
    else
        warn_unread(reader, stored, &error);
}

static void add_stored(struct sqlite_reader *reader, const struct stored *stored)
{
    switch (stored->kind) {
    case STORED_TABLE:
        add_table(reader, stored);
        break;
    case STORED_INDEX:
        add_index(reader, stored);
        break;
    case STORED_VIEW:
        add_definition(reader, stored, ORQ_KIND_VIEW);
        break;
    case STORED_TRIGGER:
        add_definition(reader, stored, ORQ_KIND_TRIGGER);
        break;
    case STORED_VIRTUAL:
        add_definition(reader, stored, ORQ_KIND_VIRTUAL_TABLE);
        break;
    }
}

static int by_name(const void *a, const void *b)
{
    const struct orq_table *const *left = a;
    const struct orq_table *const *right = b;
    return strcmp((*left)->name, (*right)->name);
}

/* Tables come first: after a VACUUM, or an ALTER, an index may stand before its table. */
static void build_schema(struct sqlite_reader *reader)
{
    for (int tables = 1; tables >= 0; tables--) {
        for (size_t i = 0; i < reader->stored.len; i++) {
            const struct stored *stored = &reader->stored.items[i];
            if ((stored->kind == STORED_TABLE) == (tables == 1) &&
                !orq_map_get(reader->hidden, stored->table))
                add_stored(reader, stored);
        }
    }
    struct orq_tables *tables = &reader->schema->tables;
    if (tables->len > 1)
        qsort(tables->items, tables->len, sizeof *tables->items, by_name);
}

static const char *ledger_table(const struct orq_introspect_options *options)
{
    const char *ledger = options && options->ledger ? options->ledger : DEFAULT_LEDGER;
    const char *dot = strrchr(ledger, '.');
    return dot ? dot + 1 : ledger;
}

static enum orq_status read_all(struct sqlite_reader *reader, struct orq_db *db, bool last)
{
    const struct orq_query query = {
        .sql = "SELECT type, name, tbl_name, sql, rootpage FROM main.sqlite_schema "
               "WHERE sql IS NOT NULL ORDER BY rowid",
        .fn = keep_row,
        .context = reader};
    if (orq_db_query(db, &query, reader->diags) != ORQ_OK)
        return ORQ_DATABASE;
    if (last)
        orq_db_release(db);
    find_hidden(reader);
    reader->schema = orq_schema_new(reader->arena, &orq_sqlite);
    build_schema(reader);
    return ORQ_OK;
}

enum orq_status orq_introspect_sqlite(struct orq_arena *arena, struct orq_db *db,
                                      const struct orq_introspect_options *options,
                                      struct orq_diags *diags, struct orq_schema **schema)
{
    struct sqlite_reader reader = {.arena = arena,
                                   .passing = orq_arena_new(),
                                   .reading = orq_reading_begin(arena),
                                   .diags = diags,
                                   .ledger = ledger_table(options)};
    enum orq_status status = read_all(&reader, db, options && options->last);
    orq_reading_end(&reader.reading);
    orq_arena_free(reader.passing);
    *schema = reader.schema;
    return status;
}
