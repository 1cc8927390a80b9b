#include "history/offline.h"

#include "base/str.h"
#include "history/ledger_parts.h"
#include "history/offline_backfill.h"
#include "history/offline_parts.h"
#include "history/runner_step.h"
#include "sql/quote.h"

#include <string.h>

struct writing {
    struct orq_arena *arena;
    const struct orq_history *history;
    const struct orq_offline *offline;
    const struct orq_offline_engine *engine;
    const struct orq_ledger_of ledger;
    struct orq_diags *diags;
    struct orq_str *script;
    struct orq_strings start; /* the revisions that it begins at; none: base */
    struct orq_revisions path;
    struct orq_runner runner; /* for what a row of the ledger holds */
};

static const char *verb_of(const struct writing *writing)
{
    return orq_runner_verb(&writing->runner);
}

/* ---- what to run ---- */

static enum orq_status refuse_range(const struct writing *writing)
{
    orq_error(writing->diags, ORQ_NOWHERE,
              "downgrade --sql asks no database: it needs to be told where that is");
    orq_hint(writing->diags, "name both ends: orqgen downgrade head:-1 --sql");
    return ORQ_INVALID;
}

/* The part of FROM:TO before the colon ("": base) and behind it. */
static enum orq_status split(const struct writing *writing, const char **from, const char **to)
{
    bool down = writing->offline->direction == ORQ_DOWNGRADE;
    const char *target = writing->offline->target;
    const char *colon = target ? strchr(target, ':') : NULL;
    *from = colon ? orq_arena_strndup(writing->arena, target, (size_t)(colon - target)) : "";
    *to = colon ? colon + 1 : target;
    if (down && (**from == '\0' || **to == '\0'))
        return refuse_range(writing);
    if (**from == '\0')
        *from = "base";
    if (!*to || **to == '\0')
        *to = "head";
    return ORQ_OK;
}

/* What is applied where the script begins: these revisions and all that they stand on. */
static enum orq_status read_start(struct writing *writing, const char *from,
                                  struct orq_map *applied)
{
    struct orq_resolved resolved = {0};
    struct orq_revisions all = {0};
    const struct orq_target wish = {.text = from};
    enum orq_status status =
        orq_history_resolve(writing->arena, writing->history, &wish, writing->diags, &resolved);
    const struct orq_way way = {.to = &resolved};
    if (status == ORQ_OK && resolved.revisions.len > 0)
        status = orq_history_upgrades(writing->arena, writing->history, &way, writing->diags, &all);
    for (size_t i = 0; status == ORQ_OK && i < all.len; i++)
        orq_map_put(applied, all.items[i]->migration->revision, all.items[i]);
    for (size_t i = 0; i < resolved.revisions.len; i++)
        ORQ_PUSH(writing->arena, &writing->start, resolved.revisions.items[i]->migration->revision);
    return status;
}

static enum orq_status find_path(struct writing *writing)
{
    const char *from = NULL, *to = NULL;
    struct orq_resolved goal = {0};
    struct orq_map *applied = orq_map_new(writing->arena, ORQ_KEYS_EXACT);
    enum orq_status status = split(writing, &from, &to);
    if (status == ORQ_OK)
        status = read_start(writing, from, applied);
    const struct orq_target wish = {.text = to, .current = &writing->start};
    if (status == ORQ_OK)
        status =
            orq_history_resolve(writing->arena, writing->history, &wish, writing->diags, &goal);
    const struct orq_way way = {.to = &goal, .applied = applied};
    if (status != ORQ_OK)
        return status;
    return writing->offline->direction == ORQ_UPGRADE
               ? orq_history_upgrades(writing->arena, writing->history, &way, writing->diags,
                                      &writing->path)
               : orq_history_downgrades(writing->arena, writing->history, &way, writing->diags,
                                        &writing->path);
}

