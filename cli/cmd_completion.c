#include "cli/cli.h"
#include "cli/completion.h"

#include <string.h>

static const struct shell {
    const char *name;
    const char *(*script)(struct orq_arena *arena);
} shells[] = {
    {"bash", orq_completion_bash},
    {"zsh", orq_completion_zsh},
    {"fish", orq_completion_fish},
};

static enum orq_status run(struct orq_cli *cli)
{
    const char *name = orq_word(cli, 0);
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
        if (strcmp(shells[i].name, name) == 0) {
            fputs(shells[i].script(cli->arena), stdout);
            return ORQ_OK;
        }
    }
    orq_error(cli->diags, ORQ_NOWHERE, "there is no completion for \"%s\"", name);
    orq_hint(cli->diags, "there is one for bash, zsh and fish");
    return ORQ_INVALID;
}

const struct orq_command orq_cmd_completion = {
    .name = "completion",
    .words = "bash|zsh|fish",
    .summary = "print a script by which a shell completes orqgen's command line",
    .details = "bash: eval \"$(orqgen completion bash)\" in ~/.bashrc. zsh: a file _orqgen in a "
               "folder of\n"
               "fpath. fish: ~/.config/fish/completions/orqgen.fish. Revisions are completed too,\n"
               "from the migrations of the folder that the shell is in.",
    .example = "  $ eval \"$(orqgen completion bash)\"\n",
    .words_min = 1,
    .words_max = 1,
    .unconfigured = true,
    .run = run,
};
