#include "review/statistics_parts.h"

#include "sql/quote.h"

/* A partitioned table has the sizes of its partitions. reltuples is -1 where nobody analysed
 * (https://www.postgresql.org/docs/15/catalog-pg-class.html), 0 before 14: then the counter of live
 * rows tells, unless it was reset. */
#define TABLES                                                                        \
    "SELECT nullif(n.nspname, %s), c.relname, s.rows, s.bytes, s.index_bytes,"        \
    " (SELECT count(*) FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid)"          \
    " FROM pg_catalog.pg_class c"                                                     \
    " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"                       \
    " CROSS JOIN LATERAL"                                                             \
    "  (SELECT CASE WHEN bool_or(r.rows < 0) THEN NULL ELSE sum(r.rows) END AS rows," \
    "    sum(r.bytes) AS bytes, sum(r.index_bytes) AS index_bytes"                    \
    "   FROM (SELECT CASE WHEN pg_catalog.pg_relation_size(p.oid) = 0 THEN 0"         \
    "                     WHEN p.reltuples > 0 THEN p.reltuples::bigint"              \
    "                     WHEN pg_catalog.pg_stat_get_live_tuples(p.oid) > 0"         \
    "                       THEN pg_catalog.pg_stat_get_live_tuples(p.oid)"           \
    "                     ELSE -1 END AS rows,"                                       \
    "               pg_catalog.pg_table_size(p.oid) AS bytes,"                        \
    "               pg_catalog.pg_indexes_size(p.oid) AS index_bytes"                 \
    "         FROM pg_catalog.pg_class p"                                             \
    "         WHERE p.oid = c.oid OR (c.relkind = 'p' AND p.oid IN"                   \
    "           (SELECT t.relid FROM pg_catalog.pg_partition_tree(c.oid) t))) r) s"   \
    " WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't'"                 \
    "  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"                 \
    "  AND c.relname !~ '^orqgen_' ORDER BY 1 NULLS FIRST, 2"

enum orq_status orq_statistics_postgres(struct orq_arena *arena, struct orq_db *db,
                                        struct orq_diags *diags, const char **sql)
{
    (void)diags;
    const char *schema = orq_db_schema(db);
    *sql = orq_arena_printf(arena, TABLES, orq_quoted_text(arena, schema ? schema : "public"));
    return ORQ_OK;
}
