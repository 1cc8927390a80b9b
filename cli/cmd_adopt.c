#include "base/file.h"
#include "cli/report.h"
#include "cli/run.h"
#include "cli/signals.h"
#include "history/adopt.h"
#include "history/compare.h"
#include "history/migration_store.h"
#include "history/revision_id.h"
#include "sql/quote.h"

#include <string.h>
#include <unistd.h>

struct adopting {
    struct orq_cli *cli;
    struct orq_project project;
    struct orq_run_options run;
    struct orq_adopt_input input;
    struct orq_adoption adoption;
    const char *model; /* its path: a file, or a folder that holds one */
    bool model_there;
    const char *model_file, *model_text; /* to be written; NULL: none */
    struct orq_strings written;
};

/* -- the model -- */

static enum orq_status find_model(struct adopting *adopting)
{
    struct orq_cli *cli = adopting->cli;
    struct orq_strings names = {0};
    enum orq_status status =
        orq_config_path(cli->arena, &cli->config, ORQ_SETTING_MODEL, cli->diags, &adopting->model);
    if (status != ORQ_OK || !orq_path_is_folder(adopting->model)) {
        adopting->model_there = status == ORQ_OK && orq_path_exists(adopting->model);
        return status;
    }
    status = orq_folder_list(cli->arena, adopting->model, ".yaml", cli->diags, &names);
    adopting->model_there = names.len > 0;
    return status;
}

/* The last part of a database's name, as a file may be called. */
static const char *plain_name(struct orq_arena *arena, const char *name)
{
    const char *base = orq_path_base(name);
    const char *dot = strrchr(base, '.');
    size_t len = dot && dot > base ? (size_t)(dot - base) : strlen(base);
    struct orq_str plain = orq_str_new(arena);
    for (size_t i = 0; i < len; i++) {
        bool odd = (unsigned char)base[i] <= ' ' || base[i] == 0x7F ||
                   strchr("/\\:*?\"'<>|$`;&(){}[]!#~", base[i]);
        orq_str_addc(&plain, odd || (i == 0 && strchr(".-", base[i])) ? '_' : base[i]);
    }
    return len > 0 ? orq_str_text(&plain) : "database";
}

static enum orq_status database_name(struct adopting *adopting, const char **name)
{
    struct orq_cli *cli = adopting->cli;
    struct orq_db *db = adopting->project.db;
    *name = adopting->project.url.target;
    if (adopting->project.engine->dialect->stores_texts)
        return ORQ_OK;
    return orq_db_value(cli->arena, db, "SELECT pg_catalog.current_database()", cli->diags, name);
}

static enum orq_status choose_file(struct adopting *adopting)
{
    struct orq_arena *arena = adopting->cli->arena;
    const char *name = NULL;
    bool file = orq_ends_with(adopting->model, ".yaml") || orq_ends_with(adopting->model, ".yml");
    if (file && !orq_path_is_folder(adopting->model)) {
        adopting->model_file = adopting->model;
        return ORQ_OK;
    }
    enum orq_status status = database_name(adopting, &name);
    if (status == ORQ_OK) {
        name = orq_arena_printf(arena, "%s.yaml", plain_name(arena, name));
        adopting->model_file = orq_path_join(arena, adopting->model, name);
    }
    return status;
}

static enum orq_status compare_with(struct adopting *adopting, const struct orq_schema *want,
                                    struct orq_comparison *comparison)
{
    struct orq_compare_options options = {.have = adopting->adoption.live, .want = want};
    return orq_compare(adopting->cli->arena, adopting->project.engine, &options,
                       adopting->cli->diags, comparison);
}

static void hint_ops(struct orq_cli *cli, const struct orq_ops *ops)
{
    for (size_t i = 0; i < ops->len && i < 5; i++) {
        const char *summary = orq_op_summary(cli->arena, &ops->items[i]);
        orq_hint(cli->diags, "it would: %s", orq_shown_name(cli->arena, summary));
    }
}

/* A model that is there is a person's: it stays, and must be this database's. */
static enum orq_status check_model(struct adopting *adopting)
{
    struct orq_cli *cli = adopting->cli;
    struct orq_comparison comparison;
    enum orq_status status = compare_with(adopting, adopting->project.want, &comparison);
    if (status != ORQ_OK || comparison.all.len == 0)
        return status;
    orq_error(cli->diags, ORQ_NOWHERE, "there is a model, %s, and it is not this database's: %s",
              orq_shown_name(cli->arena, adopting->model),
              orq_counted(cli->arena, comparison.all.len, "difference"));
    hint_ops(cli, &comparison.all);
    orq_hint(cli->diags, "all of them:             orqgen diff");
    orq_hint(cli->diags, "write another model:     orqgen adopt --model FILE.yaml");
    return ORQ_INVALID;
}

