/* A database in memory as a schema: what is in it, in which order, and what is not. */
#include "introspect/introspect.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void exec(struct fixture *fixture, const char *sql)
{
    assert_int_equal(orq_db_exec(fixture->db, sql, fixture->diags), ORQ_OK);
}

static struct orq_schema *read_with(struct fixture *fixture, const char *ledger)
{
    struct orq_schema *schema = NULL;
    const struct orq_introspect_options options = {.ledger = ledger};
    assert_int_equal(orq_introspect(fixture->arena, fixture->db, &options, fixture->diags, &schema),
                     ORQ_OK);
    return schema;
}

/* The names of all objects, tables with their indexes first. */
static const char *names(struct fixture *fixture, const struct orq_schema *schema)
{
    struct orq_str out = orq_str_new(fixture->arena);
    for (size_t i = 0; i < schema->tables.len; i++) {
        const struct orq_table *table = schema->tables.items[i];
        orq_str_addf(&out, "%s", table->name);
        for (size_t j = 0; j < table->indexes.len; j++)
            orq_str_addf(&out, "/%s", table->indexes.items[j]->name);
        orq_str_addc(&out, ' ');
    }
    for (size_t i = 0; i < schema->definitions.len; i++)
        orq_str_addf(&out, "%s:%s ", orq_kind_word(schema->definitions.items[i]->kind),
                     schema->definitions.items[i]->name);
    return orq_str_text(&out);
}

static void objects_come_in_order(void **state)
{
    struct fixture *fixture = *state;
    exec(fixture, "CREATE TABLE z (a UNIQUE, b); CREATE TABLE a (x);"
                  "CREATE VIEW w AS SELECT * FROM z; CREATE INDEX zi ON z (b);"
                  "CREATE INDEX ai ON z (a); CREATE VIEW v AS SELECT * FROM w;"
                  "CREATE TRIGGER g INSTEAD OF INSERT ON v BEGIN SELECT 1; END");
    const struct orq_schema *schema = read_with(fixture, NULL);
    assert_string_equal(names(fixture, schema), "a z/zi/ai view:w view:v trigger:g ");
    assert_non_null(orq_schema_table(schema, "Z"));
    assert_string_equal(schema->definitions.items[2]->on, "v");
}

/* Large enough that the engine's own copy of the schema is let go, in the middle of a transaction.
 */
static void a_large_schema_is_whole_and_the_connection_goes_on(void **state)
{
    struct fixture *fixture = *state;
    struct orq_str columns = orq_str_new(fixture->arena);
    for (int i = 0; i < 200; i++)
        orq_str_addf(&columns, "a_column_with_a_long_name_%d,", i);
    assert_int_equal(orq_db_begin(fixture->db, fixture->diags), ORQ_OK);
    for (int i = 0; i < 200; i++)
        exec(fixture, orq_arena_printf(fixture->arena, "CREATE TABLE t%d (%s x)", i,
                                       orq_str_text(&columns)));
    struct orq_schema *schema = NULL;
    const struct orq_introspect_options options = {.last = true};
    assert_int_equal(orq_introspect(fixture->arena, fixture->db, &options, fixture->diags, &schema),
                     ORQ_OK);
    assert_int_equal(schema->tables.len, 200);
    assert_int_equal(schema->tables.items[199]->columns.len, 201);
    exec(fixture, "INSERT INTO t7 (x) VALUES (1)");
    assert_int_equal(orq_db_commit(fixture->db, fixture->diags), ORQ_OK);
    assert_int_equal(read_with(fixture, NULL)->tables.len, 200);
}

static void an_empty_database_is_an_empty_schema(void **state)
{
    struct fixture *fixture = *state;
    assert_string_equal(names(fixture, read_with(fixture, NULL)), "");
}

static void own_tables_are_left_out(void **state)
{
    struct fixture *fixture = *state;
    exec(fixture, "CREATE TABLE orqgen_revisions (a, b); CREATE INDEX oi ON orqgen_revisions (b);"
                  "CREATE TABLE Alembic_Version (v); CREATE TABLE sqlitex (a INTEGER PRIMARY KEY "
                  "AUTOINCREMENT); CREATE TABLE ledger (a)");
    assert_string_equal(names(fixture, read_with(fixture, NULL)), "ledger sqlitex ");
    assert_string_equal(names(fixture, read_with(fixture, "main.ledger")),
                        "orqgen_revisions/oi sqlitex ");
}

