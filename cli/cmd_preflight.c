#include "base/json.h"
#include "base/term.h"
#include "cli/project.h"
#include "cli/report.h"
#include "history/ledger.h"
#include "review/preflight.h"
#include "sql/quote.h"

struct flight {
    struct orq_cli *cli;
    struct orq_project project;
    struct orq_revisions pending;
    struct orq_reviews reviews;
    struct orq_prechecks prechecks;
    struct orq_str out; /* stdout */
};

/* ---- which migrations ---- */

static enum orq_status find_pending(struct flight *flight)
{
    struct orq_cli *cli = flight->cli;
    const struct orq_project *project = &flight->project;
    const char *word = orq_word(cli, 0);
    struct orq_strings current = {0};
    struct orq_ledger ledger;
    struct orq_resolved to = {0};
    if (!word && project->history->revisions.len == 0)
        return ORQ_OK;
    enum orq_status status =
        orq_ledger_read(cli->arena, project->db, project->ledger, cli->diags, &ledger);
    if (status != ORQ_OK)
        return status;
    orq_ledger_heads(cli->arena, &ledger, &current);
    const struct orq_target target = {.text = word ? word : "head", .current = &current};
    status = orq_history_resolve(cli->arena, project->history, &target, cli->diags, &to);
    const struct orq_way way = {.to = &to, .applied = orq_ledger_set(cli->arena, &ledger)};
    return status == ORQ_OK && to.revisions.len > 0
               ? orq_history_upgrades(cli->arena, project->history, &way, cli->diags,
                                      &flight->pending)
               : status;
}

static enum orq_status refuse_blind(struct flight *flight, const struct orq_review *review)
{
    orq_error(flight->cli->diags, review->migration->at,
              "what can fail is only known with a scratch database");
    orq_hint(flight->cli->diags, "%s: say where one may be made: --scratch URL", review->why_not);
    return ORQ_INVALID;
}

/* A section that stops on scratch was judged up to there. */
static void warn_of_stop(struct flight *flight, const struct orq_review *review)
{
    const struct orq_observed_list *list = &review->up.observed;
    if (!review->up.section) {
        orq_warning(flight->cli->diags, review->migration->at,
                    "it has no upgrade section for %s: it cannot run, and nothing was judged",
                    review->dialect);
    }
    const struct orq_observed *last = list->len > 0 ? &list->items[list->len - 1] : NULL;
    if (last && last->error) {
        orq_warning(flight->cli->diags, last->at, "it stops on the scratch database: %s",
                    orq_shown_name(flight->cli->arena, last->error));
        orq_hint(flight->cli->diags, "what comes behind it in this migration was not judged");
    }
}

static enum orq_status review_pending(struct flight *flight)
{
    struct orq_cli *cli = flight->cli;
    const struct orq_project *project = &flight->project;
    for (size_t i = 0; i < flight->pending.len; i++) {
        const struct orq_review_input input = {.history = project->history,
                                               .revision = flight->pending.items[i],
                                               .lint = &cli->config.lint};
        struct orq_review review;
        enum orq_status status =
            orq_review_make(cli->arena, project->engine, &input, cli->diags, &review);
        if (status != ORQ_OK)
            return status;
        if (review.not_judged.len > 0)
            return refuse_blind(flight, &review);
        warn_of_stop(flight, &review);
        ORQ_PUSH(cli->arena, &flight->reviews, review);
    }
    return ORQ_OK;
}

/* ---- what was found ---- */

static const enum orq_style styles[] = {[ORQ_PRECHECK_PASSES] = ORQ_STYLE_GOOD,
                                        [ORQ_PRECHECK_FAILS] = ORQ_STYLE_ERROR,
                                        [ORQ_PRECHECK_NOT_JUDGED] = ORQ_STYLE_WARNING};

static void print_row(struct flight *flight, const struct orq_precheck *precheck, size_t index)
{
    struct orq_arena *arena = flight->cli->arena;
    const struct orq_strings *columns = &precheck->finding->asked->columns;
    orq_str_add(&flight->out, "  ");
    for (size_t i = 0; i < columns->len; i++) {
        const char *value = precheck->rows.items[index].values[i];
        orq_str_addf(&flight->out, "%s%s = %s", i > 0 ? ", " : "",
                     orq_shown_name(arena, columns->items[i]),
                     value ? orq_shown_name(arena, value) : "NULL");
    }
    orq_str_add(&flight->out, "\n");
}

static void print_precheck(struct flight *flight, const struct orq_precheck *precheck)
{
    const struct orq_finding *finding = precheck->finding;
    struct orq_arena *arena = flight->cli->arena;
    struct orq_str *out = &flight->out;
    bool colours = flight->cli->colours_out;
    orq_str_addf(out, "%s:%zu: %s%s:%s ", orq_shown_name(arena, finding->at.file), finding->at.line,
                 orq_term_style(colours, styles[precheck->verdict]),
                 orq_precheck_verdict_name(precheck->verdict),
                 orq_term_style(colours, ORQ_STYLE_NONE));
    orq_str_addf(out, "%s: %s", orq_shown_name(arena, finding->object), finding->message);
    if (precheck->count >= 0)
        orq_str_addf(out, ": %lld now", (long long)precheck->count);
    if (precheck->why)
        orq_str_addf(out, "; %s", orq_shown_name(arena, precheck->why));
    orq_str_add(out, "\n");
    for (size_t i = 0; i < precheck->rows.len; i++)
        print_row(flight, precheck, i);
    if (precheck->count > (long long)precheck->rows.len)
        orq_str_add(out, "  ...\n");
    if (precheck->count > 0)
        orq_str_addf(out, "  precheck: %s\n", orq_shown_name(arena, precheck->precheck));
}

