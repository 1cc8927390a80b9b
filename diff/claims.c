/* A claim X -> Y is pending when the database holds X and Y is free, or will be: because another
 * pending claim takes it away. So claims form chains (a -> b, b -> c) and circles (a -> b, b -> a).
 * In a circle every old name is also a new one: only the objects tell whether it has been done. */
#include "diff/claims.h"

#include "base/str.h"
#include "diff/alike.h"
#include "model/identity.h"
#include "sql/quote.h"

struct orq_claim_place orq_claim_place_new(struct orq_arena *arena, const struct orq_dialect *names,
                                           struct orq_diags *diags, const char *table)
{
    return (struct orq_claim_place){.arena = arena,
                                    .diags = diags,
                                    .names = names,
                                    .table = table,
                                    .have = orq_map_new(arena, orq_name_keys(names)),
                                    .want = orq_map_new(arena, orq_name_keys(names)),
                                    .by_from = orq_map_new(arena, orq_name_keys(names))};
}

const char *orq_claim_key(struct orq_arena *arena, enum orq_kind kind, const char *name)
{
    return orq_arena_printf(arena, "%d:%s", (int)kind, name);
}

static void *lookup(const struct orq_claim_place *place, const struct orq_map *map,
                    enum orq_kind kind, const char *name)
{
    return orq_map_get(map, orq_claim_key(place->arena, kind, name));
}

static void report_rivals(struct orq_claim_place *place, const struct orq_claim *first,
                          const struct orq_claim *second)
{
    orq_error(place->diags, second->at, "%s and %s both say renamed_from: %s",
              orq_shown_name(place->arena, first->to), orq_shown_name(place->arena, second->to),
              orq_shown_name(place->arena, second->from));
    if (first->at.file)
        orq_hint(place->diags, "the other is at %s:%zu:%zu; only one %s can be the old one",
                 first->at.file, first->at.line, first->at.column, orq_kind_word(second->kind));
}

void orq_claim_add(struct orq_claim_place *place, struct orq_claim claim)
{
    if (orq_same_name(place->names, claim.from, claim.to))
        return;
    const char *key = orq_claim_key(place->arena, claim.kind, claim.from);
    const struct orq_claim *rival = orq_map_get(place->by_from, key);
    if (rival) {
        if (orq_map_get(place->have, key))
            report_rivals(place, rival, &claim);
        return;
    }
    struct orq_claim *added = ORQ_NEW(place->arena, struct orq_claim);
    *added = claim;
    orq_map_put(place->by_from, key, added);
    ORQ_PUSH(place->arena, &place->claims, added);
}

/* The new name is taken, and nobody takes it away. */
static enum orq_claim_state decide_alone(struct orq_claim_place *place,
                                         const struct orq_claim *claim)
{
    if (lookup(place, place->want, claim->kind, claim->from))
        return ORQ_CLAIM_DONE; /* the old name belongs to something else by now */
    const char *from = orq_shown_name(place->arena, claim->from);
    const char *to = orq_shown_name(place->arena, claim->to);
    orq_error(place->diags, claim->at,
              "renamed_from: %s cannot be followed: the database has %s too", from, to);
    orq_hint(place->diags,
             "if %s was renamed already, %s is another %s: remove renamed_from, and it is dropped",
             to, from, orq_kind_word(claim->kind));
    orq_hint(place->diags, "else move what %s holds to %s by hand first", from, to);
    return ORQ_CLAIM_FAULT;
}

static enum orq_claim_state decide_circle(struct orq_claim_place *place,
                                          const struct orq_claims *circle)
{
    size_t if_done = 0, if_pending = 0;
    for (size_t i = 0; i < circle->len; i++) {
        const struct orq_claim *claim = circle->items[i];
        if_done += orq_alike(place->arena, claim->kind,
                             lookup(place, place->have, claim->kind, claim->to), claim->object);
        if_pending +=
            orq_alike(place->arena, claim->kind,
                      lookup(place, place->have, claim->kind, claim->from), claim->object);
    }
    if (if_done == if_pending) {
        const struct orq_claim *claim = circle->items[0];
        orq_warning(
            place->diags, claim->at,
            "%s and %s are exchanged, but look alike: whether that has happened cannot be told",
            orq_shown_name(place->arena, claim->from), orq_shown_name(place->arena, claim->to));
        orq_hint(place->diags, "nothing is renamed; to do it, write a migration by hand: orqgen "
                               "revision -m MESSAGE; then remove these renamed_from lines");
    }
    return if_pending > if_done ? ORQ_CLAIM_PENDING : ORQ_CLAIM_DONE;
}

/* Decides a claim that needs no other one; NEW: it hangs on the one that takes its new name away.
 */
static enum orq_claim_state decide_plainly(struct orq_claim_place *place,
                                           const struct orq_claim *claim)
{
    if (!lookup(place, place->have, claim->kind, claim->from))
        return ORQ_CLAIM_DONE;
    return lookup(place, place->have, claim->kind, claim->to) ? ORQ_CLAIM_NEW : ORQ_CLAIM_PENDING;
}

static void finish_claim(struct orq_claim_place *place, struct orq_claim *claim,
                         enum orq_claim_state state, struct orq_renames *renames)
{
    claim->state = state;
    if (state != ORQ_CLAIM_PENDING)
        return;
    struct orq_rename rename = {.kind = claim->kind,
                                .table = place->table,
                                .from = claim->from,
                                .to = claim->to,
                                .at = claim->at};
    ORQ_PUSH(place->arena, renames, rename);
}

/* Follows the claims that each free the name which the one before takes, then decides backwards. */
static void decide_chain(struct orq_claim_place *place, struct orq_claim *first,
                         struct orq_renames *renames)
{
    struct orq_claims chain = {0};
    struct orq_claim *claim = first;
    enum orq_claim_state state = ORQ_CLAIM_NEW;
    while (claim && claim->state == ORQ_CLAIM_NEW) {
        claim->state = ORQ_CLAIM_VISITED;
        ORQ_PUSH(place->arena, &chain, claim);
        state = decide_plainly(place, claim);
        if (state != ORQ_CLAIM_NEW)
            break;
        claim = lookup(place, place->by_from, claim->kind, claim->to);
    }
    bool circle = state == ORQ_CLAIM_NEW && claim && claim->state == ORQ_CLAIM_VISITED;
    enum orq_claim_state next = claim ? claim->state : ORQ_CLAIM_DONE;
    if (circle)
        state = decide_circle(place, &chain);
    for (size_t i = chain.len; i-- > 0;) {
        if (!circle && state == ORQ_CLAIM_NEW)
            state = next == ORQ_CLAIM_PENDING ? next : decide_alone(place, chain.items[i]);
        finish_claim(place, chain.items[i], state, renames);
        next = state;
        if (!circle)
            state = ORQ_CLAIM_NEW;
    }
}

void orq_claims_decide(struct orq_claim_place *place, struct orq_renames *renames)
{
    for (size_t i = 0; i < place->claims.len; i++)
        if (place->claims.items[i]->state == ORQ_CLAIM_NEW)
            decide_chain(place, place->claims.items[i], renames);
}
