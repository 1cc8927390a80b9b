/* What the files of the private server share. */
#ifndef ORQ_DB_PRIVATE_PARTS_H
#define ORQ_DB_PRIVATE_PARTS_H

#include "base/diag.h"

#include <sys/types.h>

struct private_place {
    const char *folder;   /* holds the data, the socket, the log, the keeper's lock */
    const char *programs; /* where initdb and postgres are */
    bool as_other;        /* the server is run by uid and gid, and not by root */
    uid_t uid;
    gid_t gid;
};

/* private_folder.c. A new, empty folder of whoever runs the server. */
enum orq_status orq_private_place_make(struct orq_arena *arena, const char *programs,
                                       struct orq_diags *diags, struct private_place *place);
/* The keeper's lock, which goes with it: a descriptor; -1: another one holds it. */
int orq_private_lock(struct orq_arena *arena, const char *folder);
void orq_private_remove(struct orq_arena *arena, const char *folder);
/* Removes the folders of keepers that are gone. */
void orq_private_sweep(struct orq_arena *arena);

/* private_keeper.c. The whole life of the keeper. Writes "ready" to tell, or what went wrong, and
 * keeps the server until the other end of leash is closed. */
#define PRIVATE_READY "ready"
_Noreturn void orq_private_keep(struct orq_arena *arena, const struct private_place *place,
                                int tell, int leash);

#endif
