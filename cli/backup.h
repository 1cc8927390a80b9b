/* Backups as the commands take them. */
#ifndef ORQ_CLI_BACKUP_H
#define ORQ_CLI_BACKUP_H

#include "cli/project.h"
#include "history/backup.h"

/* Asked for, or required by orqgen.yaml. */
bool orq_cli_wants_backup(const struct orq_cli *cli);
/* One file cannot take the backups of many databases. */
enum orq_status orq_check_backup_option(struct orq_cli *cli);
/* Of the project's database; file NULL or "": a name of its own. Lives as long as the project. */
struct orq_backup orq_cli_backup(const struct orq_project *project, const char *file);
/* A line about one. */
void orq_tell_backup(const struct orq_cli *cli, const struct orq_backup_made *made);

#endif
