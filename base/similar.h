/* "Did you mean": the nearest of some words. */
#ifndef ORQ_BASE_SIMILAR_H
#define ORQ_BASE_SIMILAR_H

#include "base/vec.h"

/* The candidate nearest to word by edit distance (with transpositions, ASCII
 * case ignored) when it is near enough to be meant: at most a third of the
 * longer one's length, at least 1 edit; else NULL. Ties: the first. */
const char *orq_similar(const char *word, const struct orq_strings *candidates);

#endif
