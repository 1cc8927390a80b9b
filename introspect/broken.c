#include "introspect/broken.h"

#include "base/str.h"
#include "introspect/replica.h"
#include "sql/quote.h"

#include <string.h>

#define PROBE "orqgen_probe_for_alter"

struct prober {
    struct orq_arena *arena;
    const struct orq_schema *schema;
    struct orq_diags *diags;
    struct orq_db *db;
    struct orq_map *gone; /* names of what was taken away */
};

/* ---- a copy that can be altered, though nothing can be stored in it ---- */

#define PROBE_PAGE 2 /* of the first table of a new database */

struct stored_row {
    const char *type, *name, *table;
    size_t root;
    const char *sql;
};

static enum orq_status insert_row(struct prober *prober, struct stored_row row)
{
    const char *root = orq_arena_printf(prober->arena, "%zu", row.root);
    const char *const params[] = {row.type, row.name, row.table, root, row.sql};
    const struct orq_query query = {
        .sql = "INSERT INTO main.sqlite_schema VALUES (?1, ?2, ?3, CAST(?4 AS INTEGER), ?5)",
        .params = params,
        .param_count = sizeof params / sizeof *params};
    return orq_db_query(prober->db, &query, prober->diags);
}

/* All tables share the page of the probe: ALTER reads and writes only their texts. The indexes of
 * one table must differ in their pages, which need to exist, but are never looked at. */
static enum orq_status insert_table(struct prober *prober, const struct orq_table *table)
{
    enum orq_status status = insert_row(
        prober, (struct stored_row){"table", table->name, table->name, PROBE_PAGE, table->sql});
    for (size_t i = 0; status == ORQ_OK && i < table->indexes.len; i++) {
        const struct orq_index *index = table->indexes.items[i];
        status = insert_row(prober, (struct stored_row){"index", index->name, table->name,
                                                        PROBE_PAGE + 1 + i, index->sql});
    }
    return status;
}

static enum orq_status insert_definition(struct prober *prober,
                                         const struct orq_definition *definition)
{
    const char *type =
        definition->kind == ORQ_KIND_VIRTUAL_TABLE ? "table" : orq_kind_word(definition->kind);
    const char *table = definition->on ? definition->on : definition->name;
    return insert_row(prober,
                      (struct stored_row){type, definition->name, table, 0, definition->sql});
}

static enum orq_status insert_all(struct prober *prober)
{
    const struct orq_schema *schema = prober->schema;
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; status == ORQ_OK && i < schema->tables.len; i++)
        status = insert_table(prober, schema->tables.items[i]);
    for (size_t i = 0; status == ORQ_OK && i < schema->definitions.len; i++)
        if (schema->definitions.items[i]->kind != ORQ_KIND_VIRTUAL_TABLE)
            status = insert_definition(prober, schema->definitions.items[i]);
    return status;
}

/* A view over a virtual table compiles only where its shadow tables are; a table of an unknown
 * module stands there without. */
static enum orq_status add_virtual_tables(struct prober *prober)
{
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; status == ORQ_OK && i < prober->schema->definitions.len; i++) {
        const struct orq_definition *definition = prober->schema->definitions.items[i];
        if (definition->kind == ORQ_KIND_VIRTUAL_TABLE &&
            orq_replica_create(prober->arena, prober->db, definition->sql) != ORQ_OK)
            status = insert_definition(prober, definition);
    }
    return status;
}

/* The probe's only row is as long as the indexes of any table need pages. */
static const char *start_script(const struct prober *prober)
{
    size_t most = 0;
    for (size_t i = 0; i < prober->schema->tables.len; i++)
        if (prober->schema->tables.items[i]->indexes.len > most)
            most = prober->schema->tables.items[i]->indexes.len;
    return orq_arena_printf(prober->arena,
                            "PRAGMA page_size = 512; CREATE TABLE " PROBE " (a);"
                            "INSERT INTO " PROBE " VALUES (zeroblob(512 * %zu));"
                            "PRAGMA writable_schema = 1",
                            most + 1);
}

