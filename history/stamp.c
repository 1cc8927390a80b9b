#include "history/stamp.h"

#include "history/recording.h"

#include <string.h>

ORQ_VEC_OF(resolved_targets, struct orq_resolved);

struct stamper {
    struct orq_arena *arena;
    struct orq_db *db;
    const struct orq_history *history;
    const struct orq_run_options *options;
    const struct orq_stamp *stamp;
    struct orq_diags *diags;
    struct orq_stamped *stamped;
    struct orq_ledger ledger;
    struct resolved_targets targets;
    struct orq_revisions needed; /* the targets and what they need, in order */
    struct orq_map *removed;     /* ids of rows that go */
};

static enum orq_status refuse_part_way(const struct stamper *stamper)
{
    const struct orq_ledger_row *row = orq_ledger_unfinished(&stamper->ledger);
    if (!row || stamper->stamp->purge)
        return ORQ_OK;
    orq_error(stamper->diags, ORQ_NOWHERE, "the %s of %s stopped part-way",
              orq_ledger_row_goes_up(row) ? "upgrade" : "downgrade", row->revision);
    orq_hint(stamper->diags, "what failed:              orqgen current");
    orq_hint(stamper->diags, "finish it first:          %s",
             orq_ledger_row_next(stamper->arena, row));
    orq_hint(stamper->diags, "or forget where it stood: add --purge");
    return ORQ_PARTIAL;
}

/* -- what is to have a row, and what none -- */

static enum orq_status resolve(struct stamper *stamper)
{
    const struct orq_strings *texts = stamper->stamp->targets;
    struct orq_strings current = {0};
    orq_ledger_heads(stamper->arena, &stamper->ledger, &current);
    for (size_t i = 0; i < texts->len; i++) {
        struct orq_target wish = {.text = texts->items[i], .current = &current};
        struct orq_resolved resolved = {0};
        enum orq_status status =
            orq_history_resolve(stamper->arena, stamper->history, &wish, stamper->diags, &resolved);
        if (status != ORQ_OK)
            return status;
        ORQ_PUSH(stamper->arena, &stamper->targets, resolved);
    }
    return ORQ_OK;
}

static enum orq_status find_needed(struct stamper *stamper)
{
    struct orq_resolved all = {0};
    for (size_t i = 0; i < stamper->targets.len; i++) {
        const struct orq_revisions *revisions = &stamper->targets.items[i].revisions;
        for (size_t k = 0; k < revisions->len; k++)
            ORQ_PUSH(stamper->arena, &all.revisions, revisions->items[k]);
    }
    if (all.revisions.len == 0)
        return ORQ_OK;
    const struct orq_way way = {.to = &all};
    return orq_history_upgrades(stamper->arena, stamper->history, &way, stamper->diags,
                                &stamper->needed);
}

/* A row as a migration, for what is in no file. */
static struct orq_migration *migration_of(struct orq_arena *arena, const struct orq_ledger_row *row)
{
    struct orq_migration *migration = ORQ_NEW(arena, struct orq_migration);
    char *rest = NULL;
    char *ids = orq_arena_strdup(arena, row->parents);
    migration->revision = row->revision;
    for (char *id = strtok_r(ids, " ", &rest); id; id = strtok_r(NULL, " ", &rest))
        ORQ_PUSH(arena, &migration->parents, (struct orq_parent){.revision = id});
    ids = orq_arena_strdup(arena, row->depends_on);
    for (char *id = strtok_r(ids, " ", &rest); id; id = strtok_r(NULL, " ", &rest))
        ORQ_PUSH(arena, &migration->depends_on, id);
    return migration;
}

/* The files, and the rows without one: what stands on a target is found among both. */
static struct orq_history *everything(const struct stamper *stamper)
{
    struct orq_migrations migrations = {0};
    const struct orq_revisions *files = &stamper->history->revisions;
    for (size_t i = 0; i < files->len; i++)
        ORQ_PUSH(stamper->arena, &migrations, files->items[i]->migration);
    for (size_t i = 0; i < stamper->ledger.rows.len; i++) {
        const struct orq_ledger_row *row = &stamper->ledger.rows.items[i];
        if (!orq_history_find(stamper->history, row->revision))
            ORQ_PUSH(stamper->arena, &migrations, migration_of(stamper->arena, row));
    }
    return orq_history_of(stamper->arena, stamper->history->folder, &migrations);
}

/* The same target in another history. */
static struct orq_resolved moved(struct orq_arena *arena, const struct orq_resolved *target,
                                 const struct orq_history *to)
{
    struct orq_resolved result = {0};
    for (size_t i = 0; i < target->revisions.len; i++)
        ORQ_PUSH(arena, &result.revisions,
                 orq_map_get(to->by_id, target->revisions.items[i]->migration->revision));
    if (target->branch)
        result.branch = orq_history_find(to, target->branch->migration->revision);
    return result;
}

static void remove_all(struct stamper *stamper)
{
    for (size_t i = 0; i < stamper->ledger.rows.len; i++)
        orq_map_put(stamper->removed, stamper->ledger.rows.items[i].revision, stamper);
}

static enum orq_status remove_descendants(struct stamper *stamper)
{
    const struct orq_history *all = everything(stamper);
    struct orq_map *applied = orq_ledger_set(stamper->arena, &stamper->ledger);
    for (size_t i = 0; i < stamper->targets.len; i++) {
        struct orq_resolved to = moved(stamper->arena, &stamper->targets.items[i], all);
        const struct orq_way way = {.to = &to, .applied = applied};
        struct orq_revisions path = {0};
        enum orq_status status =
            orq_history_downgrades(stamper->arena, all, &way, stamper->diags, &path);
        if (status != ORQ_OK)
            return status;
        for (size_t k = 0; k < path.len; k++)
            orq_map_put(stamper->removed, path.items[k]->migration->revision, stamper);
    }
    for (size_t i = 0; i < stamper->needed.len; i++)
        orq_map_remove(stamper->removed, stamper->needed.items[i]->migration->revision);
    return ORQ_OK;
}