static void shadow_tables_are_left_out(void **state)
{
    struct fixture *fixture = *state;
    exec(fixture, "CREATE VIRTUAL TABLE docs USING fts5(body); CREATE VIRTUAL TABLE Old USING "
                  "fts4(body); CREATE VIRTUAL TABLE box_map USING rtree(id, x, y);"
                  "CREATE TABLE docs_notes (a); CREATE TABLE box (a); CREATE TABLE old_data (a);"
                  "CREATE VIEW docs_config_view AS SELECT 1");
    assert_string_equal(names(fixture, read_with(fixture, NULL)),
                        "box docs_notes old_data virtual table:docs virtual table:Old "
                        "virtual table:box_map view:docs_config_view ");
}

static void an_unknown_module_owns_its_prefix(void **state)
{
    struct fixture *fixture = *state;
    exec(fixture, "CREATE TABLE vectors_rows (a); CREATE INDEX vi ON vectors_rows (a);"
                  "CREATE TABLE vectorsrows (a); CREATE VIEW vectors_view AS SELECT 1;"
                  "PRAGMA writable_schema = 1;"
                  "INSERT INTO sqlite_schema VALUES ('table', 'vectors', 'vectors', 0, "
                  "'CREATE VIRTUAL TABLE vectors USING vec0(a float[3])');"
                  "PRAGMA writable_schema = RESET");
    assert_string_equal(names(fixture, read_with(fixture, NULL)),
                        "vectorsrows view:vectors_view virtual table:vectors ");
}

static void broken_views_do_not_stop_reading(void **state)
{
    struct fixture *fixture = *state;
    exec(fixture, "CREATE TABLE t (a); CREATE VIEW v AS SELECT * FROM t;"
                  "CREATE VIEW broken AS SELECT missing(a) FROM nowhere;"
                  "CREATE TABLE u (a TEXT COLLATE unicase, CHECK (a <> ''))");
    assert_string_equal(names(fixture, read_with(fixture, NULL)), "t u view:v view:broken ");
    assert_int_equal(orq_diags_len(fixture->diags), 0);
}

static void reading_inside_a_transaction_sees_it(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(orq_db_begin(fixture->db, fixture->diags), ORQ_OK);
    exec(fixture, "CREATE TABLE t (a)");
    assert_string_equal(names(fixture, read_with(fixture, NULL)), "t ");
    assert_true(orq_db_in_transaction(fixture->db));
    orq_db_rollback(fixture->db);
    assert_string_equal(names(fixture, read_with(fixture, NULL)), "");
    assert_false(orq_db_in_transaction(fixture->db));
}

static void temporary_objects_are_not_read(void **state)
{
    struct fixture *fixture = *state;
    exec(fixture,
         "CREATE TABLE t (a); CREATE TEMP TABLE hidden (a); CREATE TEMP VIEW v AS SELECT 1");
    assert_string_equal(names(fixture, read_with(fixture, NULL)), "t ");
}

static void a_synthesised_table_is_read(void **state)
{
    struct fixture *fixture = *state;
    exec(fixture, "CREATE TABLE t AS SELECT 1 AS \"a b\", 'x' AS c, 1.5 AS \"select\"");
    const struct orq_schema *schema = read_with(fixture, NULL);
    assert_int_equal(orq_schema_table(schema, "t")->columns.len, 3);
    assert_string_equal(orq_schema_table(schema, "t")->columns.items[2]->name, "select");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_set_up_memory, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(objects_come_in_order),
        CASE(a_large_schema_is_whole_and_the_connection_goes_on),
        CASE(an_empty_database_is_an_empty_schema),
        CASE(own_tables_are_left_out),
        CASE(shadow_tables_are_left_out),
        CASE(an_unknown_module_owns_its_prefix),
        CASE(broken_views_do_not_stop_reading),
        CASE(reading_inside_a_transaction_sees_it),
        CASE(temporary_objects_are_not_read),
        CASE(a_synthesised_table_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
