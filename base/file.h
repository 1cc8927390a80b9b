/* Files and paths. A file is written whole or not at all: under a temporary
 * name in the same folder, flushed to disk, then renamed. Every failure is
 * reported with the path and the system's reason. */
#ifndef ORQ_BASE_FILE_H
#define ORQ_BASE_FILE_H

#include "base/diag.h"
#include "base/vec.h"

/* Reads the whole file; *len may be NULL. The text is NUL-terminated.
 * Larger than 256 MiB, or no regular file: an error (ORQ_INVALID). */
enum orq_status orq_file_read(struct orq_arena *arena, const char *path, struct orq_diags *diags,
                              const char **text, size_t *len);
/* Writes path whole, replacing what is there; creates no folder. */
enum orq_status orq_file_write(const char *path, const char *text, size_t len,
                               struct orq_diags *diags);
/* The same, but an existing file is an error and stays as it is. */
enum orq_status orq_file_create(const char *path, const char *text, size_t len,
                                struct orq_diags *diags);
/* For a file that somebody else fills: an empty one under a temporary name beside target, with this
 * mode less the umask. An existing target is an error. */
enum orq_status orq_draft_create(struct orq_arena *arena, const char *target, unsigned mode,
                                 struct orq_diags *diags, const char **path);
/* Flushes it to disk and gives it its name, which nobody may have taken; else it stays as it is. */
enum orq_status orq_draft_publish(const char *path, const char *target, struct orq_diags *diags);

bool orq_path_exists(const char *path);
bool orq_path_is_folder(const char *path);
/* Creates the folder and its parents; an existing folder is fine. */
enum orq_status orq_folder_create(const char *path, struct orq_diags *diags);
/* The names in a folder that end in suffix, in byte order; hidden files, and
 * files that a writer left under a temporary name, are left out. */
enum orq_status orq_folder_list(struct orq_arena *arena, const char *path, const char *suffix,
                                struct orq_diags *diags, struct orq_strings *names);

const char *orq_path_join(struct orq_arena *arena, const char *folder, const char *name);
const char *orq_path_base(const char *path);                            /* after the last / */
const char *orq_path_folder(struct orq_arena *arena, const char *path); /* "." without a / */

#endif
