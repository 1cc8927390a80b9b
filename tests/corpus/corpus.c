/* Real schemas. `corpus schema FILE`: what inspect writes compares clean, and builds the same
 * database from empty. `corpus pair FOLDER`: a.sql migrates to b.sql and back. Judged by the
 * oracle, which knows nothing of orqgen's parser. */
#include "base/file.h"
#include "history/rows.h"
#include "introspect/introspect.h"
#include "tests/helpers/journey.h"
#include "tests/helpers/oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail(const struct journey *journey, const char *what, const char *detail)
{
    fprintf(stderr, "%s\n%s\n%s", what, detail == NULL ? "" : detail, journey_messages(journey));
    if (journey->made.text != NULL)
        fprintf(stderr, "--- migration\n%s", journey->made.text);
    return 1;
}

static void load(struct journey *journey, const char *path, sqlite3 *db)
{
    const char *sql = NULL;
    if (orq_file_read(journey->arena, path, journey->diags, &sql, NULL) != ORQ_OK) {
        fprintf(stderr, "%s", journey_messages(journey));
        exit(1);
    }
    const char *problem = oracle_exec(journey->arena, db, "PRAGMA foreign_keys = OFF");
    problem = problem == NULL ? oracle_exec(journey->arena, db, sql) : problem;
    if (problem != NULL) {
        fprintf(stderr, "%s: %s\n", path, problem);
        exit(1);
    }
}

static void load_file(struct journey *journey, const char *path)
{
    sqlite3 *db = journey_sqlite(journey);
    load(journey, path, db);
    sqlite3_close(db);
}

/* Compares the journey's file with another database, both as the oracle sees them. */
static const char *compare_with(struct journey *journey, const char *expected,
                                enum oracle_depth depth)
{
    sqlite3 *db = journey_sqlite(journey);
    const char *found = oracle_schema(journey->arena, db, depth);
    sqlite3_close(db);
    return oracle_difference(journey->arena, expected, found);
}

static const char *schema_of(struct journey *journey, enum oracle_depth depth)
{
    sqlite3 *db = journey_sqlite(journey);
    const char *text = oracle_schema(journey->arena, db, depth);
    sqlite3_close(db);
    return text;
}

static const char *rows_of(struct journey *journey)
{
    sqlite3 *db = journey_sqlite(journey);
    const char *text = oracle_all_rows(journey->arena, db);
    sqlite3_close(db);
    return text;
}

static int check_schema(struct orq_arena *arena, const char *path)
{
    struct journey journey = journey_new(arena, "schema");
    load_file(&journey, path);
    const char *yaml = NULL;
    struct orq_schema *want = journey_model(&journey, journey.path, &yaml);
    if (want == NULL)
        return fail(&journey, "inspect does not read back", yaml);
    struct orq_comparison comparison;
    if (journey_compare(&journey, journey.path, want, &comparison) != ORQ_OK ||
        comparison.all.len > 0) {
        return fail(&journey, "a difference where there is none",
                    comparison.all.len == 0 ? yaml
                                            : orq_op_summary(arena, &comparison.all.items[0]));
    }
    struct journey fresh = journey_new(arena, "fresh");
    if (journey_autogenerate(&fresh, want) != ORQ_OK || journey_upgrade(&fresh, false) != ORQ_OK)
        return fail(&fresh, "not built from empty", NULL);
    const char *difference =
        compare_with(&fresh, schema_of(&journey, ORACLE_MEANING), ORACLE_MEANING);
    if (difference != NULL)
        return fail(&fresh, "built from empty is not the same", difference);
    journey_clean(&fresh);
    journey_clean(&journey);
    return 0;
}

/* Rows in every table that can take some: an empty table hides most faults. */
static void fill(struct journey *journey, const struct orq_schema *want)
{
    struct orq_db *db = NULL;
    struct orq_schema *have = NULL;
    struct orq_url url = {.dialect = "sqlite", .target = journey->path, .shown = journey->path};
    if (orq_db_open(journey->arena, &url, ORQ_DB_WRITE, journey->diags, &db) == ORQ_OK &&
        orq_introspect(journey->arena, db, NULL, journey->diags, &have) == ORQ_OK)
        orq_rows_generate(journey->arena, db, have, want);
    orq_db_close(db);
}

/* The value of existing rows, as a person would say it: of a foreign key a row of its parent. */
static const char *backfill_of(struct orq_arena *arena, const struct orq_table *table,
                               const struct orq_column *column)
{
    static const char *const values[] = {[ORQ_TEXT] = "'x'",
                                         [ORQ_NUMERIC] = "0",
                                         [ORQ_INTEGER] = "0",
                                         [ORQ_REAL] = "0.0",
                                         [ORQ_BLOB] = "x'00'"};
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *key = table->constraints.items[i];
        if (key->kind == ORQ_KIND_FOREIGN_KEY && key->parts.len == 1 && key->ref_columns.len == 1 &&
            orq_ascii_equal(key->parts.items[0].column, column->name)) {
            return orq_arena_printf(arena, "(SELECT \"%s\" FROM main.\"%s\" LIMIT 1)",
                                    key->ref_columns.items[0], key->ref_table);
        }
    }
    return values[orq_sqlite_affinity(column->type)];
}

