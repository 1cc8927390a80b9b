/* Replicas, and what stands in the way of ALTER TABLE. */
#include "introspect/broken.h"
#include "introspect/introspect.h"
#include "introspect/replica.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct orq_arena *arena;
    struct orq_diags *diags;
    struct orq_db *db, *copy;
};

static int set_up(void **state)
{
    struct orq_arena *arena = orq_arena_new();
    struct fixture *fixture = ORQ_NEW(arena, struct fixture);
    fixture->arena = arena;
    fixture->diags = orq_diags_new(arena);
    *state = fixture;
    bool opened = orq_db_memory(arena, fixture->diags, &fixture->db) == ORQ_OK &&
                  orq_db_memory(arena, fixture->diags, &fixture->copy) == ORQ_OK;
    return opened ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    orq_db_close(fixture->db);
    orq_db_close(fixture->copy);
    orq_arena_free(fixture->arena);
    return 0;
}

static void exec(struct fixture *fixture, struct orq_db *db, const char *sql)
{
    enum orq_status status = orq_db_exec(db, sql, fixture->diags);
    if (status != ORQ_OK)
        print_error("%s\n", orq_db_message(db));
    assert_int_equal(status, ORQ_OK);
}

static const char *value_of(struct fixture *fixture, struct orq_db *db, const char *sql)
{
    const char *value = NULL;
    assert_int_equal(orq_db_value(fixture->arena, db, sql, fixture->diags, &value), ORQ_OK);
    return value;
}

static const struct orq_schema *schema_of(struct fixture *fixture, struct orq_db *db)
{
    struct orq_schema *schema = NULL;
    assert_int_equal(orq_introspect(fixture->arena, db, NULL, fixture->diags, &schema), ORQ_OK);
    return schema;
}

static const char *joined(struct fixture *fixture, const struct orq_strings *names)
{
    struct orq_str out = orq_str_new(fixture->arena);
    for (size_t i = 0; i < names->len; i++)
        orq_str_addf(&out, "%s ", names->items[i]);
    return orq_str_text(&out);
}

static const char *build(struct fixture *fixture)
{
    struct orq_strings skipped = {0};
    assert_int_equal(orq_replica_build(fixture->arena, schema_of(fixture, fixture->db),
                                       fixture->copy, &skipped, fixture->diags),
                     ORQ_OK);
    return joined(fixture, &skipped);
}

static const char *broken_in(struct fixture *fixture)
{
    struct orq_strings names = {0};
    assert_int_equal(
        orq_find_broken(fixture->arena, schema_of(fixture, fixture->db), fixture->diags, &names),
        ORQ_OK);
    return joined(fixture, &names);
}

#define ALL_TEXTS                                                                                \
    "SELECT group_concat(type || name || tbl_name || coalesce(sql, ''), char(10)) FROM (SELECT " \
    "* FROM sqlite_schema ORDER BY type, name)"

static void a_replica_holds_the_same_statements(void **state)
{
    struct fixture *fixture = *state;
    exec(fixture, fixture->db,
         "CREATE TABLE z (a INTEGER PRIMARY KEY AUTOINCREMENT, b UNIQUE REFERENCES y /* c */);"
         "CREATE TABLE y (k TEXT PRIMARY KEY) WITHOUT ROWID; CREATE INDEX zi ON z (b) WHERE a > 0;"
         "CREATE VIEW v AS SELECT * FROM z; CREATE VIRTUAL TABLE f USING fts5(body, content=z);"
         "CREATE TRIGGER g INSTEAD OF INSERT ON v BEGIN INSERT INTO z VALUES (1, 2); END;"
         "CREATE TRIGGER h AFTER INSERT ON z BEGIN INSERT INTO y VALUES (new.a); END");
    assert_string_equal(build(fixture), "");
    assert_string_equal(value_of(fixture, fixture->copy, ALL_TEXTS),
                        value_of(fixture, fixture->db, ALL_TEXTS));
    assert_string_equal(value_of(fixture, fixture->copy, "PRAGMA integrity_check"), "ok");
    exec(fixture, fixture->copy,
         "INSERT INTO y VALUES ('k'); INSERT INTO z VALUES (7, 'k'); DROP VIEW v");
    assert_string_equal(value_of(fixture, fixture->copy, "SELECT min(k) FROM y"), "7");
}

static void many_objects_are_built_and_usable(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(orq_db_begin(fixture->db, fixture->diags), ORQ_OK);
    for (int i = 0; i < 350; i++)
        exec(fixture, fixture->db,
             orq_arena_printf(fixture->arena,
                              "CREATE TABLE t%d (a INTEGER PRIMARY KEY, b UNIQUE);"
                              "CREATE INDEX i%d ON t%d (b DESC)",
                              i, i, i));
    assert_int_equal(orq_db_commit(fixture->db, fixture->diags), ORQ_OK);
    assert_string_equal(build(fixture), "");
    assert_string_equal(value_of(fixture, fixture->copy, ALL_TEXTS),
                        value_of(fixture, fixture->db, ALL_TEXTS));
    exec(fixture, fixture->copy,
         "INSERT INTO t0 VALUES (1, 'x'); INSERT INTO t349 VALUES (1, 'y');"
         "ALTER TABLE t200 RENAME TO renamed; VACUUM");
    assert_string_equal(value_of(fixture, fixture->copy, "SELECT b FROM t0"), "x");
    assert_string_equal(value_of(fixture, fixture->copy, "PRAGMA integrity_check"), "ok");
}

