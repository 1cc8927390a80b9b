#include "cli/report.h"
#include "cli/run.h"
#include "cli/signals.h"
#include "sql/quote.h"

#include <string.h>

static enum orq_status refuse(struct orq_cli *cli, const struct orq_project *project)
{
    const struct orq_url *url = &project->url;
    if (!cli->arguments.yes) {
        orq_error(cli->diags, ORQ_NOWHERE, "reset deletes everything in %s", url->shown);
        orq_hint(cli->diags, "if that is what you want: orqgen reset --yes");
        return ORQ_INVALID;
    }
    if (strcmp(url->dialect, "sqlite") != 0 && !cli->config.reset_allowed) {
        orq_error(cli->diags, ORQ_NOWHERE, "reset is for development, and %s is not a file",
                  url->shown);
        orq_hint(cli->diags, "an environment of %s may say so: reset: allowed", ORQ_CONFIG_NAME);
        return ORQ_INVALID;
    }
    if (project->history->revisions.len == 0) {
        orq_error(cli->diags, ORQ_NOWHERE, "there are no migrations in %s to upgrade to",
                  orq_shown_name(cli->arena, project->folder));
        orq_hint(cli->diags, "write the first one: orqgen --autogenerate -m \"first tables\"");
        return ORQ_INVALID;
    }
    return ORQ_OK;
}

/* Can it be written? The lock is let go again: what is copied over a database takes its own. */
static enum orq_status try_lock(struct orq_cli *cli, struct orq_db *db)
{
    enum orq_status status = orq_db_begin(db, cli->diags);
    if (status == ORQ_OK)
        orq_db_rollback(db);
    return status;
}

/* The new database is built whole beside the old one and then takes its place, in one
 * transaction: a migration that fails leaves everything as it was. */
static enum orq_status rebuild(struct orq_cli *cli, const struct orq_project *project)
{
    struct orq_running running = {.cli = cli};
    struct orq_run_options options = orq_running_options(&running, project->ledger);
    struct orq_db *fresh = NULL;
    options.allow_data_loss = true; /* there is none to lose */
    enum orq_status status = orq_db_memory(cli->arena, cli->diags, &fresh);
    if (status == ORQ_OK) {
        status = orq_upgrade(cli->arena, fresh, project->history, &options, cli->diags);
        orq_running_end(&running);
    }
    if (status == ORQ_OK) {
        orq_signals_guard(project->db);
        status = orq_db_copy(fresh, project->db, cli->diags);
        orq_signals_guard(NULL);
    }
    if (status == ORQ_OK) {
        orq_tell(cli, ORQ_LOG_INFO, "%s was emptied: it holds no rows but those of %s",
                 project->url.shown, orq_counted(cli->arena, running.done.len, "migration"));
    }
    orq_db_close(fresh);
    return status;
}

static enum orq_status run(struct orq_cli *cli)
{
    struct orq_project project;
    enum orq_status status = orq_project_open(cli, ORQ_PART_HISTORY | ORQ_PART_HEAD, &project);
    if (status == ORQ_OK)
        status = refuse(cli, &project);
    if (status == ORQ_OK)
        status = orq_project_connect(cli, ORQ_PART_CREATE, &project);
    if (status == ORQ_OK)
        status = try_lock(cli, project.db);
    if (status == ORQ_OK) {
        orq_tell_diags(cli);
        status = rebuild(cli, &project);
    }
    orq_project_close(&project);
    return status;
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "yes", yes, "do it"),
};

const struct orq_command orq_cmd_reset = {
    .name = "reset",
    .words = "",
    .summary = "for development: empty the database and upgrade it to head",
    .details =
        "Works on a SQLite file. A database of another engine is only reset where its environment\n"
        "says `reset: allowed`. When a migration fails, the database stays as it was.",
    .example = "  $ orqgen reset --yes\n"
               "  upgrade 9d02ab31c5fe first ... done (2 ms)\n"
               "  orchestrator.db was emptied: it holds no rows but those of 1 migration\n",
    .options = ORQ_OPTIONS(options),
    .run = run,
};
