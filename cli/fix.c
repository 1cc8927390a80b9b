#include "cli/fix.h"

#include "cli/report.h"
#include "cli/waivers.h"
#include "history/runner.h"
#include "sql/quote.h"

#include <string.h>

#define WAIVED_DAYS 30

/* ---- arguments ---- */

static enum orq_status check_waive(struct orq_cli *cli)
{
    const char *until = cli->arguments.until;
    const char *today = orq_cli_day(cli, 0);
    if (!cli->arguments.message) {
        orq_error(cli->diags, ORQ_NOWHERE, "a waiver needs a reason");
        orq_hint(cli->diags, "orqgen check --fix waive -m \"hotfix, to be taken over\"");
        return ORQ_INVALID;
    }
    if (orq_cli_check_line(cli, "reason", cli->arguments.message) != ORQ_OK)
        return ORQ_INVALID;
    if (until && !orq_day_valid(until)) {
        orq_error(cli->diags, ORQ_NOWHERE, "--until %s is no day",
                  orq_shown_name(cli->arena, until));
        orq_hint(cli->diags, "--until %s is", orq_cli_day(cli, WAIVED_DAYS));
        return ORQ_INVALID;
    }
    if (until && strcmp(until, today) < 0) {
        orq_error(cli->diags, ORQ_NOWHERE, "--until %s is over: today is %s", until, today);
        return ORQ_INVALID;
    }
    return ORQ_OK;
}

enum orq_status orq_fix_check_arguments(struct orq_cli *cli)
{
    const struct orq_arguments *arguments = &cli->arguments;
    bool waive = orq_str_equal(arguments->fix, "waive");
    const char *problem = NULL;
    if (!arguments->fix &&
        (arguments->write || arguments->until || arguments->message || arguments->only.len > 0))
        problem = "--write, --until, -m and --only go with --fix";
    else if (arguments->fix && (arguments->why || arguments->history || arguments->json))
        problem = "--why, --history and --json do not go with --fix";
    else if (arguments->fix && cli->url)
        problem = "--fix answers the drift of one database: give it with --db";
    else if (arguments->write && !orq_str_equal(arguments->fix, "model"))
        problem = "--write goes with --fix model";
    else if ((arguments->until || arguments->message) && !waive)
        problem = "--until and -m go with --fix waive";
    if (problem) {
        orq_error(cli->diags, ORQ_NOWHERE, "%s", problem);
        return ORQ_INVALID;
    }
    return waive ? check_waive(cli) : ORQ_OK;
}

/* ---- what is no drift ---- */

static enum orq_status refuse(const struct orq_fixing *fixing)
{
    struct orq_cli *cli = fixing->cli;
    const struct orq_verdicts *verdicts = fixing->verdicts;
    if (verdicts->unfinished) {
        orq_error(cli->diags, ORQ_NOWHERE,
                  "the %s of %s stopped part-way: what drifted is not known",
                  orq_ledger_row_goes_up(verdicts->unfinished) ? "upgrade" : "downgrade",
                  verdicts->unfinished->revision);
        orq_hint(cli->diags, "finish it first: %s",
                 orq_ledger_row_next(cli->arena, verdicts->unfinished));
    } else if (!verdicts->ledger) {
        orq_error(cli->diags, ORQ_NOWHERE,
                  "%s has no ledger: nothing says what it should be, so nothing of it is drift",
                  fixing->project->url.shown);
        orq_hint(cli->diags, "compare it with the model: orqgen diff");
    } else {
        orq_error(cli->diags, ORQ_NOWHERE, "drift was not looked for");
        orq_hint(cli->diags, "say where a scratch database may be made: --scratch URL");
    }
    return ORQ_INVALID;
}

/* Each with its next command, as they are no matter of --fix. */
static void tell_others(const struct orq_fixing *fixing)
{
    const struct orq_verdicts *verdicts = fixing->verdicts;
    struct orq_cli *cli = fixing->cli;
    if (verdicts->pending.len > 0) {
        orq_tell(cli, ORQ_LOG_INFO, "no drift, but pending: %s; next: orqgen upgrade",
                 orq_counted(cli->arena, verdicts->pending.len, "migration"));
    }
    if (verdicts->missing.all.len > 0) {
        bool drifted = fixing->waiving->open.len > 0;
        orq_tell(cli, ORQ_LOG_INFO,
                 "no drift, but a missing migration: the model is not what the migrations build; "
                 "next: orqgen --autogenerate%s -m \"...\"",
                 drifted ? " --include-drift" : "");
    }
}

/* ---- which drift ---- */

/* An object, or all of its table. */
static bool is_asked(const struct orq_fixing *fixing, const struct orq_op *op)
{
    const struct orq_strings *only = &fixing->cli->arguments.only;
    const struct orq_side *side = op->to.table || op->to.definition ? &op->to : &op->from;
    const char *object = orq_op_object(fixing->cli->arena, op);
    const struct orq_side table = {.table = side->table};
    const char *in = side->table ? orq_side_object(fixing->cli->arena, &table) : NULL;
    for (size_t i = 0; i < only->len; i++)
        if (strcmp(only->items[i], object) == 0 || orq_str_equal(only->items[i], in))
            return true;
    return only->len == 0;
}

static struct orq_ops choose(const struct orq_fixing *fixing)
{
    const struct orq_ops *open = &fixing->waiving->open;
    struct orq_ops chosen = {0};
    for (size_t i = 0; i < open->len; i++)
        if (is_asked(fixing, &open->items[i]))
            ORQ_PUSH(fixing->cli->arena, &chosen, open->items[i]);
    return chosen;
}

/* ---- sql ---- */

