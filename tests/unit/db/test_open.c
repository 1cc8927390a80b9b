/* Opening a database: what can be read, and what is said of what cannot. */
#include "base/file.h"
#include "db/db.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>
#include <cmocka.h>

struct fixture {
    struct orq_arena *arena;
    struct orq_diags *diags;
    const char *folder;
};

static int set_up(void **state)
{
    struct orq_arena *arena = orq_arena_new();
    struct fixture *fixture = ORQ_NEW(arena, struct fixture);
    char *folder = orq_arena_strdup(arena, "/tmp/orq_open_XXXXXX");
    assert_non_null(mkdtemp(folder));
    *fixture = (struct fixture){arena, orq_diags_new(arena), folder};
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    struct dirent *entry = NULL;
    assert_int_equal(chmod(fixture->folder, 0700), 0);
    DIR *folder = opendir(fixture->folder);
    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.')
            unlink(orq_path_join(fixture->arena, fixture->folder, entry->d_name));
    closedir(folder);
    int removed = rmdir(fixture->folder);
    orq_arena_free(fixture->arena);
    return removed;
}

static const char *path_of(struct fixture *fixture, const char *name)
{
    return orq_path_join(fixture->arena, fixture->folder, name);
}

static enum orq_status open_as(struct fixture *fixture, const char *path, enum orq_db_mode mode,
                               struct orq_db **db)
{
    const struct orq_url url = {.dialect = "sqlite", .target = path, .shown = path};
    return orq_db_open(fixture->arena, &url, mode, fixture->diags, db);
}

/* A database made by the engine alone. */
static sqlite3 *make(const char *path, const char *sql)
{
    sqlite3 *handle = NULL;
    assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
    return handle;
}

static void write_file(struct fixture *fixture, const char *path, const char *text, size_t len)
{
    assert_int_equal(orq_file_write(path, text, len, fixture->diags), ORQ_OK);
}

static const char *value_of(struct fixture *fixture, struct orq_db *db, const char *sql)
{
    const char *value = NULL;
    assert_int_equal(orq_db_value(fixture->arena, db, sql, fixture->diags, &value), ORQ_OK);
    return value;
}

static void copy_file(struct fixture *fixture, const char *from, const char *to)
{
    const char *text = NULL;
    size_t len = 0;
    assert_int_equal(orq_file_read(fixture->arena, from, fixture->diags, &text, &len), ORQ_OK);
    write_file(fixture, to, text, len);
}

/* The first message, after the path; the hint must hold the words. */
static void refused_with(struct fixture *fixture, const char *path, enum orq_db_mode mode,
                         const char *problem, const char *advice)
{
    struct orq_db *db = NULL;
    size_t before = orq_diags_len(fixture->diags);
    assert_int_equal(open_as(fixture, path, mode, &db), ORQ_DATABASE);
    assert_null(db);
    assert_int_equal(orq_diags_len(fixture->diags), before + 1);
    const struct orq_diag *diag = orq_diags_at(fixture->diags, before);
    assert_string_equal(diag->message, orq_arena_printf(fixture->arena, "%s: %s", path, problem));
    assert_non_null(diag->hint);
    assert_non_null(strstr(diag->hint, advice));
}

static void a_missing_file_is_named(void **state)
{
    struct fixture *fixture = *state;
    const char *path = path_of(fixture, "none.db");
    refused_with(fixture, path, ORQ_DB_READ, "no such database", "orqgen upgrade");
    refused_with(fixture, path, ORQ_DB_WRITE, "no such database", "orqgen upgrade");
    assert_false(orq_path_exists(path));
}

static void a_missing_folder_is_named(void **state)
{
    struct fixture *fixture = *state;
    const char *folder = path_of(fixture, "deep");
    const char *problem = orq_arena_printf(fixture->arena, "the folder %s does not exist", folder);
    refused_with(fixture, path_of(fixture, "deep/a.db"), ORQ_DB_READ, problem, "mkdir");
    refused_with(fixture, path_of(fixture, "deep/a.db"), ORQ_DB_CREATE, problem, "mkdir");
}

static void a_folder_is_no_database(void **state)
{
    struct fixture *fixture = *state;
    refused_with(fixture, fixture->folder, ORQ_DB_READ, "this is a folder", "inside it");
}

static void a_device_is_no_database(void **state)
{
    refused_with(*state, "/dev/null", ORQ_DB_READ, "this is no regular file", "SQLite");
}

