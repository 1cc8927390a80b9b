#include "history/alembic_parts.h"

const struct orq_alembic_engine orq_alembic_sqlite = {
    .dialect = "sqlite",
    .tables =
        "SELECT 'main.\"' || replace(m.name, '\"', '\"\"') || '\"', NULL FROM main.sqlite_master m"
        " WHERE m.type = 'table' AND m.name = 'alembic_version' COLLATE NOCASE"
        " AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) c"
        " WHERE c.name = 'version_num' COLLATE NOCASE)",
};
