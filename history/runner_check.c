/* What is wrong with the steps, before any of them is run. */
#include "base/str.h"
#include "history/archive.h"
#include "history/losses_shape.h"
#include "history/migration_parts.h"
#include "history/runner_parts.h"
#include "sql/quote.h"

#include <string.h>

#define FILL_IN "FILL IN:"

void orq_section_fill_ins(struct orq_arena *arena, const struct orq_file_section *section,
                          struct orq_strings *fill_ins)
{
    struct orq_lines lines = {
        .text = section->text, .len = section->len, .quoting = orq_quoting_of(section->dialect)};
    struct orq_line line;
    while (orq_lines_next(&lines, &line)) {
        struct orq_slice comment = orq_comment_of(&line);
        if (line.code && comment.len >= strlen(FILL_IN) &&
            memcmp(comment.data, FILL_IN, strlen(FILL_IN)) == 0)
            ORQ_PUSH(arena, fill_ins,
                     orq_arena_printf(arena, "line %zu is to be completed by a person: %.*s",
                                      section->at.line + line.number, (int)comment.len,
                                      comment.data));
    }
}

/* A line that only a person can complete; on empty tables the statement runs as it is. */
void orq_hint_fill_in(const struct orq_runner *runner, const struct orq_step *step)
{
    struct orq_strings fill_ins = {0};
    orq_section_fill_ins(runner->arena, step->section, &fill_ins);
    for (size_t i = 0; i < fill_ins.len; i++)
        orq_hint(runner->diags, "%s", fill_ins.items[i]);
}

static bool is_allowed(const struct orq_runner *runner, const struct orq_file_section *section)
{
    if (runner->options->allow_data_loss)
        return true;
    if (runner->direction == ORQ_DOWNGRADE && runner->options->backup)
        return true; /* nothing runs before it is there and verified */
    for (size_t i = 0; runner->direction == ORQ_UPGRADE && i < section->allows.len; i++) {
        if (strcmp(section->allows.items[i].rule, "data-loss") == 0)
            return true;
    }
    return false;
}

static void check_losses(struct orq_runner *runner, struct orq_step *step)
{
    const struct orq_strings *losses = &step->guarded.losses.lines;
    step->guarded.may_lose = is_allowed(runner, step->section);
    if (losses->len == 0 || step->guarded.may_lose)
        return;
    orq_error(runner->diags, step->section->at, "the %s of %s loses data", orq_runner_verb(runner),
              step->migration->revision);
    for (size_t i = 0; i < losses->len; i++)
        orq_hint(runner->diags, "%s", losses->items[i]);
    if (runner->direction == ORQ_UPGRADE)
        orq_hint(runner->diags,
                 "to allow it, say so in the section: -- orqgen:allow data-loss -- why");
    orq_hint(runner->diags, "%s%s --allow-data-loss",
             runner->direction == ORQ_UPGRADE ? "or run: " : "to allow it: ",
             orq_runner_command(runner, runner->typed));
    if (runner->direction == ORQ_DOWNGRADE && !runner->options->dry_run)
        orq_hint(runner->diags, "or keep all of it in a backup: %s --backup",
                 orq_runner_command(runner, runner->typed));
}

static void check_ledger(struct orq_runner *runner, const struct orq_step *step)
{
    const char *ledger = runner->options->ledger ? runner->options->ledger : ORQ_LEDGER_DEFAULT;
    const char *dot = strchr(ledger, '.');
    const char *table = dot ? dot + 1 : ledger;
    for (size_t i = 0; i < step->guarded.statements.len; i++) {
        const struct orq_judged *statement = &step->guarded.statements.items[i];
        bool reads = statement->is.kind == ORQ_SQL_SELECT;
        if (!reads && statement->is.object && orq_ascii_equal(statement->is.object, table))
            orq_error(runner->diags, orq_section_line(step->section, statement->line),
                      "%s is orqgen's ledger: a migration must not touch it", table);
    }
}

