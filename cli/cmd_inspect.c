#include "cli/project.h"
#include "introspect/introspect.h"

static enum orq_status inspect(struct orq_cli *cli, const struct orq_url *url, const char *ledger)
{
    const struct orq_introspect_options options = {.ledger = ledger, .last = true};
    struct orq_db *db = NULL;
    struct orq_schema *schema = NULL;
    enum orq_status status = orq_cli_read(cli, url, &db);
    if (status == ORQ_OK)
        status = orq_introspect(cli->arena, db, &options, cli->diags, &schema);
    orq_db_close(db);
    if (status == ORQ_OK) {
        struct orq_str out = orq_str_new(cli->arena);
        orq_str_add(&out, orq_model_write(cli->arena, schema));
        orq_print(&out);
    }
    return status;
}

static enum orq_status run(struct orq_cli *cli)
{
    struct orq_url url;
    const char *ledger = NULL;
    const char *text = orq_word(cli, 0);
    enum orq_status status =
        text ? orq_url_parse(cli->arena, &(struct orq_url_text){.text = text}, cli->diags, &url)
             : orq_cli_url(cli, &url);
    if (status == ORQ_OK)
        status = orq_cli_ledger(cli, &ledger);
    if (status == ORQ_OK && !orq_cli_engine(cli, url.dialect))
        status = ORQ_INVALID;
    return status == ORQ_OK ? inspect(cli, &url, ledger) : status;
}

const struct orq_command orq_cmd_inspect = {
    .name = "inspect",
    .words = "[URL]",
    .summary = "print a database as a model",
    .details =
        "The model holds everything that orqgen knows of the database: checking the database\n"
        "against it finds no difference. Without a URL: the configured database.",
    .example = "  $ orqgen inspect sqlite:legacy.db > schemas/legacy.yaml\n",
    .words_max = 1,
    .run = run,
};
