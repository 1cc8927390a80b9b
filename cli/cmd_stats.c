#include "cli/cli.h"
#include "review/statistics.h"

static enum orq_status run(struct orq_cli *cli)
{
    struct orq_url url;
    struct orq_db *db = NULL;
    struct orq_statistics statistics;
    const char *text = orq_word(cli, 0);
    enum orq_status status =
        text ? orq_url_parse(cli->arena, &(struct orq_url_text){.text = text}, cli->diags, &url)
             : orq_cli_url(cli, &url);
    if (status == ORQ_OK)
        status = orq_cli_read(cli, &url, &db);
    if (status == ORQ_OK)
        status = orq_statistics_of(cli->arena, db, cli->diags, &statistics);
    orq_db_close(db);
    if (status == ORQ_OK) {
        struct orq_str out = orq_str_new(cli->arena);
        orq_str_add(&out, orq_statistics_write(cli->arena, &statistics));
        orq_print(&out);
    }
    return status;
}

const struct orq_command orq_cmd_stats = {
    .name = "stats",
    .words = "[URL]",
    .summary = "print the sizes of a database's tables",
    .details = "Rows, bytes and indexes of each table as JSON, and no data: for a review away from "
               "the database.\n"
               "Without a URL: the configured database.",
    .example = "  $ orqgen stats postgresql://replica/shop > stats.json\n"
               "  $ orqgen review --statistics stats.json\n",
    .words_max = 1,
    .run = run,
};
