/* What a diff keeps between its beginning and its end. */
#ifndef ORQ_DIFF_STATE_H
#define ORQ_DIFF_STATE_H

#include "diff/dialect.h"
#include "diff/diff.h"

/* An operation that may yet turn out to be none, and where it stands in the order. */
struct orq_pending {
    struct orq_op op;
    bool open;       /* a pair of it is not answered yet */
    bool same_scope; /* see struct orq_sides */
    size_t position; /* of a column in its table */
};
ORQ_VEC_OF(orq_pendings, struct orq_pending);

struct orq_diff_state {
    const struct orq_diff_dialect *dialect;
    struct orq_map *pairs;   /* a pair's texts -> its index in diff->pairs, in a size_t */
    struct orq_map *renames; /* folded "kind:table:new name" -> struct orq_rename; NULL: none */
    struct orq_excluder *excluders[2]; /* of have's and want's patterns; NULL: none */
    struct orq_pendings pending;
    struct orq_arena *scratch; /* while comparing tables */
};

/* What a pending operation changes, as far as the pairs are answered by now. */
unsigned orq_pending_changed(struct orq_diff *diff, const struct orq_pending *pending);

#endif
