/* Where a new migration's file goes. */
#ifndef ORQ_HISTORY_MIGRATION_STORE_H
#define ORQ_HISTORY_MIGRATION_STORE_H

#include "history/migration.h"

struct orq_shelf {
    const char *folder;        /* made where it is missing */
    const char *file_template; /* NULL: the default */
    int64_t created;
    bool dry_run; /* names the file, and writes none */
};

/* Sets the migration's path and writes it; a file that is there already stays and is an error. */
enum orq_status orq_migration_store(struct orq_arena *arena, const struct orq_shelf *shelf,
                                    struct orq_migration *migration, struct orq_diags *diags);

#endif
