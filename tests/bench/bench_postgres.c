/* orqgen check of large PostgreSQL databases, against pg_dump -s and against the bare catalogue
 * queries, all in one run and in turn, with the server's processor time.
 *
 *     ORQ_TEST_PG=postgresql:///postgres?host=/tmp&user=postgres \
 *         build/release/tests/bench/bench_postgres [RUNS]
 *
 * The server's processes must be to be seen in /proc, and nobody else may use it. Goals: at most
 * 0.25 times the wall clock and 0.33 times the processor time of pg_dump; 1.25 times the bare
 * queries; 128 MiB at 10,000 tables; a comparison that finds 1 % of the tables changed costs at
 * most 10 % more than one that finds nothing. */
#include "tests/bench/measure.h"

#include "db/db.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_RUNS 101
#define AT_ONCE 250 /* tables made in one transaction: the server's locks are limited */
#define CHANGED 100 /* one table in so many */

extern char **environ;

struct bench {
    struct orq_arena *arena;
    struct orq_diags *diags;
    struct orq_db *admin;
    const char *url, *admin_url, *folder;
    long postmaster;
    int processes; /* of the server, while nothing is measured */
};

/* ---- the databases ---- */

static void add_table(struct orq_str *sql, int number)
{
    orq_str_addf(sql,
                 "CREATE TABLE table_%d (id bigint NOT NULL CONSTRAINT table_%d_pkey PRIMARY KEY, "
                 "parent_id bigint NOT NULL, name text NOT NULL, "
                 "code varchar(20) NOT NULL DEFAULT 'new', rating integer DEFAULT 3 "
                 "CONSTRAINT table_%d_rating_check CHECK (rating BETWEEN 1 AND 5), "
                 "price numeric(10,2) NOT NULL DEFAULT 0, payload jsonb DEFAULT '{}', "
                 "created_at timestamptz NOT NULL DEFAULT now());"
                 "CREATE INDEX table_%d_parent ON table_%d (parent_id, created_at DESC);"
                 "CREATE UNIQUE INDEX table_%d_rated ON table_%d (lower(name)) "
                 "WHERE rating IS NOT NULL;",
                 number, number, number, number, number, number, number);
}

static void add_key(struct orq_str *sql, int number, int tables)
{
    orq_str_addf(sql,
                 "ALTER TABLE table_%d ADD CONSTRAINT table_%d_parent_fkey FOREIGN KEY (parent_id) "
                 "REFERENCES table_%d (id) ON DELETE CASCADE;",
                 number, number, (number * 7 + 1) % tables);
}

static void must(struct bench *bench, enum orq_status status)
{
    if (status == ORQ_OK)
        return;
    orq_diags_print(bench->diags, 0, stderr, false);
    exit(1);
}

static void run_sql(struct bench *bench, struct orq_db *db, const struct orq_str *sql)
{
    must(bench, orq_db_begin(db, bench->diags));
    must(bench, orq_db_exec(db, orq_str_text(sql), bench->diags));
    must(bench, orq_db_commit(db, bench->diags));
}

static void fill_database(struct bench *bench, struct orq_db *db, int tables)
{
    for (int keys = 0; keys < 2; keys++)
        for (int first = 0; first < tables; first += AT_ONCE) {
            struct orq_str sql = orq_str_new(bench->arena);
            for (int i = first; i < first + AT_ONCE && i < tables; i++) {
                if (keys)
                    add_key(&sql, i, tables);
                else
                    add_table(&sql, i);
            }
            run_sql(bench, db, &sql);
        }
    must(bench, orq_db_exec(db, "VACUUM ANALYZE pg_catalog.pg_class", bench->diags));
    must(bench, orq_db_exec(db, "VACUUM ANALYZE", bench->diags));
}

static struct orq_db *open_url(struct bench *bench, const char *text)
{
    struct orq_url url;
    struct orq_db *db = NULL;
    must(bench,
         orq_url_parse(bench->arena, &(struct orq_url_text){.text = text}, bench->diags, &url));
    must(bench, orq_db_open(bench->arena, &url, ORQ_DB_WRITE, bench->diags, &db));
    return db;
}

/* The URL of the test's server with another database. */
static const char *url_of(struct bench *bench, const char *database)
{
    const char *host = strstr(bench->admin_url, "://");
    host = host ? host + strlen("://") : bench->admin_url;
    size_t authority = strcspn(host, "/?");
    const char *options = strchr(host, '?');
    return orq_arena_printf(bench->arena, "postgresql://%.*s/%s%s", (int)authority, host, database,
                            options ? options : "");
}

/* ---- processor time of the server ---- */

static unsigned long field_of(long pid, int wanted)
{
    char path[64], text[1024] = "";
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    FILE *stat = fopen(path, "r");
    bench_require(stat && fgets(text, sizeof text, stat), "the server's processes are not seen");
    fclose(stat);
    char *at = strrchr(text, ')'); /* the second field may hold blanks */
    for (int field = 2; field < wanted; field++)
        at = strchr(at + 1, ' ');
    return strtoul(at + 1, NULL, 10);
}