static void other_files_are_told_apart(void **state)
{
    struct fixture *fixture = *state;
    const char *text = path_of(fixture, "dump.db");
    write_file(fixture, text, "CREATE TABLE accounts (id INTEGER);\n", 36);
    refused_with(fixture, text, ORQ_DB_READ, "this is a text file, not an SQLite database",
                 "sqlite3 new.db");
    char noise[4096];
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)(i * 73 + 129);
    const char *encrypted = path_of(fixture, "encrypted.db");
    write_file(fixture, encrypted, noise, sizeof noise);
    refused_with(fixture, encrypted, ORQ_DB_WRITE,
                 "this is not an SQLite database, or it is encrypted", "decrypt");
}

static void a_corrupt_schema_is_reported(void **state)
{
    struct fixture *fixture = *state;
    const char *path = path_of(fixture, "corrupt.db");
    sqlite3_close(make(path, "CREATE TABLE t (a); CREATE TABLE u (b)"));
    const char *text = NULL;
    size_t len = 0;
    assert_int_equal(orq_file_read(fixture->arena, path, fixture->diags, &text, &len), ORQ_OK);
    char *bytes = orq_arena_strndup(fixture->arena, text, len);
    memset(bytes + 100, 0xEE, 60);
    write_file(fixture, path, bytes, len);
    struct orq_db *db = NULL;
    assert_int_equal(open_as(fixture, path, ORQ_DB_READ, &db), ORQ_OK);
    const char *value = NULL;
    assert_int_equal(orq_db_value(fixture->arena, db, "SELECT count(*) FROM sqlite_schema",
                                  fixture->diags, &value),
                     ORQ_DATABASE);
    assert_non_null(strstr(orq_db_message(db), "malformed"));
    assert_non_null(strstr(orq_diags_at(fixture->diags, 0)->hint, "restore a backup"));
    orq_db_close(db);
}

static void an_empty_file_is_an_empty_database(void **state)
{
    struct fixture *fixture = *state;
    const char *path = path_of(fixture, "empty.db");
    write_file(fixture, path, "", 0);
    struct orq_db *db = NULL;
    assert_int_equal(open_as(fixture, path, ORQ_DB_READ, &db), ORQ_OK);
    assert_string_equal(value_of(fixture, db, "SELECT count(*) FROM sqlite_schema"), "0");
    orq_db_close(db);
}

static void create_makes_the_file(void **state)
{
    struct fixture *fixture = *state;
    struct orq_db *db = NULL;
    assert_int_equal(open_as(fixture, path_of(fixture, "new.db"), ORQ_DB_CREATE, &db), ORQ_OK);
    assert_int_equal(orq_db_exec(db, "CREATE TABLE t (a)", fixture->diags), ORQ_OK);
    assert_true(orq_db_bytes(db) >= 4096);
    assert_string_equal(orq_db_dialect(db), "sqlite");
    assert_true(orq_db_version(db) > 3030000);
    orq_db_close(db);
}

static void a_lock_is_waited_for_and_reported(void **state)
{
    struct fixture *fixture = *state;
    const char *path = path_of(fixture, "locked.db");
    sqlite3 *other = make(path, "CREATE TABLE t (a); BEGIN IMMEDIATE");
    struct orq_db *db = NULL;
    assert_int_equal(open_as(fixture, path, ORQ_DB_WRITE, &db), ORQ_OK);
    orq_db_set_wait(db, 20);
    assert_int_equal(orq_db_begin(db, fixture->diags), ORQ_DATABASE);
    assert_false(orq_db_in_transaction(db));
    assert_string_equal(orq_db_message(db), "database is locked");
    assert_non_null(strstr(orq_diags_at(fixture->diags, 0)->hint, "another program"));
    sqlite3_close(other);
    assert_int_equal(orq_db_begin(db, fixture->diags), ORQ_OK);
    orq_db_close(db);
}

static void reading_cannot_write(void **state)
{
    struct fixture *fixture = *state;
    const char *path = path_of(fixture, "read.db");
    sqlite3_close(make(path, "CREATE TABLE t (a)"));
    struct orq_db *db = NULL;
    assert_int_equal(open_as(fixture, path, ORQ_DB_READ, &db), ORQ_OK);
    assert_int_equal(orq_db_exec(db, "INSERT INTO t VALUES (1)", fixture->diags), ORQ_DATABASE);
    orq_db_close(db);
}

