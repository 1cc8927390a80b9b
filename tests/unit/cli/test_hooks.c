/* Hooks: what is run for a file. */
#include "cli/hooks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void check(const char *const *words, size_t count, const char *file,
                  const char *const *expected)
{
    struct orq_arena *arena = orq_arena_new();
    struct orq_hook hook = {.is_line = count == 0};
    for (size_t i = 0; i < (count == 0 ? 1 : count); i++)
        ORQ_PUSH(arena, &hook.words, words[i]);
    struct orq_strings command = orq_hook_command(arena, &hook, file);
    size_t len = 0;
    for (; expected[len]; len++) {
        assert_true(len < command.len);
        assert_string_equal(command.items[len], expected[len]);
    }
    assert_int_equal(command.len, len);
    orq_arena_free(arena);
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void a_line_gets_the_file_as_a_parameter(void **state)
{
    (void)state;
    static const struct {
        const char *line, *script;
    } cases[] = {
        {"fix", "fix \"$1\""},
        {"fix \"$1\" --all", "fix \"$1\" --all"},
        {"fix ${1%.sql}", "fix ${1%.sql}"},
        {"fix \"$@\"", "fix \"$@\""},
        {"fix {file} {file}", "fix \"$1\" \"$1\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check(WORDS(cases[i].line), 0, "m/a b.sql",
              WORDS("/bin/sh", "-c", cases[i].script, "orqgen", "m/a b.sql"));
    }
}

static void words_get_it_in_its_place_or_last(void **state)
{
    (void)state;
    check(WORDS("fix"), 1, "a.sql", WORDS("fix", "a.sql"));
    check(WORDS("fix", "--on={file}", "-v"), 3, "a.sql", WORDS("fix", "--on=a.sql", "-v"));
    check(WORDS("fix", "{file}{file}"), 2, "a.sql", WORDS("fix", "a.sqla.sql"));
    check(WORDS("fix"), 1, "-a.sql", WORDS("fix", "./-a.sql"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_gets_the_file_as_a_parameter),
        cmocka_unit_test(words_get_it_in_its_place_or_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
