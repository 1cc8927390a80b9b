/* Open addressing with linear probing: the slots of a key's run are scanned
 * until an empty one, and removing moves later slots of the run back, so that
 * no tombstones are needed. */
#include "base/map.h"

#include "base/str.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#define FIRST_SLOTS 16 /* a power of two, as are all sizes */

struct slot {
    const char *key; /* NULL: empty */
    void *value;
    uint64_t hash;
};

struct orq_map {
    struct orq_arena *arena;
    enum orq_map_keys keys;
    size_t len;
    size_t mask; /* number of slots - 1 */
    struct slot *slots;
};

/* FNV-1a. Its low bits alone pick the slot, so the high ones are mixed in. */
static uint64_t hash_of(const struct orq_map *map, const char *key)
{
    bool fold = map->keys == ORQ_KEYS_FOLDED;
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (; *key; key++) {
        unsigned char byte = (unsigned char)(fold ? orq_ascii_lower(*key) : *key);
        hash = (hash ^ byte) * UINT64_C(0x100000001b3);
    }
    return hash ^ (hash >> 32);
}

static bool is_key(const struct orq_map *map, const struct slot *slot, const char *key)
{
    return map->keys == ORQ_KEYS_FOLDED ? orq_ascii_equal(slot->key, key)
                                        : strcmp(slot->key, key) == 0;
}

/* The slot of key, or the empty one where it belongs. */
static size_t find(const struct orq_map *map, const char *key, uint64_t hash)
{
    size_t at = (size_t)hash & map->mask;
    while (map->slots[at].key) {
        if (map->slots[at].hash == hash && is_key(map, &map->slots[at], key))
            break;
        at = (at + 1) & map->mask;
    }
    return at;
}

static void grow(struct orq_map *map)
{
    const struct slot *old = map->slots;
    size_t old_slots = map->mask + 1;
    map->slots = ORQ_NEW_ARRAY(map->arena, struct slot, old_slots * 2);
    map->mask = old_slots * 2 - 1;
    for (size_t i = 0; i < old_slots; i++) {
        if (!old[i].key)
            continue;
        size_t at = (size_t)old[i].hash & map->mask;
        while (map->slots[at].key)
            at = (at + 1) & map->mask;
        map->slots[at] = old[i];
    }
}

struct orq_map *orq_map_new(struct orq_arena *arena, enum orq_map_keys keys)
{
    struct orq_map *map = ORQ_NEW(arena, struct orq_map);
    map->arena = arena;
    map->keys = keys;
    map->mask = FIRST_SLOTS - 1;
    map->slots = ORQ_NEW_ARRAY(arena, struct slot, FIRST_SLOTS);
    return map;
}

void *orq_map_get(const struct orq_map *map, const char *key)
{
    if (!key)
        return NULL;
    return map->slots[find(map, key, hash_of(map, key))].value;
}

void *orq_map_put(struct orq_map *map, const char *key, void *value)
{
    assert(key && value);
    uint64_t hash = hash_of(map, key);
    struct slot *slot = &map->slots[find(map, key, hash)];
    void *before = slot->value;
    if (before) {
        slot->value = value;
        return before;
    }
    if ((map->len + 1) * 4 > (map->mask + 1) * 3) {
        grow(map);
        slot = &map->slots[find(map, key, hash)];
    }
    *slot = (struct slot){.key = key, .value = value, .hash = hash};
    map->len++;
    return NULL;
}

void orq_map_remove(struct orq_map *map, const char *key)
{
    if (!key)
        return;
    size_t hole = find(map, key, hash_of(map, key));
    if (!map->slots[hole].key)
        return;
    map->len--;
    /* A later slot may fill the hole unless its home lies behind the hole. */
    for (size_t at = (hole + 1) & map->mask; map->slots[at].key; at = (at + 1) & map->mask) {
        size_t home = (size_t)map->slots[at].hash & map->mask;
        if (((at - home) & map->mask) >= ((at - hole) & map->mask)) {
            map->slots[hole] = map->slots[at];
            hole = at;
        }
    }
    map->slots[hole] = (struct slot){0};
}

size_t orq_map_len(const struct orq_map *map)
{
    return map->len;
}
