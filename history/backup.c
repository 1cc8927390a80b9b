#include "base/file.h"
#include "history/backup_parts.h"
#include "history/runner.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMES 1000

static const struct orq_backup_engine *engine_of(const char *dialect)
{
    static const struct orq_backup_engine *const engines[] = {&orq_backup_sqlite,
                                                              &orq_backup_postgres};
    for (size_t i = 0; i < sizeof engines / sizeof *engines; i++) {
        if (strcmp(engines[i]->dialect, dialect) == 0)
            return engines[i];
    }
    return NULL;
}

/* ---- names ---- */

/* 2026-11-23T01:15:00Z without what separates. */
static const char *stamp(struct orq_arena *arena, int64_t seconds)
{
    struct orq_str text = orq_str_new(arena);
    for (const char *p = orq_time_iso(arena, seconds); *p; p++) {
        if (*p != '-' && *p != ':')
            orq_str_addc(&text, *p);
    }
    return orq_str_text(&text);
}

/* "orchestrator" of sqlite:data/orchestrator.db, "shop" of postgresql://server/shop?sslmode=require
 */
static const char *stem(struct orq_arena *arena, const struct orq_url *url, bool is_file)
{
    const char *text = is_file ? url->target : url->shown;
    const char *name = orq_path_base(orq_arena_strndup(arena, text, strcspn(text, "?")));
    const char *dot = strrchr(name, '.');
    if (is_file && dot && dot != name)
        name = orq_arena_strndup(arena, name, (size_t)(dot - name));
    return *name ? name : "database";
}

static bool is_free(const char *path)
{
    struct stat info;
    return lstat(path, &info) != 0;
}

/* "orchestrator.20261123T011500Z.backup.db", beside a SQLite database, else in the current folder;
 * one that is not taken yet. */
static const char *name_of_backup(struct orq_arena *arena, const struct orq_backup *backup)
{
    const struct orq_backup_engine *engine = engine_of(backup->url->dialect);
    const char *folder = engine->beside ? orq_path_folder(arena, backup->url->target) : ".";
    const char *name = orq_arena_printf(arena, "%s.%s", stem(arena, backup->url, engine->beside),
                                        stamp(arena, backup->source->now(backup->source)));
    const char *path = NULL;
    for (int i = 1; i < NAMES && (i == 1 || !is_free(path)); i++) {
        const char *number = i == 1 ? "" : orq_arena_printf(arena, "-%d", i);
        path = orq_path_join(
            arena, folder, orq_arena_printf(arena, "%s%s.backup%s", name, number, engine->suffix));
    }
    return path;
}

/* ---- taking ---- */

enum orq_status orq_backup_unsound(const struct orq_backup_job *job, const char *why)
{
    /* A file that has no name yet is spoken of by what it is of. */
    bool kept = job->backup->file && strcmp(job->file, job->backup->file) == 0;
    if (kept)
        orq_error(job->diags, (struct orq_span){.file = job->file}, "this is no sound backup: %s",
                  why);
    else
        orq_error(job->diags, ORQ_NOWHERE, "%s: its backup is not sound: %s",
                  job->backup->url->shown, why);
    return ORQ_INVALID;
}

const char *orq_backup_at(struct orq_arena *arena, const struct orq_ledger *ledger)
{
    struct orq_strings heads = {0};
    orq_ledger_heads(arena, ledger, &heads);
    return heads.len > 0 ? orq_current_named(arena, &heads) : NULL;
}

enum orq_status orq_backup_find_at(const struct orq_backup_job *job, struct orq_db *db,
                                   const char **revision)
{
    struct orq_ledger ledger;
    enum orq_status status =
        orq_ledger_read(job->arena, db, job->backup->ledger, job->diags, &ledger);
    *revision = status == ORQ_OK ? orq_backup_at(job->arena, &ledger) : NULL;
    return status;
}

static enum orq_status check_revision(const struct orq_backup_job *job, const char *wanted,
                                      const char *found)
{
    if (orq_str_equal(wanted, found))
        return ORQ_OK;
    return orq_backup_unsound(
        job, orq_arena_printf(job->arena, "its ledger is at %s, and the database's at %s",
                              found ? found : "base", wanted ? wanted : "base"));
}

