#include "base/file.h"

#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static struct orq_arena *arena;
static struct orq_diags *diags;
static const char *folder;

static const char *in_folder(const char *name)
{
    return orq_path_join(arena, folder, name);
}

static int setup(void **state)
{
    (void)state;
    arena = orq_arena_new();
    diags = orq_diags_new(arena);
    char *template = orq_arena_strdup(arena, "/tmp/orqgen-test-XXXXXX");
    folder = mkdtemp(template);
    return folder ? 0 : -1;
}

/* Empties a folder; gives how many entries there were. */
static size_t empty_folder(const char *path)
{
    size_t count = 0;
    DIR *open = opendir(path);
    for (struct dirent *entry = readdir(open); entry; entry = readdir(open)) {
        const char *name = orq_path_join(arena, path, entry->d_name);
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        count++;
        if (unlink(name) != 0) {
            empty_folder(name);
            rmdir(name);
        }
    }
    closedir(open);
    return count;
}

static int teardown(void **state)
{
    (void)state;
    empty_folder(folder);
    rmdir(folder);
    orq_arena_free(arena);
    return 0;
}

static void assert_content(const char *path, const char *expected)
{
    const char *text = NULL;
    size_t len = 0;
    assert_int_equal(orq_file_read(arena, path, diags, &text, &len), ORQ_OK);
    assert_int_equal(len, strlen(expected));
    assert_string_equal(text, expected);
}

static const char *last_message(void)
{
    assert_true(orq_diags_len(diags) > 0);
    return orq_diags_at(diags, orq_diags_len(diags) - 1)->message;
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    const char *path = in_folder("a.sql");
    assert_int_equal(orq_file_write(path, "one\n", 4, diags), ORQ_OK);
    assert_content(path, "one\n");
    assert_int_equal(orq_file_write(path, "", 0, diags), ORQ_OK);
    assert_content(path, "");
    assert_int_equal(orq_diags_len(diags), 0);
    assert_int_equal(empty_folder(folder), 1);
}

static void zero_bytes_are_read_as_they_are(void **state)
{
    (void)state;
    const char *path = in_folder("a");
    const char *text = NULL;
    size_t len = 0;
    assert_int_equal(orq_file_write(path, "a\0b", 3, diags), ORQ_OK);
    assert_int_equal(orq_file_read(arena, path, diags, &text, &len), ORQ_OK);
    assert_int_equal(len, 3);
    assert_memory_equal(text, "a\0b", 4);
    assert_int_equal(orq_file_read(arena, path, diags, &text, NULL), ORQ_OK);
}

static void modes_obey_the_umask_and_survive(void **state)
{
    (void)state;
    const char *path = in_folder("mode");
    struct stat status;
    mode_t before = umask(027);
    orq_file_write(path, "x", 1, diags);
    umask(before);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0640);
    assert_int_equal(chmod(path, 0600), 0);
    orq_file_write(path, "y", 1, diags);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
}

static void creating_never_replaces(void **state)
{
    (void)state;
    const char *path = in_folder("new.sql");
    assert_int_equal(orq_file_create(path, "first", 5, diags), ORQ_OK);
    assert_int_equal(orq_file_create(path, "second", 6, diags), ORQ_INVALID);
    assert_non_null(strstr(last_message(), "exists already"));
    assert_content(path, "first");
    const char *dangling = in_folder("link");
    assert_int_equal(symlink("nowhere", dangling), 0);
    assert_int_equal(orq_file_create(dangling, "x", 1, diags), ORQ_INVALID);
    assert_int_equal(empty_folder(folder), 2);
}

static void a_link_is_written_through(void **state)
{
    (void)state;
    struct stat status;
    assert_int_equal(orq_file_write(in_folder("real"), "1", 1, diags), ORQ_OK);
    assert_int_equal(symlink("real", in_folder("link")), 0);
    assert_int_equal(orq_file_write(in_folder("link"), "2", 1, diags), ORQ_OK);
    assert_content(in_folder("real"), "2");
    assert_int_equal(lstat(in_folder("link"), &status), 0);
    assert_true(S_ISLNK(status.st_mode));
}

