/* One connection, of any engine, behind a const table of functions (db/driver.h). What it is asked:
 * db/query.h.
 *
 * Errors are reported in the server's words with what was being done, status
 * ORQ_DATABASE, unless said otherwise. A statement's position in its script is part of the message.
 * Opening pins what later work depends on (SQLite: foreign_keys on, a wait of 5 s for locks,
 * trusted schema, modern ALTER TABLE, triggers and views on). Double-quoted strings stay as the
 * library was built: stored views may need them. PostgreSQL: the session of the catalogue queries
 * (search_path empty, ISO dates, UTC, …); a script of orq_db_run has search_path = public. */
#ifndef ORQ_DB_DB_H
#define ORQ_DB_DB_H

#include "base/diag.h"
#include "base/str.h"
#include "base/vec.h"
#include "db/query.h"
#include "db/url.h"

#include <stdint.h>

enum orq_db_mode {
    ORQ_DB_READ,  /* never writes, creates nothing: no journal, no ledger */
    ORQ_DB_WRITE, /* must exist */
    ORQ_DB_CREATE /* created where missing */
};

/* A missing, unreadable, locked, read-only or corrupt database, a folder, or a file that is none:
 * each has its own message with the next step. */
enum orq_status orq_db_open(struct orq_arena *arena, const struct orq_url *url,
                            enum orq_db_mode mode, struct orq_diags *diags, struct orq_db **db);
/* A fresh SQLite database in memory. */
enum orq_status orq_db_memory(struct orq_arena *arena, struct orq_diags *diags, struct orq_db **db);
/* A new, empty database beside the one that url names, gone again when it is closed (or when the
 * program is killed: at the next call, when its maker is gone). SQLite: in memory. PostgreSQL:
 * CREATE DATABASE orqgen_scratch_… from template0 with url's encoding and locale, by a
 * connection to url. shown: what messages call it. */
enum orq_status orq_db_scratch(struct orq_arena *arena, const struct orq_url *url,
                               const char *shown, struct orq_diags *diags, struct orq_db **db);
void orq_db_close(struct orq_db *db); /* NULL is allowed; an open transaction is rolled back */

const char *orq_db_dialect(const struct orq_db *db); /* "sqlite" */
const char *orq_db_shown(const struct orq_db *db);   /* the URL without secrets */
/* PostgreSQL: what stands in the place of public, as the URL says; NULL: public itself. Scripts run
 * there: it is their search_path, and where they say public, it is meant. */
const char *orq_db_schema(const struct orq_db *db);
/* What an engine can do, resolved once at connect; asked for by name. SQLite: TRANSACTIONAL_DDL. */
enum orq_capability {
    ORQ_CAN_TRANSACTIONAL_DDL,
    ORQ_CAN_ADVISORY_LOCKS,
    ORQ_CAN_CONCURRENT_INDEX,
    ORQ_CAN_EXPLAIN,   /* the oracle of PostgreSQL's expressions */
    ORQ_CAN_TEMPORARY, /* this role may make temporary objects here, and the server is no standby */
    ORQ_CAN_WRITE,     /* no standby, not read-only */
    ORQ_CAN_SCRATCH    /* a local server (Unix socket, loopback) on which this role may make a
                          database */
};
bool orq_db_can(const struct orq_db *db, enum orq_capability capability);

/* The engine's own words of the last failure, without what is reported around them; "": none. */
const char *orq_db_message(const struct orq_db *db);
/* Its SQLSTATE ("42P01"); "": none, or an engine without. */
const char *orq_db_sqlstate(const struct orq_db *db);
int orq_db_version(const struct orq_db *db); /* SQLite: 3040001; PostgreSQL: 150018 */
int64_t orq_db_bytes(struct orq_db *db);     /* size of the database; 0 in memory */

/* The lock that keeps two runs apart, held across transactions. PostgreSQL: the session's advisory
 * lock of this database and name, by polling pg_try_advisory_lock (a waiter inside
 * pg_advisory_lock would hold a snapshot, and block CREATE INDEX CONCURRENTLY); `waiting` (may be
 * NULL) is called once when somebody else holds it. SQLite: its transactions lock; `waiting` is
 * called once when one has waited for a second, until orq_db_unlock.
 * ORQ_DATABASE, reported: it was not to be had within the wait, or cannot protect anything here (a
 * standby, a pooling proxy that changes the backend between transactions). */
enum orq_status orq_db_lock(struct orq_db *db, const char *name, void (*waiting)(void *context),
                            void *context, struct orq_diags *diags);
void orq_db_unlock(struct orq_db *db);

/* A transaction that holds the write lock from its start (SQLite: BEGIN IMMEDIATE, which
 * waits for the lock up to the busy timeout). COMMIT is retried while readers hold on. PostgreSQL:
 * BEGIN, with lock_timeout at the wait for one lock (see orq_db_set_lock_wait). */
enum orq_status orq_db_begin(struct orq_db *db, struct orq_diags *diags);
enum orq_status orq_db_commit(struct orq_db *db, struct orq_diags *diags);
void orq_db_rollback(struct orq_db *db);
bool orq_db_in_transaction(const struct orq_db *db);
/* A reading transaction: everything read in it is of one moment. */
enum orq_status orq_db_snapshot(struct orq_db *db, struct orq_diags *diags);
void orq_db_end_snapshot(struct orq_db *db);
/* Outside a transaction only. Gives what it was. */
bool orq_db_foreign_keys(struct orq_db *db, bool on);

/* SQLite's online backup of all of from into to. */
enum orq_status orq_db_copy(struct orq_db *from, struct orq_db *to, struct orq_diags *diags);
/* Stops a statement that is running in another thread or a signal handler's wake. Safe at any time.
 * No script runs on the connection afterwards; queries and rollbacks do. */
void orq_db_interrupt(struct orq_db *db);
/* Gives back the memory in which the engine keeps the schema, where that is much. For when nothing
 * more is asked of the connection: a statement that needs the schema reads it anew. */
void orq_db_release(struct orq_db *db);
/* How long to wait for a lock; 5,000 ms at first. PostgreSQL: for the run's own lock. */
void orq_db_set_wait(struct orq_db *db, int milliseconds);
/* PostgreSQL: lock_timeout of the transactions to come; 0: none. 3,000 ms at first. */
void orq_db_set_lock_wait(struct orq_db *db, int milliseconds);

/* Collations that the database uses and this program does not have. They compare
 * bytes here, so that reading never stops; but a row written under one lands at the wrong place of
 * its index: refuse to write where the list is not empty (a statement is prepared before `before`
 * is called, so its collations are in the list by then). In a replica they do no harm. */
const struct orq_strings *orq_db_fake_collations(const struct orq_db *db);
/* For replicas only: a function of any number of arguments that gives NULL stands in for one that
 * this program does not have. false: it was not possible. */
bool orq_db_fake_function(struct orq_db *db, const char *name);

#endif
