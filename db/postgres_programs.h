/* What PostgreSQL's own programs need to connect as a URL does. A secret goes into the environment
 * of the program, never on its command line, which others can read. */
#ifndef ORQ_DB_POSTGRES_PROGRAMS_H
#define ORQ_DB_POSTGRES_PROGRAMS_H

#include "base/vec.h"
#include "db/url.h"

struct orq_postgres_access {
    struct orq_strings environment; /* PGHOST=…, PGPASSWORD=…: what the URL says */
    const char *conninfo;           /* the database, and what has no variable; no secret */
};

/* database: what the server calls it. ORQ_INVALID, reported: the URL cannot be read, or holds a
 * secret that has no variable. */
enum orq_status orq_postgres_access(struct orq_arena *arena, const struct orq_url *url,
                                    const char *database, struct orq_diags *diags,
                                    struct orq_postgres_access *access);

#endif
