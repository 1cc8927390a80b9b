/* What the server or libpq said, and what can be done about it. */
#include "db/postgres_parts.h"

#include <ctype.h>
#include <string.h>

#define SHOWN_STATEMENT 160

/* https://www.postgresql.org/docs/current/errcodes-appendix.html; a class of two digits stands for
 * all of its states that have no row. */
static const struct advice {
    const char *sqlstate, *text;
} advices[] = {
    {"0A000", "this server cannot do it: its version, or the kind of object, does not allow it"},
    {"25001", "it cannot run in a transaction: put it into a step of its own, -- +orqgen step "
              "no-transaction"},
    {"25006", "the connection is read-only: connect to the primary, with a role that may write"},
    {"28000", "the server does not let this role in from here: look at its pg_hba.conf"},
    {"28P01", "wrong password: put the right one into ~/.pgpass or PGPASSWORD"},
    {"3D000", "there is no such database: correct the name, or create it (createdb)"},
    {"3F000", "there is no such schema: create it, or correct its name"},
    {"40001", "another transaction changed the same: run again"},
    {"40P01", "two transactions waited for each other: run again"},
    {"42501", "this role lacks a right: ask the owner of the object for a GRANT, or connect as its "
              "owner"},
    {"53100", "the server's disk is full"},
    {"53200", "the server is out of memory for locks: raise max_locks_per_transaction, or touch "
              "fewer tables in one step"},
    {"53300", "the server takes no more connections: close some, or raise max_connections"},
    {"55006", "somebody is using it: end that session, then run again"},
    {"55P03", "another session holds the lock: wait for it, or end it (pg_terminate_backend)"},
    {"57014", "it was stopped before it was done"},
    {"57P01", "the server ended the connection: it is being shut down, or an administrator did it"},
    {"57P02", "the server crashed: look at its log"},
    {"57P03", "the server is starting, or shutting down: try again"},
    {"58P01", "an extension or a library of it is not installed on the server"},
    {"08", "the connection was lost: see whether the server runs, then run again"},
};

const char *orq_postgres_advice(const char *sqlstate)
{
    for (size_t i = 0; sqlstate && i < sizeof advices / sizeof *advices; i++)
        if (strncmp(advices[i].sqlstate, sqlstate, strlen(advices[i].sqlstate)) == 0)
            return advices[i].text;
    return NULL;
}

/* ---- rights ---- */

static const struct grant {
    const char *denied; /* behind "permission denied for " */
    const char *rights; /* of GRANT … ON */
} grants[] = {
    {"schema", "USAGE, CREATE ON SCHEMA"},
    {"database", "CREATE, TEMPORARY ON DATABASE"},
    {"table", "ALL ON TABLE"},
    {"view", "ALL ON TABLE"},
    {"materialized view", "ALL ON TABLE"},
    {"foreign table", "ALL ON TABLE"},
    {"sequence", "ALL ON SEQUENCE"},
    {"function", "EXECUTE ON FUNCTION"},
    {"procedure", "EXECUTE ON PROCEDURE"},
    {"type", "USAGE ON TYPE"},
    {"language", "USAGE ON LANGUAGE"},
    {"foreign server", "USAGE ON FOREIGN SERVER"},
    {"foreign-data wrapper", "USAGE ON FOREIGN DATA WRAPPER"},
    {"tablespace", "CREATE ON TABLESPACE"},
};

const char *orq_postgres_grant(struct orq_arena *arena, const char *message, const char *role)
{
    static const char denied[] = "permission denied for ";
    const char *what = message ? strstr(message, denied) : NULL;
    const char *name = what ? strrchr(what, ' ') : NULL;
    if (!name)
        return NULL;
    what += sizeof denied - 1;
    for (size_t i = 0; i < sizeof grants / sizeof *grants; i++) {
        size_t len = strlen(grants[i].denied);
        if (name == what + len && strncmp(what, grants[i].denied, len) == 0)
            return orq_arena_printf(arena, "GRANT %s %s TO %s;", grants[i].rights, name + 1, role);
    }
    return NULL;
}

static void advise_rights(struct postgres_db *db, struct orq_diags *diags)
{
    struct orq_arena *arena = db->base.arena;
    const char *grant = orq_postgres_grant(arena, db->base.message, db->role ? db->role : "ROLE");
    if (!grant) {
        orq_hint(diags, "%s", orq_postgres_advice("42501"));
        return;
    }
    orq_hint(diags, "let its owner run: %s", grant);
    if (strstr(db->base.message, "for schema public"))
        orq_hint(diags, "since PostgreSQL 15 only its owner may create there; orqgen's own table "
                        "may be kept elsewhere (orqgen.yaml: ledger: schema.table)");
}

/* ---- failures ---- */

/* The beginning of a statement on one line. */
static const char *one_line(struct orq_arena *arena, const char *sql)
{
    struct orq_str out = orq_str_new(arena);
    bool blank = false;
    for (; *sql; sql++) {
        if (isspace((unsigned char)*sql)) {
            blank = out.len > 0;
            continue;
        }
        bool continues = ((unsigned char)*sql & 0xC0) == 0x80;
        if (out.len >= SHOWN_STATEMENT && !continues) {
            orq_str_add(&out, " …");
            break;
        }
        if (blank)
            orq_str_addc(&out, ' ');
        blank = false;
        orq_str_addc(&out, *sql);
    }
    return orq_str_text(&out);
}