static void a_replica_is_built_inside_a_transaction(void **state)
{
    struct fixture *fixture = *state;
    exec(fixture, fixture->db, "CREATE TABLE t (a)");
    assert_int_equal(orq_db_begin(fixture->copy, fixture->diags), ORQ_OK);
    build(fixture);
    assert_true(orq_db_in_transaction(fixture->copy));
    orq_db_rollback(fixture->copy);
    assert_string_equal(value_of(fixture, fixture->copy, "SELECT count(*) FROM sqlite_schema"),
                        "0");
}

static void what_is_unknown_here_is_stood_in_for(void **state)
{
    struct fixture *fixture = *state;
    assert_true(orq_db_fake_function(fixture->db, "is_slug"));
    assert_true(orq_db_fake_function(fixture->db, "slug"));
    exec(fixture, fixture->db,
         "CREATE TABLE t (a TEXT COLLATE unicase UNIQUE, CHECK (is_slug(a) AND slug(a) <> ''));"
         "CREATE INDEX i ON t (slug(a))");
    assert_string_equal(build(fixture), "");
    exec(fixture, fixture->copy, "INSERT INTO t VALUES ('x')");
}

static void unknown_modules_are_skipped(void **state)
{
    struct fixture *fixture = *state;
    exec(fixture, fixture->db,
         "CREATE TABLE t (a); PRAGMA writable_schema = 1;"
         "INSERT INTO sqlite_schema VALUES ('table', 'vec', 'vec', 0, "
         "'CREATE VIRTUAL TABLE vec USING vec0(a float[3])'); PRAGMA writable_schema = RESET");
    assert_string_equal(build(fixture), "vec ");
    assert_string_equal(value_of(fixture, fixture->copy, "SELECT name FROM sqlite_schema"), "t");
}

static void what_cannot_be_built_is_reported(void **state)
{
    struct fixture *fixture = *state;
    exec(fixture, fixture->db,
         "CREATE TABLE t (a); CREATE INDEX i ON t (a); PRAGMA writable_schema = 1;"
         "UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON t (a COLLATE nocase) WHERE random()'"
         " WHERE name = 'i'");
    struct orq_strings skipped = {0};
    assert_int_equal(orq_replica_build(fixture->arena, schema_of(fixture, fixture->db),
                                       fixture->copy, &skipped, fixture->diags),
                     ORQ_DATABASE);
    assert_non_null(strstr(orq_diags_at(fixture->diags, 0)->message,
                           "index i cannot be built again from its stored text"));
    assert_false(orq_db_in_transaction(fixture->copy));
}

static void a_sound_schema_has_nothing_broken(void **state)
{
    struct fixture *fixture = *state;
    exec(fixture, fixture->db,
         "CREATE TABLE t (a INTEGER PRIMARY KEY, b UNIQUE COLLATE unicase) ; CREATE TABLE w (k "
         "PRIMARY KEY) WITHOUT ROWID; CREATE INDEX i ON t (b);"
         "CREATE INDEX j ON t (b, a); CREATE INDEX k ON t (b || a);"
         "CREATE VIRTUAL TABLE f USING fts4(content=\"t\", b); CREATE VIRTUAL TABLE g USING "
         "fts5(body); CREATE VIEW v AS SELECT b FROM f JOIN g ON g.body = b;"
         "CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO g VALUES (new.b); END");
    assert_string_equal(broken_in(fixture), "");
}

static void broken_views_and_triggers_are_found(void **state)
{
    struct fixture *fixture = *state;
    exec(fixture, fixture->db,
         "CREATE TABLE t (a); CREATE VIEW ok AS SELECT a FROM t;"
         "CREATE VIEW \"b: after\" AS SELECT missing FROM t; CREATE VIEW b AS SELECT unknown_fn(a) "
         "FROM t; CREATE VIEW c AS SELECT * FROM b; CREATE VIEW twin AS SELECT 1 FROM gone;"
         "CREATE TRIGGER twin AFTER INSERT ON t BEGIN DELETE FROM gone; END;"
         "CREATE TRIGGER fine AFTER INSERT ON t BEGIN DELETE FROM t; END;"
         "CREATE TRIGGER inner_one INSTEAD OF INSERT ON twin BEGIN DELETE FROM gone; END");
    assert_string_equal(broken_in(fixture), "b: after c twin twin ");
}

static void an_unknown_module_breaks_its_views(void **state)
{
    struct fixture *fixture = *state;
    exec(fixture, fixture->db,
         "CREATE TABLE t (a); PRAGMA writable_schema = 1;"
         "INSERT INTO sqlite_schema VALUES ('table', 'vec', 'vec', 0, "
         "'CREATE VIRTUAL TABLE vec USING vec0(a float[3])'); PRAGMA writable_schema = RESET;"
         "CREATE VIEW near AS SELECT a FROM vec; CREATE VIEW other AS SELECT a FROM t");
    assert_string_equal(broken_in(fixture), "near ");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_replica_holds_the_same_statements),
        CASE(many_objects_are_built_and_usable),
        CASE(a_replica_is_built_inside_a_transaction),
        CASE(what_is_unknown_here_is_stood_in_for),
        CASE(unknown_modules_are_skipped),
        CASE(what_cannot_be_built_is_reported),
        CASE(a_sound_schema_has_nothing_broken),
        CASE(broken_views_and_triggers_are_found),
        CASE(an_unknown_module_breaks_its_views),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
