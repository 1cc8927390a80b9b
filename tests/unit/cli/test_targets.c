#include "base/str.h"
#include "cli/targets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct list {
    struct orq_arena *arena;
    struct orq_diags *diags;
    struct orq_urls urls;
    enum orq_status status;
};

static struct list read_in(const char *folder, const char *text)
{
    struct list list = {.arena = orq_arena_new()};
    const struct orq_target_text lines = {.text = text, .name = "list", .folder = folder};
    list.diags = orq_diags_new(list.arena);
    list.status = orq_targets_parse(list.arena, &lines, list.diags, &list.urls);
    return list;
}

static struct list read(const char *text)
{
    return read_in(NULL, text);
}

static const struct orq_diag *only_diag(const struct list *list)
{
    assert_int_equal(orq_diags_len(list->diags), 1);
    return orq_diags_at(list->diags, 0);
}

static void lines_keep_their_order(void **state)
{
    (void)state;
    struct list list = read("sqlite:b.db\n\n  # one\n\tpostgresql://u:pw@h/d \r\nsqlite:a.db");
    assert_int_equal(list.status, ORQ_OK);
    assert_int_equal(list.urls.len, 3);
    assert_string_equal(list.urls.items[0].target, "b.db");
    assert_string_equal(list.urls.items[1].shown, "postgresql://u@h/d");
    assert_string_equal(list.urls.items[2].target, "a.db");
    orq_arena_free(list.arena);
}

static void an_empty_text_is_an_empty_list(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "\n", "# nobody", "  \n\t\n#\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct list list = read(texts[i]);
        assert_int_equal(list.status, ORQ_OK);
        assert_int_equal(list.urls.len, 0);
        orq_arena_free(list.arena);
    }
}

static void paths_are_relative_to_the_folder(void **state)
{
    (void)state;
    struct list list = read_in("conf", "sqlite:a.db\nsqlite:////b.db\nsub/c.db\n");
    assert_int_equal(list.status, ORQ_OK);
    assert_string_equal(list.urls.items[0].target, "conf/a.db");
    assert_string_equal(list.urls.items[1].target, "/b.db");
    assert_string_equal(list.urls.items[2].target, "conf/sub/c.db");
    orq_arena_free(list.arena);
}

static void variables_expand(void **state)
{
    (void)state;
    assert_int_equal(setenv("ORQ_TEST_TENANT", "acme", 1), 0);
    struct list list = read("sqlite:${ORQ_TEST_TENANT}.db\nsqlite:${ORQ_TEST_NONE:-x}.db\n");
    assert_int_equal(list.status, ORQ_OK);
    assert_string_equal(list.urls.items[0].target, "acme.db");
    assert_string_equal(list.urls.items[1].target, "x.db");
    orq_arena_free(list.arena);
}

static void a_comment_is_not_expanded(void **state)
{
    (void)state;
    struct list list = read("# ${ORQ_TEST_NONE}\n");
    assert_int_equal(list.status, ORQ_OK);
    assert_int_equal(orq_diags_len(list.diags), 0);
    orq_arena_free(list.arena);
}

static void a_repeated_one_is_told_and_left_out(void **state)
{
    (void)state;
    struct list list = read("sqlite:nowhere.db\nsqlite:x.db\nsqlite:///nowhere.db\n");
    assert_int_equal(list.status, ORQ_OK);
    assert_int_equal(list.urls.len, 2);
    const struct orq_diag *diag = only_diag(&list);
    assert_int_equal(diag->severity, ORQ_WARNING);
    assert_int_equal(diag->at.line, 3);
    assert_string_equal(diag->hint, "first: list:1");
    orq_arena_free(list.arena);
}

static void every_fault_is_told_with_its_line(void **state)
{
    (void)state;
    struct list list = read("foo\nsqlite:a.db\nmysql://u:secret@h/d\n:memory:\nfilesx *\n");
    assert_int_equal(list.status, ORQ_INVALID);
    static const size_t lines[] = {1, 3, 4, 5};
    assert_int_equal(orq_diags_errors(list.diags), 4);
    for (size_t i = 0; i < 4; i++) {
        const struct orq_diag *diag = orq_diags_at(list.diags, i);
        assert_int_equal(diag->at.line, lines[i]);
        assert_null(strstr(diag->message, "secret"));
    }
    orq_arena_free(list.arena);
}

static void a_query_needs_a_url_and_words(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "schemas",   "databases postgresql://h/d",   "urls sqlite:a.db ",
        "databases", "schemas sqlite:a.db SELECT 1", "databases foo SELECT 1"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct list list = read(texts[i]);
        assert_int_equal(list.status, ORQ_INVALID);
        assert_int_equal(only_diag(&list)->severity, ORQ_ERROR);
        orq_arena_free(list.arena);
    }
}

static void a_pattern_without_files_is_a_warning(void **state)
{
    (void)state;
    struct list list = read_in("no*where", "files *.db\nfiles\n");
    assert_int_equal(list.status, ORQ_OK);
    assert_int_equal(list.urls.len, 0);
    assert_int_equal(orq_diags_len(list.diags), 2);
    assert_string_equal(orq_diags_at(list.diags, 0)->message, "there is no file *.db");
    orq_arena_free(list.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_keep_their_order),
        cmocka_unit_test(an_empty_text_is_an_empty_list),
        cmocka_unit_test(paths_are_relative_to_the_folder),
        cmocka_unit_test(variables_expand),
        cmocka_unit_test(a_comment_is_not_expanded),
        cmocka_unit_test(a_repeated_one_is_told_and_left_out),
        cmocka_unit_test(every_fault_is_told_with_its_line),
        cmocka_unit_test(a_query_needs_a_url_and_words),
        cmocka_unit_test(a_pattern_without_files_is_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
