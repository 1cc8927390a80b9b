/* SQLite as an engine: scratch databases are in memory, and a pair of constant
 * defaults is judged by inserting both into a table of the column's type. */
#ifndef ORQ_HISTORY_ENGINE_SQLITE_H
#define ORQ_HISTORY_ENGINE_SQLITE_H

#include "history/engine.h"

extern const struct orq_engine orq_engine_sqlite;

#endif