static enum orq_status load(struct prober *prober)
{
    static const char *const reload = "PRAGMA writable_schema = RESET";
    enum orq_status status = orq_db_exec(prober->db, start_script(prober), prober->diags);
    if (status == ORQ_OK)
        status = insert_all(prober);
    if (status == ORQ_OK)
        status = orq_db_exec(prober->db, reload, prober->diags);
    if (status == ORQ_OK)
        status = orq_db_exec(prober->db, "PRAGMA writable_schema = 1", prober->diags);
    if (status == ORQ_OK)
        status = add_virtual_tables(prober);
    if (status == ORQ_OK)
        status = orq_db_exec(prober->db, reload, prober->diags);
    return status;
}

/* ---- trying ---- */

/* "error in view NAME: …", "error in trigger NAME after rename: …" */
static bool is_named(const char *message, const struct orq_definition *definition)
{
    static const char before[] = "error in ";
    const char *word = orq_kind_word(definition->kind);
    if (!orq_starts_with(message, before) || !orq_starts_with(message + strlen(before), word))
        return false;
    const char *name = message + strlen(before) + strlen(word) + 1;
    size_t len = strlen(definition->name);
    return strncmp(name, definition->name, len) == 0 && (name[len] == ':' || name[len] == ' ');
}

static const char *gone_key(struct prober *prober, const struct orq_definition *definition)
{
    return orq_arena_printf(prober->arena, "%s:%s", orq_kind_key(definition->kind),
                            definition->name);
}

/* The longest name that fits: a name may hold blanks and colons. */
static const struct orq_definition *culprit(struct prober *prober, const char *message)
{
    const struct orq_definition *found = NULL;
    for (size_t i = 0; i < prober->schema->definitions.len; i++) {
        const struct orq_definition *definition = prober->schema->definitions.items[i];
        if (is_named(message, definition) &&
            (!found || strlen(definition->name) > strlen(found->name)) &&
            !orq_map_get(prober->gone, gone_key(prober, definition)))
            found = definition;
    }
    return found;
}

static bool alters(struct prober *prober)
{
    static const char *const there_and_back = "ALTER TABLE " PROBE " RENAME TO " PROBE "_2;"
                                              "ALTER TABLE " PROBE "_2 RENAME TO " PROBE;
    return orq_db_exec(prober->db, there_and_back, orq_diags_new(prober->arena)) == ORQ_OK;
}

static enum orq_status take_away(struct prober *prober, const struct orq_definition *definition)
{
    const char *word = definition->kind == ORQ_KIND_TRIGGER ? "TRIGGER" : "VIEW";
    const char *sql = orq_arena_printf(prober->arena, "DROP %s main.%s", word,
                                       orq_quoted_name(prober->arena, definition->name));
    orq_map_put(prober->gone, gone_key(prober, definition), prober);
    return orq_db_exec(prober->db, sql, prober->diags);
}

/* What is no view and no trigger cannot be taken away: then the names found so far must do, and the
 * proof tells the rest. */
static enum orq_status probe(struct prober *prober, struct orq_strings *names)
{
    while (!alters(prober)) {
        const struct orq_definition *definition = culprit(prober, orq_db_message(prober->db));
        if (!definition)
            return ORQ_OK;
        ORQ_PUSH(prober->arena, names, definition->name);
        if (take_away(prober, definition) != ORQ_OK)
            return ORQ_DATABASE;
    }
    return ORQ_OK;
}

enum orq_status orq_find_broken(struct orq_arena *arena, const struct orq_schema *schema,
                                struct orq_diags *diags, struct orq_strings *names)
{
    struct prober prober = {.arena = arena,
                            .schema = schema,
                            .diags = diags,
                            .gone = orq_map_new(arena, ORQ_KEYS_EXACT)};
    enum orq_status status = orq_db_memory(arena, diags, &prober.db);
    if (status == ORQ_OK)
        status = load(&prober);
    if (status == ORQ_OK)
        status = probe(&prober, names);
    orq_db_close(prober.db);
    return status;
}
