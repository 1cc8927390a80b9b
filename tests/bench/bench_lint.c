/* `orqgen lint` of a first migration of many tables against one of half as many: its time must grow
 * with the number of statements, not with its square. In turn, again and again.
 *
 *     build/release/tests/bench/bench_lint [RUNS [MOST]]
 *
 * Goal: at most 3; twice would be a straight line, and the engine's own work at each CREATE and
 * DROP is not quite one. With MOST the exit code tells whether the ratio of the shortest processor
 * times is within it: what else the machine does makes them longer, never shorter. ORQGEN in the
 * environment: another program than this build's own. */
#include "tests/bench/measure.h"
#include "tests/bench/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define MANY 400
#define HALF 200

static int lint(char *folder, const char *output)
{
    char *program = getenv("ORQGEN");
    char usual[] = ORQGEN_PROGRAM;
    char *const argv[] = {
        program ? program : usual,   (char[]){"--migrations"}, folder,           (char[]){"--db"},
        (char[]){"sqlite:bench.db"}, (char[]){"lint"},         (char[]){"head"}, NULL};
    return bench_program(argv, NULL, output);
}

static int lint_many(const char *output)
{
    return lint((char[]){"many"}, output);
}

static int lint_half(const char *output)
{
    return lint((char[]){"half"}, output);
}

static void write_table(FILE *file, int i)
{
    fprintf(
        file,
        "CREATE TABLE t%d (id INTEGER PRIMARY KEY, parent INTEGER, name TEXT NOT NULL,\n"
        "    kind TEXT DEFAULT 'x', amount NUMERIC, note TEXT, born TEXT, state INTEGER,\n"
        "    FOREIGN KEY (parent) REFERENCES t%d (id));\n"
        "CREATE INDEX t%d_parent ON t%d (parent);\nCREATE INDEX t%d_name ON t%d (name, kind);\n",
        i, i / 2, i, i, i, i);
}

static void write_migration(const char *folder, int tables)
{
    char path[100];
    bench_require(mkdir(folder, 0700) == 0, "no folder");
    snprintf(path, sizeof path, "%s/1_first.sql", folder);
    FILE *file = fopen(path, "w");
    bench_require(file != NULL, "a migration cannot be written");
    fputs("-- orqgen migration: first\n-- revision: first0000001\n\n-- +orqgen upgrade sqlite\n",
          file);
    for (int i = 0; i < tables; i++)
        write_table(file, i);
    fputs("\n-- +orqgen downgrade sqlite\n", file);
    for (int i = tables; i-- > 0;)
        fprintf(file, "DROP TABLE t%d;\n", i);
    bench_require(fclose(file) == 0, "a migration cannot be written");
}

static int within(double *many, double *half, int runs, double most)
{
    double longer = bench_shortest(many, (size_t)runs),
           shorter = bench_shortest(half, (size_t)runs);
    printf("shortest runs, processor time: %.3f ms, %.3f ms, ratio %.2f\n", longer * 1e3,
           shorter * 1e3, longer / shorter);
    return longer <= most * shorter;
}

int main(int argc, char **argv)
{
    static struct bench_samples many, half;
    const char *names[] = {"400 tables", "200 tables"};
    double most = argc > 2 ? strtod(argv[2], NULL) : 0;
    int runs = bench_runs(argc > 1 ? 2 : 1, argv, 11, BENCH_MOST_RUNS);
    char folder[] = "/tmp/orq_bench_XXXXXX";
    bench_require(mkdtemp(folder) != NULL && chdir(folder) == 0, "no folder");
    write_migration("many", MANY);
    write_migration("half", HALF);
    for (int i = 0; i < runs; i++) {
        bench_sample(&many, i, lint_many);
        bench_sample(&half, i, lint_half);
    }
    printf("orqgen lint of a first migration, medians of %d runs; the goal is 3\n", runs);
    bench_ratio("wall clock", names, many.wall, half.wall, runs);
    bench_ratio("processor time", names, many.processor, half.processor, runs);
    int good = within(many.processor, half.processor, runs, most);
    bench_remove_folder("many");
    bench_remove_folder("half");
    bench_remove_folder(folder);
    return most > 0 && !good;
}