static enum orq_status refuse_unknown(const struct stamper *stamper)
{
    for (size_t i = 0; i < stamper->ledger.rows.len; i++) {
        const char *id = stamper->ledger.rows.items[i].revision;
        if (orq_map_get(stamper->removed, id) || orq_history_find(stamper->history, id))
            continue;
        orq_error(stamper->diags, ORQ_NOWHERE,
                  "the ledger names revision %s, which is in no file of %s", id,
                  stamper->history->folder);
        orq_hint(stamper->diags, "get its file back (from version control); or delete every row "
                                 "first: add --purge");
        return ORQ_INVALID;
    }
    return ORQ_OK;
}

static enum orq_status plan(struct stamper *stamper)
{
    enum orq_status status = refuse_part_way(stamper);
    if (status == ORQ_OK)
        status = resolve(stamper);
    if (status == ORQ_OK)
        status = find_needed(stamper);
    if (status == ORQ_OK && stamper->stamp->purge) {
        remove_all(stamper);
        return ORQ_OK;
    }
    if (status == ORQ_OK)
        status = remove_descendants(stamper);
    return status == ORQ_OK ? refuse_unknown(stamper) : status;
}

/* -- doing it -- */

static enum orq_status remove_rows(struct stamper *stamper)
{
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; i < stamper->ledger.rows.len && status == ORQ_OK; i++) {
        const char *id = stamper->ledger.rows.items[i].revision;
        if (!orq_map_get(stamper->removed, id))
            continue;
        status = orq_ledger_delete(stamper->db, stamper->options->ledger, id, stamper->diags);
        ORQ_PUSH(stamper->arena, &stamper->stamped->removed, id);
    }
    return status;
}

static enum orq_status write_row(struct stamper *stamper, const struct orq_migration *migration)
{
    struct orq_recording recording = {.dialect = orq_db_dialect(stamper->db),
                                      .applied_by = stamper->options->applied_by,
                                      .version = stamper->options->version,
                                      .source = stamper->options->source};
    struct orq_ledger_row row;
    const struct orq_file_section *up =
        orq_migration_section(migration, ORQ_UPGRADE, recording.dialect);
    if (!up) {
        orq_error(stamper->diags, migration->at, "revision %s has no upgrade section for %s",
                  migration->revision, recording.dialect);
        orq_hint(stamper->diags, "add one: -- +orqgen upgrade %s (it may be empty)",
                 recording.dialect);
        return ORQ_INVALID;
    }
    orq_recording_row(stamper->arena, &recording, migration, up, &row);
    return orq_ledger_insert(stamper->db, stamper->options->ledger, &row, stamper->diags);
}

static enum orq_status write_rows(struct stamper *stamper)
{
    struct orq_map *there = orq_ledger_set(stamper->arena, &stamper->ledger);
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; i < stamper->needed.len && status == ORQ_OK; i++) {
        struct orq_revision *revision = stamper->needed.items[i];
        const char *id = revision->migration->revision;
        if (orq_map_get(there, id) && !orq_map_get(stamper->removed, id))
            continue;
        status = write_row(stamper, revision->migration);
        ORQ_PUSH(stamper->arena, &stamper->stamped->written, revision);
    }
    return status;
}

static enum orq_status change(struct stamper *stamper)
{
    const char *ledger = stamper->options->ledger;
    enum orq_status status =
        orq_ledger_read(stamper->arena, stamper->db, ledger, stamper->diags, &stamper->ledger);
    if (status == ORQ_OK)
        status = plan(stamper);
    if (status == ORQ_OK && stamper->needed.len > 0)
        status = orq_ledger_create(stamper->db, ledger, stamper->diags);
    if (status == ORQ_OK)
        status = remove_rows(stamper);
    if (status == ORQ_OK)
        status = write_rows(stamper);
    if (status == ORQ_OK)
        status =
            orq_ledger_read(stamper->arena, stamper->db, ledger, stamper->diags, &stamper->ledger);
    if (status == ORQ_OK)
        orq_ledger_heads(stamper->arena, &stamper->ledger, &stamper->stamped->heads);
    return status;
}

static enum orq_status in_transaction(struct stamper *stamper)
{
    enum orq_status status = orq_db_begin(stamper->db, stamper->diags);
    if (status != ORQ_OK)
        return status;
    status = change(stamper);
    if (status == ORQ_OK)
        status = orq_db_commit(stamper->db, stamper->diags);
    orq_db_rollback(stamper->db);
    return status;
}

enum orq_status orq_stamp(struct orq_arena *arena, struct orq_db *db, const struct orq_stamp *stamp,
                          struct orq_diags *diags, struct orq_stamped *stamped)
{
    const struct orq_run_options *options = stamp->options;
    *stamped = (struct orq_stamped){0};
    struct stamper stamper = {.arena = arena,
                              .db = db,
                              .history = stamp->history,
                              .options = options,
                              .stamp = stamp,
                              .diags = diags,
                              .stamped = stamped,
                              .removed = orq_map_new(arena, ORQ_KEYS_EXACT)};
    const char *ledger = options->ledger ? options->ledger : ORQ_LEDGER_DEFAULT;
    enum orq_status status = orq_db_lock(db, ledger, options->waiting, options->context, diags);
    if (status == ORQ_OK)
        status = in_transaction(&stamper);
    orq_db_unlock(db);
    return status;
}
