/* What a diff keeps between its beginning and its end. */
#ifndef ORQ_DIFF_STATE_H
#define ORQ_DIFF_STATE_H

#include "diff/sides.h"

/* An operation that may yet turn out to be none, and where it stands in the order. */
struct orq_pending {
    struct orq_op op;
    bool open;                          /* a pair of it is not answered yet */
    bool same_scope;                    /* see struct orq_sides */
    const struct orq_definition *owner; /* see struct orq_sides */
    size_t position;                    /* of a column in its table */
};
ORQ_VEC_OF(orq_pendings, struct orq_pending);

struct orq_diff_state {
    const struct orq_diff_dialect *dialect;
    struct orq_map *pairs;   /* a pair's texts -> its index in diff->pairs, in a size_t */
    struct orq_map *renames; /* "kind:table:new name" -> struct orq_rename; NULL: none */
    struct orq_map *touched; /* at the end: columns ("table\x1f" "column") whose expressions are
                                made anew anyway -> anything; NULL: not the end yet */
    struct orq_excluder *excluders[2]; /* of have's and want's patterns; NULL: none */
    struct orq_pendings pending;
    struct orq_arena *scratch; /* while comparing tables */
};

/* What a pending operation changes, as far as the pairs are answered by now. */
unsigned orq_pending_changed(struct orq_diff *diff, const struct orq_pending *pending);
/* Adds a pending operation. */
void orq_pending_push(const struct orq_sides *sides, enum orq_op_kind kind, unsigned changed,
                      bool open, size_t position);
/* Adds it when the sides differ, or may. */
void orq_pending_alter(const struct orq_sides *sides, enum orq_op_kind kind, size_t position);
/* The key of a column in `touched`. */
const char *orq_touched_key(const struct orq_diff *diff, const struct orq_table *table,
                            const char *column);
/* Compares what is in two tables, or in the relations of a definition. */
void orq_diff_parts(const struct orq_sides *tables);

#endif
