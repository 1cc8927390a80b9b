/* Typed vectors in an arena: ORQ_VEC_OF(orq_strings, const char *) defines
 * struct orq_strings { const char **items; size_t len; size_t cap; }.
 * A zeroed vector is empty. Items may move when the vector grows. */
#ifndef ORQ_BASE_VEC_H
#define ORQ_BASE_VEC_H

#include "base/arena.h"

#include <stdbool.h>

#define ORQ_VEC_OF(name, type) \
    struct name {              \
        type *items;           \
        size_t len;            \
        size_t cap;            \
    }

/* Appends value; the arena must be the one of all earlier pushes. */
#define ORQ_PUSH(arena, vec, value)                                                                \
    do {                                                                                           \
        (vec)->items =                                                                             \
            orq_vec_reserve((arena), (vec)->items, (vec)->len, &(vec)->cap, sizeof *(vec)->items); \
        (vec)->items[(vec)->len++] = (value);                                                      \
    } while (0)

/* Room for one item more than len; gives the (moved) items. */
void *orq_vec_reserve(struct orq_arena *arena, void *items, size_t len, size_t *cap, size_t size);

ORQ_VEC_OF(orq_strings, const char *);
/* Is the text in the list? By bytes; a NULL is like a NULL alone. */
bool orq_strings_hold(const struct orq_strings *list, const char *text);
void orq_strings_append(struct orq_arena *arena, struct orq_strings *to,
                        const struct orq_strings *from);
/* By bytes. */
void orq_strings_sort(struct orq_strings *list);

#endif
