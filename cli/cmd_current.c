#include "cli/project.h"
#include "cli/report.h"
#include "history/runner.h"
#include "history/runner_probe.h"
#include "sql/quote.h"

#include <string.h>

struct asking {
    struct orq_cli *cli;
    struct orq_project project;
    struct orq_ledger ledger;
    struct orq_strings current;              /* empty: base */
    const struct orq_ledger_row *unfinished; /* stopped part-way; NULL: none */
    const struct orq_file_section *section;  /* what it was running; NULL: in no file */
    struct orq_str out;
};

static const char *verb_of(const struct orq_ledger_row *row)
{
    return orq_ledger_row_goes_up(row) ? "upgrade" : "downgrade";
}

static bool is_head(const struct asking *asking, const char *id)
{
    const struct orq_revision *revision = orq_history_find(asking->project.history, id);
    return revision && revision->child_count == 0;
}

/* Each of what is current is a head. */
static bool at_head(const struct asking *asking)
{
    bool heads = asking->current.len > 0;
    for (size_t i = 0; i < asking->current.len; i++) {
        heads = heads && is_head(asking, asking->current.items[i]);
    }
    return heads;
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
    orq_json_bool(&json, at_head(asking));
    if (row) {
        orq_json_member(&json, "part_way", verb_of(row));
        orq_json_key(&json, "steps_done");
        orq_json_number(&json, row->steps_done);
        orq_json_key(&json, "steps_total");
        orq_json_number(&json, row->steps_total);
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
    while (text < end && (*text == '\n' || strncmp(text, "--", 2) == 0)) {
        text += strcspn(text, "\n") + 1;
    }
    size_t len = strcspn(text, "\n");
    if (text < end && len > 0) {
        orq_str_addf(&asking->out, "    %.*s\n", (int)len, text);
    }
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
    if (status == ORQ_OK && words[probe.result]) {
        orq_str_addf(&asking->out, "    index %s %s\n", probe.index, words[probe.result]);
    }
    return status;
}

static enum orq_status print_unfinished(struct asking *asking)
{
    const struct orq_ledger_row *row = asking->unfinished;
    const struct orq_file_step *step = next_step(asking);
    const char *why = orq_ledger_row_why(row);
    enum orq_status status = ORQ_OK;
    struct orq_str *out = &asking->out;
    orq_str_addf(out, "  its %s stopped part-way: %zu of %zu steps are done\n", verb_of(row),
                 (size_t)row->steps_done, (size_t)row->steps_total);
    orq_str_addf(out, "  step %zu %s", (size_t)row->steps_done + 1,
                 *why                        ? "failed"
                 : orq_ledger_row_begun(row) ? "was begun, and how it ended is not recorded"
                                             : "is the next one");
    orq_str_addf(out, *why ? ": %s\n" : "\n", why);
    if (step) {
        orq_str_addf(out, "    %s:%zu\n", asking->section->at.file, step->at.line);
        print_statement(asking, step);
    }
    if (step && orq_ledger_row_begun(row)) {
        status = print_index(asking, step);
    }
    orq_str_addf(out, "  next: %s%s\n", *why ? "put right what it says, then " : "",
                 orq_ledger_row_next(asking->cli->arena, row));
    return status;
}

/* ---- all of it ---- */

static void print_revision(struct asking *asking, const char *id)
{
    struct orq_arena *arena = asking->cli->arena;
    struct orq_str *out = &asking->out;
    const struct orq_revision *revision = orq_history_find(asking->project.history, id);
    orq_str_add(out, orq_shown_name(arena, id));
    if (revision) {
        const char *message = revision->migration->message;
        orq_str_addf(out, "%s %s", is_head(asking, id) ? " (head)" : "",
                     orq_shown_name(arena, message ? message : ""));
    }
    orq_str_addc(out, '\n');
}

static enum orq_status print_text(struct asking *asking)
{
    for (size_t i = 0; i < asking->current.len; i++) {
        print_revision(asking, asking->current.items[i]);
    }
    if (asking->current.len == 0) {
        orq_str_add(&asking->out, "base\n");
    }
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
    find_section(asking);
    if (cli->arguments.json) {
        print_json(asking);
    } else {
        status = print_text(asking);
    }
    orq_print(&asking->out);
    for (size_t i = 0; i < asking->current.len; i++) {
        const char *id = asking->current.items[i];
        if (!orq_history_find(asking->project.history, id)) {
            orq_warning(cli->diags, ORQ_NOWHERE, "revision %s is in no file of %s", id,
                        asking->project.folder);
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
        status = orq_current(cli->arena, project->db, project->ledger, cli->diags, &asking.current);
    }
    if (status == ORQ_OK) {
        status =
            orq_ledger_read(cli->arena, project->db, project->ledger, cli->diags, &asking.ledger);
    }
    if (status == ORQ_OK) {
        status = print(&asking);
    }
    orq_project_close(project);
    return status;
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "json", json, "the same as JSON"),
};

const struct orq_command orq_cmd_current = {
    .name = "current",
    .words = "",
    .summary = "print the revision of the database",
    .details = "Of a migration that stopped part-way also what is done, what failed, and what to "
               "run next.",
    .example = "  $ orqgen current\n"
               "  4f1c2a9be0d3 (head) add rating\n",
    .options = ORQ_OPTIONS(options),
    .run = run,
};
