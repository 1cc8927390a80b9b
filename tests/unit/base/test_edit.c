/* Edits of a text: the text with them, and the patch that says the same. */
#include "base/edit.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const char ten[] = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";

struct sample {
    const char *name, *text;
    struct orq_edit edits[3];
    size_t count;
    const char *after, *diff;
};

static const struct sample samples[] = {
    {"nothing", ten, {{0}}, 0, ten, ""},
    {"a word in a line",
     ten,
     {{8, 9, "five"}},
     1,
     "1\n2\n3\n4\nfive\n6\n7\n8\n9\n10\n",
     "--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"},
    {"a line goes, another comes",
     ten,
     {{2, 4, ""}, {21, 21, "11\n"}, {18, 18, "9a\n"}},
     3,
     "1\n3\n4\n5\n6\n7\n8\n9\n9a\n10\n11\n",
     NULL},
    {"two hunks",
     ten,
     {{0, 2, ""}, {18, 18, "9a\n"}},
     2,
     "2\n3\n4\n5\n6\n7\n8\n9\n9a\n10\n",
     "--- a/f\n+++ b/f\n@@ -1,4 +1,3 @@\n-1\n 2\n 3\n 4\n@@ -7,4 +6,5 @@\n 7\n 8\n 9\n+9a\n 10\n"},
    {"no newline at the end",
     "a\nb",
     {{3, 3, "\nc"}},
     1,
     "a\nb\nc",
     "--- a/f\n+++ b/f\n@@ -1,2 +1,3 @@\n a\n-b\n\\ No newline at end of file\n+b\n+c\n"
     "\\ No newline at end of file\n"},
    {"an empty file", "", {{0, 0, "a\n"}}, 1, "a\n", "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+a\n"},
    {"the same again is no change", ten, {{2, 3, "2"}}, 1, ten, ""},
};

static void edits_are_applied_and_told(void **state)
{
    struct orq_arena *arena = *state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const struct sample *sample = &samples[i];
        struct orq_edits edits = {0};
        for (size_t k = 0; k < sample->count; k++)
            ORQ_PUSH(arena, &edits, sample->edits[k]);
        orq_edits_sort(arena, &edits);
        size_t len = strlen(sample->text);
        struct orq_str diff = orq_str_new(arena);
        orq_edits_diff(&diff, "f", (struct orq_slice){sample->text, len}, &edits);
        const char *after = orq_edits_apply(arena, sample->text, &len, &edits);
        if (strcmp(after, sample->after) != 0 || len != strlen(after))
            fail_msg("%s: %s", sample->name, after);
        if (sample->diff && strcmp(orq_str_text(&diff), sample->diff) != 0)
            fail_msg("%s:\n%s", sample->name, orq_str_text(&diff));
    }
}

static void insertions_keep_their_order(void **state)
{
    struct orq_arena *arena = *state;
    struct orq_edits edits = {0};
    size_t len = 2;
    ORQ_PUSH(arena, &edits, ((struct orq_edit){1, 2, "x"}));
    ORQ_PUSH(arena, &edits, ((struct orq_edit){1, 1, "1"}));
    ORQ_PUSH(arena, &edits, ((struct orq_edit){1, 1, "2"}));
    orq_edits_sort(arena, &edits);
    assert_string_equal(orq_edits_apply(arena, "ab", &len, &edits), "a12x");
}

static void names_are_written_as_git_writes_them(void **state)
{
    struct orq_arena *arena = *state;
    struct orq_edits edits = {0};
    ORQ_PUSH(arena, &edits, ((struct orq_edit){0, 0, "a\n"}));
    struct orq_str blank = orq_str_new(arena), quoted = orq_str_new(arena);
    orq_edits_diff(&blank, "my model.yaml", (struct orq_slice){"", 0}, &edits);
    orq_edits_diff(&quoted, "a\"b\nc.yaml", (struct orq_slice){"", 0}, &edits);
    assert_true(orq_starts_with(orq_str_text(&blank), "--- a/my model.yaml\t\n"));
    assert_true(orq_starts_with(orq_str_text(&quoted), "--- \"a/a\\\"b\\012c.yaml\"\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(edits_are_applied_and_told, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(insertions_keep_their_order, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(names_are_written_as_git_writes_them, arena_set_up,
                                        arena_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
