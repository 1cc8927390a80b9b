#include "base/process.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct orq_arena *arena;

static int begin(void **state)
{
    (void)state;
    arena = orq_arena_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    orq_arena_free(arena);
    return 0;
}

static void what_one_writes_and_its_code_are_kept(void **state)
{
    const char *argv[] = {"/bin/sh", "-c", "echo out; echo 'sh: error: why' >&2; exit 3", NULL};
    struct orq_pipeline line = {.processes = {{.argv = argv}}, .count = 1};
    (void)state;
    assert_int_equal(orq_pipeline_run(arena, &line), 0);
    assert_int_equal(line.processes[0].code, 3);
    assert_string_equal(line.out, "out\n");
    assert_string_equal(line.processes[0].err, "sh: error: why\n");
    assert_string_equal(orq_process_said(arena, &line.processes[0]), "why");
}

static void more_than_a_pipe_holds_on_both_sides(void **state)
{
    const char *argv[] = {"/bin/sh", "-c",
                          "i=0; while [ $i -lt 3000 ]; do i=$((i + 1)); "
                          "echo 0123456789012345678901234567890123456789; "
                          "echo 0123456789012345678901234567890123456789 >&2; done",
                          NULL};
    struct orq_pipeline line = {.processes = {{.argv = argv}}, .count = 1};
    (void)state;
    assert_int_equal(orq_pipeline_run(arena, &line), 0);
    assert_int_equal(strlen(line.out), 3000 * 41);
    assert_int_equal(strlen(line.processes[0].err), 3000 * 41);
}

static void one_reads_what_the_other_writes(void **state)
{
    const char *first[] = {"/bin/sh", "-c", "cat; echo a; echo b; exit 1", NULL};
    const char *second[] = {"/bin/sh", "-c", "sort -r; echo said >&2", NULL};
    struct orq_pipeline line = {.processes = {{.argv = first}, {.argv = second}}, .count = 2};
    (void)state;
    assert_int_equal(orq_pipeline_run(arena, &line), 0);
    assert_string_equal(line.out, "b\na\n");
    assert_int_equal(line.processes[0].code, 1);
    assert_int_equal(line.processes[1].code, 0);
    assert_string_equal(line.processes[1].err, "said\n");
}

static void the_environment_is_ours_but_for_what_is_given(void **state)
{
    const char *argv[] = {"/bin/sh", "-c", "echo $ORQ_A $ORQ_B ${PATH:+path}", NULL};
    struct orq_strings given = {0};
    struct orq_pipeline line = {.processes = {{.argv = argv}}, .count = 1, .environment = &given};
    (void)state;
    ORQ_PUSH(arena, &given, "ORQ_A=one");
    ORQ_PUSH(arena, &given, "ORQ_B=two");
    assert_int_equal(orq_pipeline_run(arena, &line), 0);
    assert_string_equal(line.out, "one two path\n");
}

static void a_program_that_is_not_there(void **state)
{
    const char *first[] = {"/bin/sh", "-c", "sleep 60; :", NULL};
    const char *second[] = {"/no/such/program", NULL};
    struct orq_pipeline line = {.processes = {{.argv = first}, {.argv = second}}, .count = 2};
    (void)state;
    assert_int_equal(orq_pipeline_run(arena, &line), ENOENT);
}

static bool at_once(void)
{
    return true;
}

static void stopped_ones_are_ended(void **state)
{
    const char *argv[] = {"/bin/sh", "-c", "sleep 60; :", NULL};
    struct orq_pipeline line = {.processes = {{.argv = argv}}, .count = 1, .stopped = at_once};
    (void)state;
    assert_int_equal(orq_pipeline_run(arena, &line), 0);
    assert_int_equal(line.processes[0].code, 128 + SIGTERM);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_one_writes_and_its_code_are_kept),
        TEST(more_than_a_pipe_holds_on_both_sides),
        TEST(one_reads_what_the_other_writes),
        TEST(the_environment_is_ours_but_for_what_is_given),
        TEST(a_program_that_is_not_there),
        TEST(stopped_ones_are_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