/* Nothing that the runner would refuse is printed. */
static enum orq_status check_section(const struct writing *writing,
                                     const struct orq_migration *migration,
                                     struct orq_guarded *guarded)
{
    const char *dialect = writing->offline->dialect;
    guarded->section = orq_migration_section(migration, writing->offline->direction, dialect);
    if (!guarded->section) {
        orq_error(writing->diags, migration->at, "revision %s has no %s section for %s",
                  migration->revision, verb_of(writing), dialect);
        orq_hint(writing->diags, "add one: -- +orqgen %s %s (it may be empty)", verb_of(writing),
                 dialect);
        return ORQ_INVALID;
    }
    struct orq_file_section read = *guarded->section;
    read.dialect = dialect;
    orq_section_statements(writing->arena, &read, &guarded->statements);
    guarded->losses = orq_statements_losses(writing->arena, dialect, &guarded->statements);
    return orq_guard_find(dialect)->refuse(guarded);
}

static enum orq_status take_sections(struct writing *writing)
{
    enum orq_status result = ORQ_OK;
    for (size_t i = 0; i < writing->path.len; i++) {
        struct orq_step step = {.migration = writing->path.items[i]->migration};
        step.guarded = (struct orq_guarded){.arena = writing->arena, .diags = writing->diags};
        enum orq_status status = check_section(writing, step.migration, &step.guarded);
        step.section = step.guarded.section;
        step.recorded = writing->offline->direction == ORQ_DOWNGRADE;
        ORQ_PUSH(writing->arena, &writing->runner.steps, step);
        if (status != ORQ_OK)
            result = status;
    }
    return result;
}

/* ---- the top ---- */

static void add_title(const struct writing *writing)
{
    struct orq_str *script = writing->script;
    const struct orq_steps *steps = &writing->runner.steps;
    orq_str_addf(script, "-- orqgen %s --sql:", verb_of(writing));
    for (size_t i = 0; i < steps->len; i++)
        orq_str_addf(script, "%s %s", i > 0 ? "," : "", steps->items[i].migration->revision);
    orq_str_addf(script, "\n-- from: %s\n-- run it with: %s\n--\n",
                 orq_current_named(writing->arena, &writing->start), writing->engine->shell);
    orq_str_addf(
        script,
        "-- What orqgen %s looks at while it runs, this script does not:\n"
        "-- that nobody else migrates the database meanwhile, that what was applied is what\n"
        "-- the files say\n%s",
        verb_of(writing), writing->engine->checks);
}

/* What the guards of a section would look for. */
static void add_warnings(const struct writing *writing, const struct orq_step *step)
{
    struct orq_str *script = writing->script;
    const char *revision = step->migration->revision;
    for (size_t i = 0; i < step->section->expects.len; i++)
        orq_str_addf(script, "-- %s: that %s is as it was when the migration was made\n", revision,
                     orq_shown_name(writing->arena, step->section->expects.items[i].table));
    for (size_t i = 0; i < step->guarded.losses.lines.len; i++)
        orq_str_addf(script, "-- %s LOSES DATA: %s\n", revision,
                     orq_shown_name(writing->arena, step->guarded.losses.lines.items[i]));
}

/* ---- one migration ---- */

static enum orq_status add_change(const struct writing *writing,
                                  const struct orq_ledger_change *change)
{
    const char *sql = NULL;
    enum orq_status status =
        orq_ledger_text(writing->arena, &writing->ledger, change, writing->diags, &sql);
    orq_str_addf(writing->script, "%s;\n", sql);
    return status;
}

/* The row with so many steps done; see record() of runner_steps.c. */
static enum orq_status add_record(struct writing *writing, struct orq_step *step, size_t done,
                                  const char *state)
{
    struct orq_arena *arena = writing->arena;
    size_t total = step->section->steps.len;
    struct orq_ledger_row row;
    struct orq_ledger_change change;
    orq_runner_row(&writing->runner, step, &row);
    row.duration_ms = 0;
    row.steps_done = (int64_t)done;
    if (done < total) {
        row.sha256 = orq_section_prefix_sha256(arena, step->section, done);
        row.state = state;
    }
    if (done == total && writing->offline->direction == ORQ_DOWNGRADE)
        change = orq_ledger_deleting(arena, row.revision);
    else if (step->recorded)
        change = orq_ledger_marking(arena, &row);
    else
        change = orq_ledger_inserting(arena, &row);
    if (!step->recorded)
        change.params.items[ORQ_LEDGER_APPLIED_AT] = NULL;
    step->recorded = true;
    return add_change(writing, &change);
}

