/* Reading and resolving large models: time, and the memory that stays.
 *
 *     build/release/tests/bench/bench_model [RUNS]
 *
 * Goals: a model of 10,000 tables with their columns, keys, checks and indexes in at most 64 MiB,
 * linear in the number of tables. */
#include "tests/bench/measure.h"

#include "model/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_RUNS 101
#define MIB(bytes) ((double)(bytes) / (1024.0 * 1024.0))

struct sample {
    double read, resolve; /* seconds */
    size_t read_arena, resolve_arena, peak;
};

/* Six columns, a key, a foreign key, a check and two indexes each, as a person writes them. */
static void write_model(const char *path, int tables)
{
    FILE *out = fopen(path, "w");
    bench_require(out != NULL, "cannot write");
    fputs("model: bench\nmanage: [tables]\ntables:\n", out);
    for (int i = 0; i < tables; i++)
        fprintf(out,
                "  table_%05d:\n"
                "    comment: What table %d is for\n"
                "    columns:\n"
                "      id: {type: uuid, primary_key: true, default: {generate: uuid}}\n"
                "      parent_id: {type: uuid, references: {table: table_%05d, column: id, "
                "on_delete: cascade}}\n"
                "      name: {type: text, nullable: false}\n"
                "      rating: {type: smallint, check: rating BETWEEN 1 AND 5}\n"
                "      state: {type: varchar(20), nullable: false, default: pending}\n"
                "      created_at: {type: timestamptz, nullable: false, default: {generate: "
                "now}}\n"
                "    indexes:\n"
                "      - [parent_id]\n"
                "      - {columns: [name, {column: created_at, order: desc}], unique: true}\n",
                i, i, i / 2);
    bench_require(fclose(out) == 0, "cannot write");
}

static void take_sample(const char *path, struct sample *sample)
{
    struct orq_arena *arena = orq_arena_new();
    struct orq_diags *diags = orq_diags_new(arena);
    double start = bench_now();
    const struct orq_model *model = orq_model_read(arena, path, diags);
    double read = bench_now();
    sample->read = read - start;
    sample->read_arena = orq_arena_used(arena);
    bench_require(model && orq_model_resolve(arena, model, &orq_sqlite, diags), "faults");
    sample->resolve = bench_now() - read;
    sample->resolve_arena = orq_arena_used(arena) - sample->read_arena;
    sample->peak = bench_peak_memory();
}

static void run_apart(const char *path, struct sample *sample)
{
    int ends[2];
    bench_require(pipe(ends) == 0, "no pipe");
    fflush(stdout);
    pid_t child = fork();
    bench_require(child >= 0, "no process");
    if (child == 0) {
        struct sample taken = {0};
        take_sample(path, &taken);
        _exit(write(ends[1], &taken, sizeof taken) == (ssize_t)sizeof taken ? 0 : 1);
    }
    close(ends[1]);
    bench_require(read(ends[0], sample, sizeof *sample) == (ssize_t)sizeof *sample, "no sample");
    close(ends[0]);
    waitpid(child, NULL, 0);
}

static void measure(const char *path, int tables, int runs)
{
    static double read[MOST_RUNS], resolve[MOST_RUNS];
    struct sample sample = {0};
    for (int i = 0; i < runs; i++) {
        run_apart(path, &sample);
        read[i] = sample.read;
        resolve[i] = sample.resolve;
    }
    printf("%7d %9.1f %11.1f %9.1f %12.1f %9.1f\n", tables, bench_median(read, (size_t)runs) * 1e3,
           bench_median(resolve, (size_t)runs) * 1e3, MIB(sample.read_arena),
           MIB(sample.resolve_arena), MIB(sample.peak));
}

int main(int argc, char **argv)
{
    static const int sizes[] = {100, 1000, 10000};
    int runs = bench_runs(argc, argv, 5, MOST_RUNS);
    char folder[] = "/tmp/orq_bench_XXXXXX";
    char path[64];
    bench_require(mkdtemp(folder) != NULL, "no folder");
    snprintf(path, sizeof path, "%s/model.yaml", folder);
    printf("%7s %9s %11s %9s %12s %9s\n", "tables", "read ms", "resolve ms", "read MiB",
           "resolve MiB", "peak MiB");
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        write_model(path, sizes[i]);
        measure(path, sizes[i], runs);
    }
    bench_remove_folder(folder);
    return 0;
}
