/* `waivers:` of orqgen.yaml: drift that is accepted until a day. */
#ifndef ORQ_CLI_WAIVERS_H
#define ORQ_CLI_WAIVERS_H

#include "base/json.h"
#include "history/waiver.h"
#include "model/yaml.h"

struct orq_cli;

/* Faults are reported. */
void orq_waivers_read(struct orq_arena *arena, const struct orq_yaml *list, struct orq_diags *diags,
                      struct orq_waivers *waivers);
/* Adds to the file's waivers, which take the place of those of the same objects, and writes it:
 * what else is in it stays byte for byte. It is made where there is none (file NULL). */
enum orq_status orq_waivers_write(struct orq_cli *cli, const char *file,
                                  const struct orq_waivers *waivers);

/* Today, by the run's clock; so many days on. */
const char *orq_cli_day(struct orq_cli *cli, int days);

/* What is waived, one on a line. */
void orq_waived_report(struct orq_str *out, const struct orq_waived_ops *waived);
/* Why drift is told that has a waiver: it has expired, or is of another difference. */
void orq_unwaived_report(struct orq_str *out, const struct orq_waiving *waiving);
/* "waived": [{"object": …, "until": …, …}], "expired": [the same] */
void orq_waiving_json(struct orq_json *json, const struct orq_waiving *waiving);
/* A warning for each waiver that is about nothing. */
void orq_idle_report(struct orq_cli *cli, const struct orq_waivers *idle);

#endif
