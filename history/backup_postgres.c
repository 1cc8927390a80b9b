/* https://www.postgresql.org/docs/current/app-pgdump.html and app-pgrestore.html */
#include "history/backup_parts.h"

#include "base/file.h"
#include "base/process.h"
#include "db/postgres_programs.h"
#include "sql/quote.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PRIVATE 0600

/* ---- programs ---- */

struct search {
    const struct orq_backup_job *job;
    int wanted;          /* the server's major version */
    struct orq_str seen; /* those of another one */
};

/* "pg_dump (PostgreSQL) 15.4 (Debian 15.4-1)" */
static int major_of(const struct search *search, const char *program)
{
    const char *argv[] = {program, "--version", NULL};
    struct orq_pipeline pipeline = {
        .processes = {{.argv = argv}}, .count = 1, .stopped = search->job->backup->stopped};
    if (orq_pipeline_run(search->job->arena, &pipeline) != 0 || pipeline.processes[0].code != 0)
        return 0;
    const char *number = strstr(pipeline.out, "(PostgreSQL) ");
    return number ? (int)strtol(number + strlen("(PostgreSQL) "), NULL, 10) : 0;
}

static bool is_here(struct search *search, const char *folder)
{
    const char *program = orq_arena_printf(search->job->arena, "%s/pg_dump", folder);
    if (*folder == '\0' || access(program, X_OK) != 0)
        return false;
    int major = major_of(search, program);
    if (major == search->wanted)
        return true;
    const char *before = search->seen.len > 0 ? ", " : "";
    if (major > 0)
        orq_str_addf(&search->seen, "%s%s is of PostgreSQL %d", before, program, major);
    else
        orq_str_addf(&search->seen, "%s%s does not tell its version", before, program);
    return false;
}

static const char *find_on_path(struct search *search)
{
    const char *variable = getenv("PATH");
    char *rest = NULL;
    char *folders = orq_arena_strdup(search->job->arena, variable ? variable : "");
    for (char *folder = strtok_r(folders, ":", &rest); folder;
         folder = strtok_r(NULL, ":", &rest)) {
        if (is_here(search, folder))
            return folder;
    }
    return NULL;
}

static const char *find_anywhere(struct search *search)
{
    const char *said = getenv("ORQGEN_PG_BIN");
    if (said && *said)
        return is_here(search, said) ? said : NULL;
    const char *folder = find_on_path(search);
    if (folder)
        return folder;
    folder = orq_arena_printf(search->job->arena, "/usr/lib/postgresql/%d/bin", search->wanted);
    return is_here(search, folder) ? folder : NULL;
}

/* The folder of the programs of the server's major version: a dump by an older one is refused by
 * the server's newer features, and one by a newer one is not read by the server's own programs. */
static enum orq_status find_programs(const struct orq_backup_job *job, const char **folder)
{
    struct search search = {
        .job = job, .wanted = orq_db_version(job->db) / 10000, .seen = orq_str_new(job->arena)};
    *folder = find_anywhere(&search);
    if (*folder)
        return ORQ_OK;
    orq_error(job->diags, ORQ_NOWHERE, "%s: a backup needs pg_dump of PostgreSQL %d, as the server",
              job->backup->url->shown, search.wanted);
    if (search.seen.len > 0)
        orq_hint(job->diags, "%s", orq_str_text(&search.seen));
    orq_hint(job->diags,
             "install postgresql-client-%d, or say where it is: ORQGEN_PG_BIN=/path/of/bin",
             search.wanted);
    return ORQ_INVALID;
}

static const char *program_of(const struct orq_backup_job *job, const char *folder,
                              const char *name)
{
    return orq_arena_printf(job->arena, "%s/%s", folder, name);
}

static enum orq_status cannot_start(const struct orq_backup_job *job,
                                    const struct orq_pipeline *pipeline, int reason)
{
    orq_error(job->diags, ORQ_NOWHERE, "cannot start %s: %s", pipeline->processes[0].argv[0],
              strerror(reason));
    return ORQ_INVALID;
}

static enum orq_status run(const struct orq_backup_job *job, struct orq_pipeline *pipeline)
{
    pipeline->stopped = job->backup->stopped;
    int reason = orq_pipeline_run(job->arena, pipeline);
    return reason == 0 ? ORQ_OK : cannot_start(job, pipeline, reason);
}

/* What a program said of its failure. */
static const char *said(const struct orq_backup_job *job, const struct orq_process *process)
{
    const char *words = orq_process_said(job->arena, process);
    return *words ? words : orq_arena_printf(job->arena, "it ended with %d", process->code);
}

/* ---- writing ---- */

static enum orq_status access_of(const struct orq_backup_job *job,
                                 struct orq_postgres_access *access)
{
    const char *database = NULL;
    enum orq_status status =
        orq_db_value(job->arena, job->db, "SELECT current_database()", job->diags, &database);
    return status == ORQ_OK
               ? orq_postgres_access(job->arena, job->backup->url, database, job->diags, access)
               : status;
}

