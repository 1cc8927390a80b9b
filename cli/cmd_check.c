#include "base/similar.h"
#include "base/term.h"
#include "cli/check_history.h"
#include "cli/fix.h"
#include "cli/report.h"
#include "cli/waivers.h"
#include "history/runner.h"
#include "history/verdict.h"
#include "introspect/introspect.h"
#include "sql/quote.h"

#include <string.h>

struct checking {
    struct orq_cli *cli;
    struct orq_project project;
    struct orq_verdicts verdicts;
    struct orq_waiving waiving;
    struct orq_str out;
};

static void add_verdict(struct checking *checking, const char *verdict, const char *text)
{
    orq_report_verdict(&checking->out, checking->cli->colours_out, verdict, text);
}

static void print_pending(struct checking *checking)
{
    const struct orq_verdicts *verdicts = &checking->verdicts;
    struct orq_arena *arena = checking->cli->arena;
    if (verdicts->pending.len == 0)
        return;
    add_verdict(checking, "pending",
                orq_arena_printf(arena, "the database is %s behind head",
                                 orq_counted(arena, verdicts->pending.len, "migration")));
    for (size_t i = 0; i < verdicts->pending.len; i++) {
        orq_str_add(&checking->out, "  ");
        orq_report_revision(&checking->out, verdicts->pending.items[i]->migration);
        orq_str_addc(&checking->out, '\n');
    }
    orq_str_add(&checking->out, "  next: orqgen upgrade\n");
}

static void print_unfinished(struct checking *checking)
{
    const struct orq_ledger_row *row = checking->verdicts.unfinished;
    struct orq_arena *arena = checking->cli->arena;
    if (!row)
        return;
    add_verdict(checking, "part-way",
                orq_arena_printf(arena, "the %s of %s stopped: %zu of %zu steps are done",
                                 orq_ledger_row_goes_up(row) ? "upgrade" : "downgrade",
                                 row->revision, (size_t)row->steps_done, (size_t)row->steps_total));
    orq_str_addf(&checking->out, "  what failed: orqgen current\n  next: %s\n",
                 orq_ledger_row_next(arena, row));
}

static void print_drift(struct checking *checking)
{
    const struct orq_verdicts *verdicts = &checking->verdicts;
    const struct orq_ops *ops = &checking->waiving.open;
    struct orq_arena *arena = checking->cli->arena;
    if (ops->len == 0)
        return;
    const char *current = orq_current_named(arena, &verdicts->current);
    add_verdict(checking, "drift",
                orq_arena_printf(arena, "the database is not what revision %s builds",
                                 orq_shown_name(arena, current)));
    orq_report_drift(&checking->out, ops);
    orq_unwaived_report(&checking->out, &checking->waiving);
    const char *object = orq_op_object(arena, &ops->items[0]);
    orq_str_addf(&checking->out, "  next: orqgen check --why %s\n",
                 object[strcspn(object, " '\"\\`$!()")] ? "OBJECT" : object);
    orq_str_add(&checking->out, "  answer it: orqgen check --fix model, sql or waive\n");
}

/* What is waived is told where somebody asks for it. */
static void print_waived(struct checking *checking)
{
    const struct orq_waived_ops *waived = &checking->waiving.waived;
    if (checking->cli->arguments.verbose) {
        orq_waived_report(&checking->out, waived);
    } else if (waived->len > 0 && !checking->verdicts.clean) {
        orq_str_addf(&checking->out, "  waived: %s (orqgen check -v)\n",
                     orq_counted(checking->cli->arena, waived->len, "difference"));
    }
}

/* What the migrations build is not always known: then the model was compared with the database. */
static const struct orq_ops *missing_ops(const struct orq_verdicts *verdicts)
{
    return verdicts->missing.all.len > 0 ? &verdicts->missing.all : &verdicts->model.all;
}

static void print_missing(struct checking *checking)
{
    const struct orq_verdicts *verdicts = &checking->verdicts;
    const struct orq_ops *ops = missing_ops(verdicts);
    /* Without a ledger every migration is pending, and what they lead to is not known. */
    if (ops->len == 0 || (!verdicts->ledger && verdicts->pending.len > 0))
        return;
    add_verdict(checking, "missing migration",
                verdicts->head && ops == &verdicts->missing.all
                    ? "the model is not what the migrations build"
                    : "the model is not what the database holds");
    orq_report_ops(&checking->out, ops);
    orq_str_addf(&checking->out, "  next: %s%s\n",
                 verdicts->pending.len > 0 ? "orqgen upgrade, then " : "",
                 orq_autogenerate_command(checking->cli->arena, ops));
}

