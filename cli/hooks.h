/* The setting hooks: commands that are run after a migration file was written, in their order, in
 * the folder of the setting's file: a formatter, a linter, git add.
 *
 *   hooks:
 *     - sqlfluff fix                    a line for /bin/sh; the file is "$1" and {file}, and, where
 *                                       the line names it in no such way, its last word
 *     - [./tools/note.sh, "{file}"]     a program and its arguments, without a shell; the same */
#ifndef ORQ_CLI_HOOKS_H
#define ORQ_CLI_HOOKS_H

#include "base/vec.h"
#include "model/yaml.h"

struct orq_cli;

struct orq_hook {
    struct orq_strings words; /* of a line: that alone */
    bool is_line;
    struct orq_span at;
};
ORQ_VEC_OF(orq_hooks, struct orq_hook);

/* Reports its faults. */
void orq_hooks_read(struct orq_arena *arena, const struct orq_yaml *list, struct orq_diags *diags,
                    struct orq_hooks *hooks);
/* What is run for a file. */
struct orq_strings orq_hook_command(struct orq_arena *arena, const struct orq_hook *hook,
                                    const char *file);
/* Runs all hooks for a file that was just written. The first one that fails is the last, and
 * ORQ_INVALID, reported: the file stays. So is a file that no longer is a migration after them. */
enum orq_status orq_hooks_run(struct orq_cli *cli, const char *file);

#endif