static void add_text(const struct writing *writing, const struct orq_step *step, size_t at)
{
    const struct orq_file_section *section = step->section;
    const struct orq_file_step *part = &section->steps.items[at];
    orq_str_addn(writing->script, section->text + part->offset, part->len);
    if (part->len > 0 && section->text[part->offset + part->len - 1] != '\n')
        orq_str_addc(writing->script, '\n');
}

static enum orq_status require_applied(const struct writing *writing, const char *revision)
{
    struct orq_arena *arena = writing->arena;
    struct orq_ledger_change query = {.sql = "EXISTS (SELECT 1 FROM %s WHERE revision = $1)"};
    const char *condition = "";
    ORQ_PUSH(arena, &query.params, revision);
    enum orq_status status =
        orq_ledger_text(arena, &writing->ledger, &query, writing->diags, &condition);
    writing->engine->require(writing->script, condition,
                             orq_arena_printf(arena, "orqgen: %s is not applied here", revision));
    return status;
}

/* Upwards all that it stands on is there; downwards it is there itself. */
static enum orq_status add_requirements(const struct writing *writing,
                                        const struct orq_migration *migration)
{
    enum orq_status status = ORQ_OK;
    if (writing->offline->direction == ORQ_DOWNGRADE)
        return require_applied(writing, migration->revision);
    for (size_t i = 0; status == ORQ_OK && i < migration->parents.len; i++)
        status = require_applied(writing, migration->parents.items[i].revision);
    for (size_t i = 0; status == ORQ_OK && i < migration->depends_on.len; i++)
        status = require_applied(writing, migration->depends_on.items[i]);
    return status;
}

static enum orq_status add_ledger(const struct writing *writing)
{
    const char *create = NULL;
    if (writing->offline->direction == ORQ_DOWNGRADE)
        return ORQ_OK;
    enum orq_status status =
        orq_ledger_create_text(writing->arena, &writing->ledger, writing->diags, &create);
    orq_str_addf(writing->script, "\n%s%s;\nCOMMIT;\n", writing->engine->begin, create);
    return status;
}

static const char *begun_state(const struct writing *writing, size_t at)
{
    return orq_arena_printf(writing->arena, "%s %zu",
                            writing->offline->direction == ORQ_UPGRADE ? "up" : "down", at + 1);
}

static const char *plain_state(const struct writing *writing)
{
    return writing->offline->direction == ORQ_UPGRADE ? "up" : "down";
}

static enum orq_status add_alone(struct writing *writing, struct orq_step *step, size_t at)
{
    const struct orq_offline_engine *engine = writing->engine;
    orq_str_add(writing->script, engine->begin);
    enum orq_status status = add_record(writing, step, at, begun_state(writing, at));
    orq_str_addf(writing->script, "COMMIT;\n%s", engine->alone);
    add_text(writing, step, at);
    orq_str_add(writing->script, engine->begin);
    if (status == ORQ_OK)
        status = add_record(writing, step, at + 1, plain_state(writing));
    orq_str_add(writing->script, "COMMIT;\n");
    return status;
}

/* The ledger's row says in front of it that the migration is under way, then behind each batch how
 * far it came. */
static enum orq_status add_batches(struct writing *writing, struct orq_step *step, size_t at)
{
    struct orq_arena *arena = writing->arena;
    struct orq_ledger_change change = {.sql = "UPDATE %s SET state = " ORQ_OFFLINE_STATE
                                              " WHERE revision = $1"};
    struct orq_offline_fill fill = {.section = step->section,
                                    .step = &step->section->steps.items[at],
                                    .verb = begun_state(writing, at)};
    ORQ_PUSH(arena, &change.params, step->migration->revision);
    orq_str_add(writing->script, writing->engine->begin);
    enum orq_status status = add_record(writing, step, at, plain_state(writing));
    if (status == ORQ_OK)
        status = orq_ledger_text(arena, &writing->ledger, &change, writing->diags, &fill.mark);
    if (status != ORQ_OK)
        return status;
    orq_str_addf(writing->script, "COMMIT;\n%s%s", writing->engine->batches,
                 orq_offline_backfill(arena, &fill));
    orq_str_add(writing->script, writing->engine->begin);
    status = add_record(writing, step, at + 1, plain_state(writing));
    orq_str_add(writing->script, "COMMIT;\n");
    return status;
}

