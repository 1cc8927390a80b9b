#include "base/file.h"
#include "cli/hooks.h"
#include "cli/report.h"
#include "cli/reshape.h"
#include "history/squash.h"
#include "sql/quote.h"

#include <string.h>

static enum orq_status find_range(struct orq_reshaping *shape, struct orq_revisions *range)
{
    struct orq_cli *cli = shape->cli;
    const struct orq_target target = {.text = orq_word(cli, 0), .current = &shape->current};
    return orq_history_range(cli->arena, shape->project.history, &target, cli->diags, range);
}

static void print_json(struct orq_reshaping *shape, const struct orq_squashed *squashed)
{
    const struct orq_migration *migration = squashed->migration;
    struct orq_json json = orq_json_new(&shape->out);
    orq_json_open_object(&json);
    orq_json_member(&json, "revision", migration->revision);
    orq_json_member(&json, "path", migration->path);
    orq_report_strings_json(&json, "removed", &squashed->left);
    orq_report_ops_json(&json, "operations", &squashed->ops);
    orq_json_member(&json, "proof",
                    migration->proofs.len > 0 ? migration->proofs.items[0].text : NULL);
    orq_json_close_object(&json);
}

static void tell_losses(struct orq_str *told, const char *direction,
                        const struct orq_strings *loses)
{
    for (size_t i = 0; i < loses->len; i++) {
        orq_str_addf(told, "  %s LOSES DATA: %s\n", direction,
                     orq_shown_name(told->arena, loses->items[i]));
    }
}

static void report(struct orq_reshaping *shape, const struct orq_squashed *squashed)
{
    struct orq_cli *cli = shape->cli;
    const struct orq_migration *migration = squashed->migration;
    struct orq_str told = orq_str_new(cli->arena);
    if (cli->arguments.json)
        print_json(shape, squashed);
    else if (cli->arguments.dry_run)
        orq_str_add(&shape->out, orq_migration_write(cli->arena, migration));
    else
        orq_str_addf(&shape->out, "%s\n", migration->path);
    orq_report_ops(&told, &squashed->ops);
    tell_losses(&told, "upgrade", &squashed->up_loses);
    tell_losses(&told, "downgrade", &squashed->down_loses);
    for (size_t i = 0; i < migration->proofs.len; i++) {
        orq_str_addf(&told, "  %s: %s\n", migration->proofs.items[i].dialect,
                     migration->proofs.items[i].text);
    }
    for (size_t i = 0; i < squashed->left.len; i++) {
        orq_str_addf(&told, "  %s %s\n", cli->arguments.dry_run ? "would remove" : "removed",
                     squashed->left.items[i]);
    }
    if (orq_tells(cli, ORQ_LOG_INFO)) {
        fflush(stdout);
        fputs(orq_str_text(&told), stderr);
    }
}

static enum orq_status squash(struct orq_reshaping *shape)
{
    struct orq_cli *cli = shape->cli;
    struct orq_revisions range = {0};
    struct orq_squashed squashed;
    enum orq_status status = find_range(shape, &range);
    if (status == ORQ_OK)
        status = orq_reshape_engines(shape, &range);
    const struct orq_squash_input input = {.history = shape->project.history,
                                           .range = &range,
                                           .ledger = &shape->ledger,
                                           .engines = &shape->engines,
                                           .dialects = &shape->dialects,
                                           .message = cli->arguments.message};
    if (status == ORQ_OK)
        status = orq_squash(cli->arena, &input, cli->diags, &squashed);
    if (status == ORQ_OK && !cli->arguments.dry_run)
        status = orq_squash_store(cli->arena, &squashed, cli->diags);
    if (status != ORQ_OK)
        return status;
    report(shape, &squashed);
    return cli->arguments.dry_run ? ORQ_OK : orq_hooks_run(cli, squashed.migration->path);
}

static enum orq_status run(struct orq_cli *cli)
{
    struct orq_reshaping shape;
    enum orq_status status = cli->arguments.message
                                 ? orq_cli_check_message(cli, "orqgen squash A:B -m \"...\"")
                                 : ORQ_OK;
    if (status != ORQ_OK)
        return status;
    status = orq_reshape_open(cli, &shape);
    if (status == ORQ_OK)
        status = squash(&shape);
    orq_reshape_close(&shape);
    return status;
}

static const struct orq_option options[] = {
    ORQ_VALUE('m', "message", "TEXT", message, "what it is for; else that of the last one"),
    ORQ_FLAG(0, "dry-run", dry_run, "print the file instead of writing it; remove nothing"),
    ORQ_FLAG(0, "json", json, "what was written as JSON"),
};

const struct orq_command orq_cmd_squash = {
    .name = "squash",
    .words = "A:B",
    .summary = "write one proven migration in the place of many",
    .details =
        "Both ends are part of it. The migrations are run on a scratch database; what they change "
        "is\n"
        "written anew as one step, proven, and kept under the id of the last one, so that a "
        "database\n"
        "that has all of them stays where it is. Only then their files are removed. Refused where "
        "a\n"
        "branch begins or ends within, where the database stands within, and where rows are "
        "changed.",
    .example = "  $ orqgen squash 9d02ab31c5fe:4f1c2a9be0d3 -m \"the first year\"\n"
               "  migrations/20261122154300_4f1c2a9be0d3_add_rating.sql\n"
               "    add column human_feedback.rating\n"
               "    sqlite: up, down and up again on 40 made-up rows in 4 of 4 tables\n"
               "    removed migrations/20261101120000_9d02ab31c5fe_first_tables.sql\n",
    .options = ORQ_OPTIONS(options),
    .words_min = 1,
    .words_max = 1,
    .run = run,
};
