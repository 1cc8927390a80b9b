#define _XOPEN_SOURCE 700 /* mkdtemp */
#include "db/private_parts.h"

#include "base/file.h"
#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PREFIX "orqgen-server-"
#define USUAL_FOLDER "/tmp"
#define LONGEST 60  /* of a folder for folders: a socket's path has some 100 bytes */
#define YOUNGEST 60 /* seconds: of a younger one the keeper may be about to begin */

/* TMPDIR of root is often one that only root may enter. */
static const char *temporary_folder(void)
{
    const char *said = getenv("TMPDIR");
    bool fits = said && said[0] == '/' && strlen(said) <= LONGEST && geteuid() != 0;
    return fits ? said : USUAL_FOLDER;
}

static void choose_user(struct private_place *place)
{
    const struct passwd *user = NULL;
    if (geteuid() != 0)
        return;
    user = getpwnam("postgres");
    user = user ? user : getpwnam("nobody");
    place->as_other = user != NULL;
    place->uid = user ? user->pw_uid : 0;
    place->gid = user ? user->pw_gid : 0;
}

enum orq_status orq_private_place_make(struct orq_arena *arena, const char *programs,
                                       struct orq_diags *diags, struct private_place *place)
{
    char *folder = orq_arena_printf(arena, "%s/" PREFIX "XXXXXX", temporary_folder());
    *place = (struct private_place){.folder = folder, .programs = programs};
    choose_user(place);
    if (mkdtemp(folder) && (!place->as_other || chown(folder, place->uid, place->gid) == 0))
        return ORQ_OK;
    orq_error(diags, ORQ_NOWHERE, "no folder for a private PostgreSQL server can be made in %s: %s",
              temporary_folder(), strerror(errno));
    return ORQ_DATABASE;
}

int orq_private_lock(struct orq_arena *arena, const char *folder)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int fd = open(orq_path_join(arena, folder, "keeper"), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
                  S_IRUSR | S_IWUSR);
    if (fd >= 0 && fcntl(fd, F_SETLK, &lock) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* The names are taken before anything goes: a folder that changes may be read twice, or not. */
static struct orq_strings names_in(struct orq_arena *arena, const char *path)
{
    struct orq_strings names = {0};
    DIR *folder = opendir(path);
    for (struct dirent *entry = NULL; folder && (entry = readdir(folder)) != NULL;) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            ORQ_PUSH(arena, &names, orq_arena_strdup(arena, entry->d_name));
    }
    if (folder)
        closedir(folder);
    return names;
}

void orq_private_remove(struct orq_arena *arena, const char *folder)
{
    const struct orq_strings names = names_in(arena, folder);
    for (size_t i = 0; i < names.len; i++) {
        const char *path = orq_path_join(arena, folder, names.items[i]);
        struct stat info;
        if (lstat(path, &info) == 0 && S_ISDIR(info.st_mode))
            orq_private_remove(arena, path);
        else
            unlink(path);
    }
    rmdir(folder);
}

/* Ours alone, and not so new that its keeper may still be on its way. */
static bool is_stale(const char *path)
{
    struct stat info;
    if (lstat(path, &info) != 0 || !S_ISDIR(info.st_mode) ||
        time(NULL) - info.st_mtime < YOUNGEST || (info.st_mode & 077) != 0)
        return false;
    return info.st_uid == geteuid() || geteuid() == 0;
}

void orq_private_sweep(struct orq_arena *arena)
{
    const char *folder = temporary_folder();
    const struct orq_strings names = names_in(arena, folder);
    for (size_t i = 0; i < names.len; i++) {
        const char *path = orq_path_join(arena, folder, names.items[i]);
        if (!orq_starts_with(names.items[i], PREFIX) || !is_stale(path))
            continue;
        int lock = orq_private_lock(arena, path);
        if (lock < 0)
            continue;
        orq_private_remove(arena, path);
        close(lock);
    }
}
