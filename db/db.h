/* One connection, of any engine, behind a const table of functions (db/driver.h).
 *
 * Errors are reported in the server's words with what was being done, status
 * ORQ_DATABASE, unless said otherwise. A statement's position in its script is part of the message.
 * Opening pins what later work depends on (SQLite: foreign_keys on, a wait of 5 s for locks,
 * trusted schema, modern ALTER TABLE, triggers and views on). Double-quoted strings stay as the
 * library was built: stored views may need them. */
#ifndef ORQ_DB_DB_H
#define ORQ_DB_DB_H

#include "base/diag.h"
#include "base/str.h"
#include "base/vec.h"
#include "db/url.h"

#include <stdint.h>

struct orq_db;

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
void orq_db_close(struct orq_db *db); /* NULL is allowed; an open transaction is rolled back */

const char *orq_db_dialect(const struct orq_db *db); /* "sqlite" */
const char *orq_db_shown(const struct orq_db *db);   /* the URL without secrets */
/* The engine's own words of the last failure, without what is reported around them; "": none. */
const char *orq_db_message(const struct orq_db *db);
int orq_db_version(const struct orq_db *db); /* SQLite: 3040001 */
int64_t orq_db_bytes(struct orq_db *db);     /* size of the database; 0 in memory */

/* A row as text; NULL for SQL NULL; valid until the callback returns. A callback that
 * gives false stops the query (which then is still ORQ_OK). */
struct orq_row {
    size_t count;
    const char *const *values;
    const size_t *lens;
};
typedef bool orq_row_fn(void *context, const struct orq_row *row);

/* Runs one statement with text parameters ($1 … as ?1 …; NULL params for none). fn may be NULL. */
struct orq_query {
    const char *sql;
    const char *const *params;
    size_t param_count;
    orq_row_fn *fn;
    void *context;
};
enum orq_status orq_db_query(struct orq_db *db, const struct orq_query *query,
                             struct orq_diags *diags);
/* The first column of the first row, in the arena; *value NULL: no row, or NULL. */
enum orq_status orq_db_value(struct orq_arena *arena, struct orq_db *db, const char *sql,
                             struct orq_diags *diags, const char **value);

/* What happens to each statement of a script. Any callback may be NULL. */
struct orq_script {
    const char *text;
    size_t len;
    struct orq_span at; /* where the text begins in its file; for messages */
    /* before a statement runs: false stops the script with ORQ_FAILED, already reported */
    bool (*before)(void *context, const char *sql, size_t len, struct orq_span at);
    void *context;
};
/* Runs all statements, preparing each after the one before it has run (so that a script may
 * use what it creates). A script that ends the transaction it was started in is an error. */
enum orq_status orq_db_run(struct orq_db *db, const struct orq_script *script,
                           struct orq_diags *diags);
/* Shorthand for a script of orqgen's own. */
enum orq_status orq_db_exec(struct orq_db *db, const char *sql, struct orq_diags *diags);

/* A transaction that holds the write lock from its start (SQLite: BEGIN IMMEDIATE, which
 * waits for the lock up to the busy timeout). COMMIT is retried while readers hold on. */
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
/* How long to wait for a lock; 5,000 ms at first. */
void orq_db_set_wait(struct orq_db *db, int milliseconds);

/* Collations that the database uses and this program does not have. They compare
 * bytes here, so that reading never stops; but a row written under one lands at the wrong place of
 * its index: refuse to write where the list is not empty (a statement is prepared before `before`
 * is called, so its collations are in the list by then). In a replica they do no harm. */
const struct orq_strings *orq_db_fake_collations(const struct orq_db *db);
/* For replicas only: a function of any number of arguments that gives NULL stands in for one that
 * this program does not have. false: it was not possible. */
bool orq_db_fake_function(struct orq_db *db, const char *name);

#endif
