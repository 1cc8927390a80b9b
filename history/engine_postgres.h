/* PostgreSQL as an engine: scratch databases are made on the server that the run works on, or where
 * `scratch:` says; a schema is built by the statements that lead to it from nothing; renames are
 * worked out without a database. */
#ifndef ORQ_HISTORY_ENGINE_POSTGRES_H
#define ORQ_HISTORY_ENGINE_POSTGRES_H

#include "history/engine.h"

extern const struct orq_engine orq_engine_postgres;

#endif
