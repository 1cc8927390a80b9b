/* What the tests of crashes and races share: a project of migrations in a folder of its own, runs
 * of the program, and what the engine's own shell (sqlite3, psql) sees of the database afterwards:
 * the judge is never the program itself. */
#ifndef ORQ_TESTS_RESILIENCE_WORLD_H
#define ORQ_TESTS_RESILIENCE_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct crash_migration {
    const char *id, *up, *down;
    bool foreign_keys_off;
};

struct crash_engine {
    const char *name;    /* of the command line */
    const char *dialect; /* of the sections */
    const struct crash_migration *migrations;
    size_t count;
    const char *rows;   /* SQL: the tables and rows that are there before any migration */
    const char *kept;   /* SQL: a digest of these rows, which no migration changes */
    const char *shape;  /* SQL: the schema and what migrations wrote, but for the ledger */
    const char *ledger; /* SQL: one line, "0 whole" to "8 whole", or "3 part-way" */
};

/* By name; NULL: none. */
const struct crash_engine *crash_engine_find(const char *name);

struct crash_world {
    const struct crash_engine *engine;
    const char *program; /* orqgen */
    char folder[512];    /* of the project */
    char url[800];
    char database[700]; /* as the engine's shell takes it */
    uint64_t state;     /* of the random numbers */
};

/* Makes the project and a new database with its rows. Ends the program when it cannot. */
void crash_world_make(struct crash_world *world, const struct crash_engine *engine);
/* An empty database again, with its rows. */
void crash_world_database(struct crash_world *world);
void crash_world_remove(struct crash_world *world);

/* Starts orqgen with these words (NULL at the end); its output goes to the project's log. */
pid_t crash_start(const struct crash_world *world, const char *const *words);
/* Waits; its exit code, or 128 and the signal. */
int crash_wait(pid_t child);
int crash_run(const struct crash_world *world, const char *const *words);

/* Waits until nobody else is at work in the database: a server goes on for a while with what a
 * killed client asked for. */
void crash_settle(const struct crash_world *world);
/* What the engine's shell answers to a query, freed by the caller. */
char *crash_ask(const struct crash_world *world, const char *sql);

/* A random number below limit. */
uint64_t crash_random(struct crash_world *world, uint64_t limit);
double crash_now(void); /* seconds, monotonic */
void crash_sleep(double seconds);
/* Says what went wrong, with the end of the log, and ends the program. */
void crash_fail(const struct crash_world *world, const char *format, ...)
    __attribute__((format(printf, 2, 3), noreturn));

#endif
