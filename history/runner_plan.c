/* What is to do: from where the ledger is to where the user wants to be. */
#include "base/str.h"
#include "history/applied.h"
#include "history/runner_parts.h"

#include <string.h>

/* The ledger, its only head, and whether the ledger holds what its parents promise. */
static enum orq_status read_ledger(struct orq_runner *runner)
{
    struct orq_strings heads = {0};
    enum orq_status status = orq_ledger_read(runner->arena, runner->db, runner->options->ledger,
                                             runner->diags, &runner->ledger);
    if (status != ORQ_OK)
        return status;
    orq_ledger_heads(runner->arena, &runner->ledger, &heads);
    runner->current = heads.len > 0 ? heads.items[0] : NULL;
    return heads.len < 2 ? ORQ_OK
                         : orq_current(runner->arena, runner->db, runner->options->ledger,
                                       runner->diags, &runner->current);
}

static enum orq_status no_section(struct orq_runner *runner, const struct orq_migration *migration)
{
    orq_error(runner->diags, migration->path ? migration->at : ORQ_NOWHERE,
              "revision %s has no %s section for %s", migration->revision, orq_runner_verb(runner),
              runner->dialect);
    orq_hint(runner->diags, "add one: -- +orqgen %s %s (it may be empty)", orq_runner_verb(runner),
             runner->dialect);
    return ORQ_INVALID;
}

static enum orq_status add_step(struct orq_runner *runner, const struct orq_migration *migration,
                                const struct orq_file_section *section, const char *before,
                                const char *after)
{
    if (!section)
        return no_section(runner, migration);
    struct orq_step step = {
        .migration = migration, .section = section, .before = before, .after = after};
    ORQ_PUSH(runner->arena, &runner->steps, step);
    return ORQ_OK;
}

/* What a run left half-done is the first to be done. */
static enum orq_status resume(struct orq_runner *runner, const struct orq_ledger_row *row,
                              const struct orq_migration *migration,
                              const struct orq_file_section *section)
{
    enum orq_status status = add_step(runner, migration, section, row->revision, row->revision);
    if (status != ORQ_OK)
        return status;
    struct orq_step *step = &runner->steps.items[runner->steps.len - 1];
    step->done = (size_t)row->steps_done;
    step->recorded = step->part_way = true;
    step->begun = orq_ledger_row_begun(row) > 0;
    step->failed = step->begun && *orq_ledger_row_why(row) != '\0';
    if (step->done <= section->steps.len &&
        orq_str_equal(orq_section_prefix_sha256(runner->arena, section, step->done), row->sha256))
        return ORQ_OK;
    orq_error(runner->diags, section->at,
              "the %s of %s stopped after step %zu of %zu, and the steps that are done were edited "
              "since",
              orq_runner_verb(runner), row->revision, step->done, (size_t)row->steps_total);
    orq_hint(runner->diags,
             "put these steps back as they were; those behind them may be corrected");
    return ORQ_INVALID;
}

/* Only the way that was begun can be gone on. */
static enum orq_status check_way(struct orq_runner *runner, const struct orq_ledger_row *row)
{
    bool up = orq_ledger_row_goes_up(row);
    if (up == (runner->direction == ORQ_UPGRADE))
        return ORQ_OK;
    orq_error(runner->diags, ORQ_NOWHERE,
              "the %s of %s stopped part-way: %zu of %zu steps are done",
              up ? "upgrade" : "downgrade", row->revision, (size_t)row->steps_done,
              (size_t)row->steps_total);
    orq_hint(runner->diags, "finish it first: %s", orq_ledger_row_next(runner->arena, row));
    return ORQ_PARTIAL;
}

static enum orq_status resume_upgrade(struct orq_runner *runner)
{
    const struct orq_ledger_row *row = orq_ledger_unfinished(&runner->ledger);
    if (!row)
        return ORQ_OK;
    enum orq_status status = check_way(runner, row);
    const struct orq_revision *file = orq_history_find(runner->history, row->revision);
    if (status != ORQ_OK || !file)
        return status; /* a missing file is told of everything that was applied */
    return resume(runner, row, file->migration,
                  orq_migration_section(file->migration, ORQ_UPGRADE, runner->dialect));
}

static enum orq_status add_upgrades(struct orq_runner *runner, const struct orq_revisions *path)
{
    enum orq_status status = ORQ_OK;
    const char *before = runner->current;
    for (size_t i = 0; i < path->len; i++) {
        const struct orq_migration *migration = path->items[i]->migration;
        const struct orq_file_section *section =
            orq_migration_section(migration, ORQ_UPGRADE, runner->dialect);
        if (add_step(runner, migration, section, before, migration->revision) != ORQ_OK)
            status = ORQ_INVALID;
        before = migration->revision;
    }
    return status;
}

enum orq_status orq_plan_upgrade(struct orq_runner *runner)
{
    const struct orq_revision *to = NULL;
    const struct orq_revision *from = NULL;
    struct orq_revisions path = {0};
    enum orq_status status = read_ledger(runner);
    struct orq_target wish = {.text = runner->target, .current = runner->current};
    if (status == ORQ_OK)
        status = orq_applied_check(runner->history, &runner->ledger, runner->diags);
    if (status == ORQ_OK)
        status = resume_upgrade(runner);
    if (status == ORQ_OK)
        status = orq_history_resolve(runner->arena, runner->history, &wish, runner->diags, &to);
    if (status != ORQ_OK || !to || orq_ledger_find(&runner->ledger, to->migration->revision))
        return status;
    runner->target = to->migration->revision;
    if (runner->current)
        from = orq_history_find(runner->history, runner->current);
    status = orq_history_path(runner->arena, runner->history, from, to, runner->diags, &path);
    return status == ORQ_OK ? add_upgrades(runner, &path) : status;
}

