#include "history/engine_sqlite.h"

#include "introspect/broken.h"
#include "introspect/replica.h"

/* The judge's table has the affinity of the column: that alone decides what becomes of a value. */
static const char *const affinity_types[] = {[ORQ_TEXT] = "TEXT",
                                             [ORQ_NUMERIC] = "NUMERIC",
                                             [ORQ_INTEGER] = "INTEGER",
                                             [ORQ_REAL] = "REAL",
                                             [ORQ_BLOB] = "BLOB"};

static enum orq_verdict judge_pair(struct orq_arena *arena, struct orq_db *db,
                                   const struct orq_pair *pair)
{
    const char *type = affinity_types[orq_sqlite_affinity(pair->type)];
    const char *make =
        orq_arena_printf(arena,
                         "DROP TABLE IF EXISTS temp.judged;"
                         "CREATE TEMP TABLE judged (a %s DEFAULT (%s\n), b %s DEFAULT (%s\n));"
                         "INSERT INTO temp.judged DEFAULT VALUES;",
                         type, pair->a, type, pair->b);
    struct orq_diags *tries = orq_diags_new(arena);
    const char *same = NULL;
    if (orq_db_exec(db, make, tries) != ORQ_OK ||
        orq_db_value(arena, db,
                     "SELECT quote(a) = quote(b) AND typeof(a) = typeof(b) FROM temp.judged", tries,
                     &same) != ORQ_OK)
        return ORQ_UNVERIFIED;
    return same != NULL && same[0] == '1' ? ORQ_SAME : ORQ_UNLIKE;
}

static enum orq_status judge(struct orq_arena *arena, struct orq_db *live, struct orq_pairs *pairs,
                             struct orq_diags *diags)
{
    (void)live; /* constants need no database of anybody's */
    if (pairs->len == 0)
        return ORQ_OK;
    struct orq_db *db = NULL;
    enum orq_status status = orq_db_memory(arena, diags, &db);
    for (size_t i = 0; status == ORQ_OK && i < pairs->len; i++)
        pairs->items[i].verdict = judge_pair(arena, db, &pairs->items[i]);
    orq_db_close(db);
    return status;
}

static enum orq_status scratch(const struct orq_engine *engine, struct orq_arena *arena,
                               const char *shown, struct orq_diags *diags, struct orq_db **db)
{
    (void)engine;
    struct orq_url url = {.dialect = "sqlite", .target = ":memory:", .shown = shown};
    return orq_db_open(arena, &url, ORQ_DB_CREATE, diags, db);
}

static enum orq_status build(struct orq_arena *arena, struct orq_db *db,
                             const struct orq_schema *schema, struct orq_diags *diags)
{
    struct orq_strings skipped = {0};
    return orq_replica_build(arena, schema, db, &skipped, diags);
}

static enum orq_status broken(struct orq_arena *arena, const struct orq_schema *schema,
                              struct orq_diags *diags, struct orq_strings *names)
{
    return orq_find_broken(arena, schema, diags, names);
}

const struct orq_engine orq_engine_sqlite = {.dialect = &orq_sqlite,
                                             .emit = orq_emit_sqlite,
                                             .judge = judge,
                                             .scratch = scratch,
                                             .build = build,
                                             .broken = broken,
                                             .version = 3040000};
