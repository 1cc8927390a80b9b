/* What the files of the PostgreSQL driver share. */
#ifndef ORQ_DB_POSTGRES_PARTS_H
#define ORQ_DB_POSTGRES_PARTS_H

#include "db/driver.h"
#include "db/postgres_libpq.h"

#include <signal.h>

struct postgres_db {
    struct orq_db base; /* first: a struct orq_db * is one of these */
    const struct orq_pq *pq;
    struct pg_conn *conn;     /* NULL: closed */
    struct pg_cancel *cancel; /* made in advance, for signal handlers */
    struct orq_url url;
    int version;
    const char *role; /* for advice */
    const char *kind; /* version() */
    bool recovering;
    bool proxied; /* something stands between, that may give each transaction another backend */
    int wait, lock_wait; /* milliseconds */
    volatile sig_atomic_t interrupted;
    bool locked;                 /* the lock of orq_db_lock is held */
    int lock_key;                /* its second half */
    struct postgres_db *creator; /* of a scratch database: the connection that made it */
    const char *scratch;         /* of a creator: the name of what it made */
    const char *blockers; /* who held the lock that the statement waited for; NULL: unknown */
    struct {              /* where a warning of the server goes; diags NULL: nowhere */
        struct orq_diags *diags;
        struct orq_span at;
    } heard;
};

static inline struct postgres_db *orq_postgres_of(struct orq_db *db)
{
    return (struct postgres_db *)db;
}

/* -- postgres_open.c -- */
enum orq_status orq_postgres_open(struct orq_arena *arena, const struct orq_url *url,
                                  enum orq_db_mode mode, struct orq_diags *diags,
                                  struct orq_db **db);
struct postgres_target {
    const struct orq_url *url;
    const char *database; /* another one of the server instead of url's; NULL: url's */
};
enum orq_status orq_postgres_connect(struct orq_arena *arena, struct postgres_target target,
                                     enum orq_db_mode mode, struct orq_diags *diags,
                                     struct postgres_db **db);
void orq_postgres_disconnect(struct postgres_db *db);
/* The same, and waits a moment until the server's process has ended: DROP DATABASE sleeps for a
 * tenth of a second when it still sees one. */
void orq_postgres_leave(struct postgres_db *db);
/* What every session is pinned to, as SQL for one round trip; behind a proxy only until the end of
 * the transaction. */
const char *orq_postgres_pins(const struct postgres_db *db);

/* -- postgres.c -- */
/* Runs SQL of orqgen's own, of one or many statements, whose result nobody wants. Reports nothing:
 * false, and what the server said is in db->base. */
bool orq_postgres_try(struct postgres_db *db, const char *sql);
/* The same, reported. */
enum orq_status orq_postgres_exec(struct postgres_db *db, const char *sql, struct orq_diags *diags);
bool orq_postgres_failed(const struct postgres_db *db, const struct pg_result *result);
/* Where a row's values stand while a callback looks at them; zeroed at first, used again for every
 * row of a query. */
struct postgres_room {
    size_t count;
    const char **values;
    size_t *lens;
};
/* Gives the rows of a result to fn, until that gives false. */
bool orq_postgres_rows(struct orq_arena *arena, const struct orq_pq *pq,
                       const struct pg_result *result, const struct orq_query *query,
                       struct postgres_room *room);
/* Sends a query with its parameters; false: the connection does not take it. */
bool orq_postgres_send(struct postgres_db *db, const struct orq_query *query);

/* -- postgres_batch.c -- */
enum orq_status orq_postgres_batch(struct orq_arena *arena, struct orq_db *db,
                                   const struct orq_batch *batch, struct orq_diags *diags,
                                   struct orq_outcome *outcomes);
/* -- postgres_run.c -- */
enum orq_status orq_postgres_run(struct orq_db *db, const struct orq_script *script,
                                 struct orq_diags *diags);
/* -- postgres_lock.c -- */
enum orq_status orq_postgres_lock(struct orq_db *db, const char *name,
                                  void (*waiting)(void *context), void *context,
                                  struct orq_diags *diags);
void orq_postgres_unlock(struct orq_db *db);
/* -- postgres_scratch.c -- */
enum orq_status orq_postgres_scratch(struct orq_arena *arena, const struct orq_url *url,
                                     const char *shown, struct orq_diags *diags,
                                     struct orq_db **db);
void orq_postgres_drop_scratch(struct postgres_db *creator);

/* -- postgres_report.c -- */
/* Keeps the words and the SQLSTATE of a failed result (NULL: of the connection) in db->base. */
void orq_postgres_keep(struct postgres_db *db, const struct pg_result *result);
/* Keeps and reports, with the server's detail and hint and with what can be done about it. sql (may
 * be NULL): what was being run, shown where there is no position. Always ORQ_DATABASE. */
enum orq_status orq_postgres_report(struct postgres_db *db, const struct pg_result *result,
                                    struct orq_span at, const char *sql, struct orq_diags *diags);
/* Says why there is no connection, from libpq's message, which never holds a password here: one
 * that could not read the connection string does not come this far. Always ORQ_DATABASE. */
enum orq_status orq_postgres_refuse(struct orq_arena *arena, const char *shown, const char *message,
                                    struct orq_diags *diags);
/* The advice for an SQLSTATE; NULL: none. */
const char *orq_postgres_advice(const char *sqlstate);
/* The GRANT that "permission denied for schema public" asks for; NULL: no such message. */
const char *orq_postgres_grant(struct orq_arena *arena, const char *message, const char *role);

#endif
