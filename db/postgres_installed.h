/* The programs of a PostgreSQL server on this machine. */
#ifndef ORQ_DB_POSTGRES_INSTALLED_H
#define ORQ_DB_POSTGRES_INSTALLED_H

#include "base/arena.h"

/* The folder that holds initdb and postgres; NULL: there is none. ORQGEN_PG_BIN, where that is set,
 * alone; else that of the initdb on PATH, what pg_config says, the newest of
 * /usr/lib/postgresql/N/bin. */
const char *orq_postgres_installed(struct orq_arena *arena);

#endif
