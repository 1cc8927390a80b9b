/* The memory that SQLite works in: every piece is whole, aligned, and apart from all others. */
#include "db/sqlite_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define PIECES 4000 /* more than the pool holds */

static const sqlite3_mem_methods *const memory = &orq_sqlite_memory;

struct held {
    unsigned char *at;
    int size;
    unsigned char mark;
};

static int begin(void **state)
{
    (void)state;
    return memory->xInit(NULL);
}

static int end(void **state)
{
    (void)state;
    memory->xShutdown(NULL);
    return 0;
}

static void hold(struct held *held, int size, int mark)
{
    held->at = memory->xMalloc(size);
    held->size = size;
    held->mark = (unsigned char)mark;
    assert_non_null(held->at);
    assert_int_equal((uintptr_t)held->at % 8, 0);
    assert_true(memory->xSize(held->at) >= size);
    assert_int_equal(memory->xSize(held->at), memory->xRoundup(size));
    memset(held->at, held->mark, (size_t)size);
}

static void assert_whole(const struct held *held, int size)
{
    for (int i = 0; i < size; i++)
        assert_int_equal(held->at[i], held->mark);
}

/* A size for the i-th piece, from 1 byte on; one in sixteen is large. */
static int size_for(int i)
{
    return i % 16 == 0 ? 1000 + i : 1 + i * 37 % 500;
}

static void pieces_are_apart(void **state)
{
    (void)state;
    static struct held all[PIECES];
    for (int i = 0; i < PIECES; i++)
        hold(&all[i], size_for(i), i);
    for (int i = 0; i < PIECES; i += 2)
        memory->xFree(all[i].at);
    for (int i = 0; i < PIECES; i += 2)
        hold(&all[i], size_for(i + 3), i + 7);
    for (int i = 0; i < PIECES; i++)
        assert_whole(&all[i], all[i].size);
    for (int i = 0; i < PIECES; i++)
        memory->xFree(all[i].at);
}

static void a_piece_that_grows_or_shrinks_keeps_its_bytes(void **state)
{
    static const int sizes[] = {1, 8, 9, 24, 25, 500, 1015, 1016, 1017, 70000, 1016, 40, 3};
    (void)state;
    for (size_t from = 0; from < sizeof sizes / sizeof *sizes; from++) {
        for (size_t to = 0; to < sizeof sizes / sizeof *sizes; to++) {
            struct held held;
            hold(&held, sizes[from], 0xA5);
            held.at = memory->xRealloc(held.at, memory->xRoundup(sizes[to]));
            assert_non_null(held.at);
            assert_true(memory->xSize(held.at) >= sizes[to]);
            assert_whole(&held, sizes[from] < sizes[to] ? sizes[from] : sizes[to]);
            memset(held.at, 0x5A, (size_t)sizes[to]);
            memory->xFree(held.at);
        }
    }
}

static void what_is_given_back_is_handed_out_again(void **state)
{
    (void)state;
    void *first = memory->xMalloc(100);
    memory->xFree(first);
    void *second = memory->xMalloc(98);
    assert_ptr_equal(first, second);
    memory->xFree(second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(pieces_are_apart, begin, end),
        cmocka_unit_test_setup_teardown(a_piece_that_grows_or_shrinks_keeps_its_bytes, begin, end),
        cmocka_unit_test_setup_teardown(what_is_given_back_is_handed_out_again, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
