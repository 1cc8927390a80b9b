/* The whole of `orqgen check` on the four tables of the reference model, against a bare program
 * that opens the same database and reads sqlite_schema. Both are started again and again, in turn.
 *
 *     build/release/tests/bench/bench_open [RUNS]
 *
 * Goal: at most twice the bare program, and libpq not loaded. */
#include "tests/bench/measure.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_RUNS 10001

extern char **environ;

static const char orqgen[] = ORQGEN_PROGRAM;
static const char bare[] = BARE_PROGRAM;
static const char model[] = REFERENCE_MODEL;

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

static int run_orqgen(const char *const words[3], const char *output)
{
    char program[sizeof orqgen], path[sizeof model];
    char words_copy[3][64];
    char *argv[] = {program,
                    (char[]){"--model"},
                    path,
                    (char[]){"--db"},
                    (char[]){"sqlite:bench.db"},
                    words_copy[0],
                    words_copy[1],
                    words_copy[2],
                    NULL};
    memcpy(program, orqgen, sizeof orqgen);
    memcpy(path, model, sizeof model);
    for (int i = 0; i < 3; i++) {
        snprintf(words_copy[i], sizeof words_copy[i], "%s", words[i] ? words[i] : "");
        if (!words[i])
            argv[5 + i] = NULL;
    }
    return run(argv, output);
}

static int run_check(const char *output)
{
    return run_orqgen((const char *const[]){"check", NULL, NULL}, output);
}

static int run_bare(const char *output)
{
    char program[sizeof bare];
    char *argv[] = {program, (char[]){"bench.db"}, NULL};
    memcpy(program, bare, sizeof bare);
    return run(argv, output);
}

static double timed(int (*program)(const char *output))
{
    double start = bench_wall();
    bench_require(program("/dev/null") == 0, "a run failed");
    return bench_wall() - start;
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
    int made = run_orqgen((const char *const[]){"--autogenerate", "-m", "first"}, "/dev/null");
    bench_require(made == 0, "orqgen --autogenerate failed");
    made = run_orqgen((const char *const[]){"upgrade", NULL, NULL}, "/dev/null");
    bench_require(made == 0, "orqgen upgrade failed");
}

int main(int argc, char **argv)
{
    static double checks[MOST_RUNS], bares[MOST_RUNS];
    int runs = argc > 1 ? atoi(argv[1]) : 500;
    char folder[] = "/tmp/orq_bench_XXXXXX", clean_up[64];
    bench_require(runs > 0 && runs <= MOST_RUNS, "from 1 to 10001 runs");
    bench_require(mkdtemp(folder) != NULL && chdir(folder) == 0, "no folder");
    make_database();
    bench_require(loads("libsqlite3"), "the loaded libraries cannot be told");
    printf("libpq is %s\n", loads("libpq") ? "LOADED" : "not loaded");
    for (int i = 0; i < runs; i++) {
        checks[i] = timed(run_check);
        bares[i] = timed(run_bare);
    }
    double check = bench_median(checks, (size_t)runs), least = bench_median(bares, (size_t)runs);
    printf("orqgen check %.3f ms, bare program %.3f ms, ratio %.2f (medians of %d runs; the goal "
           "is 2)\n",
           check * 1e3, least * 1e3, check / least, runs);
    snprintf(clean_up, sizeof clean_up, "rm -rf %s", folder);
    return system(clean_up) == 0 ? 0 : 1;
}
