/* What the options of a command line say: one field for each option of any command. */
#ifndef ORQ_CLI_ARGUMENTS_H
#define ORQ_CLI_ARGUMENTS_H

#include "base/vec.h"

#include <stdbool.h>

struct orq_count { /* a number that may be left out */
    bool given;
    int value;
};

struct orq_arguments {
    /* of every command */
    const char *folder, *environment, *model, *migrations, *database, *scratch;
    const char *colour, *log_level;
    bool quiet, verbose, help, version;
    /* of some */
    bool json, dry_run, allow_data_loss, yes;
    bool autogenerate, include_drift, no_proof, strict_types, plain, partial;
    bool exit_code, history, sql;
    bool indicate_current, graph, check_heads, purge, force, splice;
    struct orq_count wait;
    const char *message, *rev_id, *onto, *dialect, *why, *backup;
    const char *rev_range, *head;
    struct orq_strings depends_on, branch_labels;
    bool list;                       /* explain */
    const char *level;               /* lint */
    bool all;                        /* archive purge */
    const char *older_than;          /* archive purge: days */
    const char *format, *statistics; /* review; the second of lint too */
    struct orq_strings only;
    const char *man;           /* help */
    struct orq_strings target; /* many databases, with the next three */
    const char *targets, *jobs;
    bool keep_going;
    bool write;               /* verify; check --fix model */
    const char *fix, *until;  /* check */
    struct orq_strings words; /* what is no option and no value of one */
};

#endif
