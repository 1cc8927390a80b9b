/* Many queries in one round trip: each is followed by a sync of its own, so that the server goes on
 * behind one that failed. https://www.postgresql.org/docs/current/libpq-pipeline-mode.html */
#include "db/postgres_parts.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

struct step {
    struct orq_query query;
    struct orq_outcome *outcome; /* NULL: what stands around a query */
};
ORQ_VEC_OF(steps, struct step);

struct pipeline {
    struct postgres_db *db;
    struct orq_arena *arena;
    struct steps steps;
    struct postgres_room room;
};

static void add(struct pipeline *line, const char *sql)
{
    struct step step = {.query = {.sql = sql}};
    ORQ_PUSH(line->arena, &line->steps, step);
}

/* What holds for the queries; to_end: as it is put back, where no end of a transaction does. */
static void add_settings(struct pipeline *line, const struct orq_batch *batch, const char *scope,
                         bool to_end)
{
    struct orq_arena *arena = line->arena;
    bool reader = line->db->base.mode == ORQ_DB_READ;
    const char *read_only = scope[0] ? "transaction_read_only" : "default_transaction_read_only";
    if (batch->search_path)
        add(line, orq_arena_printf(arena, "SET %ssearch_path = %s", scope,
                                   to_end ? "''" : batch->search_path));
    if (batch->timeout_ms > 0)
        add(line, orq_arena_printf(arena, "SET %sstatement_timeout = %d", scope,
                                   to_end ? 0 : batch->timeout_ms));
    if (batch->read_only)
        add(line, orq_arena_printf(arena, "SET %s%s = %s", scope, read_only,
                                   to_end && !reader ? "off" : "on"));
}

static void add_queries(struct pipeline *line, const struct orq_batch *batch,
                        struct orq_outcome *outcomes, bool inside)
{
    for (size_t i = 0; i < batch->count; i++) {
        struct step step = {batch->queries[i], &outcomes[i]};
        outcomes[i] = (struct orq_outcome){false, "", ""};
        if (inside)
            add(line, "SAVEPOINT orqgen_query");
        ORQ_PUSH(line->arena, &line->steps, step);
        if (inside)
            add(line, "ROLLBACK TO SAVEPOINT orqgen_query");
    }
}

/* In nobody's transaction, each query is one of its own. In one, and behind a proxy, which gives
 * each transaction another session, there is one around all, and a savepoint before each query, so
 * that a failure does not abort what is around it. */
static void lay_out(struct pipeline *line, const struct orq_batch *batch,
                    struct orq_outcome *outcomes)
{
    bool inside = line->db->base.driver->in_transaction(&line->db->base);
    bool alone = !inside && !line->db->proxied;
    if (!inside && !alone) {
        add(line, "BEGIN");
        add(line, strstr(orq_postgres_pins(line->db), "SELECT"));
    }
    if (inside)
        add(line, "SAVEPOINT orqgen_batch");
    add_settings(line, batch, alone ? "" : "LOCAL ", false);
    add_queries(line, batch, outcomes, !alone);
    if (alone)
        add_settings(line, batch, "", true);
    else
        add(line, inside ? "ROLLBACK TO SAVEPOINT orqgen_batch" : "ROLLBACK");
}

/* Sends what waits and reads what comes until a result is whole: a client that only sends, and a
 * server that only answers, would wait for each other. false: the connection is lost. */
static bool wait_for_result(struct postgres_db *db)
{
    const struct orq_pq *pq = db->pq;
    while (true) {
        int left = pq->PQflush(db->conn);
        if (left < 0)
            return false;
        if (left == 0 && !pq->PQisBusy(db->conn))
            return true;
        struct pollfd socket = {.fd = pq->PQsocket(db->conn), .events = POLLIN};
        if (left > 0)
            socket.events |= POLLOUT;
        if (poll(&socket, 1, -1) < 0 && errno != EINTR)
            return false;
        if ((socket.revents & (POLLIN | POLLERR | POLLHUP)) && !pq->PQconsumeInput(db->conn))
            return false;
    }
}

static void take(struct pipeline *line, const struct step *step, const struct pg_result *result)
{
    struct postgres_db *db = line->db;
    if (!step->outcome)
        return;
    if (!orq_postgres_failed(db, result)) {
        orq_postgres_rows(line->arena, db->pq, result, &step->query, &line->room);
        return;
    }
    orq_postgres_keep(db, result);
    *step->outcome = (struct orq_outcome){true, db->base.sqlstate, db->base.message};
}

/* The results of one step: up to the NULL that ends them, and in a pipeline the sync. */
static bool read_step(struct pipeline *line, const struct step *step, bool piped)
{
    struct postgres_db *db = line->db;
    bool synced = !piped;
    bool ended = false;
    while (!synced || !ended) {
        if (piped && !wait_for_result(db))
            return false;
        struct pg_result *result = db->pq->PQgetResult(db->conn);
        if (!result) {
            if (ended && db->pq->PQstatus(db->conn) == PQ_CONNECTION_BAD)
                return false;
            ended = true;
            continue;
        }
        if (db->pq->PQresultStatus(result) == PQ_PIPELINE_SYNC)
            synced = true;
        else
            take(line, step, result);
        db->pq->PQclear(result);
    }
    return db->pq->PQstatus(db->conn) == PQ_CONNECTION_OK;
}

static bool run_piped(struct pipeline *line)
{
    struct postgres_db *db = line->db;
    const struct orq_pq *pq = db->pq;
    if (pq->PQsetnonblocking(db->conn, 1) != 0 || !pq->PQenterPipelineMode(db->conn))
        return false;
    bool good = true;
    for (size_t i = 0; good && i < line->steps.len; i++)
        good = orq_postgres_send(db, &line->steps.items[i].query) && pq->PQpipelineSync(db->conn);
    for (size_t i = 0; good && i < line->steps.len; i++)
        good = read_step(line, &line->steps.items[i], true);
    good = pq->PQexitPipelineMode(db->conn) == 1 && good;
    return pq->PQsetnonblocking(db->conn, 0) == 0 && good;
}

/* With a libpq that has no pipelines. */
static bool run_one_by_one(struct pipeline *line)
{
    bool good = true;
    for (size_t i = 0; good && i < line->steps.len; i++)
        good = orq_postgres_send(line->db, &line->steps.items[i].query) &&
               read_step(line, &line->steps.items[i], false);
    return good;
}

enum orq_status orq_postgres_batch(struct orq_arena *arena, struct orq_db *base,
                                   const struct orq_batch *batch, struct orq_diags *diags,
                                   struct orq_outcome *outcomes)
{
    struct postgres_db *db = orq_postgres_of(base);
    struct pipeline line = {.db = db, .arena = arena};
    if (batch->count == 0)
        return ORQ_OK;
    lay_out(&line, batch, outcomes);
    const struct orq_pq *pq = db->pq;
    bool pipes = pq->PQenterPipelineMode && pq->PQexitPipelineMode && pq->PQpipelineSync;
    if (pipes ? run_piped(&line) : run_one_by_one(&line))
        return ORQ_OK;
    return orq_postgres_report(db, NULL, ORQ_NOWHERE, NULL, diags);
}
