/* What a connection is asked: a query, many at once, a script. */
#ifndef ORQ_DB_QUERY_H
#define ORQ_DB_QUERY_H

#include "base/diag.h"

struct orq_db;

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

/* Many queries, each for itself: a failure of one touches no other, and nothing is reported; the
 * caller reads the outcomes. PostgreSQL: pipelined, one round trip. Each query is a transaction of
 * its own, read only where read_only says so; in a transaction, what each did is taken back. */
struct orq_outcome {
    bool failed;
    const char *sqlstate, *message; /* in the arena; "" when it did not fail */
};
struct orq_batch {
    const struct orq_query *queries;
    size_t count;
    bool read_only;
    const char *search_path; /* PostgreSQL: of the queries; NULL: the session's, which is empty */
    int timeout_ms;          /* of each statement; 0: none */
};
enum orq_status orq_db_batch(struct orq_arena *arena, struct orq_db *db,
                             const struct orq_batch *batch, struct orq_diags *diags,
                             struct orq_outcome *outcomes);

/* What happens to each statement of a script. Any callback may be NULL. */
struct orq_script {
    const char *text;
    size_t len;
    struct orq_span at; /* where the text begins in its file; for messages */
    /* before a statement runs: false stops the script with ORQ_FAILED, already reported */
    bool (*before)(void *context, const char *sql, size_t len, struct orq_span at);
    void *context;
    bool no_transaction; /* the one statement that it holds cannot run in a transaction */
};
/* Runs all statements, preparing each after the one before it has run (so that a script may
 * use what it creates). A script that ends the transaction it was started in is an error. */
enum orq_status orq_db_run(struct orq_db *db, const struct orq_script *script,
                           struct orq_diags *diags);
/* Shorthand for a script of orqgen's own. */
enum orq_status orq_db_exec(struct orq_db *db, const char *sql, struct orq_diags *diags);

#endif
