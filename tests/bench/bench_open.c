/* The whole of `orqgen check` on the four tables of the reference model, against a bare program
 * that opens the same database and reads sqlite_schema. Both are started again and again, in turn.
 *
 *     build/release/tests/bench/bench_open [RUNS]
 *
 * Goal: at most twice the bare program, and libpq not loaded. On a busy machine the processor time
 * tells more than the wall clock. */
#include "tests/bench/measure.h"
#include "tests/bench/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
    return bench_program(argv, NULL, output);
}

static int run_check(const char *output)
{
    return run_orqgen((char *const[]){(char[]){"check"}, NULL, NULL}, output);
}

static int run_bare(const char *output)
{
    return bench_program((char *const[]){(char[]){BARE_PROGRAM}, (char[]){"bench.db"}, NULL}, NULL,
                         output);
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
    static struct bench_samples checks, bares;
    const char *names[] = {"orqgen check", "bare program"};
    int runs = bench_runs(argc, argv, 500, BENCH_MOST_RUNS);
    char folder[] = "/tmp/orq_bench_XXXXXX";
    bench_require(mkdtemp(folder) != NULL && chdir(folder) == 0, "no folder");
    make_database();
    bench_require(loads("libsqlite3"), "the loaded libraries cannot be told");
    printf("libpq is %s\n", loads("libpq") ? "LOADED" : "not loaded");
    for (int i = 0; i < runs; i++) {
        bench_sample(&checks, i, run_check);
        bench_sample(&bares, i, run_bare);
    }
    printf("medians of %d runs; the goal is 2\n", runs);
    bench_ratio("wall clock", names, checks.wall, bares.wall, runs);
    bench_ratio("processor time", names, checks.processor, bares.processor, runs);
    bench_remove_folder(folder);
    return 0;
}