static enum orq_status add_file_step(struct writing *writing, struct orq_step *step, size_t at)
{
    orq_str_add(writing->script, writing->engine->begin);
    enum orq_status status = ORQ_OK;
    if (at == 0)
        status = add_requirements(writing, step->migration);
    add_text(writing, step, at);
    if (status == ORQ_OK)
        status = add_record(writing, step, at + 1, plain_state(writing));
    orq_str_add(writing->script, "COMMIT;\n");
    return status;
}

static enum orq_status add_migration(struct writing *writing, struct orq_step *step)
{
    const struct orq_file_steps *parts = &step->section->steps;
    enum orq_status status = ORQ_OK;
    orq_str_addf(writing->script, "\n-- %s %s %s\n", verb_of(writing), step->migration->revision,
                 orq_shown_name(writing->arena, step->migration->message));
    writing->engine->prepare(writing->script, step->section);
    if (parts->items[0].no_transaction || parts->items[0].backfill) {
        orq_str_add(writing->script, writing->engine->begin);
        status = add_requirements(writing, step->migration);
        orq_str_add(writing->script, "COMMIT;\n");
    }
    for (size_t i = 0; status == ORQ_OK && i < parts->len; i++)
        status = parts->items[i].no_transaction ? add_alone(writing, step, i)
                 : parts->items[i].backfill     ? add_batches(writing, step, i)
                                                : add_file_step(writing, step, i);
    return status;
}

static enum orq_status add_all(struct writing *writing)
{
    struct orq_steps *steps = &writing->runner.steps;
    add_title(writing);
    for (size_t i = 0; i < steps->len; i++)
        add_warnings(writing, &steps->items[i]);
    orq_str_addf(writing->script, "\n%s", writing->engine->start);
    enum orq_status status = add_ledger(writing);
    for (size_t i = 0; status == ORQ_OK && i < steps->len; i++)
        status = add_migration(writing, &steps->items[i]);
    return status;
}

static const struct orq_offline_engine *engine_of(const char *dialect)
{
    static const struct orq_offline_engine *const engines[] = {&orq_offline_sqlite,
                                                               &orq_offline_postgres};
    for (size_t i = 0; i < sizeof engines / sizeof *engines; i++) {
        if (strcmp(engines[i]->dialect, dialect) == 0)
            return engines[i];
    }
    return NULL;
}

enum orq_status orq_offline_script(struct orq_arena *arena, const struct orq_history *history,
                                   const struct orq_offline *offline, struct orq_diags *diags,
                                   struct orq_str *script)
{
    const struct orq_run_options options = {
        .applied_by = offline->applied_by, .version = offline->version, .source = offline->source};
    struct writing writing = {.arena = arena,
                              .history = history,
                              .offline = offline,
                              .engine = engine_of(offline->dialect),
                              .ledger = {offline->dialect, offline->ledger},
                              .diags = diags,
                              .script = script};
    writing.runner = (struct orq_runner){.arena = arena,
                                         .options = &options,
                                         .diags = diags,
                                         .direction = offline->direction,
                                         .dialect = offline->dialect};
    if (!writing.engine) {
        orq_error(diags, ORQ_NOWHERE, "scripts are written for sqlite and postgresql, not for %s",
                  offline->dialect);
        return ORQ_INVALID;
    }
    enum orq_status status = find_path(&writing);
    if (status == ORQ_OK)
        status = take_sections(&writing);
    return status == ORQ_OK && writing.path.len > 0 ? add_all(&writing) : status;
}
