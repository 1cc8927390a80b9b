#include "base/similar.h"
#include "cli/cli.h"
#include "cli/help_topics.h"
#include "cli/man.h"

static enum orq_status unknown(struct orq_cli *cli, const char *name)
{
    struct orq_strings names = {0};
    for (size_t i = 0; orq_commands[i]; i++)
        ORQ_PUSH(cli->arena, &names, orq_commands[i]->name);
    for (const struct orq_topic *topic = orq_topics; topic->name; topic++)
        ORQ_PUSH(cli->arena, &names, topic->name);
    const char *near = orq_similar(name, &names);
    orq_error(cli->diags, ORQ_NOWHERE, "there is no command and no topic \"%s\"%s%s%s", name,
              near ? " (did you mean \"" : "", near ? near : "", near ? "\"?)" : "");
    orq_hint(cli->diags, "orqgen help lists them");
    return ORQ_INVALID;
}

static enum orq_status print_man(struct orq_cli *cli, const char *name,
                                 const struct orq_command *command)
{
    if (*cli->arguments.man && name) {
        orq_error(cli->diags, ORQ_NOWHERE, "--man=DIR writes all pages, not that of \"%s\"", name);
        return ORQ_INVALID;
    }
    if (*cli->arguments.man)
        return orq_man_write(cli->arena, cli->arguments.man, cli->diags);
    /* A topic is a section of the program's page. */
    fputs(orq_man_page(cli->arena, command), stdout);
    return ORQ_OK;
}

static enum orq_status run(struct orq_cli *cli)
{
    const char *name = orq_word(cli, 0);
    const struct orq_command *command = name ? orq_command_find(name) : NULL;
    const struct orq_topic *topic = name && !command ? orq_topic_find(name) : NULL;
    if (name && !command && !topic)
        return unknown(cli, name);
    if (cli->arguments.man)
        return print_man(cli, name, command);
    if (topic)
        printf("orqgen help %s: %s\n\n%s", topic->name, topic->summary, topic->text);
    else
        orq_help_print(stdout, command);
    return ORQ_OK;
}

static const struct orq_option options[] = {
    ORQ_MAYBE(0, "man", "DIR", man, "as a man page; with DIR, all pages are written there"),
};

const struct orq_command orq_cmd_help = {
    .name = "help",
    .words = "[COMMAND|TOPIC]",
    .summary = "the same as COMMAND --help; or tell about a topic",
    .example = "  $ orqgen help upgrade\n"
               "  $ orqgen help revisions\n"
               "  $ orqgen help --man upgrade | man -l -\n",
    .options = ORQ_OPTIONS(options),
    .words_max = 1,
    .unconfigured = true,
    .run = run,
};