static void a_resting_wal_database_is_left_as_it_was(void **state)
{
    struct fixture *fixture = *state;
    const char *path = path_of(fixture, "wal.db");
    sqlite3_close(make(path, "PRAGMA journal_mode=WAL; CREATE TABLE t (a)"));
    struct orq_db *db = NULL;
    assert_int_equal(open_as(fixture, path, ORQ_DB_READ, &db), ORQ_OK);
    assert_string_equal(value_of(fixture, db, "SELECT name FROM sqlite_schema"), "t");
    assert_int_equal(orq_db_exec(db, "INSERT INTO t VALUES (1)", fixture->diags), ORQ_DATABASE);
    orq_db_close(db);
    assert_false(orq_path_exists(path_of(fixture, "wal.db-wal")));
    assert_false(orq_path_exists(path_of(fixture, "wal.db-shm")));
}

static void a_wal_database_in_use_is_read(void **state)
{
    struct fixture *fixture = *state;
    const char *path = path_of(fixture, "wal.db");
    sqlite3 *other = make(path, "PRAGMA journal_mode=WAL; CREATE TABLE t (a); BEGIN IMMEDIATE;"
                                "CREATE TABLE unseen (a)");
    struct orq_db *db = NULL;
    assert_int_equal(open_as(fixture, path, ORQ_DB_READ, &db), ORQ_OK);
    assert_string_equal(value_of(fixture, db, "SELECT group_concat(name) FROM sqlite_schema"), "t");
    orq_db_close(db);
    sqlite3_close(other);
}

/* A copy of the database with the journal of a transaction that is under way is what a crash
 * leaves. */
static void a_hot_journal_is_rolled_back(void **state)
{
    struct fixture *fixture = *state;
    const char *path = path_of(fixture, "live.db");
    sqlite3 *other =
        make(path, "CREATE TABLE t (a); INSERT INTO t VALUES (1); PRAGMA cache_size=2;"
                   "BEGIN; UPDATE t SET a = 2; CREATE TABLE half (a);"
                   "INSERT INTO half WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
                   "SELECT i + 1 FROM n LIMIT 5000) SELECT hex(randomblob(50)) FROM n");
    copy_file(fixture, path, path_of(fixture, "hot.db"));
    copy_file(fixture, path_of(fixture, "live.db-journal"), path_of(fixture, "hot.db-journal"));
    struct orq_db *db = NULL;
    assert_int_equal(open_as(fixture, path_of(fixture, "hot.db"), ORQ_DB_READ, &db), ORQ_OK);
    assert_string_equal(value_of(fixture, db, "SELECT group_concat(name) FROM sqlite_schema"), "t");
    assert_string_equal(value_of(fixture, db, "SELECT a FROM t"), "1");
    orq_db_close(db);
    sqlite3_close(other);
}

static void rights_are_respected(void **state)
{
    struct fixture *fixture = *state;
    if (geteuid() == 0) {
        print_message("root may do everything: rights are not tested\n");
        skip();
    }
    const char *path = path_of(fixture, "a.db");
    sqlite3_close(make(path, "CREATE TABLE t (a)"));
    assert_int_equal(chmod(path, 0400), 0);
    refused_with(fixture, path, ORQ_DB_WRITE, "it is read-only", "chmod");
    assert_int_equal(chmod(path, 0), 0);
    refused_with(fixture, path, ORQ_DB_READ, "no permission to read it", "chmod");
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(chmod(fixture->folder, 0500), 0);
    refused_with(fixture, path, ORQ_DB_WRITE,
                 "its folder is read-only, so that no journal can be written", "folder");
    refused_with(fixture, path_of(fixture, "new.db"), ORQ_DB_CREATE,
                 "it cannot be created: its folder is not writable", "another path");
}

static void another_engine_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct orq_db *db = NULL;
    const struct orq_url url = {
        .dialect = "mysql", .target = "mysql://a:secret@h/d", .shown = "mysql://a@h/d"};
    assert_int_equal(orq_db_open(fixture->arena, &url, ORQ_DB_READ, fixture->diags, &db),
                     ORQ_DATABASE);
    assert_string_equal(orq_diags_at(fixture->diags, 0)->message,
                        "mysql://a@h/d: this version of orqgen cannot open a mysql database");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_missing_file_is_named),
        CASE(a_missing_folder_is_named),
        CASE(a_folder_is_no_database),
        CASE(a_device_is_no_database),
        CASE(other_files_are_told_apart),
        CASE(a_corrupt_schema_is_reported),
        CASE(an_empty_file_is_an_empty_database),
        CASE(create_makes_the_file),
        CASE(a_lock_is_waited_for_and_reported),
        CASE(reading_cannot_write),
        CASE(a_resting_wal_database_is_left_as_it_was),
        CASE(a_wal_database_in_use_is_read),
        CASE(a_hot_journal_is_rolled_back),
        CASE(rights_are_respected),
        CASE(another_engine_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
