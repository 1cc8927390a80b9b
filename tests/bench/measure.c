#include "tests/bench/measure.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double bench_now(void)
{
    return seconds(CLOCK_PROCESS_CPUTIME_ID);
}

double bench_wall(void)
{
    return seconds(CLOCK_MONOTONIC);
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

double bench_median(double *samples, size_t count)
{
    qsort(samples, count, sizeof *samples, by_size);
    return count % 2 == 1 ? samples[count / 2] : (samples[count / 2 - 1] + samples[count / 2]) / 2;
}

double bench_shortest(const double *samples, size_t count)
{
    double shortest = samples[0];
    for (size_t i = 1; i < count; i++)
        shortest = samples[i] < shortest ? samples[i] : shortest;
    return shortest;
}

size_t bench_peak_memory(void)
{
    char line[256];
    size_t kilobytes = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, "VmHWM:", 6) == 0)
            kilobytes = strtoul(line + 6, NULL, 10);
    if (status)
        fclose(status);
    return kilobytes * 1024;
}

void bench_require(int condition, const char *what)
{
    if (condition)
        return;
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

int bench_runs(int argc, char **argv, int usual, int most)
{
    char *end = NULL;
    long runs = argc > 1 ? strtol(argv[1], &end, 10) : usual;
    bench_require(runs > 0 && runs <= most && (!end || *end == '\0'), "wrong number of runs");
    return (int)runs;
}

void bench_remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    struct dirent *entry = NULL;
    bench_require(folder != NULL, "the folder is gone");
    while ((entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.')
            bench_require(unlinkat(dirfd(folder), entry->d_name, 0) == 0, "a file stays");
    closedir(folder);
    bench_require(rmdir(path) == 0, "the folder stays");
}

/* ---- large schemas ---- */

static const char table_sql[] =
    "CREATE TABLE table_%d (\n"
    "    id VARCHAR(36) NOT NULL,\n"
    "    parent_id VARCHAR(36) NOT NULL,\n"
    "    name TEXT NOT NULL,\n"
    "    rating INTEGER CHECK (rating BETWEEN 1 AND 5),\n"
    "    payload JSON, -- kept as it came\n"
    "    created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,\n"
    "    CONSTRAINT table_%d_pkey PRIMARY KEY (id),\n"
    "    FOREIGN KEY (parent_id) REFERENCES table_%d (id) ON DELETE CASCADE\n"
    ")";

/* The rows stand for b-trees that nobody reads, so all tables share them: CREATE TABLE reads
 * all of sqlite_schema each time, and would take minutes. */
static void add_object(sqlite3_stmt *insert, const char *const names[3], int root, const char *sql)
{
    for (int i = 0; i < 3; i++)
        sqlite3_bind_text(insert, i + 1, names[i], -1, SQLITE_TRANSIENT);
    sqlite3_bind_int(insert, 4, root);
    sqlite3_bind_text(insert, 5, sql, -1, SQLITE_TRANSIENT);
    bench_require(sqlite3_step(insert) == SQLITE_DONE, "a row of the schema was refused");
    sqlite3_reset(insert);
}

static void add_table(sqlite3_stmt *insert, int number, int tables)
{
    char table[64], name[64], sql[1024];
    snprintf(table, sizeof table, "table_%d", number);
    snprintf(sql, sizeof sql, table_sql, number, number, (number * 7 + 1) % tables);
    add_object(insert, (const char *const[]){"table", table, table}, 2, sql);
    snprintf(name, sizeof name, "sqlite_autoindex_table_%d_1", number);
    add_object(insert, (const char *const[]){"index", name, table}, 3, NULL);
    snprintf(name, sizeof name, "table_%d_parent", number);
    snprintf(sql, sizeof sql, "CREATE INDEX %s ON table_%d (parent_id, created_at DESC)", name,
             number);
    add_object(insert, (const char *const[]){"index", name, table}, 4, sql);
    snprintf(name, sizeof name, "table_%d_rated", number);
    snprintf(sql, sizeof sql,
             "CREATE UNIQUE INDEX %s ON table_%d (lower(name)) WHERE rating IS NOT NULL", name,
             number);
    add_object(insert, (const char *const[]){"index", name, table}, 5, sql);
}

/* One in ten tables has them. */
static void add_definitions(sqlite3_stmt *insert, int number)
{
    char table[64], name[64], sql[1024];
    snprintf(table, sizeof table, "table_%d", number);
    snprintf(name, sizeof name, "table_%d_touch", number);
    snprintf(sql, sizeof sql,
             "CREATE TRIGGER %s AFTER UPDATE ON table_%d WHEN new.rating <> old.rating BEGIN "
             "UPDATE table_%d SET created_at = CURRENT_TIMESTAMP WHERE id = new.id; END",
             name, number, number);
    add_object(insert, (const char *const[]){"trigger", name, table}, 0, sql);
    snprintf(name, sizeof name, "rated_%d", number);
    snprintf(sql, sizeof sql, "CREATE VIEW %s AS SELECT id, name FROM table_%d WHERE rating > 3",
             name, number);
    add_object(insert, (const char *const[]){"view", name, name}, 0, sql);
}

void bench_write_database(const char *path, int tables)
{
    static const char start[] = "CREATE TABLE page_2 (a); CREATE TABLE page_3 (a);"
                                "CREATE TABLE page_4 (a); CREATE TABLE page_5 (a);"
                                "PRAGMA writable_schema = 1; BEGIN; DELETE FROM sqlite_schema";
    sqlite3 *handle = NULL;
    sqlite3_stmt *insert = NULL;
    unlink(path);
    bench_require(sqlite3_open(path, &handle) == SQLITE_OK, "the database cannot be created");
    bench_require(sqlite3_exec(handle, start, NULL, NULL, NULL) == SQLITE_OK, "not writable");
    bench_require(sqlite3_prepare_v2(handle, "INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", -1,
                                     &insert, NULL) == SQLITE_OK,
                  "the schema is not writable");
    for (int i = 0; i < tables; i++) {
        add_table(insert, i, tables);
        if (i % 10 == 0)
            add_definitions(insert, i);
    }
    sqlite3_finalize(insert);
    bench_require(sqlite3_exec(handle, "COMMIT", NULL, NULL, NULL) == SQLITE_OK, "not committed");
    sqlite3_close(handle);
}
