/* Introspecting and comparing large schemas, against the engine's own loading of the same schema
 * (any first prepare). Each sample runs in a process of its own, the two kinds in turn.
 *
 *     build/release/tests/bench/bench_introspect [RUNS]
 *
 * Goals: introspect + diff at most 1.3 times the engine's load, at most 64 MiB, linear in the
 * number of tables. */
#include "tests/bench/measure.h"

#include "diff/diff.h"
#include "introspect/introspect.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_RUNS 101
#define MIB(bytes) ((double)(bytes) / (1024.0 * 1024.0))

struct sample {
    double load, read, own, diff; /* seconds; own: of read, without the engine's load */
    size_t peak, both_peak, read_arena, diff_arena;
};

static void engine_sample(const char *path, struct sample *sample)
{
    sqlite3 *handle = NULL;
    sqlite3_stmt *statement = NULL;
    double start = bench_now();
    bench_require(sqlite3_open(path, &handle) == SQLITE_OK, "cannot open");
    bench_require(sqlite3_prepare_v2(handle, "SELECT 1 FROM sqlite_schema", -1, &statement, NULL) ==
                      SQLITE_OK,
                  "cannot load the schema");
    sample->load = bench_now() - start;
    sqlite3_finalize(statement);
    sqlite3_close(handle);
}

/* The engine loads its schema at the first statement that needs it; *loaded is when that was done.
 */
static struct orq_schema *read_schema(struct orq_arena *arena, const char *path, double *loaded)
{
    struct orq_diags *diags = orq_diags_new(arena);
    const struct orq_url url = {.dialect = "sqlite", .target = path, .shown = path};
    const struct orq_introspect_options options = {.last = true};
    struct orq_schema *schema = NULL;
    struct orq_db *db = NULL;
    bench_require(orq_db_open(arena, &url, ORQ_DB_READ, diags, &db) == ORQ_OK, "cannot open");
    bench_require(orq_db_exec(db, "SELECT 1 FROM sqlite_schema WHERE 0", diags) == ORQ_OK,
                  "cannot load the schema");
    *loaded = bench_now();
    bench_require(orq_introspect(arena, db, &options, diags, &schema) == ORQ_OK,
                  "cannot introspect");
    bench_require(orq_diags_len(diags) == 0, "there were warnings");
    orq_db_close(db);
    return schema;
}

static size_t diff_schemas(struct orq_arena *arena, const struct orq_schema *have,
                           const struct orq_schema *want)
{
    struct orq_ops ops = {0};
    struct orq_diff *diff =
        orq_diff_begin(arena, have, want, (struct orq_diff_options){.strict_types = false});
    bench_require(diff->pairs.len == 0, "a pair needs a judge");
    orq_diff_finish(diff, &ops);
    return ops.len;
}

/* The other side is read after the time and memory of reading were taken. */
static void our_sample(const char *path, struct sample *sample)
{
    struct orq_arena *arena = orq_arena_new();
    double loaded = 0, start = bench_now();
    struct orq_schema *have = read_schema(arena, path, &loaded);
    double end = bench_now();
    sample->read = end - start;
    sample->own = end - loaded;
    sample->read_arena = orq_arena_used(arena);
    sample->peak = bench_peak_memory();
    struct orq_arena *other = orq_arena_new();
    struct orq_schema *want = read_schema(other, path, &loaded);
    want->manage = ~0u;
    start = bench_now();
    bench_require(diff_schemas(arena, have, want) == 0, "equal schemas differ");
    sample->diff = bench_now() - start;
    sample->diff_arena = orq_arena_used(arena) - sample->read_arena;
    sample->both_peak = bench_peak_memory();
}

typedef void sample_fn(const char *path, struct sample *sample);

static void run_apart(sample_fn *fn, const char *path, struct sample *sample)
{
    int ends[2];
    bench_require(pipe(ends) == 0, "no pipe");
    fflush(stdout);
    pid_t child = fork();
    bench_require(child >= 0, "no process");
    if (child == 0) {
        struct sample taken = *sample;
        fn(path, &taken);
        _exit(write(ends[1], &taken, sizeof taken) == (ssize_t)sizeof taken ? 0 : 1);
    }
    close(ends[1]);
    bench_require(read(ends[0], sample, sizeof *sample) == (ssize_t)sizeof *sample, "no sample");
    close(ends[0]);
    waitpid(child, NULL, 0);
}

static struct sample measure(const char *path, int runs)
{
    static double load[MOST_RUNS], reading[MOST_RUNS], own[MOST_RUNS], diff[MOST_RUNS];
    struct sample sample = {0};
    for (int i = 0; i < runs; i++) {
        run_apart(engine_sample, path, &sample);
        run_apart(our_sample, path, &sample);
        load[i] = sample.load;
        reading[i] = sample.read;
        own[i] = sample.own;
        diff[i] = sample.diff;
    }
    sample.load = bench_median(load, (size_t)runs);
    sample.read = bench_median(reading, (size_t)runs);
    sample.own = bench_median(own, (size_t)runs);
    sample.diff = bench_median(diff, (size_t)runs);
    return sample;
}

static void print_line(int tables, const struct sample *sample)
{
    double ours = sample->read + sample->diff;
    printf("%7d %9.2f %9.2f %9.2f %8.2f %10.2f %9.1f %9.1f %9.1f %9.1f\n", tables,
           sample->load * 1e3, sample->read * 1e3, sample->diff * 1e3, ours / sample->load,
           (sample->own + sample->diff) / tables * 1e6, MIB(sample->peak), MIB(sample->read_arena),
           MIB(sample->diff_arena), MIB(sample->both_peak));
}

int main(int argc, char **argv)
{
    static const int sizes[] = {100, 1000, 10000};
    int runs = bench_runs(argc, argv, 5, MOST_RUNS);
    char folder[] = "/tmp/orq_bench_XXXXXX";
    char path[64];
    bench_require(mkdtemp(folder) != NULL, "no folder");
    printf("%7s %9s %9s %9s %8s %10s %9s %9s %9s %9s\n", "tables", "load ms", "read ms", "diff ms",
           "ratio", "us/table", "peak MiB", "read MiB", "diff MiB", "both MiB");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        snprintf(path, sizeof path, "%s/%d.db", folder, sizes[i]);
        bench_write_database(path, sizes[i]);
        struct sample sample = measure(path, runs);
        print_line(sizes[i], &sample);
        unlink(path);
    }
    puts("load: the engine's first prepare. read: open and introspect, the load included. ratio: "
         "(read + diff) / load;\nthe goal is 1.3. us/table: read + diff without the engine's load, "
         "which is not linear. peak: of the process after\nreading, the engine's own schema "
         "included; the goal is 64 MiB. both: with the other side, read in the same process, too.");
    bench_remove_folder(folder);
    return 0;
}
