/* Runs that are killed (SIGKILL) at random moments, up and down and up again. After each kill the
 * engine's own shell must see a revision's boundary, exactly as a run in peace leaves it, or (where
 * a migration has several steps) a row of the ledger that says so; no row of the tables that were
 * there first is ever lost; and the next run of the same command goes on.
 *   run_crash sqlite-delete|sqlite-wal|postgresql KILLS [SEED] */
#include "tests/resilience/world.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_STATES 32

static const char *const up[] = {"upgrade", "head", "--allow-data-loss", NULL};
static const char *const down[] = {"downgrade", "base", "--allow-data-loss", NULL};

struct crashing {
    struct crash_world world;
    char *kept;                /* digest of the rows that were there first */
    char *shapes[MOST_STATES]; /* after so many migrations */
    double whole;              /* seconds that a run in peace takes */
    size_t kills, part_way;    /* so far; and how often a migration was found part-way */
    size_t boundaries[MOST_STATES];
};

static void check_kept(struct crashing *crashing, const char *when)
{
    char *kept = crash_ask(&crashing->world, crashing->world.engine->kept);
    if (strcmp(kept, crashing->kept) != 0)
        crash_fail(&crashing->world, "%s rows are not what they were:\n%s", when, kept);
    free(kept);
}

static void check_shape(struct crashing *crashing, size_t count, const char *when)
{
    char *shape = crash_ask(&crashing->world, crashing->world.engine->shape);
    if (strcmp(shape, crashing->shapes[count]) != 0)
        crash_fail(&crashing->world, "%s the database is not what %zu migrations make:\n%s", when,
                   count, shape);
    free(shape);
}

/* One by one and in peace: what is right after each migration. */
static void learn(struct crashing *crashing)
{
    struct crash_world *world = &crashing->world;
    static const char *const one[] = {"upgrade", "+1", "--allow-data-loss", NULL};
    crashing->kept = crash_ask(world, world->engine->kept);
    crashing->shapes[0] = crash_ask(world, world->engine->shape);
    for (size_t i = 1; i <= world->engine->count; i++) {
        if (crash_run(world, one) != 0)
            crash_fail(world, "migration %zu fails in peace", i);
        crashing->shapes[i] = crash_ask(world, world->engine->shape);
    }
    double start = crash_now();
    if (crash_run(world, down) != 0)
        crash_fail(world, "the downgrade fails in peace");
    crashing->whole = crash_now() - start;
    check_shape(crashing, 0, "after the downgrade in peace");
    check_kept(crashing, "after the downgrade in peace");
}

static void check_killed(struct crashing *crashing)
{
    struct crash_world *world = &crashing->world;
    char when[60], word[20];
    size_t count = 0;
    snprintf(when, sizeof when, "after kill %zu", crashing->kills);
    crash_settle(world);
    check_kept(crashing, when);
    char *ledger = crash_ask(world, world->engine->ledger);
    if (sscanf(ledger, "%zu %19s", &count, word) != 2 || count > world->engine->count)
        crash_fail(world, "%s the ledger says: %s", when, ledger);
    if (strcmp(word, "whole") == 0) {
        check_shape(crashing, count, when);
        crashing->boundaries[count]++;
    } else {
        crashing->part_way++;
    }
    free(ledger);
}

/* true: it came to its end before the kill. */
static bool kill_one(struct crashing *crashing, const char *const *words)
{
    struct crash_world *world = &crashing->world;
    pid_t child = crash_start(world, words);
    crash_sleep(crashing->whole * (double)crash_random(world, 1000) / 1000.0);
    kill(child, SIGKILL);
    int code = crash_wait(child);
    crashing->whole *= code == 0 ? 0.6 : 1.25;
    if (code == 0)
        return true;
    if (code != 128 + SIGKILL)
        crash_fail(world, "%s exits with %d after kill %zu", words[0], code, crashing->kills);
    crashing->kills++;
    check_killed(crashing);
    return false;
}

static void report(const struct crashing *crashing)
{
    size_t reached = 0;
    for (size_t i = 0; i <= crashing->world.engine->count; i++)
        reached += crashing->boundaries[i] > 0;
    printf("%s: %zu kills, found at %zu of %zu boundaries, %zu times part-way; no row lost\n",
           crashing->world.engine->name, crashing->kills, reached,
           crashing->world.engine->count + 1, crashing->part_way);
}

int main(int argc, char **argv)
{
    static struct crashing crashing;
    const struct crash_engine *engine = argc > 2 ? crash_engine_find(argv[1]) : NULL;
    size_t wanted = argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 0;
    if (!engine || wanted == 0) {
        fprintf(stderr, "usage: run_crash sqlite-delete|sqlite-wal|postgresql KILLS [SEED]\n");
        return 2;
    }
    struct crash_world *world = &crashing.world;
    world->state = argc > 3 ? strtoull(argv[3], NULL, 10) : 20261123;
    crash_world_make(world, engine);
    learn(&crashing);
    const char *const *words = up;
    while (crashing.kills < wanted) {
        if (kill_one(&crashing, words)) {
            check_shape(&crashing, words == up ? engine->count : 0, "at the end of a run");
            words = words == up ? down : up;
        }
    }
    if (crash_run(world, words) != 0)
        crash_fail(world, "the last %s does not go on", words[0]);
    if (words == down && crash_run(world, up) != 0)
        crash_fail(world, "the last upgrade fails");
    check_shape(&crashing, engine->count, "at last");
    check_kept(&crashing, "at last");
    report(&crashing);
    crash_world_remove(world);
    return 0;
}