static enum orq_status check_stopped(const struct orq_backup_job *job)
{
    if (!job->backup->stopped || !job->backup->stopped())
        return ORQ_OK;
    orq_error(job->diags, ORQ_NOWHERE, "%s: stopped before it was done", job->backup->url->shown);
    return ORQ_DATABASE;
}

/* The file and what an engine may have left beside it. */
static void remove_draft(struct orq_arena *arena, const char *file)
{
    static const char *const suffixes[] = {"", "-journal", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        unlink(orq_arena_printf(arena, "%s%s", file, suffixes[i]));
}

/* A name that was free may be taken by now: by the backup of a like-named database. */
static enum orq_status publish(const struct orq_backup_job *job, const char **target)
{
    struct orq_diags *tries = NULL;
    enum orq_status status = ORQ_INVALID;
    for (int i = 0; status != ORQ_OK && i < NAMES; i++) {
        tries = orq_diags_new(job->arena);
        status = orq_draft_publish(job->file, *target, tries);
        if (job->backup->file || is_free(*target))
            break;
        if (status != ORQ_OK)
            *target = name_of_backup(job->arena, job->backup);
    }
    orq_diags_append(job->diags, tries);
    return status;
}

static enum orq_status fill(const struct orq_backup_engine *engine,
                            const struct orq_backup_job *job, const char *target,
                            struct orq_backup_made *made)
{
    const char *found = NULL;
    struct stat info;
    bool empty = false;
    enum orq_status status = engine->write(job, &made->revision, &empty);
    if (status == ORQ_OK && !empty)
        status = engine->verify(job, &found);
    if (status == ORQ_OK && !empty)
        status = check_revision(job, made->revision, found);
    if (status == ORQ_OK)
        status = check_stopped(job);
    if (status == ORQ_OK && !empty)
        status = publish(job, &target);
    if (status != ORQ_OK || empty) {
        remove_draft(job->arena, job->file);
        return status;
    }
    made->file = target;
    made->bytes = stat(target, &info) == 0 ? (int64_t)info.st_size : 0;
    return ORQ_OK;
}

enum orq_status orq_backup_take(struct orq_arena *arena, struct orq_db *db,
                                const struct orq_backup *backup, struct orq_diags *diags)
{
    const struct orq_backup_engine *engine = engine_of(backup->url->dialect);
    struct orq_backup_made made = {0};
    struct orq_backup_job job = {.arena = arena, .db = db, .backup = backup, .diags = diags};
    const char *target = backup->file ? backup->file : name_of_backup(arena, backup);
    if (strcmp(backup->url->target, ":memory:") == 0) {
        orq_error(diags, ORQ_NOWHERE, "a database in memory has no backup");
        return ORQ_INVALID;
    }
    enum orq_status status =
        orq_draft_create(arena, target, engine->mode(backup->url), diags, &job.file);
    if (status == ORQ_OK)
        status = fill(engine, &job, target, &made);
    if (status == ORQ_OK && backup->made)
        backup->made(backup->context, &made);
    return status;
}

/* ---- restoring ---- */

enum orq_status orq_backup_holds(struct orq_arena *arena, struct orq_db *db,
                                 struct orq_diags *diags, bool *holds)
{
    const struct orq_backup_engine *engine = engine_of(orq_db_dialect(db));
    const char *value = NULL;
    enum orq_status status = orq_db_value(arena, db, engine->holds, diags, &value);
    *holds = value && (*value == 't' || *value == '1');
    return status;
}

enum orq_status orq_backup_restore(struct orq_arena *arena, struct orq_db *db,
                                   const struct orq_backup *backup, struct orq_diags *diags,
                                   struct orq_backup_made *made)
{
    const struct orq_backup_engine *engine = engine_of(backup->url->dialect);
    const struct orq_backup_job job = {
        .arena = arena, .db = db, .backup = backup, .file = backup->file, .diags = diags};
    *made = (struct orq_backup_made){.file = backup->file};
    enum orq_status status = engine->verify(&job, &made->revision);
    if (status == ORQ_OK)
        status = check_stopped(&job);
    return status == ORQ_OK ? engine->restore(&job) : status;
}
