/* Walking the graph of revisions: heads, paths, what is sound. */
#include "base/str.h"
#include "history/graph_parts.h"

#include <stdint.h>
#include <string.h>

void orq_history_heads(struct orq_arena *arena, const struct orq_history *history,
                       struct orq_revisions *heads)
{
    for (size_t i = 0; i < history->revisions.len; i++) {
        if (history->revisions.items[i]->child_count == 0)
            ORQ_PUSH(arena, heads, history->revisions.items[i]);
    }
}

static void report_heads(struct orq_arena *arena, const struct orq_revisions *heads,
                         struct orq_diags *diags)
{
    struct orq_str names = orq_str_new(arena);
    for (size_t i = 0; i < heads->len; i++) {
        const struct orq_migration *migration = heads->items[i]->migration;
        orq_str_addf(&names, "%s%s (%s)", i > 0 ? ", " : "", migration->revision,
                     migration->message);
    }
    const struct orq_migration *first = heads->items[0]->migration;
    const struct orq_migration *second = heads->items[1]->migration;
    orq_error(diags, ORQ_NOWHERE, "%zu heads: %s", heads->len, orq_str_text(&names));
    orq_hint(diags, "choose one:      orqgen upgrade %s", first->revision);
    orq_hint(diags, "or make it one:  write `-- parent: %s` into %s", first->revision,
             second->path ? second->path : second->revision);
}

enum orq_status orq_history_head(struct orq_arena *arena, const struct orq_history *history,
                                 struct orq_diags *diags, struct orq_revision **head)
{
    struct orq_revisions heads = {0};
    *head = NULL;
    if (orq_diags_errors(history->unplaced) > 0) {
        orq_diags_append(diags, history->unplaced);
        return ORQ_INVALID;
    }
    orq_history_heads(arena, history, &heads);
    if (heads.len > 1) {
        report_heads(arena, &heads, diags);
        return ORQ_AMBIGUOUS;
    }
    if (heads.len == 1) {
        *head = heads.items[0];
        return orq_revision_sound(*head, diags);
    }
    if (history->revisions.len == 0)
        return ORQ_OK;
    /* Every revision has a child: they run in a circle. */
    return orq_revision_sound(history->revisions.items[0], diags);
}

/* Marks revision and its ancestors, by rank. */
static void mark_ancestors(struct orq_arena *arena, const struct orq_revision *revision,
                           bool *marked)
{
    struct orq_revisions open = {0};
    struct orq_revision **parents = revision->parents;
    size_t count = revision->parent_count;
    marked[revision->rank] = true;
    for (;;) {
        for (size_t i = 0; i < count; i++) {
            if (!marked[parents[i]->rank])
                ORQ_PUSH(arena, &open, parents[i]);
            marked[parents[i]->rank] = true;
        }
        if (open.len == 0)
            return;
        const struct orq_revision *next = open.items[--open.len];
        parents = next->parents;
        count = next->parent_count;
    }
}

/* Was the parent's upgrade edited after the child was made on it? */
static enum orq_status check_chain(struct orq_arena *arena, const struct orq_revision *revision,
                                   struct orq_diags *diags)
{
    const struct orq_parents *parents = &revision->migration->parents;
    for (size_t i = 0; i < parents->len; i++) {
        const struct orq_parent *parent = &parents->items[i];
        const struct orq_migration *file = revision->parents[i]->migration;
        if (!parent->sha256 ||
            orq_str_equal(parent->sha256, orq_migration_chain_sha256(arena, file)))
            continue;
        orq_error(diags, parent->at,
                  "the upgrade of the parent %s is not the one that %s was made on",
                  parent->revision, revision->migration->revision);
        orq_hint(diags, "%s was edited after it", file->path ? file->path : parent->revision);
        orq_hint(diags,
                 "undo that edit; or, when it is right, write the new hash into the parent "
                 "line: sha256:%s",
                 orq_migration_chain_sha256(arena, file));
        return ORQ_INVALID;
    }
    return ORQ_OK;
}

static enum orq_status not_an_ancestor(const struct orq_revision *from,
                                       const struct orq_revision *to, struct orq_diags *diags)
{
    orq_error(diags, orq_revision_line(to->migration), "revision %s does not stand on %s",
              to->migration->revision, from->migration->revision);
    orq_hint(diags, "see the order of the revisions:  orqgen history");
    return ORQ_INVALID;
}

enum orq_status orq_history_path(struct orq_arena *arena, const struct orq_history *history,
                                 const struct orq_revision *from, const struct orq_revision *to,
                                 struct orq_diags *diags, struct orq_revisions *path)
{
    enum orq_status status = orq_revision_sound(to, diags);
    if (status == ORQ_OK && from && from->rank == SIZE_MAX)
        return not_an_ancestor(from, to, diags);
    if (status != ORQ_OK)
        return status;
    bool *wanted = ORQ_NEW_ARRAY(arena, bool, history->revisions.len);
    bool *done = ORQ_NEW_ARRAY(arena, bool, history->revisions.len);
    mark_ancestors(arena, to, wanted);
    if (from && !wanted[from->rank])
        return not_an_ancestor(from, to, diags);
    if (from)
        mark_ancestors(arena, from, done);
    for (size_t i = 0; i <= to->rank && status == ORQ_OK; i++) {
        if (!wanted[i] || done[i])
            continue;
        ORQ_PUSH(arena, path, history->revisions.items[i]);
        status = check_chain(arena, history->revisions.items[i], diags);
    }
    return status;
}
