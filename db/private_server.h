/* A PostgreSQL server of this run alone, made by the programs that are installed: in a new folder
 * that nobody else may enter, on a Unix socket there; no TCP, no password, nothing flushed to disk.
 *
 * A process of its own keeps it: it stops the server and removes the folder as soon as this one
 * closes it, or ends in whatever way. What a keeper that was killed has left is removed by the next
 * start. Root, whom the server refuses, starts it as the user postgres, else as nobody. */
#ifndef ORQ_DB_PRIVATE_SERVER_H
#define ORQ_DB_PRIVATE_SERVER_H

#include "base/diag.h"
#include "db/url.h"

#include <sys/types.h>

struct orq_private_server {
    struct orq_url url; /* of its superuser, where databases can be made */
    int version;        /* 150000 */
    const char *programs;
    pid_t keeper;
    int leash; /* the keeper lets go when nobody holds it any more */
};

/* programs: the folder of initdb and postgres (orq_postgres_installed). Takes a second or two.
 * ORQ_DATABASE, reported in the words of the program that failed. Stop it. */
enum orq_status orq_private_server_start(struct orq_arena *arena, const char *programs,
                                         struct orq_diags *diags,
                                         struct orq_private_server **server);
void orq_private_server_stop(struct orq_private_server *server); /* NULL is allowed */

#endif
