#include "base/vec.h"

#include <stdint.h>

#define FIRST_CAP 4

void *orq_vec_reserve(struct orq_arena *arena, void *items, size_t len, size_t *cap, size_t size)
{
    if (len < *cap)
        return items;
    size_t wanted = *cap == 0 ? FIRST_CAP : *cap * 2;
    /* An impossible size: the arena ends the program with its message. */
    if (wanted > SIZE_MAX / size)
        return orq_arena_alloc_array(arena, wanted, size);
    items = orq_arena_grow(arena, items, *cap * size, wanted * size);
    *cap = wanted;
    return items;
}
