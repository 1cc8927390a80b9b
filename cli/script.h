/* `upgrade --sql` and `downgrade --sql`. */
#ifndef ORQ_CLI_SCRIPT_H
#define ORQ_CLI_SCRIPT_H

#include "cli/cli.h"

enum orq_status orq_print_script(struct orq_cli *cli, enum orq_direction direction);

#endif
