#include "history/batches.h"

#include "sql/postgres_move.h"
#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_SCHEMA "public"

/* ---- queries that mean by a name what the statement means ---- */

static enum orq_status ask(struct orq_arena *arena, struct orq_db *db, struct orq_query query,
                           struct orq_diags *diags)
{
    const char *schema = orq_db_schema(db);
    const struct orq_pg_move move = {DEFAULT_SCHEMA, schema};
    const struct orq_query set = {
        .sql = orq_arena_printf(arena, "SET LOCAL search_path = %s",
                                orq_pg_name(arena, schema ? schema : DEFAULT_SCHEMA))};
    const struct orq_query put_back = {.sql = "SET LOCAL search_path = ''"};
    if (schema)
        query.sql =
            orq_pg_moved(arena, (struct orq_slice){query.sql, strlen(query.sql)}, &move, NULL);
    enum orq_status status = orq_db_query(db, &set, diags);
    if (status == ORQ_OK)
        status = orq_db_query(db, &query, diags);
    return status == ORQ_OK ? orq_db_query(db, &put_back, diags) : status;
}

/* ---- the table ---- */

struct looked {
    struct orq_arena *arena;
    const char *missing, *nullable; /* columns of the key; NULL: none */
    bool found, indexed;
    int64_t rows;
};

static bool keep_looked(void *context, const struct orq_row *row)
{
    struct looked *looked = context;
    looked->found = true;
    if (row->values[0])
        looked->missing = orq_arena_strdup(looked->arena, row->values[0]);
    if (row->values[1])
        looked->nullable = orq_arena_strdup(looked->arena, row->values[1]);
    looked->indexed = row->values[2] && *row->values[2] == 't';
    looked->rows = row->values[3] ? strtoll(row->values[3], NULL, 10) : 0;
    return false;
}

/* A partitioned table has the rows of its partitions; -1, or 0: nobody analysed it. */
#define LOOK                                                                                   \
    "SELECT (SELECT string_agg(k.name, ', ') FROM unnest(keys.names) k(name) WHERE NOT EXISTS" \
    "         (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = k.name)),"  \
    "       (SELECT string_agg(a.attname, ', ') FROM pg_attribute a WHERE a.attrelid = c.oid"  \
    "         AND a.attname = ANY (keys.names) AND NOT a.attnotnull),"                         \
    "       EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisvalid"          \
    "         AND i.indpred IS NULL AND i.indnkeyatts >= cardinality(keys.names)"              \
    "         AND keys.names = ARRAY(SELECT a.attname::text"                                   \
    "           FROM unnest(i.indkey::int2[]) WITH ORDINALITY part(number, place)"             \
    "           JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = part.number"          \
    "           WHERE part.place <= cardinality(keys.names) ORDER BY part.place)),"            \
    "       (SELECT sum(greatest(p.reltuples, 0))::bigint FROM pg_class p WHERE p.oid = c.oid" \
    "         OR (c.relkind = 'p' AND p.oid IN"                                                \
    "           (SELECT t.relid FROM pg_partition_tree(c.oid) t)))"                            \
    " FROM pg_class c, (SELECT ARRAY[%s]::text[] AS names) keys WHERE c.oid = to_regclass(%s)"

static const char *look_query(struct orq_arena *arena, const struct orq_backfill *backfill)
{
    struct orq_str keys = orq_str_new(arena);
    for (size_t i = 0; i < backfill->key.len; i++)
        orq_str_addf(&keys, "%s%s", i > 0 ? ", " : "", orq_pg_text(arena, backfill->key.items[i]));
    return orq_arena_printf(arena, LOOK, orq_str_text(&keys),
                            orq_pg_text(arena, orq_backfill_table(arena, backfill)));
}

/* What is not there at all, the statement itself is told in the server's words. */
static enum orq_status judge_table(struct orq_arena *arena, const struct orq_batches *batches,
                                   const struct looked *looked, struct orq_diags *diags)
{
    const struct orq_backfill *backfill = batches->step->backfill;
    const char *table = orq_shown_name(arena, orq_backfill_table(arena, backfill));
    if (looked->missing) {
        orq_error(diags, batches->step->at, "the backfill goes by %s, which %s does not have",
                  orq_shown_name(arena, looked->missing), table);
        return ORQ_FAILED;
    }
    if (looked->nullable) {
        orq_error(diags, batches->step->at,
                  "the backfill goes by %s, which may be NULL in %s: such rows would not be met",
                  orq_shown_name(arena, looked->nullable), table);
        orq_hint(diags, "go by the primary key, or by a unique one that is NOT NULL");
        return ORQ_FAILED;
    }
    if (looked->found && !looked->indexed) {
        orq_warning(diags, batches->step->at,
                    "no index of %s begins with %s: each batch reads all of it", table,
                    orq_shown_name(arena, orq_backfill_key(arena, backfill)));
    }
    return ORQ_OK;
}

