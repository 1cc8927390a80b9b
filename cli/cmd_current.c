#include "cli/describe.h"
#include "cli/project.h"
#include "cli/report.h"
#include "history/backfill.h"
#include "history/runner.h"
#include "history/runner_probe.h"
#include "sql/quote.h"

#include <stdlib.h>
#include <string.h>

struct asking {
    struct orq_cli *cli;
    struct orq_project project;
    struct orq_ledger ledger;
    struct orq_strings current; /* empty: base */
    struct orq_describer describer;
    const struct orq_ledger_row *unfinished; /* stopped part-way; NULL: none */
    const struct orq_file_section *section;  /* what it was running; NULL: in no file */
    struct orq_str out;
};

static const struct orq_revision *file_of(const struct asking *asking, size_t index)
{
    return orq_history_find(asking->project.history, asking->current.items[index]);
}

static const char *verb_of(const struct orq_ledger_row *row)
{
    return orq_ledger_row_goes_up(row) ? "upgrade" : "downgrade";
}

/* ---- the heads ---- */

/* The heads of the files that are not among the current revisions. */
static void find_missing(const struct asking *asking, struct orq_revisions *missing)
{
    struct orq_arena *arena = asking->cli->arena;
    struct orq_revisions heads = {0};
    orq_history_heads(arena, asking->project.history, &heads);
    for (size_t i = 0; i < heads.len; i++)
        if (!orq_map_get(asking->describer.current, heads.items[i]->migration->revision))
            ORQ_PUSH(arena, missing, heads.items[i]);
}

static bool is_at_heads(const struct asking *asking)
{
    struct orq_revisions missing = {0};
    bool only_heads = asking->current.len > 0;
    find_missing(asking, &missing);
    for (size_t i = 0; i < asking->current.len; i++) {
        const struct orq_revision *file = file_of(asking, i);
        only_heads = only_heads && file && file->child_count == 0;
    }
    return only_heads && missing.len == 0;
}

/* --check-heads; an empty history has no head to be at. */
static enum orq_status check_heads(const struct asking *asking)
{
    struct orq_cli *cli = asking->cli;
    struct orq_revisions missing = {0};
    bool empty = asking->current.len == 0 && asking->project.history->revisions.len == 0;
    orq_diags_append(cli->diags, asking->project.history->unplaced);
    if (orq_diags_errors(asking->project.history->unplaced) > 0)
        return ORQ_INVALID;
    if (empty || (is_at_heads(asking) && !asking->unfinished))
        return ORQ_OK;
    find_missing(asking, &missing);
    for (size_t i = 0; i < missing.len; i++) {
        struct orq_str line = orq_str_new(cli->arena);
        orq_report_revision(&line, missing.items[i]->migration);
        orq_tell(cli, ORQ_LOG_INFO, "the database is not at the head %s", orq_str_text(&line));
    }
    return ORQ_DIFFERENT;
}

static int compare_ids(const void *a, const void *b)
{
    const char *const *first = a;
    const char *const *second = b;
    return strcmp(*first, *second);
}

/* As the files go, whatever the order in which they were applied; what is in no file comes last. */
static void sort_current(struct asking *asking)
{
    struct orq_arena *arena = asking->cli->arena;
    const struct orq_history *history = asking->project.history;
    struct orq_strings sorted = {0};
    for (size_t i = 0; i < history->revisions.len; i++) {
        const char *id = history->revisions.items[i]->migration->revision;
        if (orq_map_get(asking->describer.current, id))
            ORQ_PUSH(arena, &sorted, id);
    }
    size_t known = sorted.len;
    for (size_t i = 0; i < asking->current.len; i++)
        if (!file_of(asking, i))
            ORQ_PUSH(arena, &sorted, asking->current.items[i]);
    if (sorted.len > known)
        qsort(sorted.items + known, sorted.len - known, sizeof *sorted.items, compare_ids);
    asking->current = sorted;
}

/* ---- JSON ---- */

static void add_revisions_json(const struct asking *asking, struct orq_json *json)
{
    orq_json_key(json, "revisions");
    orq_json_open_array(json);
    for (size_t i = 0; i < asking->current.len; i++) {
        const struct orq_revision *file = file_of(asking, i);
        orq_json_open_object(json);
        if (file)
            orq_describe_json(&asking->describer, json, file);
        else
            orq_json_member(json, "revision", asking->current.items[i]);
        orq_json_close_object(json);
    }
    orq_json_close_array(json);
}

