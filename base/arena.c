#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CHUNK ((size_t)64 * 1024)
#define LARGEST_CHUNK ((size_t)4 * 1024 * 1024)
#define ALIGNMENT _Alignof(max_align_t)

struct chunk {
    struct chunk *next;
    size_t size; /* of data */
    size_t used;
    _Alignas(max_align_t) unsigned char data[];
};

struct orq_arena {
    struct chunk *newest; /* small pieces come from this one */
    size_t next_size;
    size_t used;
};

static _Noreturn void out_of_memory(void)
{
    fputs("orqgen: error: out of memory\n", stderr);
    exit(3);
}

/* calloc gives large chunks straight from the system, which has zeroed them
 * already; pages that nobody touches cost nothing. */
static struct chunk *chunk_new(size_t size)
{
    if (size > SIZE_MAX - sizeof(struct chunk))
        out_of_memory();
    struct chunk *chunk = calloc(1, sizeof *chunk + size);
    if (!chunk)
        out_of_memory();
    chunk->size = size;
    return chunk;
}

struct orq_arena *orq_arena_new(void)
{
    struct orq_arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        out_of_memory();
    arena->next_size = FIRST_CHUNK;
    return arena;
}

void orq_arena_free(struct orq_arena *arena)
{
    if (!arena)
        return;
    struct chunk *chunk = arena->newest;
    while (chunk) {
        struct chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    free(arena);
}

/* A piece too large for a chunk gets one of its own behind the newest, whose
 * rest stays in use. */
static void *alloc_large(struct orq_arena *arena, size_t size)
{
    struct chunk *chunk = chunk_new(size);
    chunk->used = size;
    if (arena->newest) {
        chunk->next = arena->newest->next;
        arena->newest->next = chunk;
    } else {
        arena->newest = chunk;
    }
    return chunk->data;
}

void *orq_arena_alloc(struct orq_arena *arena, size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        out_of_memory();
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size == 0)
        size = ALIGNMENT;
    arena->used += size;

    struct chunk *chunk = arena->newest;
    if (!chunk || chunk->size - chunk->used < size) {
        if (size > arena->next_size / 4)
            return alloc_large(arena, size);
        chunk = chunk_new(arena->next_size);
        chunk->next = arena->newest;
        arena->newest = chunk;
        if (arena->next_size < LARGEST_CHUNK)
            arena->next_size *= 2;
    }
    void *piece = chunk->data + chunk->used;
    chunk->used += size;
    return piece;
}

void *orq_arena_alloc_array(struct orq_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        out_of_memory();
    return orq_arena_alloc(arena, count * size);
}

char *orq_arena_strndup(struct orq_arena *arena, const char *text, size_t len)
{
    if (len == SIZE_MAX)
        out_of_memory();
    char *copy = orq_arena_alloc(arena, len + 1);
    if (len > 0)
        memcpy(copy, text, len);
    return copy;
}

char *orq_arena_strdup(struct orq_arena *arena, const char *text)
{
    return orq_arena_strndup(arena, text, strlen(text));
}

char *orq_arena_vprintf(struct orq_arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (len < 0)
        return orq_arena_strdup(arena, "");
    char *text = orq_arena_alloc(arena, (size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, format, args);
    return text;
}

char *orq_arena_printf(struct orq_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = orq_arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

size_t orq_arena_used(const struct orq_arena *arena)
{
    return arena->used;
}
