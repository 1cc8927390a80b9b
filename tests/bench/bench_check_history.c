/* `orqgen check --history` of the reference model with 100 revisions, which asks no database,
 * against a bare program that opens the database that they build and reads sqlite_schema. Both are
 * started again and again, in turn.
 *
 *     build/release/tests/bench/bench_check_history [RUNS [MOST]]
 *
 * Goal: at most 20 times the bare program. With MOST the exit code tells whether the ratio of the
 * shortest processor times is within it: what else the machine does makes them longer, never
 * shorter. ORQGEN in the environment: another program than this build's own. */
#include "tests/bench/measure.h"
#include "tests/bench/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define REVISIONS 100

static int run_orqgen(char *const words[3], const char *output)
{
    char *program = getenv("ORQGEN");
    char usual[] = ORQGEN_PROGRAM, model[] = REFERENCE_MODEL;
    char *const argv[] = {program ? program : usual,
                          (char[]){"--model"},
                          model,
                          (char[]){"--db"},
                          (char[]){"sqlite:bench.db"},
                          words[0],
                          words[1],
                          words[2],
                          NULL};
    return bench_program(argv, NULL, output);
}

static int run_check(const char *output)
{
    return run_orqgen((char *const[]){(char[]){"check"}, (char[]){"--history"}, NULL}, output);
}

static int run_bare(const char *output)
{
    return bench_program((char *const[]){(char[]){BARE_PROGRAM}, (char[]){"bench.db"}, NULL}, NULL,
                         output);
}

/* A column and an index come and go, so that the last revision is at the model again. */
static void write_upgrade(FILE *file, int i)
{
    int column = (i - 1) / 2;
    if (i == REVISIONS - 1)
        fputs("UPDATE human_feedback SET id = id WHERE id IS NULL;\n", file);
    else if (i % 2 == 1)
        fprintf(file,
                "ALTER TABLE human_feedback ADD COLUMN note%d TEXT;\n"
                "CREATE INDEX human_feedback_note%d ON human_feedback (note%d);\n",
                column, column, column);
    else
        fprintf(file,
                "DROP INDEX human_feedback_note%d;\n"
                "ALTER TABLE human_feedback DROP COLUMN note%d;\n",
                column, column);
}

static void write_revision(int i)
{
    char path[100];
    snprintf(path, sizeof path, "migrations/%d.sql", 30000000 + i);
    FILE *file = fopen(path, "w");
    bench_require(file != NULL, "a revision cannot be written");
    fprintf(file,
            "-- orqgen migration: step %d\n-- revision: revision%04d\n-- parent: revision%04d\n"
            "-- created: 2026-11-22T15:43:00Z\n\n-- +orqgen upgrade sqlite\n",
            i, i, i - 1);
    write_upgrade(file, i);
    fputs("\n-- +orqgen downgrade sqlite\n", file);
    bench_require(fclose(file) == 0, "a revision cannot be written");
}

/* The first is orqgen's own; the database is what all of them build. */
static void write_history(void)
{
    char *const generate[] = {(char[]){"--autogenerate"}, (char[]){"--rev-id=revision0000"},
                              (char[]){"-mfirst"}};
    char *const upgrade[] = {(char[]){"upgrade"}, (char[]){"--allow-data-loss"}, NULL};
    bench_require(run_orqgen(generate, "/dev/null") == 0, "orqgen --autogenerate failed");
    for (int i = 1; i < REVISIONS; i++)
        write_revision(i);
    bench_require(run_orqgen(upgrade, "/dev/null") == 0, "orqgen upgrade failed");
}

static int within(double *ours, double *others, int runs, double most)
{
    double own = bench_shortest(ours, (size_t)runs), other = bench_shortest(others, (size_t)runs);
    printf("shortest runs, processor time: %.3f ms, %.3f ms, ratio %.2f\n", own * 1e3, other * 1e3,
           own / other);
    return own <= most * other;
}

int main(int argc, char **argv)
{
    static struct bench_samples checks, bares;
    const char *names[] = {"orqgen check --history", "bare program"};
    double most = argc > 2 ? strtod(argv[2], NULL) : 0;
    int runs = bench_runs(argc > 1 ? 2 : 1, argv, 101, BENCH_MOST_RUNS);
    char folder[] = "/tmp/orq_bench_XXXXXX";
    bench_require(mkdtemp(folder) != NULL && chdir(folder) == 0, "no folder");
    write_history();
    for (int i = 0; i < runs; i++) {
        bench_sample(&checks, i, run_check);
        bench_sample(&bares, i, run_bare);
    }
    printf("%d revisions, medians of %d runs; the goal is 20\n", REVISIONS, runs);
    bench_ratio("wall clock", names, checks.wall, bares.wall, runs);
    bench_ratio("processor time", names, checks.processor, bares.processor, runs);
    int good = within(checks.processor, bares.processor, runs, most);
    bench_remove_folder("migrations");
    bench_remove_folder(folder);
    return most > 0 && !good;
}
