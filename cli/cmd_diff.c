#include "base/file.h"
#include "cli/project.h"
#include "cli/report.h"
#include "history/runner.h"
#include "history/state.h"
#include "introspect/introspect.h"

#include <string.h>

struct differing {
    struct orq_cli *cli;
    struct orq_project project;       /* the configured database, for its dialect */
    const struct orq_schema *history; /* what the migrations made; NULL: not known */
};

/* Reads a state; *from_model says that its nodes carry no stored text. */
typedef enum orq_status state_fn(struct differing *differing, const char *text,
                                 struct orq_schema **schema, bool *from_model);

static enum orq_status read_empty(struct differing *differing, const char *text,
                                  struct orq_schema **schema, bool *from_model)
{
    (void)text;
    (void)from_model;
    *schema = orq_state_empty(differing->cli->arena, differing->project.engine);
    return ORQ_OK;
}

static enum orq_status resolve_model(struct differing *differing, const struct orq_model *model,
                                     struct orq_schema **schema)
{
    struct orq_cli *cli = differing->cli;
    *schema =
        model ? orq_model_resolve(cli->arena, model, differing->project.engine->dialect, cli->diags)
              : NULL;
    return *schema ? ORQ_OK : ORQ_INVALID;
}

static enum orq_status read_model(struct differing *differing, const char *text,
                                  struct orq_schema **schema, bool *from_model)
{
    (void)text;
    const struct orq_model *model = NULL;
    *from_model = true;
    enum orq_status status = orq_cli_model(differing->cli, &model);
    return status == ORQ_OK ? resolve_model(differing, model, schema) : status;
}

static enum orq_status read_model_file(struct differing *differing, const char *text,
                                       struct orq_schema **schema, bool *from_model)
{
    struct orq_cli *cli = differing->cli;
    *from_model = true;
    return resolve_model(differing, orq_model_read(cli->arena, text, cli->diags), schema);
}

static enum orq_status introspect(struct differing *differing, struct orq_db *db,
                                  struct orq_schema **schema)
{
    const struct orq_introspect_options options = {.ledger = differing->project.ledger,
                                                   .last = true};
    return orq_introspect(differing->cli->arena, db, &options, differing->cli->diags, schema);
}

static enum orq_status read_database(struct differing *differing, const char *text,
                                     struct orq_schema **schema, bool *from_model)
{
    (void)text;
    (void)from_model;
    struct orq_db *db = NULL;
    enum orq_status status = orq_cli_peek(differing->cli, &differing->project.url, &db);
    if (status == ORQ_OK)
        status = introspect(differing, db, schema);
    orq_db_close(db);
    return status;
}

static enum orq_status read_other(struct differing *differing, const char *text,
                                  struct orq_schema **schema, bool *from_model)
{
    struct orq_cli *cli = differing->cli;
    struct orq_url url;
    struct orq_db *db = NULL;
    (void)from_model;
    enum orq_status status =
        orq_url_parse(cli->arena, &(struct orq_url_text){.text = text}, cli->diags, &url);
    if (status != ORQ_OK) {
        orq_hint(cli->diags,
                 "a state is a model file, a URL, migrations@REV, empty, model or database");
        return status;
    }
    status = orq_cli_engine(cli, url.dialect) ? orq_cli_read(cli, &url, &db) : ORQ_INVALID;
    if (status == ORQ_OK)
        status = introspect(differing, db, schema);
    orq_db_close(db);
    return status;
}

/* Where the database is; only asked for when an identifier counts from there. */
static enum orq_status read_current(struct differing *differing, struct orq_strings *current)
{
    struct orq_cli *cli = differing->cli;
    struct orq_db *db = NULL;
    enum orq_status status = orq_cli_peek(cli, &differing->project.url, &db);
    if (status == ORQ_OK)
        status = orq_current(cli->arena, db, differing->project.ledger, cli->diags, current);
    orq_db_close(db);
    return status;
}

static enum orq_status read_migrations(struct differing *differing, const char *text,
                                       struct orq_schema **schema, bool *from_model)
{
    struct orq_cli *cli = differing->cli;
    const char *at = strchr(text, '@');
    struct orq_strings current = {0};
    struct orq_target target = {.text = at ? at + 1 : "head", .current = &current};
    struct orq_resolved resolved;
    enum orq_status status = ORQ_OK;
    (void)from_model;
    if (strpbrk(target.text, "+-") || strstr(target.text, "current"))
        status = read_current(differing, &current);
    if (status == ORQ_OK) {
        status = orq_history_resolve(cli->arena, differing->project.history, &target, cli->diags,
                                     &resolved);
    }
    const struct orq_replay replay = {differing->project.engine, differing->project.history};
    return status == ORQ_OK
               ? orq_state_replay_all(cli->arena, &replay, &resolved.revisions, cli->diags, schema)
               : status;
}

static state_fn *state_of(const char *text)
{
    static const struct {
        const char *word;
        state_fn *fn;
    } states[] = {{"empty", read_empty},
                  {"model", read_model},
                  {"database", read_database},
                  {"migrations", read_migrations}};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (strcmp(text, states[i].word) == 0)
            return states[i].fn;
    if (orq_starts_with(text, "migrations@"))
        return read_migrations;
    bool file = orq_ends_with(text, ".yaml") || orq_ends_with(text, ".yml");
    return file || orq_path_is_folder(text) ? read_model_file : read_other;
}

/* What the migrations made tells a view that the model no longer has from one that it never had.
 * Migrations that cannot be read do not stand in the way of comparing. */
