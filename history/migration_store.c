#include "history/migration_store.h"

#include "base/file.h"

#include <string.h>

enum orq_status orq_migration_store(struct orq_arena *arena, const struct orq_shelf *shelf,
                                    struct orq_migration *migration, struct orq_diags *diags)
{
    const char *name = orq_migration_file_name(arena, shelf->file_template, migration->revision,
                                               shelf->created, migration->message);
    migration->path = orq_path_join(arena, shelf->folder, name);
    if (shelf->dry_run)
        return ORQ_OK;
    const char *text = orq_migration_write(arena, migration);
    enum orq_status status = orq_folder_create(shelf->folder, diags);
    return status == ORQ_OK ? orq_file_create(migration->path, text, strlen(text), diags) : status;
}
