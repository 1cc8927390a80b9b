#include "history/footing.h"

#include "base/str.h"
#include "history/graph_parts.h"
#include "sql/quote.h"

#include <string.h>

struct finder {
    struct orq_arena *arena;
    const struct orq_history *history;
    const struct orq_footing_wish *wish;
    struct orq_diags *diags;
    struct orq_footing *footing;
};

static enum orq_status not_a_head(const struct finder *finder, const struct orq_revision *parent)
{
    const struct orq_migration *child = parent->children[0]->migration;
    orq_error(finder->diags, ORQ_NOWHERE, "revision %s is no head: %s (%s) stands on it",
              parent->migration->revision, child->revision, child->message);
    orq_hint(finder->diags, "to begin a branch there: add --splice");
    return ORQ_INVALID;
}

/* Whoever writes a migration chooses otherwise than whoever runs some. */
static enum orq_status find_only_head(struct finder *finder)
{
    struct orq_revisions heads = {0};
    struct orq_revision *head = NULL;
    struct orq_diags *tries = orq_diags_new(finder->arena);
    enum orq_status status = orq_history_head(finder->arena, finder->history, tries, &head);
    finder->footing->parent = head;
    if (status != ORQ_AMBIGUOUS) {
        orq_diags_append(finder->diags, tries);
        return status;
    }
    orq_history_heads(finder->arena, finder->history, &heads);
    orq_error(finder->diags, ORQ_NOWHERE, "%zu heads: %s", heads.len,
              orq_revisions_named(finder->arena, &heads));
    orq_hint(finder->diags, "merge them:    orqgen merge -m \"...\"");
    orq_hint(finder->diags, "or choose one: add --head %s", heads.items[0]->migration->revision);
    return status;
}

static enum orq_status find_parent(struct finder *finder)
{
    const struct orq_footing_wish *wish = finder->wish;
    struct orq_footing *footing = finder->footing;
    if (!wish->head)
        return find_only_head(finder);
    struct orq_target target = {.text = wish->head, .current = wish->current};
    footing->chosen = true;
    enum orq_status status = orq_history_resolve_one(finder->arena, finder->history, &target,
                                                     finder->diags, &footing->parent);
    if (status == ORQ_OK && footing->parent)
        status = orq_revision_sound(footing->parent, finder->diags);
    if (status == ORQ_OK && footing->parent && footing->parent->child_count > 0 && !wish->splice)
        status = not_a_head(finder, footing->parent);
    return status;
}

static enum orq_status check_label(const struct finder *finder, const char *label)
{
    const struct orq_revision *holder = orq_history_find(finder->history, label);
    const char *shown = orq_shown_name(finder->arena, label);
    if (!orq_revision_id_valid(label)) {
        orq_error(finder->diags, ORQ_NOWHERE, "\"%s\" cannot be a branch label", shown);
        orq_hint(finder->diags, "letters, digits, _ and . make one; head, heads, base and current "
                                "are words of their own");
        return ORQ_INVALID;
    }
    if (holder) {
        orq_error(finder->diags, ORQ_NOWHERE, "the branch label %s is the id of a revision: %s",
                  shown, holder->migration->path);
        return ORQ_INVALID;
    }
    if (orq_map_get(finder->history->by_label, label)) {
        orq_error(finder->diags, ORQ_NOWHERE, "another revision has the branch label %s", shown);
        orq_hint(finder->diags, "what stands on that one is on its branch: --head %s@head", shown);
        return ORQ_INVALID;
    }
    return ORQ_OK;
}

static enum orq_status find_labels(struct finder *finder)
{
    const struct orq_strings *labels = finder->wish->labels;
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; labels && i < labels->len; i++) {
        if (check_label(finder, labels->items[i]) != ORQ_OK)
            status = ORQ_INVALID;
        else if (!orq_strings_hold(&finder->footing->labels, labels->items[i]))
            ORQ_PUSH(finder->arena, &finder->footing->labels, labels->items[i]);
    }
    return status;
}

static enum orq_status find_dependency(struct finder *finder, const char *text)
{
    struct orq_target target = {.text = text, .current = finder->wish->current};
    const struct orq_revision *revision = NULL;
    enum orq_status status =
        orq_history_resolve_one(finder->arena, finder->history, &target, finder->diags, &revision);
    if (status == ORQ_OK && !revision) {
        orq_error(finder->diags, ORQ_NOWHERE, "\"%s\" is base: there is nothing to depend on",
                  orq_shown_name(finder->arena, text));
        return ORQ_INVALID;
    }
    if (status == ORQ_OK)
        status = orq_revision_sound(revision, finder->diags);
    if (status == ORQ_OK &&
        !orq_strings_hold(&finder->footing->depends_on, revision->migration->revision))
        ORQ_PUSH(finder->arena, &finder->footing->depends_on, revision->migration->revision);
    return status;
}

enum orq_status orq_footing_find(struct orq_arena *arena, const struct orq_history *history,
                                 const struct orq_footing_wish *wish, struct orq_diags *diags,
                                 struct orq_footing *footing)
{
    struct finder finder = {
        .arena = arena, .history = history, .wish = wish, .diags = diags, .footing = footing};
    *footing = (struct orq_footing){0};
    enum orq_status status = find_parent(&finder);
    if (status == ORQ_OK)
        status = find_labels(&finder);
    for (size_t i = 0; status == ORQ_OK && wish->depends_on && i < wish->depends_on->len; i++)
        status = find_dependency(&finder, wish->depends_on->items[i]);
    return status;
}
