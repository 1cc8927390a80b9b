/* Where a new revision stands. */
#ifndef ORQ_HISTORY_FOOTING_H
#define ORQ_HISTORY_FOOTING_H

#include "history/graph.h"

struct orq_footing_wish {
    const char *head;                     /* as typed; NULL: the only head */
    bool splice;                          /* it may have children already */
    const struct orq_strings *labels;     /* NULL: none */
    const struct orq_strings *depends_on; /* as typed; NULL: nothing */
    const struct orq_strings *current;    /* what the database is at; NULL: not asked */
};

struct orq_footing {
    const struct orq_revision *parent; /* NULL: base */
    bool chosen;                       /* the parent was asked for */
    struct orq_strings labels;
    struct orq_strings depends_on; /* whole ids */
};

/* Several heads and none chosen: ORQ_AMBIGUOUS. A parent that is no head without splice, a label
 * that is no id or is taken, a dependency that nobody knows: ORQ_INVALID. All are reported. */
enum orq_status orq_footing_find(struct orq_arena *arena, const struct orq_history *history,
                                 const struct orq_footing_wish *wish, struct orq_diags *diags,
                                 struct orq_footing *footing);

#endif
