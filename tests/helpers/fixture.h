/* What many tests stand on, made anew for each of them: functions for cmocka's setup and teardown.
 */
#ifndef ORQ_TESTS_FIXTURE_H
#define ORQ_TESTS_FIXTURE_H

#include "db/db.h"

/* The state is an arena. */
int arena_set_up(void **state);
int arena_tear_down(void **state);

/* The state is this. */
struct fixture {
    struct orq_arena *arena; /* holds the fixture itself */
    struct orq_diags *diags;
    struct orq_db *db; /* NULL: none */
};
int fixture_set_up(void **state);
int fixture_set_up_memory(void **state); /* with an empty SQLite database in memory */
int fixture_tear_down(void **state);

/* A scratch database on the server that ORQ_TEST_PG names, where the role may make some; the caller
 * closes it. *url: that server. NULL: there is none, and stderr says why. */
struct orq_db *fixture_on_server(struct orq_arena *arena, struct orq_diags *diags,
                                 struct orq_url *url);

#endif