static void add_rows_json(struct orq_json *json, const struct orq_precheck *precheck)
{
    orq_json_key(json, "rows");
    orq_json_open_array(json);
    for (size_t i = 0; i < precheck->rows.len; i++) {
        const struct orq_strings *columns = &precheck->finding->asked->columns;
        orq_json_open_array(json);
        for (size_t k = 0; k < columns->len; k++)
            orq_json_text(json, precheck->rows.items[i].values[k]);
        orq_json_close_array(json);
    }
    orq_json_close_array(json);
}

static void add_precheck_json(struct orq_json *json, const struct orq_precheck *precheck)
{
    const struct orq_finding *finding = precheck->finding;
    orq_json_open_object(json);
    orq_json_member(json, "revision", precheck->review->migration->revision);
    orq_json_member(json, "file", finding->at.file);
    orq_json_key(json, "line");
    orq_json_number(json, (int64_t)finding->at.line);
    orq_json_member(json, "object", finding->object);
    orq_json_member(json, "message", finding->message);
    orq_json_member(json, "verdict", orq_precheck_verdict_name(precheck->verdict));
    orq_json_member(json, "why", precheck->why);
    orq_json_member(json, "precheck", precheck->precheck);
    if (precheck->count >= 0) {
        orq_json_key(json, "count");
        orq_json_number(json, precheck->count);
        orq_report_strings_json(json, "columns", &finding->asked->columns);
        add_rows_json(json, precheck);
    }
    orq_json_close_object(json);
}

static void print(struct flight *flight)
{
    struct orq_json json = orq_json_new(&flight->out);
    bool as_json = flight->cli->arguments.json;
    if (as_json)
        orq_json_open_array(&json);
    for (size_t i = 0; i < flight->prechecks.len; i++)
        if (as_json)
            add_precheck_json(&json, &flight->prechecks.items[i]);
        else
            print_precheck(flight, &flight->prechecks.items[i]);
    if (as_json)
        orq_json_close_array(&json);
}

/* Exit 1 where rows that are there would refuse something. */
static enum orq_status judge(const struct flight *flight)
{
    size_t counts[ORQ_PRECHECK_NOT_JUDGED + 1] = {0};
    for (size_t i = 0; i < flight->prechecks.len; i++)
        counts[flight->prechecks.items[i].verdict]++;
    orq_tell(flight->cli, ORQ_LOG_INFO, "%s pending: %s, %zu would fail, %zu not judged",
             orq_counted(flight->cli->arena, flight->reviews.len, "migration"),
             orq_counted(flight->cli->arena, flight->prechecks.len, "precheck"),
             counts[ORQ_PRECHECK_FAILS], counts[ORQ_PRECHECK_NOT_JUDGED]);
    return counts[ORQ_PRECHECK_FAILS] > 0 ? ORQ_DIFFERENT : ORQ_OK;
}

static enum orq_status run(struct orq_cli *cli)
{
    struct flight flight = {.cli = cli, .out = orq_str_new(cli->arena)};
    const unsigned parts = ORQ_PART_HISTORY | ORQ_PART_HEAD | ORQ_PART_READ | ORQ_PART_PEEK;
    enum orq_status status = orq_project_open(cli, parts, &flight.project);
    if (status == ORQ_OK)
        status = find_pending(&flight);
    if (status == ORQ_OK)
        status = review_pending(&flight);
    if (status == ORQ_OK) {
        const struct orq_preflight_input input = {flight.project.engine, flight.project.db,
                                                  &flight.reviews};
        status = orq_preflight(cli->arena, &input, cli->diags, &flight.prechecks);
    }
    if (status == ORQ_OK) {
        print(&flight);
        status = judge(&flight);
    }
    orq_print(&flight.out);
    orq_project_close(&flight.project);
    return status;
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "json", json, "the same as JSON"),
};

const struct orq_command orq_cmd_preflight = {
    .name = "preflight",
    .words = "[TARGET]",
    .summary = "ask the database which rows would make pending migrations fail",
    .details =
        "Duplicates before a unique key, NULLs before NOT NULL, rows that a check or a shorter\n"
        "type would refuse, orphans before a foreign key: counted in the database, with the first\n"
        "five. TARGET is a revision, a prefix of one, head (the default) or +N. Exits with 1 when\n"
        "one would fail. What reads a table or column that a pending migration makes, and rows\n"
        "that one changes before, are said as not judged. Changes nothing.",
    .example = "  $ orqgen preflight\n"
               "  migrations/0007_users_email.sql:8: fails: users.users_email_key: it fails when "
               "two\n"
               "  rows have the same key: 1 now\n"
               "    email = ada@example.org, count = 2\n"
               "  ...\n",
    .options = ORQ_OPTIONS(options),
    .words_max = 1,
    .run = run,
};
