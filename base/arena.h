/* Region allocator. A run has one arena; nothing in it is freed one by one.
 * Running out of memory ends the program with a message: no caller tests
 * for NULL. Memory is zeroed and aligned for any type. */
#ifndef ORQ_BASE_ARENA_H
#define ORQ_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct orq_arena;

#define ORQ_NEW(arena, type) ((type *)orq_arena_alloc((arena), sizeof(type)))
#define ORQ_NEW_ARRAY(arena, type, count) \
    ((type *)orq_arena_alloc_array((arena), (count), sizeof(type)))

struct orq_arena *orq_arena_new(void);
void orq_arena_free(struct orq_arena *arena); /* NULL is allowed */
/* Takes back all that was handed out, and keeps some of the memory for what comes: for work that is
 * done again and again, each time with pieces that nobody needs afterwards. */
void orq_arena_reset(struct orq_arena *arena);

void *orq_arena_alloc(struct orq_arena *arena, size_t size);
void *orq_arena_alloc_array(struct orq_arena *arena, size_t count, size_t size);

/* A larger piece with the bytes of piece (which may be NULL with old_size 0) in
 * front and zeros behind. The last piece handed out grows where it is; another
 * one moves, and its old bytes may no longer be used. */
void *orq_arena_grow(struct orq_arena *arena, void *piece, size_t old_size, size_t size);

/* Copies, always NUL-terminated. */
char *orq_arena_strdup(struct orq_arena *arena, const char *text);
char *orq_arena_strndup(struct orq_arena *arena, const char *text, size_t len);
char *orq_arena_printf(struct orq_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *orq_arena_vprintf(struct orq_arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* Bytes handed out since the arena was made, or reset. */
size_t orq_arena_used(const struct orq_arena *arena);

#endif
