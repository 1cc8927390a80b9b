#include "cli/reshape.h"

#include "base/file.h"
#include "sql/quote.h"

#include <string.h>

enum orq_status orq_reshape_open(struct orq_cli *cli, struct orq_reshaping *reshaping)
{
    *reshaping = (struct orq_reshaping){.cli = cli, .out = orq_str_new(cli->arena)};
    struct orq_project *project = &reshaping->project;
    enum orq_status status =
        orq_project_open(cli, ORQ_PART_HISTORY | ORQ_PART_READ | ORQ_PART_PEEK, project);
    if (status == ORQ_OK) {
        status = orq_ledger_read(cli->arena, project->db, project->ledger, cli->diags,
                                 &reshaping->ledger);
    }
    if (status != ORQ_OK)
        return status;
    orq_ledger_heads(cli->arena, &reshaping->ledger, &reshaping->current);
    reshaping->applied = orq_ledger_set(cli->arena, &reshaping->ledger);
    orq_diags_append(cli->diags, project->history->unplaced);
    return orq_diags_status(project->history->unplaced);
}

void orq_reshape_close(struct orq_reshaping *reshaping)
{
    orq_print(&reshaping->out);
    orq_project_close(&reshaping->project);
}

enum orq_status orq_reshape_resolve(struct orq_reshaping *reshaping, const char *text,
                                    struct orq_revision **revision)
{
    struct orq_cli *cli = reshaping->cli;
    const struct orq_history *history = reshaping->project.history;
    const struct orq_target target = {.text = text, .current = &reshaping->current};
    const struct orq_revision *found = NULL;
    enum orq_status status =
        orq_history_resolve_one(cli->arena, history, &target, cli->diags, &found);
    *revision = found ? history->revisions.items[found->index] : NULL;
    return status == ORQ_OK && found ? orq_revision_sound(found, cli->diags) : status;
}

/* The database's own is the project's, with what it has to work on. */
static enum orq_status add_engine(struct orq_reshaping *reshaping, const char *dialect)
{
    struct orq_cli *cli = reshaping->cli;
    const struct orq_project *project = &reshaping->project;
    const struct orq_engine *found = orq_engine_find(dialect);
    if (!found)
        return ORQ_OK;
    struct orq_engine *engine = ORQ_NEW(cli->arena, struct orq_engine);
    enum orq_status status = ORQ_OK;
    if (strcmp(dialect, project->url.dialect) == 0) {
        *engine = *project->engine;
    } else {
        *engine = *found;
        engine->no_scratch = "no scratch server: --scratch URL says where one is";
        status = orq_cli_lend_scratch(cli, engine);
    }
    ORQ_PUSH(cli->arena, &reshaping->engines, engine);
    return status;
}

enum orq_status orq_reshape_engines(struct orq_reshaping *reshaping,
                                    const struct orq_revisions *revisions)
{
    enum orq_status status = ORQ_OK;
    bool any = false, own = false;
    const char *url = reshaping->project.url.dialect;
    orq_revisions_dialects(reshaping->cli->arena, revisions, &reshaping->dialects);
    for (size_t i = 0; i < reshaping->dialects.len && status == ORQ_OK; i++) {
        const char *dialect = reshaping->dialects.items[i];
        any = any || !dialect;
        own = own || (dialect && strcmp(dialect, url) == 0);
        if (dialect)
            status = add_engine(reshaping, dialect);
    }
    return status == ORQ_OK && any && !own ? add_engine(reshaping, url) : status;
}

enum orq_status orq_reshape_check_free(struct orq_reshaping *reshaping, const char *id)
{
    struct orq_cli *cli = reshaping->cli;
    const struct orq_revision *holder =
        id ? orq_history_find(reshaping->project.history, id) : NULL;
    if (!holder)
        return ORQ_OK;
    orq_error(cli->diags, ORQ_NOWHERE, "revision %s exists: %s", orq_shown_name(cli->arena, id),
              holder->migration->path);
    orq_hint(cli->diags, "choose another --rev-id, or leave it out");
    return ORQ_INVALID;
}
