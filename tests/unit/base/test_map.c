#include "base/map.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void folded_keys_ignore_ascii_case(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    struct orq_map *folded = orq_map_new(arena, ORQ_KEYS_FOLDED);
    struct orq_map *exact = orq_map_new(arena, ORQ_KEYS_EXACT);
    int value = 1;
    orq_map_put(folded, "Users", &value);
    orq_map_put(exact, "Users", &value);
    assert_ptr_equal(orq_map_get(folded, "uSERS"), &value);
    assert_null(orq_map_get(exact, "uSERS"));
    orq_map_put(folded, "É", &value);
    assert_null(orq_map_get(folded, "é"));
    assert_null(orq_map_get(folded, NULL));
    orq_arena_free(arena);
}

static void putting_again_gives_the_value_before(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    struct orq_map *map = orq_map_new(arena, ORQ_KEYS_FOLDED);
    int first;
    int second;
    assert_null(orq_map_put(map, "a", &first));
    assert_ptr_equal(orq_map_put(map, "A", &second), &first);
    assert_ptr_equal(orq_map_get(map, "a"), &second);
    assert_int_equal(orq_map_len(map), 1);
    orq_map_remove(map, "A");
    orq_map_remove(map, "A");
    orq_map_remove(map, NULL);
    assert_null(orq_map_get(map, "a"));
    assert_int_equal(orq_map_len(map), 0);
    orq_arena_free(arena);
}

/* Random puts and removes against a plain array. */
static void agrees_with_an_array_of_all_keys(void **state)
{
    (void)state;
    enum { KEYS = 600, ROUNDS = 40000 };
    struct orq_arena *arena = orq_arena_new();
    struct orq_map *map = orq_map_new(arena, ORQ_KEYS_EXACT);
    const char *keys[KEYS];
    void *model[KEYS] = {0};
    size_t len = 0;
    uint32_t random = 12345;
    for (size_t i = 0; i < KEYS; i++)
        keys[i] = orq_arena_printf(arena, "key_%zu", i);
    for (size_t round = 0; round < ROUNDS; round++) {
        random = random * 1664525U + 1013904223U;
        size_t i = (random >> 8) % KEYS;
        if (random >> 31) {
            assert_ptr_equal(orq_map_put(map, keys[i], &keys[i]), model[i]);
            len += model[i] ? 0 : 1;
            model[i] = &keys[i];
        } else {
            orq_map_remove(map, keys[i]);
            len -= model[i] ? 1 : 0;
            model[i] = NULL;
        }
        assert_int_equal(orq_map_len(map), len);
        size_t probe = (random >> 4) % KEYS;
        assert_ptr_equal(orq_map_get(map, keys[probe]), model[probe]);
    }
    for (size_t i = 0; i < KEYS; i++)
        assert_ptr_equal(orq_map_get(map, keys[i]), model[i]);
    orq_arena_free(arena);
}

static void a_hundred_thousand_keys_are_found(void **state)
{
    (void)state;
    enum { KEYS = 100000 };
    struct orq_arena *arena = orq_arena_new();
    struct orq_map *map = orq_map_new(arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < KEYS; i++) {
        char *key = orq_arena_printf(arena, "table_%zu", i);
        orq_map_put(map, key, key);
    }
    assert_int_equal(orq_map_len(map), KEYS);
    for (size_t i = 0; i < KEYS; i += 17) {
        const char *key = orq_arena_printf(arena, "TABLE_%zu", i);
        assert_true(orq_ascii_equal(orq_map_get(map, key), key));
    }
    assert_null(orq_map_get(map, "table_100000"));
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folded_keys_ignore_ascii_case),
        cmocka_unit_test(putting_again_gives_the_value_before),
        cmocka_unit_test(agrees_with_an_array_of_all_keys),
        cmocka_unit_test(a_hundred_thousand_keys_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
