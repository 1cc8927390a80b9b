#include "cli/completion.h"

/* With a backslash in front they are themselves in a part of a specification. */
#define SPECIAL "[]:\\"

static const char head[] =
    "#compdef orqgen\n"
    "# zsh completion of orqgen, made by: orqgen completion zsh\n"
    "\n"
    "# Which project the line is about: _orqgen_line are its words up to the cursor.\n"
    "_orqgen_project() {\n"
    "    local i value\n"
    "    project=()\n"
    "    for ((i = 1; i <= $#_orqgen_line; i++)); do\n"
    "        case $_orqgen_line[i] in\n"
    "        " ORQ_PROJECT_OPTIONS(
        "|") ")\n"
             "            (( i < $#_orqgen_line )) || return\n"
             "            value=${(Q)_orqgen_line[i + 1]}\n"
             "            project+=($_orqgen_line[i] ${value/#\\~\\//$HOME/})\n"
             "            (( i++ ))\n"
             "            ;;\n"
             "        --directory=*|--environment=*|--migrations=*|-[Ce]?*)\n"
             "            project+=(${(Q)_orqgen_line[i]}) ;;\n"
             "        esac\n"
             "    done\n"
             "}\n\n"
             "_orqgen_revisions() {\n"
             "    local -a revisions project\n"
             "    _orqgen_project\n"
             "    revisions=(head heads base current ${(f)\"$(" ORQ_LIST_REVISIONS(
                 "$project") ")\"})\n"
                             "    compadd -a revisions\n"
                             "}\n\n";

static const char *const actions[] = {"_files", "_files -/", "_orqgen_revisions"};

/* What completes candidates, behind the second colon of a specification. */
static void add_action(struct orq_str *out, const struct orq_candidates *candidates)
{
    const bool wanted[] = {candidates->files, candidates->folders, candidates->revisions};
    size_t count = candidates->choices.len > 0;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        count += wanted[i];
    if (count == 0) {
        orq_str_addc(out, ' ');
    } else if (count == 1 && candidates->choices.len > 0) {
        orq_str_addc(out, '(');
        orq_add_joined(out, &candidates->choices, " ");
        orq_str_addc(out, ')');
        return;
    }
    orq_str_add(out, count > 1 ? "{" : "");
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (wanted[i])
            orq_str_addf(out, "%s%s", actions[i], count > 1 ? "; " : "");
    if (candidates->choices.len > 0) {
        orq_str_add(out, "compadd ");
        orq_add_joined(out, &candidates->choices, " ");
    }
    orq_str_add(out, count > 1 ? "}" : "");
}

/* The names of an option, outside of quotes: "(-m --message)"{-m+,--message=} */
static void add_names(struct orq_str *out, const struct orq_option *option)
{
    bool needs = option->value && option->kind != ORQ_OPTION_MAYBE;
    const char *end = needs ? "=" : option->value ? "=-" : "";
    bool again = option->kind == ORQ_OPTION_LIST;
    if (option->letter) {
        orq_str_addf(out, "%s'(-%c --%s)'{-%c%s,--%s%s}", again ? "\\*" : "", option->letter,
                     option->name, option->letter, needs ? "+" : "", option->name, end);
    } else {
        orq_str_addf(out, "%s--%s%s", again ? "\\*" : "", option->name, end);
    }
}

static void add_option(struct orq_arena *arena, struct orq_str *out,
                       const struct orq_option *option)
{
    orq_str_add(out, "        ");
    add_names(out, option);
    orq_str_add(out, "'[");
    orq_add_quoted(out, option->help, SPECIAL);
    orq_str_addc(out, ']');
    if (option->value) {
        struct orq_candidates candidates = orq_candidates_option(arena, option);
        orq_str_add(out, option->kind == ORQ_OPTION_MAYBE ? "::" : ":");
        orq_add_quoted(out, option->value, SPECIAL);
        orq_str_addc(out, ':');
        add_action(out, &candidates);
    }
    orq_str_add(out, "'\n");
}

static void add_options(struct orq_arena *arena, struct orq_str *out,
                        const struct orq_command *command)
{
    struct orq_options options = orq_command_options(arena, command);
    for (size_t i = 0; i < options.len; i++)
        add_option(arena, out, &options.items[i]);
}

static void add_commands(struct orq_str *out)
{
    orq_str_add(out, "_orqgen_commands() {\n    local -a commands\n    commands=(\n");
    for (size_t i = 0; orq_commands[i]; i++) {
        orq_str_addf(out, "        '%s:", orq_commands[i]->name);
        orq_add_quoted(out, orq_commands[i]->summary, "\\");
        orq_str_add(out, "'\n");
    }
    orq_str_add(out, "    )\n    _describe -t commands command commands\n}\n\n");
}

static void add_command(struct orq_arena *arena, struct orq_str *out,
                        const struct orq_command *command)
{
    orq_str_addf(out, "    %s)\n        specs=(\n", command->name);
    add_options(arena, out, command);
    if (command->words_max > 0) {
        struct orq_candidates candidates = orq_candidates_words(arena, command);
        orq_str_add(out, "        '*:");
        orq_add_quoted(out, command->words, SPECIAL);
        orq_str_addc(out, ':');
        add_action(out, &candidates);
        orq_str_add(out, "'\n");
    }
    orq_str_add(out, "        )\n        ;;\n");
}

const char *orq_completion_zsh(struct orq_arena *arena)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_add(&out, head);
    add_commands(&out);
    orq_str_add(&out, "_orqgen() {\n"
                      "    local context state state_descr line\n"
                      "    local -A opt_args\n"
                      "    local -a specs _orqgen_line\n"
                      "    _orqgen_line=(\"${(@)words[2,CURRENT-1]}\")\n"
                      "    specs=(\n");
    add_options(arena, &out, NULL);
    orq_str_add(&out, "    )\n"
                      "    _arguments -C -A '-*' $specs '1:command:_orqgen_commands' "
                      "'*::argument:->argument' && return\n"
                      "    [[ $state == argument ]] || return\n"
                      "    case $line[1] in\n");
    for (size_t i = 0; orq_commands[i]; i++)
        add_command(arena, &out, orq_commands[i]);
    orq_str_add(&out, "    *) return 1 ;;\n"
                      "    esac\n"
                      "    _arguments $specs\n"
                      "}\n\n"
                      "if [[ $funcstack[1] == _orqgen ]]; then\n"
                      "    _orqgen \"$@\"\n"
                      "else\n"
                      "    compdef _orqgen orqgen\n"
                      "fi\n");
    return orq_str_text(&out);
}
