/* `lint:` of orqgen.yaml: what is accepted everywhere, other levels, limits below which a finding
 * is a note. */
#ifndef ORQ_CLI_LINT_CONFIG_H
#define ORQ_CLI_LINT_CONFIG_H

#include "model/yaml.h"
#include "review/review.h"

/* Faults, unknown rules too, are reported. */
void orq_lint_config_read(struct orq_arena *arena, const struct orq_yaml *value,
                          struct orq_diags *diags, struct orq_lint *lint);

#endif
