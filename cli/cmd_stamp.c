#include "cli/report.h"
#include "cli/run.h"
#include "cli/signals.h"
#include "history/stamp.h"
#include "sql/quote.h"

#include <stdint.h>

static void print_json(const struct orq_project *project, const struct orq_stamped *stamped,
                       struct orq_str *out)
{
    struct orq_json json = orq_json_new(out);
    orq_json_open_object(&json);
    orq_json_member(&json, "database", project->url.shown);
    orq_report_strings_json(&json, "removed", &stamped->removed);
    orq_json_key(&json, "recorded");
    orq_json_open_array(&json);
    for (size_t i = 0; i < stamped->written.len; i++)
        orq_report_revision_json(&json, stamped->written.items[i]->migration);
    orq_json_close_array(&json);
    orq_report_strings_json(&json, "current", &stamped->heads);
    orq_json_close_object(&json);
}

static void tell(struct orq_cli *cli, const struct orq_project *project,
                 const struct orq_stamped *stamped)
{
    for (size_t i = 0; i < stamped->removed.len; i++) {
        orq_tell(cli, ORQ_LOG_INFO, "removed %s",
                 orq_shown_name(cli->arena, stamped->removed.items[i]));
    }
    for (size_t i = 0; i < stamped->written.len; i++) {
        struct orq_str line = orq_str_new(cli->arena);
        orq_report_revision(&line, stamped->written.items[i]->migration);
        orq_tell(cli, ORQ_LOG_INFO, "recorded %s", orq_str_text(&line));
    }
    orq_tell(cli, ORQ_LOG_INFO, "%s is at %s; nothing was run", project->url.shown,
             orq_shown_name(cli->arena, orq_current_named(cli->arena, &stamped->heads)));
}

static enum orq_status stamp(struct orq_cli *cli, const struct orq_project *project)
{
    struct orq_running running = {.cli = cli};
    struct orq_run_options options = orq_running_options(&running, project->ledger);
    struct orq_stamp wish = {.history = project->history,
                             .options = &options,
                             .targets = &cli->arguments.words,
                             .purge = cli->arguments.purge};
    struct orq_stamped stamped;
    struct orq_str out = orq_str_new(cli->arena);
    orq_tell_diags(cli);
    orq_signals_guard(project->db);
    orq_run_wait(cli, project->db);
    enum orq_status status = orq_stamp(cli->arena, project->db, &wish, cli->diags, &stamped);
    orq_signals_guard(NULL);
    if (status == ORQ_OK)
        tell(cli, project, &stamped);
    if (status == ORQ_OK && cli->arguments.json) {
        print_json(project, &stamped, &out);
        orq_print(&out);
    }
    return status;
}

static enum orq_status run(struct orq_cli *cli)
{
    struct orq_project project;
    enum orq_status status = orq_project_open(cli, ORQ_PART_HISTORY | ORQ_PART_WRITE, &project);
    if (status == ORQ_OK)
        status = stamp(cli, &project);
    orq_project_close(&project);
    return status;
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "purge", purge, "delete every row of the ledger first"),
    ORQ_WAIT_OPTION,
    ORQ_FLAG(0, "json", json, "what was written as JSON"),
};

const struct orq_command orq_cmd_stamp = {
    .name = "stamp",
    .words = "REV...",
    .summary = "write into the ledger where the database is, without running anything",
    .details = "What REV stands on is recorded too, and what stands on REV is no longer; other "
               "branches stay.\n"
               "REV is an id or a prefix of one, head, heads, base, +N, -N, LABEL@head; several "
               "may be given.\n"
               "With --purge every row is deleted first, also of revisions that no file has.",
    .example = "  $ orqgen stamp head\n"
               "  recorded 9d02ab31c5fe first\n"
               "  recorded 4f1c2a9be0d3 add rating\n"
               "  orchestrator.db is at 4f1c2a9be0d3; nothing was run\n",
    .options = ORQ_OPTIONS(options),
    .words_min = 1,
    .words_max = SIZE_MAX,
    .run = run,
};
