#include "base/arena.h"

#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Under the address sanitizer every piece lies between poisoned bytes, so that
 * a read past its end is caught although the chunk goes on. */
#if defined(__SANITIZE_ADDRESS__)
#define GUARD 16
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GUARD 16
#endif
#endif

#ifdef GUARD
#include <sanitizer/asan_interface.h>
#define TEXT_ALIGNMENT 8
#else
#define GUARD 0
#define TEXT_ALIGNMENT 1
#define ASAN_POISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
#endif

#define FIRST_CHUNK ((size_t)8 * 1024)
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
    exit(ORQ_INVALID);
}

/* Pieces are zeroed when they are handed out: pages that nobody touches cost nothing. */
static struct chunk *chunk_new(size_t size)
{
    if (size > SIZE_MAX - sizeof(struct chunk))
        out_of_memory();
    struct chunk *chunk = malloc(sizeof *chunk + size);
    if (!chunk)
        out_of_memory();
    *chunk = (struct chunk){.size = size};
    ASAN_POISON_MEMORY_REGION(chunk->data, size);
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

static void free_chunks(struct chunk *chunk)
{
    while (chunk) {
        struct chunk *next = chunk->next;
        ASAN_UNPOISON_MEMORY_REGION(chunk->data, chunk->size);
        free(chunk);
        chunk = next;
    }
}

void orq_arena_free(struct orq_arena *arena)
{
    if (!arena)
        return;
    free_chunks(arena->newest);
    free(arena);
}

void orq_arena_reset(struct orq_arena *arena)
{
    struct chunk *kept = arena->newest;
    arena->used = 0;
    if (!kept)
        return;
    free_chunks(kept->next);
    kept->next = NULL;
    ASAN_POISON_MEMORY_REGION(kept->data, kept->size);
    kept->used = 0;
}

/* A piece too large for a chunk gets one of its own behind the newest, whose
 * rest stays in use. */
static struct chunk *chunk_for_large(struct orq_arena *arena, size_t size)
{
    struct chunk *chunk = chunk_new(size);
    if (arena->newest) {
        chunk->next = arena->newest->next;
        arena->newest->next = chunk;
    } else {
        arena->newest = chunk;
    }
    return chunk;
}

static struct chunk *chunk_next(struct orq_arena *arena)
{
    struct chunk *chunk = chunk_new(arena->next_size);
    chunk->next = arena->newest;
    arena->newest = chunk;
    if (arena->next_size < LARGEST_CHUNK)
        arena->next_size *= 2;
    return chunk;
}

/* Its bytes are the caller's to fill. */
static void *take(struct orq_arena *arena, size_t size, size_t alignment)
{
    if (size == 0)
        size = 1;
    if (size > SIZE_MAX - GUARD - ALIGNMENT)
        out_of_memory();

    struct chunk *chunk = arena->newest;
    size_t at = chunk ? (chunk->used + alignment - 1) / alignment * alignment : 0;
    size_t end = at + size + GUARD;
    if (!chunk || end > chunk->size || end < at) {
        bool large = size > arena->next_size / 4;
        chunk = large ? chunk_for_large(arena, size + GUARD) : chunk_next(arena);
        at = 0;
        end = size + GUARD;
    }
    chunk->used = end;
    arena->used += size;
    ASAN_UNPOISON_MEMORY_REGION(chunk->data + at, size);
    return chunk->data + at;
}

void *orq_arena_alloc(struct orq_arena *arena, size_t size)
{
    return memset(take(arena, size, ALIGNMENT), 0, size);
}

void *orq_arena_alloc_array(struct orq_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        out_of_memory();
    return orq_arena_alloc(arena, count * size);
}

void *orq_arena_grow(struct orq_arena *arena, void *piece, size_t old_size, size_t size)
{
    struct chunk *chunk = arena->newest;
    if (old_size > 0 && (unsigned char *)piece + old_size == chunk->data + chunk->used &&
        size - old_size <= chunk->size - chunk->used) {
        memset(chunk->data + chunk->used, 0, size - old_size);
        chunk->used += size - old_size;
        arena->used += size - old_size;
        return piece;
    }
    unsigned char *moved = take(arena, size, ALIGNMENT);
    memset(moved + old_size, 0, size - old_size);
    if (old_size > 0) {
        memcpy(moved, piece, old_size);
        ASAN_POISON_MEMORY_REGION(piece, old_size);
    }
    return moved;
}

char *orq_arena_strndup(struct orq_arena *arena, const char *text, size_t len)
{
    if (len == SIZE_MAX)
        out_of_memory();
    char *copy = take(arena, len + 1, TEXT_ALIGNMENT);
    if (len > 0)
        memcpy(copy, text, len);
    copy[len] = '\0';
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
        out_of_memory();
    char *text = take(arena, (size_t)len + 1, TEXT_ALIGNMENT);
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
