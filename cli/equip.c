/* Where scratch databases are made. */
#include "cli/project.h"

#include "db/postgres_installed.h"

#include <string.h>

/* `scratch:`; target NULL: not said. */
static enum orq_status read_scratch(struct orq_cli *cli, struct orq_url *url)
{
    const char *text = NULL;
    *url = (struct orq_url){0};
    enum orq_status status =
        orq_config_text(cli->arena, &cli->config, ORQ_SETTING_SCRATCH, cli->diags, &text);
    if (status != ORQ_OK || !text)
        return status;
    const struct orq_url_text written = {.text = text,
                                         .at = cli->config.settings[ORQ_SETTING_SCRATCH].at};
    status = orq_url_parse(cli->arena, &written, cli->diags, url);
    if (status != ORQ_OK || strcmp(url->dialect, "postgresql") == 0)
        return status;
    orq_error(cli->diags, written.at, "%s is no server where scratch databases may be made",
              url->shown);
    orq_hint(cli->diags, "name one of PostgreSQL, as postgresql:///postgres; SQLite needs none");
    return ORQ_INVALID;
}

enum orq_status orq_cli_lend_scratch(struct orq_cli *cli, struct orq_engine *engine)
{
    struct orq_url *url = ORQ_NEW(cli->arena, struct orq_url);
    engine->plain = cli->arguments.plain;
    if (!engine->costly_scratch)
        return ORQ_OK;
    enum orq_status status = read_scratch(cli, url);
    engine->server = status == ORQ_OK && url->target ? url : NULL;
    return status;
}

/* Schemas that are not named are not read, unless the model manages schemas too. */
static const struct orq_strings *read_schemas(const struct orq_schema *want)
{
    return want && !orq_schema_manages(want, ORQ_KIND_NAMESPACE) ? &want->schemas : NULL;
}

enum orq_status orq_project_equip_opened(struct orq_cli *cli, struct orq_project *project)
{
    struct orq_engine *engine = &project->equipped;
    enum orq_status status = orq_cli_lend_scratch(cli, engine);
    engine->live = project->db;
    engine->schemas = read_schemas(project->want);
    if (engine->costly_scratch && project->db)
        engine->version = orq_db_version(project->db);
    if (!engine->costly_scratch || engine->server)
        return status;
    if (project->db && orq_db_can(project->db, ORQ_CAN_SCRATCH)) {
        engine->server = &project->url;
    } else {
        engine->no_scratch = "no scratch database may be made beside a remote one unasked, or by a "
                             "role without CREATEDB: --scratch URL says where";
    }
    return status;
}

enum orq_status orq_project_equip(struct orq_cli *cli, struct orq_project *project)
{
    struct orq_url url;
    enum orq_status status = read_scratch(cli, &url);
    if (status == ORQ_OK && project->equipped.costly_scratch && !url.target && !project->db)
        return orq_project_connect(cli, ORQ_PART_READ, project);
    return status == ORQ_OK ? orq_project_equip_opened(cli, project) : status;
}

enum orq_status orq_project_equip_private(struct orq_cli *cli, struct orq_project *project,
                                          struct orq_engine *engine)
{
    if (!engine->costly_scratch || engine->server)
        return ORQ_OK;
    const char *programs = orq_postgres_installed(cli->arena);
    if (!programs) {
        engine->no_scratch = "no scratch server was named, and no PostgreSQL server (initdb, "
                             "postgres) is installed here to start a private one";
        return ORQ_OK;
    }
    enum orq_status status =
        orq_private_server_start(cli->arena, programs, cli->diags, &project->server);
    if (status != ORQ_OK)
        return status;
    engine->server = &project->server->url;
    engine->version = project->server->version;
    orq_tell(cli, ORQ_LOG_DEBUG, "scratch databases are on a private PostgreSQL %d, of %s",
             engine->version / 10000, programs);
    return ORQ_OK;
}

enum orq_status orq_project_equip_anyhow(struct orq_cli *cli, struct orq_project *project)
{
    struct orq_url url;
    enum orq_status status = read_scratch(cli, &url);
    if (status != ORQ_OK)
        return status;
    struct orq_diags *told = cli->diags;
    cli->diags = orq_diags_new(cli->arena);
    enum orq_status beside = orq_project_equip(cli, project);
    struct orq_diags *found = cli->diags;
    cli->diags = told;
    const char *no_scratch = project->equipped.no_scratch;
    status = orq_project_equip_private(cli, project, &project->equipped);
    if (status != ORQ_OK || project->server)
        return status;
    if (beside == ORQ_OK)
        project->equipped.no_scratch = no_scratch;
    orq_diags_append(cli->diags, found);
    return beside;
}