/* libpq's own messages end in a line break, and may be of several lines. */
static const char *trimmed(struct orq_arena *arena, const char *words)
{
    struct orq_str out = orq_str_new(arena);
    bool blank = false;
    for (; *words; words++) {
        if (*words == '\n' || *words == '\t') {
            blank = out.len > 0;
            continue;
        }
        orq_str_add(&out, blank ? " " : "");
        orq_str_addc(&out, *words);
        blank = false;
    }
    return orq_str_text(&out);
}

void orq_postgres_keep(struct postgres_db *db, const struct pg_result *result)
{
    const struct orq_pq *pq = db->pq;
    struct orq_arena *arena = db->base.arena;
    const char *words = result ? pq->PQresultErrorField(result, PQ_MESSAGE) : NULL;
    const char *state = result ? pq->PQresultErrorField(result, PQ_SQLSTATE) : NULL;
    bool lost = pq->PQstatus(db->conn) == PQ_CONNECTION_BAD;
    db->base.message = trimmed(arena, words ? words : pq->PQerrorMessage(db->conn));
    db->base.sqlstate = orq_arena_strdup(arena, state ? state : lost ? "08006" : "");
}

enum orq_status orq_postgres_report(struct postgres_db *db, const struct pg_result *result,
                                    struct orq_span at, const char *sql, struct orq_diags *diags)
{
    static const enum pq_field more[] = {PQ_DETAIL, PQ_HINT};
    orq_postgres_keep(db, result);
    if (at.file)
        orq_error(diags, at, "%s", db->base.message);
    else
        orq_error(diags, at, "%s: %s", db->base.shown, db->base.message);
    for (size_t i = 0; result && i < sizeof more / sizeof *more; i++) {
        const char *words = db->pq->PQresultErrorField(result, (int)more[i]);
        if (words)
            orq_hint(diags, "%s", words);
    }
    if (!at.file && sql)
        orq_hint(diags, "in: %s", one_line(db->base.arena, sql));
    const char *advice = orq_postgres_advice(db->base.sqlstate);
    if (strcmp(db->base.sqlstate, "42501") == 0)
        advise_rights(db, diags);
    else if (strcmp(db->base.sqlstate, "55P03") == 0 && db->blockers)
        orq_hint(diags, "it is held by %s", db->blockers);
    else if (strcmp(db->base.sqlstate, "42704") == 0 && orq_starts_with(db->base.message, "type "))
        orq_hint(diags, "correct its name; where an extension provides it, the model has to name "
                        "that too: extensions: [NAME]");
    else if (advice)
        orq_hint(diags, "%s", advice);
    return ORQ_DATABASE;
}

/* ---- no connection ---- */

/* libpq gives no SQLSTATE of a connection that did not come about. */
static const struct refusal {
    const char *words, *advice;
} refusals[] = {
    {"password authentication failed",
     "wrong password, or wrong role: put the right one into ~/.pgpass or PGPASSWORD"},
    {"no password supplied",
     "the server asks for a password: put it into ~/.pgpass or PGPASSWORD, or into the URL"},
    {"Peer authentication failed",
     "over its socket the server takes the name of the system's user: name that role, or connect "
     "by TCP (host=localhost)"},
    {"no pg_hba.conf entry", "the server does not let this role in from here: look at its "
                             "pg_hba.conf"},
    {"permission denied for database", "let its owner run: GRANT CONNECT ON DATABASE … TO …;"},
    {"not permitted to log in", "let an administrator run: ALTER ROLE … LOGIN;"},
    {"not currently accepting", "connect to another database"},
    {"role \"", "there is no such role: correct the name (postgresql://ROLE@host/database)"},
    {"database \"", "there is no such database: correct the name, or create it (createdb)"},
    {"could not translate host name", "there is no such host: correct its name"},
    {"No such file or directory",
     "no server runs on that socket: start it, or correct host= and port="},
    {"Connection refused", "no server listens there: start it, or correct host and port"},
    {"timeout expired", "the host does not answer: correct it, or look at the network between"},
    {"too many c", "the server takes no more connections: close some, or raise max_connections"},
    {"starting up", "the server is starting: try again"},
    {"shutting down", "the server is shutting down"},
    {"SSL", "look at sslmode= and the certificates"},
};

/* Without libpq's questions, each a line that begins with a tab: the advice answers them. */
static const char *without_questions(struct orq_arena *arena, const char *message)
{
    struct orq_str out = orq_str_new(arena);
    while (*message) {
        size_t len = strcspn(message, "\n");
        len += message[len] == '\n';
        if (*message != '\t')
            orq_str_addn(&out, message, len);
        message += len;
    }
    return orq_str_text(&out);
}

/* What the server said, without the line that says how it was asked; several hosts: all of it. */
static const char *server_words(struct orq_arena *arena, const char *message)
{
    static const char fatal[] = "FATAL:  ";
    const char *words = trimmed(arena, without_questions(arena, message));
    const char *found = strstr(words, fatal);
    return found && !strstr(found + 1, fatal) ? found + sizeof fatal - 1 : words;
}

enum orq_status orq_postgres_refuse(struct orq_arena *arena, const char *shown, const char *message,
                                    struct orq_diags *diags)
{
    orq_error(diags, ORQ_NOWHERE, "%s: %s", shown, server_words(arena, message));
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        if (strstr(message, refusals[i].words)) {
            orq_hint(diags, "%s", refusals[i].advice);
            return ORQ_DATABASE;
        }
    }
    orq_hint(diags, "see whether the server runs there, and what its log says");
    return ORQ_DATABASE;
}
