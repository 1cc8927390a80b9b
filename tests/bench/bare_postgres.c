/* What bench_postgres measures orqgen against, each in a process of its own:
 *
 *     bare_postgres catalog URL     the catalogue queries alone; their rows are counted and dropped
 *     bare_postgres model FILE      reading and resolving a model; no database */
#include "tests/bench/measure.h"

#include "db/db.h"
#include "introspect/postgres_queries.h"
#include "model/model.h"

#include <stdio.h>
#include <string.h>

static bool count_row(void *context, const struct orq_row *row)
{
    size_t *bytes = context;
    for (size_t i = 0; i < row->count; i++)
        *bytes += row->lens[i];
    return true;
}

/* The types of the generated tables: what orqgen would have found in the rows before. */
static const char types[] = "{20,25,1043,23,1700,3802,1184}";
static const char modifiers[] = "{-1,-1,24,-1,655366,-1,-1}";

static void ask(struct orq_arena *arena, struct orq_db *db, enum orq_catalog_query kind,
                size_t *bytes)
{
    const char *const all[] = {"{}"}, *const public_schema[] = {"{2200}"};
    const char *const type_list[] = {types, modifiers};
    const char *sql = orq_catalog_sql(arena, kind, orq_db_version(db));
    struct orq_query query = {.sql = sql, .fn = count_row, .context = bytes};
    struct orq_diags *diags = orq_diags_new(arena);
    query.params = kind == ORQ_CATALOG_NAMESPACES || kind == ORQ_CATALOG_STRANGERS ? all
                   : kind == ORQ_CATALOG_COLUMN_TYPES                              ? type_list
                                                                                   : public_schema;
    query.param_count = strstr(sql, "$2") ? 2 : strstr(sql, "$1") ? 1 : 0;
    bench_require(orq_db_query(db, &query, diags) == ORQ_OK, sql);
}

static void read_catalog(struct orq_arena *arena, const char *text)
{
    struct orq_diags *diags = orq_diags_new(arena);
    struct orq_url url;
    struct orq_db *db = NULL;
    size_t bytes = 0;
    bench_require(orq_url_parse(arena, &(struct orq_url_text){.text = text}, diags, &url) ==
                          ORQ_OK &&
                      orq_db_open(arena, &url, ORQ_DB_READ, diags, &db) == ORQ_OK &&
                      orq_db_snapshot(db, diags) == ORQ_OK,
                  "cannot open");
    for (int i = 0; i < (int)ORQ_CATALOG_QUERY_COUNT; i++)
        ask(arena, db, (enum orq_catalog_query)i, &bytes);
    orq_db_end_snapshot(db);
    orq_db_close(db);
    printf("%zu bytes\n", bytes);
}

static void read_model(struct orq_arena *arena, const char *path)
{
    struct orq_diags *diags = orq_diags_new(arena);
    const struct orq_model *model = orq_model_read(arena, path, diags);
    bench_require(model && orq_model_resolve(arena, model, &orq_postgresql, diags), "faults");
}

int main(int argc, char **argv)
{
    bench_require(argc == 3, "usage: bare_postgres catalog URL | model FILE");
    struct orq_arena *arena = orq_arena_new();
    if (strcmp(argv[1], "catalog") == 0)
        read_catalog(arena, argv[2]);
    else
        read_model(arena, argv[2]);
    return 0;
}