/* Of a backfill: the rows that are done, and the last key. */
static void add_filled_json(const struct asking *asking, struct orq_json *json)
{
    struct orq_filled filled;
    if (!orq_filled_read(asking->cli->arena, asking->unfinished->state, &filled))
        return;
    orq_json_key(json, "rows_done");
    orq_json_number(json, filled.rows);
    orq_report_strings_json(json, "last_key", &filled.last);
}

static void print_json(struct asking *asking)
{
    const struct orq_ledger_row *row = asking->unfinished;
    struct orq_json json = orq_json_new(&asking->out);
    orq_json_open_object(&json);
    orq_json_member(&json, "database", asking->project.url.shown);
    orq_json_key(&json, "current");
    orq_json_text(&json, asking->current.len > 0
                             ? orq_current_named(asking->cli->arena, &asking->current)
                             : NULL);
    orq_json_key(&json, "head");
    orq_json_bool(&json, is_at_heads(asking));
    add_revisions_json(asking, &json);
    if (row) {
        orq_json_member(&json, "part_way", verb_of(row));
        orq_json_key(&json, "steps_done");
        orq_json_number(&json, row->steps_done);
        orq_json_key(&json, "steps_total");
        orq_json_number(&json, row->steps_total);
        add_filled_json(asking, &json);
        orq_json_member(&json, "failed", orq_ledger_row_why(row));
        orq_json_member(&json, "next", orq_ledger_row_next(asking->cli->arena, row));
    }
    orq_json_close_object(&json);
}

/* ---- a migration that stopped part-way ---- */

static const struct orq_file_step *next_step(const struct asking *asking)
{
    const struct orq_file_section *section = asking->section;
    size_t done = (size_t)asking->unfinished->steps_done;
    return section && done < section->steps.len ? &section->steps.items[done] : NULL;
}

/* The first statement of the step, without the comments before it. */
static void print_statement(struct asking *asking, const struct orq_file_step *step)
{
    const char *text = asking->section->text + step->offset;
    const char *end = text + step->len;
    while (text < end && (*text == '\n' || strncmp(text, "--", 2) == 0))
        text += strcspn(text, "\n") + 1;
    size_t len = strcspn(text, "\n");
    if (text < end && len > 0)
        orq_str_addf(&asking->out, "    %.*s\n", (int)len, text);
}

static enum orq_status print_index(struct asking *asking, const struct orq_file_step *step)
{
    static const char *const words[] = {
        [ORQ_PROBE_UNKNOWN] = NULL,
        [ORQ_PROBE_ABSENT] = "is not there",
        [ORQ_PROBE_INVALID] = "is INVALID: its build ended early, and the next run drops it first",
        [ORQ_PROBE_VALID] = "is there, and whole",
    };
    const struct orq_slice text = {asking->section->text + step->offset, step->len};
    struct orq_probe probe;
    enum orq_status status = orq_probe_statement(asking->cli->arena, asking->project.db, text,
                                                 asking->cli->diags, &probe);
    if (status == ORQ_OK && words[probe.result])
        orq_str_addf(&asking->out, "    index %s %s\n", probe.index, words[probe.result]);
    return status;
}

static enum orq_status print_unfinished(struct asking *asking)
{
    const struct orq_ledger_row *row = asking->unfinished;
    const struct orq_file_step *step = next_step(asking);
    const char *why = orq_ledger_row_why(row);
    struct orq_filled filled;
    enum orq_status status = ORQ_OK;
    struct orq_str *out = &asking->out;
    const char *whose = asking->current.len == 1 ? "its" : "the";
    orq_str_addf(out, "  %s %s", whose, verb_of(row));
    if (asking->current.len > 1)
        orq_str_addf(out, " of %s", orq_shown_name(out->arena, row->revision));
    orq_str_addf(out, " stopped part-way: %zu of %zu steps are done\n", (size_t)row->steps_done,
                 (size_t)row->steps_total);
    bool batches = orq_filled_read(out->arena, row->state, &filled);
    orq_str_addf(out, "  step %zu %s", (size_t)row->steps_done + 1,
                 *why                        ? "failed"
                 : orq_ledger_row_begun(row) ? "was begun, and how it ended is not recorded"
                 : batches                   ? "is a backfill that was stopped"
                                             : "is the next one");
    orq_str_addf(out, *why ? ": %s\n" : "\n", why);
    if (batches) {
        orq_str_addf(out, "    done: %s; the next run goes on behind them\n",
                     orq_filled_shown(out->arena, &filled));
    }
    if (step) {
        orq_str_addf(out, "    %s:%zu\n", asking->section->at.file, step->at.line);
        print_statement(asking, step);
    }
    if (step && orq_ledger_row_begun(row))
        status = print_index(asking, step);
    orq_str_addf(out, "  next: %s%s\n", *why ? "put right what it says, then " : "",
                 orq_ledger_row_next(asking->cli->arena, row));
    if (orq_ledger_row_goes_up(row))
        orq_str_add(out, "  or go back: orqgen downgrade --partial\n");
    return status;
}

