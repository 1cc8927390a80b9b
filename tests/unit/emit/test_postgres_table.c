/* Whole tables: their layout, their options, what follows them. */
#include "tests/unit/emit/postgres_models.h"

#define NONE "tables: {}\n"

static void a_table_is_laid_out(void **state)
{
    (void)state;
    struct migration made = migrate_with(
        NONE,
        "tables:\n"
        "  t:\n"
        "    comment: It's a table\n"
        "    columns:\n"
        "      id: {type: bigint, primary_key: true, identity: always}\n"
        "      Name: {type: text, nullable: false, default: x, unique: true, comment: who}\n"
        "      n: {type: integer, check: n > 0}\n"
        "    indexes: [[n]]\n",
        false);
    shows(&made, "CREATE TABLE t (\n"
                 "    id bigint GENERATED ALWAYS AS IDENTITY,\n"
                 "    \"Name\" text DEFAULT 'x' NOT NULL,\n"
                 "    n integer,\n");
    shows(&made, "CONSTRAINT t_pkey PRIMARY KEY (id)");
    shows(&made, "CONSTRAINT \"t_Name_key\" UNIQUE (\"Name\")");
    shows(&made, "CONSTRAINT t_n_check CHECK (n > 0)");
    shows(&made, "COMMENT ON TABLE t IS 'It''s a table';");
    shows(&made, "COMMENT ON COLUMN t.\"Name\" IS 'who';");
    shows(&made, "CREATE INDEX t_n_idx ON t (n);");
    shows_not(&made, "CONCURRENTLY");
    shows_not(&made, "NOT VALID");
    orq_arena_free(made.arena);
}

static void foreign_keys_come_after_all_tables(void **state)
{
    (void)state;
    struct migration made =
        migrate_with(NONE,
                     "tables:\n"
                     "  a: {columns: {id: {type: integer, primary_key: true},\n"
                     "    b: {type: integer, references: {table: b, column: id}}}}\n"
                     "  b: {columns: {id: {type: integer, primary_key: true},\n"
                     "    a: {type: integer, references: {table: a, column: id,\n"
                     "        on_delete: cascade}}}}\n",
                     false);
    shows_in_order(&made, "CREATE TABLE b (",
                   "ADD CONSTRAINT a_b_fkey FOREIGN KEY (b) REFERENCES b (id)");
    shows(&made, "ADD CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES a (id) ON DELETE CASCADE");
    orq_arena_free(made.arena);
}

static void options_stand_behind_the_columns(void **state)
{
    (void)state;
    struct migration made =
        migrate_with(NONE,
                     "tables:\n"
                     "  t:\n"
                     "    columns: {a: {type: integer}}\n"
                     "    postgresql: {unlogged: true, with: {fillfactor: 70},\n"
                     "      replica_identity: full}\n",
                     false);
    shows(&made, "CREATE UNLOGGED TABLE t (\n    a integer\n) WITH (fillfactor=70);");
    shows(&made, "ALTER TABLE t REPLICA IDENTITY FULL;");
    orq_arena_free(made.arena);
}

static void a_partition_that_adds_nothing_is_short(void **state)
{
    (void)state;
    struct migration made =
        migrate_with(NONE,
                     "tables:\n"
                     "  p:\n"
                     "    columns: {a: {type: integer, nullable: false}}\n"
                     "    postgresql: {partition_by: {range: [a]}}\n"
                     "  p1:\n"
                     "    columns: {a: {type: integer, nullable: false}}\n"
                     "    postgresql: {partition_of: {table: p, from: [0], to: [9]}}\n",
                     false);
    shows(&made, "CREATE TABLE p (\n    a integer NOT NULL\n) PARTITION BY RANGE (a);");
    shows(&made, "CREATE TABLE p1 PARTITION OF p\n    FOR VALUES FROM (0) TO (9);");
    orq_arena_free(made.arena);
}

