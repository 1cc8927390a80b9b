/* Completion on the command line, and man pages: both are made from the tables of commands, options
 * and topics, so that they tell what the program takes. */
#ifndef ORQ_CLI_COMPLETION_H
#define ORQ_CLI_COMPLETION_H

#include "base/str.h"
#include "cli/command.h"

/* What may stand at a place. */
struct orq_candidates {
    bool files, folders, revisions;
    struct orq_strings choices;
};

/* Of an option's value. */
struct orq_candidates orq_candidates_option(struct orq_arena *arena,
                                            const struct orq_option *option);
/* Of the words behind a command. */
struct orq_candidates orq_candidates_words(struct orq_arena *arena,
                                           const struct orq_command *command);

/* Every option that is read with a command, the common ones last; NULL: in front of one, where
 * those of revision are taken too. */
struct orq_options orq_command_options(struct orq_arena *arena, const struct orq_command *command);

/* The words a, b and c with `between` between them. */
void orq_add_joined(struct orq_str *out, const struct orq_strings *words, const char *between);
/* The text between single quotes of sh, with a backslash in front of each byte of `special`. */
void orq_add_quoted(struct orq_str *out, const char *text, const char *special);
/* Prints the ids of all revisions, one a line, in any shell; but those that hold what could mean
 * something to it. given: the options on the line that say of which project (ORQ_PROJECT_OPTIONS),
 * as the shell writes them. */
#define ORQ_LIST_REVISIONS(given)                                                \
    "orqgen " given " history -q 2>/dev/null | awk '{ for (i = 1; i < NF; i++) " \
    "if ($i == \"->\") { id = $(i + 1); sub(/,$/, \"\", id); "                   \
    "if (id !~ /[^A-Za-z0-9_.]/) print id; break } }'"

#define ORQ_PROJECT_OPTIONS(between) \
    "-C" between "--directory" between "-e" between "--environment" between "--migrations"

/* The scripts. */
const char *orq_completion_bash(struct orq_arena *arena);
const char *orq_completion_zsh(struct orq_arena *arena);
const char *orq_completion_fish(struct orq_arena *arena);

#endif
