#include "cli/completion.h"

/* The lines that no table changes: what helps the function, and how it begins. */
static const char head[] =
    "# bash completion of orqgen, made by: orqgen completion bash\n"
    "\n"
    "# Those lines of stdin that begin with $1. They are not expanded, whatever is in them.\n"
    "_orqgen_from() {\n"
    "    local word\n"
    "    while IFS= read -r word; do\n"
    "        if [[ -n $word && $word == \"$1\"* ]]; then COMPREPLY+=(\"$word\"); fi\n"
    "    done\n"
    "}\n"
    "_orqgen_words() {\n"
    "    local begin=$1\n"
    "    shift\n"
    "    _orqgen_from \"$begin\" < <(printf '%s\\n' \"$@\")\n"
    "}\n"
    "# Which project the line is about. Nothing in it is expanded but a ~ in front.\n"
    "_orqgen_project() {\n"
    "    local i name value\n"
    "    project=()\n"
    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "        name=${COMP_WORDS[i]} value=\n"
    "        case $name in\n"
    "        " ORQ_PROJECT_OPTIONS(
        " | ") ")\n"
               "            i=$((i + 1))\n"
               "            if [[ ${COMP_WORDS[i]} == = ]]; then i=$((i + 1)); fi\n"
               "            if ((i < COMP_CWORD)); then value=${COMP_WORDS[i]}; fi\n"
               "            ;;\n"
               "        -[Ce]?*) value=${name:2} name=${name:0:2} ;;\n"
               "        esac\n"
               "        value=${value//[\\\"\\'\\\\]/}\n"
               "        value=${value/#\\~\\//$HOME/}\n"
               "        if [[ -n $value ]]; then project+=(\"$name\" \"$value\"); fi\n"
               "    done\n"
               "}\n"
               "_orqgen_revisions() {\n"
               "    local project\n"
               "    _orqgen_project\n"
               "    _orqgen_words \"$1\" head heads base current\n"
               "    _orqgen_from \"$1\" < <(" ORQ_LIST_REVISIONS(
                   "${project[@]+\"${project[@]}\"}") ")\n"
                                                      "}\n"
                                                      "_orqgen_files() {\n"
                                                      "    compopt -o filenames 2>/dev/null || "
                                                      "true\n"
                                                      "    _orqgen_from \"$1\" < <(compgen -f -- "
                                                      "\"$1\")\n"
                                                      "}\n"
                                                      "_orqgen_folders() {\n"
                                                      "    compopt -o filenames 2>/dev/null || "
                                                      "true\n"
                                                      "    _orqgen_from \"$1\" < <(compgen -d -- "
                                                      "\"$1\")\n"
                                                      "}\n"
                                                      "\n"
                                                      "_orqgen() {\n"
                                                      "    local current=${COMP_WORDS[COMP_CWORD]} "
                                                      "before=${COMP_WORDS[COMP_CWORD - 1]} "
                                                      "command= i\n"
                                                      "    COMPREPLY=()\n"
                                                      "    # --name=value comes as three words; "
                                                      "\"--name=\" is then what stands before.\n"
                                                      "    if [[ $current == = ]]; then\n"
                                                      "        current=\n"
                                                      "        before+==\n"
                                                      "    elif [[ $before == = && COMP_CWORD -gt "
                                                      "2 ]]; then\n"
                                                      "        before=${COMP_WORDS[COMP_CWORD - "
                                                      "2]}=\n"
                                                      "    fi\n"
                                                      "    # So does A:B.\n"
                                                      "    if [[ $current == : && COMP_CWORD -gt 1 "
                                                      "]]; then\n"
                                                      "        current=\n"
                                                      "        before=${COMP_WORDS[COMP_CWORD - "
                                                      "2]}\n"
                                                      "    elif [[ $before == : && COMP_CWORD -gt "
                                                      "3 ]]; then\n"
                                                      "        before=${COMP_WORDS[COMP_CWORD - "
                                                      "3]}\n"
                                                      "    fi\n"
                                                      "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                                                      "        if [[ ${COMP_WORDS[i + 1]} == = ]]; "
                                                      "then\n"
                                                      "            i=$((i + 2))\n"
                                                      "            continue\n"
                                                      "        fi\n"
                                                      "        case ${COMP_WORDS[i]} in\n";

static const char *const reply_functions[] = {"_orqgen_files", "_orqgen_folders",
                                              "_orqgen_revisions"};

/* What fills COMPREPLY with candidates, behind a ")". False: there are none, and nothing is added.
 */
