/* Database URLs: sqlite:relative.db, sqlite:///relative.db, sqlite:////absolute.db,
 * :memory:, a bare path that ends in .db .sqlite .sqlite3; postgres://, postgresql://; SQLAlchemy's
 * sqlite+pysqlite:// and postgresql+psycopg2:// (any +driver) are accepted too, with the options of
 * those drivers (db/url_query.h). */
#ifndef ORQ_DB_URL_H
#define ORQ_DB_URL_H

#include "base/diag.h"

struct orq_url {
    const char *dialect; /* "sqlite", "postgresql" */
    const char *target;  /* SQLite: the path, or ":memory:"; PostgreSQL: what libpq takes */
    const char *shown;   /* for messages: never a password */
    const char *schema;  /* PostgreSQL: what stands in the place of public; NULL: public itself */
};

/* A URL as somebody wrote it. */
struct orq_url_text {
    const char *text;
    const char
        *folder; /* of relative SQLite paths: the configuration file's; NULL: the current one */
    struct orq_span at;
};

/* *url is of the arena. A wrong URL is reported (ORQ_INVALID) at its place, without any password in
 * the message. */
enum orq_status orq_url_parse(struct orq_arena *arena, const struct orq_url_text *written,
                              struct orq_diags *diags, struct orq_url *url);
/* Another database of the same PostgreSQL server; the same schema of it is not meant any more. */
struct orq_url orq_url_of_database(struct orq_arena *arena, const struct orq_url *url,
                                   const char *database);
/* A schema of the same PostgreSQL database, to work on as if it were public. */
struct orq_url orq_url_of_schema(struct orq_arena *arena, const struct orq_url *url,
                                 const char *schema);

#endif
