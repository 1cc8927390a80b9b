/* Connecting to a PostgreSQL server, pinning the session, and learning what can be done there. */
#include "db/postgres_parts.h"

#include "base/similar.h"
#include "base/str.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_WAIT 5000
#define DEFAULT_LOCK_WAIT 3000
#define LEAVING_MILLISECONDS 1000
#define CONNECT_TIMEOUT "15" /* seconds for each host, where nobody says another number */

/* What the texts of the catalogue depend on, as pg_dump pins it; and nothing that ends a
 * transaction behind our back. */
static const struct pin {
    const char *name, *value;
} pins[] = {
    {"search_path", ""},
    {"DateStyle", "ISO"},
    {"IntervalStyle", "postgres"},
    {"extra_float_digits", "3"},
    {"TimeZone", "UTC"},
    {"bytea_output", "hex"},
    {"standard_conforming_strings", "on"},
    {"quote_all_identifiers", "off"},
    {"statement_timeout", "0"},
    {"lock_timeout", "0"},
    {"idle_in_transaction_session_timeout", "0"},
    {"jit", "off"},
    {"row_security", "off"},
    {"synchronize_seqscans", "off"},
    {"enable_nestloop", "on"},
    {"xmloption", "content"},
    {"work_mem", "64MB"},
    {"check_function_bodies", "on"},
    {"client_min_messages", "warning"},
};

#define FACTS                                                                                  \
    "SELECT version(), pg_is_in_recovery(), current_setting('transaction_read_only') = 'on', " \
    "has_database_privilege(current_database(), 'TEMP'), "                                     \
    "coalesce((SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user), "   \
    "false), p.proxied"
enum fact {
    FACT_KIND,
    FACT_RECOVERING,
    FACT_READ_ONLY,
    FACT_TEMPORARY,
    FACT_CREATES,
    FACT_PROXIED,
    FACT_COUNT
};

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

/* local: an SQL expression, whether they end with the transaction. */
static void add_pins(struct orq_str *sql, const struct postgres_db *db, const char *local)
{
    const char *before = "";
    for (size_t i = 0; i < sizeof pins / sizeof *pins; i++, before = ", ")
        orq_str_addf(sql, "%sset_config('%s', '%s', %s)", before, pins[i].name, pins[i].value,
                     local);
    if (db->base.mode == ORQ_DB_READ)
        orq_str_addf(sql, ", set_config('default_transaction_read_only', 'on', %s)", local);
}

const char *orq_postgres_pins(const struct postgres_db *db)
{
    struct orq_str sql = orq_str_new(db->base.arena);
    if (!db->proxied)
        orq_str_add(&sql, "RESET SESSION AUTHORIZATION; RESET ROLE; ");
    orq_str_add(&sql, "SELECT ");
    add_pins(&sql, db, db->proxied ? "true" : "false");
    return orq_str_text(&sql);
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
    /* A proxy knows the databases of its configuration alone. */
    bool writes = !facts[FACT_RECOVERING] && !facts[FACT_READ_ONLY];
    if (writes && facts[FACT_CREATES] && is_local(db) && !facts[FACT_PROXIED])
        can |= 1u << ORQ_CAN_SCRATCH;
    for (size_t i = 0; i < sizeof relatives / sizeof *relatives; i++)
        if (strstr(db->kind, relatives[i].mark))
            can &= ~relatives[i].lacks;
    return can;
}

/* Pins the session and asks for what is to be known, in one round trip. Behind a proxy the session
 * is not ours: what is set there ends with this statement, and is set anew in each transaction. */
static enum orq_status resolve(struct postgres_db *db, struct orq_diags *diags)
{
    const struct orq_pq *pq = db->pq;
    struct orq_str sql = orq_str_new(db->base.arena);
    orq_str_add(&sql, FACTS ", ");
    add_pins(&sql, db, "p.proxied");
    orq_str_addf(&sql, " FROM (SELECT pg_backend_pid() <> %d) AS p (proxied)",
                 pq->PQbackendPID(db->conn));
    struct pg_result *result = pq->PQexec(db->conn, orq_str_text(&sql));
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
    db->proxied = facts[FACT_PROXIED];
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

/* The option that libpq does not know; NULL: that is not what it complains of, or what it names may
 * be part of a password that was put down wrongly. */
static const char *unknown_option(const struct postgres_db *db, const char *words)
{
    static const char *const complaints[] = {"invalid connection option \"",
                                             "invalid URI query parameter: \""};
    for (size_t i = 0; words && i < sizeof complaints / sizeof *complaints; i++) {
        if (!orq_starts_with(words, complaints[i]))
            continue;
        const char *name = words + strlen(complaints[i]);
        name = orq_arena_strndup(db->base.arena, name, strcspn(name, "\""));
        return strstr(db->base.shown, name) ? name : NULL;
    }
    return NULL;
}

static void report_option(const struct postgres_db *db, const char *name, struct orq_diags *diags)
{
    const struct orq_pq *pq = db->pq;
    struct orq_strings known = {0};
    struct pq_option *options = pq->PQconninfoParse("", NULL);
    for (const struct pq_option *option = options; option && option->keyword; option++)
        ORQ_PUSH(db->base.arena, &known, orq_arena_strdup(db->base.arena, option->keyword));
    pq->PQconninfoFree(options);
    const char *meant = orq_similar(name, &known);
    orq_error(diags, ORQ_NOWHERE, "%s: libpq knows no option \"%s\"%s", db->base.shown, name,
              meant ? orq_arena_printf(db->base.arena, " (did you mean \"%s\"?)", meant) : "");
}

/* A wrong connection string, known before libpq writes a message that repeats it. */
static enum orq_status check_string(const struct postgres_db *db, struct orq_diags *diags,
                                    bool *has_timeout)
{
    const struct orq_pq *pq = db->pq;
    char *words = NULL;
    struct pq_option *options = pq->PQconninfoParse(db->url.target, &words);
    const char *unknown = unknown_option(db, words);
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
    if (unknown)
        report_option(db, unknown, diags);
    else
        orq_error(diags, ORQ_NOWHERE, "%s: libpq cannot read this connection string",
                  db->base.shown);
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

/* Object not in prerequisite state: "wal_level is insufficient to publish logical changes". */
#define NOT_SET_UP_FOR "55000"

/* Notices say what a script did not need to do; warnings are for its author. What the server of a
 * scratch database is not set up for is nobody's concern. */
static void hear(void *context, const struct pg_result *notice)
{
    struct postgres_db *db = context;
    const char *severity = db->pq->PQresultErrorField(notice, PQ_SEVERITY);
    const char *words = db->pq->PQresultErrorField(notice, PQ_MESSAGE);
    const char *state = db->pq->PQresultErrorField(notice, PQ_SQLSTATE);
    bool set_up = !db->creator || !orq_str_equal(state, NOT_SET_UP_FOR);
    if (db->heard.diags && words && set_up && orq_str_equal(severity, "WARNING"))
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
                               .schema = url->schema,
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

void orq_postgres_leave(struct postgres_db *db)
{
    int socket = db->conn ? dup(db->pq->PQsocket(db->conn)) : -1;
    orq_postgres_disconnect(db);
    if (socket < 0)
        return;
    struct pollfd end = {.fd = socket, .events = POLLIN};
    char rest[256];
    while (poll(&end, 1, LEAVING_MILLISECONDS) > 0 && read(socket, rest, sizeof rest) > 0)
        continue;
    close(socket);
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
