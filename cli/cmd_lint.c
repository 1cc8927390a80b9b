#include "base/json.h"
#include "base/term.h"
#include "cli/looking.h"
#include "cli/report.h"
#include "cli/reviewing.h"
#include "history/runner.h"
#include "review/report.h"
#include "review/review.h"
#include "sql/quote.h"

#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

/* ---- which migrations ---- */

static bool same_file(const char *a, const char *b)
{
    struct stat first, second;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

static enum orq_status add_file(struct orq_reviewing *linting, const char *path)
{
    const struct orq_revisions *all = &linting->project.history->revisions;
    for (size_t i = 0; i < all->len; i++) {
        const char *own = all->items[i]->migration->path;
        if (own && same_file(own, path)) {
            ORQ_PUSH(linting->cli->arena, &linting->revisions, all->items[i]);
            return ORQ_OK;
        }
    }
    orq_error(linting->cli->diags, ORQ_NOWHERE, "%s is no migration of %s",
              orq_shown_name(linting->cli->arena, path),
              orq_shown_name(linting->cli->arena, linting->project.folder));
    return ORQ_INVALID;
}

static enum orq_status add_word(struct orq_reviewing *linting, const char *word)
{
    return orq_ends_with(word, ".sql")
               ? add_file(linting, word)
               : orq_look_choose(linting->cli, linting->project.history, &linting->current, word,
                                 &linting->revisions);
}

/* What the database has not seen yet; when it has seen all, the heads. */
static enum orq_status add_pending(struct orq_reviewing *linting)
{
    struct orq_cli *cli = linting->cli;
    const struct orq_history *history = linting->project.history;
    struct orq_resolved heads = {0};
    struct orq_ledger ledger;
    struct orq_map *applied = orq_map_new(cli->arena, ORQ_KEYS_EXACT);
    enum orq_status status = orq_ledger_read(cli->arena, linting->project.db,
                                             linting->project.ledger, cli->diags, &ledger);
    for (size_t i = 0; status == ORQ_OK && i < ledger.rows.len; i++)
        orq_map_put(applied, ledger.rows.items[i].revision, applied);
    orq_history_heads(cli->arena, history, &heads.revisions);
    const struct orq_way way = {.to = &heads, .applied = applied};
    if (status == ORQ_OK && heads.revisions.len > 0)
        status = orq_history_upgrades(cli->arena, history, &way, cli->diags, &linting->revisions);
    if (status == ORQ_OK && linting->revisions.len == 0)
        linting->revisions = heads.revisions;
    return status;
}

static enum orq_status choose(struct orq_reviewing *linting)
{
    const struct orq_strings *words = &linting->cli->arguments.words;
    enum orq_status status = ORQ_OK;
    if (words->len == 0)
        return add_pending(linting);
    for (size_t i = 0; status == ORQ_OK && i < words->len; i++)
        status = add_word(linting, words->items[i]);
    return status;
}

/* ---- what was found ---- */

static const enum orq_style styles[] = {[ORQ_LEVEL_NOTE] = ORQ_STYLE_FAINT,
                                        [ORQ_LEVEL_WARNING] = ORQ_STYLE_WARNING,
                                        [ORQ_LEVEL_ERROR] = ORQ_STYLE_ERROR};

static void add_hint(struct orq_str *out, const char *label, const char *text)
{
    for (const char *at = text; at && *at;) {
        size_t len = strcspn(at, "\n");
        orq_str_addf(out, "  %s", at == text ? label : "          ");
        orq_str_addn(out, at, len);
        orq_str_addc(out, '\n');
        at += at[len] ? len + 1 : len;
    }
}

static void print_finding(struct orq_reviewing *linting, const struct orq_finding *finding)
{
    struct orq_str *out = &linting->out;
    bool colours = linting->cli->colours_out;
    if (finding->allowed)
        return;
    orq_str_addf(out, "%s:%zu: %s%s:%s ", orq_shown_name(out->arena, finding->at.file),
                 finding->at.line, orq_term_style(colours, styles[finding->level]),
                 orq_level_name(finding->level), orq_term_style(colours, ORQ_STYLE_NONE));
    orq_str_addf(out, "%s: %s [%s]\n", orq_shown_name(out->arena, finding->object),
                 finding->message, finding->rule->id);
    if (finding->size) {
        orq_str_addf(out, "  size:     %s", orq_size_text(out->arena, finding->size));
        if (finding->high > 0) {
            orq_str_addf(out, "; takes %s",
                         orq_range_text(out->arena, finding->low, finding->high));
        }
        orq_str_addc(out, '\n');
    }
    add_hint(out, "precheck: ", finding->precheck);
    if (!finding->precheck && finding->level > ORQ_LEVEL_NOTE)
        add_hint(out, "safer:    ", finding->rule->safe_form);
}

static void print_unjudged(struct orq_reviewing *linting, const struct orq_review *review)
{
    struct orq_cli *cli = linting->cli;
    struct orq_str list = orq_str_new(cli->arena);
    if (!review->up.section && !review->down.section) {
        orq_warning(cli->diags, review->migration->at,
                    "it has no section for %s: nothing was judged", review->dialect);
    }
    if (review->not_judged.len == 0)
        return;
    for (size_t i = 0; i < review->not_judged.len; i++)
        orq_str_addf(&list, "%s%s", i > 0 ? ", " : "", review->not_judged.items[i]);
    orq_warning(cli->diags, review->migration->at, "not judged, without a scratch database: %s",
                orq_str_text(&list));
    orq_hint(cli->diags, "%s: say where one may be made: --scratch URL", review->why_not);
}

/* Not where it is not known. */
static void add_number_json(struct orq_json *json, const char *key, int64_t number)
{
    if (number >= 0) {
        orq_json_key(json, key);
        orq_json_number(json, number);
    }
}

static void add_finding_json(struct orq_json *json, const struct orq_finding *finding)
{
    orq_json_open_object(json);
    orq_json_member(json, "rule", finding->rule->id);
    orq_json_member(json, "level", orq_level_name(finding->level));
    orq_json_member(json, "object", finding->object);
    orq_json_member(json, "message", finding->message);
    orq_json_member(json, "file", finding->at.file);
    orq_json_key(json, "line");
    orq_json_number(json, (int64_t)finding->at.line);
    orq_json_member(json, "direction", finding->direction == ORQ_UPGRADE ? "upgrade" : "downgrade");
    orq_json_member(json, "dialect", finding->dialect);
    add_number_json(json, "rows", finding->rows);
    add_number_json(json, "bytes", finding->bytes);
    orq_report_range_json(json, finding->high > 0, finding->low, finding->high);
    orq_json_member(json, "precheck", finding->precheck);
    orq_json_member(json, "safe_form", finding->rule->safe_form);
    orq_json_member(json, "allowed", finding->allowed);
    orq_json_member(json, "fingerprint", finding->fingerprint);
    orq_json_close_object(json);
}

static void add_touched_json(struct orq_json *json, const struct orq_touched *touched)
{
    orq_json_open_object(json);
    orq_json_member(json, "table", touched->table);
    orq_json_member(json, "lock", orq_lock_name(touched->lock));
    orq_json_key(json, "scanned");
    orq_json_bool(json, touched->scanned);
    orq_json_key(json, "rewritten");
    orq_json_bool(json, touched->rewritten);
    orq_report_strings_json(json, "built", &touched->built);
    orq_json_close_object(json);
}

static void add_statements_json(struct orq_json *json, const char *key,
                                const struct orq_observed_list *list)
{
    orq_json_key(json, key);
    orq_json_open_array(json);
    for (size_t i = 0; i < list->len; i++) {
        const struct orq_observed *statement = &list->items[i];
        orq_json_open_object(json);
        orq_json_member(json, "summary", statement->summary);
        orq_json_key(json, "line");
        orq_json_number(json, (int64_t)statement->at.line);
        orq_json_key(json, "step");
        orq_json_number(json, (int64_t)statement->step);
        orq_json_key(json, "in_transaction");
        orq_json_bool(json, statement->in_transaction);
        orq_json_member(json, "error", statement->error);
        orq_json_key(json, "tables");
        orq_json_open_array(json);
        for (size_t k = 0; k < statement->touched.len; k++)
            add_touched_json(json, &statement->touched.items[k]);
        orq_json_close_array(json);
        orq_json_close_object(json);
    }
    orq_json_close_array(json);
}

static void print_json(struct orq_reviewing *linting)
{
    struct orq_json json = orq_json_new(&linting->out);
    orq_json_open_array(&json);
    for (size_t i = 0; i < linting->reviews.len; i++) {
        const struct orq_review *review = &linting->reviews.items[i];
        orq_json_open_object(&json);
        orq_json_member(&json, "revision", review->migration->revision);
        orq_json_member(&json, "path", review->migration->path);
        orq_json_key(&json, "findings");
        orq_json_open_array(&json);
        for (size_t k = 0; k < review->findings.len; k++)
            add_finding_json(&json, &review->findings.items[k]);
        orq_json_close_array(&json);
        add_statements_json(&json, "upgrade", &review->up.observed);
        add_statements_json(&json, "downgrade", &review->down.observed);
        orq_report_strings_json(&json, "not_judged", &review->not_judged);
        orq_json_close_object(&json);
    }
    orq_json_close_array(&json);
}

static void print(struct orq_reviewing *linting)
{
    for (size_t i = 0; i < linting->reviews.len; i++) {
        const struct orq_review *review = &linting->reviews.items[i];
        for (size_t k = 0; !linting->cli->arguments.json && k < review->findings.len; k++)
            print_finding(linting, &review->findings.items[k]);
        print_unjudged(linting, review);
    }
    if (linting->cli->arguments.json)
        print_json(linting);
}

static enum orq_level wanted_level(const struct orq_cli *cli)
{
    const char *wanted = cli->arguments.level ? cli->arguments.level : "error";
    enum orq_level level = ORQ_LEVEL_NOTE;
    while (strcmp(orq_level_name(level), wanted) != 0)
        level++;
    return level;
}

/* Exit 1 where something is at the wanted level or above. */
static enum orq_status judge(const struct orq_reviewing *linting)
{
    size_t counts[ORQ_LEVEL_ERROR + 1] = {0}, allowed = 0, reached = 0;
    enum orq_level wanted = wanted_level(linting->cli);
    for (size_t i = 0; i < linting->reviews.len; i++) {
        const struct orq_findings *findings = &linting->reviews.items[i].findings;
        for (size_t k = 0; k < findings->len; k++) {
            allowed += findings->items[k].allowed != NULL;
            counts[findings->items[k].level] += findings->items[k].allowed == NULL;
            reached += !findings->items[k].allowed && findings->items[k].level >= wanted;
        }
    }
    struct orq_arena *arena = linting->cli->arena;
    orq_tell(linting->cli, ORQ_LOG_INFO, "%s: %s, %s, %s; %zu allowed",
             orq_counted(arena, linting->reviews.len, "migration"),
             orq_counted(arena, counts[ORQ_LEVEL_ERROR], "error"),
             orq_counted(arena, counts[ORQ_LEVEL_WARNING], "warning"),
             orq_counted(arena, counts[ORQ_LEVEL_NOTE], "note"), allowed);
    return reached > 0 ? ORQ_DIFFERENT : ORQ_OK;
}

static bool asks_database(const struct orq_cli *cli)
{
    const struct orq_strings *words = &cli->arguments.words;
    bool asks = words->len == 0;
    for (size_t i = 0; i < words->len; i++)
        asks |= !orq_ends_with(words->items[i], ".sql") && orq_asks_current(words->items[i]);
    return asks;
}

/* Of the file, else of the database where it is open and there. */
static enum orq_status read_statistics(struct orq_reviewing *linting)
{
    struct orq_cli *cli = linting->cli;
    struct orq_statistics *statistics = ORQ_NEW(cli->arena, struct orq_statistics);
    const char *path = cli->arguments.statistics;
    enum orq_status status = ORQ_OK;
    if (path)
        status = orq_statistics_read(cli->arena, path, cli->diags, statistics);
    else if (linting->project.db && !linting->project.absent)
        status = orq_statistics_of(cli->arena, linting->project.db, cli->diags, statistics);
    else
        return ORQ_OK;
    linting->statistics = statistics;
    return status;
}

static enum orq_status run(struct orq_cli *cli)
{
    struct orq_reviewing linting = {.cli = cli, .out = orq_str_new(cli->arena)};
    enum orq_status status =
        orq_look_scratch(cli, asks_database(cli), &linting.project, &linting.current);
    if (status == ORQ_OK)
        status = choose(&linting);
    if (status == ORQ_OK)
        status = read_statistics(&linting);
    if (status == ORQ_OK)
        status = orq_reviewing_make(&linting, true);
    if (status == ORQ_OK) {
        print(&linting);
        status = judge(&linting);
    }
    orq_print(&linting.out);
    orq_project_close(&linting.project);
    return status;
}

static const struct orq_option options[] = {
    ORQ_CHOICE(0, "level", "LEVEL", "note warning error", level,
               "exit with 1 for findings of this level and above; else error"),
    ORQ_VALUE(
        0, "statistics", "FILE", statistics,
        "sizes of the tables, of orqgen stats; else those of the database, where it is asked"),
    ORQ_FLAG(0, "json", json, "the same as JSON, with what is allowed"),
};

const struct orq_command orq_cmd_lint = {
    .name = "lint",
    .words = "[FILE|REV...]",
    .summary = "find what a migration locks, rewrites, loses, and what can fail",
    .details =
        "Runs the statements one by one on a scratch database, on top of what the history builds,\n"
        "and tells what the server did: upgrade and downgrade. Without FILE or REV: what the\n"
        "database has not seen yet, else the newest. `-- orqgen:allow RULE -- reason` above a\n"
        "statement allows a finding; so does lint: in the model and in orqgen.yaml. Changes\n"
        "nothing.",
    .example = "  $ orqgen lint head\n"
               "  migrations/0007_users_email.sql:8: warning: users_email_idx: it is built under\n"
               "  SHARE on users (writes wait) [index-blocking]\n"
               "  ...\n",
    .options = ORQ_OPTIONS(options),
    .words_max = SIZE_MAX,
    .run = run,
};
