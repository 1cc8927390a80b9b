#include "base/file.h"
#include "cli/project.h"
#include "cli/report.h"
#include "history/applied.h"
#include "history/ledger.h"
#include "history/rehash.h"
#include "sql/quote.h"

#include <string.h>

/* A duplicate id would have two files, and one of them the wrong line. */
static enum orq_status check_unplaced(struct orq_cli *cli, const struct orq_project *project)
{
    orq_diags_append(cli->diags, project->history->unplaced);
    return orq_diags_status(project->history->unplaced);
}

static enum orq_status find(struct orq_cli *cli, const struct orq_project *project,
                            struct orq_rehashes *rehashes)
{
    struct orq_ledger ledger;
    enum orq_status status =
        orq_ledger_read(cli->arena, project->db, project->ledger, cli->diags, &ledger);
    if (status == ORQ_OK)
        status = orq_applied_check(project->history, &ledger, cli->diags);
    return status == ORQ_OK ? orq_rehash(cli->arena, project->history,
                                         orq_ledger_set(cli->arena, &ledger), cli->diags, rehashes)
                            : status;
}

static void add_json(struct orq_json *json, const struct orq_rehashed *rehashed)
{
    orq_json_open_object(json);
    orq_json_member(json, "file", rehashed->revision->migration->path);
    orq_json_member(json, "revision", rehashed->revision->migration->revision);
    orq_report_strings_json(json, "parents", &rehashed->parents);
    orq_json_close_object(json);
}

static void print(const struct orq_cli *cli, const struct orq_rehashes *rehashes, size_t count)
{
    struct orq_str out = orq_str_new(cli->arena);
    struct orq_json json = orq_json_new(&out);
    if (cli->arguments.json)
        orq_json_open_array(&json);
    for (size_t i = 0; i < count; i++)
        if (cli->arguments.json)
            add_json(&json, &rehashes->items[i]);
        else
            orq_str_addf(&out, "%s\n", rehashes->items[i].revision->migration->path);
    if (cli->arguments.json)
        orq_json_close_array(&json);
    orq_print(&out);
}

static enum orq_status write_files(struct orq_cli *cli, const struct orq_rehashes *rehashes)
{
    enum orq_status status = ORQ_OK;
    size_t done = 0;
    for (size_t i = 0; i < rehashes->len && status == ORQ_OK; i++) {
        const struct orq_rehashed *rehashed = &rehashes->items[i];
        const char *path = rehashed->revision->migration->path;
        if (!cli->arguments.dry_run)
            status = orq_file_write(path, rehashed->text, strlen(rehashed->text), cli->diags);
        done += status == ORQ_OK;
        for (size_t k = 0; status == ORQ_OK && k < rehashed->parents.len; k++) {
            orq_tell(cli, ORQ_LOG_INFO, "%s %s: the hash of its parent %s",
                     cli->arguments.dry_run ? "would write" : "wrote",
                     rehashed->revision->migration->revision, rehashed->parents.items[k]);
        }
    }
    print(cli, rehashes, done);
    return status;
}

static enum orq_status run(struct orq_cli *cli)
{
    struct orq_project project;
    struct orq_rehashes rehashes = {0};
    enum orq_status status =
        orq_project_open(cli, ORQ_PART_HISTORY | ORQ_PART_READ | ORQ_PART_PEEK, &project);
    if (status == ORQ_OK)
        status = check_unplaced(cli, &project);
    if (status == ORQ_OK)
        status = find(cli, &project, &rehashes);
    if (status == ORQ_OK && rehashes.len == 0)
        orq_tell(cli, ORQ_LOG_INFO, "nothing to do: every parent line has the hash of its parent");
    if (status == ORQ_OK)
        status = write_files(cli, &rehashes);
    orq_project_close(&project);
    return status;
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "dry-run", dry_run, "name the files, and write none"),
    ORQ_FLAG(0, "json", json, "the files, and whose hashes they have now, as JSON"),
};

const struct orq_command orq_cmd_rehash = {
    .name = "rehash",
    .words = "",
    .summary = "repair the hashes in the parent lines of migrations that are not applied",
    .details =
        "A parent line holds the hash of the parent's upgrade, so that an edit of what a migration "
        "was\n"
        "made on shows. Where the edit is right, this writes the new hash. A migration that is\n"
        "applied in the database is left as it is, and is an error.",
    .example = "  $ orqgen rehash\n"
               "  migrations/20261122154300_4f1c2a9be0d3_add_rating.sql\n"
               "  wrote 4f1c2a9be0d3: the hash of its parent 9d02ab31c5fe\n",
    .options = ORQ_OPTIONS(options),
    .run = run,
};
