#include "diff/order.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

enum group { TABLE, COLUMN, CONSTRAINT, INDEX, DEFINITION };

struct place {
    struct orq_pending pending;
    const char *table; /* "" for definitions */
    enum group group;
    enum orq_kind kind;
    const char *name;
    size_t came; /* the last resort */
};

static const struct orq_side *present_side(const struct orq_op *op)
{
    const struct orq_side *to = &op->to;
    bool there = to->column || to->constraint || to->index || to->definition;
    bool gone = op->from.column || op->from.constraint || op->from.index || op->from.definition;
    return there || (!gone && to->table) ? to : &op->from;
}

static const char *table_of(struct orq_arena *arena, const struct orq_side *side)
{
    const struct orq_side table = {.table = side->table};
    return orq_side_object(arena, &table);
}

static struct place place_of(struct orq_arena *arena, const struct orq_pending *pending,
                             size_t came)
{
    const struct orq_side *side = present_side(&pending->op);
    struct place place = {
        .pending = *pending, .came = came, .group = TABLE, .kind = ORQ_KIND_TABLE};
    place.table = side->definition ? "" : table_of(arena, side);
    place.name = orq_side_object(arena, side);
    if (side->definition) {
        place.group = DEFINITION;
        place.kind = side->definition->kind;
    } else if (side->column) {
        place.group = COLUMN;
    } else if (side->constraint) {
        place.group = CONSTRAINT;
    } else if (side->index) {
        place.group = INDEX;
    }
    return place;
}

static int compare_sizes(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_names(const char *a, const char *b)
{
    int order = orq_ascii_compare(a, b);
    return order ? order : strcmp(a, b);
}

static int compare_places(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    int order = compare_sizes(a->group == DEFINITION, b->group == DEFINITION);
    if (!order)
        order = compare_names(a->table, b->table);
    if (!order)
        order = compare_sizes(a->group, b->group);
    if (!order)
        order = compare_sizes(a->kind, b->kind);
    if (!order)
        order = compare_sizes(a->pending.position, b->pending.position);
    if (!order)
        order = compare_names(a->name, b->name);
    /* What goes is told before what comes. */
    if (!order)
        order = compare_sizes(b->pending.op.kind, a->pending.op.kind);
    return order ? order : compare_sizes(a->came, b->came);
}

void orq_pending_sort(struct orq_arena *arena, struct orq_pendings *pending)
{
    if (pending->len == 0)
        return;
    struct place *places = ORQ_NEW_ARRAY(arena, struct place, pending->len);
    for (size_t i = 0; i < pending->len; i++)
        places[i] = place_of(arena, &pending->items[i], i);
    qsort(places, pending->len, sizeof *places, compare_places);
    for (size_t i = 0; i < pending->len; i++)
        pending->items[i] = places[i].pending;
}
