#include "cli/looking.h"
#include "cli/reviewing.h"
#include "history/runner.h"
#include "review/report.h"

#include <string.h>

/* Of a live database, or of what `orqgen stats` wrote of one. */
static enum orq_status read_statistics(struct orq_reviewing *reviewing)
{
    struct orq_cli *cli = reviewing->cli;
    const char *from = cli->arguments.statistics;
    struct orq_statistics *statistics = ORQ_NEW(cli->arena, struct orq_statistics);
    struct orq_url url;
    struct orq_db *db = NULL;
    if (!from)
        return ORQ_OK;
    reviewing->statistics = statistics;
    if (!strstr(from, "://") && !orq_starts_with(from, "sqlite:"))
        return orq_statistics_read(cli->arena, from, cli->diags, statistics);
    enum orq_status status =
        orq_url_parse(cli->arena, &(struct orq_url_text){.text = from}, cli->diags, &url);
    if (status == ORQ_OK)
        status = orq_cli_read(cli, &url, &db);
    if (status == ORQ_OK)
        status = orq_statistics_of(cli->arena, db, cli->diags, statistics);
    orq_db_close(db);
    return status;
}

static void print(struct orq_reviewing *reviewing)
{
    const struct orq_arguments *arguments = &reviewing->cli->arguments;
    const char *name = arguments->format ? arguments->format : arguments->json ? "json" : "text";
    const struct orq_report_options options = {.colours = reviewing->cli->colours_out};
    if (reviewing->reviews.len == 0)
        orq_tell(reviewing->cli, ORQ_LOG_INFO, "there is no migration to review");
    orq_report_format_find(name)->print(&reviewing->out, &reviewing->reviews, &options);
}

static enum orq_status run(struct orq_cli *cli)
{
    struct orq_reviewing reviewing = {.cli = cli, .out = orq_str_new(cli->arena)};
    const char *text = orq_word(cli, 0) ? orq_word(cli, 0) : "heads";
    enum orq_status status =
        orq_look_scratch(cli, orq_asks_current(text), &reviewing.project, &reviewing.current);
    if (status == ORQ_OK) {
        status = orq_look_choose(cli, reviewing.project.history, &reviewing.current, text,
                                 &reviewing.revisions);
    }
    if (status == ORQ_OK)
        status = read_statistics(&reviewing);
    if (status == ORQ_OK)
        status = orq_reviewing_make(&reviewing, false);
    if (status == ORQ_OK)
        print(&reviewing);
    orq_print(&reviewing.out);
    orq_project_close(&reviewing.project);
    return status;
}

static const struct orq_option options[] = {
    ORQ_CHOICE(0, "format", "FORMAT", "text json sarif github gitlab markdown html", format,
               "how it is printed; else text"),
    ORQ_VALUE(0, "statistics", "FILE|URL", statistics,
              "sizes of the tables: what orqgen stats wrote, or a live database"),
    ORQ_FLAG(0, "json", json, "the same as --format json"),
};

const struct orq_command orq_cmd_review = {
    .name = "review",
    .words = "[REV|RANGE]",
    .summary = "tell what a migration changes, locks, loses, and whether it was proven",
    .details =
        "Runs it on a scratch database as lint does, and prints the whole of it for whoever has\n"
        "to approve it. Without REV: the newest. The page (html) holds all that it shows in one\n"
        "file, with a picture where Graphviz is installed; the comment (markdown) begins with the\n"
        "line <!-- orqgen:report -->, by which a later one replaces it. Changes nothing; exits\n"
        "with 0 whatever was found: lint is what judges.",
    .example = "  $ orqgen review head --statistics stats.json\n"
               "  $ orqgen review --format html > review.html\n",
    .options = ORQ_OPTIONS(options),
    .words_max = 1,
    .run = run,
};
