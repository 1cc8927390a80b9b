#include "base/file.h"
#include "cli/backup.h"
#include "cli/report.h"
#include "cli/run.h"
#include "cli/signals.h"
#include "sql/quote.h"

#include <sys/stat.h>

static bool same_file(const char *a, const char *b)
{
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

static enum orq_status refuse(struct orq_cli *cli, const struct orq_project *project)
{
    const char *file = orq_word(cli, 0);
    bool holds = false;
    if (same_file(file, project->url.target)) {
        orq_error(cli->diags, (struct orq_span){.file = file}, "this is the database itself");
        return ORQ_INVALID;
    }
    enum orq_status status = orq_backup_holds(cli->arena, project->db, cli->diags, &holds);
    if (status != ORQ_OK || !holds || cli->arguments.yes)
        return status;
    const char *shown = orq_shown_name(cli->arena, file);
    orq_error(cli->diags, ORQ_NOWHERE, "restore replaces everything in %s", project->url.shown);
    orq_hint(cli->diags, "if that is what you want:  orqgen restore %s --yes", shown);
    orq_hint(cli->diags, "to keep what is there now: orqgen backup");
    return ORQ_INVALID;
}

static void tell_waiting(void *context)
{
    const struct orq_cli *cli = context;
    orq_tell(cli, ORQ_LOG_INFO, "waiting: a run of migrations is under way");
}

static void print_json(const struct orq_project *project, const struct orq_backup_made *made,
                       struct orq_str *out)
{
    struct orq_json json = orq_json_new(out);
    orq_json_open_object(&json);
    orq_json_member(&json, "database", project->url.shown);
    orq_json_member(&json, "restored", made->file);
    orq_json_key(&json, "revision");
    orq_json_text(&json, made->revision);
    orq_json_close_object(&json);
}

static enum orq_status restore(struct orq_cli *cli, const struct orq_project *project)
{
    const char *ledger = project->ledger ? project->ledger : ORQ_LEDGER_DEFAULT;
    struct orq_backup backup = orq_cli_backup(project, orq_word(cli, 0));
    struct orq_backup_made made = {0};
    struct orq_str out = orq_str_new(cli->arena);
    orq_run_wait(cli, project->db);
    enum orq_status status = orq_db_lock(project->db, ledger, tell_waiting, cli, cli->diags);
    if (status == ORQ_OK)
        status = orq_backup_restore(cli->arena, project->db, &backup, cli->diags, &made);
    orq_db_unlock(project->db);
    if (status == ORQ_OK) {
        orq_tell(cli, ORQ_LOG_INFO, "%s is as in %s, at %s", project->url.shown, made.file,
                 made.revision ? made.revision : "base");
    }
    if (status == ORQ_OK && cli->arguments.json) {
        print_json(project, &made, &out);
        orq_print(&out);
    }
    return status;
}

static enum orq_status run(struct orq_cli *cli)
{
    struct orq_project project = {0};
    const char *file = orq_word(cli, 0);
    if (!orq_path_exists(file)) {
        orq_error(cli->diags, (struct orq_span){.file = file}, "there is no such backup");
        return ORQ_INVALID;
    }
    enum orq_status status = orq_project_open(cli, ORQ_PART_CREATE, &project);
    if (status == ORQ_OK)
        status = refuse(cli, &project);
    if (status == ORQ_OK) {
        orq_signals_guard(project.db);
        status = restore(cli, &project);
        orq_signals_guard(NULL);
    }
    orq_project_close(&project);
    return status;
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "yes", yes, "replace what the database holds now"),
    ORQ_WAIT_OPTION,
    ORQ_FLAG(0, "json", json, "what was restored as JSON"),
};

const struct orq_command orq_cmd_restore = {
    .name = "restore",
    .words = "FILE",
    .summary = "make the database what a backup says",
    .details =
        "The file is verified first. Then everything in the database is replaced, in one\n"
        "transaction: it is done whole or not at all. What was made after the backup is gone\n"
        "then, so a database that holds anything asks for --yes. A SQLite database that does\n"
        "not exist is made.",
    .example = "  $ orqgen restore orchestrator.20261123T011500Z.backup.db --yes\n"
               "  orchestrator.db is as in orchestrator.20261123T011500Z.backup.db, at "
               "4f1c2a9be0d3\n",
    .options = ORQ_OPTIONS(options),
    .words_min = 1,
    .words_max = 1,
    .run = run,
};
