/* Random pairs of PostgreSQL schemas with rows, each judged by tests/live/pair.sh: up reaches the
 * other schema, down is equal to before, and what pg_dump sees of both. The program that is tested
 * is the user's: $ORQGEN, with files and a server of the tests.
 *   run_property_postgres [--seed N] [--pairs N]
 *   run_property_postgres --part N --parts N     a part of $ORQ_POSTGRES_PAIRS, or of 300
 * What fails is printed with its seed and its changes, as few as still fail; the SQL stays in
 * $ORQ_TEST_WORK/sql.SEED, what was seen in $ORQ_TEST_WORK/property.SEED. */
#include "tests/property/postgres_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define MAX_CHANGES 6

struct pg_pair {
    uint64_t seed;
    unsigned change_count;
    bool leave_out[MAX_CHANGES]; /* what shrinking took away */
};

struct pg_outcome {
    bool good, moved, empty;
    char said[400];
};

static const char *folder_of(struct orq_arena *arena, const struct pg_pair *pair)
{
    return orq_arena_printf(arena, "%s/sql.%llu", getenv("ORQ_TEST_WORK"),
                            (unsigned long long)pair->seed);
}

static bool write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    bool good = file != NULL && fputs(text, file) >= 0;
    return file != NULL && fclose(file) == 0 && good;
}

/* Writes both files; gives what was changed. */
static const char *write_pair(struct orq_arena *arena, const struct pg_pair *pair)
{
    struct rng rng = {.state = pair->seed * 7919};
    struct pg_world a = pg_world_generate(arena, &rng);
    struct pg_world b = pg_world_copy(arena, &a);
    struct orq_str changes = orq_str_new(arena);
    for (unsigned i = 0; i < pair->change_count; i++) {
        struct rng change = {.state = pair->seed * 31 + i};
        if (!pair->leave_out[i]) {
            orq_str_addf(&changes, "%s%s", changes.len == 0 ? "" : ", ",
                         pg_world_change(arena, &b, &change));
        }
    }
    const char *folder = folder_of(arena, pair);
    (void)mkdir(getenv("ORQ_TEST_WORK"), 0777);
    (void)mkdir(folder, 0777);
    if (!write_text(orq_arena_printf(arena, "%s/a.sql", folder), pg_world_sql(arena, &a)) ||
        !write_text(orq_arena_printf(arena, "%s/b.sql", folder), pg_world_sql(arena, &b))) {
        fprintf(stderr, "%s cannot be written\n", folder);
        exit(1);
    }
    return orq_str_text(&changes);
}

/* A proof takes as long as all else together: every tenth pair has one. */
static const char *judge_command(struct orq_arena *arena, const struct pg_pair *pair)
{
    const char *folder = folder_of(arena, pair);
    return orq_arena_printf(
        arena, "%s bash '%s/tests/live/pair.sh' property.%llu '%s/a.sql' '%s/b.sql' random 2>&1",
        pair->seed % 10 == 0 ? "" : "ORQ_TEST_REVISION=--no-proof", getenv("ORQ_ROOT"),
        (unsigned long long)pair->seed, folder, folder);
}

static struct pg_outcome try_pair(const struct pg_pair *pair)
{
    struct orq_arena *arena = orq_arena_new();
    struct pg_outcome outcome = {0};
    write_pair(arena, pair);
    FILE *judge = popen(judge_command(arena, pair), "r");
    if (judge == NULL) {
        perror("pair.sh");
        exit(1);
    }
    size_t len = fread(outcome.said, 1, sizeof outcome.said - 1, judge);
    outcome.said[len] = '\0';
    char rest[256];
    while (fread(rest, 1, sizeof rest, judge) > 0) {
    }
    outcome.good = pclose(judge) == 0;
    outcome.empty = strstr(outcome.said, "without rows") != NULL;
    outcome.moved = outcome.good && strstr(outcome.said, "nothing to do") == NULL;
    orq_arena_free(arena);
    return outcome;
}

/* Takes away one change after the other as long as the pair still fails. */
static void shrink(struct pg_pair *pair)
{
    for (unsigned i = 0; i < pair->change_count; i++) {
        pair->leave_out[i] = true;
        pair->leave_out[i] = !try_pair(pair).good;
    }
}

static void report(struct pg_pair *pair)
{
    struct orq_arena *arena = orq_arena_new();
    if (getenv("ORQ_TEST_WHOLE") == NULL)
        shrink(pair);
    struct pg_outcome outcome = try_pair(pair);
    printf("--- seed %llu: %s    changes: %s\n", (unsigned long long)pair->seed, outcome.said,
           write_pair(arena, pair));
    fflush(stdout);
    orq_arena_free(arena);
}

static unsigned long long option(int argc, char **argv, const char *name,
                                 unsigned long long otherwise)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return strtoull(argv[i + 1], NULL, 10);
    return otherwise;
}

static bool ready(void)
{
    static const char *const needed[] = {"ORQ_TEST_WORK", "ORQ_ROOT", "ORQGEN", "ORQ_TEST_SOCKET"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (getenv(needed[i]) == NULL) {
            fprintf(stderr, "%s is not set\n", needed[i]);
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    const char *wanted = getenv("ORQ_POSTGRES_PAIRS");
    unsigned long long all = wanted == NULL ? 300 : strtoull(wanted, NULL, 10);
    unsigned long long part = option(argc, argv, "--part", 0);
    unsigned long long parts = option(argc, argv, "--parts", 8);
    unsigned long long first = option(argc, argv, "--seed", 1 + part * all / parts);
    unsigned long long pairs = option(argc, argv, "--pairs", 1 + (part + 1) * all / parts - first);
    unsigned long long failures = 0, moved = 0, empty = 0;
    if (!ready())
        return 2;
    for (unsigned long long seed = first; seed < first + pairs; seed++) {
        struct pg_pair pair = {.seed = seed, .change_count = 1 + (unsigned)(seed % MAX_CHANGES)};
        struct pg_outcome outcome = try_pair(&pair);
        failures += !outcome.good;
        moved += outcome.moved;
        empty += outcome.empty;
        if (!outcome.good)
            report(&pair);
    }
    printf("%llu pairs: %llu migrated, %llu of them without rows, %llu failures\n", pairs, moved,
           empty, failures);
    /* a generator that makes nothing worth testing is a failing test */
    return failures > 0 || moved * 2 < pairs;
}