/* Seconds of all server processes that have ended. */
static double server_time(const struct bench *bench)
{
    double ticks = (double)(field_of(bench->postmaster, 16) + field_of(bench->postmaster, 17));
    return ticks / (double)sysconf(_SC_CLK_TCK);
}

static int server_processes(const struct bench *bench)
{
    char path[64], text[4096] = "";
    int count = 0;
    snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", bench->postmaster,
             bench->postmaster);
    FILE *children = fopen(path, "r");
    bench_require(children != NULL, "the server's processes are not seen");
    if (fgets(text, sizeof text, children))
        for (const char *p = text; *p; p++)
            count += *p == ' ';
    fclose(children);
    return count;
}

/* A process counts once the server has seen its end. */
static double settled_server_time(const struct bench *bench)
{
    const struct timespec moment = {0, 5000000};
    while (server_processes(bench) > bench->processes)
        nanosleep(&moment, NULL);
    return server_time(bench);
}

/* ---- samples ---- */

enum program { DUMP, BARE, MODEL, CHECK, CHANGED_CHECK, PROGRAMS };
static const char *const program_names[] = {
    [DUMP] = "pg_dump -s",    [BARE] = "bare queries",         [MODEL] = "the model alone",
    [CHECK] = "orqgen check", [CHANGED_CHECK] = "1 % changed",
};

struct samples {
    double wall[MOST_RUNS], client[MOST_RUNS], server[MOST_RUNS];
    long peak; /* KiB, the largest */
};

/* silent: what is found is on the other stream. */
static pid_t spawn(char *const argv[], const char *output, bool silent)
{
    posix_spawn_file_actions_t actions;
    pid_t child = 0;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC,
                                     0600);
    if (silent)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    bench_require(posix_spawnp(&child, argv[0], &actions, NULL, argv, environ) == 0,
                  "a program cannot be started");
    posix_spawn_file_actions_destroy(&actions);
    return child;
}

static pid_t start(const struct bench *bench, enum program program)
{
    char *url = orq_arena_strdup(bench->arena, bench->url);
    char *model = orq_arena_printf(bench->arena, "%s/%s.yaml", bench->folder,
                                   program == CHANGED_CHECK ? "changed" : "model");
    char *empty = orq_arena_printf(bench->arena, "%s/migrations", bench->folder);
    char *const check[] = {(char[]){ORQGEN_PROGRAM},
                           (char[]){"--model"},
                           model,
                           (char[]){"--db"},
                           url,
                           (char[]){"--migrations"},
                           empty,
                           (char[]){"check"},
                           NULL};
    char *const dump[] = {(char[]){"pg_dump"}, (char[]){"-s"}, (char[]){"-d"}, url, NULL};
    char *const bare[] = {(char[]){BARE_PROGRAM}, (char[]){"catalog"}, url, NULL};
    char *const read[] = {(char[]){BARE_PROGRAM}, (char[]){"model"}, model, NULL};
    char *const *const argv[] = {
        [DUMP] = dump, [BARE] = bare, [MODEL] = read, [CHECK] = check, [CHANGED_CHECK] = check};
    return spawn(argv[program], "/dev/null", program == CHANGED_CHECK);
}

static double seconds_of(const struct rusage *used)
{
    return (double)(used->ru_utime.tv_sec + used->ru_stime.tv_sec) +
           (double)(used->ru_utime.tv_usec + used->ru_stime.tv_usec) / 1e6;
}

extern pid_t wait4(pid_t pid, int *status, int options, struct rusage *used);

static void take_sample(const struct bench *bench, enum program program, struct samples *samples,
                        int i)
{
    int status = 0;
    struct rusage used = {0};
    double before = settled_server_time(bench), begun = bench_wall();
    pid_t child = start(bench, program);
    bench_require(wait4(child, &status, 0, &used) == child, "a program was lost");
    samples->wall[i] = bench_wall() - begun;
    samples->client[i] = seconds_of(&used);
    samples->server[i] = settled_server_time(bench) - before;
    if (used.ru_maxrss > samples->peak)
        samples->peak = used.ru_maxrss;
    int wanted = program == CHANGED_CHECK ? 1 : 0;
    bench_require(WIFEXITED(status) && WEXITSTATUS(status) == wanted, program_names[program]);
}

/* ---- models ---- */

/* Where changed, one check in a hundred is another. */
static void copy_changed(const char *from, const char *to)
{
    static char line[1 << 16];
    FILE *in = fopen(from, "r"), *out = fopen(to, "w");
    int checks = 0;
    bench_require(in && out, "the model cannot be copied");
    while (fgets(line, sizeof line, in)) {
        char *limit = strstr(line, "rating <= 5");
        if (limit && checks++ % CHANGED == 0)
            limit[strlen("rating <= 5") - 1] = '6';
        fputs(line, out);
    }
    bench_require(fclose(out) == 0 && fclose(in) == 0 && checks > 0, "the model was not changed");
}

