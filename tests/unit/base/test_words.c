#include "base/hash.h"
#include "base/similar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define SIMILAR(word, ...) similar_of((word), (const char *[]){__VA_ARGS__, NULL})

static const char *similar_of(const char *word, const char **words)
{
    struct orq_strings candidates = {.items = words};
    while (words[candidates.len])
        candidates.len++;
    return orq_similar(word, &candidates);
}

static void the_nearest_word_is_meant(void **state)
{
    (void)state;
    assert_string_equal(SIMILAR("uiid", "integer", "uuid", "text"), "uuid");
    assert_string_equal(SIMILAR("nullabel", "name", "nullable"), "nullable");
    assert_string_equal(SIMILAR("UUID", "uuid"), "uuid");
    assert_string_equal(SIMILAR("colums", "column", "columns"), "column");
}

static void swapped_letters_are_one_edit(void **state)
{
    (void)state;
    assert_string_equal(SIMILAR("naem", "name"), "name");
    assert_string_equal(SIMILAR("ab", "ba"), "ba");
}

static void far_words_are_not_meant(void **state)
{
    (void)state;
    assert_null(SIMILAR("price", "name", "id"));
    assert_null(SIMILAR("abcdef", "abcxyz")); /* 3 of 6: over a third */
    assert_non_null(SIMILAR("abcdef", "abcdyz"));
    assert_null(SIMILAR("abcd", "dcba"));
    struct orq_strings none = {0};
    assert_null(orq_similar("x", &none));
}

static void ties_go_to_the_first(void **state)
{
    (void)state;
    assert_string_equal(SIMILAR("cat", "car", "cut"), "car");
    assert_string_equal(SIMILAR("cat", "cut", "car"), "cut");
}

static void endless_words_are_refused(void **state)
{
    (void)state;
    char word[400];
    memset(word, 'a', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    assert_null(SIMILAR(word, word));
    word[255] = '\0';
    assert_ptr_equal(SIMILAR(word, word), word);
}

static void sha256_of_the_standards_examples(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    assert_string_equal(orq_sha256(arena, "", 0),
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(orq_sha256(arena, "abc", 3),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_word_is_meant),
        cmocka_unit_test(swapped_letters_are_one_edit),
        cmocka_unit_test(far_words_are_not_meant),
        cmocka_unit_test(ties_go_to_the_first),
        cmocka_unit_test(endless_words_are_refused),
        cmocka_unit_test(sha256_of_the_standards_examples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
