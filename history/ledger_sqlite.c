#include "history/ledger_parts.h"

/* No AUTOINCREMENT: it would leave a sqlite_sequence in a database that had none. */
const struct orq_ledger_engine orq_ledger_sqlite = {
    .dialect = "sqlite",
    .schema = "main",
    .kind = "SELECT type FROM %s.sqlite_master WHERE name = $1 COLLATE NOCASE"
            " AND type IN ('table', 'view')",
    .create = "CREATE TABLE %s (\n"
              "    position INTEGER PRIMARY KEY,\n"
              "    revision TEXT NOT NULL UNIQUE,\n"
              "    parents TEXT NOT NULL,\n"
              "    labels TEXT NOT NULL,\n"
              "    depends_on TEXT NOT NULL,\n"
              "    dialect TEXT NOT NULL,\n"
              "    message TEXT NOT NULL,\n"
              "    sha256 TEXT NOT NULL,\n"
              "    downgrade TEXT NOT NULL,\n"
              "    applied_at TEXT NOT NULL,\n"
              "    applied_by TEXT NOT NULL,\n"
              "    version TEXT NOT NULL,\n"
              "    duration_ms INTEGER NOT NULL,\n"
              "    steps_done INTEGER NOT NULL,\n"
              "    steps_total INTEGER NOT NULL,\n"
              "    state TEXT NOT NULL\n"
              ")",
    .now = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')",
};