/* It must read back to what the database holds, before anything is written. */
static enum orq_status make_model(struct adopting *adopting)
{
    struct orq_cli *cli = adopting->cli;
    struct orq_comparison comparison;
    enum orq_status status = choose_file(adopting);
    if (status != ORQ_OK)
        return status;
    const char *text = orq_model_write(cli->arena, adopting->adoption.live);
    const struct orq_model *model =
        orq_model_parse(cli->arena, adopting->model_file, text, strlen(text), cli->diags);
    const struct orq_schema *want =
        model ? orq_model_resolve(cli->arena, model, adopting->project.engine->dialect, cli->diags)
              : NULL;
    if (!want)
        return ORQ_INVALID;
    adopting->model_text = text;
    status = compare_with(adopting, want, &comparison);
    if (status != ORQ_OK || comparison.all.len == 0)
        return status;
    orq_error(cli->diags, ORQ_NOWHERE, "the model of %s would not read back to what it holds: %s",
              adopting->project.url.shown,
              orq_counted(cli->arena, comparison.all.len, "difference"));
    hint_ops(cli, &comparison.all);
    orq_hint(cli->diags, "nothing was written");
    return ORQ_FAILED;
}

static enum orq_status prepare_model(struct adopting *adopting)
{
    const struct orq_adoption *adoption = &adopting->adoption;
    if (adopting->model_there)
        return adoption->made ? check_model(adopting) : ORQ_OK;
    bool latest = adoption->made || adopting->project.history->revisions.len == 1;
    return latest ? make_model(adopting) : ORQ_OK;
}

/* -- writing -- */

static enum orq_status write_model(struct adopting *adopting)
{
    struct orq_cli *cli = adopting->cli;
    const char *path = adopting->model_file;
    if (!path || cli->arguments.dry_run)
        return ORQ_OK;
    enum orq_status status = orq_folder_create(orq_path_folder(cli->arena, path), cli->diags);
    if (status == ORQ_OK) {
        status =
            orq_file_create(path, adopting->model_text, strlen(adopting->model_text), cli->diags);
    }
    if (status == ORQ_OK)
        ORQ_PUSH(cli->arena, &adopting->written, path);
    return status;
}

/* The model alone is no more use than none: it goes where the baseline cannot be written. */
static enum orq_status write_baseline(struct adopting *adopting, const char *file_template)
{
    struct orq_cli *cli = adopting->cli;
    struct orq_migration *baseline = adopting->adoption.baseline;
    const struct orq_source *source = adopting->run.source;
    const struct orq_shelf shelf = {.folder = adopting->project.folder,
                                    .file_template = file_template,
                                    .created = source->now(source),
                                    .dry_run = cli->arguments.dry_run};
    if (!adopting->adoption.made)
        return ORQ_OK;
    enum orq_status status = orq_migration_store(cli->arena, &shelf, baseline, cli->diags);
    if (status != ORQ_OK && adopting->written.len > 0) {
        unlink(adopting->written.items[0]);
        adopting->written.len = 0;
    }
    if (status == ORQ_OK && !cli->arguments.dry_run)
        ORQ_PUSH(cli->arena, &adopting->written, baseline->path);
    return status;
}

/* The files stay: the row may have been written where the answer to COMMIT was lost. */
static enum orq_status record(struct adopting *adopting)
{
    struct orq_cli *cli = adopting->cli;
    if (cli->arguments.dry_run)
        return ORQ_OK;
    orq_signals_guard(adopting->project.db);
    enum orq_status status =
        orq_adopt_record(cli->arena, &adopting->input, &adopting->adoption, cli->diags);
    orq_signals_guard(NULL);
    for (size_t i = 0; status != ORQ_OK && i < adopting->written.len; i++)
        orq_hint(cli->diags, "written, and it stays: %s", adopting->written.items[i]);
    if (status != ORQ_OK)
        orq_hint(cli->diags, "the ledger was not; once that is mended: orqgen adopt");
    return status;
}

/* -- telling -- */

static void print_json(const struct adopting *adopting)
{
    struct orq_cli *cli = adopting->cli;
    const struct orq_adoption *adoption = &adopting->adoption;
    struct orq_str out = orq_str_new(cli->arena);
    struct orq_json json = orq_json_new(&out);
    orq_json_open_object(&json);
    orq_json_member(&json, "database", adopting->project.url.shown);
    orq_json_member(&json, "revision", adoption->baseline->revision);
    orq_report_strings_json(&json, "alembic", &adoption->alembic.heads);
    orq_json_key(&json, "dry_run");
    orq_json_bool(&json, cli->arguments.dry_run);
    orq_report_strings_json(&json, "written", &adopting->written);
    orq_json_close_object(&json);
    orq_print(&out);
}

static void print_written(const struct adopting *adopting)
{
    struct orq_cli *cli = adopting->cli;
    struct orq_str out = orq_str_new(cli->arena);
    for (size_t i = 0; i < adopting->written.len; i++)
        orq_str_addf(&out, "%s\n", adopting->written.items[i]);
    if (cli->arguments.dry_run && adopting->adoption.made)
        orq_str_add(&out, orq_migration_write(cli->arena, adopting->adoption.baseline));
    orq_print(&out);
}

