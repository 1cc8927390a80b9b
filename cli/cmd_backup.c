#include "cli/backup.h"
#include "cli/report.h"
#include "cli/signals.h"

#include <inttypes.h>

struct taking {
    struct orq_cli *cli;
    const struct orq_project *project;
};

static void print_json(const struct taking *taking, const struct orq_backup_made *made)
{
    struct orq_str out = orq_str_new(taking->cli->arena);
    struct orq_json json = orq_json_new(&out);
    orq_json_open_object(&json);
    orq_json_member(&json, "database", taking->project->url.shown);
    orq_json_member(&json, "file", made->file);
    orq_json_key(&json, "bytes");
    orq_json_number(&json, made->bytes);
    orq_json_member(&json, "revision", made->revision);
    orq_json_close_object(&json);
    orq_print(&out);
}

/* The name is the result. */
static void tell(void *context, const struct orq_backup_made *made)
{
    const struct taking *taking = context;
    struct orq_str out = orq_str_new(taking->cli->arena);
    orq_tell_backup(taking->cli, made);
    if (taking->cli->arguments.json) {
        print_json(taking, made);
    } else if (made->file) {
        orq_str_addf(&out, "%s\n", made->file);
        orq_print(&out);
    }
}

static void tell_waiting(void *context)
{
    const struct taking *taking = context;
    orq_tell(taking->cli, ORQ_LOG_INFO, "waiting: a run of migrations is under way");
}

/* No run of migrations may come in between: what the ledger says then is what the backup holds. */
static enum orq_status take(struct taking *taking)
{
    struct orq_cli *cli = taking->cli;
    const struct orq_project *project = taking->project;
    const char *ledger = project->ledger ? project->ledger : ORQ_LEDGER_DEFAULT;
    bool locks = orq_db_can(project->db, ORQ_CAN_ADVISORY_LOCKS);
    struct orq_backup backup = orq_cli_backup(project, orq_word(cli, 0));
    backup.made = tell;
    backup.context = taking;
    enum orq_status status = ORQ_OK;
    if (locks)
        status = orq_db_lock(project->db, ledger, tell_waiting, taking, cli->diags);
    if (status == ORQ_OK)
        status = orq_backup_take(cli->arena, project->db, &backup, cli->diags);
    if (locks)
        orq_db_unlock(project->db);
    return status;
}

static enum orq_status run(struct orq_cli *cli)
{
    struct orq_project project;
    struct taking taking = {cli, &project};
    enum orq_status status = orq_project_open(cli, ORQ_PART_READ, &project);
    if (status == ORQ_OK) {
        orq_signals_guard(project.db);
        status = take(&taking);
        orq_signals_guard(NULL);
    }
    orq_project_close(&project);
    return status;
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "json", json, "the backup as JSON"),
};

const struct orq_command orq_cmd_backup = {
    .name = "backup",
    .words = "[FILE]",
    .summary = "write the whole database to a file, and verify it",
    .details =
        "SQLite: a copy by the engine's online backup, which passes an integrity check.\n"
        "PostgreSQL: pg_dump -Fc of the server's own major version, read whole by pg_restore; "
        "both\n"
        "are looked for in the folder ORQGEN_PG_BIN, else on PATH, else in\n"
        "/usr/lib/postgresql/N/bin. The file appears once it is verified and on disk, and never\n"
        "replaces another. Without FILE it is named by the database and the time, beside a SQLite\n"
        "database or in the current folder. `upgrade --backup` and `downgrade --backup` take one\n"
        "under the run's own lock; `backup: required` in orqgen.yaml makes them do so.",
    .example =
        "  $ orqgen backup\n"
        "  backup of 4f1c2a9be0d3: orchestrator.20261123T011500Z.backup.db (24.6 kB, verified)\n"
        "  orchestrator.20261123T011500Z.backup.db\n",
    .options = ORQ_OPTIONS(options),
    .words_max = 1,
    .run = run,
};
