/* A project for one test: a journey's folder and database, models, plans. */
#ifndef ORQ_TESTS_HISTORY_WORLD_H
#define ORQ_TESTS_HISTORY_WORLD_H

#include "base/file.h"
#include "introspect/introspect.h"
#include "tests/helpers/journey.h"
#include "tests/helpers/oracle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static inline int world_up(void **state)
{
    struct orq_arena *arena = orq_arena_new();
    struct journey *journey = ORQ_NEW(arena, struct journey);
    *journey = journey_new(arena, "history");
    *state = journey;
    return 0;
}

static inline int world_down(void **state)
{
    struct journey *journey = *state;
    struct orq_arena *arena = journey->arena;
    journey_clean(journey);
    orq_arena_free(arena);
    return 0;
}

#define WORLD_TEST(name) cmocka_unit_test_setup_teardown(name, world_up, world_down)

/* Runs sql on the database, by the engine alone. */
static inline void world_sql(const struct journey *journey, const char *sql)
{
    sqlite3 *db = journey_sqlite(journey);
    const char *message = oracle_exec(journey->arena, db, sql);
    sqlite3_close(db);
    if (message)
        fail_msg("%s: %s", sql, message);
}

/* The first value of a query, by the engine alone; "NULL" for none. */
static inline const char *world_value(const struct journey *journey, const char *sql)
{
    sqlite3 *db = journey_sqlite(journey);
    sqlite3_stmt *statement = NULL;
    const char *text = "NULL";
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    if (sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_text(statement, 0))
        text = orq_arena_strdup(journey->arena, (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return text;
}

/* All that the database holds, rows too. */
static inline const char *world_dump(const struct journey *journey)
{
    sqlite3 *db = journey_sqlite(journey);
    const char *text =
        orq_arena_printf(journey->arena, "%s\n%s", oracle_schema(journey->arena, db, ORACLE_EXACT),
                         oracle_all_rows(journey->arena, db));
    sqlite3_close(db);
    return text;
}

static inline struct orq_db *world_open(struct journey *journey)
{
    const struct orq_url url = {.dialect = "sqlite", .target = journey->path, .shown = "test.db"};
    struct orq_db *db = NULL;
    assert_int_equal(orq_db_open(journey->arena, &url, ORQ_DB_READ, journey->diags, &db), ORQ_OK);
    return db;
}

/* The schema that sql makes, as a database holds it. */
static inline struct orq_schema *world_schema(struct journey *journey, const char *sql)
{
    struct orq_db *db = NULL;
    struct orq_schema *schema = NULL;
    assert_int_equal(orq_db_memory(journey->arena, journey->diags, &db), ORQ_OK);
    assert_int_equal(orq_db_exec(db, sql, journey->diags), ORQ_OK);
    assert_int_equal(orq_introspect(journey->arena, db, NULL, journey->diags, &schema), ORQ_OK);
    orq_db_close(db);
    return schema;
}

static inline struct orq_schema *world_model(struct journey *journey, const char *yaml)
{
    struct orq_schema *schema = journey_parse(journey, yaml);
    if (!schema)
        fail_msg("%s", journey_messages(journey));
    return schema;
}

/* The status was this one, and a diagnostic or its hint says so. Forgets the diagnostics. */
static inline void world_expect(struct journey *journey, enum orq_status is, enum orq_status wanted,
                                const char *says)
{
    const char *messages = journey_messages(journey);
    if (is != wanted || (says && !strstr(messages, says)))
        fail_msg("status %d, not %d, or it is not said: %s\n%s", (int)is, (int)wanted,
                 says ? says : "", messages);
    journey->diags = orq_diags_new(journey->arena);
}

/* Writes migrations/NAME. */
static inline const char *world_write(struct journey *journey, const char *name, const char *text)
{
    const char *folder = orq_path_join(journey->arena, journey->folder, "migrations");
    const char *path = orq_path_join(journey->arena, folder, name);
    assert_int_equal(orq_folder_create(folder, journey->diags), ORQ_OK);
    assert_int_equal(orq_file_write(path, text, strlen(text), journey->diags), ORQ_OK);
    return path;
}

/* The names of the migration files, joined by blanks. */
static inline const char *world_files(struct journey *journey)
{
    struct orq_strings names = {0};
    struct orq_str text = orq_str_new(journey->arena);
    const char *folder = orq_path_join(journey->arena, journey->folder, "migrations");
    if (!orq_path_is_folder(folder))
        return "";
    assert_int_equal(orq_folder_list(journey->arena, folder, "", journey->diags, &names), ORQ_OK);
    for (size_t i = 0; i < names.len; i++)
        orq_str_addf(&text, "%s%s", i > 0 ? " " : "", names.items[i]);
    return orq_str_text(&text);
}

#endif
