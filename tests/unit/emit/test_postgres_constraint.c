/* Constraints and indexes on tables that are there. */
#include "tests/unit/emit/postgres_models.h"

#define T(rest)                                                           \
    "tables:\n  p: {columns: {id: {type: integer, primary_key: true}}}\n" \
    "  t:\n    columns: {a: {type: integer}, b: {type: integer}}\n" rest

static void a_check_is_validated_later(void **state)
{
    (void)state;
    const char *to = T("    checks: {k: a > 0}\n");
    struct migration made = migrate_with(T(""), to, false);
    shows_in_order(&made, "ADD CONSTRAINT k CHECK (a > 0) NOT VALID;", "--- step\n");
    shows(&made, "-- CAN FAIL: a row that breaks CHECK (a > 0)\n"
                 "ALTER TABLE t VALIDATE CONSTRAINT k;");
    orq_arena_free(made.arena);
    made = migrate_with(T(""), to, true);
    shows(&made, "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);");
    orq_arena_free(made.arena);
}

static void a_foreign_key_is_validated_later(void **state)
{
    (void)state;
    struct migration made =
        migrate_with(T(""), T("    foreign_keys: {f: {columns: [a], references: p(id)}}\n"), false);
    shows_in_order(&made, "ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id) NOT VALID;",
                   "VALIDATE CONSTRAINT f;");
    orq_arena_free(made.arena);
}

#define P                                                                        \
    "tables:\n  p:\n    columns: {id: {type: integer}, at: {type: daterange}}\n" \
    "    unique: {u: {columns: [id, at], without_overlaps: true}}\n"             \
    "  t:\n    columns: {a: {type: integer}, b: {type: daterange}}\n"

static void a_period_is_the_last_column_of_a_foreign_key(void **state)
{
    (void)state;
    struct migration made = migrate_with(
        P, P "    foreign_keys: {f: {columns: [a, b], references: 'p(id, at)', period: true}}\n",
        true);
    shows(&made, "FOREIGN KEY (a, PERIOD b) REFERENCES p (id, PERIOD at);");
    orq_arena_free(made.arena);
}

static void a_key_is_built_beside_the_writers(void **state)
{
    (void)state;
    struct migration made = migrate_with(T(""), T("    unique: {u: [a, b]}\n"), false);
    shows_in_order(&made, "--- alone\n", "CREATE UNIQUE INDEX CONCURRENTLY u ON t (a, b);");
    shows(&made, "ADD CONSTRAINT u UNIQUE USING INDEX u;");
    orq_arena_free(made.arena);
}

static void constraints_change_as_far_as_they_can(void **state)
{
    (void)state;
    struct migration made = migrate_with(
        T("    foreign_keys: {f: {columns: [a], references: p(id)}}\n"),
        T("    foreign_keys: {f: {columns: [a], references: p(id), deferrable: deferred}}\n"),
        false);
    shows(&made, "ALTER CONSTRAINT f DEFERRABLE INITIALLY DEFERRED;");
    orq_arena_free(made.arena);
    made = migrate_with(T("    checks: {k: a > 0}\n"), T("    checks: {k: a > 1}\n"), true);
    shows_in_order(&made, "DROP CONSTRAINT k", "ADD CONSTRAINT k CHECK (a > 1)");
    orq_arena_free(made.arena);
}

static void a_name_that_is_not_asked_for_stays(void **state)
{
    (void)state;
    struct migration made = migrate_with("tables:\n  t:\n    columns: {a: {type: integer}}\n"
                                         "    primary_key: {columns: [a], name: k, comment: old}\n",
                                         "tables:\n  t:\n    columns: {a: {type: integer}}\n"
                                         "    primary_key: {columns: [a], comment: new}\n",
                                         true);
    shows(&made, "COMMENT ON CONSTRAINT k ON t IS 'new';");
    orq_arena_free(made.arena);
}

static void indexes_come_and_go_beside_the_writers(void **state)
{
    (void)state;
    const char *to = T("    indexes: {i: {columns: [{expr: a + b}, {column: a, order: desc}],\n"
                       "      where: a > 0, with: {fillfactor: 70}}}\n");
    struct migration made = migrate_with(T(""), to, false);
    shows_in_order(&made, "--- alone\n",
                   "CREATE INDEX CONCURRENTLY i ON t ((a + b), a DESC) WITH (fillfactor=70) "
                   "WHERE a > 0;");
    orq_arena_free(made.arena);
    made = migrate_with(to, T(""), false);
    shows(&made, "--- alone\n-- drop index i on t\nDROP INDEX CONCURRENTLY i;");
    orq_arena_free(made.arena);
    made = migrate_with(T(""), to, true);
    shows(&made, "CREATE INDEX i ON t ");
    orq_arena_free(made.arena);
}

static void storage_of_an_index_is_altered(void **state)
{
    (void)state;
    struct migration made =
        migrate_with(T("    indexes: {i: {columns: [a], with: {fillfactor: 70}}}\n"),
                     T("    indexes: {i: {columns: [a]}}\n"), false);
    shows(&made, "ALTER INDEX i RESET (fillfactor);");
    orq_arena_free(made.arena);
}

static void a_key_takes_its_foreign_keys_along(void **state)
{
    (void)state;
    struct migration made =
        migrate_with("tables:\n  p: {columns: {id: {type: integer, primary_key: true}}}\n"
                     "  t: {columns: {a: {type: integer, references: {table: p, column: id}}}}\n",
                     "tables:\n  p: {columns: {id: {type: uuid, primary_key: true}}}\n"
                     "  t: {columns: {a: {type: uuid, references: {table: p, column: id}}}}\n",
                     false);
    shows_in_order(&made, "DROP CONSTRAINT t_a_fkey", "ALTER COLUMN id TYPE uuid");
    shows_in_order(&made, "ALTER COLUMN id TYPE uuid",
                   "ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES p (id);");
    orq_arena_free(made.arena);
}

static void twins_of_a_key_are_made_apart(void **state)
{
    (void)state;
    struct migration made = migrate_with(
        "tables: {}\n",
        "tables:\n  t:\n    columns: {id: {type: integer, primary_key: true}, b: {type: integer}}\n"
        "    unique: {u: [id], v: [id, b]}\n",
        true);
    shows_in_order(&made, "CONSTRAINT v UNIQUE (id, b)", "ADD CONSTRAINT u UNIQUE (id)");
    orq_arena_free(made.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twins_of_a_key_are_made_apart),
        cmocka_unit_test(a_check_is_validated_later),
        cmocka_unit_test(a_foreign_key_is_validated_later),
        cmocka_unit_test(a_period_is_the_last_column_of_a_foreign_key),
        cmocka_unit_test(a_key_is_built_beside_the_writers),
        cmocka_unit_test(constraints_change_as_far_as_they_can),
        cmocka_unit_test(a_name_that_is_not_asked_for_stays),
        cmocka_unit_test(indexes_come_and_go_beside_the_writers),
        cmocka_unit_test(storage_of_an_index_is_altered),
        cmocka_unit_test(a_key_takes_its_foreign_keys_along),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
