/* Sixteen runs of `upgrade` at once, round after round: each migration is applied exactly once, and
 * all of them exit with 0.
 *   run_race sqlite-delete|sqlite-wal|postgresql ROUNDS */
#include "tests/resilience/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RUNNERS 16

static const char *const up[] = {"upgrade", "--allow-data-loss", NULL};
static const char *const down[] = {"downgrade", "base", "--allow-data-loss", NULL};

static void race(struct crash_world *world, size_t round, const char *shape)
{
    pid_t runners[RUNNERS];
    char expected[40];
    for (size_t i = 0; i < RUNNERS; i++)
        runners[i] = crash_start(world, up);
    for (size_t i = 0; i < RUNNERS; i++) {
        int code = crash_wait(runners[i]);
        if (code != 0)
            crash_fail(world, "round %zu: runner %zu exits with %d", round, i, code);
    }
    char *ledger = crash_ask(world, world->engine->ledger);
    snprintf(expected, sizeof expected, "%zu whole\n", world->engine->count);
    if (strcmp(ledger, expected) != 0)
        crash_fail(world, "round %zu: the ledger says %s", round, ledger);
    char *now = crash_ask(world, world->engine->shape);
    if (strcmp(now, shape) != 0)
        crash_fail(world, "round %zu: the database is not what the migrations make:\n%s", round,
                   now);
    free(ledger);
    free(now);
}

int main(int argc, char **argv)
{
    const struct crash_engine *engine = argc > 2 ? crash_engine_find(argv[1]) : NULL;
    size_t rounds = argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 0;
    struct crash_world world = {.state = 1};
    if (!engine || rounds == 0) {
        fprintf(stderr, "usage: run_race sqlite-delete|sqlite-wal|postgresql ROUNDS\n");
        return 2;
    }
    crash_world_make(&world, engine);
    if (crash_run(&world, up) != 0)
        crash_fail(&world, "the upgrade fails in peace");
    char *shape = crash_ask(&world, engine->shape);
    for (size_t i = 1; i <= rounds; i++) {
        if (crash_run(&world, down) != 0)
            crash_fail(&world, "round %zu: the downgrade fails", i);
        race(&world, i, shape);
    }
    printf("%s: %zu rounds of %d runs at once; each migration applied once, all exit 0\n",
           engine->name, rounds, RUNNERS);
    free(shape);
    crash_world_remove(&world);
    return 0;
}
