/* The order of the revisions, and what cannot be ordered. */
#include "history/graph_parts.h"

#include <stdint.h>

/* How many of a node's parents are not placed yet; never 0 for a broken one. */
struct order {
    struct orq_arena *arena;
    struct orq_history *history;
    size_t *waiting; /* by position in history->revisions */
    size_t *heap;    /* positions of nodes that can be placed: the least one first */
    size_t heap_len;
};

static void heap_push(struct order *order, size_t position)
{
    size_t at = order->heap_len++;
    while (at > 0 && order->heap[(at - 1) / 2] > position) {
        order->heap[at] = order->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    order->heap[at] = position;
}

static size_t heap_pop(struct order *order)
{
    size_t least = order->heap[0];
    size_t moved = order->heap[--order->heap_len];
    size_t at = 0;
    for (size_t child = 1; child < order->heap_len; child = 2 * at + 1) {
        if (child + 1 < order->heap_len && order->heap[child + 1] < order->heap[child])
            child++;
        if (order->heap[child] >= moved)
            break;
        order->heap[at] = order->heap[child];
        at = child;
    }
    order->heap[at] = moved;
    return least;
}

static struct order order_new(struct orq_arena *arena, struct orq_history *history)
{
    size_t len = history->revisions.len;
    struct order order = {.arena = arena,
                          .history = history,
                          .waiting = ORQ_NEW_ARRAY(arena, size_t, len),
                          .heap = ORQ_NEW_ARRAY(arena, size_t, len)};
    for (size_t i = 0; i < len; i++) {
        struct orq_revision *revision = history->revisions.items[i];
        revision->index = i;
        order.waiting[i] =
            revision->parent_count + revision->depends.len + (revision->faults ? 1 : 0);
        if (order.waiting[i] == 0)
            heap_push(&order, i);
    }
    return order;
}

/* One of those before them is placed. */
static void count_down(struct order *order, struct orq_revision *const *revisions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (--order->waiting[revisions[i]->index] == 0)
            heap_push(order, revisions[i]->index);
    }
}

/* Places every revision whose parents are placed; what is in or behind a broken part stays behind,
 * in the order of the files. */
static void rank_revisions(struct orq_arena *arena, struct orq_history *history)
{
    struct order order = order_new(arena, history);
    struct orq_revisions sorted = {0};
    while (order.heap_len > 0) {
        struct orq_revision *revision = history->revisions.items[heap_pop(&order)];
        revision->rank = sorted.len;
        ORQ_PUSH(arena, &sorted, revision);
        count_down(&order, revision->children, revision->child_count);
        count_down(&order, revision->dependents.items, revision->dependents.len);
    }
    for (size_t i = 0; i < history->revisions.len; i++) {
        if (history->revisions.items[i]->rank == SIZE_MAX)
            ORQ_PUSH(arena, &sorted, history->revisions.items[i]);
    }
    history->revisions = sorted;
    for (size_t i = 0; i < sorted.len; i++)
        sorted.items[i]->index = i;
}

/* One that it stands on or depends on, in or behind a broken part too. */
static struct orq_revision *unranked_before(const struct orq_revision *revision, bool *parent)
{
    *parent = true;
    for (size_t i = 0; i < revision->parent_count; i++) {
        if (revision->parents[i] && revision->parents[i]->rank == SIZE_MAX)
            return revision->parents[i];
    }
    *parent = false;
    for (size_t i = 0; i < revision->depends.len; i++) {
        if (revision->depends.items[i]->rank == SIZE_MAX)
            return revision->depends.items[i];
    }
    return NULL;
}

/* Names the circle that start is in, and makes it a fault of each of its members. */
static void report_circle(struct orq_arena *arena, struct orq_history *history,
                          struct orq_revision *start)
{
    struct orq_diags *faults = orq_diags_new(arena);
    orq_error(faults, orq_revision_line(start->migration), "revision %s is its own ancestor",
              start->migration->revision);
    struct orq_revision *at = start;
    bool parent = false;
    do {
        struct orq_revision *before = unranked_before(at, &parent);
        orq_hint(faults, parent ? "%s has the parent %s" : "%s depends on %s",
                 at->migration->revision, before->migration->revision);
        at->faults = faults;
        at = before;
    } while (at != start);
    orq_diags_append(history->faults, faults);
}

/* From every broken revision upwards; each is passed once, so this is linear. */
static void find_circles(struct orq_arena *arena, struct orq_history *history)
{
    struct orq_map *walks = orq_map_new(arena, ORQ_KEYS_EXACT);
    bool parent = false;
    for (size_t i = 0; i < history->revisions.len; i++) {
        struct orq_revision *start = history->revisions.items[i];
        struct orq_revision *at = start;
        while (at && at->rank == SIZE_MAX && !at->faults) {
            const void *walk = orq_map_get(walks, at->migration->revision);
            if (walk == start)
                report_circle(arena, history, at);
            if (walk)
                break;
            orq_map_put(walks, at->migration->revision, start);
            at = unranked_before(at, &parent);
        }
    }
}

void orq_history_order(struct orq_arena *arena, struct orq_history *history)
{
    rank_revisions(arena, history);
    find_circles(arena, history);
}

enum orq_status orq_revision_sound(const struct orq_revision *revision, struct orq_diags *diags)
{
    const struct orq_revision *at = revision;
    bool parent = false;
    if (revision->rank != SIZE_MAX)
        return ORQ_OK;
    while (!at->faults)
        at = unranked_before(at, &parent);
    orq_diags_append(diags, at->faults);
    if (at != revision)
        orq_hint(diags, "revision %s stands on it", revision->migration->revision);
    return ORQ_INVALID;
}
