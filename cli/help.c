#include "cli/command.h"
#include "cli/help_topics.h"

#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <sqlite3.h>
#include <yaml.h>

/* Where the second column of a list begins. */
#define TEXT_COLUMN 26

static void print_option(FILE *out, const struct orq_option *option)
{
    int width = option->letter ? fprintf(out, "  -%c, ", option->letter) : fprintf(out, "      ");
    width += fprintf(out, "--%s", option->name);
    if (option->value) {
        bool maybe = option->kind == ORQ_OPTION_MAYBE;
        width += fprintf(out, maybe ? "[=%s]" : " %s", option->value);
    }
    if (width >= TEXT_COLUMN - 1) {
        fprintf(out, "\n");
        width = 0;
    }
    fprintf(out, "%*s%s\n", TEXT_COLUMN - width, "", option->help);
    if (option->choices) {
        fprintf(out, "%*s(", TEXT_COLUMN, "");
        for (const char *at = option->choices; *at; at++)
            fputc(*at == ' ' ? '|' : *at, out);
        fprintf(out, ")\n");
    }
}

static void print_options(FILE *out, const char *title, struct orq_options options)
{
    if (options.len == 0)
        return;
    fprintf(out, "\n%s:\n", title);
    for (size_t i = 0; i < options.len; i++)
        print_option(out, &options.items[i]);
}

static void print_command(FILE *out, const struct orq_command *command)
{
    const char *gap = *command->words ? " " : "";
    fprintf(out, "usage: orqgen %s%s%s [OPTION...]\n\n", command->name, gap, command->words);
    fprintf(out, "orqgen %s: %s.\n", command->name, command->summary);
    if (command->details)
        fprintf(out, "\n%s\n", command->details);
    print_options(out, "Options", command->options);
    if (command->many) {
        print_options(out, "Options for many databases", orq_options_many);
        fputs(ORQ_HELP_TARGET_LINES, out);
    }
    print_options(out, "Options of every command", orq_options_common);
    fprintf(out, "\nExample:\n%s", command->example);
}

static void print_program(FILE *out)
{
    fprintf(out, "usage: orqgen COMMAND [OPTION...]\n"
                 "       orqgen --autogenerate -m MESSAGE\n\n"
                 "Keeps a database and its YAML model in step, by reviewed migration files.\n\n"
                 "Commands:\n");
    for (size_t i = 0; orq_commands[i]; i++)
        fprintf(out, "  %-12s %s\n", orq_commands[i]->name, orq_commands[i]->summary);
    fprintf(out, "\nTopics, for orqgen help TOPIC:\n");
    for (const struct orq_topic *topic = orq_topics; topic->name; topic++)
        fprintf(out, "  %-16s %s\n", topic->name, topic->summary);
    print_options(out, "Options of every command", orq_options_common);
    fprintf(
        out,
        "\nExit codes: 0 done, or clean; 1 the database, the migrations or the model differ;\n"
        "2 wrong usage, configuration, model or migration file, or refused; 3 the database could\n"
        "not be reached, or refused; 4 ambiguous; 5 a migration failed and was rolled back, or a\n"
        "proof failed; 6 stopped part-way: current tells; 128+n ended by signal n.\n\n"
        "orqgen COMMAND --help shows the options of a command and an example.\n");
}

void orq_help_print(FILE *out, const struct orq_command *command)
{
    if (command)
        print_command(out, command);
    else
        print_program(out);
}

void orq_version_print(FILE *out)
{
    char pcre2[64] = "";
    pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
    /* It is followed by its date. */
    pcre2[strcspn(pcre2, " ")] = '\0';
    fprintf(out, "orqgen %s\n", ORQ_VERSION);
    fprintf(out, "sqlite3 %s\nlibyaml %s\npcre2 %s\n", sqlite3_libversion(),
            yaml_get_version_string(), pcre2);
}
