#include "cli/check_history.h"

#include "base/term.h"
#include "cli/project.h"
#include "cli/report.h"
#include "history/merge.h"
#include "history/state.h"
#include "introspect/introspect.h"

#include <string.h>

/* What came of a dialect. */
struct judgement {
    const char *dialect;
    bool checked;
    struct orq_ops missing;
};
ORQ_VEC_OF(judgements, struct judgement);

struct judging {
    struct orq_cli *cli;
    struct orq_project project;
    struct orq_revision *head; /* NULL: no migrations */
    struct judgements judgements;
    struct orq_str out;
};

/* The database that they build stays open: it judges what the texts mean. */
static enum orq_status compare(struct judging *judging, const struct orq_engine *engine,
                               const struct orq_schema *want, struct orq_ops *missing)
{
    struct orq_cli *cli = judging->cli;
    const struct orq_history *history = judging->project.history;
    struct orq_resolved to = {0};
    struct orq_revisions path = {0};
    struct orq_comparison comparison;
    struct orq_db *db = NULL;
    struct orq_schema *built = orq_state_empty(cli->arena, engine);
    if (judging->head)
        ORQ_PUSH(cli->arena, &to.revisions, judging->head);
    const struct orq_way way = {.to = &to};
    const struct orq_replay replay = {engine, history};
    enum orq_status status = orq_history_upgrades(cli->arena, history, &way, cli->diags, &path);
    if (status == ORQ_OK && path.len > 0) {
        status = orq_state_build(cli->arena, &replay, &path, cli->diags, &db);
        if (status == ORQ_OK)
            status = orq_introspect(cli->arena, db, NULL, cli->diags, &built);
    }
    if (status == ORQ_OK) {
        const struct orq_compare_options options = {
            .have = built,
            .want = want,
            .judge = db,
            .diff = {.strict_types = cli->arguments.strict_types, .history = built}};
        status = orq_compare(cli->arena, engine, &options, cli->diags, &comparison);
    }
    if (status == ORQ_OK) {
        *missing = comparison.all;
    } else if (db && judging->project.server) {
        orq_note(cli->diags, ORQ_NOWHERE,
                 "that was on a private server, which knows no other roles and extensions than its "
                 "own: --scratch URL names another");
    }
    orq_db_close(db);
    return status;
}

/* Where it cannot be done: of the database's own dialect an error, of another one a warning. */
static enum orq_status leave_out(struct judging *judging, const char *dialect, const char *why)
{
    struct orq_cli *cli = judging->cli;
    bool own = strcmp(dialect, judging->project.engine->dialect->key) == 0;
    if (own)
        orq_error(cli->diags, ORQ_NOWHERE, "%s was not checked: %s", dialect, why);
    else
        orq_warning(cli->diags, ORQ_NOWHERE, "%s was not checked: %s", dialect, why);
    ORQ_PUSH(cli->arena, &judging->judgements, (struct judgement){.dialect = dialect});
    return own ? ORQ_DATABASE : ORQ_OK;
}

static enum orq_status judge(struct judging *judging, struct orq_engine *engine,
                             const struct orq_schema *want)
{
    struct orq_cli *cli = judging->cli;
    const char *dialect = engine->dialect->key;
    struct judgement judgement = {.dialect = dialect, .checked = true};
    bool needs = judging->head && engine->costly_scratch;
    enum orq_status status = orq_cli_lend_scratch(cli, engine);
    if (status == ORQ_OK && needs)
        status = orq_project_equip_private(cli, &judging->project, engine);
    if (status == ORQ_OK && needs && !engine->server) {
        status = leave_out(judging, dialect, engine->no_scratch);
        orq_hint(cli->diags, "say where scratch databases may be made: --scratch URL, or scratch: "
                             "in orqgen.yaml");
        return status;
    }
    if (status == ORQ_OK)
        status = compare(judging, engine, want, &judgement.missing);
    if (status == ORQ_OK)
        ORQ_PUSH(cli->arena, &judging->judgements, judgement);
    return status;
}

