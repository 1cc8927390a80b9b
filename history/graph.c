#include "history/graph.h"

#include "base/file.h"
#include "history/graph_parts.h"

#include <stdint.h>

struct orq_span orq_revision_line(const struct orq_migration *migration)
{
    return migration->path ? migration->at : ORQ_NOWHERE;
}

/* Its own faults, made where there are none yet. */
static struct orq_diags *faults_of(struct orq_arena *arena, struct orq_revision *revision)
{
    if (!revision->faults)
        revision->faults = orq_diags_new(arena);
    return revision->faults;
}

/* Two files with one id: neither may be run. */
static void report_twice(struct orq_arena *arena, struct orq_revision *first,
                         const struct orq_migration *second)
{
    struct orq_diags *faults = faults_of(arena, first);
    orq_error(faults, orq_revision_line(second), "revision %s is also in another file",
              second->revision);
    orq_hint(faults, "the other: %s", first->migration->path ? first->migration->path : "?");
}

static void add_migration(struct orq_arena *arena, struct orq_history *history,
                          struct orq_migration *migration, struct orq_diags *faults)
{
    struct orq_revision *known =
        migration->revision ? orq_map_get(history->by_id, migration->revision) : NULL;
    if (!migration->revision) {
        orq_diags_append(history->unplaced, faults);
    } else if (known) {
        report_twice(arena, known, migration);
    } else {
        struct orq_revision *revision = ORQ_NEW(arena, struct orq_revision);
        revision->migration = migration;
        revision->rank = SIZE_MAX;
        if (faults && orq_diags_errors(faults) > 0)
            revision->faults = faults;
        ORQ_PUSH(arena, &history->revisions, revision);
        orq_map_put(history->by_id, migration->revision, revision);
    }
}

static void report_absent(const struct orq_history *history, struct orq_diags *faults,
                          struct orq_span at, const char *what)
{
    orq_error(faults, at, "%s is in no file of %s", what, history->folder);
    orq_hint(faults, "get its file back (from version control), or correct the line that names it");
}

static void find_parents(struct orq_arena *arena, struct orq_history *history,
                         struct orq_revision *revision)
{
    struct orq_parents *parents = &revision->migration->parents;
    revision->parents = ORQ_NEW_ARRAY(arena, struct orq_revision *, parents->len);
    revision->parent_count = parents->len;
    for (size_t i = 0; i < parents->len; i++) {
        struct orq_revision *parent = orq_map_get(history->by_id, parents->items[i].revision);
        revision->parents[i] = parent;
        if (!parent) {
            report_absent(history, faults_of(arena, revision), parents->items[i].at,
                          orq_arena_printf(arena, "the parent %s", parents->items[i].revision));
            continue;
        }
        parent->child_count++;
        parents->items[i].revision = parent->migration->revision; /* by its own id, see adopts */
    }
}

/* The revision that a depends-on line names, by id or by label. */
static struct orq_revision *depended_on(const struct orq_history *history, const char *name)
{
    struct orq_revision *revision = orq_map_get(history->by_id, name);
    const struct orq_label *label = revision ? NULL : orq_map_get(history->by_label, name);
    return label && !label->faults ? label->revision : revision;
}

static void find_depends(struct orq_arena *arena, struct orq_history *history,
                         struct orq_revision *revision)
{
    const struct orq_migration *migration = revision->migration;
    for (size_t i = 0; i < migration->depends_on.len; i++) {
        const char *name = migration->depends_on.items[i];
        struct orq_revision *other = depended_on(history, name);
        if (!other) {
            report_absent(history, faults_of(arena, revision),
                          i < migration->depends_on_at.len ? migration->depends_on_at.items[i]
                                                           : orq_revision_line(migration),
                          orq_arena_printf(arena, "it depends on %s, which", name));
            continue;
        }
        ORQ_PUSH(arena, &revision->depends, other);
        ORQ_PUSH(arena, &other->dependents, revision);
    }
}

/* Revisions are in the order of their files by now, and so are children. */
static void link_revisions(struct orq_arena *arena, struct orq_history *history)
{
    struct orq_revisions *all = &history->revisions;
    for (size_t i = 0; i < all->len; i++) {
        find_parents(arena, history, all->items[i]);
        find_depends(arena, history, all->items[i]);
    }
    for (size_t i = 0; i < all->len; i++) {
        struct orq_revision *revision = all->items[i];
        revision->children = ORQ_NEW_ARRAY(arena, struct orq_revision *, revision->child_count);
        revision->child_count = 0;
    }
    for (size_t i = 0; i < all->len; i++) {
        struct orq_revision *revision = all->items[i];
        for (size_t k = 0; k < revision->parent_count; k++) {
            struct orq_revision *parent = revision->parents[k];
            if (parent)
                parent->children[parent->child_count++] = revision;
        }
    }
}

