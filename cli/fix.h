/* `check --fix`: what is to become of drift. */
#ifndef ORQ_CLI_FIX_H
#define ORQ_CLI_FIX_H

#include "cli/project.h"
#include "history/verdict.h"
#include "history/waiver.h"

struct orq_fixing {
    struct orq_cli *cli;
    const struct orq_project *project; /* with the model's document */
    const struct orq_verdicts *verdicts;
    const struct orq_waiving *waiving;
    struct orq_str *out;
};

/* Are the options that go with --fix given as they should be? */
enum orq_status orq_fix_check_arguments(struct orq_cli *cli);
enum orq_status orq_fix(struct orq_fixing *fixing);

/* -- fix_model.c -- */

/* chosen: of the drift, what is to be answered. */
enum orq_status orq_fix_model(struct orq_fixing *fixing, const struct orq_ops *chosen);

#endif
