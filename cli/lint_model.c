#include "cli/lint_model.h"

#include "base/file.h"
#include "model/shape.h"

enum orq_status orq_project_lint(struct orq_cli *cli, const struct orq_project *project,
                                 struct orq_lint *lint)
{
    struct orq_check check = {.arena = cli->arena, .diags = orq_diags_new(cli->arena)};
    const struct orq_dialect *dialect = project->engine->dialect;
    const struct orq_model *model = NULL;
    const char *path = NULL;
    *lint = cli->config.lint;
    enum orq_status status =
        orq_config_path(cli->arena, &cli->config, ORQ_SETTING_MODEL, cli->diags, &path);
    if (status != ORQ_OK || !orq_path_exists(path))
        return status;
    status = orq_cli_model(cli, &model);
    const struct orq_schema *schema =
        status == ORQ_OK ? orq_model_resolve(cli->arena, model, dialect, cli->diags) : NULL;
    /* What picking finds, resolving has told. */
    const struct orq_yaml *root =
        schema ? orq_shape_pick(&check, &orq_shape_root, model->root, dialect->key) : NULL;
    if (root)
        orq_lint_add_model(cli->arena, root, schema, lint);
    return status == ORQ_OK && !schema ? ORQ_INVALID : status;
}
