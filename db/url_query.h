/* The options behind the "?" of a PostgreSQL URL as SQLAlchemy's users write them, for libpq, which
 * refuses a URL with an option that it does not know.
 *
 * Of psycopg2, psycopg, asyncpg and pg8000 and of pools: what means something to libpq too is
 * written in its words (ssl=require, unix_sock, database, timeout, host=A:5432&host=B:5433), what
 * is the driver's own affair is left out. Whatever nobody here knows stays, for libpq to judge. */
#ifndef ORQ_DB_URL_QUERY_H
#define ORQ_DB_URL_QUERY_H

#include "base/str.h"

/* query without its "?". form: a URL of SQLAlchemy's (+driver), where a plus in a value is a blank.
 */
const char *orq_url_query(struct orq_arena *arena, const char *query, bool form);

#endif
