#include "db/db.h"

#include "db/driver.h"

#include <string.h>

static const struct orq_driver *const drivers[] = {&orq_sqlite_driver, &orq_postgres_driver};

static const struct orq_driver *driver_of(const struct orq_url *url, struct orq_diags *diags)
{
    for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++)
        if (strcmp(drivers[i]->dialect, url->dialect) == 0)
            return drivers[i];
    orq_error(diags, ORQ_NOWHERE, "%s: this version of orqgen cannot open a %s database",
              url->shown, url->dialect);
    orq_hint(diags, "write sqlite:///relative.db or postgresql://user@host/database");
    return NULL;
}

enum orq_status orq_db_open(struct orq_arena *arena, const struct orq_url *url,
                            enum orq_db_mode mode, struct orq_diags *diags, struct orq_db **db)
{
    *db = NULL;
    const struct orq_driver *driver = driver_of(url, diags);
    return driver ? driver->open(arena, url, mode, diags, db) : ORQ_DATABASE;
}

enum orq_status orq_db_scratch(struct orq_arena *arena, const struct orq_url *url,
                               const char *shown, struct orq_diags *diags, struct orq_db **db)
{
    *db = NULL;
    const struct orq_driver *driver = driver_of(url, diags);
    return driver ? driver->scratch(arena, url, shown, diags, db) : ORQ_DATABASE;
}

enum orq_status orq_db_memory(struct orq_arena *arena, struct orq_diags *diags, struct orq_db **db)
{
    static const struct orq_url memory = {
        .dialect = "sqlite", .target = ":memory:", .shown = ":memory:"};
    return orq_db_open(arena, &memory, ORQ_DB_CREATE, diags, db);
}

void orq_db_close(struct orq_db *db)
{
    if (db)
        db->driver->close(db);
}

const char *orq_db_dialect(const struct orq_db *db)
{
    return db->driver->dialect;
}

const char *orq_db_schema(const struct orq_db *db)
{
    return db->schema;
}

const char *orq_db_shown(const struct orq_db *db)
{
    return db->shown;
}

const char *orq_db_message(const struct orq_db *db)
{
    return db->message;
}

const char *orq_db_sqlstate(const struct orq_db *db)
{
    return db->sqlstate;
}

bool orq_db_can(const struct orq_db *db, enum orq_capability capability)
{
    return (db->can & 1u << capability) != 0;
}

int orq_db_version(const struct orq_db *db)
{
    return db->driver->version(db);
}

int64_t orq_db_bytes(struct orq_db *db)
{
    return db->driver->bytes(db);
}

enum orq_status orq_db_query(struct orq_db *db, const struct orq_query *query,
                             struct orq_diags *diags)
{
    return db->driver->query(db, query, diags);
}

enum orq_status orq_db_batch(struct orq_arena *arena, struct orq_db *db,
                             const struct orq_batch *batch, struct orq_diags *diags,
                             struct orq_outcome *outcomes)
{
    return db->driver->batch(arena, db, batch, diags, outcomes);
}

struct first_value {
    struct orq_arena *arena;
    const char *value;
};

static bool keep_first(void *context, const struct orq_row *row)
{
    struct first_value *first = context;
    if (row->count > 0 && row->values[0])
        first->value = orq_arena_strndup(first->arena, row->values[0], row->lens[0]);
    return false;
}

enum orq_status orq_db_value(struct orq_arena *arena, struct orq_db *db, const char *sql,
                             struct orq_diags *diags, const char **value)
{
    struct first_value first = {arena, NULL};
    const struct orq_query query = {.sql = sql, .fn = keep_first, .context = &first};
    enum orq_status status = orq_db_query(db, &query, diags);
    *value = first.value;
    return status;
}

enum orq_status orq_db_run(struct orq_db *db, const struct orq_script *script,
                           struct orq_diags *diags)
{
    return db->driver->run(db, script, diags);
}

enum orq_status orq_db_exec(struct orq_db *db, const char *sql, struct orq_diags *diags)
{
    const struct orq_script script = {.text = sql, .len = strlen(sql)};
    return orq_db_run(db, &script, diags);
}

enum orq_status orq_db_lock(struct orq_db *db, const char *name, void (*waiting)(void *context),
                            void *context, struct orq_diags *diags)
{
    return db->driver->lock(db, name, waiting, context, diags);
}

void orq_db_unlock(struct orq_db *db)
{
    db->driver->unlock(db);
}

enum orq_status orq_db_begin(struct orq_db *db, struct orq_diags *diags)
{
    return db->driver->begin(db, diags);
}

enum orq_status orq_db_commit(struct orq_db *db, struct orq_diags *diags)
{
    return db->driver->commit(db, diags);
}

void orq_db_rollback(struct orq_db *db)
{
    db->driver->rollback(db);
}

bool orq_db_in_transaction(const struct orq_db *db)
{
    return db->driver->in_transaction(db);
}

enum orq_status orq_db_snapshot(struct orq_db *db, struct orq_diags *diags)
{
    return db->driver->snapshot(db, diags);
}

void orq_db_end_snapshot(struct orq_db *db)
{
    db->driver->rollback(db);
}

bool orq_db_foreign_keys(struct orq_db *db, bool on)
{
    return db->driver->foreign_keys(db, on);
}

enum orq_status orq_db_copy(struct orq_db *from, struct orq_db *to, struct orq_diags *diags)
{
    return from->driver->copy(from, to, diags);
}

void orq_db_interrupt(struct orq_db *db)
{
    db->driver->interrupt(db);
}

void orq_db_release(struct orq_db *db)
{
    db->driver->release(db);
}

void orq_db_set_wait(struct orq_db *db, int milliseconds)
{
    db->driver->set_wait(db, milliseconds);
}

void orq_db_set_lock_wait(struct orq_db *db, int milliseconds)
{
    db->driver->set_lock_wait(db, milliseconds);
}

const struct orq_strings *orq_db_fake_collations(const struct orq_db *db)
{
    return db->driver->fake_collations(db);
}

bool orq_db_fake_function(struct orq_db *db, const char *name)
{
    return db->driver->fake_function(db, name);
}
