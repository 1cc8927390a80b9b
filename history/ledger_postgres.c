#include "history/ledger_parts.h"

const struct orq_ledger_engine orq_ledger_postgres = {
    .dialect = "postgresql",
    .schema = "public",
    .schema_is_text = true,
    .kind = "SELECT CASE WHEN c.relkind IN ('r', 'p') THEN 'table' ELSE 'view' END,"
            " CASE WHEN NOT (pg_catalog.has_schema_privilege(n.oid, 'USAGE')"
            " AND pg_catalog.has_table_privilege(c.oid, 'SELECT'))"
            " THEN pg_catalog.format('GRANT USAGE ON SCHEMA %I TO %I;"
            " GRANT SELECT ON %I.%I TO %I;', n.nspname, current_user, n.nspname, c.relname,"
            " current_user) END"
            " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = %s AND c.relname = $1",
    .create = "CREATE TABLE %s (\n"
              "    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n"
              "    revision text NOT NULL UNIQUE,\n"
              "    parents text NOT NULL,\n"
              "    labels text NOT NULL,\n"
              "    depends_on text NOT NULL,\n"
              "    dialect text NOT NULL,\n"
              "    message text NOT NULL,\n"
              "    sha256 text NOT NULL,\n"
              "    downgrade text NOT NULL,\n"
              "    applied_at text NOT NULL,\n"
              "    applied_by text NOT NULL,\n"
              "    version text NOT NULL,\n"
              "    duration_ms bigint NOT NULL,\n"
              "    steps_done bigint NOT NULL,\n"
              "    steps_total bigint NOT NULL,\n"
              "    state text NOT NULL\n"
              ")",
    .now = "to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
};