static void print_clean(struct checking *checking)
{
    const struct orq_verdicts *verdicts = &checking->verdicts;
    bool colours = checking->cli->colours_out;
    struct orq_arena *arena = checking->cli->arena;
    const char *current = orq_shown_name(arena, orq_current_named(arena, &verdicts->current));
    checking->cli->brief = orq_arena_printf(arena, "clean, at %s", current);
    if (!orq_tells(checking->cli, ORQ_LOG_INFO))
        return;
    orq_str_addf(&checking->out, "%sclean:%s %s is at the model",
                 orq_term_style(colours, ORQ_STYLE_GOOD), orq_term_style(colours, ORQ_STYLE_NONE),
                 checking->project.url.shown);
    if (verdicts->current.len > 0)
        orq_str_addf(&checking->out, ", revision %s", current);
    if (checking->waiving.waived.len > 0) {
        orq_str_addf(&checking->out, ", but for %s",
                     orq_counted(arena, checking->waiving.waived.len, "waived difference"));
    }
    orq_str_addc(&checking->out, '\n');
}

static void print_json(struct checking *checking)
{
    const struct orq_verdicts *verdicts = &checking->verdicts;
    struct orq_json json = orq_json_new(&checking->out);
    orq_json_open_object(&json);
    orq_json_member(&json, "database", checking->project.url.shown);
    orq_json_key(&json, "clean");
    orq_json_bool(&json, verdicts->clean);
    orq_json_key(&json, "ledger");
    orq_json_bool(&json, verdicts->ledger);
    orq_json_key(&json, "current");
    orq_json_text(&json, verdicts->current.len > 0
                             ? orq_current_named(checking->cli->arena, &verdicts->current)
                             : NULL);
    orq_json_key(&json, "head");
    orq_json_text(&json, verdicts->head);
    if (verdicts->unfinished)
        orq_json_member(&json, "part_way", verdicts->unfinished->revision);
    orq_json_key(&json, "pending");
    orq_json_open_array(&json);
    for (size_t i = 0; i < verdicts->pending.len; i++)
        orq_report_revision_json(&json, verdicts->pending.items[i]->migration);
    orq_json_close_array(&json);
    orq_report_ops_json(&json, "drift", &checking->waiving.open);
    orq_waiving_json(&json, &checking->waiving);
    orq_report_ops_json(&json, "missing", missing_ops(verdicts));
    orq_json_close_object(&json);
}

/* The verdicts, without the drift that is waived. */
static enum orq_status judge(struct checking *checking)
{
    struct orq_cli *cli = checking->cli;
    const struct orq_project *project = &checking->project;
    const struct orq_check_input input = {.db = project->db,
                                          .want = project->want,
                                          .history = project->history,
                                          .ledger = project->ledger,
                                          .strict_types = cli->arguments.strict_types,
                                          .thorough = cli->arguments.fix != NULL};
    struct orq_verdicts *verdicts = &checking->verdicts;
    enum orq_status status = orq_check(cli->arena, project->engine, &input, cli->diags, verdicts);
    if (status != ORQ_OK || !verdicts->drift.have)
        return status;
    checking->waiving =
        orq_waivers_apply(cli->arena, &cli->config.waivers, &verdicts->drift, orq_cli_day(cli, 0));
    verdicts->clean = checking->waiving.open.len == 0 && verdicts->pending.len == 0 &&
                      verdicts->missing.all.len == 0;
    /* Of many databases each has its own drift, and all have one configuration. */
    if (!cli->url)
        orq_idle_report(cli, &checking->waiving.idle);
    return status;
}

static enum orq_status check_all(struct checking *checking)
{
    struct orq_cli *cli = checking->cli;
    enum orq_status status = judge(checking);
    if (status != ORQ_OK)
        return status;
    if (cli->arguments.json) {
        print_json(checking);
    } else if (checking->verdicts.clean) {
        print_clean(checking);
        print_waived(checking);
    } else {
        print_unfinished(checking);
        print_pending(checking);
        print_drift(checking);
        print_waived(checking);
        print_missing(checking);
    }
    return checking->verdicts.clean ? ORQ_OK : ORQ_DIFFERENT;
}

static enum orq_status fix(struct checking *checking)
{
    struct orq_fixing fixing = {.cli = checking->cli,
                                .project = &checking->project,
                                .verdicts = &checking->verdicts,
                                .waiving = &checking->waiving,
                                .out = &checking->out};
    enum orq_status status = judge(checking);
    return status == ORQ_OK ? orq_fix(&fixing) : status;
}

