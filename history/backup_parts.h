/* What backups ask of an engine. */
#ifndef ORQ_HISTORY_BACKUP_PARTS_H
#define ORQ_HISTORY_BACKUP_PARTS_H

#include "history/backup.h"

struct orq_backup_job {
    struct orq_arena *arena;
    struct orq_db *db;
    const struct orq_backup *backup;
    const char *file; /* that is written or read; a temporary name while it is not verified */
    struct orq_diags *diags;
};

struct orq_backup_engine {
    const char *dialect;
    const char *suffix; /* of a backup's name */
    bool beside;        /* a database is a file, and its backups stand beside it */
    /* The rights of a backup's file: nobody may read it who may not read the database. */
    unsigned (*mode)(const struct orq_url *url);
    /* Writes the file; *revision: what its ledger must say. *empty: there was nothing to write. */
    enum orq_status (*write)(const struct orq_backup_job *job, const char **revision, bool *empty);
    /* Reads the file, all of it; *revision: what its ledger says. */
    enum orq_status (*verify)(const struct orq_backup_job *job, const char **revision);
    /* Puts it in the place of the database, which nobody else migrates meanwhile. */
    enum orq_status (*restore)(const struct orq_backup_job *job);
    const char *holds; /* a query: true where there is anything */
};

extern const struct orq_backup_engine orq_backup_sqlite, orq_backup_postgres;

/* What a ledger is at: its heads, ", " between them; NULL: base. */
const char *orq_backup_at(struct orq_arena *arena, const struct orq_ledger *ledger);
enum orq_status orq_backup_find_at(const struct orq_backup_job *job, struct orq_db *db,
                                   const char **revision);
/* Reports that a file is no sound backup. Always ORQ_INVALID. */
enum orq_status orq_backup_unsound(const struct orq_backup_job *job, const char *why);

#endif