static enum orq_status dump(const struct orq_backup_job *job, const char *folder,
                            const struct orq_postgres_access *access)
{
    const char *argv[] = {
        program_of(job, folder, "pg_dump"),
        "--format=custom",
        "--no-password",
        "--lock-wait-timeout=60s",
        orq_arena_printf(job->arena, "--file=%s", job->file),
        orq_arena_printf(job->arena, "--dbname=%s", access->conninfo),
        NULL,
    };
    struct orq_pipeline pipeline = {
        .processes = {{.argv = argv}}, .count = 1, .environment = &access->environment};
    enum orq_status status = run(job, &pipeline);
    const struct orq_process *process = &pipeline.processes[0];
    if (status != ORQ_OK || process->code == 0)
        return status;
    orq_error(job->diags, ORQ_NOWHERE, "%s: pg_dump failed: %s", job->backup->url->shown,
              said(job, process));
    return ORQ_DATABASE;
}

static enum orq_status write_dump(const struct orq_backup_job *job, const char **revision,
                                  bool *empty)
{
    const char *folder = NULL;
    struct orq_postgres_access access = {0};
    *empty = false;
    enum orq_status status = find_programs(job, &folder);
    if (status == ORQ_OK)
        status = access_of(job, &access);
    if (status == ORQ_OK)
        status = orq_backup_find_at(job, job->db, revision);
    return status == ORQ_OK ? dump(job, folder, &access) : status;
}

/* ---- verifying ---- */

static enum orq_status read_dump(const struct orq_backup_job *job, const char *const *argv,
                                 const char **out)
{
    struct orq_pipeline pipeline = {.processes = {{.argv = argv}}, .count = 1};
    enum orq_status status = run(job, &pipeline);
    if (status == ORQ_OK && pipeline.processes[0].code != 0)
        return orq_backup_unsound(job, said(job, &pipeline.processes[0]));
    *out = pipeline.out;
    return status;
}

struct dumped_row {
    int64_t position;
    struct orq_ledger_row row;
};
ORQ_VEC_OF(dumped_rows, struct dumped_row);

static int by_position(const void *a, const void *b)
{
    const struct dumped_row *left = a, *right = b;
    return (left->position > right->position) - (left->position < right->position);
}

/* What a dump of the ledger's rows is at: tabs part the columns, and the first three are position,
 * revision and parents. */
static const char *dumped_at(struct orq_arena *arena, const char *text)
{
    struct dumped_rows rows = {0};
    struct orq_ledger ledger = {0};
    const char *line = strstr(text, "\nCOPY ");
    line = line ? strchr(line + 1, '\n') : NULL;
    while (line && !orq_starts_with(line, "\n\\.")) {
        char *end = NULL;
        struct dumped_row dumped = {.position = strtoll(line + 1, &end, 10)};
        if (*end == '\t') {
            size_t len = strcspn(end + 1, "\t\n");
            const char *parents = end + 1 + len + (end[1 + len] == '\t');
            dumped.row.revision = orq_arena_strndup(arena, end + 1, len);
            dumped.row.parents = orq_arena_strndup(arena, parents, strcspn(parents, "\t\n"));
            ORQ_PUSH(arena, &rows, dumped);
        }
        line = strchr(line + 1, '\n');
    }
    if (rows.len > 0)
        qsort(rows.items, rows.len, sizeof *rows.items, by_position);
    for (size_t i = 0; i < rows.len; i++)
        ORQ_PUSH(arena, &ledger.rows, rows.items[i].row);
    return orq_backup_at(arena, &ledger);
}

static enum orq_status read_ledger(const struct orq_backup_job *job, const char *program,
                                   const char **revision)
{
    const char *name = job->backup->ledger ? job->backup->ledger : ORQ_LEDGER_DEFAULT;
    const char *dot = strchr(name, '.');
    const char *schema = dot ? orq_arena_strndup(job->arena, name, (size_t)(dot - name)) : "public";
    const char *argv[] = {
        program,
        "--data-only",
        orq_arena_printf(job->arena, "--schema=%s", schema),
        orq_arena_printf(job->arena, "--table=%s", dot ? dot + 1 : name),
        "--file=-",
        job->file,
        NULL,
    };
    const char *out = "";
    enum orq_status status = read_dump(job, argv, &out);
    if (status == ORQ_OK)
        *revision = dumped_at(job->arena, out);
    return status;
}

