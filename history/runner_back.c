/* What is to be taken back: from where the ledger is to where the user wants to be. The ledger
 * itself says what stands on what: a checkout without the files can go back too. */
#include "base/str.h"
#include "history/graph_parts.h"
#include "history/runner_parts.h"

#include <string.h>

/* Its words, one after the other. */
static void split(struct orq_arena *arena, const char *text, struct orq_strings *words)
{
    char *rest = NULL;
    char *copy = orq_arena_strdup(arena, text);
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        ORQ_PUSH(arena, words, word);
}

/* What was applied is known even where a file is not. */
static struct orq_history *applied_history(struct orq_runner *runner)
{
    struct orq_migrations migrations = {0};
    for (size_t i = 0; i < runner->ledger.rows.len; i++) {
        const struct orq_ledger_row *row = &runner->ledger.rows.items[i];
        struct orq_migration *migration = ORQ_NEW(runner->arena, struct orq_migration);
        struct orq_strings parents = {0};
        migration->revision = row->revision;
        migration->message = row->message;
        split(runner->arena, row->parents, &parents);
        for (size_t k = 0; k < parents.len; k++)
            ORQ_PUSH(runner->arena, &migration->parents,
                     (struct orq_parent){.revision = parents.items[k]});
        split(runner->arena, row->labels, &migration->labels);
        split(runner->arena, row->depends_on, &migration->depends_on);
        ORQ_PUSH(runner->arena, &migrations, migration);
    }
    return orq_history_of(runner->arena, "the ledger", &migrations);
}

static enum orq_status not_applied(struct orq_runner *runner, const char *revision)
{
    orq_error(runner->diags, ORQ_NOWHERE, "revision %s is not applied: the database is at %s",
              revision, orq_current_named(runner->arena, &runner->current));
    orq_hint(runner->diags, "to go up: orqgen upgrade %s", revision);
    return ORQ_INVALID;
}

/* The rows of what was found among the files. */
static enum orq_status take_applied(struct orq_runner *runner, const struct orq_history *applied,
                                    const struct orq_resolved *files, struct orq_resolved *goal)
{
    *goal = (struct orq_resolved){0};
    if (files->branch) {
        goal->branch = orq_history_find(applied, files->branch->migration->revision);
        if (!goal->branch)
            return not_applied(runner, files->branch->migration->revision);
    }
    for (size_t i = 0; i < files->revisions.len; i++) {
        const char *id = files->revisions.items[i]->migration->revision;
        struct orq_revision *revision = orq_map_get(applied->by_id, id);
        if (!revision)
            return not_applied(runner, id);
        ORQ_PUSH(runner->arena, &goal->revisions, revision);
    }
    return ORQ_OK;
}

/* Is it of the files alone what this means? The head, also behind a branch or with a step. */
static bool names_head(const char *target)
{
    const char *at = strchr(target, '@');
    return orq_starts_with(at ? at + 1 : target, "head");
}

/* The head is that of the files; all else is looked for among what was applied first. */
static enum orq_status resolve(struct orq_runner *runner, const struct orq_history *applied,
                               struct orq_resolved *goal)
{
    const struct orq_target wish = {.text = runner->target, .current = &runner->current};
    struct orq_diags *found = orq_diags_new(runner->arena);
    struct orq_diags *others = orq_diags_new(runner->arena);
    struct orq_resolved files;
    enum orq_status status = ORQ_INVALID;
    if (!names_head(runner->target))
        status = orq_history_resolve(runner->arena, applied, &wish, found, goal);
    if (status == ORQ_OK)
        return ORQ_OK;
    enum orq_status other =
        orq_history_resolve(runner->arena, runner->history, &wish, others, &files);
    if (other == ORQ_OK)
        return take_applied(runner, applied, &files, goal);
    orq_diags_append(runner->diags, orq_diags_errors(found) > 0 ? found : others);
    return orq_diags_errors(found) > 0 ? status : other;
}

/* What the target meant when it was planned first, in the ledger as it is now. */
static enum orq_status find_again(struct orq_runner *runner, const struct orq_history *applied,
                                  struct orq_resolved *goal)
{
    if (runner->goal_branch) {
        goal->branch = orq_history_find(applied, runner->goal_branch);
        if (!goal->branch)
            return ORQ_OK; /* the other process has taken it back */
    }
    for (size_t i = 0; i < runner->goals.len; i++) {
        struct orq_revision *revision = orq_map_get(applied->by_id, runner->goals.items[i]);
        if (!revision)
            return not_applied(runner, runner->goals.items[i]);
        ORQ_PUSH(runner->arena, &goal->revisions, revision);
    }
    return ORQ_OK;
}

/* One step back over a merge undoes the merge alone. */
static void tell_merge(struct orq_runner *runner, const struct orq_resolved *goal)
{
    if (goal->revisions.len > 1 && strpbrk(runner->typed, "-"))
        orq_note(runner->diags, ORQ_NOWHERE,
                 "\"%s\" goes back over a merge: the database is then at %s", runner->typed,
                 orq_revisions_named(runner->arena, &goal->revisions));
}