/* A full disk, made by a limit on the size of files. */
static void a_failed_write_leaves_nothing_behind(void **state)
{
    (void)state;
    const char *path = in_folder("kept");
    size_t size = 100000;
    char *large = orq_arena_alloc(arena, size);
    struct rlimit before;
    assert_int_equal(orq_file_write(path, "kept", 4, diags), ORQ_OK);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit limit = {.rlim_cur = 50000, .rlim_max = before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    enum orq_status written = orq_file_write(path, large, size, diags);
    enum orq_status created = orq_file_create(in_folder("new"), large, size, diags);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(written, ORQ_INVALID);
    assert_int_equal(created, ORQ_INVALID);
    assert_non_null(strstr(last_message(), strerror(EFBIG)));
    assert_string_equal(orq_diags_at(diags, 0)->at.file, path);
    assert_content(path, "kept");
    assert_int_equal(empty_folder(folder), 1);
}

static void refusals_say_path_and_reason(void **state)
{
    (void)state;
    const char *text = NULL;
    assert_int_equal(orq_file_read(arena, in_folder("none"), diags, &text, NULL), ORQ_INVALID);
    assert_string_equal(last_message(), "cannot read this file: No such file or directory");
    assert_int_equal(orq_file_read(arena, folder, diags, &text, NULL), ORQ_INVALID);
    assert_string_equal(last_message(), "cannot read this file: it is no regular file");
    assert_int_equal(mkfifo(in_folder("pipe"), 0600), 0);
    assert_int_equal(orq_file_read(arena, in_folder("pipe"), diags, &text, NULL), ORQ_INVALID);
    assert_int_equal(orq_file_write(folder, "x", 1, diags), ORQ_INVALID);
    assert_string_equal(last_message(), "cannot write this file: Is a directory");
    assert_int_equal(orq_file_write(in_folder("no/a"), "x", 1, diags), ORQ_INVALID);
    const struct orq_diag *last = orq_diags_at(diags, orq_diags_len(diags) - 1);
    assert_string_equal(last->at.file, in_folder("no/a"));
    assert_non_null(strstr(last->hint, in_folder("no")));
    assert_int_equal(orq_diags_len(diags), 5);
    assert_null(text);
}

static void a_huge_file_is_refused_unread(void **state)
{
    (void)state;
    const char *path = in_folder("huge");
    const char *text = NULL;
    assert_int_equal(orq_file_write(path, "", 0, diags), ORQ_OK);
    assert_int_equal(truncate(path, (off_t)256 * 1024 * 1024 + 1), 0);
    assert_int_equal(orq_file_read(arena, path, diags, &text, NULL), ORQ_INVALID);
    assert_string_equal(last_message(), "cannot read this file: it is larger than 256 MiB");
}

static void folders_are_created_with_their_parents(void **state)
{
    (void)state;
    const char *deep = in_folder("a//b/c/");
    assert_int_equal(orq_folder_create(deep, diags), ORQ_OK);
    assert_int_equal(orq_folder_create(deep, diags), ORQ_OK);
    assert_true(orq_path_is_folder(in_folder("a/b/c")));
    assert_int_equal(orq_file_write(in_folder("file"), "x", 1, diags), ORQ_OK);
    assert_true(orq_path_exists(in_folder("file")));
    assert_false(orq_path_is_folder(in_folder("file")));
    assert_int_equal(orq_folder_create(in_folder("file/x"), diags), ORQ_INVALID);
    assert_string_equal(last_message(), "cannot create this folder: Not a directory");
    assert_int_equal(orq_folder_create("", diags), ORQ_INVALID);
}

static void names_are_listed_in_byte_order(void **state)
{
    (void)state;
    static const char *const files[] = {"b.sql", "a.sql", "B.sql", "a.txt", ".hidden.sql", "é.sql"};
    struct orq_strings names = {0};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        assert_int_equal(orq_file_write(in_folder(files[i]), "", 0, diags), ORQ_OK);
    assert_int_equal(orq_folder_list(arena, folder, ".sql", diags, &names), ORQ_OK);
    assert_int_equal(names.len, 4);
    assert_string_equal(names.items[0], "B.sql");
    assert_string_equal(names.items[1], "a.sql");
    assert_string_equal(names.items[2], "b.sql");
    assert_string_equal(names.items[3], "é.sql");
    assert_int_equal(orq_folder_list(arena, in_folder("none"), "", diags, &names), ORQ_INVALID);
    assert_string_equal(last_message(), "cannot read this folder: No such file or directory");
}

static void paths_are_taken_apart_and_joined(void **state)
{
    (void)state;
    assert_string_equal(orq_path_join(arena, "a", "b"), "a/b");
    assert_string_equal(orq_path_join(arena, "a/", "b"), "a/b");
    assert_string_equal(orq_path_join(arena, "/", "b"), "/b");
    assert_string_equal(orq_path_join(arena, ".", "b"), "b");
    assert_string_equal(orq_path_join(arena, "", "b"), "b");
    assert_string_equal(orq_path_join(arena, "a", "/b"), "/b");
    assert_string_equal(orq_path_base("a/b.sql"), "b.sql");
    assert_string_equal(orq_path_base("b.sql"), "b.sql");
    assert_string_equal(orq_path_folder(arena, "a/b//c"), "a/b");
    assert_string_equal(orq_path_folder(arena, "c"), ".");
    assert_string_equal(orq_path_folder(arena, "/c"), "/");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_written_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(zero_bytes_are_read_as_they_are, setup, teardown),
        cmocka_unit_test_setup_teardown(modes_obey_the_umask_and_survive, setup, teardown),
        cmocka_unit_test_setup_teardown(creating_never_replaces, setup, teardown),
        cmocka_unit_test_setup_teardown(a_link_is_written_through, setup, teardown),
        cmocka_unit_test_setup_teardown(a_failed_write_leaves_nothing_behind, setup, teardown),
        cmocka_unit_test_setup_teardown(refusals_say_path_and_reason, setup, teardown),
        cmocka_unit_test_setup_teardown(a_huge_file_is_refused_unread, setup, teardown),
        cmocka_unit_test_setup_teardown(folders_are_created_with_their_parents, setup, teardown),
        cmocka_unit_test_setup_teardown(names_are_listed_in_byte_order, setup, teardown),
        cmocka_unit_test_setup_teardown(paths_are_taken_apart_and_joined, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
