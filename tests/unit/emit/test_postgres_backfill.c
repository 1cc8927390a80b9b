/* Rows of large tables are filled in batches, others by one statement. */
#include "tests/unit/emit/postgres_models.h"

#define KEYED "      id: {type: integer, primary_key: true}\n"
#define B "      b: {type: integer, nullable: false, backfill: 7}\n"
#define TABLE(columns) "tables:\n  t:\n    columns:\n" columns

static const struct orq_backfill *first_of(const struct migration *migration)
{
    for (size_t i = 0; i < migration->section.statements.len; i++)
        if (migration->section.statements.items[i].backfill)
            return migration->section.statements.items[i].backfill;
    return NULL;
}

static void rows_are_filled_behind_all_else_and_proven(void **state)
{
    (void)state;
    struct migration made = migrate_large(
        TABLE(KEYED), TABLE(KEYED B) "    comment: filled\n    indexes: [[b]]\n", false, "t");
    shows_in_order(&made, "ADD COLUMN b integer;", "COMMENT ON TABLE t");
    shows_in_order(&made, "COMMENT ON TABLE t",
                   "--- batches\n-- fills t.b in the rows that are there, 1000 at a time while "
                   "others write\nUPDATE t SET b = 7 WHERE b IS NULL;\n--- step\n");
    shows_in_order(&made, "UPDATE t SET b = 7 WHERE b IS NULL;",
                   "ADD CONSTRAINT b_not_null CHECK (b IS NOT NULL) NOT VALID;\n--- batches\n");
    shows_in_order(&made, "NOT VALID;\n--- batches", "CREATE INDEX CONCURRENTLY");
    shows_in_order(&made, "CREATE INDEX CONCURRENTLY", "VALIDATE CONSTRAINT b_not_null");
    shows_in_order(&made, "VALIDATE CONSTRAINT b_not_null", "ALTER COLUMN b SET NOT NULL");
    assert_string_equal(first_of(&made)->table, "t");
    assert_int_equal(first_of(&made)->key.len, 1);
    assert_string_equal(first_of(&made)->key.items[0], "id");
    orq_arena_free(made.arena);
}

static void a_default_is_of_the_rows_that_come_and_not_of_those_that_are_there(void **state)
{
    (void)state;
    struct migration made = migrate_large(
        TABLE(KEYED),
        TABLE(KEYED "      b: {type: integer, nullable: false, default: 1, backfill: 7}\n"), false,
        "t");
    shows_in_order(&made, "ADD COLUMN b integer,", "ALTER COLUMN b SET DEFAULT 1;\n--- batches\n");
    shows_in_order(&made, "--- batches\n", "NOT VALID;\n--- step\n");
    orq_arena_free(made.arena);
}

static void a_column_that_may_be_null_is_only_filled(void **state)
{
    (void)state;
    struct migration made = migrate_large(
        TABLE(KEYED), TABLE(KEYED "      b: {type: integer, backfill: 7}\n"), false, "t");
    shows(&made, "--- batches\n");
    shows_not(&made, "CONSTRAINT");
    orq_arena_free(made.arena);
}

static void a_column_that_was_there_too(void **state)
{
    (void)state;
    struct migration made =
        migrate_large(TABLE(KEYED "      b: {type: integer}\n"), TABLE(KEYED B), false, "t");
    shows_in_order(&made, "--- batches\n", "-- alter column t.b (nullable)");
    shows_in_order(&made, "NOT VALID;\n--- batches\n", "VALIDATE");
    orq_arena_free(made.arena);
}

static const struct {
    const char *from, *to, *key;
} keys[] = {
    {TABLE("      a: {type: integer, nullable: false, unique: true}\n"),
     TABLE("      a: {type: integer, nullable: false, unique: true}\n" B), "a"},
    {TABLE("      a: {type: integer, nullable: false, unique: true}\n" KEYED),
     TABLE("      a: {type: integer, nullable: false, unique: true}\n" KEYED B), "id"},
    {TABLE("      x: {type: text}\n      y: {type: text}\n") "    primary_key: [y, x]\n",
     TABLE("      x: {type: text}\n      y: {type: text}\n" B) "    primary_key: [y, x]\n", "y,x"},
    {TABLE("      a: {type: integer, nullable: false}\n") "    indexes: [{columns: [a], unique: "
                                                          "true}]\n",
     TABLE("      a: {type: integer, nullable: false}\n" B) "    indexes: [{columns: [a], unique: "
                                                            "true}]\n",
     "a"},
};

static void the_key_is_the_tables_own(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct migration made = migrate_large(keys[i].from, keys[i].to, false, "t");
        struct orq_str key = orq_str_new(made.arena);
        shows(&made, "--- batches\n");
        for (size_t k = 0; k < first_of(&made)->key.len; k++)
            orq_str_addf(&key, "%s%s", k > 0 ? "," : "", first_of(&made)->key.items[k]);
        assert_string_equal(orq_str_text(&key), keys[i].key);
        orq_arena_free(made.arena);
    }
}

#define NO_KEY                                                                            \
    "-- in one statement, though the table is large: it has no key to go by in batches, " \
    "a primary key or a unique one without NULL\nUPDATE t SET b = 7"

static const struct {
    const char *from, *to, *says;
} refused[] = {
    {TABLE("      a: {type: integer}\n"), TABLE("      a: {type: integer}\n" B), NO_KEY},
    {TABLE("      a: {type: integer, unique: true}\n"),
     TABLE("      a: {type: integer, unique: true}\n" B), NO_KEY},
    {TABLE(KEYED), TABLE("      id: {type: integer, nullable: false}\n" B), NO_KEY},
    {TABLE(KEYED), TABLE("      id: {type: bigint, primary_key: true}\n" B), NO_KEY},
    {TABLE("      a: {type: integer, nullable: false, unique: true}\n"),
     TABLE("      a: {type: integer, nullable: false, unique: true}\n"
           "      b: {type: integer, primary_key: true, backfill: 7}\n"),
     "the column becomes part of a key\nUPDATE t SET b = 7"},
};

static void without_a_key_that_stays_one_statement_does_it_and_says_why(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct migration made = migrate_large(refused[i].from, refused[i].to, false, "t");
        shows(&made, refused[i].says);
        shows_not(&made, "--- batches");
        orq_arena_free(made.arena);
    }
}

static void small_tables_and_short_forms_have_no_batches(void **state)
{
    (void)state;
    struct migration made = migrate_large(TABLE(KEYED), TABLE(KEYED B), false, "s.t");
    shows(&made, "UPDATE t SET b = 7;");
    shows_not(&made, "--- batches");
    orq_arena_free(made.arena);
    made = migrate_large(TABLE(KEYED), TABLE(KEYED B), true, "t");
    shows_not(&made, "--- batches");
    orq_arena_free(made.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_filled_behind_all_else_and_proven),
        cmocka_unit_test(a_default_is_of_the_rows_that_come_and_not_of_those_that_are_there),
        cmocka_unit_test(a_column_that_may_be_null_is_only_filled),
        cmocka_unit_test(a_column_that_was_there_too),
        cmocka_unit_test(the_key_is_the_tables_own),
        cmocka_unit_test(without_a_key_that_stays_one_statement_does_it_and_says_why),
        cmocka_unit_test(small_tables_and_short_forms_have_no_batches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
