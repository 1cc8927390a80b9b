/* A history of 1,000 small revisions: `orqgen heads` against a bare program that reads the files,
 * and `orqgen upgrade` from empty against the same statements in as many transactions by the
 * sqlite3 shell. All are started again and again, in turn.
 *
 *     build/release/tests/bench/bench_history [RUNS]
 *
 * Goals: at most 3 times the bare program; at most 1.5 times the shell. */
#include "tests/bench/measure.h"
#include "tests/bench/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define REVISIONS 1000

static void write_revision(int i, FILE *script)
{
    char path[100], sql[100];
    snprintf(path, sizeof path, "migrations/%04d.sql", i);
    snprintf(sql, sizeof sql, "CREATE TABLE t%d (id INTEGER PRIMARY KEY, a TEXT NOT NULL);", i);
    FILE *file = fopen(path, "w");
    bench_require(file != NULL, "a revision cannot be written");
    fprintf(file, "-- orqgen migration: step %d\n-- revision: revision%04d\n", i, i);
    if (i > 0)
        fprintf(file, "-- parent: revision%04d\n", i - 1);
    fprintf(file, "-- created: 2026-11-22T15:43:00Z\n\n-- +orqgen upgrade sqlite\n%s\n", sql);
    fprintf(file, "\n-- +orqgen downgrade sqlite\nDROP TABLE t%d;\n", i);
    bench_require(fclose(file) == 0, "a revision cannot be written");
    fprintf(script, "BEGIN IMMEDIATE;\n%s\nCOMMIT;\n", sql);
}

static void write_history(void)
{
    bench_require(mkdir("migrations", 0700) == 0, "no folder");
    FILE *script = fopen("script.sql", "w");
    bench_require(script != NULL, "the script cannot be written");
    for (int i = 0; i < REVISIONS; i++)
        write_revision(i, script);
    bench_require(fclose(script) == 0, "the script cannot be written");
}

static int run_heads(const char *output)
{
    return bench_program((char *const[]){(char[]){ORQGEN_PROGRAM}, (char[]){"heads"}, NULL}, NULL,
                         output);
}

static int run_reading(const char *output)
{
    return bench_program((char *const[]){(char[]){BARE_PROGRAM}, (char[]){"migrations"}, NULL},
                         NULL, output);
}

static int run_upgrade(const char *output)
{
    unlink("ours.db");
    return bench_program((char *const[]){(char[]){ORQGEN_PROGRAM}, (char[]){"--db"},
                                         (char[]){"sqlite:ours.db"}, (char[]){"upgrade"}, NULL},
                         NULL, output);
}

static int run_shell(const char *output)
{
    unlink("theirs.db");
    return bench_program(
        (char *const[]){(char[]){"sqlite3"}, (char[]){"-bail"}, (char[]){"theirs.db"}, NULL},
        "script.sql", output);
}

int main(int argc, char **argv)
{
    static struct bench_samples heads, reading, upgrade, shell;
    const char *files[] = {"orqgen heads", "reading the files"};
    const char *runs_of[] = {"orqgen upgrade", "sqlite3"};
    int runs = bench_runs(argc, argv, 11, BENCH_MOST_RUNS);
    char folder[] = "/tmp/orq_bench_XXXXXX";
    bench_require(mkdtemp(folder) != NULL && chdir(folder) == 0, "no folder");
    write_history();
    for (int i = 0; i < runs; i++) {
        bench_sample(&heads, i, run_heads);
        bench_sample(&reading, i, run_reading);
        bench_sample(&upgrade, i, run_upgrade);
        bench_sample(&shell, i, run_shell);
    }
    printf("%d revisions, medians of %d runs; the goals are 3 and 1.5\n", REVISIONS, runs);
    bench_ratio("wall clock", files, heads.wall, reading.wall, runs);
    bench_ratio("processor time", files, heads.processor, reading.processor, runs);
    bench_ratio("wall clock", runs_of, upgrade.wall, shell.wall, runs);
    bench_ratio("processor time", runs_of, upgrade.processor, shell.processor, runs);
    bench_remove_folder("migrations");
    bench_remove_folder(folder);
    return 0;
}
