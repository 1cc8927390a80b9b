#include "cli/script.h"

#include "cli/run.h"
#include "history/offline.h"

/* What only means something where something runs. */
static enum orq_status refuse(struct orq_cli *cli)
{
    const char *other = cli->url                 ? "--target"
                        : cli->arguments.partial ? "--partial"
                        : cli->arguments.backup  ? "--backup"
                        : cli->arguments.dry_run ? "--dry-run"
                        : cli->arguments.json    ? "--json"
                                                 : NULL;
    if (!other)
        return ORQ_OK;
    orq_error(cli->diags, ORQ_NOWHERE, "--sql runs nothing, so %s has no meaning beside it", other);
    return ORQ_INVALID;
}

/* The dialect asked for, else that of the database. */
static enum orq_status choose_dialect(struct orq_cli *cli, const char **dialect)
{
    struct orq_url url = {.dialect = cli->arguments.dialect};
    enum orq_status status = url.dialect ? ORQ_OK : orq_cli_url(cli, &url);
    *dialect = url.dialect;
    return status;
}

enum orq_status orq_print_script(struct orq_cli *cli, enum orq_direction direction)
{
    struct orq_offline offline = {.direction = direction,
                                  .target = orq_word(cli, 0),
                                  .applied_by = orq_run_by(cli->arena),
                                  .version = ORQ_VERSION,
                                  .source = &orq_source_system};
    struct orq_str script = orq_str_new(cli->arena);
    struct orq_history *history = NULL;
    const char *folder = NULL;
    enum orq_status status = refuse(cli);
    if (status == ORQ_OK)
        status = choose_dialect(cli, &offline.dialect);
    if (status == ORQ_OK)
        status = orq_cli_ledger(cli, &offline.ledger);
    if (status == ORQ_OK)
        status = orq_cli_folder(cli, &folder);
    if (status == ORQ_OK)
        status = orq_history_read(cli->arena, folder, cli->diags, &history);
    if (status == ORQ_OK) {
        orq_diags_append(cli->diags, history->faults);
        status = orq_diags_status(history->faults);
    }
    if (status == ORQ_OK)
        status = orq_offline_script(cli->arena, history, &offline, cli->diags, &script);
    if (status == ORQ_OK && script.len == 0)
        orq_tell(cli, ORQ_LOG_INFO, "nothing to do");
    if (status == ORQ_OK)
        orq_print(&script);
    return status;
}
