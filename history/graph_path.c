/* From what is applied to a target: what is to run, and what is to be taken back. */
#include "base/str.h"
#include "history/graph_parts.h"

#include <stdint.h>

static void report_heads(struct orq_arena *arena, const struct orq_revisions *heads,
                         struct orq_diags *diags)
{
    orq_error(diags, ORQ_NOWHERE, "%zu heads: %s", heads->len, orq_revisions_named(arena, heads));
    orq_hint(diags, "merge them:      orqgen merge -m \"...\"");
    orq_hint(diags, "or choose one:   orqgen upgrade %s", heads->items[0]->migration->revision);
    orq_hint(diags, "or run them all: orqgen upgrade heads");
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

/* Was the parent's upgrade edited after the child was made on it? */
static enum orq_status check_chain(struct orq_arena *arena, const struct orq_revision *revision,
                                   struct orq_diags *diags)
{
    const struct orq_parents *parents = &revision->migration->parents;
    for (size_t i = 0; i < parents->len; i++) {
        const struct orq_parent *parent = &parents->items[i];
        const struct orq_migration *file = revision->parents[i]->migration;
        if (!parent->sha256 ||
            orq_str_equal(parent->sha256, orq_migration_chain_sha256(arena, file)) ||
            orq_replaces_chain(arena, file, parent->revision, parent->sha256))
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

static bool is_applied(const struct orq_way *way, const struct orq_revision *revision)
{
    return way->applied && orq_map_get(way->applied, revision->migration->revision);
}

enum orq_status orq_history_upgrades(struct orq_arena *arena, const struct orq_history *history,
                                     const struct orq_way *way, struct orq_diags *diags,
                                     struct orq_revisions *path)
{
    const struct orq_revisions *to = &way->to->revisions;
    bool *wanted = orq_marks_new(arena, history);
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; i < to->len; i++) {
        if (to->items[i]->rank != SIZE_MAX)
            orq_marks_add(arena, to->items[i], ORQ_BEFORE, wanted);
        else if (!is_applied(way, to->items[i]))
            status = orq_revision_sound(to->items[i], diags);
    }
    for (size_t i = 0; i < history->revisions.len && status == ORQ_OK; i++) {
        struct orq_revision *revision = history->revisions.items[i];
        if (!wanted[i] || is_applied(way, revision))
            continue;
        ORQ_PUSH(arena, path, revision);
        status = check_chain(arena, revision, diags);
    }
    return status;
}

/* -- back -- */

struct back {
    struct orq_arena *arena;
    const struct orq_history *history;
    const struct orq_way *way;
    bool *line;  /* of the branch; NULL: none */
    bool *going; /* what is taken back */
};

static void take_back(struct back *back, struct orq_revision *const *revisions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!back->line || back->line[revisions[i]->index])
            orq_marks_add(back->arena, revisions[i], ORQ_BEHIND, back->going);
    }
}

/* Who depends on a target stays: so does the target. */
static void mark_going(struct back *back)
{
    const struct orq_revisions *to = &back->way->to->revisions;
    const struct orq_revision *branch = back->way->to->branch;
    if (to->len == 0 && branch) {
        orq_marks_add(back->arena, branch, ORQ_BEHIND, back->going);
        return;
    }
    for (size_t i = 0; i < back->history->revisions.len && to->len == 0; i++)
        back->going[i] = true;
    for (size_t i = 0; i < to->len; i++)
        take_back(back, to->items[i]->children, to->items[i]->child_count);
}

enum orq_status orq_history_downgrades(struct orq_arena *arena, const struct orq_history *history,
                                       const struct orq_way *way, struct orq_diags *diags,
                                       struct orq_revisions *path)
{
    struct back back = {
        .arena = arena, .history = history, .way = way, .going = orq_marks_new(arena, history)};
    bool *staying = orq_marks_new(arena, history);
    enum orq_status status = ORQ_OK;
    if (way->to->branch)
        back.line = orq_marks_line(arena, history, way->to->branch);
    mark_going(&back);
    for (size_t i = 0; i < way->to->revisions.len; i++)
        orq_marks_add(arena, way->to->revisions.items[i], ORQ_BEFORE, staying);
    for (size_t i = history->revisions.len; i > 0 && status == ORQ_OK; i--) {
        struct orq_revision *revision = history->revisions.items[i - 1];
        if (!back.going[i - 1] || staying[i - 1] || !is_applied(way, revision))
            continue;
        status = orq_revision_sound(revision, diags);
        ORQ_PUSH(arena, path, revision);
    }
    return status;
}