static const struct orq_schema *replay_head(struct differing *differing)
{
    struct orq_cli *cli = differing->cli;
    struct orq_diags *aside = orq_diags_new(cli->arena);
    struct orq_revision *head = NULL;
    struct orq_schema *schema = NULL;
    const struct orq_history *history = differing->project.history;
    const struct orq_replay replay = {differing->project.engine, history};
    if (orq_history_head(cli->arena, history, aside, &head) != ORQ_OK || !head ||
        orq_state_replay(cli->arena, &replay, head, aside, &schema) != ORQ_OK)
        return NULL;
    return schema;
}

/* Only a model leaves things unsaid: what another state does not have shall not be there. */
static const unsigned long long everything = ORQ_EVERY_KIND;

static enum orq_status read_sides(struct differing *differing, struct orq_schema **have,
                                  struct orq_schema **want)
{
    struct orq_cli *cli = differing->cli;
    const char *from = orq_word(cli, 0) ? orq_word(cli, 0) : "database";
    const char *to = orq_word(cli, 1) ? orq_word(cli, 1) : "model";
    bool have_model = false;
    bool want_model = false;
    enum orq_status status = state_of(from)(differing, from, have, &have_model);
    const struct orq_engine *engine = differing->project.engine;
    bool built = !engine->costly_scratch || engine->server;
    if (status == ORQ_OK && have_model && built)
        status = orq_schema_materialise(cli->arena, engine, *have, cli->diags, have);
    if (status == ORQ_OK)
        status = state_of(to)(differing, to, want, &want_model);
    if (status == ORQ_OK && !want_model)
        (*want)->manage = everything;
    if (status == ORQ_OK && want_model && !have_model)
        differing->history = state_of(from) == read_migrations ? *have : replay_head(differing);
    return status;
}

static void print_json(struct orq_str *out, const struct orq_comparison *comparison,
                       const struct orq_section *section)
{
    struct orq_json json = orq_json_new(out);
    struct orq_str sql = orq_str_new(out->arena);
    orq_report_script(&sql, section);
    orq_json_open_object(&json);
    orq_report_ops_json(&json, "operations", &comparison->all);
    orq_report_strings_json(&json, "loses", &section->loses);
    orq_report_strings_json(&json, "fill_in", &section->fill_in);
    orq_json_member(&json, "sql", orq_str_text(&sql));
    orq_json_close_object(&json);
}

static enum orq_status compare(struct differing *differing)
{
    struct orq_cli *cli = differing->cli;
    const struct orq_engine *engine = differing->project.engine;
    struct orq_schema *have = NULL;
    struct orq_schema *want = NULL;
    struct orq_comparison comparison = {0};
    struct orq_section section = {0};
    enum orq_status status = read_sides(differing, &have, &want);
    if (status == ORQ_OK) {
        struct orq_compare_options options = {
            .have = have,
            .want = want,
            .diff = {.strict_types = cli->arguments.strict_types, .history = differing->history}};
        status = orq_compare(cli->arena, engine, &options, cli->diags, &comparison);
    }
    if (status == ORQ_OK && comparison.all.len > 0)
        status = orq_comparison_emit(cli->arena, engine, &comparison, cli->diags, &section);
    if (status != ORQ_OK)
        return status;
    struct orq_str out = orq_str_new(cli->arena);
    if (cli->arguments.json)
        print_json(&out, &comparison, &section);
    else
        orq_report_script(&out, &section);
    orq_print(&out);
    orq_diff_rename_candidates(cli->arena, &comparison.all, cli->diags);
    if (comparison.all.len == 0)
        orq_tell(cli, ORQ_LOG_INFO, "no difference");
    return comparison.all.len > 0 && cli->arguments.exit_code ? ORQ_DIFFERENT : ORQ_OK;
}

/* The dialect is that of the configured database; where both states are others, that of the first
 * one which is a database. */
static void choose_dialect(struct orq_cli *cli)
{
    const char *url = NULL;
    for (size_t i = 0; i < 2; i++) {
        const char *word = orq_word(cli, i);
        if (!word || state_of(word) == read_database)
            return;
        if (!url && state_of(word) == read_other)
            url = word;
    }
    if (url && !cli->arguments.database)
        cli->config.settings[ORQ_SETTING_DATABASE] = (struct orq_setting){.text = url};
}

static enum orq_status run(struct orq_cli *cli)
{
    struct differing differing = {.cli = cli};
    choose_dialect(cli);
    enum orq_status status = orq_project_open(cli, ORQ_PART_HISTORY, &differing.project);
    if (status == ORQ_OK)
        status = orq_project_equip(cli, &differing.project);
    if (status == ORQ_OK)
        status = compare(&differing);
    orq_project_close(&differing.project);
    return status;
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "exit-code", exit_code, "exit with 1 when there is a difference"),
    ORQ_FLAG(0, "plain", plain, "PostgreSQL: the short forms, which lock longer"),
    ORQ_FLAG(0, "strict-types", strict_types, "count types that only look different"),
    ORQ_FLAG(0, "json", json, "the operations and the SQL as JSON"),
};

const struct orq_command orq_cmd_diff = {
    .name = "diff",
    .words = "[FROM] [TO]",
    .summary = "print the SQL that leads from one state to another",
    .details =
        "A state is a model file or folder, the URL of a database, migrations@REV (what the\n"
        "migrations build up to REV), empty, model or database (the configured ones).\n"
        "Without arguments: from the database to the model. Changes nothing.",
    .example = "  $ orqgen diff migrations@head schemas/orquestadora.yaml\n"
               "  -- add column human_feedback.rating\n"
               "  ALTER TABLE human_feedback ADD COLUMN rating INTEGER ...;\n",
    .options = ORQ_OPTIONS(options),
    .words_max = 2,
    .run = run,
};
