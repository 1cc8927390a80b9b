/* Memory for SQLite's small pieces, which come and go by the hundred for each statement that is
 * prepared. Its own answer to that (lookaside) is left out of the libraries of some distributions,
 * Debian's among them. Of its sizes a piece that is given back is the next to be handed out; what
 * the pool does not hold is malloc's.
 *
 * Interface: https://www.sqlite.org/c3ref/mem_methods.html */
#include "db/sqlite_parts.h"

#include <stdlib.h>
#include <string.h>

#define POOL ((size_t)512 << 10)
#define UNIT ((size_t)16)    /* sizes differ by this; the first unit's half is the header */
#define SMALL ((size_t)1024) /* with its header */
#define HEADER sizeof(size_t)

struct piece {
    size_t size; /* of what follows */
    struct piece *next;
};

/* SQLite hands nothing to these functions that could hold it. */
static struct {
    char *start, *fresh, *end;
    struct piece *given_back[SMALL / UNIT + 1];
} pool;

static struct piece *piece_of(void *memory)
{
    return (struct piece *)(void *)((char *)memory - HEADER);
}

static bool is_pooled(const struct piece *piece)
{
    const char *at = (const char *)piece;
    return at >= pool.start && at < pool.end;
}

static int round_up(int size)
{
    return (int)(((size_t)size + HEADER + UNIT - 1) / UNIT * UNIT - HEADER);
}

static struct piece *take_pooled(size_t whole)
{
    struct piece **list = &pool.given_back[whole / UNIT];
    struct piece *piece = *list;
    if (piece) {
        *list = piece->next;
    } else if ((size_t)(pool.end - pool.fresh) >= whole) {
        piece = (struct piece *)(void *)pool.fresh;
        pool.fresh += whole;
    }
    return piece;
}

static void *take(int size)
{
    size_t whole = (size_t)round_up(size) + HEADER;
    struct piece *piece = whole <= SMALL ? take_pooled(whole) : NULL;
    if (!piece)
        piece = malloc(whole);
    if (!piece)
        return NULL;
    piece->size = whole - HEADER;
    return (char *)piece + HEADER;
}

static void give_back(void *memory)
{
    struct piece *piece = piece_of(memory);
    if (!is_pooled(piece)) {
        free(piece);
        return;
    }
    struct piece **list = &pool.given_back[(piece->size + HEADER) / UNIT];
    piece->next = *list;
    *list = piece;
}

static int size_of(void *memory)
{
    return memory ? (int)piece_of(memory)->size : 0;
}

static void *resize(void *memory, int size)
{
    struct piece *piece = piece_of(memory);
    size_t wanted = (size_t)round_up(size);
    if (!is_pooled(piece)) {
        piece = realloc(piece, wanted + HEADER);
        if (!piece)
            return NULL;
        piece->size = wanted;
        return (char *)piece + HEADER;
    }
    if (wanted <= piece->size)
        return memory;
    void *larger = take(size);
    if (larger) {
        memcpy(larger, memory, piece->size);
        give_back(memory);
    }
    return larger;
}

static int begin(void *context)
{
    (void)context;
    pool.start = pool.fresh = malloc(POOL);
    pool.end = pool.start ? pool.start + POOL : NULL;
    return SQLITE_OK;
}

static void end(void *context)
{
    (void)context;
    free(pool.start);
    memset(&pool, 0, sizeof pool);
}

const sqlite3_mem_methods orq_sqlite_memory = {take,     give_back, resize, size_of,
                                               round_up, begin,     end,    NULL};