static bool same_op(const struct orq_op *a, const struct orq_op *b)
{
    return a->kind == b->kind && memcmp(&a->from, &b->from, sizeof a->from) == 0 &&
           memcmp(&a->to, &b->to, sizeof a->to) == 0;
}

static struct orq_ops intersection(struct orq_arena *arena, const struct orq_ops *ops,
                                   const struct orq_ops *chosen)
{
    struct orq_ops both = {0};
    for (size_t i = 0; i < ops->len; i++) {
        for (size_t k = 0; k < chosen->len; k++) {
            if (same_op(&ops->items[i], &chosen->items[k])) {
                ORQ_PUSH(arena, &both, ops->items[i]);
                break;
            }
        }
    }
    return both;
}

/* What runs a file of SQL on the database. */
static const char *runner_of(const struct orq_fixing *fixing)
{
    const struct orq_url *url = &fixing->project->url;
    const char *quoted = orq_quoted_text(fixing->cli->arena, url->shown);
    bool plain = url->shown[strcspn(url->shown, " '\"\\`$!()?&*;<>|#~")] == '\0';
    const char *where = plain ? url->shown : quoted;
    return fixing->project->engine->dialect->stores_texts
               ? orq_arena_printf(fixing->cli->arena, "sqlite3 -bail %s <fix.sql", where)
               : orq_arena_printf(fixing->cli->arena, "psql -X -v ON_ERROR_STOP=1 %s -f fix.sql",
                                  where);
}

static enum orq_status fix_sql(struct orq_fixing *fixing, const struct orq_ops *chosen)
{
    struct orq_cli *cli = fixing->cli;
    struct orq_comparison drift = fixing->verdicts->drift;
    struct orq_section section = {0};
    if (chosen->len < drift.all.len) {
        drift.ops = intersection(cli->arena, &drift.ops, chosen);
        drift.all = *chosen;
    }
    enum orq_status status =
        orq_comparison_emit(cli->arena, fixing->project->engine, &drift, cli->diags, &section);
    if (status != ORQ_OK)
        return status;
    orq_report_script(fixing->out, &section);
    for (size_t i = 0; i < section.loses.len; i++) {
        orq_tell(cli, ORQ_LOG_WARNING, "LOSES DATA: %s",
                 orq_shown_name(cli->arena, section.loses.items[i]));
    }
    for (size_t i = 0; i < section.fill_in.len; i++) {
        orq_tell(cli, ORQ_LOG_WARNING, "FILL IN: %s",
                 orq_shown_name(cli->arena, section.fill_in.items[i]));
    }
    orq_tell(cli, ORQ_LOG_INFO,
             "nothing was run; look at it, then: orqgen check --fix sql >fix.sql\n  %s",
             runner_of(fixing));
    return ORQ_OK;
}

/* ---- waive ---- */

static enum orq_status fix_waive(struct orq_fixing *fixing, const struct orq_ops *chosen)
{
    struct orq_cli *cli = fixing->cli;
    const struct orq_comparison *drift = &fixing->verdicts->drift;
    const struct orq_strings differences = orq_differences(cli->arena, drift);
    const char *until = cli->arguments.until ? cli->arguments.until : orq_cli_day(cli, WAIVED_DAYS);
    struct orq_waivers waivers = {0};
    for (size_t i = 0; i < drift->all.len; i++) {
        const struct orq_op *op = &drift->all.items[i];
        struct orq_ops one = intersection(
            cli->arena, &(const struct orq_ops){(struct orq_op *)&drift->all.items[i], 1, 1},
            chosen);
        struct orq_waiver waiver = {.object = orq_op_object(cli->arena, op),
                                    .difference = differences.items[i],
                                    .until = until,
                                    .reason = cli->arguments.message};
        if (one.len > 0)
            ORQ_PUSH(cli->arena, &waivers, waiver);
    }
    enum orq_status status = orq_waivers_write(cli, cli->config.file, &waivers);
    for (size_t i = 0; status == ORQ_OK && i < waivers.len; i++) {
        orq_tell(cli, ORQ_LOG_INFO, "%s: %s is waived until %s",
                 cli->config.file ? cli->config.file : ORQ_CONFIG_NAME,
                 orq_shown_name(cli->arena, waivers.items[i].object), until);
    }
    return status;
}

/* ---- which way ---- */

enum orq_status orq_fix(struct orq_fixing *fixing)
{
    static const struct {
        const char *word;
        enum orq_status (*fix)(struct orq_fixing *, const struct orq_ops *);
    } ways[] = {{"model", orq_fix_model}, {"sql", fix_sql}, {"waive", fix_waive}};
    struct orq_cli *cli = fixing->cli;
    const struct orq_verdicts *verdicts = fixing->verdicts;
    if (!verdicts->ledger || verdicts->unfinished || !verdicts->drift.have)
        return refuse(fixing);
    struct orq_ops chosen = choose(fixing);
    tell_others(fixing);
    if (chosen.len == 0 && cli->arguments.only.len > 0 && fixing->waiving->open.len > 0) {
        orq_error(cli->diags, ORQ_NOWHERE, "of what --only names nothing has drifted");
        orq_hint(cli->diags, "what has: orqgen check");
        return ORQ_INVALID;
    }
    if (chosen.len == 0) {
        orq_tell(cli, ORQ_LOG_INFO, "nothing has drifted%s",
                 fixing->waiving->waived.len > 0 ? " but what is waived" : "");
        return ORQ_OK;
    }
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (strcmp(ways[i].word, cli->arguments.fix) == 0)
            return ways[i].fix(fixing, &chosen);
    return ORQ_INVALID;
}
