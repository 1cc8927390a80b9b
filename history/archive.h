/* The archive tables of a database (emit/archive.h makes them): what is there, and removing it. */
#ifndef ORQ_HISTORY_ARCHIVE_H
#define ORQ_HISTORY_ARCHIVE_H

#include "db/db.h"
#include "history/ledger.h"

struct orq_archived_data {
    const char *name;     /* of the table */
    const char *revision; /* whose upgrade made it */
    const char *of;       /* what it keeps: "human_feedback.rating"; "": it does not say */
    const char *since;    /* when the revision was applied; NULL: the ledger does not have it */
    int64_t rows;
    int64_t bytes; /* on disk; -1: not told cheaply */
};
ORQ_VEC_OF(orq_archived_list, struct orq_archived_data);

/* All of them, those of the oldest revision in the ledger first. ledger: its name; NULL: the
 * default. */
enum orq_status orq_archived_list_read(struct orq_arena *arena, struct orq_db *db,
                                       const char *ledger, struct orq_diags *diags,
                                       struct orq_archived_list *list);

/* Which of these names are no tables of the database. */
enum orq_status orq_archives_missing(struct orq_arena *arena, struct orq_db *db,
                                     const struct orq_strings *names, struct orq_diags *diags,
                                     struct orq_strings *missing);

/* The names of those that the upgrade of a revision has made. */
enum orq_status orq_archives_of(struct orq_arena *arena, struct orq_db *db, const char *revision,
                                struct orq_diags *diags, struct orq_strings *names);

/* Drops them, all or none, under the lock that keeps it apart from a run. */
enum orq_status orq_archived_purge(struct orq_arena *arena, struct orq_db *db, const char *ledger,
                                   const struct orq_archived_list *list, struct orq_diags *diags);

#endif