static enum orq_status explain(struct checking *checking)
{
    struct orq_cli *cli = checking->cli;
    const struct orq_project *project = &checking->project;
    const char *object = cli->arguments.why;
    struct orq_schema *live = NULL;
    struct orq_comparison comparison = {0};
    const struct orq_introspect_options reading = {.ledger = project->ledger,
                                                   .schemas = project->engine->schemas};
    enum orq_status status = orq_introspect(cli->arena, project->db, &reading, cli->diags, &live);
    if (status == ORQ_OK) {
        struct orq_compare_options options = {
            .have = live,
            .want = project->want,
            .diff = {.strict_types = cli->arguments.strict_types}};
        status = orq_compare(cli->arena, project->engine, &options, cli->diags, &comparison);
    }
    if (status != ORQ_OK)
        return status;
    const char *similar = NULL;
    const char *text = orq_diff_why(comparison.diff, object, &similar);
    if (text) {
        orq_str_add(&checking->out, text);
        orq_str_add(&checking->out, orq_ends_with(text, "\n") ? "" : "\n");
        return ORQ_OK;
    }
    const char *meant =
        similar ? orq_arena_printf(cli->arena, " (did you mean \"%s\"?)", similar) : "";
    orq_error(cli->diags, ORQ_NOWHERE, "neither the model nor the database has \"%s\"%s", object,
              meant);
    return ORQ_INVALID;
}

static enum orq_status run(struct orq_cli *cli)
{
    struct checking checking = {.cli = cli, .out = orq_str_new(cli->arena)};
    enum orq_status (*part)(struct checking *) = check_all;
    unsigned parts =
        ORQ_PART_MODEL | ORQ_PART_HISTORY | ORQ_PART_HEAD | ORQ_PART_READ | ORQ_PART_PEEK;
    if (cli->arguments.why && cli->arguments.history) {
        orq_error(cli->diags, ORQ_NOWHERE,
                  "--why compares with the database, which --history does "
                  "not ask: give one of them");
        return ORQ_INVALID;
    }
    if (orq_fix_check_arguments(cli) != ORQ_OK)
        return ORQ_INVALID;
    if (cli->arguments.why) {
        part = explain;
        parts = ORQ_PART_MODEL | ORQ_PART_READ | ORQ_PART_PEEK;
    } else if (cli->arguments.history) {
        return orq_check_history(cli);
    } else if (cli->arguments.fix) {
        part = fix;
    }
    enum orq_status status = orq_project_open(cli, parts, &checking.project);
    if (status == ORQ_OK) {
        if (!cli->arguments.fix)
            orq_project_forget_document(&checking.project);
        status = part(&checking);
    }
    orq_print(&checking.out);
    orq_project_close(&checking.project);
    return status;
}

static const struct orq_option options[] = {
    ORQ_VALUE(0, "why", "OBJECT", why, "explain how an object compares, and by which rule"),
    ORQ_FLAG(0, "history", history, "do the migrations build the model? asks no database"),
    ORQ_FLAG(0, "strict-types", strict_types, "count types that only look different"),
    ORQ_FLAG(0, "json", json, "the verdicts as JSON"),
    ORQ_CHOICE(0, "fix", "HOW", "model sql waive", fix, "answer drift; see orqgen help drift"),
    ORQ_FLAG(0, "write", write, "--fix model: change the model's files, instead of a patch"),
    ORQ_VALUE(0, "until", "DATE", until, "--fix waive: the last day; default: in 30 days"),
    ORQ_VALUE('m', "message", "REASON", message, "--fix waive: why"),
    ORQ_LIST(0, "only", "OBJECT", only, "--fix: only these tables or objects; may be repeated"),
};

const struct orq_command orq_cmd_check = {
    .name = "check",
    .words = "",
    .summary = "tell whether model, migrations and database agree",
    .details =
        "Three verdicts: pending (migrations that were not run), drift (the database is not what\n"
        "its revision builds), missing migration (the model is not what the migrations build).\n"
        "Exits with 0 when clean, else with 1. Changes nothing but the files that --write and\n"
        "--fix waive are for. With --history no database is asked, nor need one be known: the\n"
        "migrations are replayed for every dialect of the model, SQLite in memory, PostgreSQL\n"
        "where --scratch says, else on a private server that orqgen starts where one is installed\n"
        "(initdb and postgres in ORQGEN_PG_BIN, on PATH, of pg_config or in\n"
        "/usr/lib/postgresql/N/bin) and removes again; where none is: exit code 3. --fix answers\n"
        "drift: with a patch of the model, the SQL that takes it back, or a waiver in orqgen.yaml\n"
        "(orqgen help drift).",
    .example = "  $ orqgen check\n"
               "  missing migration: the model is not what the migrations build\n"
               "    add column human_feedback.rating\n"
               "    next: orqgen --autogenerate -m \"add column human_feedback.rating\"\n"
               "  $ orqgen check --fix model | patch -p1\n",
    .options = ORQ_OPTIONS(options),
    .many = "clean",
    .shared = ORQ_PART_MODEL | ORQ_PART_HISTORY | ORQ_PART_HEAD,
    .run = run,
};