enum orq_status orq_batches_begin(struct orq_arena *arena, struct orq_batches *batches,
                                  struct orq_diags *diags)
{
    struct looked looked = {.arena = arena};
    struct orq_db *db = batches->db;
    batches->text = orq_batch_text_of(arena, batches->section, batches->step);
    const struct orq_query query = {
        .sql = look_query(arena, batches->step->backfill), .fn = keep_looked, .context = &looked};
    enum orq_status status = orq_db_begin(db, diags);
    if (status == ORQ_OK)
        status = ask(arena, db, query, diags);
    orq_db_rollback(db);
    batches->expected = looked.rows;
    return status == ORQ_OK ? judge_table(arena, batches, &looked, diags) : status;
}

/* ---- one batch ---- */

/* NULL: there are none. */
static const char *literals(struct orq_arena *arena, const struct orq_strings *values)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < values->len; i++)
        orq_str_addf(&out, "%s%s", i > 0 ? ", " : "", orq_pg_text(arena, values->items[i]));
    return values->len > 0 ? orq_str_text(&out) : NULL;
}

static bool keep_page(void *context, const struct orq_row *row)
{
    struct orq_page *page = context;
    for (size_t i = 0; i + 1 < row->count; i++)
        ORQ_PUSH(page->arena, &page->reached.last,
                 orq_arena_strndup(page->arena, row->values[i], row->lens[i]));
    page->reached.rows += strtoll(row->values[row->count - 1], NULL, 10);
    return false;
}

static enum orq_status update_rows(const struct orq_batches *batches, const struct orq_page *page,
                                   struct orq_diags *diags)
{
    const char *text =
        orq_batch_update(page->arena, &batches->text, literals(page->arena, &page->behind->last),
                         literals(page->arena, &page->reached.last));
    const struct orq_script script = {.text = text, .len = strlen(text), .at = batches->step->at};
    enum orq_status status = orq_db_run(batches->db, &script, diags);
    if (status != ORQ_OK && page->behind->last.len > 0)
        orq_hint(diags, "in the batch behind the first %s",
                 orq_filled_shown(page->arena, page->behind));
    return status;
}

enum orq_status orq_page_run(const struct orq_batches *batches, struct orq_page *page,
                             struct orq_diags *diags)
{
    const int64_t before = page->behind->rows;
    page->reached = (struct orq_filled){
        .table = page->behind->table, .key = batches->step->backfill->key, .rows = before};
    const struct orq_query query = {.sql =
                                        orq_batch_query(page->arena, &batches->text,
                                                        literals(page->arena, &page->behind->last)),
                                    .fn = keep_page,
                                    .context = page};
    enum orq_status status = ask(page->arena, batches->db, query, diags);
    page->last = (size_t)(page->reached.rows - before) < batches->step->backfill->batch;
    if (status == ORQ_OK && page->reached.rows > before)
        status = update_rows(batches, page, diags);
    return status == ORQ_DATABASE ? ORQ_FAILED : status;
}

/* ---- all of them ---- */

static enum orq_status commit_one(const struct orq_batches *batches, struct orq_page *page,
                                  struct orq_diags *diags)
{
    enum orq_status status = orq_db_begin(batches->db, diags);
    if (status == ORQ_OK)
        status = orq_page_run(batches, page, diags);
    if (status == ORQ_OK)
        status = orq_db_commit(batches->db, diags);
    orq_db_rollback(batches->db);
    return status;
}

enum orq_status orq_batches_run(struct orq_arena *arena, struct orq_batches *batches,
                                struct orq_diags *diags)
{
    struct orq_arena *now = NULL, *before = orq_arena_new();
    struct orq_page page = {0};
    struct orq_filled filled = {0};
    enum orq_status status = orq_batches_begin(arena, batches, diags);
    while (status == ORQ_OK && !page.last) {
        now = orq_arena_new();
        page = (struct orq_page){.arena = now, .behind = &filled};
        status = commit_one(batches, &page, diags);
        filled = page.reached;
        orq_arena_free(before);
        before = now;
    }
    orq_arena_free(before);
    return status;
}
