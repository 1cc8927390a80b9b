/* Open addressing with linear probing; nothing is ever removed. */
#include "introspect/postgres_oids.h"

#define FIRST_SLOTS 64 /* a power of two, as are all sizes */

struct slot {
    uint64_t key;
    void *value; /* NULL: empty */
};

struct orq_oids {
    struct orq_arena *arena;
    size_t len, mask;
    struct slot *slots;
};

struct orq_oids *orq_oids_new(struct orq_arena *arena)
{
    struct orq_oids *oids = ORQ_NEW(arena, struct orq_oids);
    oids->arena = arena;
    oids->mask = FIRST_SLOTS - 1;
    oids->slots = ORQ_NEW_ARRAY(arena, struct slot, FIRST_SLOTS);
    return oids;
}

uint64_t orq_oids_pair(uint32_t first, uint32_t second)
{
    return ((uint64_t)first << 32) | second;
}

static struct slot *find(const struct orq_oids *oids, uint64_t key)
{
    uint64_t hash = key * UINT64_C(0x9e3779b97f4a7c15);
    size_t at = (size_t)(hash >> 32) & oids->mask;
    while (oids->slots[at].value && oids->slots[at].key != key)
        at = (at + 1) & oids->mask;
    return &oids->slots[at];
}

static void grow(struct orq_oids *oids)
{
    const struct slot *old = oids->slots;
    size_t count = oids->mask + 1;
    oids->mask = count * 2 - 1;
    oids->slots = ORQ_NEW_ARRAY(oids->arena, struct slot, count * 2);
    for (size_t i = 0; i < count; i++)
        if (old[i].value)
            *find(oids, old[i].key) = old[i];
}

void *orq_oids_get(const struct orq_oids *oids, uint64_t key)
{
    return find(oids, key)->value;
}

void orq_oids_put(struct orq_oids *oids, uint64_t key, void *value)
{
    if ((oids->len + 1) * 2 > oids->mask)
        grow(oids);
    struct slot *slot = find(oids, key);
    oids->len += slot->value == NULL;
    *slot = (struct slot){.key = key, .value = value};
}