static enum orq_status find_goal(struct orq_runner *runner, const struct orq_history *applied,
                                 struct orq_resolved *goal)
{
    if (runner->settled)
        return find_again(runner, applied, goal);
    enum orq_status status = resolve(runner, applied, goal);
    if (status != ORQ_OK)
        return status;
    tell_merge(runner, goal);
    orq_plan_settle(runner, goal);
    return ORQ_OK;
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
    /* What a squashed migration stands for goes back step by step, as it came. */
    if (file && !orq_replaces(file->migration, row->revision, row->sha256)) {
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

/* The ledger's rows from the last one on, as one after the other goes. */
struct going {
    struct orq_runner *runner;
    struct orq_map *gone;
    size_t left; /* rows before this one may be left; those behind it are gone */
};

static const char *last_left(struct going *going)
{
    const struct orq_ledger_rows *rows = &going->runner->ledger.rows;
    while (going->left > 0 && orq_map_get(going->gone, rows->items[going->left - 1].revision))
        going->left--;
    return going->left > 0 ? rows->items[going->left - 1].revision : NULL;
}

static enum orq_status add_downgrade(struct going *going, struct orq_revision *revision)
{
    struct orq_runner *runner = going->runner;
    const struct orq_migration *migration = revision->migration;
    const struct orq_file_section *section = NULL;
    const struct orq_ledger_row *row = orq_map_get(runner->applied, migration->revision);
    const char *before = last_left(going);
    enum orq_status status = downgrade_section(runner, row, &migration, &section);
    if (status == ORQ_OK && !orq_ledger_row_whole(row))
        status = orq_plan_resume(runner, row, migration, section);
    else if (status == ORQ_OK)
        status = orq_plan_add(runner, migration, section, before);
    if (status == ORQ_OK) {
        struct orq_step *step = &runner->steps.items[runner->steps.len - 1];
        step->recorded = true;
        step->rows = runner->ledger.rows.len - orq_map_len(going->gone);
    }
    orq_map_put(going->gone, row->revision, revision);
    return status;
}

/* What was begun first, then the others. */
static enum orq_status add_downgrades(struct orq_runner *runner, const struct orq_revisions *path,
                                      const struct orq_ledger_row *unfinished)
{
    struct going going = {.runner = runner,
                          .gone = orq_map_new(runner->arena, ORQ_KEYS_EXACT),
                          .left = runner->ledger.rows.len};
    enum orq_status result = ORQ_OK;
    for (size_t i = 0; i < path->len && unfinished; i++) {
        if (strcmp(path->items[i]->migration->revision, unfinished->revision) == 0)
            result = add_downgrade(&going, path->items[i]);
    }
    if (unfinished && orq_map_len(going.gone) == 0)
        return orq_plan_refuse_partial(runner, unfinished);
    for (size_t i = 0; i < path->len; i++) {
        if (orq_map_get(going.gone, path->items[i]->migration->revision))
            continue;
        enum orq_status status = add_downgrade(&going, path->items[i]);
        if (status != ORQ_OK)
            result = status;
    }
    return result;
}

/* The squashed migration that stands for a row that ran before it was made; NULL: none. */
static const struct orq_revision *squashed_of(const struct orq_runner *runner,
                                              const struct orq_ledger_row *row)
{
    const struct orq_revision *file = orq_history_find(runner->history, row->revision);
    if (!file)
        return orq_map_get(runner->history->by_replaced, row->revision);
    return orq_replaces(file->migration, row->revision, row->sha256) ? file : NULL;
}

/* No file would lead on from inside of what was squashed. */
static enum orq_status check_squashed(struct orq_runner *runner, const struct orq_revisions *path)
{
    struct orq_map *broken = orq_map_new(runner->arena, ORQ_KEYS_EXACT);
    struct orq_map *gone = orq_map_new(runner->arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < path->len; i++) {
        const struct orq_ledger_row *row =
            orq_map_get(runner->applied, path->items[i]->migration->revision);
        const struct orq_revision *squashed = squashed_of(runner, row);
        orq_map_put(gone, row->revision, path->items[i]);
        if (squashed)
            orq_map_put(broken, squashed->migration->revision, path->items[i]);
    }
    for (size_t i = 0; i < runner->ledger.rows.len && orq_map_len(broken) > 0; i++) {
        const struct orq_ledger_row *row = &runner->ledger.rows.items[i];
        const struct orq_revision *squashed = squashed_of(runner, row);
        if (!squashed || orq_map_get(gone, row->revision) ||
            !orq_map_get(broken, squashed->migration->revision))
            continue;
        const struct orq_parents *parents = &squashed->migration->parents;
        orq_error(runner->diags, squashed->migration->at,
                  "%s would stay of what was squashed into %s", row->revision,
                  squashed->migration->revision);
        orq_hint(runner->diags, "go back before all of it: orqgen downgrade %s",
                 parents->len > 0 ? parents->items[0].revision : "base");
        return ORQ_INVALID;
    }
    return ORQ_OK;
}

enum orq_status orq_plan_downgrade(struct orq_runner *runner)
{
    struct orq_resolved goal = {0};
    struct orq_revisions path = {0};
    enum orq_status status = orq_plan_read(runner);
    if (status != ORQ_OK)
        return status;
    const struct orq_ledger_row *unfinished = orq_ledger_unfinished(&runner->ledger);
    if (unfinished && orq_plan_check_way(runner, unfinished) != ORQ_OK)
        return ORQ_PARTIAL;
    const struct orq_history *applied = applied_history(runner);
    status = find_goal(runner, applied, &goal);
    if (status != ORQ_OK || (runner->goal_branch && !goal.branch))
        return status;
    const struct orq_way way = {.to = &goal, .applied = runner->applied};
    status = orq_history_downgrades(runner->arena, applied, &way, runner->diags, &path);
    if (status == ORQ_OK)
        status = check_squashed(runner, &path);
    return status == ORQ_OK ? add_downgrades(runner, &path, unfinished) : status;
}