/* ---- all of it ---- */

static void print_revision(struct asking *asking, size_t index)
{
    struct orq_str *out = &asking->out;
    const struct orq_revision *file = file_of(asking, index);
    if (!file) {
        orq_str_addf(out, "%s\n", orq_shown_name(out->arena, asking->current.items[index]));
        return;
    }
    if (orq_tells(asking->cli, ORQ_LOG_DEBUG)) {
        orq_describe_at_length(&asking->describer, out, file);
        return;
    }
    const char *message = file->migration->message;
    orq_str_addf(out, "%s%s %s\n", orq_shown_name(out->arena, file->migration->revision),
                 file->child_count == 0 ? " (head)" : "",
                 orq_shown_name(out->arena, message ? message : ""));
}

static enum orq_status print_text(struct asking *asking)
{
    for (size_t i = 0; i < asking->current.len; i++)
        print_revision(asking, i);
    if (asking->current.len == 0)
        orq_str_add(&asking->out, "base\n");
    return asking->unfinished ? print_unfinished(asking) : ORQ_OK;
}

static void find_section(struct asking *asking)
{
    const struct orq_ledger_row *row = orq_ledger_unfinished(&asking->ledger);
    const struct orq_revision *file =
        row ? orq_history_find(asking->project.history, row->revision) : NULL;
    asking->unfinished = row;
    if (file && !file->faults) {
        asking->section = orq_migration_section(
            file->migration, orq_ledger_row_goes_up(row) ? ORQ_UPGRADE : ORQ_DOWNGRADE,
            row->dialect);
    }
}

static enum orq_status print(struct asking *asking)
{
    struct orq_cli *cli = asking->cli;
    enum orq_status status = ORQ_OK;
    sort_current(asking);
    find_section(asking);
    if (cli->arguments.json)
        print_json(asking);
    else
        status = print_text(asking);
    orq_print(&asking->out);
    for (size_t i = 0; i < asking->current.len; i++) {
        if (!file_of(asking, i)) {
            orq_warning(cli->diags, ORQ_NOWHERE, "revision %s is in no file of %s",
                        asking->current.items[i], asking->project.folder);
        }
    }
    return status;
}

static enum orq_status run(struct orq_cli *cli)
{
    struct asking asking = {.cli = cli, .out = orq_str_new(cli->arena)};
    struct orq_project *project = &asking.project;
    enum orq_status status =
        orq_project_open(cli, ORQ_PART_HISTORY | ORQ_PART_READ | ORQ_PART_PEEK, project);
    if (status == ORQ_OK) {
        status =
            orq_ledger_read(cli->arena, project->db, project->ledger, cli->diags, &asking.ledger);
    }
    if (status == ORQ_OK) {
        orq_ledger_heads(cli->arena, &asking.ledger, &asking.current);
        asking.describer = orq_describer_new(cli->arena, &asking.current);
        status = print(&asking);
    }
    if (status == ORQ_OK && cli->arguments.check_heads)
        status = check_heads(&asking);
    orq_project_close(project);
    return status;
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "check-heads", check_heads, "exit with 1 unless the database is at all heads"),
    ORQ_FLAG(0, "json", json, "the same as JSON"),
};

const struct orq_command orq_cmd_current = {
    .name = "current",
    .words = "",
    .summary = "print the revision of the database",
    .details = "Of several branches, that of each. Of a migration that stopped part-way also what "
               "is done,\n"
               "what failed, and what to run next. With -v, at length.",
    .example = "  $ orqgen current\n"
               "  4f1c2a9be0d3 (head) add rating\n",
    .options = ORQ_OPTIONS(options),
    .many = "done",
    .shared = ORQ_PART_HISTORY,
    .run = run,
};
