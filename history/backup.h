/* Backups: a whole database in one file, which is verified before anybody relies on it.
 *
 * SQLite: the engine's online backup by a second connection, while the run holds the write lock;
 * the copy passes PRAGMA integrity_check. PostgreSQL: pg_dump -Fc of the server's own major version
 * (in the folder of ORQGEN_PG_BIN, else on PATH, else in /usr/lib/postgresql/N/bin), which
 * pg_restore then reads whole. Of both the copy's ledger must be where the database's is. A file
 * appears under its name only when all that is done and it is flushed to disk; it never replaces
 * another. */
#ifndef ORQ_HISTORY_BACKUP_H
#define ORQ_HISTORY_BACKUP_H

#include "history/ledger.h"
#include "history/source.h"

struct orq_backup_made {
    const char *file; /* NULL: the database holds nothing, so there is none */
    int64_t bytes;
    const char *revision; /* what its ledger is at, ", " between several; NULL: base */
};

struct orq_backup {
    const struct orq_url *url; /* of the database */
    const char *ledger;        /* NULL: the default */
    const char *file;          /* where to; NULL: orq_backup_name */
    const struct orq_source *source;
    bool (*stopped)(void);            /* has a signal come? NULL: never */
    void (*guard)(struct orq_db *db); /* it is to be interrupted by a signal now; may be NULL */
    void (*made)(void *context, const struct orq_backup_made *made); /* may be NULL */
    void *context;
};

/* db: a connection to the database, which may hold its write lock but has not written. ORQ_INVALID
 * or ORQ_DATABASE: reported, and no file is left. */
enum orq_status orq_backup_take(struct orq_arena *arena, struct orq_db *db,
                                const struct orq_backup *backup, struct orq_diags *diags);

/* Does the database hold anything that restoring would replace? */
enum orq_status orq_backup_holds(struct orq_arena *arena, struct orq_db *db,
                                 struct orq_diags *diags, bool *holds);
/* Makes the database what backup->file says, whole or not at all, once that is verified; made->file
 * is backup->file. */
enum orq_status orq_backup_restore(struct orq_arena *arena, struct orq_db *db,
                                   const struct orq_backup *backup, struct orq_diags *diags,
                                   struct orq_backup_made *made);

#endif
