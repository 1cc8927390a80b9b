#include "cli/cli.h"

static enum orq_status run(struct orq_cli *cli)
{
    const char *name = orq_word(cli, 0);
    const struct orq_command *command = name ? orq_command_find(name) : NULL;
    if (name && !command) {
        orq_command_unknown(cli->arena, name, cli->diags);
        return ORQ_INVALID;
    }
    orq_help_print(stdout, command);
    return ORQ_OK;
}

const struct orq_command orq_cmd_help = {
    .name = "help",
    .words = "[COMMAND]",
    .summary = "the same as COMMAND --help",
    .example = "  $ orqgen help upgrade\n",
    .words_max = 1,
    .unconfigured = true,
    .run = run,
};