/* The ledger as a history: what was applied is known even where a file is not. */
static struct orq_history *applied_history(struct orq_runner *runner)
{
    struct orq_migrations migrations = {0};
    for (size_t i = 0; i < runner->ledger.rows.len; i++) {
        const struct orq_ledger_row *row = &runner->ledger.rows.items[i];
        struct orq_migration *migration = ORQ_NEW(runner->arena, struct orq_migration);
        migration->revision = row->revision;
        migration->message = row->message;
        char *rest = NULL;
        char *ids = orq_arena_strdup(runner->arena, row->parents);
        for (char *id = strtok_r(ids, " ", &rest); id; id = strtok_r(NULL, " ", &rest))
            ORQ_PUSH(runner->arena, &migration->parents, (struct orq_parent){.revision = id});
        ORQ_PUSH(runner->arena, &migrations, migration);
    }
    return orq_history_of(runner->arena, "the ledger", &migrations);
}

static enum orq_status not_applied(struct orq_runner *runner, const char *revision)
{
    orq_error(runner->diags, ORQ_NOWHERE, "revision %s is not applied: the database is at %s",
              revision, runner->current ? runner->current : "base");
    orq_hint(runner->diags, "to go up: orqgen upgrade %s", revision);
    return ORQ_INVALID;
}

/* Sets *to (NULL: base) to a revision of the ledger. */
static enum orq_status resolve_downgrade(struct orq_runner *runner,
                                         const struct orq_history *applied, const char *target,
                                         const struct orq_revision **to)
{
    struct orq_target wish = {.text = target, .current = runner->current};
    const struct orq_revision *file = NULL;
    struct orq_diags *found = orq_diags_new(runner->arena);
    /* The head is that of the files; all else is looked for among what was applied. */
    enum orq_status status = ORQ_INVALID;
    if (!orq_starts_with(target, "head"))
        status = orq_history_resolve(runner->arena, applied, &wish, found, to);
    if (status == ORQ_OK)
        return ORQ_OK;
    struct orq_diags *others = orq_diags_new(runner->arena);
    enum orq_status other =
        orq_history_resolve(runner->arena, runner->history, &wish, others, &file);
    if (other == ORQ_OK && file) {
        *to = orq_history_find(applied, file->migration->revision);
        return *to ? ORQ_OK : not_applied(runner, file->migration->revision);
    }
    orq_diags_append(runner->diags, orq_diags_errors(found) > 0 ? found : others);
    return orq_diags_errors(found) > 0 ? status : other;
}

/* The file's section, else what the ledger kept of it. */
static enum orq_status downgrade_section(struct orq_runner *runner,
                                         const struct orq_ledger_row *row,
                                         const struct orq_migration **migration,
                                         const struct orq_file_section **section)
{
    const struct orq_revision *file = orq_history_find(runner->history, row->revision);
    if (file && file->faults) {
        orq_diags_append(runner->diags, file->faults);
        return ORQ_INVALID;
    }
    if (file) {
        *migration = file->migration;
        *section = orq_migration_section(file->migration, ORQ_DOWNGRADE, runner->dialect);
    }
    if (*section || *row->downgrade == '\0')
        return ORQ_OK;
    struct orq_file_section *kept = ORQ_NEW(runner->arena, struct orq_file_section);
    struct orq_span at = {
        .file = orq_arena_printf(runner->arena, "downgrade of %s in the ledger", row->revision)};
    *section = kept;
    return orq_file_section_read(runner->arena, at, row->downgrade, runner->diags, kept)
               ? ORQ_OK
               : ORQ_INVALID;
}

static enum orq_status add_downgrades(struct orq_runner *runner, const struct orq_revisions *path,
                                      const struct orq_revision *to)
{
    enum orq_status result = ORQ_OK;
    for (size_t i = path->len; i > 0; i--) {
        const struct orq_migration *migration = path->items[i - 1]->migration;
        const struct orq_file_section *section = NULL;
        const char *after = to ? to->migration->revision : NULL;
        if (i > 1)
            after = path->items[i - 2]->migration->revision;
        const struct orq_ledger_row *row = orq_ledger_find(&runner->ledger, migration->revision);
        enum orq_status status = downgrade_section(runner, row, &migration, &section);
        if (status == ORQ_OK && !orq_ledger_row_whole(row))
            status = resume(runner, row, migration, section);
        else if (status == ORQ_OK)
            status = add_step(runner, migration, section, row->revision, after);
        if (status == ORQ_OK)
            runner->steps.items[runner->steps.len - 1].recorded = true;
        if (status != ORQ_OK)
            result = status;
    }
    return result;
}

enum orq_status orq_plan_downgrade(struct orq_runner *runner)
{
    const struct orq_revision *to = NULL;
    struct orq_revisions path = {0};
    enum orq_status status = read_ledger(runner);
    if (status != ORQ_OK)
        return status;
    const struct orq_ledger_row *unfinished = orq_ledger_unfinished(&runner->ledger);
    if (unfinished && check_way(runner, unfinished) != ORQ_OK)
        return ORQ_PARTIAL;
    const struct orq_history *applied = applied_history(runner);
    status = resolve_downgrade(runner, applied, runner->target, &to);
    if (status != ORQ_OK)
        return status;
    runner->target = to ? to->migration->revision : "base";
    const struct orq_revision *from =
        runner->current ? orq_history_find(applied, runner->current) : NULL;
    if (from == to)
        return ORQ_OK;
    status = orq_history_path(runner->arena, applied, to, from, runner->diags, &path);
    return status == ORQ_OK ? add_downgrades(runner, &path, to) : status;
}