#define DEFAULT_PARTITION                            \
    "tables:\n"                                      \
    "  p:\n"                                         \
    "    columns: {a: {type: integer}}\n"            \
    "    postgresql: {partition_by: {range: [a]}}\n" \
    "  rest:\n"                                      \
    "    columns: {a: {type: integer}}\n"            \
    "    postgresql: {partition_of: {table: p, default: true}}\n"

static void a_new_partition_may_want_rows_of_the_default_one(void **state)
{
    (void)state;
    struct migration made = migrate_with(
        DEFAULT_PARTITION,
        DEFAULT_PARTITION "  p1:\n"
                          "    columns: {a: {type: integer}}\n"
                          "    postgresql: {partition_of: {table: p, from: [0], to: [9]}}\n",
        false);
    shows(&made,
          "-- create table p1\n-- CAN FAIL: a row of rest that belongs to p1; all of rest is "
          "read\nCREATE TABLE p1 PARTITION OF p");
    orq_arena_free(made.arena);
}

static void what_goes_is_said_to_be_lost(void **state)
{
    (void)state;
    struct migration made =
        migrate_with("tables: {t: {columns: {a: {type: integer}}}}\n", NONE, false);
    shows(&made, "-- drop table t\n-- LOSES DATA: t\nDROP TABLE t;");
    assert_int_equal(made.section.loses.len, 1);
    assert_string_equal(made.section.loses.items[0], "t");
    orq_arena_free(made.arena);
}

static void a_table_that_becomes_partitioned_keeps_its_rows(void **state)
{
    (void)state;
    struct migration made =
        migrate_with("tables: {t: {columns: {a: {type: integer}}, indexes: [[a]]}}\n",
                     "tables:\n"
                     "  t:\n"
                     "    columns: {a: {type: integer}}\n"
                     "    indexes: [[a]]\n"
                     "    postgresql: {partition_by: {list: [a]}}\n"
                     "  t1:\n"
                     "    columns: {a: {type: integer}}\n"
                     "    postgresql: {partition_of: {table: t, default: true}}\n",
                     false);
    shows_in_order(&made, "DROP INDEX t_a_idx;", "ALTER TABLE t RENAME TO t_before;");
    shows_in_order(&made, "CREATE TABLE t (", "CREATE TABLE t1 PARTITION OF t");
    shows_in_order(&made, "CREATE TABLE t1", "INSERT INTO t (a)\nSELECT a FROM t_before;");
    shows_in_order(&made, "SELECT a FROM t_before;", "DROP TABLE t_before;");
    assert_int_equal(made.section.loses.len, 1);
    assert_string_equal(made.section.loses.items[0], "t_before");
    orq_arena_free(made.arena);
}

static void a_table_that_is_made_again_asks_for_what_its_rows_lack(void **state)
{
    (void)state;
    struct migration made =
        migrate_with("tables: {c: {columns: {z: {type: integer}}}}\n",
                     "tables:\n"
                     "  p: {columns: {x: {type: integer}, y: {type: integer, nullable: false}}}\n"
                     "  c: {columns: {z: {type: integer}}, postgresql: {inherits: p}}\n",
                     false);
    shows_in_order(&made, "FILL IN: c.y: the value", "INSERT INTO c (y, z)\nSELECT NULL, z FROM");
    assert_int_equal(made.section.fill_in.len, 1);
    orq_arena_free(made.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_is_laid_out),
        cmocka_unit_test(foreign_keys_come_after_all_tables),
        cmocka_unit_test(options_stand_behind_the_columns),
        cmocka_unit_test(a_partition_that_adds_nothing_is_short),
        cmocka_unit_test(a_new_partition_may_want_rows_of_the_default_one),
        cmocka_unit_test(what_goes_is_said_to_be_lost),
        cmocka_unit_test(a_table_that_becomes_partitioned_keeps_its_rows),
        cmocka_unit_test(a_table_that_is_made_again_asks_for_what_its_rows_lack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
