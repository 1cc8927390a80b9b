#include "base/similar.h"
#include "base/term.h"
#include "cli/check_history.h"
#include "cli/project.h"
#include "cli/report.h"
#include "history/runner.h"
#include "history/verdict.h"
#include "introspect/introspect.h"
#include "sql/quote.h"

#include <string.h>

struct checking {
    struct orq_cli *cli;
    struct orq_project project;
    struct orq_verdicts verdicts;
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
    if (verdicts->pending.len == 0) {
        return;
    }
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
    if (!row) {
        return;
    }
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
    const struct orq_ops *ops = &verdicts->drift.all;
    struct orq_arena *arena = checking->cli->arena;
    if (ops->len == 0) {
        return;
    }
    const char *current = orq_current_named(arena, &verdicts->current);
    add_verdict(checking, "drift",
                orq_arena_printf(arena, "the database is not what revision %s builds",
                                 orq_shown_name(arena, current)));
    orq_report_drift(&checking->out, ops);
    const char *object = orq_op_object(arena, &ops->items[0]);
    orq_str_addf(&checking->out, "  next: orqgen check --why %s\n",
                 object[strcspn(object, " '\"\\`$!()")] ? "OBJECT" : object);
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
    if (ops->len == 0 || (!verdicts->ledger && verdicts->pending.len > 0)) {
        return;
    }
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
    if (!orq_tells(checking->cli, ORQ_LOG_INFO)) {
        return;
    }
    orq_str_addf(&checking->out, "%sclean:%s %s is at the model",
                 orq_term_style(colours, ORQ_STYLE_GOOD), orq_term_style(colours, ORQ_STYLE_NONE),
                 checking->project.url.shown);
    if (verdicts->current.len > 0) {
        orq_str_addf(&checking->out, ", revision %s", current);
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
    if (verdicts->unfinished) {
        orq_json_member(&json, "part_way", verdicts->unfinished->revision);
    }
    orq_json_key(&json, "pending");
    orq_json_open_array(&json);
    for (size_t i = 0; i < verdicts->pending.len; i++) {
        orq_report_revision_json(&json, verdicts->pending.items[i]->migration);
    }
    orq_json_close_array(&json);
    orq_report_ops_json(&json, "drift", &verdicts->drift.all);
    orq_report_ops_json(&json, "missing", missing_ops(verdicts));
    orq_json_close_object(&json);
}

static enum orq_status check_all(struct checking *checking)
{
    struct orq_cli *cli = checking->cli;
    const struct orq_project *project = &checking->project;
    const struct orq_check_input input = {.db = project->db,
                                          .want = project->want,
                                          .history = project->history,
                                          .ledger = project->ledger,
                                          .strict_types = cli->arguments.strict_types};
    enum orq_status status =
        orq_check(cli->arena, project->engine, &input, cli->diags, &checking->verdicts);
    if (status != ORQ_OK) {
        return status;
    }
    if (cli->arguments.json) {
        print_json(checking);
    } else if (checking->verdicts.clean) {
        print_clean(checking);
    } else {
        print_unfinished(checking);
        print_pending(checking);
        print_drift(checking);
        print_missing(checking);
    }
    return checking->verdicts.clean ? ORQ_OK : ORQ_DIFFERENT;
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
    if (status != ORQ_OK) {
        return status;
    }
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
    if (cli->arguments.why) {
        part = explain;
        parts = ORQ_PART_MODEL | ORQ_PART_READ | ORQ_PART_PEEK;
    } else if (cli->arguments.history) {
        return orq_check_history(cli);
    }
    enum orq_status status = orq_project_open(cli, parts, &checking.project);
    if (status == ORQ_OK) {
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
};

const struct orq_command orq_cmd_check = {
    .name = "check",
    .words = "",
    .summary = "tell whether model, migrations and database agree",
    .details =
        "Three verdicts: pending (migrations that were not run), drift (the database is not what\n"
        "its revision builds), missing migration (the model is not what the migrations build).\n"
        "Exits with 0 when clean, else with 1. Changes nothing. With --history no database is "
        "asked,\n"
        "nor need one be known: the migrations are replayed for every dialect of the model, "
        "SQLite\n"
        "in memory, PostgreSQL where --scratch says, else on a private server that orqgen starts\n"
        "where one is installed (initdb and postgres in ORQGEN_PG_BIN, on PATH, of pg_config or "
        "in\n"
        "/usr/lib/postgresql/N/bin) and removes again; where none is: exit code 3.",
    .example = "  $ orqgen check\n"
               "  missing migration: the model is not what the migrations build\n"
               "    add column human_feedback.rating\n"
               "    next: orqgen --autogenerate -m \"add column human_feedback.rating\"\n",
    .options = ORQ_OPTIONS(options),
    .many = "clean",
    .shared = ORQ_PART_MODEL | ORQ_PART_HISTORY | ORQ_PART_HEAD,
    .run = run,
};
