/* What the commands that show the history share. */
#ifndef ORQ_CLI_LOOKING_H
#define ORQ_CLI_LOOKING_H

#include "cli/describe.h"
#include "cli/project.h"

struct orq_looking {
    struct orq_cli *cli;
    struct orq_project project;
    struct orq_strings current; /* what the database is at, where that was asked for */
    struct orq_describer describer;
    struct orq_str out; /* stdout */
};

/* Reads the history, and, where current says so, what the database is at. */
enum orq_status orq_look_open(struct orq_cli *cli, bool current, struct orq_looking *looking);
/* What is wrong with the history, which never keeps the rest of it from being shown. */
enum orq_status orq_look_faults(struct orq_looking *looking);
/* Prints what there is to print; whatever came before. */
void orq_look_close(struct orq_looking *looking);

/* For a command that runs migrations on scratch databases: reads the history, asks the database
 * where it is only where `asks` says so, and finds a server, a private one if need be. */
enum orq_status orq_look_scratch(struct orq_cli *cli, bool asks, struct orq_project *project,
                                 struct orq_strings *current);
/* Adds what a word means: one revision, several (heads), or a range. current: as above. */
enum orq_status orq_look_choose(struct orq_cli *cli, const struct orq_history *history,
                                const struct orq_strings *current, const char *word,
                                struct orq_revisions *revisions);

/* Does an identifier or a range mean something that depends on where the database is? */
bool orq_asks_current(const char *target);

#endif
