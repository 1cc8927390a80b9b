#include "base/file.h"
#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool orq_path_exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

bool orq_path_is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

const char *orq_path_join(struct orq_arena *arena, const char *folder, const char *name)
{
    if (name[0] == '/' || folder[0] == '\0' || strcmp(folder, ".") == 0)
        return orq_arena_strdup(arena, name);
    const char *between = orq_ends_with(folder, "/") ? "" : "/";
    return orq_arena_printf(arena, "%s%s%s", folder, between, name);
}

const char *orq_path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *orq_path_folder(struct orq_arena *arena, const char *path)
{
    size_t len = (size_t)(orq_path_base(path) - path);
    if (len == 0)
        return orq_arena_strdup(arena, ".");
    while (len > 1 && path[len - 1] == '/')
        len--;
    return orq_arena_strndup(arena, path, len);
}

/* Creates one folder; that somebody else just made it is fine. */
static enum orq_status create_one(const char *path, struct orq_diags *diags)
{
    if (mkdir(path, 0777) == 0 || orq_path_is_folder(path))
        return ORQ_OK;
    int reason = orq_path_exists(path) ? ENOTDIR : errno;
    orq_error(diags, (struct orq_span){.file = path}, "cannot create this folder: %s",
              strerror(reason));
    return ORQ_INVALID;
}

enum orq_status orq_folder_create(const char *path, struct orq_diags *diags)
{
    struct orq_arena *arena = orq_arena_new();
    char *part = orq_arena_strdup(arena, path);
    enum orq_status status = ORQ_OK;
    for (char *end = part; *end && status == ORQ_OK; end++) {
        if (*end != '/' || end == part || end[-1] == '/')
            continue;
        *end = '\0';
        status = create_one(part, diags);
        *end = '/';
    }
    if (status == ORQ_OK)
        status = create_one(part, diags);
    orq_arena_free(arena);
    return status;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum orq_status orq_folder_list(struct orq_arena *arena, const char *path, const char *suffix,
                                struct orq_diags *diags, struct orq_strings *names)
{
    struct orq_strings found = {0};
    DIR *folder = opendir(path);
    int reason = folder ? 0 : errno;
    while (folder) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (!entry) {
            reason = errno;
            break;
        }
        if (entry->d_name[0] != '.' && orq_ends_with(entry->d_name, suffix))
            ORQ_PUSH(arena, &found, orq_arena_strdup(arena, entry->d_name));
    }
    if (folder)
        closedir(folder);
    if (reason != 0) {
        orq_error(diags, (struct orq_span){.file = path}, "cannot read this folder: %s",
                  strerror(reason));
        return ORQ_INVALID;
    }
    if (found.len > 0)
        qsort(found.items, found.len, sizeof *found.items, compare_names);
    *names = found;
    return ORQ_OK;
}
