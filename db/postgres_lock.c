/* The lock that keeps two runs apart: https://www.postgresql.org/docs/current/explicit-locking.html
 * (advisory locks of the session). Polled, never waited for in the server: a waiter would hold a
 * snapshot, for which the other run's CREATE INDEX CONCURRENTLY waits in turn. */
#include "db/postgres_parts.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LOCK_SPACE 7303793 /* "orq" */
#define PROXY_ROUNDS 3
#define FIRST_PAUSE 20 /* milliseconds */
#define LONGEST_PAUSE 250

static const char *ask(struct postgres_db *db, const char *sql, struct orq_diags *diags)
{
    const char *value = NULL;
    enum orq_status status = orq_db_value(db->base.arena, &db->base, sql, diags, &value);
    return status == ORQ_OK && !value ? "" : value;
}

/* The database is part of the key, for relatives whose locks are the whole cluster's. */
static int key_of(struct postgres_db *db, const char *name)
{
    struct orq_arena *arena = db->base.arena;
    const char *text = orq_arena_printf(arena, "%s\n%s", db->pq->PQdb(db->conn), name);
    char digits[9] = {0};
    memcpy(digits, orq_sha256(arena, text, strlen(text)), 8);
    return (int)(strtoul(digits, NULL, 16) & 0x7fffffff);
}

/* ---- can it protect anything? ---- */

static const char backend_query[] = "SELECT pg_backend_pid()";

/* Is our backend still the one of `first` around a transaction of another connection, which has one
 * of its own? */
static bool backend_stays(struct postgres_db *db, struct postgres_db *other, const char *first,
                          struct orq_diags *diags)
{
    const char *before = ask(db, backend_query, diags);
    bool begun = orq_postgres_exec(other, "BEGIN", diags) == ORQ_OK;
    const char *theirs = begun ? ask(other, backend_query, diags) : NULL;
    const char *meanwhile = ask(db, backend_query, diags);
    if (begun)
        orq_postgres_exec(other, "COMMIT", diags);
    return before && theirs && meanwhile && strcmp(before, first) == 0 &&
           strcmp(meanwhile, first) == 0 && strcmp(theirs, first) != 0;
}

/* A proxy that pools transactions gives each one whatever backend is free: the one that was free
 * last, so that a second connection gets ours, or each in turn, so that ours changes. */
static enum orq_status check_backend(struct postgres_db *db, struct orq_diags *diags, bool *kept)
{
    *kept = true;
    const char *first = db->proxied ? ask(db, backend_query, diags) : NULL;
    if (!first)
        return db->proxied ? ORQ_DATABASE : ORQ_OK;
    const struct postgres_target target = {&db->url, NULL};
    struct postgres_db *other = NULL;
    enum orq_status status =
        orq_postgres_connect(db->base.arena, target, ORQ_DB_READ, diags, &other);
    if (status != ORQ_OK)
        return status;
    size_t errors = orq_diags_errors(diags);
    for (int i = 0; *kept && i < PROXY_ROUNDS; i++)
        *kept = backend_stays(db, other, first, diags);
    orq_postgres_disconnect(other);
    return orq_diags_errors(diags) > errors ? ORQ_DATABASE : ORQ_OK;
}

static enum orq_status check_protects(struct postgres_db *db, struct orq_diags *diags)
{
    if (db->recovering) {
        orq_error(diags, ORQ_NOWHERE,
                  "%s: this server is a standby, whose lock keeps nobody out of the primary",
                  db->base.shown);
        orq_hint(diags, "connect to the primary");
        return ORQ_DATABASE;
    }
    bool kept = true;
    enum orq_status status = check_backend(db, diags, &kept);
    if (status != ORQ_OK || kept)
        return status;
    orq_error(diags, ORQ_NOWHERE,
              "%s: a proxy gives each transaction another backend, so that no lock can be held",
              db->base.shown);
    orq_hint(diags, "connect to the server itself, or to a pool of sessions (pgbouncer: "
                    "pool_mode=session)");
    return ORQ_DATABASE;
}

/* ---- waiting ---- */

static const char *holder(struct postgres_db *db)
{
    const char *sql = orq_arena_printf(
        db->base.arena,
        "SELECT 'pid ' || l.pid || coalesce(' of ' || a.usename, '') || "
        "coalesce(', ' || nullif(a.application_name, ''), '') || "
        "coalesce(', from ' || host(a.client_addr), '') || "
        "coalesce(', connected since ' || to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS'), '') "
        "FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid "
        "WHERE l.locktype = 'advisory' AND l.granted AND l.classid = %d AND l.objid = %d "
        "AND l.objsubid = 2 AND l.database = "
        "(SELECT d.oid FROM pg_database d WHERE d.datname = current_database())",
        LOCK_SPACE, db->lock_key);
    const char *found = ask(db, sql, orq_diags_new(db->base.arena));
    return found && found[0] ? found : "a session that is not to be seen";
}

static enum orq_status give_up(struct postgres_db *db, struct orq_diags *diags)
{
    if (db->interrupted) {
        orq_error(diags, ORQ_NOWHERE, "%s: stopped while waiting for another run", db->base.shown);
        return ORQ_DATABASE;
    }
    orq_error(diags, ORQ_NOWHERE, "%s: another run holds the lock of this database",
              db->base.shown);
    orq_hint(diags, "it is held by %s", holder(db));
    orq_hint(diags, "wait until that run is done, then run again");
    return ORQ_DATABASE;
}

static void pause_for(int milliseconds)
{
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    nanosleep(&time, NULL);
}

enum orq_status orq_postgres_lock(struct orq_db *base, const char *name,
                                  void (*waiting)(void *context), void *context,
                                  struct orq_diags *diags)
{
    struct postgres_db *db = orq_postgres_of(base);
    if (check_protects(db, diags) != ORQ_OK)
        return ORQ_DATABASE;
    db->lock_key = key_of(db, name);
    const char *sql = orq_arena_printf(base->arena, "SELECT pg_try_advisory_lock(%d, %d)",
                                       LOCK_SPACE, db->lock_key);
    int waited = 0;
    for (int pause = FIRST_PAUSE;; pause = pause < LONGEST_PAUSE / 2 ? pause * 2 : LONGEST_PAUSE) {
        const char *got = ask(db, sql, diags);
        if (!got)
            return ORQ_DATABASE;
        db->locked = got[0] == 't';
        if (db->locked)
            return ORQ_OK;
        if (waited == 0 && waiting)
            waiting(context);
        if (waited >= db->wait || db->interrupted)
            return give_up(db, diags);
        pause_for(pause);
        waited += pause;
    }
}

void orq_postgres_unlock(struct orq_db *base)
{
    struct postgres_db *db = orq_postgres_of(base);
    if (!db->locked)
        return;
    db->locked = false;
    const char *sql = orq_arena_printf(base->arena, "SELECT pg_advisory_unlock(%d, %d)", LOCK_SPACE,
                                       db->lock_key);
    orq_postgres_try(db, sql);
}
