#include "base/diag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* What printing from an index on gives; to be freed. */
static char *printed(const struct orq_diags *diags, size_t from, bool colour)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    orq_diags_print(diags, from, out, colour);
    fclose(out);
    return text;
}

static void assert_printed(const struct orq_diags *diags, size_t from, const char *expected)
{
    char *text = printed(diags, from, false);
    assert_string_equal(text, expected);
    free(text);
}

static void errors_alone_make_it_invalid(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    struct orq_diags *diags = orq_diags_new(arena);
    orq_warning(diags, ORQ_NOWHERE, "w");
    orq_note(diags, ORQ_NOWHERE, "n");
    assert_int_equal(orq_diags_status(diags), ORQ_OK);
    orq_error(diags, ORQ_NOWHERE, "%d tables", 2);
    assert_int_equal(orq_diags_status(diags), ORQ_INVALID);
    assert_int_equal(orq_diags_errors(diags), 1);
    assert_int_equal(orq_diags_len(diags), 3);
    assert_string_equal(orq_diags_at(diags, 2)->message, "2 tables");
    assert_null(orq_diags_at(diags, 2)->hint);
    orq_arena_free(arena);
}

static void printed_in_order_of_place(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    struct orq_diags *diags = orq_diags_new(arena);
    orq_note(diags, ORQ_NOWHERE, "hidden: before the index");
    orq_error(diags, ORQ_NOWHERE, "2 heads");
    orq_hint(diags, "merge them: %s", "orqgen merge");
    orq_hint(diags, "or choose one");
    orq_error(diags, (struct orq_span){"b.yaml", 10, 3}, "late");
    orq_error(diags, (struct orq_span){"b.yaml", 9, 30}, "early");
    orq_warning(diags, (struct orq_span){"b.yaml", 9, 0}, "whole line");
    orq_error(diags, (struct orq_span){"a.yaml", 0, 0}, "whole file");
    orq_note(diags, ORQ_NOWHERE, "last");
    assert_printed(diags, 1,
                   "a.yaml: error: whole file\n"
                   "b.yaml:9: warning: whole line\n"
                   "b.yaml:9:30: error: early\n"
                   "b.yaml:10:3: error: late\n"
                   "orqgen: error: 2 heads\n"
                   "  merge them: orqgen merge\n"
                   "  or choose one\n"
                   "orqgen: note: last\n");
    assert_printed(diags, 7, "");
    orq_arena_free(arena);
}

static void control_bytes_cannot_steer_the_terminal(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    struct orq_diags *diags = orq_diags_new(arena);
    orq_error(diags, (struct orq_span){"a\x1b.yaml", 1, 1},
              "name \"a\nb\t\x1b[2J\x7f\" \xC2\x9B \xFF \xC3\xA9");
    orq_hint(diags, "quote\rit");
    assert_printed(diags, 0,
                   "a\\x1b.yaml:1:1: error: name \"a\\nb\\t\\x1b[2J\\x7f\" \\u009b \\xff "
                   "\xC3\xA9\n  quote\\x0dit\n");
    orq_arena_free(arena);
}

static void colours_end_before_the_message(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    struct orq_diags *diags = orq_diags_new(arena);
    orq_error(diags, ORQ_NOWHERE, "no");
    char *text = printed(diags, 0, true);
    assert_string_equal(text, "\x1b[1morqgen: \x1b[1;31merror:\x1b[0m no\n");
    free(text);
    orq_arena_free(arena);
}

static void appended_text_outlives_its_arena(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    struct orq_arena *other_arena = orq_arena_new();
    struct orq_diags *diags = orq_diags_new(arena);
    struct orq_diags *other = orq_diags_new(other_arena);
    char file[] = "x.yaml";
    orq_error(other, (struct orq_span){file, 1, 2}, "message");
    orq_hint(other, "hint");
    file[0] = 'y'; /* the caller's buffer is not kept */
    orq_diags_append(diags, other);
    orq_arena_free(other_arena);
    assert_int_equal(orq_diags_errors(diags), 1);
    assert_printed(diags, 0, "x.yaml:1:2: error: message\n  hint\n");
    orq_diags_append(diags, diags);
    assert_int_equal(orq_diags_len(diags), 2);
    orq_arena_free(arena);
}

static void a_hint_without_a_diagnostic_is_dropped(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    struct orq_diags *diags = orq_diags_new(arena);
    orq_hint(diags, "nothing");
    assert_int_equal(orq_diags_len(diags), 0);
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_alone_make_it_invalid),
        cmocka_unit_test(printed_in_order_of_place),
        cmocka_unit_test(control_bytes_cannot_steer_the_terminal),
        cmocka_unit_test(colours_end_before_the_message),
        cmocka_unit_test(appended_text_outlives_its_arena),
        cmocka_unit_test(a_hint_without_a_diagnostic_is_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
