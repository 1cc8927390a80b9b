#include "base/vec.h"

#include "base/str.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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

bool orq_strings_hold(const struct orq_strings *list, const char *text)
{
    for (size_t i = 0; i < list->len; i++)
        if (orq_str_equal(list->items[i], text))
            return true;
    return false;
}

void orq_strings_append(struct orq_arena *arena, struct orq_strings *to,
                        const struct orq_strings *from)
{
    for (size_t i = 0; i < from->len; i++)
        ORQ_PUSH(arena, to, from->items[i]);
}

static int by_bytes(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

void orq_strings_sort(struct orq_strings *list)
{
    if (list->len > 1)
        qsort(list->items, list->len, sizeof *list->items, by_bytes);
}
