/* The commands: a table of names, options, texts and functions, from which
 * the command line is read and the help is written. */
#ifndef ORQ_CLI_COMMAND_H
#define ORQ_CLI_COMMAND_H

#include "cli/option.h"

#include <stdio.h>

struct orq_cli;

struct orq_command {
    const char *name;
    const char *words;   /* what stands behind it: "[TARGET]"; "": nothing */
    const char *summary; /* one line */
    const char *details; /* a paragraph; NULL: none */
    const char *example; /* a worked one */
    struct orq_options options;
    size_t words_min, words_max;
    bool unconfigured; /* reads no configuration, and so works with a broken one */
    const char *many;  /* runs on many databases too: what one is that it went well for; NULL: no */
    unsigned shared;   /* beside it: what is read once for all of them, of enum orq_part */
    enum orq_status (*run)(struct orq_cli *cli);
};

extern const struct orq_command orq_cmd_init, orq_cmd_revision, orq_cmd_diff, orq_cmd_check,
    orq_cmd_upgrade, orq_cmd_downgrade, orq_cmd_current, orq_cmd_heads, orq_cmd_history,
    orq_cmd_inspect, orq_cmd_model, orq_cmd_reset, orq_cmd_backup, orq_cmd_restore, orq_cmd_help;
extern const struct orq_command orq_cmd_adopt, orq_cmd_archive;
extern const struct orq_command orq_cmd_stats, orq_cmd_review;
extern const struct orq_command orq_cmd_merge, orq_cmd_rebase, orq_cmd_squash, orq_cmd_rehash;
extern const struct orq_command orq_cmd_branches, orq_cmd_show, orq_cmd_stamp, orq_cmd_edit;
extern const struct orq_command orq_cmd_verify, orq_cmd_lint, orq_cmd_preflight, orq_cmd_explain,
    orq_cmd_completion;

/* In the order of the help; ends with NULL. */
extern const struct orq_command *const orq_commands[];

/* By name; NULL: none. */
const struct orq_command *orq_command_find(const char *name);
/* Reports a command that nobody knows, with the nearest one. */
void orq_command_unknown(struct orq_arena *arena, const char *name, struct orq_diags *diags);

/* Was a command that runs on many databases given a list of them? */
bool orq_fleet_asked(const struct orq_cli *cli);
/* Runs it on each, in a process of its own, which tells a line about it. Gives the worst of their
 * exit codes, which is the highest. */
enum orq_status orq_fleet_run(struct orq_cli *cli, const struct orq_command *command);

/* What a line of --targets is. */
#define ORQ_HELP_TARGET_LINES                                                     \
    "      A line of FILE is a URL, or names many: files GLOB; urls URL QUERY;\n" \
    "      of PostgreSQL also: databases URL QUERY; schemas URL QUERY.\n"

/* The help of a command; NULL: of the program. */
void orq_help_print(FILE *out, const struct orq_command *command);
void orq_version_print(FILE *out);

#endif
