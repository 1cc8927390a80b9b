#include "introspect/replica.h"

#include "base/str.h"

#include <string.h>

#define MOST_UNKNOWN_FUNCTIONS 64
/* Each CREATE makes the engine read all of sqlite_schema again. So its rows are put aside after
 * so many objects, and put back at the end: what they describe stays known to the connection. */
#define ROWS_KEPT_SHORT 100

struct replica {
    struct orq_arena *arena;
    struct orq_db *db;
    struct orq_diags *diags;
    struct orq_strings *skipped;
    struct orq_map *left_out; /* virtual tables that could not be made */
    size_t since_put_aside;
};

enum orq_status orq_replica_create(struct orq_arena *arena, struct orq_db *db, const char *sql)
{
    static const char unknown[] = "no such function: ";
    for (int tries = 0; tries < MOST_UNKNOWN_FUNCTIONS; tries++) {
        if (orq_db_exec(db, sql, orq_diags_new(arena)) == ORQ_OK)
            return ORQ_OK;
        const char *message = orq_db_message(db);
        if (!orq_starts_with(message, unknown) ||
            !orq_db_fake_function(db, message + strlen(unknown)))
            return ORQ_DATABASE;
    }
    return ORQ_DATABASE;
}

static enum orq_status put_rows_aside(struct replica *replica)
{
    replica->since_put_aside = 0;
    return orq_db_exec(replica->db,
                       "INSERT INTO temp.orqgen_rows (type, name, tbl_name, rootpage, sql) "
                       "SELECT type, name, tbl_name, rootpage, sql FROM main.sqlite_schema "
                       "ORDER BY rowid; DELETE FROM main.sqlite_schema",
                       replica->diags);
}

static enum orq_status create(struct replica *replica, const char *sql)
{
    if (replica->since_put_aside++ >= ROWS_KEPT_SHORT && put_rows_aside(replica) != ORQ_OK)
        return ORQ_DATABASE;
    return orq_replica_create(replica->arena, replica->db, sql);
}

static enum orq_status report(struct replica *replica, enum orq_kind kind, const char *name)
{
    orq_error(replica->diags, ORQ_NOWHERE, "%s %s cannot be built again from its stored text: %s",
              orq_kind_word(kind), name, orq_db_message(replica->db));
    orq_hint(replica->diags, "drop it, or create it anew in a form that this version of the "
                             "engine accepts");
    return ORQ_DATABASE;
}

static enum orq_status create_table(struct replica *replica, const struct orq_table *table)
{
    if (create(replica, table->sql) != ORQ_OK)
        return report(replica, ORQ_KIND_TABLE, table->name);
    return ORQ_OK;
}

static enum orq_status create_indexes(struct replica *replica, const struct orq_table *table)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct orq_index *index = table->indexes.items[i];
        if (create(replica, index->sql) != ORQ_OK)
            return report(replica, ORQ_KIND_INDEX, index->name);
    }
    return ORQ_OK;
}

static void skip(struct replica *replica, const struct orq_definition *definition)
{
    ORQ_PUSH(replica->arena, replica->skipped, definition->name);
}

static enum orq_status create_definition(struct replica *replica,
                                         const struct orq_definition *definition)
{
    bool virtual_table = definition->kind == ORQ_KIND_VIRTUAL_TABLE;
    if (definition->on && orq_map_get(replica->left_out, definition->on)) {
        skip(replica, definition);
        return ORQ_OK;
    }
    if (create(replica, definition->sql) == ORQ_OK)
        return ORQ_OK;
    if (!virtual_table || !orq_starts_with(orq_db_message(replica->db), "no such module"))
        return report(replica, definition->kind, definition->name);
    orq_map_put(replica->left_out, definition->name, replica);
    skip(replica, definition);
    return ORQ_OK;
}

static enum orq_status create_definitions(struct replica *replica, const struct orq_schema *schema,
                                          enum orq_kind kind)
{
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; status == ORQ_OK && i < schema->definitions.len; i++)
        if (schema->definitions.items[i]->kind == kind)
            status = create_definition(replica, schema->definitions.items[i]);
    return status;
}

static enum orq_status create_all(struct replica *replica, const struct orq_schema *schema)
{
    static const enum orq_kind kinds[] = {ORQ_KIND_VIRTUAL_TABLE, ORQ_KIND_VIEW, ORQ_KIND_TRIGGER};
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; status == ORQ_OK && i < schema->tables.len; i++)
        status = create_table(replica, schema->tables.items[i]);
    for (size_t i = 0; status == ORQ_OK && i < schema->tables.len; i++)
        status = create_indexes(replica, schema->tables.items[i]);
    for (size_t i = 0; status == ORQ_OK && i < sizeof kinds / sizeof *kinds; i++)
        status = create_definitions(replica, schema, kinds[i]);
    return status;
}

static enum orq_status build_aside(struct replica *replica, const struct orq_schema *schema)
{
    enum orq_status status =
        orq_db_exec(replica->db,
                    "CREATE TEMP TABLE orqgen_rows (id INTEGER PRIMARY KEY, type, name, tbl_name, "
                    "rootpage, sql); PRAGMA writable_schema = 1",
                    replica->diags);
    if (status == ORQ_OK)
        status = create_all(replica, schema);
    if (status == ORQ_OK)
        status = put_rows_aside(replica);
    if (status == ORQ_OK)
        status = orq_db_exec(replica->db,
                             "INSERT INTO main.sqlite_schema SELECT type, name, tbl_name, rootpage,"
                             " sql FROM temp.orqgen_rows ORDER BY id;"
                             "PRAGMA writable_schema = 0; DROP TABLE temp.orqgen_rows",
                             replica->diags);
    return status;
}

enum orq_status orq_replica_build(struct orq_arena *arena, const struct orq_schema *schema,
                                  struct orq_db *db, struct orq_strings *skipped,
                                  struct orq_diags *diags)
{
    struct replica replica = {.arena = arena,
                              .db = db,
                              .diags = diags,
                              .skipped = skipped,
                              .left_out = orq_map_new(arena, ORQ_KEYS_FOLDED)};
    bool own = !orq_db_in_transaction(db);
    if (own && orq_db_begin(db, diags) != ORQ_OK)
        return ORQ_DATABASE;
    enum orq_status status = build_aside(&replica, schema);
    if (own && status == ORQ_OK)
        status = orq_db_commit(db, diags);
    if (own && status != ORQ_OK)
        orq_db_rollback(db);
    return status;
}
