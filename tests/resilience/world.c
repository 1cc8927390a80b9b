#include "tests/resilience/world.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

double crash_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void crash_sleep(double seconds)
{
    struct timespec time = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    nanosleep(&time, NULL);
}

/* xorshift: what a seed gives is the same everywhere. */
uint64_t crash_random(struct crash_world *world, uint64_t limit)
{
    world->state ^= world->state << 13;
    world->state ^= world->state >> 7;
    world->state ^= world->state << 17;
    return world->state % limit;
}

void crash_fail(const struct crash_world *world, const char *format, ...)
{
    char command[600];
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s: ", world->engine->name);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\nthe end of %s/log:\n", world->folder);
    snprintf(command, sizeof command, "tail -n 20 '%s/log' >&2", world->folder);
    if (system(command) != 0)
        fprintf(stderr, "(there is none)\n");
    exit(1);
}

static bool is_sqlite(const struct crash_world *world)
{
    return strcmp(world->engine->dialect, "sqlite") == 0;
}

/* The engine's shell with a query; its answer. */
static char *shell(const struct crash_world *world, const char *database, const char *sql)
{
    static const size_t most = 1 << 20;
    char command[1600], path[600];
    char *answer = calloc(1, most);
    snprintf(path, sizeof path, "%s/query.sql", world->folder);
    FILE *file = fopen(path, "w");
    if (!answer || !file || fputs(sql, file) < 0 || fclose(file) != 0)
        crash_fail(world, "cannot write %s", path);
    if (is_sqlite(world))
        snprintf(command, sizeof command,
                 "sqlite3 -bail -cmd '.timeout 20000' '%s' <'%s' 2>>'%s/log'", database, path,
                 world->folder);
    else
        snprintf(command, sizeof command,
                 "psql -XAqt -v ON_ERROR_STOP=1 -d '%s' -f '%s' 2>>'%s/log'", database, path,
                 world->folder);
    FILE *pipe = popen(command, "r");
    size_t len = pipe ? fread(answer, 1, most - 1, pipe) : 0;
    answer[len] = '\0';
    if (!pipe || pclose(pipe) != 0)
        crash_fail(world, "this failed: %s", sql);
    return answer;
}

static bool others_are_at_work(const struct crash_world *world)
{
    char *count = shell(world, world->database,
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        " AND pid <> pg_backend_pid()");
    bool busy = strcmp(count, "0\n") != 0;
    free(count);
    return busy;
}

void crash_settle(const struct crash_world *world)
{
    while (!is_sqlite(world) && others_are_at_work(world))
        crash_sleep(0.01);
}

char *crash_ask(const struct crash_world *world, const char *sql)
{
    return shell(world, world->database, sql);
}

void crash_world_database(struct crash_world *world)
{
    char sql[300];
    if (is_sqlite(world)) {
        static const char *const suffixes[] = {"", "-journal", "-wal", "-shm"};
        char path[800];
        for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
            snprintf(path, sizeof path, "%s%s", world->database, suffixes[i]);
            unlink(path);
        }
        bool wal = strstr(world->engine->name, "wal") != NULL;
        free(shell(world, world->database,
                   wal ? "PRAGMA journal_mode = wal;" : "PRAGMA journal_mode = delete;"));
    } else {
        snprintf(sql, sizeof sql, "DROP DATABASE IF EXISTS orqgen_%d; CREATE DATABASE orqgen_%d;",
                 (int)getpid(), (int)getpid());
        char *text = sql;
        for (char *end = strchr(text, ';'); end; text = end + 1, end = strchr(text, ';')) {
            *end = '\0';
            free(shell(world, getenv("ORQ_TEST_PG"), text));
        }
    }
    free(shell(world, world->database, world->engine->rows));
}

static void write_migration(const struct crash_world *world, size_t index)
{
    const struct crash_migration *migration = &world->engine->migrations[index];
    const char *off = migration->foreign_keys_off ? " foreign-keys-off" : "";
    char path[700];
    snprintf(path, sizeof path, "%s/migrations/%s.sql", world->folder, migration->id);
    FILE *file = fopen(path, "w");
    if (!file)
        crash_fail(world, "cannot write %s", path);
    fprintf(file, "-- orqgen migration: %zu\n-- revision: %s\n", index + 1, migration->id);
    if (index > 0)
        fprintf(file, "-- parent: %s\n", world->engine->migrations[index - 1].id);
    fprintf(file, "\n-- +orqgen upgrade %s%s\n%s\n-- +orqgen downgrade %s%s\n%s",
            world->engine->dialect, off, migration->up, world->engine->dialect, off,
            migration->down);
    fclose(file);
}

void crash_world_make(struct crash_world *world, const struct crash_engine *engine)
{
    const char *program = getenv("ORQGEN");
    const char *temporary = getenv("TMPDIR");
    char path[600];
    world->engine = engine;
    world->program = program ? program : "orqgen";
    snprintf(world->folder, sizeof world->folder, "%s/orqgen-crash.%d",
             temporary ? temporary : "/tmp", (int)getpid());
    snprintf(path, sizeof path, "%s/migrations", world->folder);
    if (mkdir(world->folder, 0755) != 0 || mkdir(path, 0755) != 0)
        crash_fail(world, "cannot make %s", path);
    const char *socket = getenv("ORQ_TEST_SOCKET");
    if (is_sqlite(world))
        snprintf(world->database, sizeof world->database, "%s/crash.db", world->folder);
    else if (socket && getenv("ORQ_TEST_PG"))
        snprintf(world->database, sizeof world->database,
                 "postgresql:///orqgen_%d?host=%s&user=postgres", (int)getpid(), socket);
    else
        crash_fail(world, "ORQ_TEST_SOCKET and ORQ_TEST_PG are not set");
    snprintf(world->url, sizeof world->url, "%s%s", is_sqlite(world) ? "sqlite:" : "",
             world->database);
    for (size_t i = 0; i < engine->count; i++)
        write_migration(world, i);
    crash_world_database(world);
}

void crash_world_remove(struct crash_world *world)
{
    char command[700];
    if (!is_sqlite(world)) {
        snprintf(command, sizeof command, "DROP DATABASE orqgen_%d", (int)getpid());
        free(shell(world, getenv("ORQ_TEST_PG"), command));
    }
    snprintf(command, sizeof command, "rm -rf '%s'", world->folder);
    if (system(command) != 0)
        crash_fail(world, "cannot remove %s", world->folder);
}

pid_t crash_start(const struct crash_world *world, const char *const *words)
{
    const char *argv[16] = {world->program, "--db", world->url, NULL};
    char log[600];
    size_t count = 3;
    for (; *words && count < 15; words++)
        argv[count++] = *words;
    argv[count] = NULL;
    snprintf(log, sizeof log, "%s/log", world->folder);
    pid_t child = fork();
    if (child != 0)
        return child;
    int output = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (chdir(world->folder) != 0 || dup2(output, STDOUT_FILENO) < 0 ||
        dup2(output, STDERR_FILENO) < 0)
        _exit(127);
    execv(world->program, (char *const *)(uintptr_t)argv);
    _exit(127);
}

int crash_wait(pid_t child)
{
    int status = 0;
    if (waitpid(child, &status, 0) != child)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int crash_run(const struct crash_world *world, const char *const *words)
{
    return crash_wait(crash_start(world, words));
}