/* The others that the model names. */
static enum orq_status judge_other(struct judging *judging, const char *dialect)
{
    struct orq_cli *cli = judging->cli;
    const struct orq_engine *found = orq_engine_find(dialect);
    if (!found || found->dialect == judging->project.engine->dialect)
        return ORQ_OK;
    if (!orq_revisions_serve(cli->arena, &judging->project.history->revisions, dialect))
        return leave_out(judging, dialect, "no migration has sections for it");
    struct orq_engine *engine = ORQ_NEW(cli->arena, struct orq_engine);
    *engine = *found;
    const struct orq_schema *want =
        orq_model_resolve(cli->arena, judging->project.model, found->dialect, cli->diags);
    return want ? judge(judging, engine, want) : ORQ_INVALID;
}

static enum orq_status judge_all(struct judging *judging)
{
    struct orq_cli *cli = judging->cli;
    struct orq_project *project = &judging->project;
    const struct orq_strings *dialects = &project->model->dialects;
    enum orq_status status =
        orq_history_head(cli->arena, project->history, cli->diags, &judging->head);
    if (status == ORQ_OK)
        status = judge(judging, &project->equipped, project->want);
    for (size_t i = 0; status == ORQ_OK && i < dialects->len; i++)
        status = judge_other(judging, dialects->items[i]);
    return status;
}

/* ---- what is told ---- */

static bool is_clean(const struct judging *judging)
{
    bool clean = true;
    for (size_t i = 0; i < judging->judgements.len; i++)
        clean = clean && judging->judgements.items[i].missing.len == 0;
    return clean;
}

static void print_missing(struct judging *judging, const struct judgement *judgement)
{
    struct orq_cli *cli = judging->cli;
    const char *of = judging->judgements.len > 1
                         ? orq_arena_printf(cli->arena, ", for %s", judgement->dialect)
                         : "";
    if (judgement->missing.len == 0)
        return;
    orq_report_verdict(
        &judging->out, cli->colours_out, "missing migration",
        orq_arena_printf(cli->arena, "the model is not what the migrations build%s", of));
    orq_report_ops(&judging->out, &judgement->missing);
    orq_str_addf(&judging->out, "  next: %s\n",
                 orq_autogenerate_command(cli->arena, &judgement->missing));
}

static void print_text(struct judging *judging)
{
    struct orq_cli *cli = judging->cli;
    for (size_t i = 0; i < judging->judgements.len; i++)
        print_missing(judging, &judging->judgements.items[i]);
    if (is_clean(judging) && orq_tells(cli, ORQ_LOG_INFO)) {
        orq_str_addf(&judging->out, "%sclean:%s the migrations build the model\n",
                     orq_term_style(cli->colours_out, ORQ_STYLE_GOOD),
                     orq_term_style(cli->colours_out, ORQ_STYLE_NONE));
    }
}

/* "missing": of the database's dialect, which was judged first. */
static void print_json(struct judging *judging)
{
    struct orq_json json = orq_json_new(&judging->out);
    orq_json_open_object(&json);
    orq_json_key(&json, "clean");
    orq_json_bool(&json, is_clean(judging));
    orq_json_key(&json, "head");
    orq_json_text(&json, judging->head ? judging->head->migration->revision : NULL);
    orq_report_ops_json(&json, "missing", &judging->judgements.items[0].missing);
    orq_json_key(&json, "dialects");
    orq_json_open_array(&json);
    for (size_t i = 0; i < judging->judgements.len; i++) {
        const struct judgement *judgement = &judging->judgements.items[i];
        orq_json_open_object(&json);
        orq_json_member(&json, "dialect", judgement->dialect);
        orq_json_key(&json, "checked");
        orq_json_bool(&json, judgement->checked);
        orq_report_ops_json(&json, "missing", &judgement->missing);
        orq_json_close_object(&json);
    }
    orq_json_close_array(&json);
    orq_json_close_object(&json);
}

enum orq_status orq_check_history(struct orq_cli *cli)
{
    struct judging judging = {.cli = cli, .out = orq_str_new(cli->arena)};
    unsigned parts = ORQ_PART_MODEL | ORQ_PART_HISTORY | ORQ_PART_HEAD | ORQ_PART_APART;
    enum orq_status status = orq_project_open(cli, parts, &judging.project);
    if (status == ORQ_OK)
        status = judge_all(&judging);
    if (status == ORQ_OK) {
        status = is_clean(&judging) ? ORQ_OK : ORQ_DIFFERENT;
        if (cli->arguments.json)
            print_json(&judging);
        else
            print_text(&judging);
    }
    orq_print(&judging.out);
    orq_project_close(&judging.project);
    return status;
}
