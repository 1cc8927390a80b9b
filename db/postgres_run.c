/* Scripts: each statement is sent by itself, in a session as emitted SQL expects it. */
#include "db/postgres_parts.h"

#include "sql/postgres_move.h"
#include "sql/postgres_token.h"
#include "sql/split.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define WATCH_AFTER 700 /* milliseconds until we ask who is in the way */

#define DEFAULT_SCHEMA "public"

/* A position that only moves on, so that a long script is read once. */
struct place {
    const char *text;
    size_t offset;
    struct orq_span at;
};

struct script_run {
    struct postgres_db *db;
    struct orq_arena *arena; /* of this script: a run of many must not keep all of them */
    const struct orq_script *script;
    struct orq_diags *diags;
    bool inside; /* a transaction was open before the script */
    struct place place;
};

static void move_one(struct place *place)
{
    unsigned char byte = (unsigned char)place->text[place->offset++];
    if (byte == '\n') {
        place->at.line++;
        place->at.column = 1;
    } else if ((byte & 0xC0) != 0x80) {
        place->at.column++;
    }
}

static void move_to(struct place *place, size_t offset)
{
    while (place->offset < offset)
        move_one(place);
}

/* The server counts characters. */
static void move_characters(struct place *place, size_t count, size_t end)
{
    while (place->offset < end && count > 0) {
        move_one(place);
        while (place->offset < end && ((unsigned char)place->text[place->offset] & 0xC0) == 0x80)
            move_one(place);
        count--;
    }
}

/* Without a file the position is in the text itself, and said in words. */
static struct orq_span shown_span(const struct script_run *run, struct orq_span at)
{
    return run->script->at.file ? at : ORQ_NOWHERE;
}

static bool in_transaction(const struct script_run *run)
{
    return run->db->base.driver->in_transaction(&run->db->base);
}

/* ---- transactions ---- */

/* Would the statement begin or end a transaction? Asked before it runs: afterwards half of the work
 * would stand. Savepoints are the script's own matter. */
static bool rules_transactions(const char *sql, size_t len)
{
    static const char *const words[] = {"BEGIN", "COMMIT", "END", "ABORT"};
    struct orq_pg_lexer lexer = orq_pg_lexer_new(sql, len);
    struct orq_pg_token first = orq_pg_lexer_next(&lexer);
    struct orq_pg_token second = orq_pg_lexer_next(&lexer);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (orq_pg_token_is(sql, first, words[i]))
            return true;
    if (orq_pg_token_is(sql, first, "START") || orq_pg_token_is(sql, first, "PREPARE"))
        return orq_pg_token_is(sql, second, "TRANSACTION");
    if (!orq_pg_token_is(sql, first, "ROLLBACK"))
        return false;
    if (orq_pg_token_is(sql, second, "WORK") || orq_pg_token_is(sql, second, "TRANSACTION"))
        second = orq_pg_lexer_next(&lexer);
    return !orq_pg_token_is(sql, second, "TO");
}

static enum orq_status refuse_transaction(struct script_run *run)
{
    struct orq_span at = shown_span(run, run->place.at);
    if (at.file)
        orq_error(run->diags, at, "the statement begins or ends a transaction");
    else
        orq_error(run->diags, at,
                  "%s: a statement on line %zu of the script begins or ends a "
                  "transaction",
                  run->db->base.shown, run->place.at.line);
    orq_hint(run->diags, "take BEGIN, COMMIT, END and ROLLBACK out: orqgen begins and ends the "
                         "transaction itself");
    return ORQ_DATABASE;
}

/* ---- who is in the way ---- */

static void learn_blockers(struct script_run *run)
{
    struct postgres_db *db = run->db;
    struct orq_arena *arena = db->base.arena;
    struct orq_diags *unheard = orq_diags_new(arena);
    struct postgres_db *other = NULL;
    const struct postgres_target target = {&db->url, db->pq->PQdb(db->conn)};
    if (orq_postgres_connect(arena, target, ORQ_DB_READ, unheard, &other) != ORQ_OK)
        return;
    const char *sql = orq_arena_printf(
        arena,
        "SELECT string_agg('pid ' || a.pid || coalesce(' of ' || a.usename, '') || "
        "coalesce(', ' || nullif(a.application_name, ''), '') || coalesce(', ' || a.state, '') || "
        "coalesce(' since ' || to_char(a.state_change, 'HH24:MI:SS') || ' UTC', ''), '; ') "
        "FROM pg_stat_activity a WHERE a.pid = ANY(pg_blocking_pids(%d))",
        db->pq->PQbackendPID(db->conn));
    orq_db_value(arena, &other->base, sql, unheard, &db->blockers);
    orq_postgres_disconnect(other);
}

/* A statement that has no answer yet may wait for a lock; once that has timed out, nobody could
 * tell any more who held it. */
static void watch(struct script_run *run)
{
    struct postgres_db *db = run->db;
    struct pollfd socket = {.fd = db->pq->PQsocket(db->conn), .events = POLLIN};
    db->blockers = NULL;
    if (run->inside && poll(&socket, 1, WATCH_AFTER) == 0)
        learn_blockers(run);
}

/* ---- one statement ---- */

static enum orq_status report(struct script_run *run, const struct pg_result *result,
                              const char *sql, size_t len)
{
    struct postgres_db *db = run->db;
    struct place place = run->place;
    const char *position = result ? db->pq->PQresultErrorField(result, PQ_POSITION) : NULL;
    size_t characters = position ? (size_t)strtoul(position, NULL, 10) : 0;
    if (characters > 0)
        move_characters(&place, characters - 1, place.offset + len);
    return orq_postgres_report(db, result, shown_span(run, place.at), sql, run->diags);
}