static void check_proof(struct orq_runner *runner, const struct orq_step *step)
{
    const struct orq_migration *migration = step->migration;
    for (size_t i = 0; i < migration->proofs.len; i++) {
        const struct orq_proof_line *proof = &migration->proofs.items[i];
        if (!proof->up_sha256 || !orq_str_equal(proof->dialect, runner->dialect) ||
            orq_migration_proof_current(migration, runner->dialect))
            continue;
        orq_warning(runner->diags, proof->at,
                    "%s was edited after it was proven: what stands here no longer holds",
                    migration->revision);
    }
}

/* What a downgrade puts back was kept by its upgrade; somebody may have purged it since. */
static enum orq_status check_archives(struct orq_runner *runner, const struct orq_step *step)
{
    struct orq_strings names = {0}, missing = {0};
    const struct orq_file_section *section = step->section;
    size_t from =
        step->done < section->steps.len ? section->steps.items[step->done].offset : SIZE_MAX;
    for (size_t i = 0; i < step->guarded.statements.len; i++) {
        const struct orq_judged *statement = &step->guarded.statements.items[i];
        if (statement->offset >= from)
            orq_archives_read(runner->arena, runner->dialect,
                              (struct orq_slice){statement->sql, statement->len}, &names);
    }
    enum orq_status status =
        orq_archives_missing(runner->arena, runner->db, &names, runner->diags, &missing);
    if (status != ORQ_OK || missing.len == 0)
        return status;
    orq_error(runner->diags, section->at,
              "the downgrade of %s puts back what its upgrade archived, and the archive is gone",
              step->migration->revision);
    for (size_t i = 0; i < missing.len; i++)
        orq_hint(runner->diags, "no table %s: it was purged, or dropped", missing.items[i]);
    orq_hint(runner->diags, "bring it back from a backup; nothing was run");
    return ORQ_INVALID;
}

/* What an earlier run of the upgrade has kept is there although the ledger does not know that run:
 * its row was stamped away. Nobody but a person knows whether that is still wanted. */
static enum orq_status check_left(struct orq_runner *runner, const struct orq_step *step)
{
    struct orq_strings names = {0};
    const char *revision = step->migration->revision;
    if (step->done > 0 || !strstr(step->section->text, ORQ_ARCHIVE_PREFIX))
        return ORQ_OK;
    enum orq_status status =
        orq_archives_of(runner->arena, runner->db, revision, runner->diags, &names);
    if (status != ORQ_OK || names.len == 0)
        return status;
    orq_error(runner->diags, step->section->at,
              "the upgrade of %s archives data, and %s of an earlier run of it is there", revision,
              orq_shown_name(runner->arena, names.items[0]));
    orq_hint(runner->diags, "the ledger does not have that run; nothing was run");
    orq_hint(runner->diags, "to see what was kept: orqgen archive list");
    orq_hint(runner->diags, "to remove it:         orqgen archive purge %s --yes", revision);
    return ORQ_INVALID;
}

enum orq_status orq_check_steps(struct orq_runner *runner)
{
    size_t before = orq_diags_errors(runner->diags);
    for (size_t i = 0; i < runner->steps.len; i++) {
        struct orq_step *step = &runner->steps.items[i];
        step->guarded = orq_guarded_new(runner->arena, runner->db, step->section, runner->diags);
        runner->guard->refuse(&step->guarded);
        check_ledger(runner, step);
        orq_check_schema(runner, step);
        check_losses(runner, step);
        check_proof(runner, step);
        enum orq_status kept = runner->direction == ORQ_DOWNGRADE ? check_archives(runner, step)
                                                                  : check_left(runner, step);
        if (kept == ORQ_DATABASE)
            return ORQ_DATABASE;
    }
    return orq_diags_errors(runner->diags) == before ? ORQ_OK : ORQ_INVALID;
}
