/* The PostgreSQL driver: queries and transactions. */
#include "db/postgres_parts.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK_ROWS 256

static const struct postgres_db *const_postgres_of(const struct orq_db *db)
{
    return (const struct postgres_db *)db;
}

static void close_postgres(struct orq_db *db)
{
    struct postgres_db *postgres = orq_postgres_of(db);
    struct postgres_db *creator = postgres->creator;
    if (!creator) {
        orq_postgres_disconnect(postgres);
        return;
    }
    orq_postgres_leave(postgres);
    orq_postgres_drop_scratch(creator);
}

static int version(const struct orq_db *db)
{
    return const_postgres_of(db)->version;
}

bool orq_postgres_failed(const struct postgres_db *db, const struct pg_result *result)
{
    switch (db->pq->PQresultStatus(result)) {
    case PQ_BAD_RESPONSE:
    case PQ_FATAL_ERROR:
    case PQ_PIPELINE_ABORTED:
        return true;
    default:
        return false;
    }
}

/* Without a connection that takes the text there is no result at all. */
static enum orq_status run_plain(struct postgres_db *db, const char *sql, struct orq_diags *diags)
{
    struct pg_result *result = db->pq->PQexec(db->conn, sql);
    enum orq_status status = ORQ_OK;
    if (!result || orq_postgres_failed(db, result)) {
        status = ORQ_DATABASE;
        if (diags)
            orq_postgres_report(db, result, ORQ_NOWHERE, sql, diags);
        else
            orq_postgres_keep(db, result);
    }
    db->pq->PQclear(result);
    return status;
}

bool orq_postgres_try(struct postgres_db *db, const char *sql)
{
    return run_plain(db, sql, NULL) == ORQ_OK;
}

enum orq_status orq_postgres_exec(struct postgres_db *db, const char *sql, struct orq_diags *diags)
{
    return run_plain(db, sql, diags);
}

/* ---- queries ---- */

bool orq_postgres_send(struct postgres_db *db, const struct orq_query *query)
{
    return db->pq->PQsendQueryParams(db->conn, query->sql, (int)query->param_count, NULL,
                                     query->params, NULL, NULL, 0) == 1;
}

static void make_room(struct orq_arena *arena, struct postgres_room *room, size_t count)
{
    if (room->values && count <= room->count)
        return;
    room->count = count;
    room->values = ORQ_NEW_ARRAY(arena, const char *, count);
    room->lens = ORQ_NEW_ARRAY(arena, size_t, count);
}

bool orq_postgres_rows(struct orq_arena *arena, const struct orq_pq *pq,
                       const struct pg_result *result, const struct orq_query *query,
                       struct postgres_room *room)
{
    int rows = pq->PQntuples(result);
    if (rows == 0 || !query->fn)
        return true;
    size_t count = (size_t)pq->PQnfields(result);
    make_room(arena, room, count);
    const struct orq_row row = {count, room->values, room->lens};
    for (int i = 0; i < rows; i++) {
        for (size_t j = 0; j < count; j++) {
            room->lens[j] = (size_t)pq->PQgetlength(result, i, (int)j);
            bool null = room->lens[j] == 0 && pq->PQgetisnull(result, i, (int)j) != 0;
            room->values[j] = null ? NULL : pq->PQgetvalue(result, i, (int)j);
        }
        if (!query->fn(query->context, &row))
            return false;
    }
    return true;
}

/* What is left of a statement's results; its end is read in any case, for a cancelled query would
 * end the transaction. */
static enum orq_status read_results(struct postgres_db *db, const struct orq_query *query,
                                    struct orq_diags *diags)
{
    struct pg_result *result;
    struct postgres_room room = {0};
    bool wanted = true;
    enum orq_status status = ORQ_OK;
    while ((result = db->pq->PQgetResult(db->conn))) {
        if (orq_postgres_failed(db, result)) {
            if (status == ORQ_OK)
                status = orq_postgres_report(db, result, ORQ_NOWHERE, query->sql, diags);
        } else if (wanted) {
            wanted = orq_postgres_rows(db->base.arena, db->pq, result, query, &room);
        }
        db->pq->PQclear(result);
    }
    return status;
}

/* A large result is never whole in memory. */
static void stream_rows(struct postgres_db *db)
{
    if (db->pq->PQsetChunkedRowsMode)
        db->pq->PQsetChunkedRowsMode(db->conn, CHUNK_ROWS);
    else
        db->pq->PQsetSingleRowMode(db->conn);
}

static enum orq_status run_query(struct orq_db *base, const struct orq_query *query,
                                 struct orq_diags *diags)
{
    struct postgres_db *db = orq_postgres_of(base);
    if (!orq_postgres_send(db, query))
        return orq_postgres_report(db, NULL, ORQ_NOWHERE, query->sql, diags);
    if (query->fn)
        stream_rows(db);
    return read_results(db, query, diags);
}

/* ---- transactions ---- */

