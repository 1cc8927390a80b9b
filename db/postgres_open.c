/* Connecting to a PostgreSQL server, pinning the session, and learning what can be done there. */
#include "db/postgres_parts.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_WAIT 5000
#define DEFAULT_LOCK_WAIT 3000
#define CONNECT_TIMEOUT "15" /* seconds for each host, where nobody says another number */

/* What the texts of the catalogue depend on, as pg_dump pins it; and nothing that ends a
 * transaction behind our back. */
#define PINS                                                                                   \
    "RESET SESSION AUTHORIZATION; RESET ROLE; SET search_path = ''; SET DateStyle = ISO; "     \
    "SET IntervalStyle = postgres; SET extra_float_digits = 3; SET TimeZone = 'UTC'; "         \
    "SET bytea_output = hex; SET standard_conforming_strings = on; "                           \
    "SET quote_all_identifiers = off; SET statement_timeout = 0; SET lock_timeout = 0; "       \
    "SET idle_in_transaction_session_timeout = 0; SET jit = off; SET row_security = off; "     \
    "SET synchronize_seqscans = off; SET enable_nestloop = on; SET client_encoding = 'UTF8'; " \
    "SET xmloption = content; SET work_mem = '64MB'; SET check_function_bodies = on; "         \
    "SET client_min_messages = warning; "
#define READ_ONLY "SET default_transaction_read_only = on; "

#define FACTS                                                                                  \
    "SELECT version(), pg_is_in_recovery(), current_setting('transaction_read_only') = 'on', " \
    "has_database_privilege(current_database(), 'TEMP'), "                                     \
    "coalesce((SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user), false)"
enum fact { FACT_KIND, FACT_RECOVERING, FACT_READ_ONLY, FACT_TEMPORARY, FACT_CREATES, FACT_COUNT };

/* PostgreSQL's relatives that speak its protocol, and what they lack. */
static const struct relative {
    const char *mark; /* in version() */
    unsigned lacks;
} relatives[] = {
    {"CockroachDB", 1u << ORQ_CAN_TRANSACTIONAL_DDL | 1u << ORQ_CAN_ADVISORY_LOCKS |
                        1u << ORQ_CAN_EXPLAIN | 1u << ORQ_CAN_TEMPORARY},
    {"-YB-", 1u << ORQ_CAN_TRANSACTIONAL_DDL},
    {"Redshift", 1u << ORQ_CAN_ADVISORY_LOCKS | 1u << ORQ_CAN_CONCURRENT_INDEX |
                     1u << ORQ_CAN_EXPLAIN | 1u << ORQ_CAN_SCRATCH},
};

const char *orq_postgres_pins(const struct postgres_db *db)
{
    return db->base.mode == ORQ_DB_READ ? PINS READ_ONLY : PINS;
}

/* Is the server on this machine? */
static bool is_local(const struct postgres_db *db)
{
    const char *host = db->pq->PQhost(db->conn);
    const char *address = db->pq->PQhostaddr(db->conn);
    if (host && (host[0] == '/' || host[0] == '@'))
        return true;
    return address && (orq_starts_with(address, "127.") || strcmp(address, "::1") == 0);
}

static unsigned capabilities(const struct postgres_db *db, const bool *facts)
{
    unsigned can = 1u << ORQ_CAN_EXPLAIN | 1u << ORQ_CAN_CONCURRENT_INDEX;
    can |= 1u << ORQ_CAN_TRANSACTIONAL_DDL;
    if (!facts[FACT_RECOVERING])
        can |= 1u << ORQ_CAN_ADVISORY_LOCKS;
    if (!facts[FACT_RECOVERING] && facts[FACT_TEMPORARY])
        can |= 1u << ORQ_CAN_TEMPORARY;
    if (!facts[FACT_RECOVERING] && !facts[FACT_READ_ONLY])
        can |= 1u << ORQ_CAN_WRITE;
    if (!facts[FACT_RECOVERING] && facts[FACT_CREATES] && is_local(db))
        can |= 1u << ORQ_CAN_SCRATCH;
    for (size_t i = 0; i < sizeof relatives / sizeof *relatives; i++)
        if (strstr(db->kind, relatives[i].mark))
            can &= ~relatives[i].lacks;
    return can;
}

/* Pins the session and asks for what is to be known, in one round trip. */
static enum orq_status resolve(struct postgres_db *db, struct orq_diags *diags)
{
    const struct orq_pq *pq = db->pq;
    const char *sql = orq_arena_printf(db->base.arena, "%s" FACTS, orq_postgres_pins(db));
    struct pg_result *result = pq->PQexec(db->conn, sql);
    if (pq->PQresultStatus(result) != PQ_TUPLES_OK || pq->PQntuples(result) != 1) {
        orq_postgres_report(db, result, ORQ_NOWHERE, NULL, diags);
        pq->PQclear(result);
        return ORQ_DATABASE;
    }
    bool facts[FACT_COUNT];
    for (int i = 0; i < FACT_COUNT; i++)
        facts[i] = pq->PQgetvalue(result, 0, i)[0] == 't';
    db->kind = orq_arena_strdup(db->base.arena, pq->PQgetvalue(result, 0, FACT_KIND));
    db->recovering = facts[FACT_RECOVERING];
    db->base.can = capabilities(db, facts);
    db->version = pq->PQserverVersion(db->conn);
    db->role = orq_arena_strdup(db->base.arena, pq->PQuser(db->conn));
    pq->PQclear(result);
    return ORQ_OK;
}

