#include "tests/unit/emit/world.h"

/* The tables of the statements that begin with these words, in order. */
static const char *tables_of(const struct world *world, const char *words)
{
    struct orq_str out = orq_str_new(world->arena);
    for (size_t i = 0; i < world->section.statements.len; i++) {
        const char *sql = world->section.statements.items[i].sql;
        if (strncmp(sql, words, strlen(words)) == 0)
            orq_str_addf(&out, "%s%.1s", *orq_str_text(&out) ? " " : "", sql + strlen(words));
    }
    return orq_str_text(&out);
}

static const struct {
    const char *schema;
    const char *created, *dropped;
    bool off; /* must enforcement be off to drop them? */
} rows[] = {
    {"CREATE TABLE b (x); CREATE TABLE a (x); CREATE TABLE c (x)", "a b c", "a b c", false},
    {"CREATE TABLE a (x REFERENCES b); CREATE TABLE b (x PRIMARY KEY REFERENCES c);"
     "CREATE TABLE c (x PRIMARY KEY)",
     "c b a", "a b c", false},
    {"CREATE TABLE c (x REFERENCES b); CREATE TABLE b (x PRIMARY KEY REFERENCES A);"
     "CREATE TABLE a (x PRIMARY KEY)",
     "a b c", "c b a", false},
    {"CREATE TABLE d (x PRIMARY KEY); CREATE TABLE a (x REFERENCES d, y REFERENCES c);"
     "CREATE TABLE b (x); CREATE TABLE c (x PRIMARY KEY REFERENCES d)",
     "d c a b", "a b c d", false},
    {"CREATE TABLE a (x PRIMARY KEY REFERENCES a)", "a", "a", true},
    {"CREATE TABLE a (x REFERENCES c); CREATE TABLE b (x PRIMARY KEY REFERENCES c);"
     "CREATE TABLE c (x PRIMARY KEY REFERENCES b)",
     "b c a", "a b c", true},
    {"CREATE TABLE d (x PRIMARY KEY); CREATE TABLE c (x PRIMARY KEY REFERENCES b);"
     "CREATE TABLE b (x PRIMARY KEY REFERENCES c, y REFERENCES d); CREATE TABLE a (x REFERENCES b)",
     "d b c a", "a b c d", true},
    {"CREATE TABLE a (x REFERENCES nowhere)", "a", "a", false},
};

static void parents_come_first_and_go_last(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct world world = world_new("");
        migrate(&world, rows[i].schema);
        assert_string_equal(tables_of(&world, "CREATE TABLE "), rows[i].created);
        assert_false(world.section.foreign_keys_off);
        migrate(&world, "");
        assert_string_equal(tables_of(&world, "DROP TABLE "), rows[i].dropped);
        assert_int_equal(world.section.foreign_keys_off, rows[i].off);
        world_end(&world);
    }
}

static void indexes_follow_the_order_of_their_tables(void **state)
{
    (void)state;
    struct world world = world_new("");
    migrate(&world, "CREATE TABLE a (x REFERENCES b); CREATE TABLE b (x PRIMARY KEY);"
                    "CREATE INDEX a_i ON a (x); CREATE INDEX b_i ON b (x)");
    assert_string_equal(tables_of(&world, "CREATE INDEX "), "b a");
    world_end(&world);
}

/* Rows and actions that would stop a DROP TABLE, or reach into another table. */
static void children_that_go_need_no_enforcement_off(void **state)
{
    (void)state;
    struct world world =
        world_new("CREATE TABLE p (x PRIMARY KEY); CREATE TABLE keep (x);"
                  "CREATE TABLE c (x REFERENCES p ON DELETE RESTRICT);"
                  "CREATE TABLE d (x REFERENCES p DEFERRABLE INITIALLY DEFERRED, y REFERENCES q);"
                  "INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1);"
                  "INSERT INTO d VALUES (2, 0), (9, 9)");
    migrate(&world, "CREATE TABLE keep (x)");
    assert_string_equal(tables_of(&world, "DROP TABLE "), "c d p");
    assert_false(world.section.foreign_keys_off);
    world_end(&world);
}

static void a_child_that_stays_keeps_its_rows(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE p (x PRIMARY KEY);"
                                   "CREATE TABLE c (x REFERENCES p ON DELETE CASCADE);"
                                   "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)");
    migrate(&world, "CREATE TABLE c (x REFERENCES p ON DELETE CASCADE)");
    assert_true(world.section.foreign_keys_off);
    assert_string_equal(value(&world, "SELECT count(*) FROM c"), "1");
    world_end(&world);
}

/* A chain as long as the schema is no deeper walk. */
static void a_long_chain_is_ordered(void **state)
{
    (void)state;
    struct world world = world_new("");
    struct orq_str script = orq_str_new(world.arena);
    for (int i = 0; i < 500; i++)
        orq_str_addf(&script, "CREATE TABLE t%03d (x PRIMARY KEY REFERENCES t%03d);", i, i + 1);
    migrate(&world, orq_str_text(&script));
    const struct orq_statements *made = &world.section.statements;
    assert_non_null(strstr(made->items[0].sql, "CREATE TABLE t499 "));
    assert_non_null(strstr(made->items[499].sql, "CREATE TABLE t000 "));
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parents_come_first_and_go_last),
        cmocka_unit_test(indexes_follow_the_order_of_their_tables),
        cmocka_unit_test(children_that_go_need_no_enforcement_off),
        cmocka_unit_test(a_child_that_stays_keeps_its_rows),
        cmocka_unit_test(a_long_chain_is_ordered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
