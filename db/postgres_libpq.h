/* libpq, opened when the first PostgreSQL URL asks for it: loading it costs 4 ms, which a run on
 * SQLite must not pay. The few types and constants that are used are declared here, so that no
 * header of it is needed to build. https://www.postgresql.org/docs/current/libpq.html */
#ifndef ORQ_DB_POSTGRES_LIBPQ_H
#define ORQ_DB_POSTGRES_LIBPQ_H

#include "base/diag.h"

struct pg_conn;
struct pg_result;
struct pg_cancel;

struct pq_option { /* PQconninfoOption */
    char *keyword, *envvar, *compiled, *val, *label, *dispchar;
    int dispsize;
};

enum { PQ_CONNECTION_OK, PQ_CONNECTION_BAD };
enum pq_transaction { PQ_IDLE, PQ_ACTIVE, PQ_IN_TRANSACTION, PQ_IN_FAILED, PQ_UNKNOWN };
enum pq_result {
    PQ_EMPTY_QUERY,
    PQ_COMMAND_OK,
    PQ_TUPLES_OK,
    PQ_COPY_OUT,
    PQ_COPY_IN,
    PQ_BAD_RESPONSE,
    PQ_NONFATAL_ERROR,
    PQ_FATAL_ERROR,
    PQ_COPY_BOTH,
    PQ_SINGLE_TUPLE,
    PQ_PIPELINE_SYNC,
    PQ_PIPELINE_ABORTED,
    PQ_TUPLES_CHUNK
};
enum pq_field { /* of an error; https://www.postgresql.org/docs/current/protocol-error-fields.html
                 */
                PQ_SEVERITY = 'V',
                PQ_SQLSTATE = 'C',
                PQ_MESSAGE = 'M',
                PQ_DETAIL = 'D',
                PQ_HINT = 'H',
                PQ_POSITION = 'P',
                PQ_CONTEXT = 'W'
};

typedef void pq_notice_fn(void *context, const struct pg_result *notice);

/* NEEDED(result, name, parameters); LATER: not in the oldest libpq that will do (12). */
#define ORQ_PQ_FUNCTIONS(NEEDED, LATER)                                                            \
    NEEDED(struct pg_conn *, PQconnectdbParams,                                                    \
           (const char *const *keywords, const char *const *values, int expand_dbname))            \
    NEEDED(void, PQfinish, (struct pg_conn * conn))                                                \
    NEEDED(int, PQstatus, (const struct pg_conn *conn))                                            \
    NEEDED(char *, PQerrorMessage, (const struct pg_conn *conn))                                   \
    NEEDED(int, PQtransactionStatus, (const struct pg_conn *conn))                                 \
    NEEDED(int, PQserverVersion, (const struct pg_conn *conn))                                     \
    NEEDED(int, PQbackendPID, (const struct pg_conn *conn))                                        \
    NEEDED(int, PQsocket, (const struct pg_conn *conn))                                            \
    NEEDED(char *, PQhost, (const struct pg_conn *conn))                                           \
    NEEDED(char *, PQhostaddr, (const struct pg_conn *conn))                                       \
    NEEDED(char *, PQuser, (const struct pg_conn *conn))                                           \
    NEEDED(char *, PQdb, (const struct pg_conn *conn))                                             \
    NEEDED(struct pq_option *, PQconninfoParse, (const char *conninfo, char **message))            \
    NEEDED(void, PQconninfoFree, (struct pq_option * options))                                     \
    NEEDED(void, PQfreemem, (void *piece))                                                         \
    NEEDED(struct pg_result *, PQexec, (struct pg_conn * conn, const char *sql))                   \
    NEEDED(int, PQsendQuery, (struct pg_conn * conn, const char *sql))                             \
    NEEDED(int, PQsendQueryParams,                                                                 \
           (struct pg_conn * conn, const char *sql, int count, const unsigned *types,              \
            const char *const *values, const int *lengths, const int *formats, int result_format)) \
    NEEDED(int, PQsetSingleRowMode, (struct pg_conn * conn))                                       \
    NEEDED(struct pg_result *, PQgetResult, (struct pg_conn * conn))                               \
    NEEDED(int, PQresultStatus, (const struct pg_result *result))                                  \
    NEEDED(char *, PQresultErrorField, (const struct pg_result *result, int field))                \
    NEEDED(char *, PQcmdStatus, (struct pg_result * result))                                       \
    NEEDED(void, PQclear, (struct pg_result * result))                                             \
    NEEDED(int, PQntuples, (const struct pg_result *result))                                       \
    NEEDED(int, PQnfields, (const struct pg_result *result))                                       \
    NEEDED(char *, PQgetvalue, (const struct pg_result *result, int row, int column))              \
    NEEDED(int, PQgetisnull, (const struct pg_result *result, int row, int column))                \
    NEEDED(int, PQgetlength, (const struct pg_result *result, int row, int column))                \
    NEEDED(struct pg_cancel *, PQgetCancel, (struct pg_conn * conn))                               \
    NEEDED(void, PQfreeCancel, (struct pg_cancel * cancel))                                        \
    NEEDED(int, PQcancel, (struct pg_cancel * cancel, char *error, int size))                      \
    NEEDED(pq_notice_fn *, PQsetNoticeReceiver,                                                    \
           (struct pg_conn * conn, pq_notice_fn * receiver, void *context))                        \
    NEEDED(int, PQputCopyEnd, (struct pg_conn * conn, const char *error))                          \
    NEEDED(int, PQgetCopyData, (struct pg_conn * conn, char **buffer, int async))                  \
    NEEDED(int, PQsetnonblocking, (struct pg_conn * conn, int on))                                 \
    NEEDED(int, PQflush, (struct pg_conn * conn))                                                  \
    NEEDED(int, PQconsumeInput, (struct pg_conn * conn))                                           \
    NEEDED(int, PQisBusy, (struct pg_conn * conn))                                                 \
    LATER(int, PQenterPipelineMode, (struct pg_conn * conn)) /* 14 */                              \
    LATER(int, PQexitPipelineMode, (struct pg_conn * conn))                                        \
    LATER(int, PQpipelineSync, (struct pg_conn * conn))                                            \
    LATER(int, PQsetChunkedRowsMode, (struct pg_conn * conn, int size)) /* 17 */

struct orq_pq {
#define ORQ_PQ_MEMBER(result, name, parameters) result(*name) parameters;
    ORQ_PQ_FUNCTIONS(ORQ_PQ_MEMBER, ORQ_PQ_MEMBER)
#undef ORQ_PQ_MEMBER
};

/* ORQ_DATABASE, reported: libpq is not installed here, or too old. shown: what needs it. A LATER
 * function that is not there is NULL. */
enum orq_status orq_pq_load(struct orq_arena *arena, const char *shown, struct orq_diags *diags,
                            const struct orq_pq **pq);

#endif