/* What opens, and cannot do what it is opened for. */
static enum orq_status check_mode(struct postgres_db *db, struct orq_diags *diags)
{
    if (db->version < 120000) {
        orq_error(diags, ORQ_NOWHERE, "%s: this server is PostgreSQL %d, which is too old",
                  db->base.shown, db->version / 10000);
        orq_hint(diags, "orqgen reads PostgreSQL 12 and newer");
        return ORQ_DATABASE;
    }
    if (db->base.mode == ORQ_DB_READ || (db->base.can & 1u << ORQ_CAN_WRITE))
        return ORQ_OK;
    if (db->recovering) {
        orq_error(diags, ORQ_NOWHERE, "%s: this server is a standby, which takes no writes",
                  db->base.shown);
        orq_hint(diags, "connect to the primary: target_session_attrs=read-write finds it among "
                        "several hosts");
    } else {
        orq_error(diags, ORQ_NOWHERE, "%s: the database is read-only", db->base.shown);
        orq_hint(diags, "default_transaction_read_only is on for it, for this role or in the URL");
    }
    return ORQ_DATABASE;
}

/* A wrong connection string, known before libpq writes a message that repeats it. */
static enum orq_status check_string(const struct postgres_db *db, struct orq_diags *diags,
                                    bool *has_timeout)
{
    const struct orq_pq *pq = db->pq;
    char *words = NULL;
    struct pq_option *options = pq->PQconninfoParse(db->url.target, &words);
    if (words)
        pq->PQfreemem(words); /* they may hold the password */
    *has_timeout = getenv("PGCONNECT_TIMEOUT") != NULL;
    for (const struct pq_option *option = options; option && option->keyword; option++)
        if (strcmp(option->keyword, "connect_timeout") == 0 && option->val)
            *has_timeout = true;
    if (options) {
        pq->PQconninfoFree(options);
        return ORQ_OK;
    }
    orq_error(diags, ORQ_NOWHERE, "%s: libpq cannot read this connection string", db->base.shown);
    orq_hint(diags,
             "in a URL %% is written %%25, and every option behind ? must be one of libpq's: "
             "https://www.postgresql.org/docs/current/libpq-connect.html");
    return ORQ_INVALID;
}

static enum orq_status connect_to(struct postgres_db *db, const char *database,
                                  struct orq_diags *diags)
{
    const struct orq_pq *pq = db->pq;
    bool has_timeout = false;
    enum orq_status status = check_string(db, diags, &has_timeout);
    if (status != ORQ_OK)
        return status;
    /* A later value replaces an earlier one, and the first dbname alone may be a whole string. */
    const char *const keywords[] = {"fallback_application_name",
                                    "dbname",
                                    "client_encoding",
                                    database ? "dbname" : "client_encoding",
                                    has_timeout ? NULL : "connect_timeout",
                                    NULL};
    const char *const values[] = {
        "orqgen", db->url.target, "UTF8", database ? database : "UTF8", CONNECT_TIMEOUT, NULL};
    db->conn = pq->PQconnectdbParams(keywords, values, 1);
    if (pq->PQstatus(db->conn) == PQ_CONNECTION_OK)
        return ORQ_OK;
    return orq_postgres_refuse(db->base.arena, db->base.shown, pq->PQerrorMessage(db->conn), diags);
}

/* Notices say what a script did not need to do; warnings are for its author. */
static void hear(void *context, const struct pg_result *notice)
{
    struct postgres_db *db = context;
    const char *severity = db->pq->PQresultErrorField(notice, PQ_SEVERITY);
    const char *words = db->pq->PQresultErrorField(notice, PQ_MESSAGE);
    if (db->heard.diags && words && orq_str_equal(severity, "WARNING"))
        orq_warning(db->heard.diags, db->heard.at, "%s", words);
}

enum orq_status orq_postgres_connect(struct orq_arena *arena, struct postgres_target target,
                                     enum orq_db_mode mode, struct orq_diags *diags,
                                     struct postgres_db **out)
{
    const struct orq_url *url = target.url;
    struct postgres_db *db = ORQ_NEW(arena, struct postgres_db);
    db->base = (struct orq_db){.driver = &orq_postgres_driver,
                               .arena = arena,
                               .shown = url->shown,
                               .mode = mode,
                               .message = "",
                               .sqlstate = ""};
    db->url = *url;
    db->wait = DEFAULT_WAIT;
    db->lock_wait = DEFAULT_LOCK_WAIT;
    enum orq_status status = orq_pq_load(arena, url->shown, diags, &db->pq);
    if (status == ORQ_OK)
        status = connect_to(db, target.database, diags);
    if (status == ORQ_OK) {
        db->pq->PQsetNoticeReceiver(db->conn, hear, db);
        db->cancel = db->pq->PQgetCancel(db->conn);
        status = resolve(db, diags);
    }
    if (status == ORQ_OK)
        status = check_mode(db, diags);
    if (status != ORQ_OK)
        orq_postgres_disconnect(db);
    else
        *out = db;
    return status;
}

void orq_postgres_disconnect(struct postgres_db *db)
{
    if (db->cancel)
        db->pq->PQfreeCancel(db->cancel);
    if (db->conn)
        db->pq->PQfinish(db->conn);
    db->cancel = NULL;
    db->conn = NULL;
}

enum orq_status orq_postgres_open(struct orq_arena *arena, const struct orq_url *url,
                                  enum orq_db_mode mode, struct orq_diags *diags,
                                  struct orq_db **out)
{
    struct postgres_db *db = NULL;
    const struct postgres_target target = {url, NULL};
    enum orq_status status = orq_postgres_connect(arena, target, mode, diags, &db);
    if (status == ORQ_OK)
        *out = &db->base;
    return status;
}
