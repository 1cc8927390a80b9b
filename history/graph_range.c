/* Ranges: A:B. */
#include "base/str.h"
#include "history/graph_parts.h"

#include <string.h>

struct range {
    struct orq_arena *arena;
    const struct orq_history *history;
    const struct orq_target *target;
    struct orq_diags *diags;
    struct orq_resolved from, to;
};

/* text against what is current, or, for a step, against the other end. */
static enum orq_status resolve_end(const struct range *range, const char *text,
                                   const struct orq_resolved *other, struct orq_resolved *end)
{
    struct orq_target target = {.text = text, .current = range->target->current};
    struct orq_strings ids = {0};
    for (size_t i = 0; other && i < other->revisions.len; i++)
        ORQ_PUSH(range->arena, &ids, other->revisions.items[i]->migration->revision);
    if (other)
        target.current = &ids;
    return orq_history_resolve(range->arena, range->history, &target, range->diags, end);
}

/* A step counts from the other end, where that is none itself. */
static enum orq_status resolve_ends(struct range *range, const char *from, const char *to)
{
    bool from_to = *from == '-' && *to != '\0' && *to != '+' && *to != '-';
    bool to_from = *to == '+' && *from != '\0' && *from != '+' && *from != '-';
    enum orq_status status = ORQ_OK;
    if (!from_to)
        status = resolve_end(range, *from ? from : "base", NULL, &range->from);
    if (status == ORQ_OK)
        status = resolve_end(range, *to ? to : "heads", to_from ? &range->from : NULL, &range->to);
    if (status == ORQ_OK && from_to)
        status = resolve_end(range, from, &range->to, &range->from);
    return status;
}

static enum orq_status not_behind(const struct range *range)
{
    const struct orq_revisions *from = &range->from.revisions, *to = &range->to.revisions;
    orq_error(range->diags, ORQ_NOWHERE, "\"%s\": %s does not stand on %s", range->target->text,
              to->len > 0 ? orq_revisions_named(range->arena, to) : "the base",
              orq_revisions_named(range->arena, from));
    orq_hint(range->diags, "see the order of the revisions:  orqgen history");
    return ORQ_INVALID;
}

/* Does something in the range stand on every start and before every end? */
static bool ends_meet(const struct range *range, const bool *before, const bool *behind)
{
    const struct orq_revisions *from = &range->from.revisions, *to = &range->to.revisions;
    for (size_t i = 0; i < from->len; i++) {
        if (!before[from->items[i]->index])
            return false;
    }
    for (size_t i = 0; i < to->len && from->len > 0; i++) {
        if (behind[to->items[i]->index])
            return true;
    }
    return from->len == 0;
}

static enum orq_status collect(const struct range *range, struct orq_revisions *found)
{
    const struct orq_revisions *from = &range->from.revisions, *to = &range->to.revisions;
    bool *before = orq_marks_new(range->arena, range->history);
    bool *behind = orq_marks_new(range->arena, range->history);
    for (size_t i = 0; i < to->len; i++)
        orq_marks_add(range->arena, to->items[i], ORQ_TO_PARENTS, before);
    for (size_t i = 0; i < from->len; i++)
        orq_marks_add(range->arena, from->items[i], ORQ_TO_CHILDREN, behind);
    if (!ends_meet(range, before, behind))
        return not_behind(range);
    for (size_t i = 0; i < range->history->revisions.len; i++) {
        if (before[i] && (from->len == 0 || behind[i]))
            ORQ_PUSH(range->arena, found, range->history->revisions.items[i]);
    }
    return ORQ_OK;
}

enum orq_status orq_history_range(struct orq_arena *arena, const struct orq_history *history,
                                  const struct orq_target *target, struct orq_diags *diags,
                                  struct orq_revisions *found)
{
    struct range range = {.arena = arena, .history = history, .target = target, .diags = diags};
    const char *colon = strchr(target->text, ':');
    if (!colon || strchr(colon + 1, ':')) {
        orq_error(diags, ORQ_NOWHERE, "\"%s\" is no range", target->text);
        orq_hint(diags, "a range is A:B, A: or :B; both ends are part of it");
        return ORQ_INVALID;
    }
    const char *from = orq_arena_strndup(arena, target->text, (size_t)(colon - target->text));
    enum orq_status status = resolve_ends(&range, from, colon + 1);
    return status == ORQ_OK ? collect(&range, found) : status;
}
