/* The clock and the ids of a run, through one place, so that the same input
 * gives the same bytes in tests. */
#ifndef ORQ_HISTORY_SOURCE_H
#define ORQ_HISTORY_SOURCE_H

#include "base/arena.h"

#include <stdint.h>

struct orq_source {
    int64_t (*now)(const struct orq_source *source);  /* seconds since 1970, UTC */
    int64_t (*tick)(const struct orq_source *source); /* milliseconds, monotonic; for durations */
    /* 12 hex digits, in the arena. */
    const char *(*revision)(const struct orq_source *source, struct orq_arena *arena);
    const void *context;
};

/* The real one: libuuid's random UUIDs; SOURCE_DATE_EPOCH in the environment replaces the clock. */
extern const struct orq_source orq_source_system;

const char *orq_time_iso(struct orq_arena *arena, int64_t seconds);     /* 2026-11-22T15:43:00Z */
const char *orq_time_compact(struct orq_arena *arena, int64_t seconds); /* 20261122154300 */

#endif