/* The list alone is at the file's beginning: a file that was cut off has it too. */
static enum orq_status verify(const struct orq_backup_job *job, const char **revision)
{
    const char *folder = NULL;
    const char *out = "";
    enum orq_status status = find_programs(job, &folder);
    if (status != ORQ_OK)
        return status;
    const char *program = program_of(job, folder, "pg_restore");
    const char *const list[] = {program, "--list", job->file, NULL};
    const char *const whole[] = {program, "--file=/dev/null", job->file, NULL};
    status = read_dump(job, list, &out);
    if (status == ORQ_OK && !strstr(out, "TOC Entries: "))
        status = orq_backup_unsound(job, "it lists nothing");
    if (status == ORQ_OK)
        status = read_dump(job, whole, &out);
    return status == ORQ_OK ? read_ledger(job, program, revision) : status;
}

/* ---- restoring ---- */

/* Whatever was made since the backup goes too; else what a later migration made would stand in the
 * way of it, now or when it is run again. Schemas go with all that is in them, but for public,
 * which its owner may not be the one to make again. */
static const char empty_database[] =
    "DO $orqgen$ DECLARE one record; BEGIN FOR one IN SELECT o.kind, o.name FROM ("
    "SELECT 1, 'SCHEMA', format('%I', n.nspname), n.tableoid, n.oid FROM pg_namespace n "
    "WHERE n.nspname NOT IN ('public', 'information_schema') AND n.nspname !~ '^pg_' "
    "UNION ALL "
    "SELECT CASE WHEN c.relkind IN ('v', 'm') THEN 2 WHEN c.relkind = 'S' THEN 4 ELSE 3 END, "
    "CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' "
    "WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, "
    "format('public.%I', c.relname), c.tableoid, c.oid FROM pg_class c "
    "WHERE c.relnamespace = 'public'::regnamespace "
    "AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') "
    "UNION ALL "
    "SELECT 5, 'ROUTINE', p.oid::regprocedure::text, p.tableoid, p.oid FROM pg_proc p "
    "WHERE p.pronamespace = 'public'::regnamespace "
    "UNION ALL "
    "SELECT 6, CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, "
    "format('public.%I', t.typname), t.tableoid, t.oid "
    "FROM pg_type t LEFT JOIN pg_class r ON r.oid = t.typrelid "
    "WHERE t.typnamespace = 'public'::regnamespace "
    "AND (t.typtype IN ('e', 'd', 'r') OR r.relkind = 'c')"
    ") AS o (rank, kind, name, catalogue, id) "
    "WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.catalogue "
    "AND d.objid = o.id AND d.deptype = 'e') ORDER BY o.rank, o.name "
    "LOOP EXECUTE format('DROP %s IF EXISTS %s CASCADE', one.kind, one.name); END LOOP; "
    "END $orqgen$";

/* psql takes the script that pg_restore makes of the file. Its transaction begins in front of that,
 * and its end is the script's last line: whatever breaks off before leaves the database as it was.
 */
static enum orq_status replace(const struct orq_backup_job *job, const char *folder,
                               const struct orq_postgres_access *access)
{
    const char *read[] = {program_of(job, folder, "pg_restore"),
                          "--clean",
                          "--if-exists",
                          "--single-transaction",
                          "--file=-",
                          job->file,
                          NULL};
    const char *run_it[] = {program_of(job, folder, "psql"),
                            "--no-psqlrc",
                            "--quiet",
                            "--no-password",
                            "--output=/dev/null",
                            "--set=ON_ERROR_STOP=1",
                            orq_arena_printf(job->arena, "--dbname=%s", access->conninfo),
                            "--command=BEGIN",
                            "--command=SET LOCAL client_min_messages = error",
                            "--command",
                            empty_database,
                            "--file=-",
                            NULL};
    struct orq_pipeline pipeline = {.processes = {{.argv = read}, {.argv = run_it}},
                                    .count = 2,
                                    .environment = &access->environment};
    enum orq_status status = run(job, &pipeline);
    const struct orq_process *last = &pipeline.processes[1];
    if (status != ORQ_OK || (last->code == 0 && pipeline.processes[0].code == 0))
        return status;
    orq_error(job->diags, ORQ_NOWHERE, "%s: it could not be restored: %s", job->backup->url->shown,
              said(job, last->code != 0 ? last : &pipeline.processes[0]));
    orq_hint(job->diags, "rolled back whole: the database is as it was");
    return ORQ_DATABASE;
}

static enum orq_status restore(const struct orq_backup_job *job)
{
    const char *folder = NULL;
    struct orq_postgres_access access = {0};
    enum orq_status status = find_programs(job, &folder);
    if (status == ORQ_OK)
        status = access_of(job, &access);
    return status == ORQ_OK ? replace(job, folder, &access) : status;
}

static unsigned mode(const struct orq_url *url)
{
    (void)url;
    return PRIVATE;
}

const struct orq_backup_engine orq_backup_postgres = {
    .dialect = "postgresql",
    .suffix = ".dump",
    .mode = mode,
    .write = write_dump,
    .verify = verify,
    .restore = restore,
    .holds = "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
             "WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')",
};
