/* What `renamed_from` lines claim about the names of one place: the tables of a
 * schema, or the columns, constraints or indexes of a table. */
#ifndef ORQ_DIFF_CLAIMS_H
#define ORQ_DIFF_CLAIMS_H

#include "diff/diff.h"

enum orq_claim_state {
    ORQ_CLAIM_NEW,
    ORQ_CLAIM_VISITED,
    ORQ_CLAIM_PENDING, /* has to be done */
    ORQ_CLAIM_DONE,    /* has happened, or has nothing to do */
    ORQ_CLAIM_FAULT
};

struct orq_claim {
    enum orq_kind kind;
    const char *from, *to;
    struct orq_span at;
    const void *object; /* of want */
    enum orq_claim_state state;
};
ORQ_VEC_OF(orq_claims, struct orq_claim *);

struct orq_claim_place {
    struct orq_arena *arena;
    struct orq_diags *diags;
    const struct orq_dialect *names;
    const char *table;    /* on the new side; NULL: the schema */
    struct orq_map *have; /* orq_claim_key -> the object */
    struct orq_map *want;
    struct orq_map *by_from; /* orq_claim_key -> struct orq_claim */
    struct orq_claims claims;
};

struct orq_claim_place orq_claim_place_new(struct orq_arena *arena, const struct orq_dialect *names,
                                           struct orq_diags *diags, const char *table);
/* The key of a name of a kind in the maps, which fold as the dialect does. */
const char *orq_claim_key(struct orq_arena *arena, enum orq_kind kind, const char *name);
/* Adds a claim; a name that another one claims already is a fault once have holds it. */
void orq_claim_add(struct orq_claim_place *place, struct orq_claim claim);
/* Decides all claims; the pending ones come out in an order in which a name is freed before it is
 * taken, except in a circle. Faults are reported. */
void orq_claims_decide(struct orq_claim_place *place, struct orq_renames *renames);

#endif
