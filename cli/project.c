#include "cli/cli.h"

#include "base/file.h"
#include "history/ledger.h"

#include <string.h>

enum orq_status orq_cli_url(struct orq_cli *cli, struct orq_url *url)
{
    const char *text = NULL;
    enum orq_status status =
        orq_config_text(cli->arena, &cli->config, ORQ_SETTING_DATABASE, cli->diags, &text);
    if (status != ORQ_OK) {
        return status;
    }
    const char *folder = orq_config_folder(&cli->config, ORQ_SETTING_DATABASE);
    struct orq_span at = cli->config.settings[ORQ_SETTING_DATABASE].at;
    return orq_url_parse(cli->arena, text, *folder ? folder : NULL, at, cli->diags, url);
}

bool orq_cli_missing(const struct orq_url *url)
{
    return strcmp(url->dialect, "sqlite") == 0 && strcmp(url->target, ":memory:") != 0 &&
           !orq_path_exists(url->target);
}

enum orq_status orq_cli_folder(struct orq_cli *cli, const char **folder)
{
    return orq_config_path(cli->arena, &cli->config, ORQ_SETTING_MIGRATIONS, cli->diags, folder);
}

enum orq_status orq_cli_ledger(struct orq_cli *cli, const char **ledger)
{
    return orq_config_text(cli->arena, &cli->config, ORQ_SETTING_LEDGER, cli->diags, ledger);
}

enum orq_status orq_cli_history(struct orq_cli *cli, struct orq_history **history)
{
    const char *folder = NULL;
    enum orq_status status = orq_cli_folder(cli, &folder);
    if (status != ORQ_OK) {
        return status;
    }
    return orq_history_read(cli->arena, folder, cli->diags, history);
}

const struct orq_engine *orq_cli_engine(struct orq_cli *cli, const char *dialect)
{
    const struct orq_engine *engine = orq_engine_find(dialect);
    if (!engine) {
        orq_error(cli->diags, ORQ_NOWHERE, "orqgen %s does not work on %s yet, only on SQLite",
                  ORQ_VERSION, dialect);
    }
    return engine;
}

enum orq_status orq_cli_model(struct orq_cli *cli, const struct orq_model **model)
{
    const char *path = NULL;
    enum orq_status status =
        orq_config_path(cli->arena, &cli->config, ORQ_SETTING_MODEL, cli->diags, &path);
    if (status != ORQ_OK) {
        return status;
    }
    if (!orq_path_exists(path)) {
        orq_error(cli->diags, cli->config.settings[ORQ_SETTING_MODEL].at, "there is no model %s",
                  path);
        orq_hint(cli->diags, "begin with:   orqgen init");
        orq_hint(cli->diags, "or say where: --model PATH");
        return ORQ_INVALID;
    }
    *model = orq_model_read(cli->arena, path, cli->diags);
    return *model ? ORQ_OK : ORQ_INVALID;
}

enum orq_status orq_cli_schema(struct orq_cli *cli, const struct orq_dialect *dialect,
                               struct orq_schema **schema)
{
    const struct orq_model *model = NULL;
    enum orq_status status = orq_cli_model(cli, &model);
    if (status != ORQ_OK) {
        return status;
    }
    *schema = orq_model_resolve(cli->arena, model, dialect, cli->diags);
    return *schema ? ORQ_OK : ORQ_INVALID;
}
