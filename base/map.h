/* A hash map from text to a pointer, in an arena. Keys are kept by pointer and
 * must outlive the map. Iteration is not offered: whoever needs an order keeps
 * a vector beside it, so that output never depends on hashing. */
#ifndef ORQ_BASE_MAP_H
#define ORQ_BASE_MAP_H

#include "base/arena.h"

#include <stdbool.h>

struct orq_map;

enum orq_map_keys {
    ORQ_KEYS_EXACT,
    ORQ_KEYS_FOLDED /* ASCII case is ignored, as in SQLite's names */
};

struct orq_map *orq_map_new(struct orq_arena *arena, enum orq_map_keys keys);
/* The value of key, or NULL. A NULL key is never found. */
void *orq_map_get(const struct orq_map *map, const char *key);
/* Sets key; gives the value it had before, or NULL. value must not be NULL. */
void *orq_map_put(struct orq_map *map, const char *key, void *value);
void orq_map_remove(struct orq_map *map, const char *key);
size_t orq_map_len(const struct orq_map *map);

#endif
