#define _XOPEN_SOURCE 700 /* realpath */
#include "db/postgres_installed.h"

#include "base/file.h"
#include "base/process.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEBIAN "/usr/lib/postgresql"

static bool has(struct orq_arena *arena, const char *folder, const char *program)
{
    return access(orq_path_join(arena, folder, program), X_OK) == 0;
}

static bool has_both(struct orq_arena *arena, const char *folder)
{
    return *folder && has(arena, folder, "initdb") && has(arena, folder, "postgres");
}

/* PATH often holds links to programs that stand beside each other elsewhere. */
static const char *folder_of(struct orq_arena *arena, const char *program)
{
    char *whole = realpath(program, NULL);
    const char *folder = orq_path_folder(arena, whole ? whole : program);
    free(whole);
    return folder;
}

static const char *find_on_path(struct orq_arena *arena, const char *program)
{
    const char *variable = getenv("PATH");
    char *rest = NULL;
    char *folders = orq_arena_strdup(arena, variable ? variable : "");
    for (char *folder = strtok_r(folders, ":", &rest); folder;
         folder = strtok_r(NULL, ":", &rest)) {
        if (has(arena, folder, program))
            return orq_path_join(arena, folder, program);
    }
    return NULL;
}

static const char *ask_pg_config(struct orq_arena *arena)
{
    const char *argv[] = {find_on_path(arena, "pg_config"), "--bindir", NULL};
    struct orq_pipeline pipeline = {.processes = {{.argv = argv}}, .count = 1};
    if (!argv[0] || orq_pipeline_run(arena, &pipeline) != 0 || pipeline.processes[0].code != 0)
        return NULL;
    return orq_arena_strndup(arena, pipeline.out, strcspn(pipeline.out, "\n"));
}

static const char *find_newest(struct orq_arena *arena)
{
    DIR *versions = opendir(DEBIAN);
    const char *newest = NULL;
    long best = 0;
    for (struct dirent *entry = NULL; versions && (entry = readdir(versions)) != NULL;) {
        long version = strtol(entry->d_name, NULL, 10);
        const char *folder = orq_arena_printf(arena, DEBIAN "/%s/bin", entry->d_name);
        if (version > best && has_both(arena, folder)) {
            best = version;
            newest = folder;
        }
    }
    if (versions)
        closedir(versions);
    return newest;
}

const char *orq_postgres_installed(struct orq_arena *arena)
{
    const char *said = getenv("ORQGEN_PG_BIN");
    if (said && *said)
        return has_both(arena, said) ? said : NULL;
    const char *program = find_on_path(arena, "initdb");
    const char *folder = program ? folder_of(arena, program) : NULL;
    if (folder && has_both(arena, folder))
        return folder;
    folder = ask_pg_config(arena);
    return folder && has_both(arena, folder) ? folder : find_newest(arena);
}