/* What a person has to say where a column becomes NOT NULL. */
static void add_backfills(struct orq_arena *arena, struct orq_schema *want)
{
    for (size_t i = 0; i < want->tables.len; i++) {
        for (size_t k = 0; k < want->tables.items[i]->columns.len; k++) {
            struct orq_column *column = want->tables.items[i]->columns.items[k];
            if (!column->nullable && column->default_expr.text == NULL) {
                column->change = ORQ_NEW(arena, struct orq_column_change);
                column->change->backfill.text = backfill_of(arena, want->tables.items[i], column);
            }
        }
    }
}

/* A name that a template would give counts for nothing; here b.sql's own names are meant. */
static void mean_names(struct orq_schema *want)
{
    for (size_t i = 0; i < want->tables.len; i++)
        for (size_t k = 0; k < want->tables.items[i]->indexes.len; k++)
            want->tables.items[i]->indexes.items[k]->name_given = true;
}

/* A downgrade cannot know the values of a NOT NULL column that the upgrade drops (its FILL IN
 * lines): the tables that hold one are tried without rows. Told, so that nobody thinks that they
 * were. */
static void empty_incomplete(struct journey *journey, const struct orq_schema *want)
{
    struct journey trial = *journey;
    trial.folder = orq_arena_printf(journey->arena, "%s/trial", journey->folder);
    if (journey_autogenerate(&trial, want) != ORQ_OK)
        return;
    const struct orq_strings *lines = &trial.made.plan.down_section.fill_in;
    sqlite3 *db = journey_sqlite(journey);
    for (size_t i = 0; i < lines->len; i++) {
        const char *table =
            orq_arena_strndup(journey->arena, lines->items[i], strcspn(lines->items[i], "."));
        printf("without rows, for a person has to fill in: %s\n", lines->items[i]);
        oracle_exec(journey->arena, db,
                    orq_arena_printf(journey->arena, "DELETE FROM \"%s\"", table));
    }
    sqlite3_close(db);
}

static int check_there(struct journey *journey, const struct orq_schema *want, const char *expected)
{
    bool clean = false;
    if (journey_check(journey, want, &clean) != ORQ_OK || !clean)
        return fail(journey, "check is not clean after the upgrade", NULL);
    const char *difference = compare_with(journey, expected, ORACLE_MEANING);
    return difference == NULL ? 0 : fail(journey, "not what b.sql builds", difference);
}

static int check_pair(struct orq_arena *arena, const char *folder)
{
    struct journey journey = journey_new(arena, "pair"), target = journey_new(arena, "target");
    load_file(&journey, orq_path_join(arena, folder, "a.sql"));
    load_file(&target, orq_path_join(arena, folder, "b.sql"));
    const char *yaml = NULL;
    struct orq_schema *want = journey_model(&journey, target.path, &yaml);
    if (want == NULL)
        return fail(&journey, "inspect does not read back", yaml);
    mean_names(want);
    add_backfills(arena, want);
    fill(&journey, want);
    empty_incomplete(&journey, want);
    const char *before = schema_of(&journey, ORACLE_EXACT), *rows = rows_of(&journey);
    const char *expected = schema_of(&target, ORACLE_MEANING);
    printf("%zu bytes of rows\n", strlen(rows));

    if (journey_autogenerate(&journey, want) != ORQ_OK || journey_upgrade(&journey, true) != ORQ_OK)
        return fail(&journey, "no upgrade", NULL);
    if (check_there(&journey, want, expected) != 0)
        return 1;
    if (journey_downgrade(&journey, "-1") != ORQ_OK)
        return fail(&journey, "no downgrade", NULL);
    const char *difference = compare_with(&journey, before, ORACLE_EXACT);
    if (difference != NULL)
        return fail(&journey, "the downgrade does not lead back", difference);
    difference = journey.made.plan.up_section.loses.len > 0
                     ? NULL
                     : oracle_difference(arena, rows, rows_of(&journey));
    if (difference != NULL)
        return fail(&journey, "the rows are not the same", difference);
    if (journey_upgrade(&journey, true) != ORQ_OK || check_there(&journey, want, expected) != 0)
        return fail(&journey, "not up again", NULL);
    printf("%s\n", journey.made.migration->proofs.items[0].text);
    journey_clean(&journey);
    journey_clean(&target);
    return 0;
}

int main(int argc, char **argv)
{
    struct orq_arena *arena = orq_arena_new();
    int result = 2;
    if (argc == 3 && strcmp(argv[1], "schema") == 0)
        result = check_schema(arena, argv[2]);
    else if (argc == 3 && strcmp(argv[1], "pair") == 0)
        result = check_pair(arena, argv[2]);
    else
        fprintf(stderr, "usage: corpus schema FILE | corpus pair FOLDER\n");
    orq_arena_free(arena);
    return result;
}
