/* The SQLite driver: queries, transactions, copies. */
#include "db/sqlite_parts.h"

#include <stdlib.h>
#include <string.h>

#define COPY_PAGES 1024
#define COMMIT_TRIES 6
#define MUCH_SCHEMA (1024 * 1024)

static struct sqlite_db *sqlite_of(struct orq_db *db)
{
    return (struct sqlite_db *)db;
}

static const struct sqlite_db *const_sqlite_of(const struct orq_db *db)
{
    return (const struct sqlite_db *)db;
}

static void close_sqlite(struct orq_db *db)
{
    sqlite3_close_v2(sqlite_of(db)->handle);
}

static int version(const struct orq_db *db)
{
    (void)db;
    return sqlite3_libversion_number();
}

static enum orq_status report_query(struct orq_db *db, const char *sql, struct orq_diags *diags)
{
    return orq_sqlite_report(sqlite_of(db), ORQ_NOWHERE, sql, strlen(sql), diags);
}

/* ---- queries ---- */

static int bind(sqlite3_stmt *statement, const struct orq_query *query)
{
    for (size_t i = 0; i < query->param_count; i++) {
        char name[32];
        sqlite3_snprintf(sizeof name, name, "$%d", (int)i + 1);
        int index = sqlite3_bind_parameter_index(statement, name);
        int code = sqlite3_bind_text(statement, index > 0 ? index : (int)i + 1, query->params[i],
                                     -1, SQLITE_STATIC);
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

static void take_row(sqlite3_stmt *statement, size_t count, const char **values, size_t *lens)
{
    for (size_t i = 0; i < count; i++) {
        values[i] = (const char *)sqlite3_column_text(statement, (int)i);
        lens[i] = (size_t)sqlite3_column_bytes(statement, (int)i);
    }
}

static int step_all(struct orq_db *db, sqlite3_stmt *statement, const struct orq_query *query)
{
    size_t count = (size_t)sqlite3_column_count(statement);
    const char **values = ORQ_NEW_ARRAY(db->arena, const char *, count);
    size_t *lens = ORQ_NEW_ARRAY(db->arena, size_t, count);
    const struct orq_row row = {count, values, lens};
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (!query->fn)
            continue;
        take_row(statement, count, values, lens);
        if (!query->fn(query->context, &row))
            return SQLITE_DONE;
    }
    return code;
}

static enum orq_status run_query(struct orq_db *db, const struct orq_query *query,
                                 struct orq_diags *diags)
{
    struct sqlite_db *sqlite = sqlite_of(db);
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(sqlite->handle, query->sql, -1, &statement, NULL);
    if (code == SQLITE_OK && statement)
        code = bind(statement, query);
    if (code == SQLITE_OK && statement)
        code = step_all(db, statement, query);
    enum orq_status status = ORQ_OK;
    if (code != SQLITE_DONE && code != SQLITE_OK)
        status = report_query(db, query->sql, diags);
    sqlite3_finalize(statement);
    return status;
}

/* One after the other: there is no round trip to save. */
static enum orq_status run_batch(struct orq_arena *arena, struct orq_db *db,
                                 const struct orq_batch *batch, struct orq_diags *diags,
                                 struct orq_outcome *outcomes)
{
    (void)diags;
    for (size_t i = 0; i < batch->count; i++) {
        bool failed = run_query(db, &batch->queries[i], orq_diags_new(arena)) != ORQ_OK;
        outcomes[i] =
            (struct orq_outcome){failed, "", failed ? orq_arena_strdup(arena, db->message) : ""};
    }
    return ORQ_OK;
}

/* ---- transactions ---- */

/* A transaction of its own keeps others out: what is told is that one waits for it. */
static enum orq_status lock(struct orq_db *db, const char *name, void (*waiting)(void *context),
                            void *context, struct orq_diags *diags)
{
    (void)name;
    (void)diags;
    sqlite_of(db)->waiting = waiting;
    sqlite_of(db)->waiting_context = context;
    return ORQ_OK;
}

static void unlock(struct orq_db *db)
{
    sqlite_of(db)->waiting = NULL;
}

static void set_lock_wait(struct orq_db *db, int milliseconds)
{
    (void)db;
    (void)milliseconds;
}

static int exec(struct orq_db *db, const char *sql)
{
    return sqlite3_exec(sqlite_of(db)->handle, sql, NULL, NULL, NULL);
}

static bool in_transaction(const struct orq_db *db)
{
    return !sqlite3_get_autocommit(const_sqlite_of(db)->handle);
}

static void rollback(struct orq_db *db)
{
    if (in_transaction(db))
        exec(db, "ROLLBACK");
}

/* IMMEDIATE takes the lock while waiting for it still helps: a transaction that began by reading
 * is refused at once when it wants to write. */
static enum orq_status begin(struct orq_db *db, struct orq_diags *diags)
{
    static const char *const sql = "BEGIN IMMEDIATE";
    return exec(db, sql) == SQLITE_OK ? ORQ_OK : report_query(db, sql, diags);
}

static enum orq_status commit(struct orq_db *db, struct orq_diags *diags)
{
    static const char *const sql = "COMMIT";
    struct sqlite_db *sqlite = sqlite_of(db);
    int code = SQLITE_BUSY;
    for (int i = 0; i < COMMIT_TRIES && (code & 0xff) == SQLITE_BUSY && !sqlite->interrupted; i++)
        code = exec(db, sql);
    return code == SQLITE_OK ? ORQ_OK : report_query(db, sql, diags);
}

/* A deferred transaction begins at its first read. */
static enum orq_status snapshot(struct orq_db *db, struct orq_diags *diags)
{
    static const char *const sql = "BEGIN; PRAGMA main.schema_version";
    if (exec(db, sql) == SQLITE_OK)
        return ORQ_OK;
    enum orq_status status = report_query(db, sql, diags);
    rollback(db);
    return status;
}

static bool foreign_keys(struct orq_db *db, bool on)
{
    sqlite3 *handle = sqlite_of(db)->handle;
    int was = 0;
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &was);
    if (sqlite3_get_autocommit(handle))
        sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, on ? 1 : 0, (int *)NULL);
    return was != 0;
}

