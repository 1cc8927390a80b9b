/* The hashes of parent lines, put right: a file is left as it is but for those lines. */
#ifndef ORQ_HISTORY_REHASH_H
#define ORQ_HISTORY_REHASH_H

#include "history/graph.h"

struct orq_rehashed {
    const struct orq_revision *revision;
    const char *text;           /* of its file, with the lines put right */
    struct orq_strings parents; /* whose hashes changed */
};
ORQ_VEC_OF(orq_rehashes, struct orq_rehashed);

/* The files whose parent lines hold no hash, or another than that of the parent's upgrade. One that
 * is applied and holds a wrong one is ORQ_INVALID: what it was made on is in the database. */
enum orq_status orq_rehash(struct orq_arena *arena, const struct orq_history *history,
                           const struct orq_map *applied, struct orq_diags *diags,
                           struct orq_rehashes *rehashes);

#endif