static void collect_faults(struct orq_history *history)
{
    orq_diags_append(history->faults, history->unplaced);
    orq_diags_append(history->faults, history->label_faults);
    for (size_t i = 0; i < history->revisions.len; i++) {
        if (history->revisions.items[i]->faults)
            orq_diags_append(history->faults, history->revisions.items[i]->faults);
    }
}

static struct orq_history *history_new(struct orq_arena *arena, const char *folder)
{
    struct orq_history *history = ORQ_NEW(arena, struct orq_history);
    history->folder = folder;
    history->by_id = orq_map_new(arena, ORQ_KEYS_EXACT);
    history->by_label = orq_map_new(arena, ORQ_KEYS_EXACT);
    history->by_replaced = orq_map_new(arena, ORQ_KEYS_EXACT);
    history->faults = orq_diags_new(arena);
    history->label_faults = orq_diags_new(arena);
    history->unplaced = orq_diags_new(arena);
    return history;
}

/* Alembic's names of a revision find it too, unless another one has the name as its own. */
static void name_adopted(struct orq_history *history)
{
    for (size_t i = 0; i < history->revisions.len; i++) {
        struct orq_revision *revision = history->revisions.items[i];
        const struct orq_strings *names = &revision->migration->adopts;
        for (size_t k = 0; k < names->len; k++) {
            if (!orq_map_get(history->by_id, names->items[k]))
                orq_map_put(history->by_id, names->items[k], revision);
        }
    }
}

/* The ids that squashed migrations stand for. One that has a file all the same was left behind. */
static void find_replaced(struct orq_arena *arena, struct orq_history *history,
                          struct orq_revision *revision)
{
    const struct orq_replaced_list *replaces = &revision->migration->replaces;
    for (size_t i = 0; i < replaces->len; i++) {
        const char *id = replaces->items[i].revision;
        struct orq_revision *left = orq_map_get(history->by_id, id);
        if (left == revision)
            continue;
        orq_map_put(history->by_replaced, id, revision);
        if (!left)
            continue;
        struct orq_diags *faults = faults_of(arena, left);
        orq_error(faults, orq_revision_line(left->migration), "revision %s is part of %s", id,
                  revision->migration->revision);
        orq_hint(faults, "it was squashed; remove this file");
    }
}

static void finish(struct orq_arena *arena, struct orq_history *history)
{
    name_adopted(history);
    orq_history_label(arena, history);
    for (size_t i = 0; i < history->revisions.len; i++)
        find_replaced(arena, history, history->revisions.items[i]);
    link_revisions(arena, history);
    collect_faults(history);
    orq_history_order(arena, history);
    orq_history_inherit_labels(arena, history);
}

struct orq_history *orq_history_of(struct orq_arena *arena, const char *folder,
                                   const struct orq_migrations *migrations)
{
    struct orq_history *history = history_new(arena, folder);
    for (size_t i = 0; i < migrations->len; i++)
        add_migration(arena, history, migrations->items[i], NULL);
    finish(arena, history);
    return history;
}

/* A file that cannot be read is a fault of the history too, not the end of it. */
static void read_file(struct orq_arena *arena, struct orq_history *history, const char *path)
{
    const char *text = NULL;
    size_t len = 0;
    struct orq_diags *faults = orq_diags_new(arena);
    if (orq_file_read(arena, path, faults, &text, &len) != ORQ_OK)
        orq_diags_append(history->unplaced, faults);
    else
        add_migration(arena, history, orq_migration_read(arena, path, text, len, faults), faults);
}

enum orq_status orq_history_read(struct orq_arena *arena, const char *folder,
                                 struct orq_diags *diags, struct orq_history **history)
{
    struct orq_strings names = {0};
    *history = history_new(arena, folder);
    if (!orq_path_exists(folder))
        return ORQ_OK;
    enum orq_status status = orq_folder_list(arena, folder, ".sql", diags, &names);
    for (size_t i = 0; status == ORQ_OK && i < names.len; i++)
        read_file(arena, *history, orq_path_join(arena, folder, names.items[i]));
    finish(arena, *history);
    return status;
}

const struct orq_revision *orq_history_find(const struct orq_history *history, const char *id)
{
    return orq_map_get(history->by_id, id);
}
