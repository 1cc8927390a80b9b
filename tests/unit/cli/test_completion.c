#include "cli/completion.h"
#include "cli/man.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const struct orq_option no_options[1];

static struct orq_candidates of_words(struct orq_arena *arena, const char *words)
{
    struct orq_command command = {.name = "x", .words = words, .options = {no_options, 0}};
    return orq_candidates_words(arena, &command);
}

static void test_words_say_what_may_stand_there(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        bool files, folders, revisions;
        const char *first; /* of the choices */
    } cases[] = {
        {"", false, false, false, NULL},
        {"[FILE|REV...]", true, false, true, NULL},
        {"REV...", false, false, true, NULL},
        {"A:B", false, false, true, NULL},
        {"TARGET | --partial", false, false, true, NULL},
        {"list|purge [REV...]", false, false, true, "list"},
        {"[COMMAND|TOPIC]", false, false, false, "init"},
        {"DIR", false, true, false, NULL},
        {"[TABLE]", false, false, false, NULL},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct orq_candidates got = of_words(arena, cases[i].words);
        assert_int_equal(got.files, cases[i].files);
        assert_int_equal(got.folders, cases[i].folders);
        assert_int_equal(got.revisions, cases[i].revisions);
        if (cases[i].first) {
            assert_string_equal(got.choices.items[0], cases[i].first);
        } else {
            assert_int_equal(got.choices.len, 0);
        }
    }
    orq_arena_free(arena);
}

static void test_choices_stand_above_the_word(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const struct orq_option option = {.name = "o", .value = "FILE", .choices = "on off"};
    struct orq_candidates got = orq_candidates_option(arena, &option);
    assert_false(got.files);
    assert_int_equal(got.choices.len, 2);
    assert_string_equal(got.choices.items[1], "off");
    orq_arena_free(arena);
}

static void assert_quoted(const char *text, const char *special, const char *expected)
{
    struct orq_arena *arena = orq_arena_new();
    struct orq_str out = orq_str_new(arena);
    orq_add_quoted(&out, text, special);
    assert_string_equal(orq_str_text(&out), expected);
    orq_arena_free(arena);
}

static void test_quotes(void **state)
{
    (void)state;
    assert_quoted("plain", "'\\", "plain");
    assert_quoted("a 's' \\", "'\\", "a \\'s\\' \\\\");
    assert_quoted("it's [a:b]", "[]:\\", "it'\\''s \\[a\\:b\\]");
}

/* What roff would take for its own at the beginning of a line, or anywhere. */
static void test_a_page_holds_no_requests_of_texts(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const struct orq_command command = {
        .name = "x",
        .words = "",
        .summary = "does \\n it",
        .details = ".sp 3\n'tis so\n\n  .kept\nend",
        .example = "  $ a\\b\n",
        .options = {no_options, 0},
    };
    const char *page = orq_man_page(arena, &command);
    assert_non_null(strstr(page, "does \\en it"));
    assert_non_null(strstr(page, "\n\\&.sp 3\n\\(aqtis so\n.PP\n"));
    assert_non_null(strstr(page, ".EX\n  .kept\n.EE\n"));
    assert_non_null(strstr(page, "  $ a\\eb\n"));
    assert_null(strstr(page, "\n.sp"));
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_say_what_may_stand_there),
        cmocka_unit_test(test_choices_stand_above_the_word),
        cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_a_page_holds_no_requests_of_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
