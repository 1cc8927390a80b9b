#include "cli/project.h"
#include "cli/report.h"
#include "sql/quote.h"

/* What is wrong with a history never keeps the rest of it from being shown. */
static enum orq_status faults(struct orq_cli *cli, const struct orq_history *history)
{
    orq_diags_append(cli->diags, history->faults);
    return orq_diags_status(history->faults);
}

static void print_list_json(struct orq_cli *cli, const struct orq_revisions *revisions)
{
    struct orq_str out = orq_str_new(cli->arena);
    struct orq_json json = orq_json_new(&out);
    orq_json_open_array(&json);
    for (size_t i = 0; i < revisions->len; i++) {
        const struct orq_migration *migration = revisions->items[i]->migration;
        orq_json_open_object(&json);
        orq_json_member(&json, "revision", migration->revision);
        orq_json_key(&json, "parents");
        orq_json_open_array(&json);
        for (size_t k = 0; k < migration->parents.len; k++) {
            orq_json_text(&json, migration->parents.items[k].revision);
        }
        orq_json_close_array(&json);
        orq_json_member(&json, "message", migration->message);
        orq_json_member(&json, "created", migration->created);
        orq_json_member(&json, "path", migration->path);
        orq_json_close_object(&json);
    }
    orq_json_close_array(&json);
    orq_print(&out);
}

static void tell_if_none(struct orq_cli *cli, const struct orq_project *project)
{
    if (project->history->revisions.len == 0 && orq_diags_errors(project->history->faults) == 0) {
        orq_tell(cli, ORQ_LOG_INFO, "no migrations in %s",
                 orq_shown_name(cli->arena, project->folder));
    }
}

static enum orq_status run_heads(struct orq_cli *cli)
{
    struct orq_project project;
    struct orq_revisions heads = {0};
    enum orq_status status = orq_project_open(cli, ORQ_PART_HISTORY, &project);
    if (status != ORQ_OK) {
        return status;
    }
    tell_if_none(cli, &project);
    orq_history_heads(cli->arena, project.history, &heads);
    if (cli->arguments.json) {
        print_list_json(cli, &heads);
        return faults(cli, project.history);
    }
    struct orq_str out = orq_str_new(cli->arena);
    for (size_t i = 0; i < heads.len; i++) {
        orq_report_revision(&out, heads.items[i]->migration);
        orq_str_addc(&out, '\n');
    }
    orq_print(&out);
    return faults(cli, project.history);
}

/* "9d02ab31c5fe -> 4f1c2a9be0d3 (head), add rating" */
static void add_history_line(struct orq_str *out, const struct orq_revision *revision, bool verbose)
{
    const struct orq_migration *migration = revision->migration;
    for (size_t i = 0; i < migration->parents.len; i++) {
        orq_str_addf(out, "%s%s", i == 0 ? "" : ", ",
                     orq_shown_name(out->arena, migration->parents.items[i].revision));
    }
    orq_str_addf(out, "%s -> %s", migration->parents.len == 0 ? "<base>" : "",
                 orq_shown_name(out->arena, migration->revision));
    orq_str_add(out, revision->child_count == 0 ? " (head)" : "");
    orq_str_add(out, revision->child_count > 1 ? " (branchpoint)" : "");
    orq_str_add(out, revision->parent_count > 1 ? " (mergepoint)" : "");
    const char *message = migration->message ? migration->message : "";
    orq_str_addf(out, ", %s\n", orq_shown_name(out->arena, message));
    if (verbose) {
        orq_str_addf(out, "    %s\n", orq_shown_name(out->arena, migration->path));
    }
}

static enum orq_status run_history(struct orq_cli *cli)
{
    struct orq_project project;
    enum orq_status status = orq_project_open(cli, ORQ_PART_HISTORY, &project);
    if (status != ORQ_OK) {
        return status;
    }
    tell_if_none(cli, &project);
    const struct orq_revisions *all = &project.history->revisions;
    struct orq_revisions newest_first = {
        .items = ORQ_NEW_ARRAY(cli->arena, struct orq_revision *, all->len), .len = all->len};
    for (size_t i = 0; i < all->len; i++) {
        newest_first.items[i] = all->items[all->len - 1 - i];
    }
    if (cli->arguments.json) {
        print_list_json(cli, &newest_first);
        return faults(cli, project.history);
    }
    struct orq_str out = orq_str_new(cli->arena);
    for (size_t i = 0; i < newest_first.len; i++) {
        add_history_line(&out, newest_first.items[i], orq_tells(cli, ORQ_LOG_DEBUG));
    }
    orq_print(&out);
    return faults(cli, project.history);
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "json", json, "the same as JSON"),
};

const struct orq_command orq_cmd_heads = {
    .name = "heads",
    .words = "",
    .summary = "print the newest migration",
    .example = "  $ orqgen heads\n"
               "  4f1c2a9be0d3 add rating\n",
    .options = ORQ_OPTIONS(options),
    .run = run_heads,
};

const struct orq_command orq_cmd_history = {
    .name = "history",
    .words = "",
    .summary = "print all migrations, newest first",
    .details = "With -v, each with its file.",
    .example = "  $ orqgen history\n"
               "  9d02ab31c5fe -> 4f1c2a9be0d3 (head), add rating\n"
               "  <base> -> 9d02ab31c5fe, first\n",
    .options = ORQ_OPTIONS(options),
    .run = run_history,
};
