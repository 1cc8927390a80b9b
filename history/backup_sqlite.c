#include "history/backup_parts.h"

#include "base/file.h"

#include <string.h>
#include <sys/stat.h>

#define PRIVATE 0600

static unsigned mode(const struct orq_url *url)
{
    struct stat info;
    return stat(url->target, &info) == 0 ? info.st_mode & 0666 : PRIVATE;
}

/* Opens a file that is a backup, or will be one. */
static enum orq_status open_file(const struct orq_backup_job *job, enum orq_db_mode how,
                                 struct orq_db **db)
{
    struct orq_url *url = ORQ_NEW(job->arena, struct orq_url);
    *url = (struct orq_url){.dialect = "sqlite", .target = job->file, .shown = job->file};
    return orq_db_open(job->arena, url, how, job->diags, db);
}

static void guard(const struct orq_backup_job *job, struct orq_db *db)
{
    if (job->backup->guard)
        job->backup->guard(db);
}

static enum orq_status copy_to(const struct orq_backup_job *job, struct orq_db *from,
                               const char **revision)
{
    struct orq_db *to = NULL;
    enum orq_status status = orq_backup_find_at(job, from, revision);
    if (status == ORQ_OK)
        status = open_file(job, ORQ_DB_WRITE, &to);
    if (status == ORQ_OK) {
        guard(job, from);
        status = orq_db_copy(from, to, job->diags);
        guard(job, job->db);
    }
    orq_db_close(to);
    return status;
}

/* The connection that holds the lock may not be copied from: a second one sees what was committed,
 * which nobody can change meanwhile. */
static enum orq_status write_copy(const struct orq_backup_job *job, const char **revision,
                                  bool *empty)
{
    struct orq_db *from = NULL;
    enum orq_status status =
        orq_db_open(job->arena, job->backup->url, ORQ_DB_READ, job->diags, &from);
    if (status == ORQ_OK)
        status = orq_db_snapshot(from, job->diags);
    if (status == ORQ_OK) {
        *empty = orq_db_bytes(from) == 0;
        status = *empty ? ORQ_OK : copy_to(job, from, revision);
        orq_db_end_snapshot(from);
    }
    orq_db_close(from);
    return status;
}

struct faults {
    struct orq_arena *arena;
    const char *first; /* NULL: none */
};

/* What rows hold is as it was in the database; only a damaged file is a fault. */
static bool note_fault(void *context, const struct orq_row *row)
{
    struct faults *faults = context;
    const char *text = row->values[0] ? row->values[0] : "";
    bool sound = strcmp(text, "ok") == 0 || strstr(text, " value in ") ||
                 strstr(text, "CHECK constraint failed in ");
    if (!sound && !faults->first)
        faults->first = orq_arena_strdup(faults->arena, text);
    return true;
}

static enum orq_status check_integrity(const struct orq_backup_job *job, struct orq_db *db,
                                       const char *sql)
{
    struct faults faults = {.arena = job->arena};
    struct orq_query query = {.sql = sql, .fn = note_fault, .context = &faults};
    enum orq_status status = orq_db_query(db, &query, job->diags);
    if (status != ORQ_OK)
        return status;
    return faults.first ? orq_backup_unsound(job, faults.first) : ORQ_OK;
}

/* Without a collation of its own the order of an index cannot be judged. */
static enum orq_status verify_open(const struct orq_backup_job *job, struct orq_db *db,
                                   const char **revision)
{
    struct orq_backup_job tries = *job;
    tries.diags = orq_diags_new(job->arena);
    enum orq_status status = check_integrity(&tries, db, "PRAGMA integrity_check(1000000)");
    if (status != ORQ_OK && orq_db_fake_collations(db)->len > 0)
        status = check_integrity(job, db, "PRAGMA quick_check(1000000)");
    else
        orq_diags_append(job->diags, tries.diags);
    if (status == ORQ_OK)
        status = orq_backup_find_at(job, db, revision);
    return status;
}

static enum orq_status verify(const struct orq_backup_job *job, const char **revision)
{
    struct orq_db *db = NULL;
    enum orq_status status = open_file(job, ORQ_DB_READ, &db);
    if (status == ORQ_OK && orq_db_bytes(db) == 0)
        status = orq_backup_unsound(job, "it is empty");
    else if (status == ORQ_OK)
        status = verify_open(job, db, revision);
    orq_db_close(db);
    /* Whatever is wrong with it, it is the file that was named. */
    return status == ORQ_DATABASE ? ORQ_INVALID : status;
}

static enum orq_status restore(const struct orq_backup_job *job)
{
    struct orq_db *from = NULL;
    enum orq_status status = open_file(job, ORQ_DB_READ, &from);
    if (status == ORQ_OK) {
        guard(job, from);
        status = orq_db_copy(from, job->db, job->diags);
        guard(job, job->db);
    }
    orq_db_close(from);
    return status;
}

const struct orq_backup_engine orq_backup_sqlite = {
    .dialect = "sqlite",
    .suffix = ".db",
    .beside = true,
    .mode = mode,
    .write = write_copy,
    .verify = verify,
    .restore = restore,
    .holds = "SELECT EXISTS (SELECT 1 FROM main.sqlite_master)",
};
