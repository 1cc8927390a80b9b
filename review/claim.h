/* What a statement says that it makes or drops, read from its tokens: one thing, known by its name.
 * That is no finding: it is where a difference that the server shows is looked for
 * (review/observe_share.h). Forms that can do more than their words say (IF NOT EXISTS, OR REPLACE,
 * LIKE, PARTITION OF, CASCADE, several names, several actions) claim nothing. */
#ifndef ORQ_REVIEW_CLAIM_H
#define ORQ_REVIEW_CLAIM_H

#include "model/schema.h"

enum orq_claim_act {
    ORQ_CLAIMS_NOTHING, /* nobody knows by its words what it does */
    ORQ_CLAIMS_MADE,
    ORQ_CLAIMS_COMMENTED,
    ORQ_CLAIMS_OWNED,   /* a sequence: by a column */
    ORQ_CLAIMS_SECURED, /* a table: its rows */
    ORQ_CLAIMS_DROPPED,
    ORQ_CLAIMS_ROWS /* INSERT: nothing that a schema shows */
};

struct orq_claim {
    enum orq_claim_act act;
    enum orq_kind kind; /* TABLE COLUMN INDEX; CHECK: any constraint; VIEW: any definition */
    const char *name;   /* qualified, of what stands in a schema; of a function without its types */
    const char *table;  /* that it is in or on, qualified; NULL: none, or not said */
};

/* Of one statement; names are in the arena, or of the statement. */
struct orq_claim orq_claim_of(struct orq_arena *arena, const struct orq_dialect *dialect,
                              const char *sql);

#endif
