#include "cli/completion.h"

/* With a backslash in front they are themselves between single quotes. */
#define SPECIAL "'\\"

static void add_line(struct orq_str *out, const char *command)
{
    orq_str_add(out, "complete -c orqgen");
    if (command)
        orq_str_addf(out, " -n '__orqgen_at \"%s\"'", command);
}

/* -a 'what completes it'; needs: a value has to follow. */
static void add_candidates(struct orq_str *out, const struct orq_candidates *candidates, bool needs)
{
    orq_str_add(out, candidates->files ? " -F" : "");
    orq_str_add(out, needs ? candidates->files ? " -r" : " -x" : "");
    if (!candidates->folders && !candidates->revisions && candidates->choices.len == 0)
        return;
    orq_str_add(out, " -a '");
    orq_str_add(out, candidates->folders ? "(__fish_complete_directories) " : "");
    orq_str_add(out, candidates->revisions ? "(__orqgen_revisions) " : "");
    orq_add_joined(out, &candidates->choices, " ");
    orq_str_addc(out, '\'');
}

static void add_options(struct orq_arena *arena, struct orq_str *out, const char *command,
                        struct orq_options options)
{
    for (size_t i = 0; i < options.len; i++) {
        const struct orq_option *option = &options.items[i];
        add_line(out, command);
        if (option->letter)
            orq_str_addf(out, " -s %c", option->letter);
        orq_str_addf(out, " -l %s -d '", option->name);
        orq_add_quoted(out, option->help, SPECIAL);
        orq_str_addc(out, '\'');
        if (option->value && option->kind != ORQ_OPTION_MAYBE) {
            struct orq_candidates candidates = orq_candidates_option(arena, option);
            add_candidates(out, &candidates, true);
        }
        orq_str_addc(out, '\n');
    }
}

/* Prints the command on the line so far, for which values of options are none. */
static void add_search(struct orq_arena *arena, struct orq_str *out)
{
    struct orq_options options = orq_command_options(arena, NULL);
    orq_str_add(out, "function __orqgen_command\n"
                     "    set -l value 0\n"
                     "    for word in (commandline -opc)[2..-1]\n"
                     "        if test $value = 1\n"
                     "            set value 0\n"
                     "            continue\n"
                     "        end\n"
                     "        switch $word\n"
                     "            case");
    for (size_t i = 0; i < options.len; i++) {
        const struct orq_option *option = &options.items[i];
        if (!option->value || option->kind == ORQ_OPTION_MAYBE)
            continue;
        if (option->letter)
            orq_str_addf(out, " -%c", option->letter);
        orq_str_addf(out, " --%s", option->name);
    }
    orq_str_add(out, "\n                set value 1\n            case");
    for (size_t i = 0; orq_commands[i]; i++)
        orq_str_addf(out, " %s", orq_commands[i]->name);
    orq_str_add(out, "\n"
                     "                echo $word\n"
                     "                return\n"
                     "        end\n"
                     "    end\n"
                     "end\n"
                     "function __orqgen_at\n"
                     "    set -l command (__orqgen_command)\n"
                     "    test \"$command\" = \"$argv[1]\"\n"
                     "end\n");
}

static void add_command(struct orq_arena *arena, struct orq_str *out,
                        const struct orq_command *command)
{
    struct orq_candidates candidates = orq_candidates_words(arena, command);
    add_line(out, "");
    orq_str_addf(out, " -a %s -d '", command->name);
    orq_add_quoted(out, command->summary, SPECIAL);
    orq_str_add(out, "'\n");
    add_options(arena, out, command->name, command->options);
    if (command->many)
        add_options(arena, out, command->name, orq_options_many);
    if (candidates.files || candidates.folders || candidates.revisions ||
        candidates.choices.len > 0) {
        add_line(out, command->name);
        add_candidates(out, &candidates, false);
        orq_str_addc(out, '\n');
    }
}

const char *orq_completion_fish(struct orq_arena *arena)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_add(&out, "# fish completion of orqgen, made by: orqgen completion fish\n\n");
    add_search(arena, &out);
    orq_str_add(
        &out,
        "# Which project the line is about.\n"
        "function __orqgen_project\n"
        "    set -l name ''\n"
        "    for word in (commandline -opc)[2..-1]\n"
        "        if test -n \"$name\"\n"
        "            printf '%s\\n' $name (string replace -r '^~/' \"$HOME/\" -- $word)\n"
        "            set name ''\n"
        "            continue\n"
        "        end\n"
        "        switch $word\n"
        "            case " ORQ_PROJECT_OPTIONS(
            " ") "\n"
                 "                set name $word\n"
                 "            case '--directory=*' '--environment=*' '--migrations=*' '-C*' '-e*'\n"
                 "                printf '%s\\n' $word\n"
                 "        end\n"
                 "    end\n"
                 "end\n");
    orq_str_add(&out, "function __orqgen_revisions\n"
                      "    printf '%s\\n' head heads base current\n"
                      "    " ORQ_LIST_REVISIONS("(__orqgen_project)") "\n"
                                                                      "end\n\n"
                                                                      "complete -c orqgen -f\n");
    add_options(arena, &out, NULL, orq_options_common);
    add_options(arena, &out, "", orq_cmd_revision.options);
    for (size_t i = 0; orq_commands[i]; i++)
        add_command(arena, &out, orq_commands[i]);
    return orq_str_text(&out);
}
