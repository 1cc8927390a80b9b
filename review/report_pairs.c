#include "review/report_pairs.h"

#include "review/report_fold.h"
#include "sql/token.h"

#include <string.h>

#define NO_PAIR SIZE_MAX

struct pairing {
    struct orq_arena *arena;
    struct orq_paired_list *pairs;
    struct orq_map *by_name; /* -> struct position */
    struct orq_map
        *rebuilt; /* tables that a section drops and creates: their parts are one change */
};
struct position {
    size_t index;
};
struct rebuilt {
    const char *table;
};

/* ---- rebuilds ---- */

static const struct orq_table *table_of(const struct orq_op *op)
{
    return op->from.table ? op->from.table : op->to.table;
}

static void find_rebuilds(const struct pairing *pairing, const struct orq_reviewed *reviewed)
{
    struct orq_map *dropped = orq_map_new(pairing->arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < reviewed->observed.len; i++) {
        const struct orq_ops *ops = &reviewed->observed.items[i].ops;
        for (size_t k = 0; k < ops->len; k++) {
            const struct orq_table *table = table_of(&ops->items[k]);
            struct rebuilt *rebuilt = ORQ_NEW(pairing->arena, struct rebuilt);
            rebuilt->table = table ? table->name : "";
            if (ops->items[k].kind == ORQ_OP_DROP_TABLE)
                orq_map_put(dropped, rebuilt->table, rebuilt);
            if (ops->items[k].kind == ORQ_OP_CREATE_TABLE && orq_map_get(dropped, rebuilt->table))
                orq_map_put(pairing->rebuilt, rebuilt->table, rebuilt);
        }
    }
}

/* The rebuilt table that a statement without operations copies from or to. */
static const char *rebuilt_in(const struct pairing *pairing, const char *sql)
{
    struct orq_lexer lexer = orq_lexer_new(sql, strlen(sql));
    if (orq_map_len(pairing->rebuilt) == 0)
        return NULL;
    for (struct orq_token token = orq_lexer_next(&lexer); token.kind != ORQ_TOKEN_END;
         token = orq_lexer_next(&lexer)) {
        if (token.kind != ORQ_TOKEN_WORD && token.kind != ORQ_TOKEN_QUOTED)
            continue;
        const char *name = orq_token_name(pairing->arena, sql, token);
        const struct rebuilt *rebuilt = orq_map_get(pairing->rebuilt, name);
        if (rebuilt)
            return rebuilt->table;
    }
    return NULL;
}

/* ---- names ---- */

static bool holds_part(const struct orq_side *side)
{
    return side->column || side->constraint || side->index || side->definition;
}

/* What an operation's object is called on either side: a rename is one change. */
static size_t names_of(const struct pairing *pairing, const struct orq_op *op, const char *names[3])
{
    const struct orq_side *sides[2] = {&op->to, &op->from};
    bool of_part = holds_part(&op->to) || holds_part(&op->from);
    const struct orq_table *table = table_of(op);
    size_t count = 0;
    if (table && orq_map_get(pairing->rebuilt, table->name)) {
        names[count++] = table->name;
        return count;
    }
    names[count++] = orq_op_object(pairing->arena, op);
    for (size_t i = 0; i < 2; i++) {
        if (of_part ? holds_part(sides[i]) : sides[i]->table != NULL)
            names[count++] = orq_side_object(pairing->arena, sides[i]);
    }
    return count;
}

static size_t find(const struct pairing *pairing, const char *name)
{
    const struct position *position = orq_map_get(pairing->by_name, name);
    return position ? position->index : NO_PAIR;
}

static void remember(const struct pairing *pairing, const char *name, size_t index)
{
    struct position *position = ORQ_NEW(pairing->arena, struct position);
    position->index = index;
    if (!orq_map_get(pairing->by_name, name))
        orq_map_put(pairing->by_name, name, position);
}

static size_t add_pair(const struct pairing *pairing, const char *object)
{
    const struct orq_paired fresh = {.object = object};
    ORQ_PUSH(pairing->arena, pairing->pairs, fresh);
    return pairing->pairs->len - 1;
}

/* The pair that a statement names; NO_PAIR: it goes with another statement. */
static size_t pair_for(const struct pairing *pairing, const struct orq_observed *observed)
{
    const char *copied = rebuilt_in(pairing, observed->sql);
    struct orq_strings names = {0};
    size_t found = NO_PAIR;
    if (observed->ops.len == 0 && copied)
        ORQ_PUSH(pairing->arena, &names, copied);
    for (size_t i = 0; i < observed->ops.len; i++) {
        const char *own[3];
        size_t count = names_of(pairing, &observed->ops.items[i], own);
        for (size_t j = 0; j < count; j++)
            ORQ_PUSH(pairing->arena, &names, own[j]);
    }
    for (size_t i = 0; i < names.len && found == NO_PAIR; i++)
        found = find(pairing, names.items[i]);
    if (found == NO_PAIR && names.len > 0)
        found = add_pair(pairing, names.items[0]);
    for (size_t i = 0; i < names.len; i++)
        remember(pairing, names.items[i], found);
    return found;
}

/* ---- both directions ---- */

static size_t first_known(const size_t *pairs, size_t from, size_t end)
{
    while (from < end && pairs[from] == NO_PAIR)
        from++;
    return from < end ? pairs[from] : NO_PAIR;
}

/* Statements under one comment belong together: one that names nothing goes with the one before it
 * there, the first of them with the next that names something; where none does, they all go with
 * what stands above the comment. */
static void settle(const struct pairing *pairing, const struct orq_observed_list *observed,
                   size_t *found)
{
    size_t last = NO_PAIR, end = 0;
    for (size_t i = 0; i < observed->len; i++) {
        bool begins = i == 0 || observed->items[i].notes;
        for (end = begins ? i + 1 : end; end < observed->len && !observed->items[end].notes;)
            end++;
        if (found[i] == NO_PAIR && begins)
            found[i] = first_known(found, i, end);
        if (found[i] == NO_PAIR)
            found[i] = last;
        if (found[i] == NO_PAIR && orq_observed_is_setting(&observed->items[i]))
            continue;
        if (found[i] == NO_PAIR)
            found[i] = add_pair(pairing, "");
        last = found[i];
    }
}

static void pair_up(const struct pairing *pairing, const struct orq_reviewed *reviewed, bool up)
{
    const struct orq_observed_list *observed = &reviewed->observed;
    size_t *found = ORQ_NEW_ARRAY(pairing->arena, size_t, observed->len + 1);
    for (size_t i = 0; i < observed->len; i++)
        found[i] = pair_for(pairing, &observed->items[i]);
    settle(pairing, observed, found);
    for (size_t i = 0; i < observed->len; i++) {
        if (orq_observed_is_setting(&observed->items[i]))
            continue;
        struct orq_paired *pair = &pairing->pairs->items[found[i]];
        ORQ_PUSH(pairing->arena, up ? &pair->up : &pair->down, i);
    }
}

void orq_review_pairs(struct orq_arena *arena, const struct orq_review *review,
                      struct orq_paired_list *pairs)
{
    const struct pairing pairing = {arena, pairs, orq_map_new(arena, ORQ_KEYS_EXACT),
                                    orq_map_new(arena, ORQ_KEYS_FOLDED)};
    find_rebuilds(&pairing, &review->up);
    find_rebuilds(&pairing, &review->down);
    pair_up(&pairing, &review->up, true);
    pair_up(&pairing, &review->down, false);
}
