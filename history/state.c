#include "history/state.h"

#include "history/runner.h"
#include "history/slice.h"
#include "introspect/introspect.h"

struct orq_schema *orq_state_empty(struct orq_arena *arena, const struct orq_engine *engine)
{
    return orq_schema_new(arena, engine->dialect);
}

static enum orq_status replay_on(struct orq_arena *arena, struct orq_db *db,
                                 const struct orq_revisions *path, const char *dialect,
                                 struct orq_diags *diags)
{
    for (size_t i = 0; i < path->len; i++) {
        const struct orq_migration *migration = path->items[i]->migration;
        const struct orq_file_section *section =
            orq_migration_section(migration, ORQ_UPGRADE, dialect);
        if (section == NULL) {
            orq_error(diags, migration->at, "%s has no upgrade section for %s", migration->revision,
                      dialect);
            orq_hint(diags, "add one: -- +orqgen upgrade %s (it may be empty)", dialect);
            return ORQ_INVALID;
        }
        enum orq_status status = orq_section_run(arena, db, section, diags);
        if (status != ORQ_OK) {
            orq_note(diags, migration->at,
                     "this happened while the history was replayed on a scratch database");
            return status;
        }
    }
    return ORQ_OK;
}

enum orq_status orq_state_build(struct orq_arena *arena, const struct orq_replay *replay,
                                const struct orq_revisions *path, struct orq_diags *diags,
                                struct orq_db **db)
{
    const struct orq_engine *engine = replay->engine;
    const char *last = path->len > 0 ? path->items[path->len - 1]->migration->revision : "the base";
    const char *shown =
        orq_arena_printf(arena, "a replay of %s up to %s", replay->history->folder, last);
    enum orq_status status = engine->scratch(engine, arena, shown, diags, db);
    return status == ORQ_OK ? replay_on(arena, *db, path, engine->dialect->key, diags) : status;
}

enum orq_status orq_state_replay_path(struct orq_arena *arena, const struct orq_replay *replay,
                                      const struct orq_revisions *path, struct orq_diags *diags,
                                      struct orq_schema **schema)
{
    struct orq_db *db = NULL;
    if (path->len == 0) {
        *schema = orq_state_empty(arena, replay->engine);
        return ORQ_OK;
    }
    enum orq_status status = orq_state_build(arena, replay, path, diags, &db);
    if (status == ORQ_OK)
        status = orq_introspect(arena, db, NULL, diags, schema);
    orq_db_close(db);
    return status;
}

enum orq_status orq_state_replay_all(struct orq_arena *arena, const struct orq_replay *replay,
                                     const struct orq_revisions *revisions, struct orq_diags *diags,
                                     struct orq_schema **schema)
{
    const struct orq_resolved to = {.revisions = *revisions};
    const struct orq_way way = {.to = &to};
    struct orq_revisions path = {0};
    enum orq_status status = orq_history_upgrades(arena, replay->history, &way, diags, &path);
    return status == ORQ_OK ? orq_state_replay_path(arena, replay, &path, diags, schema) : status;
}

enum orq_status orq_state_replay(struct orq_arena *arena, const struct orq_replay *replay,
                                 const struct orq_revision *revision, struct orq_diags *diags,
                                 struct orq_schema **schema)
{
    struct orq_revisions one = {0};
    if (revision != NULL)
        ORQ_PUSH(arena, &one, replay->history->revisions.items[revision->index]);
    return orq_state_replay_all(arena, replay, &one, diags, schema);
}

enum orq_status orq_state_made(struct orq_arena *arena, const struct orq_replay *replay,
                               const struct orq_schema *built, struct orq_diags *diags,
                               const struct orq_schema **made)
{
    const struct orq_revisions *all = &replay->history->revisions;
    const struct orq_revision *first = all->len == 0 ? NULL : all->items[0];
    struct orq_schema *base = NULL;
    *made = built;
    if (first == NULL || first->migration->baseline_sha256 == NULL)
        return ORQ_OK;
    enum orq_status status = orq_state_replay(arena, replay, first, diags, &base);
    if (status != ORQ_OK)
        return status;
    struct orq_strings names = {0}, before = {0};
    struct orq_map *kept = orq_map_new(arena, ORQ_KEYS_FOLDED);
    orq_schema_names(arena, built, &names);
    orq_schema_names(arena, base, &before);
    for (size_t i = 0; i < names.len; i++)
        orq_map_put(kept, names.items[i], kept);
    for (size_t i = 0; i < before.len; i++)
        orq_map_remove(kept, before.items[i]);
    *made = orq_schema_pick(arena, built, kept);
    return ORQ_OK;
}

struct orq_schema *orq_state_visible(struct orq_arena *arena, const struct orq_schema *live,
                                     const struct orq_schema *built, const struct orq_schema *model)
{
    struct orq_strings names = {0};
    struct orq_map *seen = orq_map_new(arena, ORQ_KEYS_FOLDED);
    orq_schema_names(arena, built, &names);
    for (size_t i = 0; i < names.len; i++)
        orq_map_put(seen, names.items[i], seen);
    for (size_t i = 0; i < live->tables.len; i++) {
        if (orq_schema_manages(model, ORQ_KIND_TABLE))
            orq_map_put(seen, orq_slice_table(arena, live, live->tables.items[i]), seen);
    }
    for (size_t i = 0; i < live->definitions.len; i++) {
        const struct orq_definition *definition = live->definitions.items[i];
        if (orq_schema_manages(model, definition->kind) ||
            orq_schema_definition_like(arena, model, definition))
            orq_map_put(seen, orq_slice_definition(arena, live, live->definitions.items[i]), seen);
    }
    return orq_state_managed(arena, orq_schema_pick(arena, live, seen), model);
}

struct orq_schema *orq_state_managed(struct orq_arena *arena, const struct orq_schema *schema,
                                     const struct orq_schema *model)
{
    struct orq_schema *copy = ORQ_NEW(arena, struct orq_schema);
    *copy = *schema;
    copy->manage = model->manage;
    copy->exclude = model->exclude;
    copy->naming = model->naming;
    return copy;
}
