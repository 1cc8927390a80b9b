#include "cli/command.h"

#include "base/similar.h"

#include <string.h>

const struct orq_command *const orq_commands[] = {
    /* One a line: */
    /* clang-format off */
    &orq_cmd_init,
    &orq_cmd_revision,
    &orq_cmd_diff,
    &orq_cmd_check,
    &orq_cmd_upgrade,
    &orq_cmd_downgrade,
    &orq_cmd_current,
    &orq_cmd_heads,
    &orq_cmd_branches,
    &orq_cmd_history,
    &orq_cmd_show,
    &orq_cmd_stamp,
    &orq_cmd_edit,
    &orq_cmd_merge,
    &orq_cmd_rebase,
    &orq_cmd_squash,
    &orq_cmd_rehash,
    &orq_cmd_verify,
    &orq_cmd_lint,
    &orq_cmd_preflight,
    &orq_cmd_explain,
    &orq_cmd_inspect,
    &orq_cmd_review,
    &orq_cmd_stats,
    &orq_cmd_adopt,
    &orq_cmd_model,
    &orq_cmd_backup,
    &orq_cmd_restore,
    &orq_cmd_archive,
    &orq_cmd_reset,
    &orq_cmd_completion,
    &orq_cmd_help,
    NULL,
    /* clang-format on */
};

const struct orq_command *orq_command_find(const char *name)
{
    for (size_t i = 0; orq_commands[i]; i++)
        if (strcmp(orq_commands[i]->name, name) == 0)
            return orq_commands[i];
    return NULL;
}

void orq_command_unknown(struct orq_arena *arena, const char *name, struct orq_diags *diags)
{
    struct orq_strings names = {0};
    for (size_t i = 0; orq_commands[i]; i++)
        ORQ_PUSH(arena, &names, orq_commands[i]->name);
    const char *near = orq_similar(name, &names);
    if (near) {
        orq_error(diags, ORQ_NOWHERE, "unknown command \"%s\" (did you mean \"%s\"?)", name, near);
    } else {
        orq_error(diags, ORQ_NOWHERE, "unknown command \"%s\"", name);
        orq_hint(diags, "orqgen --help lists them");
    }
}