/* What orqgen writes of the database. */
static void write_models(struct bench *bench)
{
    const char *model = orq_arena_printf(bench->arena, "%s/model.yaml", bench->folder);
    char *url = orq_arena_strdup(bench->arena, bench->url);
    char *const argv[] = {(char[]){ORQGEN_PROGRAM}, (char[]){"inspect"}, url, NULL};
    int status = 0;
    pid_t child = spawn(argv, model, false);
    bench_require(waitpid(child, &status, 0) == child && status == 0, "orqgen inspect failed");
    copy_changed(model, orq_arena_printf(bench->arena, "%s/changed.yaml", bench->folder));
}

/* ---- the table ---- */

static void print_ratios(const struct samples *all, int runs)
{
    double wall[PROGRAMS], cpu[PROGRAMS];
    static double both[MOST_RUNS], sum[MOST_RUNS];
    for (int p = 0; p < PROGRAMS; p++) {
        for (int i = 0; i < runs; i++) {
            both[i] = all[p].wall[i];
            sum[i] = all[p].client[i] + all[p].server[i];
        }
        wall[p] = bench_median(both, (size_t)runs);
        cpu[p] = bench_median(sum, (size_t)runs);
        printf("  %-16s %8.3f s wall, %8.3f s of processors, peak %6.1f MiB\n", program_names[p],
               wall[p], cpu[p], (double)all[p].peak / 1024);
    }
    printf("  check / pg_dump:        %.2f wall, %.2f processors; without the model %.2f, %.2f\n",
           wall[CHECK] / wall[DUMP], cpu[CHECK] / cpu[DUMP],
           (wall[CHECK] - wall[MODEL]) / wall[DUMP], (cpu[CHECK] - cpu[MODEL]) / cpu[DUMP]);
    printf("  check / bare queries:   %.2f wall, %.2f processors; without the model %.2f, %.2f\n",
           wall[CHECK] / wall[BARE], cpu[CHECK] / cpu[BARE],
           (wall[CHECK] - wall[MODEL]) / wall[BARE], (cpu[CHECK] - cpu[MODEL]) / cpu[BARE]);
    printf("  1 %% changed / check:    %.2f wall, %.2f processors\n",
           wall[CHANGED_CHECK] / wall[CHECK], cpu[CHANGED_CHECK] / cpu[CHECK]);
}

static void measure(struct bench *bench, int tables, int runs)
{
    static struct samples all[PROGRAMS];
    const char *name = orq_arena_printf(bench->arena, "orqgen_bench_%d", tables);
    const char *drop = orq_arena_printf(bench->arena, "DROP DATABASE IF EXISTS %s", name);
    const char *create =
        orq_arena_printf(bench->arena, "CREATE DATABASE %s TEMPLATE template0", name);
    memset(all, 0, sizeof all);
    must(bench, orq_db_exec(bench->admin, drop, bench->diags));
    must(bench, orq_db_exec(bench->admin, create, bench->diags));
    bench->url = url_of(bench, name);
    struct orq_db *db = open_url(bench, bench->url);
    fill_database(bench, db, tables);
    orq_db_close(db);
    write_models(bench);
    sleep(1); /* until all that used the database so far have ended */
    bench->processes = server_processes(bench);
    for (int i = 0; i < runs; i++)
        for (int p = 0; p < PROGRAMS; p++)
            take_sample(bench, (enum program)p, &all[p], i);
    printf("%d tables, medians of %d runs\n", tables, runs);
    print_ratios(all, runs);
    must(bench, orq_db_exec(bench->admin, drop, bench->diags));
}

int main(int argc, char **argv)
{
    static const int sizes[] = {1000, 10000};
    int runs = bench_runs(argc, argv, 5, MOST_RUNS);
    char folder[] = "/tmp/orq_bench_XXXXXX";
    struct bench bench = {.arena = orq_arena_new(), .folder = folder};
    const char *pid = NULL;
    bench.diags = orq_diags_new(bench.arena);
    bench.admin_url = getenv("ORQ_TEST_PG");
    if (!bench.admin_url) {
        fputs("bench: ORQ_TEST_PG is not set\n", stderr);
        return 1;
    }
    bench_require(mkdtemp(folder) != NULL, "no folder");
    bench.admin = open_url(&bench, bench.admin_url);
    must(&bench,
         orq_db_value(bench.arena, bench.admin, "SELECT pg_backend_pid()", bench.diags, &pid));
    bench.postmaster = (long)field_of(strtol(pid, NULL, 10), 4);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        measure(&bench, sizes[i], runs);
    orq_db_close(bench.admin);
    bench_remove_folder(folder);
    return 0;
}
