/* A folder with migrations and a database, for one test. */
#ifndef ORQ_TESTS_HISTORY_SCRATCH_H
#define ORQ_TESTS_HISTORY_SCRATCH_H

#include "base/file.h"
#include "base/str.h"
#include "history/runner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>
#include <cmocka.h>

struct scratch {
    struct orq_arena *arena;
    struct orq_diags *diags;
    const char *folder;
    const char *migrations;
    const char *path; /* of the database */
    struct orq_db *db;
};

static inline int set_up(void **state)
{
    struct orq_arena *arena = orq_arena_new();
    struct scratch *scratch = ORQ_NEW(arena, struct scratch);
    char *folder = orq_arena_strdup(arena, "/tmp/orq_history_XXXXXX");
    assert_non_null(mkdtemp(folder));
    scratch->arena = arena;
    scratch->diags = orq_diags_new(arena);
    scratch->folder = folder;
    scratch->migrations = orq_path_join(arena, folder, "migrations");
    scratch->path = orq_path_join(arena, folder, "test.db");
    assert_int_equal(orq_folder_create(scratch->migrations, scratch->diags), ORQ_OK);
    *state = scratch;
    return 0;
}

static inline int tear_down(void **state)
{
    struct scratch *scratch = *state;
    orq_db_close(scratch->db);
    const char *command = orq_arena_printf(scratch->arena, "chmod -R u+w %s; rm -rf %s",
                                           scratch->folder, scratch->folder);
    int result = system(command);
    orq_arena_free(scratch->arena);
    return result;
}

/* Writes migrations/NAME.sql. */
static inline const char *write_file(struct scratch *scratch, const char *name, const char *text)
{
    const char *path = orq_path_join(scratch->arena, scratch->migrations,
                                     orq_arena_printf(scratch->arena, "%s.sql", name));
    assert_int_equal(orq_file_write(path, text, strlen(text), scratch->diags), ORQ_OK);
    return path;
}

/* A migration NAME whose id is its name; parent NULL: a base. */
static inline const char *migrate(struct scratch *scratch, const char *name, const char *parent,
                                  const char *up, const char *down)
{
    const char *text =
        orq_arena_printf(scratch->arena,
                         "-- orqgen migration: message of %s\n-- revision: %s\n%s%s%s"
                         "-- +orqgen upgrade sqlite\n%s\n-- +orqgen downgrade sqlite\n%s\n",
                         name, name, parent ? "-- parent: " : "", parent ? parent : "",
                         parent ? "\n" : "", up, down);
    return write_file(scratch, name, text);
}

static inline struct orq_history *history_of(struct scratch *scratch)
{
    struct orq_history *history = NULL;
    assert_int_equal(
        orq_history_read(scratch->arena, scratch->migrations, scratch->diags, &history), ORQ_OK);
    return history;
}

static inline void show(const struct orq_diags *diags)
{
    for (size_t i = 0; i < orq_diags_len(diags); i++) {
        const struct orq_diag *diag = orq_diags_at(diags, i);
        print_message("%s:%zu: %s\n%s\n", diag->at.file ? diag->at.file : "-", diag->at.line,
                      diag->message, diag->hint ? diag->hint : "");
    }
}

/* The last status was this one, and a diagnostic or its hint says so. Forgets the diagnostics. */
static inline void expect(struct scratch *scratch, enum orq_status is, enum orq_status wanted,
                          const char *says)
{
    bool said = says == NULL;
    for (size_t i = 0; i < orq_diags_len(scratch->diags) && says; i++) {
        const struct orq_diag *diag = orq_diags_at(scratch->diags, i);
        said = said || strstr(diag->message, says) || (diag->hint && strstr(diag->hint, says));
    }
    if (is != wanted || !said) {
        show(scratch->diags);
        fail_msg("status %d, not %d, or it is not said: %s", is, wanted, says ? says : "");
    }
    if (wanted == ORQ_OK && !says)
        assert_int_equal(orq_diags_errors(scratch->diags), 0);
    scratch->diags = orq_diags_new(scratch->arena);
}

/* ---- the database ---- */

/* Runs sql by the engine alone. */
static inline void engine(struct scratch *scratch, const char *sql)
{
    sqlite3 *handle = NULL;
    char *message = NULL;
    assert_int_equal(sqlite3_open(scratch->path, &handle), SQLITE_OK);
    sqlite3_busy_timeout(handle, 5000);
    if (sqlite3_exec(handle, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s", message);
    sqlite3_close(handle);
}

/* The first value of a query, by the engine alone; "NULL" for none. */
static inline const char *value(struct scratch *scratch, const char *sql)
{
    sqlite3 *handle = NULL;
    sqlite3_stmt *statement = NULL;
    const char *text = "NULL";
    assert_int_equal(sqlite3_open(scratch->path, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(handle, sql, -1, &statement, NULL), SQLITE_OK);
    if (sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_text(statement, 0))
        text = orq_arena_strdup(scratch->arena, (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    sqlite3_close(handle);
    return text;
}

/* All that the database holds, but the ledger, as one text. */
static inline const char *dump(struct scratch *scratch)
{
    static const char *const sql =
        "SELECT group_concat(type || name || tbl_name || ifnull(sql, ''), ';') FROM"
        " (SELECT * FROM sqlite_master WHERE tbl_name <> 'orqgen_revisions' ORDER BY type, name)";
    return value(scratch, sql);
}

static inline enum orq_status open_db(struct scratch *scratch, enum orq_db_mode mode)
{
    const struct orq_url url = {
        .dialect = "sqlite", .target = scratch->path, .shown = scratch->path};
    orq_db_close(scratch->db);
    scratch->db = NULL;
    return orq_db_open(scratch->arena, &url, mode, scratch->diags, &scratch->db);
}

static const struct orq_run_options no_options = {.applied_by = "tester", .version = "1"};

static inline enum orq_status up_with(struct scratch *scratch, const char *target,
                                      const struct orq_run_options *options)
{
    if (!scratch->db)
        assert_int_equal(open_db(scratch, ORQ_DB_CREATE), ORQ_OK);
    struct orq_run_options with = *options;
    with.target = target;
    return orq_upgrade(scratch->arena, scratch->db, history_of(scratch), &with, scratch->diags);
}

static inline enum orq_status up(struct scratch *scratch, const char *target)
{
    return up_with(scratch, target, &no_options);
}

static inline enum orq_status down_with(struct scratch *scratch, const char *target,
                                        const struct orq_run_options *options)
{
    if (!scratch->db)
        assert_int_equal(open_db(scratch, ORQ_DB_CREATE), ORQ_OK);
    struct orq_run_options with = *options;
    with.target = target;
    return orq_downgrade(scratch->arena, scratch->db, history_of(scratch), &with, scratch->diags);
}

static inline enum orq_status down(struct scratch *scratch, const char *target)
{
    const struct orq_run_options options = {.allow_data_loss = true};
    return down_with(scratch, target, &options);
}

/* Is the database at revision ("base"; several: "a, b")? */
static inline void at(struct scratch *scratch, const char *revision)
{
    struct orq_strings is;
    assert_int_equal(orq_current(scratch->arena, scratch->db, NULL, scratch->diags, &is), ORQ_OK);
    assert_string_equal(orq_current_named(scratch->arena, &is), revision);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
