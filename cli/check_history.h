/* `check --history`: do the migrations build the model, in each dialect that it names? Asks no
 * database, and needs none to be known: SQLite in memory; PostgreSQL where --scratch says, else on
 * a private server. */
#ifndef ORQ_CLI_CHECK_HISTORY_H
#define ORQ_CLI_CHECK_HISTORY_H

#include "cli/cli.h"

/* ORQ_DIFFERENT: they do not. ORQ_DATABASE, reported: it could not be checked. Another dialect than
 * the database's that could not be checked is a warning. */
enum orq_status orq_check_history(struct orq_cli *cli);

#endif
