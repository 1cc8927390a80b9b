/* The whole of `orqgen check` on the four tables of the reference model, against a bare program
 * that opens the same database and reads sqlite_schema. Both are started again and again, in turn.
 *
 *     build/release/tests/bench/bench_open [RUNS]
 *
 * Goal: at most twice the bare program, and libpq not loaded. On a busy machine the processor time
 * tells more than the wall clock. */
#include "tests/bench/measure.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_RUNS 10001

extern char **environ;

/* Runs the program to its end with its output in a file; gives its exit code. */
static int run(char *const argv[], const char *output)
{
    posix_spawn_file_actions_t actions;
    pid_t child = 0;
    int status = 0;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC,
                                     0600);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    bench_require(posix_spawn(&child, argv[0], &actions, NULL, argv, environ) == 0,
                  "a program cannot be started");
    posix_spawn_file_actions_destroy(&actions);
    bench_require(waitpid(child, &status, 0) == child, "a program was lost");
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* exec takes words that may be written to, though nobody does. */
static int run_orqgen(char *const words[3], const char *output)
{
    char program[] = ORQGEN_PROGRAM, model[] = REFERENCE_MODEL;
    char *const argv[] = {program,
                          (char[]){"--model"},
                          model,
                          (char[]){"--db"},
                          (char[]){"sqlite:bench.db"},
                          (char[]){"--migrations"},
                          (char[]){"."},
                          words[0],
                          words[1],
                          words[2],
                          NULL};
    return run(argv, output);
}

static int run_check(const char *output)
{
    return run_orqgen((char *const[]){(char[]){"check"}, NULL, NULL}, output);
}

static int run_bare(const char *output)
{
    return run((char *const[]){(char[]){BARE_PROGRAM}, (char[]){"bench.db"}, NULL}, output);
}

/* Seconds of processor time of all programs that have ended, that in the kernel included. */
static double processor_time(void)
{
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

struct samples {
    double wall[MOST_RUNS], processor[MOST_RUNS];
};

static void take_sample(struct samples *samples, int i, int (*program)(const char *output))
{
    double start = bench_wall(), used = processor_time();
    bench_require(program("/dev/null") == 0, "a run failed");
    samples->wall[i] = bench_wall() - start;
    samples->processor[i] = processor_time() - used;
}

static void print_ratio(const char *what, double *checks, double *bares, int runs)
{
    double check = bench_median(checks, (size_t)runs), least = bench_median(bares, (size_t)runs);
    printf("%s: orqgen check %.3f ms, bare program %.3f ms, ratio %.2f\n", what, check * 1e3,
           least * 1e3, check / least);
}

/* The dynamic linker tells each library that it looks for. */
static int loads(const char *library)
{
    char line[1024];
    int found = 0;
    setenv("LD_DEBUG", "libs", 1);
    bench_require(run_check("libs.txt") == 0, "check failed");
    unsetenv("LD_DEBUG");
    FILE *log = fopen("libs.txt", "r");
    bench_require(log != NULL, "what was loaded is not known");
    while (fgets(line, sizeof line, log))
        found = found || strstr(line, library) != NULL;
    fclose(log);
    return found;
}

static void make_database(void)
{
    char *const generate[] = {(char[]){"--autogenerate"}, (char[]){"-m"}, (char[]){"first"}};
    char *const upgrade[] = {(char[]){"upgrade"}, NULL, NULL};
    bench_require(run_orqgen(generate, "/dev/null") == 0, "orqgen --autogenerate failed");
    bench_require(run_orqgen(upgrade, "/dev/null") == 0, "orqgen upgrade failed");
}

int main(int argc, char **argv)
{
    static struct samples checks, bares;
    int runs = bench_runs(argc, argv, 500, MOST_RUNS);
    char folder[] = "/tmp/orq_bench_XXXXXX";
    bench_require(mkdtemp(folder) != NULL && chdir(folder) == 0, "no folder");
    make_database();
    bench_require(loads("libsqlite3"), "the loaded libraries cannot be told");
    printf("libpq is %s\n", loads("libpq") ? "LOADED" : "not loaded");
    for (int i = 0; i < runs; i++) {
        take_sample(&checks, i, run_check);
        take_sample(&bares, i, run_bare);
    }
    printf("medians of %d runs; the goal is 2\n", runs);
    print_ratio("wall clock", checks.wall, bares.wall, runs);
    print_ratio("processor time", checks.processor, bares.processor, runs);
    bench_remove_folder(folder);
    return 0;
}
