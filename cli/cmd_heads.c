#include "cli/looking.h"
#include "sql/quote.h"

static void print(struct orq_looking *looking, const struct orq_revisions *heads)
{
    struct orq_str *out = &looking->out;
    for (size_t i = 0; i < heads->len; i++) {
        const struct orq_revision *head = heads->items[i];
        if (orq_tells(looking->cli, ORQ_LOG_DEBUG)) {
            orq_describe_at_length(&looking->describer, out, head);
            continue;
        }
        const char *message = head->migration->message;
        orq_describe_name(&looking->describer, out, head);
        orq_str_addf(out, " %s\n", orq_shown_name(out->arena, message ? message : ""));
    }
}

static enum orq_status run(struct orq_cli *cli)
{
    struct orq_looking looking;
    struct orq_revisions heads = {0};
    enum orq_status status = orq_look_open(cli, false, &looking);
    if (status == ORQ_OK) {
        orq_history_heads(cli->arena, looking.project.history, &heads);
        if (cli->arguments.json)
            orq_describe_list_json(&looking.describer, &looking.out, &heads);
        else
            print(&looking, &heads);
        status = orq_look_faults(&looking);
    }
    orq_look_close(&looking);
    return status;
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "json", json, "the same as JSON"),
};

const struct orq_command orq_cmd_heads = {
    .name = "heads",
    .words = "",
    .summary = "print the newest migration, of each branch",
    .details = "With -v, each with its parents, labels and file.",
    .example = "  $ orqgen heads\n"
               "  4f1c2a9be0d3 (head) add rating\n",
    .options = ORQ_OPTIONS(options),
    .run = run,
};
