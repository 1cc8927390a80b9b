#include "cli/looking.h"
#include "sql/quote.h"

#include <string.h>

/* The revisions that several stand on, newest first. */
static void find_branch_points(struct orq_arena *arena, const struct orq_history *history,
                               struct orq_revisions *points)
{
    for (size_t i = history->revisions.len; i > 0; i--)
        if (history->revisions.items[i - 1]->child_count > 1)
            ORQ_PUSH(arena, points, history->revisions.items[i - 1]);
}

static void print_point(struct orq_looking *looking, const struct orq_revision *point)
{
    struct orq_str *out = &looking->out;
    bool verbose = orq_tells(looking->cli, ORQ_LOG_DEBUG);
    const char *id = orq_shown_name(out->arena, point->migration->revision);
    if (verbose) {
        orq_describe_at_length(&looking->describer, out, point);
    } else {
        orq_describe_name(&looking->describer, out, point);
        orq_str_addc(out, '\n');
    }
    for (size_t i = 0; i < point->child_count; i++) {
        const struct orq_revision *child = point->children[i];
        const char *message = child->migration->message;
        orq_str_addf(out, "%*s -> ", (int)strlen(id), "");
        orq_describe_name(&looking->describer, out, child);
        if (verbose)
            orq_str_addf(out, ", %s", orq_shown_name(out->arena, message ? message : ""));
        orq_str_addc(out, '\n');
    }
    orq_str_addc(out, '\n');
}

static enum orq_status run(struct orq_cli *cli)
{
    struct orq_looking looking;
    struct orq_revisions points = {0};
    enum orq_status status = orq_look_open(cli, false, &looking);
    if (status == ORQ_OK) {
        find_branch_points(cli->arena, looking.project.history, &points);
        for (size_t i = 0; i < points.len && !cli->arguments.json; i++)
            print_point(&looking, points.items[i]);
        if (cli->arguments.json)
            orq_describe_list_json(&looking.describer, &looking.out, &points);
        status = orq_look_faults(&looking);
    }
    orq_look_close(&looking);
    return status;
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "json", json, "the same as JSON"),
};

const struct orq_command orq_cmd_branches = {
    .name = "branches",
    .words = "",
    .summary = "print the migrations that several stand on",
    .details = "Newest first, each with those that stand on it. With -v, at length.",
    .example = "  $ orqgen branches\n"
               "  9d02ab31c5fe (branchpoint)\n"
               "               -> 4f1c2a9be0d3 (head)\n"
               "               -> 77d0e1a2b3c4 (search) (head)\n",
    .options = ORQ_OPTIONS(options),
    .run = run,
};
