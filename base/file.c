/* realpath() is of X/Open, not of plain POSIX. */
#define _XOPEN_SOURCE 700

#include "base/file.h"

#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LARGEST_FILE ((off_t)256 * 1024 * 1024)
#define NEW_FILE_MODE 0644
#define TEMPORARY_NAMES 100

static enum orq_status cannot(struct orq_diags *diags, const char *path, const char *verb,
                              int reason)
{
    orq_error(diags, (struct orq_span){.file = path}, "cannot %s this file: %s", verb,
              strerror(reason));
    return ORQ_INVALID;
}

/* Opens path for reading and gives its size; a refusal is reported. */
static int open_regular(const char *path, struct orq_diags *diags, size_t *size)
{
    struct orq_span at = {.file = path};
    struct stat status = {0};
    /* Without O_NONBLOCK a named pipe would block before it can be refused. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &status) != 0)
        cannot(diags, path, "read", errno);
    else if (!S_ISREG(status.st_mode))
        orq_error(diags, at, "cannot read this file: it is no regular file");
    else if (status.st_size > LARGEST_FILE)
        orq_error(diags, at, "cannot read this file: it is larger than 256 MiB");
    else {
        *size = (size_t)status.st_size;
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

enum orq_status orq_file_read(struct orq_arena *arena, const char *path, struct orq_diags *diags,
                              const char **text, size_t *len)
{
    size_t size = 0;
    size_t done = 0;
    int fd = open_regular(path, diags, &size);
    if (fd < 0)
        return ORQ_INVALID;
    char *buffer = orq_arena_alloc(arena, size + 1);
    enum orq_status result = ORQ_OK;
    while (done < size) {
        ssize_t count = read(fd, buffer + done, size - done);
        if (count == 0)
            break;
        if (count > 0) {
            done += (size_t)count;
        } else if (errno != EINTR) {
            result = cannot(diags, path, "read", errno);
            break;
        }
    }
    close(fd);
    if (result == ORQ_OK) {
        *text = buffer;
        if (len)
            *len = done;
    }
    return result;
}

/* A file under a temporary name, next to the path that it will get. */
struct draft {
    struct orq_arena *arena;
    const char *target;
    const char *name;
    const char *folder;
    int fd;
};

/* Opens a fresh hidden file in the folder of target. Its mode obeys the umask. */
static bool draft_open(struct draft *draft, mode_t mode)
{
    for (int i = 0; i < TEMPORARY_NAMES; i++) {
        const char *name = orq_arena_printf(draft->arena, ".orqgen-%ld-%d.tmp", (long)getpid(), i);
        draft->name = orq_path_join(draft->arena, draft->folder, name);
        draft->fd = open(draft->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (draft->fd >= 0)
            return true;
        if (errno != EEXIST)
            break;
    }
    return false;
}

/* Writes and flushes the text; the descriptor is closed in any case. */
static bool draft_fill(struct draft *draft, const char *text, size_t len)
{
    size_t done = 0;
    int reason = 0;
    while (done < len && reason == 0) {
        ssize_t count = write(draft->fd, text + done, len - done);
        if (count >= 0)
            done += (size_t)count;
        else if (errno != EINTR)
            reason = errno;
    }
    if (reason == 0 && fsync(draft->fd) != 0)
        reason = errno;
    if (close(draft->fd) != 0 && reason == 0)
        reason = errno;
    errno = reason;
    return reason == 0;
}

/* Gives the draft its name. A hard link fails where a file exists, which a
 * rename would replace; where the file system has no links, look first. */
static bool draft_publish(const struct draft *draft, bool replace)
{
    if (replace)
        return rename(draft->name, draft->target) == 0;
    if (link(draft->name, draft->target) == 0) {
        unlink(draft->name);
        return true;
    }
    if (errno == EEXIST)
        return false;
    struct stat status;
    if (lstat(draft->target, &status) == 0) {
        errno = EEXIST;
        return false;
    }
    return rename(draft->name, draft->target) == 0;
}

/* Makes the name durable too. The text is on disk and in place by now, and
 * not every file system can flush a folder, so a failure is none. */
static void flush_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

static enum orq_status report_write(struct orq_diags *diags, const char *path, const char *folder,
                                    int reason)
{
    if (reason == EEXIST) {
        orq_error(diags, (struct orq_span){.file = path},
                  "cannot create this file: it exists already (and was left as it is)");
        return ORQ_INVALID;
    }
    cannot(diags, path, "write", reason);
    if (reason == ENOENT)
        orq_hint(diags, "the folder %s does not exist", folder);
    return ORQ_INVALID;
}

static enum orq_status write_draft(struct draft *draft, const char *path, struct orq_slice text,
                                   bool replace, struct orq_diags *diags)
{
    struct stat status;
    draft->folder = orq_path_folder(draft->arena, draft->target);
    bool exists = stat(draft->target, &status) == 0;
    if (exists && S_ISDIR(status.st_mode))
        return report_write(diags, path, draft->folder, EISDIR);
    if (!draft_open(draft, NEW_FILE_MODE))
        return report_write(diags, path, draft->folder, errno);
    /* A file that is replaced keeps its mode. */
    if (exists && replace)
        (void)!fchmod(draft->fd, status.st_mode & 0777);
    if (!draft_fill(draft, text.data, text.len) || !draft_publish(draft, replace)) {
        int reason = errno;
        unlink(draft->name);
        return report_write(diags, path, draft->folder, reason);
    }
    flush_folder(draft->folder);
    return ORQ_OK;
}

enum orq_status orq_file_write(const char *path, const char *text, size_t len,
                               struct orq_diags *diags)
{
    struct orq_arena *arena = orq_arena_new();
    /* Through a symbolic link the file that it names is replaced, not the link. */
    char *real = realpath(path, NULL);
    struct draft draft = {.arena = arena, .target = real ? real : path};
    enum orq_status result = write_draft(&draft, path, (struct orq_slice){text, len}, true, diags);
    free(real);
    orq_arena_free(arena);
    return result;
}

enum orq_status orq_file_create(const char *path, const char *text, size_t len,
                                struct orq_diags *diags)
{
    struct orq_arena *arena = orq_arena_new();
    struct draft draft = {.arena = arena, .target = path};
    enum orq_status result = write_draft(&draft, path, (struct orq_slice){text, len}, false, diags);
    orq_arena_free(arena);
    return result;
}

enum orq_status orq_draft_create(struct orq_arena *arena, const char *target, unsigned mode,
                                 struct orq_diags *diags, const char **path)
{
    struct draft draft = {
        .arena = arena, .target = target, .folder = orq_path_folder(arena, target)};
    struct stat status;
    if (lstat(target, &status) == 0)
        return report_write(diags, target, draft.folder, S_ISDIR(status.st_mode) ? EISDIR : EEXIST);
    if (!draft_open(&draft, (mode_t)mode))
        return report_write(diags, target, draft.folder, errno);
    close(draft.fd);
    *path = draft.name;
    return ORQ_OK;
}

static bool flush_file(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool flushed = fsync(fd) == 0;
    int reason = errno;
    close(fd);
    errno = reason;
    return flushed;
}

enum orq_status orq_draft_publish(const char *path, const char *target, struct orq_diags *diags)
{
    struct orq_arena *arena = orq_arena_new();
    const struct draft draft = {
        .arena = arena, .target = target, .name = path, .folder = orq_path_folder(arena, target)};
    enum orq_status result = ORQ_OK;
    if (flush_file(path) && draft_publish(&draft, false)) {
        flush_folder(draft.folder);
    } else {
        result = report_write(diags, target, draft.folder, errno);
    }
    orq_arena_free(arena);
    return result;
}
