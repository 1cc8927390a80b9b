#include "review/report_pairs.h"

struct pairing {
    struct orq_arena *arena;
    struct orq_paired_list *pairs;
    struct orq_map *by_name; /* -> struct position */
};
struct position {
    size_t index;
};

static bool holds_part(const struct orq_side *side)
{
    return side->column || side->constraint || side->index || side->definition;
}

/* What an operation's object is called on either side: a rename is one change. */
static size_t names_of(struct orq_arena *arena, const struct orq_op *op, const char *names[3])
{
    const struct orq_side *sides[2] = {&op->to, &op->from};
    bool of_part = holds_part(&op->to) || holds_part(&op->from);
    size_t count = 0;
    names[count++] = orq_op_object(arena, op);
    for (size_t i = 0; i < 2; i++) {
        if (of_part ? holds_part(sides[i]) : sides[i]->table != NULL)
            names[count++] = orq_side_object(arena, sides[i]);
    }
    return count;
}

static struct orq_paired *find(const struct pairing *pairing, const struct orq_ops *ops)
{
    for (size_t i = 0; i < ops->len; i++) {
        const char *names[3];
        size_t count = names_of(pairing->arena, &ops->items[i], names);
        for (size_t j = 0; j < count; j++) {
            const struct position *position = orq_map_get(pairing->by_name, names[j]);
            if (position)
                return &pairing->pairs->items[position->index];
        }
    }
    return NULL;
}

static void remember(const struct pairing *pairing, const struct orq_ops *ops, size_t index)
{
    struct position *position = ORQ_NEW(pairing->arena, struct position);
    position->index = index;
    for (size_t i = 0; i < ops->len; i++) {
        const char *names[3];
        size_t count = names_of(pairing->arena, &ops->items[i], names);
        for (size_t j = 0; j < count; j++) {
            if (!orq_map_get(pairing->by_name, names[j]))
                orq_map_put(pairing->by_name, names[j], position);
        }
    }
}

static struct orq_paired *pair_for(const struct pairing *pairing,
                                   const struct orq_observed *observed)
{
    struct orq_paired *found = find(pairing, &observed->ops);
    if (!found) {
        struct orq_paired fresh = {.object = ""};
        if (observed->ops.len > 0)
            fresh.object = orq_op_object(pairing->arena, &observed->ops.items[0]);
        ORQ_PUSH(pairing->arena, pairing->pairs, fresh);
        found = &pairing->pairs->items[pairing->pairs->len - 1];
    }
    remember(pairing, &observed->ops, (size_t)(found - pairing->pairs->items));
    return found;
}

void orq_review_pairs(struct orq_arena *arena, const struct orq_review *review,
                      struct orq_paired_list *pairs)
{
    const struct pairing pairing = {arena, pairs, orq_map_new(arena, ORQ_KEYS_EXACT)};
    const struct orq_reviewed *sides[2] = {&review->up, &review->down};
    for (size_t side = 0; side < 2; side++) {
        struct orq_paired *last = NULL;
        const struct orq_observed_list *observed = &sides[side]->observed;
        for (size_t i = 0; i < observed->len; i++) {
            const struct orq_observed *item = &observed->items[i];
            struct orq_paired *pair = item->ops.len == 0 && last ? last : pair_for(&pairing, item);
            if (side == 0)
                ORQ_PUSH(arena, &pair->up, i);
            else
                ORQ_PUSH(arena, &pair->down, i);
            last = pair;
        }
    }
}
