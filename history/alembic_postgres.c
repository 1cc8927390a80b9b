#include "history/alembic_parts.h"

const struct orq_alembic_engine orq_alembic_postgres = {
    .dialect = "postgresql",
    .tables =
        "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname),"
        " CASE WHEN NOT (pg_catalog.has_schema_privilege(n.oid, 'USAGE')"
        " AND pg_catalog.has_table_privilege(c.oid, 'SELECT'))"
        " THEN pg_catalog.format('GRANT USAGE ON SCHEMA %I TO %I; GRANT SELECT ON %I.%I TO %I;',"
        " n.nspname, current_user, n.nspname, c.relname, current_user) END"
        " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relname = 'alembic_version' AND c.relkind IN ('r', 'p') AND c.relpersistence <> "
        "'t'"
        " AND EXISTS (SELECT 1 FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid"
        " AND a.attname = 'version_num' AND NOT a.attisdropped)"
        " ORDER BY 1",
};
