/* A review made by hand, for the tests of what prints one. */
#ifndef ORQ_TESTS_REVIEW_SAMPLE_H
#define ORQ_TESTS_REVIEW_SAMPLE_H

#include "review/review.h"

enum orq_sample {
    ORQ_SAMPLE_PLAIN,
    ORQ_SAMPLE_HOSTILE, /* names and texts that try to be markup */
    ORQ_SAMPLE_MANY,    /* more findings than anybody shows */
    ORQ_SAMPLE_EMPTY    /* nothing changes, nothing is found, no way back */
};
/* -1: no such name */
int orq_sample_named(const char *name);
void orq_sample_reviews(struct orq_arena *arena, enum orq_sample sample,
                        struct orq_reviews *reviews);

#endif
