/* All that is said of lint: in orqgen.yaml, and in the model where there is one. */
#ifndef ORQ_CLI_LINT_MODEL_H
#define ORQ_CLI_LINT_MODEL_H

#include "cli/project.h"

/* For the database of the project. ORQ_INVALID: the model has faults, which were reported. */
enum orq_status orq_project_lint(struct orq_cli *cli, const struct orq_project *project,
                                 struct orq_lint *lint);

#endif