/* ---- the rest ---- */

static bool add_page_numbers(void *context, const struct orq_row *row)
{
    int64_t *bytes = context;
    *bytes = row->values[0] ? (int64_t)strtoll(row->values[0], NULL, 10) : 0;
    return false;
}

static int64_t bytes(struct orq_db *db)
{
    int64_t found = 0;
    if (!sqlite_of(db)->path)
        return 0;
    const struct orq_query query = {
        .sql = "SELECT page_count * page_size FROM pragma_page_count('main'), pragma_page_size",
        .fn = add_page_numbers,
        .context = &found};
    run_query(db, &query, orq_diags_new(db->arena));
    return found;
}

static int copy_pages(struct sqlite_db *from, sqlite3_backup *backup)
{
    int waits = 0;
    for (;;) {
        int code = sqlite3_backup_step(backup, COPY_PAGES);
        bool locked = (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED;
        if (code != SQLITE_OK && !locked)
            return code;
        if (from->interrupted)
            return SQLITE_INTERRUPT;
        if (locked && !orq_sqlite_busy(from, waits++))
            return code;
    }
}

static enum orq_status copy(struct orq_db *from, struct orq_db *to, struct orq_diags *diags)
{
    struct sqlite_db *target = sqlite_of(to);
    sqlite3_backup *backup =
        sqlite3_backup_init(target->handle, "main", sqlite_of(from)->handle, "main");
    if (!backup)
        return report_query(to, "copying the database", diags);
    int code = copy_pages(sqlite_of(from), backup);
    sqlite3_backup_finish(backup);
    if (code == SQLITE_DONE)
        return ORQ_OK;
    to->message = orq_arena_strdup(to->arena, sqlite3_errstr(code));
    orq_error(diags, ORQ_NOWHERE, "%s: it could not be copied: %s", from->shown, to->message);
    const char *advice = orq_sqlite_advice(code);
    if (advice)
        orq_hint(diags, "%s", advice);
    return ORQ_DATABASE;
}

static void interrupt(struct orq_db *db)
{
    struct sqlite_db *sqlite = sqlite_of(db);
    sqlite->interrupted = 1;
    sqlite3_interrupt(sqlite->handle);
}

/* https://www.sqlite.org/pragma.html#pragma_writable_schema */
static void release(struct orq_db *db)
{
    int used = 0, most = 0;
    sqlite3_db_status(sqlite_of(db)->handle, SQLITE_DBSTATUS_SCHEMA_USED, &used, &most, 0);
    if (used < MUCH_SCHEMA)
        return;
    exec(db, "PRAGMA writable_schema = RESET");
    sqlite3_db_release_memory(sqlite_of(db)->handle);
}

static void set_wait(struct orq_db *db, int milliseconds)
{
    sqlite_of(db)->wait = milliseconds;
}

static const struct orq_strings *fake_collations(const struct orq_db *db)
{
    return &const_sqlite_of(db)->fakes;
}

static void give_null(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    (void)values;
    sqlite3_result_null(context);
}

static bool fake_function(struct orq_db *db, const char *name)
{
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    return sqlite3_create_function_v2(sqlite_of(db)->handle, name, -1, flags, NULL, give_null, NULL,
                                      NULL, NULL) == SQLITE_OK;
}

const struct orq_driver orq_sqlite_driver = {
    .dialect = "sqlite",
    .open = orq_sqlite_open,
    .close = close_sqlite,
    .scratch = orq_sqlite_scratch,
    .batch = run_batch,
    .lock = lock,
    .unlock = unlock,
    .set_lock_wait = set_lock_wait,
    .version = version,
    .bytes = bytes,
    .query = run_query,
    .run = orq_sqlite_run,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .in_transaction = in_transaction,
    .snapshot = snapshot,
    .foreign_keys = foreign_keys,
    .copy = copy,
    .interrupt = interrupt,
    .release = release,
    .set_wait = set_wait,
    .fake_collations = fake_collations,
    .fake_function = fake_function,
};