static bool add_reply(struct orq_str *out, const struct orq_candidates *candidates)
{
    const bool wanted[] = {candidates->files, candidates->folders, candidates->revisions};
    size_t before = out->len;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (wanted[i])
            orq_str_addf(out, " %s \"$current\" ;", reply_functions[i]);
    if (candidates->choices.len > 0) {
        orq_str_add(out, " _orqgen_words \"$current\" ");
        orq_add_joined(out, &candidates->choices, " ");
        orq_str_add(out, " ;");
    }
    return out->len > before;
}

/* -m | --message */
static void add_names(struct orq_str *out, const struct orq_option *option)
{
    if (option->letter)
        orq_str_addf(out, "-%c | ", option->letter);
    orq_str_addf(out, "--%s", option->name);
}

/* The words in front of the command: values of options are none. */
static void add_search(struct orq_arena *arena, struct orq_str *out)
{
    struct orq_options options = orq_command_options(arena, NULL);
    struct orq_strings names = {0};
    const char *between = "        ";
    for (size_t i = 0; i < options.len; i++) {
        if (options.items[i].value && options.items[i].kind != ORQ_OPTION_MAYBE) {
            orq_str_add(out, between);
            add_names(out, &options.items[i]);
            between = " | ";
        }
    }
    for (size_t i = 0; orq_commands[i]; i++)
        ORQ_PUSH(arena, &names, orq_commands[i]->name);
    orq_str_add(out, ") i=$((i + 1)) ;;\n        ");
    orq_add_joined(out, &names, " | ");
    orq_str_add(out, ")\n"
                     "            command=${COMP_WORDS[i]}\n"
                     "            break\n"
                     "            ;;\n"
                     "        esac\n"
                     "    done\n");
}

/* '"check --why" | "check --why="', with the letter if it has one. */
static void add_value(struct orq_arena *arena, struct orq_str *out, const char *command,
                      const struct orq_option *option)
{
    if (!option->value)
        return;
    struct orq_candidates candidates = orq_candidates_option(arena, option);
    orq_str_add(out, "    ");
    if (option->letter)
        orq_str_addf(out, "%s\" -%c\" | ", command, option->letter);
    /* A value that may be left out is only one behind a "=". */
    if (option->kind != ORQ_OPTION_MAYBE)
        orq_str_addf(out, "%s\" --%s\" | ", command, option->name);
    orq_str_addf(out, "%s\" --%s=\")", command, option->name);
    add_reply(out, &candidates);
    orq_str_add(out, " return ;;\n");
}

static void add_values(struct orq_arena *arena, struct orq_str *out)
{
    orq_str_add(out, "    case \"$command $before\" in\n");
    for (size_t c = 0; orq_commands[c]; c++) {
        const struct orq_command *command = orq_commands[c];
        for (size_t i = 0; i < command->options.len; i++)
            add_value(arena, out, command->name, &command->options.items[i]);
        for (size_t i = 0; command->many && i < orq_options_many.len; i++)
            add_value(arena, out, command->name, &orq_options_many.items[i]);
    }
    for (size_t i = 0; i < orq_cmd_revision.options.len; i++)
        add_value(arena, out, "", &orq_cmd_revision.options.items[i]);
    for (size_t i = 0; i < orq_options_common.len; i++)
        add_value(arena, out, "*", &orq_options_common.items[i]);
    orq_str_add(out, "    esac\n");
}

static void add_options(struct orq_arena *arena, struct orq_str *out,
                        const struct orq_command *command)
{
    struct orq_options options = orq_command_options(arena, command);
    orq_str_addf(out, "    \"%s -\"*) _orqgen_words \"$current\"", command ? command->name : "");
    for (size_t i = 0; i < options.len; i++) {
        orq_str_addf(out, " --%s", options.items[i].name);
        if (options.items[i].letter)
            orq_str_addf(out, " -%c", options.items[i].letter);
    }
    orq_str_add(out, " ;;\n");
}

const char *orq_completion_bash(struct orq_arena *arena)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_add(&out, head);
    add_search(arena, &out);
    add_values(arena, &out);
    orq_str_add(&out, "    case \"$command $current\" in\n");
    add_options(arena, &out, NULL);
    for (size_t i = 0; orq_commands[i]; i++)
        add_options(arena, &out, orq_commands[i]);
    orq_str_add(&out, "    \" \"*) _orqgen_words \"$current\"");
    for (size_t i = 0; orq_commands[i]; i++)
        orq_str_addf(&out, " %s", orq_commands[i]->name);
    orq_str_add(&out, " ;;\n");
    for (size_t i = 0; orq_commands[i]; i++) {
        struct orq_candidates candidates = orq_candidates_words(arena, orq_commands[i]);
        orq_str_addf(&out, "    \"%s \"*)", orq_commands[i]->name);
        orq_str_add(&out, add_reply(&out, &candidates) ? ";\n" : " ;;\n");
    }
    orq_str_add(&out, "    esac\n}\ncomplete -F _orqgen orqgen\n");
    return orq_str_text(&out);
}
