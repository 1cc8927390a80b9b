/* Which tables of the database are large, for what is written otherwise for those. */
#ifndef ORQ_CLI_LARGE_H
#define ORQ_CLI_LARGE_H

#include "cli/project.h"

/* Where the model has a `backfill:`, asks the connected database for its large tables, by the limit
 * of the rule backfill-with-ddl (`lint: limits:`), else ORQ_LARGE_ROWS, and lends them to the
 * engine. PostgreSQL; any other stays as it is. */
enum orq_status orq_cli_find_large(struct orq_cli *cli, struct orq_project *project);

#endif
