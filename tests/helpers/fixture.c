#include "tests/helpers/fixture.h"

#include <stdlib.h>

int arena_set_up(void **state)
{
    *state = orq_arena_new();
    return 0;
}

int arena_tear_down(void **state)
{
    orq_arena_free(*state);
    return 0;
}

int fixture_set_up(void **state)
{
    struct orq_arena *arena = orq_arena_new();
    struct fixture *fixture = ORQ_NEW(arena, struct fixture);
    *fixture = (struct fixture){.arena = arena, .diags = orq_diags_new(arena)};
    *state = fixture;
    return 0;
}

int fixture_set_up_memory(void **state)
{
    fixture_set_up(state);
    struct fixture *fixture = *state;
    return orq_db_memory(fixture->arena, fixture->diags, &fixture->db) == ORQ_OK ? 0 : -1;
}

int fixture_tear_down(void **state)
{
    struct fixture *fixture = *state;
    orq_db_close(fixture->db);
    orq_arena_free(fixture->arena);
    return 0;
}

struct orq_db *fixture_on_server(struct orq_arena *arena, struct orq_diags *diags,
                                 struct orq_url *url)
{
    const struct orq_url_text named = {.text = getenv("ORQ_TEST_PG")};
    struct orq_db *db = NULL;
    if (orq_url_parse(arena, &named, diags, url) == ORQ_OK &&
        orq_db_scratch(arena, url, "the test's database", diags, &db) == ORQ_OK)
        return db;
    orq_diags_print(diags, 0, stderr, false);
    return NULL;
}
