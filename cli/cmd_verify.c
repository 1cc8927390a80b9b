#include "base/file.h"
#include "base/term.h"
#include "cli/looking.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "history/runner.h"
#include "history/verify.h"

#include <string.h>

ORQ_VEC_OF(verified_list, struct orq_verified);

struct verifying {
    struct orq_cli *cli;
    struct orq_project project;
    struct orq_strings current; /* what the database is at, where that was asked for */
    struct orq_revisions revisions;
    struct verified_list verified;
    struct orq_str out;
};

static void begun(void *context, const struct orq_revision *revision)
{
    struct verifying *verifying = context;
    orq_progress_begin(verifying->cli, revision->migration->revision);
}

static void done(void *context, const struct orq_verified *verified)
{
    struct verifying *verifying = context;
    orq_progress_end();
    ORQ_PUSH(verifying->cli->arena, &verifying->verified, *verified);
}

/* ---- the header of the files ---- */

/* A section for any dialect is proven for the one at hand. */
static enum orq_status write_proof(struct verifying *verifying, const struct orq_verified *verified)
{
    struct orq_cli *cli = verifying->cli;
    const struct orq_migration *migration = verified->revision->migration;
    const char *dialect = verifying->project.engine->dialect->key, *text = NULL;
    enum orq_status status = ORQ_OK;
    if (!verified->proven || orq_migration_proof_current(migration, dialect))
        return ORQ_OK;
    status = orq_file_read(cli->arena, migration->path, cli->diags, &text, NULL);
    if (status != ORQ_OK)
        return status;
    const char *proven = orq_verified_text(cli->arena, verified, dialect, text);
    status = orq_file_write(migration->path, proven, strlen(proven), cli->diags);
    if (status == ORQ_OK)
        orq_tell(cli, ORQ_LOG_INFO, "wrote the proof into %s", migration->path);
    return status;
}

static enum orq_status write_proofs(struct verifying *verifying)
{
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; i < verifying->verified.len && status == ORQ_OK; i++)
        status = write_proof(verifying, &verifying->verified.items[i]);
    return status;
}

/* ---- what is told ---- */

static void print_text(struct verifying *verifying)
{
    struct orq_cli *cli = verifying->cli;
    for (size_t i = 0; i < verifying->verified.len; i++) {
        const struct orq_verified *verified = &verifying->verified.items[i];
        orq_str_addf(
            &verifying->out, "%s%s%s ",
            orq_term_style(cli->colours_out, verified->proven ? ORQ_STYLE_GOOD : ORQ_STYLE_WARNING),
            verified->proven ? "proven" : "not proven",
            orq_term_style(cli->colours_out, ORQ_STYLE_NONE));
        orq_report_revision(&verifying->out, verified->revision->migration);
        if (verified->text)
            orq_str_addf(&verifying->out, ": %s", verified->text);
        orq_str_addc(&verifying->out, '\n');
    }
}

static void print_json(struct verifying *verifying)
{
    struct orq_json json = orq_json_new(&verifying->out);
    orq_json_open_object(&json);
    orq_json_member(&json, "dialect", verifying->project.engine->dialect->key);
    orq_json_key(&json, "revisions");
    orq_json_open_array(&json);
    for (size_t i = 0; i < verifying->verified.len; i++) {
        const struct orq_verified *verified = &verifying->verified.items[i];
        orq_json_open_object(&json);
        orq_json_member(&json, "revision", verified->revision->migration->revision);
        orq_json_member(&json, "message", verified->revision->migration->message);
        orq_json_key(&json, "proven");
        orq_json_bool(&json, verified->proven);
        orq_json_member(&json, "text", verified->text);
        orq_json_close_object(&json);
    }
    orq_json_close_array(&json);
    orq_json_close_object(&json);
}

/* ---- the command ---- */

static enum orq_status choose(struct verifying *verifying)
{
    struct orq_cli *cli = verifying->cli;
    const struct orq_history *history = verifying->project.history;
    const struct orq_strings *words = &cli->arguments.words;
    enum orq_status status = ORQ_OK;
    if (words->len == 0) {
        return orq_look_choose(cli, history, &verifying->current, "base:heads",
                               &verifying->revisions);
    }
    for (size_t i = 0; i < words->len && status == ORQ_OK; i++) {
        status = orq_look_choose(cli, history, &verifying->current, words->items[i],
                                 &verifying->revisions);
    }
    return status;
}

static enum orq_status open_project(struct verifying *verifying)
{
    struct orq_cli *cli = verifying->cli;
    const struct orq_strings *words = &cli->arguments.words;
    bool asks = false;
    for (size_t i = 0; i < words->len; i++)
        asks |= orq_asks_current(words->items[i]);
    enum orq_status status = orq_look_scratch(cli, asks, &verifying->project, &verifying->current);
    const struct orq_engine *engine = verifying->project.engine;
    if (status == ORQ_OK && engine->costly_scratch && !engine->server) {
        orq_error(cli->diags, ORQ_NOWHERE, "nothing was proven: %s", engine->no_scratch);
        orq_hint(cli->diags, "say where scratch databases may be made: --scratch URL, or scratch: "
                             "in orqgen.yaml");
        return ORQ_DATABASE;
    }
    return status;
}

static enum orq_status run(struct orq_cli *cli)
{
    struct verifying verifying = {.cli = cli, .out = orq_str_new(cli->arena)};
    enum orq_status status = open_project(&verifying);
    if (status == ORQ_OK)
        status = choose(&verifying);
    if (status == ORQ_OK) {
        const struct orq_verify_input input = {.engine = verifying.project.engine,
                                               .history = verifying.project.history,
                                               .revisions = &verifying.revisions,
                                               .begun = begun,
                                               .done = done,
                                               .context = &verifying};
        status = orq_verify(cli->arena, &input, cli->diags);
        if (cli->arguments.json)
            print_json(&verifying);
        else
            print_text(&verifying);
    }
    if (cli->arguments.write && (status == ORQ_OK || status == ORQ_FAILED)) {
        enum orq_status written = write_proofs(&verifying);
        status = written == ORQ_OK ? status : written;
    }
    orq_print(&verifying.out);
    orq_project_close(&verifying.project);
    return status;
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "write", write, "write what was proven into the headers of the files"),
    ORQ_FLAG(0, "json", json, "the result as JSON"),
};

const struct orq_command orq_cmd_verify = {
    .name = "verify",
    .words = "[REV...]",
    .summary = "prove migrations: up, down and up again on scratch",
    .details =
        "Each migration, of all or of those that are named (A:B is a range), is run on a scratch\n"
        "database that holds what it stands on, with generated rows: up; down, and compared with\n"
        "what was; up again, and compared. Of one that a person has written or edited this is the\n"
        "proof that autogenerate gives of its own; --write puts it into the file's header. Where\n"
        "the upgrade writes rows by itself, the schemas alone are compared. The live database is\n"
        "left alone. Exits with 5 when one does not do what it says.",
    .example =
        "  $ orqgen verify head --write\n"
        "  proven 4f1c2a9be0d3 add rating: up, down and up again with 12 generated rows in 4 "
        "of 4 tables\n",
    .options = ORQ_OPTIONS(options),
    .words_max = SIZE_MAX,
    .run = run,
};
