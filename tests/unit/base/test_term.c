#include "base/term.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

static void a_wish_wins(void **state)
{
    (void)state;
    assert_true(orq_term_colours(stdout, ORQ_COLOUR_ALWAYS));
    assert_false(orq_term_colours(stdout, ORQ_COLOUR_NEVER));
}

static void no_colours_into_a_file(void **state)
{
    (void)state;
    FILE *file = tmpfile();
    assert_non_null(file);
    unsetenv("NO_COLOR");
    assert_false(orq_term_colours(file, ORQ_COLOUR_AUTO));
    fclose(file);
}

/* A pseudo-terminal, or NULL where there is none. */
static FILE *open_terminal(void)
{
    return fopen("/dev/ptmx", "r+");
}

static void a_terminal_has_colours_unless_told_otherwise(void **state)
{
    (void)state;
    FILE *terminal = open_terminal();
    if (!terminal)
        skip();
    unsetenv("NO_COLOR");
    setenv("TERM", "xterm", 1);
    assert_true(orq_term_colours(terminal, ORQ_COLOUR_AUTO));
    setenv("NO_COLOR", "", 1);
    assert_true(orq_term_colours(terminal, ORQ_COLOUR_AUTO));
    setenv("NO_COLOR", "1", 1);
    assert_false(orq_term_colours(terminal, ORQ_COLOUR_AUTO));
    unsetenv("NO_COLOR");
    setenv("TERM", "dumb", 1);
    assert_false(orq_term_colours(terminal, ORQ_COLOUR_AUTO));
    fclose(terminal);
}

static void styles_are_empty_without_colours(void **state)
{
    (void)state;
    assert_string_equal(orq_term_style(false, ORQ_STYLE_ERROR), "");
    assert_string_equal(orq_term_style(true, ORQ_STYLE_NONE), "\x1b[0m");
    assert_string_equal(orq_term_style(true, ORQ_STYLE_GOOD), "\x1b[32m");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wish_wins),
        cmocka_unit_test(no_colours_into_a_file),
        cmocka_unit_test(a_terminal_has_colours_unless_told_otherwise),
        cmocka_unit_test(styles_are_empty_without_colours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