static void tell_dry(const struct adopting *adopting)
{
    const struct orq_cli *cli = adopting->cli;
    if (adopting->model_file)
        orq_tell(cli, ORQ_LOG_INFO, "would write %s", adopting->model_file);
    if (adopting->adoption.made)
        orq_tell(cli, ORQ_LOG_INFO, "would write %s", adopting->adoption.baseline->path);
}

static const char *of_alembic(const struct adopting *adopting)
{
    struct orq_arena *arena = adopting->cli->arena;
    const struct orq_strings *heads = &adopting->adoption.alembic.heads;
    const char *words = orq_shown_name(arena, orq_revision_ids_text(arena, heads));
    if (heads->len == 0)
        return "";
    return strcmp(words, adopting->adoption.baseline->revision) == 0
               ? ", Alembic's revision"
               : orq_arena_printf(arena, ", which stands for Alembic's %s", words);
}

static void tell(const struct adopting *adopting)
{
    struct orq_cli *cli = adopting->cli;
    const struct orq_adoption *adoption = &adopting->adoption;
    bool dry = cli->arguments.dry_run;
    if (dry)
        tell_dry(adopting);
    orq_tell(cli, ORQ_LOG_INFO, "%s %s recorded at %s%s: %s, nothing %s run",
             adopting->project.url.shown, dry ? "would be" : "is", adoption->baseline->revision,
             of_alembic(adopting), orq_counted(cli->arena, adoption->live->tables.len, "table"),
             dry ? "would be" : "was");
    if (adoption->alembic.tables.len > 0)
        orq_tell(cli, ORQ_LOG_INFO, "Alembic's own table stays as it is");
    if (!dry) {
        orq_tell(cli, ORQ_LOG_INFO, "next: %s",
                 adoption->made ? "orqgen check, then edit the model and: orqgen --autogenerate "
                                  "-m \"what it is for\""
                                : "orqgen upgrade");
    }
}

/* -- the command -- */

static enum orq_status adopt(struct adopting *adopting)
{
    const char *file_template = NULL;
    enum orq_status status = orq_cli_file_template(adopting->cli, &file_template);
    if (status == ORQ_OK) {
        status = orq_adopt_prepare(adopting->cli->arena, adopting->project.engine, &adopting->input,
                                   adopting->cli->diags, &adopting->adoption);
    }
    if (status == ORQ_OK)
        status = prepare_model(adopting);
    if (status == ORQ_OK)
        status = write_model(adopting);
    if (status == ORQ_OK)
        status = write_baseline(adopting, file_template);
    return status == ORQ_OK ? record(adopting) : status;
}

static enum orq_status run(struct orq_cli *cli)
{
    struct orq_running running = {.cli = cli};
    struct adopting adopting = {.cli = cli};
    struct orq_project *project = &adopting.project;
    unsigned parts = ORQ_PART_HISTORY | ORQ_PART_HEAD;
    parts |= cli->arguments.dry_run ? ORQ_PART_READ : ORQ_PART_WRITE;
    enum orq_status status = orq_cli_check_rev_id(cli);
    if (status == ORQ_OK)
        status = find_model(&adopting);
    if (status == ORQ_OK) {
        parts |= adopting.model_there ? ORQ_PART_MODEL : 0;
        status = orq_project_open(cli, parts, project);
    }
    if (status == ORQ_OK) {
        adopting.run = orq_running_options(&running, project->ledger);
        adopting.input =
            (struct orq_adopt_input){.db = project->db,
                                     .history = project->history,
                                     .revision = cli->arguments.rev_id,
                                     .dialects = project->model ? &project->model->dialects : NULL,
                                     .run = &adopting.run};
        status = adopt(&adopting);
    }
    if (status == ORQ_OK) {
        if (cli->arguments.json)
            print_json(&adopting);
        else
            print_written(&adopting);
        fflush(stdout);
        orq_tell_diags(cli);
        tell(&adopting);
    }
    orq_project_close(project);
    return status;
}

static const struct orq_option options[] = {
    ORQ_VALUE(0, "rev-id", "ID", rev_id, "the baseline's id; else Alembic's, or 12 hex digits"),
    ORQ_FLAG(0, "dry-run", dry_run, "print the baseline, and write nothing"),
    ORQ_FLAG(0, "json", json, "what was done as JSON"),
};

const struct orq_command orq_cmd_adopt = {
    .name = "adopt",
    .words = "",
    .summary = "take a database over as it stands, from Alembic or from nothing",
    .details =
        "Writes the database's model and a baseline: a migration to what is there already, with\n"
        "Alembic's revision as its id. The database is recorded at it; nothing is run, no type\n"
        "changes, and Alembic's own table stays as it is. Where the folder holds the baseline, as\n"
        "for the second database of a project, the database is only recorded.",
    .example = "  $ orqgen adopt\n"
               "  schemas/shop.yaml\n"
               "  migrations/20261122154300_001_baseline.sql\n"
               "  shop.db is recorded at 001, Alembic's revision: 4 tables, nothing was run\n",
    .options = ORQ_OPTIONS(options),
    .run = run,
};
