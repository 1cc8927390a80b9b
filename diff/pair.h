/* The pairs of texts that only the server can judge. */
#ifndef ORQ_DIFF_PAIR_H
#define ORQ_DIFF_PAIR_H

#include "diff/diff.h"

/* The pair as it stands in diff->pairs, where it is put when nobody asked for it before; until the
 * next question. Its texts may be anywhere. */
const struct orq_pair *orq_pair_ask(struct orq_diff *diff, struct orq_pair pair);

#endif
