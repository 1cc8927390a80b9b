#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void pieces_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    unsigned char *before = NULL;
    for (size_t size = 0; size < 3000; size += 7) {
        orq_arena_strdup(arena, "x"); /* must not spoil the alignment of the next */
        unsigned char *piece = orq_arena_alloc(arena, size);
        assert_int_equal((uintptr_t)piece % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(piece[i], 0);
        memset(piece, 0xAA, size);
        if (before && size > 7)
            assert_int_equal(before[size - 8], 0xAA);
        before = piece;
    }
    orq_arena_free(arena);
}

static void large_pieces_leave_the_chunk_in_use(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    char *small = orq_arena_strdup(arena, "small");
    size_t megabyte = (size_t)1 << 20;
    char *large = orq_arena_alloc(arena, megabyte);
    char *next = orq_arena_strdup(arena, "next");
    memset(large, 'l', megabyte);
    assert_string_equal(small, "small");
    assert_string_equal(next, "next");
    assert_true(next > small && next - small < 4096);
    assert_true(orq_arena_used(arena) >= megabyte + 11);
    orq_arena_free(arena);
}

static void a_reset_arena_hands_out_zeros_again(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    orq_arena_reset(arena);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 3; i++) {
            unsigned char *piece = orq_arena_alloc(arena, 50000);
            for (size_t k = 0; k < 50000; k++)
                assert_int_equal(piece[k], 0);
            memset(piece, 'x', 50000);
        }
        assert_int_equal(orq_arena_used(arena), 150000);
        orq_arena_reset(arena);
        assert_int_equal(orq_arena_used(arena), 0);
    }
    orq_arena_free(arena);
}

static void a_first_large_piece_is_fine(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    char *large = orq_arena_alloc(arena, (size_t)1 << 20);
    large[((size_t)1 << 20) - 1] = 'x';
    assert_string_equal(orq_arena_strdup(arena, "after"), "after");
    orq_arena_free(arena);
}

static void growing_keeps_bytes_and_zeroes_the_rest(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    unsigned char *piece = orq_arena_grow(arena, NULL, 0, 10);
    memset(piece, 7, 10);
    size_t size = 10;
    for (int round = 0; round < 12; round++) {
        if (round % 3 == 0)
            orq_arena_alloc(arena, 5); /* stands in the way: the piece moves */
        piece = orq_arena_grow(arena, piece, size, size * 3);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(piece[i], 7);
        for (size_t i = size; i < size * 3; i++)
            assert_int_equal(piece[i], 0);
        size *= 3;
        memset(piece, 7, size);
    }
    orq_arena_free(arena);
}

static void copies_end_in_nul(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    assert_string_equal(orq_arena_strndup(arena, "abcdef", 3), "abc");
    assert_string_equal(orq_arena_strndup(arena, NULL, 0), "");
    assert_string_equal(orq_arena_printf(arena, "%s-%03d", "a", 7), "a-007");
    assert_string_equal(orq_arena_printf(arena, "%s", ""), "");
    orq_arena_free(arena);
}

static void freeing_nothing_is_allowed(void **state)
{
    (void)state;
    orq_arena_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(large_pieces_leave_the_chunk_in_use),
        cmocka_unit_test(a_reset_arena_hands_out_zeros_again),
        cmocka_unit_test(a_first_large_piece_is_fine),
        cmocka_unit_test(growing_keeps_bytes_and_zeroes_the_rest),
        cmocka_unit_test(copies_end_in_nul),
        cmocka_unit_test(freeing_nothing_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
