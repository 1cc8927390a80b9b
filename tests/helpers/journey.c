#include "tests/helpers/journey.h"

#include "history/runner.h"
#include "introspect/introspect.h"
#include "model/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void run_or_die(const char *command)
{
    if (system(command) != 0) {
        fprintf(stderr, "failed: %s\n", command);
        abort();
    }
}

struct journey journey_new(struct orq_arena *arena, const char *name)
{
    const char *base = getenv("TMPDIR");
    struct journey journey = {.arena = arena, .diags = orq_diags_new(arena)};
    char *folder = orq_arena_printf(arena, "%s/orq-%s-XXXXXX", base == NULL ? "/tmp" : base, name);
    if (mkdtemp(folder) == NULL) {
        perror(folder);
        abort();
    }
    journey.folder = folder;
    journey.path = orq_arena_printf(arena, "%s/test.db", folder);
    sqlite3_close(journey_sqlite(&journey));
    return journey;
}

void journey_clean(struct journey *journey)
{
    run_or_die(orq_arena_printf(journey->arena, "rm -rf '%s'", journey->folder));
}

sqlite3 *journey_sqlite(const struct journey *journey)
{
    sqlite3 *db = NULL;
    if (sqlite3_open(journey->path, &db) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", journey->path, sqlite3_errmsg(db));
        abort();
    }
    sqlite3_exec(db, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
    return db;
}

static enum orq_status open_file(struct journey *journey, const char *path, enum orq_db_mode mode,
                                 struct orq_db **db)
{
    journey->diags = orq_diags_new(journey->arena);
    struct orq_url url = {.dialect = "sqlite", .target = path, .shown = path};
    enum orq_status status = orq_db_open(journey->arena, &url, mode, journey->diags, db);
    if (status == ORQ_OK && mode != ORQ_DB_READ)
        status = orq_db_exec(*db, "PRAGMA synchronous = OFF", journey->diags);
    return status;
}

struct orq_schema *journey_parse(struct journey *journey, const char *yaml)
{
    journey->diags = orq_diags_new(journey->arena);
    const struct orq_model *model =
        orq_model_parse(journey->arena, "model.yaml", yaml, strlen(yaml), journey->diags);
    return model == NULL ? NULL
                         : orq_model_resolve(journey->arena, model, &orq_sqlite, journey->diags);
}

struct orq_schema *journey_model(struct journey *journey, const char *path, const char **yaml)
{
    struct orq_db *db = NULL;
    struct orq_schema *schema = NULL;
    enum orq_status status = open_file(journey, path, ORQ_DB_READ, &db);
    if (status == ORQ_OK)
        status = orq_introspect(journey->arena, db, NULL, journey->diags, &schema);
    orq_db_close(db);
    if (status != ORQ_OK)
        return NULL;
    *yaml = orq_model_write(journey->arena, schema);
    return journey_parse(journey, *yaml);
}

enum orq_status journey_compare(struct journey *journey, const char *path,
                                const struct orq_schema *want, struct orq_comparison *comparison)
{
    struct orq_db *db = NULL;
    struct orq_schema *have = NULL;
    enum orq_status status = open_file(journey, path, ORQ_DB_READ, &db);
    if (status == ORQ_OK)
        status = orq_introspect(journey->arena, db, NULL, journey->diags, &have);
    if (status == ORQ_OK) {
        struct orq_compare_options options = {.have = have, .want = want};
        status = orq_compare(journey->arena, orq_engine_find("sqlite"), &options, journey->diags,
                             comparison);
    }
    orq_db_close(db);
    return status;
}

static enum orq_status read_history(struct journey *journey, struct orq_history **history)
{
    return orq_history_read(journey->arena,
                            orq_arena_printf(journey->arena, "%s/migrations", journey->folder),
                            journey->diags, history);
}

enum orq_status journey_autogenerate(struct journey *journey, const struct orq_schema *want)
{
    struct orq_db *db = NULL;
    struct orq_history *history = NULL;
    enum orq_status status = open_file(journey, journey->path, ORQ_DB_READ, &db);
    if (status == ORQ_OK)
        status = read_history(journey, &history);
    struct orq_autogenerate_input input = {
        .db = db,
        .want = want,
        .history = history,
        .message = "a change",
        .revision = orq_arena_printf(journey->arena, "%012x", ++journey->number),
        .folder = orq_arena_printf(journey->arena, "%s/migrations", journey->folder),
        .source = &orq_source_system};
    if (status == ORQ_OK) {
        status = orq_autogenerate(journey->arena, orq_engine_find("sqlite"), &input, journey->diags,
                                  &journey->made);
    }
    orq_db_close(db);
    return status;
}

static enum orq_status run(struct journey *journey, const struct orq_run_options *options)
{
    struct orq_db *db = NULL;
    struct orq_history *history = NULL;
    enum orq_status status = open_file(journey, journey->path, ORQ_DB_WRITE, &db);
    if (status == ORQ_OK)
        status = read_history(journey, &history);
    if (status == ORQ_OK) {
        status = options->target == NULL
                     ? orq_upgrade(journey->arena, db, history, options, journey->diags)
                     : orq_downgrade(journey->arena, db, history, options, journey->diags);
    }
    orq_db_close(db);
    return status;
}

enum orq_status journey_upgrade(struct journey *journey, bool allow_data_loss)
{
    struct orq_run_options options = {.allow_data_loss = allow_data_loss,
                                      .applied_by = "test",
                                      .version = "test",
                                      .source = &orq_source_system};
    return run(journey, &options);
}

enum orq_status journey_downgrade(struct journey *journey, const char *target)
{
    struct orq_run_options options = {.target = target,
                                      .allow_data_loss = true,
                                      .applied_by = "test",
                                      .version = "test",
                                      .source = &orq_source_system};
    return run(journey, &options);
}

enum orq_status journey_check(struct journey *journey, const struct orq_schema *want, bool *clean)
{
    struct orq_db *db = NULL;
    struct orq_history *history = NULL;
    enum orq_status status = open_file(journey, journey->path, ORQ_DB_READ, &db);
    if (status == ORQ_OK)
        status = read_history(journey, &history);
    struct orq_check_input input = {.db = db, .want = want, .history = history};
    if (status == ORQ_OK) {
        status = orq_check(journey->arena, orq_engine_find("sqlite"), &input, journey->diags,
                           &journey->verdicts);
    }
    orq_db_close(db);
    *clean = status == ORQ_OK && journey->verdicts.clean;
    return status;
}

static void add_ops(const struct journey *journey, struct orq_str *text, const char *verdict,
                    const struct orq_comparison *comparison)
{
    for (size_t i = 0; i < comparison->all.len; i++) {
        orq_str_addf(text, "%s: %s (%s)\n", verdict,
                     orq_op_summary(journey->arena, &comparison->all.items[i]),
                     orq_changes_words(journey->arena, comparison->all.items[i].changed));
    }
}

const char *journey_messages(const struct journey *journey)
{
    struct orq_str text = orq_str_new(journey->arena);
    for (size_t i = 0; i < orq_diags_len(journey->diags); i++) {
        const struct orq_diag *diag = orq_diags_at(journey->diags, i);
        orq_str_addf(&text, "%s:%zu:%zu: %s\n%s%s", diag->at.file == NULL ? "" : diag->at.file,
                     diag->at.line, diag->at.column, diag->message,
                     diag->hint == NULL ? "" : diag->hint, diag->hint == NULL ? "" : "\n");
    }
    add_ops(journey, &text, "drift", &journey->verdicts.drift);
    add_ops(journey, &text, "missing", &journey->verdicts.missing);
    add_ops(journey, &text, "model", &journey->verdicts.model);
    return orq_str_text(&text);
}
