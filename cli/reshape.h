/* What the commands that change the history share: merge, rebase, squash. */
#ifndef ORQ_CLI_RESHAPE_H
#define ORQ_CLI_RESHAPE_H

#include "cli/project.h"
#include "history/ledger.h"
#include "history/merge.h"

struct orq_reshaping {
    struct orq_cli *cli;
    struct orq_project project;
    struct orq_ledger ledger;
    struct orq_map *applied;     /* ids of the ledger */
    struct orq_strings current;  /* its heads */
    struct orq_engines engines;  /* of the dialects that are worked on */
    struct orq_strings dialects; /* of the sections; NULL in it: any */
    struct orq_str out;          /* stdout */
};

/* Reads the history, and the ledger of the configured database. */
enum orq_status orq_reshape_open(struct orq_cli *cli, struct orq_reshaping *reshaping);
void orq_reshape_close(struct orq_reshaping *reshaping);
/* One revision; base is none, *revision NULL. */
enum orq_status orq_reshape_resolve(struct orq_reshaping *reshaping, const char *text,
                                    struct orq_revision **revision);
/* Finds the dialects of these migrations' sections, and an engine for each. */
enum orq_status orq_reshape_engines(struct orq_reshaping *reshaping,
                                    const struct orq_revisions *revisions);
/* May a new revision have this id? NULL: it is made. */
enum orq_status orq_reshape_check_free(struct orq_reshaping *reshaping, const char *id);

#endif
