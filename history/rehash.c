#include "history/rehash.h"

#include "base/file.h"
#include "base/str.h"
#include "history/line_edits.h"

static const char *parent_lines_set(struct orq_arena *arena, const char *text,
                                    const struct orq_parents *parents)
{
    struct orq_line_edits edits = {0};
    for (size_t i = 0; i < parents->len; i++)
        ORQ_PUSH(arena, &edits,
                 ((struct orq_line_edit){parents->items[i].at.line,
                                         orq_parent_line(arena, &parents->items[i])}));
    return orq_lines_edited(arena, text, &edits);
}

static void refuse_applied(const struct orq_revision *revision, const struct orq_parent *parent,
                           struct orq_diags *diags)
{
    orq_error(diags, parent->at,
              "revision %s is applied, and its parent line is not that of the upgrade of %s now",
              revision->migration->revision, parent->revision);
    orq_hint(diags, "the database was made by what %s said before: undo its edit",
             parent->revision);
}

/* The parents of a revision with the hashes that they have now; *changed: those that had others. */
static enum orq_status hash_parents(struct orq_arena *arena, const struct orq_revision *revision,
                                    bool is_applied, struct orq_diags *diags,
                                    struct orq_strings *changed)
{
    struct orq_parents *parents = &revision->migration->parents;
    struct orq_parents hashed = {0};
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; i < parents->len; i++) {
        struct orq_parent parent = parents->items[i];
        const struct orq_revision *node = revision->parents[i];
        const char *now =
            node && !node->faults ? orq_migration_chain_sha256(arena, node->migration) : NULL;
        bool squashed =
            node && orq_replaces_chain(arena, node->migration, parent.revision, parent.sha256);
        if (now && !squashed && !orq_str_equal(now, parent.sha256)) {
            if (is_applied && parent.sha256) {
                refuse_applied(revision, &parent, diags);
                status = ORQ_INVALID;
            }
            if (!is_applied)
                ORQ_PUSH(arena, changed, parent.revision);
            parent.sha256 = now;
        }
        ORQ_PUSH(arena, &hashed, parent);
    }
    if (changed->len > 0)
        *parents = hashed;
    return status;
}

static enum orq_status rehash_file(struct orq_arena *arena, const struct orq_revision *revision,
                                   struct orq_diags *diags, struct orq_rehashed *rehashed)
{
    const char *text = NULL;
    enum orq_status status = orq_file_read(arena, revision->migration->path, diags, &text, NULL);
    if (status == ORQ_OK)
        rehashed->text = parent_lines_set(arena, text, &revision->migration->parents);
    return status;
}

enum orq_status orq_rehash(struct orq_arena *arena, const struct orq_history *history,
                           const struct orq_map *applied, struct orq_diags *diags,
                           struct orq_rehashes *rehashes)
{
    enum orq_status result = ORQ_OK;
    for (size_t i = 0; i < history->revisions.len; i++) {
        const struct orq_revision *revision = history->revisions.items[i];
        struct orq_rehashed rehashed = {.revision = revision};
        bool is_applied = applied && orq_map_get(applied, revision->migration->revision);
        enum orq_status status =
            hash_parents(arena, revision, is_applied, diags, &rehashed.parents);
        if (status == ORQ_OK && rehashed.parents.len > 0)
            status = rehash_file(arena, revision, diags, &rehashed);
        if (status != ORQ_OK)
            result = status;
        else if (rehashed.parents.len > 0)
            ORQ_PUSH(arena, rehashes, rehashed);
    }
    return result;
}
