/* Golden cases: sqlite/<case>/ holds before.sql (a database with rows) and model.yaml; up.sql,
 * down.sql and stderr are what orqgen makes of them, compared byte for byte. And for every case: up
 * leaves no difference, down is equal to before, up again; seeded rows survive.
 *
 * `golden CASE_FOLDER` checks; `golden --accept CASE_FOLDER` rewrites the expected files, for a
 * person to review in the diff, and is refused in CI. */
#include "base/file.h"
#include "tests/helpers/journey.h"
#include "tests/helpers/oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct golden {
    struct journey journey;
    const char *folder;
    bool accept;
    int failures;
};

static void fail(struct golden *golden, const char *what, const char *detail)
{
    fprintf(stderr, "%s: %s\n%s\n%s", golden->folder, what, detail == NULL ? "" : detail,
            journey_messages(&golden->journey));
    golden->failures++;
}

static const char *read_part(struct golden *golden, const char *name)
{
    const char *text = "";
    const char *path = orq_path_join(golden->journey.arena, golden->folder, name);
    if (orq_path_exists(path))
        (void)orq_file_read(golden->journey.arena, path, golden->journey.diags, &text, NULL);
    return text;
}

/* An expected file that would be empty is left out. */
static void compare_part(struct golden *golden, const char *name, const char *found)
{
    const char *expected = read_part(golden, name);
    if (strcmp(expected, found) == 0)
        return;
    if (!golden->accept) {
        fail(golden, name, oracle_difference(golden->journey.arena, expected, found));
        return;
    }
    const char *path = orq_path_join(golden->journey.arena, golden->folder, name);
    if (*found == '\0')
        remove(path);
    else if (orq_file_write(path, found, strlen(found), golden->journey.diags) != ORQ_OK)
        fail(golden, name, "not written");
}

/* What was reported, without the folder that only this run has. */
static const char *messages(struct golden *golden)
{
    struct orq_str out = orq_str_new(golden->journey.arena);
    const char *at = journey_messages(&golden->journey);
    const char *prefix = orq_arena_printf(golden->journey.arena, "%s/", golden->journey.folder);
    for (const char *found; (found = strstr(at, prefix)) != NULL; at = found + strlen(prefix))
        orq_str_addn(&out, at, (size_t)(found - at));
    orq_str_add(&out, at);
    return orq_str_text(&out);
}

static const char *section_text(struct golden *golden, const struct orq_file_section *section)
{
    return orq_file_section_text(golden->journey.arena, section);
}

static const char *state(struct golden *golden, bool rows)
{
    sqlite3 *db = journey_sqlite(&golden->journey);
    const char *text = rows ? oracle_all_rows(golden->journey.arena, db)
                            : oracle_schema(golden->journey.arena, db, ORACLE_EXACT);
    sqlite3_close(db);
    return text;
}

static void go_up(struct golden *golden, const struct orq_schema *want)
{
    bool clean = false;
    if (journey_upgrade(&golden->journey, true) != ORQ_OK)
        fail(golden, "the upgrade failed", NULL);
    else if (journey_check(&golden->journey, want, &clean) != ORQ_OK || !clean)
        fail(golden, "a difference is left after the upgrade", NULL);
}

static void there_and_back(struct golden *golden, const struct orq_schema *want)
{
    const char *schema = state(golden, false), *rows = state(golden, true);
    go_up(golden, want);
    if (journey_downgrade(&golden->journey, "-1") != ORQ_OK) {
        fail(golden, "the downgrade failed", NULL);
        return;
    }
    const char *difference = oracle_difference(golden->journey.arena, schema, state(golden, false));
    if (difference != NULL)
        fail(golden, "the downgrade does not lead back", difference);
    difference = oracle_difference(golden->journey.arena, rows, state(golden, true));
    /* a backfill is asked for by the model, and stays */
    if (difference != NULL && golden->journey.made.plan.up_section.loses.len == 0 &&
        strstr(read_part(golden, "model.yaml"), "backfill") == NULL)
        fail(golden, "rows changed on the way", difference);
    go_up(golden, want);
}

static void check_case(struct golden *golden)
{
    sqlite3 *db = journey_sqlite(&golden->journey);
    const char *problem = oracle_exec(golden->journey.arena, db, read_part(golden, "before.sql"));
    sqlite3_close(db);
    if (problem != NULL) {
        fail(golden, "before.sql", problem);
        return;
    }
    struct orq_schema *want = journey_parse(&golden->journey, read_part(golden, "model.yaml"));
    if (want == NULL) {
        compare_part(golden, "stderr", messages(golden));
        return;
    }
    enum orq_status status = journey_autogenerate(&golden->journey, want);
    compare_part(golden, "stderr", messages(golden));
    bool made = status == ORQ_OK && golden->journey.made.path != NULL;
    compare_part(golden, "up.sql",
                 made ? section_text(golden, &golden->journey.made.plan.up_text) : "");
    compare_part(golden, "down.sql",
                 made ? section_text(golden, &golden->journey.made.plan.down_text) : "");
    if (made)
        there_and_back(golden, want);
}

int main(int argc, char **argv)
{
    struct golden golden = {.accept = argc == 3 && strcmp(argv[1], "--accept") == 0};
    if (argc != (golden.accept ? 3 : 2)) {
        fprintf(stderr, "usage: golden [--accept] CASE_FOLDER\n");
        return 2;
    }
    if (golden.accept && getenv("CI") != NULL) {
        fprintf(stderr, "golden: --accept is for a person, not for CI\n");
        return 2;
    }
    struct orq_arena *arena = orq_arena_new();
    golden.journey = journey_new(arena, "golden");
    golden.folder = argv[argc - 1];
    check_case(&golden);
    journey_clean(&golden.journey);
    orq_arena_free(arena);
    return golden.failures > 0;
}