/* Data that a script would take from, or give to, the client. */
static void end_copy(struct postgres_db *db, int status)
{
    char *buffer = NULL;
    if (status == PQ_COPY_IN)
        db->pq->PQputCopyEnd(db->conn, "a migration has no data to give it; write INSERT");
    while (status == PQ_COPY_OUT && db->pq->PQgetCopyData(db->conn, &buffer, 0) > 0)
        db->pq->PQfreemem(buffer);
}

static enum orq_status execute(struct script_run *run, const char *sql, size_t len)
{
    struct postgres_db *db = run->db;
    db->heard.diags = run->diags;
    db->heard.at = shown_span(run, run->place.at);
    enum orq_status status = ORQ_OK;
    if (!db->pq->PQsendQuery(db->conn, sql))
        status = report(run, NULL, sql, len);
    else
        watch(run);
    struct pg_result *result;
    while ((result = db->pq->PQgetResult(db->conn))) {
        if (orq_postgres_failed(db, result) && status == ORQ_OK)
            status = report(run, result, sql, len);
        else
            end_copy(db, db->pq->PQresultStatus(result));
        db->pq->PQclear(result);
    }
    db->heard.diags = NULL;
    return status;
}

static enum orq_status run_one(struct script_run *run, const struct orq_statement_text *statement)
{
    const struct orq_script *script = run->script;
    struct postgres_db *db = run->db;
    move_to(&run->place, statement->offset);
    if (db->interrupted) {
        orq_error(run->diags, shown_span(run, run->place.at), "stopped before the next statement");
        return ORQ_DATABASE;
    }
    const char *text = script->text + statement->offset;
    if (rules_transactions(text, statement->len))
        return refuse_transaction(run);
    if (script->before && !script->before(script->context, text, statement->len, run->place.at))
        return ORQ_FAILED;
    const struct orq_pg_move move = {DEFAULT_SCHEMA, db->base.schema};
    const char *sql =
        move.to ? orq_pg_moved(run->arena, (struct orq_slice){text, statement->len}, &move, NULL)
                : orq_arena_strndup(run->arena, text, statement->len);
    enum orq_status status = execute(run, sql, statement->len);
    if (status == ORQ_OK && in_transaction(run) != run->inside)
        status = refuse_transaction(run);
    return status;
}

/* ---- scripts ---- */

static enum orq_status check_text(struct script_run *run,
                                  const struct orq_statement_texts *statements)
{
    const struct orq_script *script = run->script;
    const char *nul = script->len > 0 ? memchr(script->text, '\0', script->len) : NULL;
    struct place place = run->place;
    if (nul) {
        move_to(&place, (size_t)(nul - script->text));
        orq_error(run->diags, shown_span(run, place.at), "the script holds a NUL byte");
        orq_hint(run->diags, "save the file as UTF-8 text");
        return ORQ_DATABASE;
    }
    if (script->no_transaction && statements->len > 1) {
        move_to(&place, statements->items[1].offset);
        orq_error(run->diags, shown_span(run, place.at),
                  "a step without a transaction holds one statement, and this is its second");
        orq_hint(run->diags, "begin another step before it: -- +orqgen step no-transaction");
        return ORQ_DATABASE;
    }
    return ORQ_OK;
}

/* What a statement set is put back; a failed transaction does so itself when it is rolled back. */
static enum orq_status put_back(struct script_run *run)
{
    struct postgres_db *db = run->db;
    int status = db->pq->PQtransactionStatus(db->conn);
    if (status == PQ_IN_FAILED || status == PQ_UNKNOWN)
        return ORQ_OK;
    const char *sql = orq_postgres_pins(db);
    if (run->inside)
        sql = orq_arena_printf(run->arena, "%s; SET LOCAL lock_timeout = %d", sql, db->lock_wait);
    return orq_postgres_exec(db, sql, run->diags);
}

static const char *session_of(const struct script_run *run)
{
    struct orq_arena *arena = run->arena;
    const char *schema = run->db->base.schema;
    const char *local = run->inside ? "LOCAL " : "";
    return orq_arena_printf(arena, "SET %ssearch_path = %s; SET %scheck_function_bodies = off",
                            local, orq_pg_name(arena, schema ? schema : DEFAULT_SCHEMA), local);
}

static enum orq_status run_all(struct script_run *run)
{
    const struct orq_script *script = run->script;
    struct orq_statement_texts statements = {0};
    orq_pg_split(run->arena, script->text, script->len, &statements);
    enum orq_status status = check_text(run, &statements);
    if (status != ORQ_OK || statements.len == 0)
        return status;
    status = orq_postgres_exec(run->db, session_of(run), run->diags);
    if (status != ORQ_OK)
        return status;
    for (size_t i = 0; status == ORQ_OK && i < statements.len; i++)
        status = run_one(run, &statements.items[i]);
    enum orq_status after = put_back(run);
    return status == ORQ_OK ? after : status;
}

enum orq_status orq_postgres_run(struct orq_db *base, const struct orq_script *script,
                                 struct orq_diags *diags)
{
    struct script_run run = {.db = orq_postgres_of(base), .script = script, .diags = diags};
    run.arena = orq_arena_new();
    run.inside = in_transaction(&run);
    run.place = (struct place){.text = script->text, .at = script->at};
    if (run.place.at.line == 0)
        run.place.at.line = 1;
    if (run.place.at.column == 0)
        run.place.at.column = 1;
    enum orq_status status = run_all(&run);
    orq_arena_free(run.arena);
    return status;
}
