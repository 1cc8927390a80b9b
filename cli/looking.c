#include "cli/looking.h"

#include "history/runner.h"
#include "sql/quote.h"

#include <string.h>

bool orq_asks_current(const char *target)
{
    if (!target)
        return false;
    if (strstr(target, "current"))
        return true;
    for (const char *at = target; *at; at++) {
        bool first = at == target || at[-1] == ':' || at[-1] == '@';
        if (first && (*at == '+' || *at == '-'))
            return true;
    }
    return false;
}

static void tell_if_none(struct orq_cli *cli, const struct orq_project *project)
{
    if (project->history->revisions.len == 0 && orq_diags_errors(project->history->faults) == 0) {
        orq_tell(cli, ORQ_LOG_INFO, "no migrations in %s",
                 orq_shown_name(cli->arena, project->folder));
    }
}

enum orq_status orq_look_open(struct orq_cli *cli, bool current, struct orq_looking *looking)
{
    struct orq_project *project = &looking->project;
    *looking = (struct orq_looking){.cli = cli, .out = orq_str_new(cli->arena)};
    unsigned parts = ORQ_PART_HISTORY | (current ? ORQ_PART_READ | ORQ_PART_PEEK : 0);
    enum orq_status status =
        current ? orq_project_open(cli, parts, project) : orq_project_history(cli, parts, project);
    if (status == ORQ_OK && current) {
        status =
            orq_current(cli->arena, project->db, project->ledger, cli->diags, &looking->current);
    }
    if (status != ORQ_OK)
        return status;
    tell_if_none(cli, project);
    looking->describer = orq_describer_new(cli->arena, NULL);
    return ORQ_OK;
}

enum orq_status orq_look_faults(struct orq_looking *looking)
{
    const struct orq_history *history = looking->project.history;
    orq_diags_append(looking->cli->diags, history->faults);
    return orq_diags_status(history->faults);
}

void orq_look_close(struct orq_looking *looking)
{
    orq_print(&looking->out);
    orq_project_close(&looking->project);
}

enum orq_status orq_look_scratch(struct orq_cli *cli, bool asks, struct orq_project *project,
                                 struct orq_strings *current)
{
    unsigned parts = ORQ_PART_HISTORY | (asks ? ORQ_PART_READ | ORQ_PART_PEEK : ORQ_PART_APART);
    enum orq_status status = orq_project_open(cli, parts, project);
    if (status == ORQ_OK && asks)
        status = orq_current(cli->arena, project->db, project->ledger, cli->diags, current);
    return status == ORQ_OK ? orq_project_equip_anyhow(cli, project) : status;
}

enum orq_status orq_look_choose(struct orq_cli *cli, const struct orq_history *history,
                                const struct orq_strings *current, const char *word,
                                struct orq_revisions *revisions)
{
    const struct orq_target target = {.text = word, .current = current};
    struct orq_resolved resolved = {0};
    enum orq_status status =
        strchr(word, ':')
            ? orq_history_range(cli->arena, history, &target, cli->diags, &resolved.revisions)
            : orq_history_resolve(cli->arena, history, &target, cli->diags, &resolved);
    for (size_t i = 0; status == ORQ_OK && i < resolved.revisions.len; i++)
        ORQ_PUSH(cli->arena, revisions, resolved.revisions.items[i]);
    return status;
}