static bool in_transaction(const struct orq_db *base)
{
    const struct postgres_db *db = const_postgres_of(base);
    switch (db->pq->PQtransactionStatus(db->conn)) {
    case PQ_ACTIVE:
    case PQ_IN_TRANSACTION:
    case PQ_IN_FAILED:
        return true;
    default:
        return false;
    }
}

static void rollback(struct orq_db *base)
{
    struct postgres_db *db = orq_postgres_of(base);
    if (in_transaction(base))
        orq_postgres_try(db, "ROLLBACK");
}

static const char *pinned_again(const struct postgres_db *db)
{
    return db->proxied ? orq_postgres_pins(db) : "";
}

/* A connection for reading is read-only outside this: temporary objects are made in it. */
static enum orq_status begin(struct orq_db *base, struct orq_diags *diags)
{
    struct postgres_db *db = orq_postgres_of(base);
    const char *sql = orq_arena_printf(base->arena, "BEGIN%s; %s; SET LOCAL lock_timeout = %d",
                                       base->mode == ORQ_DB_READ ? " READ WRITE" : "",
                                       pinned_again(db), db->lock_wait);
    return orq_postgres_exec(db, sql, diags);
}

/* The server answers COMMIT with ROLLBACK where the transaction had failed. */
static enum orq_status commit(struct orq_db *base, struct orq_diags *diags)
{
    struct postgres_db *db = orq_postgres_of(base);
    struct pg_result *result = db->pq->PQexec(db->conn, "COMMIT");
    enum orq_status status = ORQ_OK;
    if (!result || orq_postgres_failed(db, result)) {
        bool lost = db->pq->PQstatus(db->conn) == PQ_CONNECTION_BAD;
        status = orq_postgres_report(db, result, ORQ_NOWHERE, "COMMIT", diags);
        if (lost)
            orq_hint(diags, "nobody knows here whether the server still did it: orqgen current "
                            "tells");
    } else if (strcmp(db->pq->PQcmdStatus(result), "COMMIT") != 0) {
        orq_error(diags, ORQ_NOWHERE,
                  "%s: the transaction had failed, so that the server rolled it back", base->shown);
        status = ORQ_DATABASE;
    }
    db->pq->PQclear(result);
    return status;
}

static enum orq_status snapshot(struct orq_db *base, struct orq_diags *diags)
{
    struct postgres_db *db = orq_postgres_of(base);
    const char *sql = orq_arena_printf(
        base->arena, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; %s", pinned_again(db));
    return orq_postgres_exec(db, sql, diags);
}

/* There is no such switch: they are enforced. */
static bool foreign_keys(struct orq_db *db, bool on)
{
    (void)db;
    (void)on;
    return true;
}

/* ---- the rest ---- */

static bool take_number(void *context, const struct orq_row *row)
{
    int64_t *number = context;
    *number = row->values[0] ? (int64_t)strtoll(row->values[0], NULL, 10) : 0;
    return false;
}

static int64_t bytes(struct orq_db *db)
{
    int64_t found = 0;
    const struct orq_query query = {
        .sql = "SELECT pg_database_size(current_database())", .fn = take_number, .context = &found};
    run_query(db, &query, orq_diags_new(db->arena));
    return found;
}

static enum orq_status copy(struct orq_db *from, struct orq_db *to, struct orq_diags *diags)
{
    (void)to;
    orq_error(diags, ORQ_NOWHERE, "%s: a PostgreSQL database is not copied as a file is",
              from->shown);
    orq_hint(diags, "make a backup with pg_dump");
    return ORQ_DATABASE;
}

/* PQcancel opens a connection of its own and may be called in a signal handler. */
static void interrupt(struct orq_db *base)
{
    struct postgres_db *db = orq_postgres_of(base);
    char error[256];
    db->interrupted = 1;
    if (db->cancel)
        db->pq->PQcancel(db->cancel, error, (int)sizeof error);
}

static void release(struct orq_db *db)
{
    (void)db;
}

static void set_wait(struct orq_db *db, int milliseconds)
{
    orq_postgres_of(db)->wait = milliseconds;
}

static void set_lock_wait(struct orq_db *db, int milliseconds)
{
    orq_postgres_of(db)->lock_wait = milliseconds;
}

static const struct orq_strings *fake_collations(const struct orq_db *db)
{
    static const struct orq_strings none = {0};
    (void)db;
    return &none;
}

static bool fake_function(struct orq_db *db, const char *name)
{
    (void)db;
    (void)name;
    return false;
}

const struct orq_driver orq_postgres_driver = {
    .dialect = "postgresql",
    .open = orq_postgres_open,
    .close = close_postgres,
    .scratch = orq_postgres_scratch,
    .batch = orq_postgres_batch,
    .lock = orq_postgres_lock,
    .unlock = orq_postgres_unlock,
    .set_lock_wait = set_lock_wait,
    .version = version,
    .bytes = bytes,
    .query = run_query,
    .run = orq_postgres_run,
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
