/* Rows for scratch databases, and telling whether they are the same. */
#include "history/rows.h"
#include "tests/unit/history/world.h"

static struct orq_db *memory_with(struct journey *journey, const char *sql)
{
    struct orq_db *db = NULL;
    assert_int_equal(orq_db_memory(journey->arena, journey->diags, &db), ORQ_OK);
    assert_int_equal(orq_db_exec(db, sql, journey->diags), ORQ_OK);
    return db;
}

static const char *one(struct journey *journey, struct orq_db *db, const char *sql)
{
    const char *found = NULL;
    assert_int_equal(orq_db_value(journey->arena, db, sql, journey->diags, &found), ORQ_OK);
    return found ? found : "NULL";
}

struct fillable {
    const char *sql, *want; /* want NULL: the same */
    const char *count;      /* a query that must give 1 */
};

static void tables_are_filled(void **state)
{
    static const struct fillable cases[] = {
        {"CREATE TABLE t (a, b TEXT NOT NULL UNIQUE)", NULL, "SELECT count(*) = 3 FROM t"},
        {"CREATE TABLE c (p NOT NULL REFERENCES p); CREATE TABLE p (id INTEGER PRIMARY KEY)", NULL,
         "SELECT count(*) = 3 AND count(DISTINCT p) = 3 FROM c JOIN p ON p.id = c.p"},
        {"CREATE TABLE p (a TEXT, b TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;"
         "CREATE TABLE c (x, y, FOREIGN KEY (x, y) REFERENCES p)",
         NULL, "SELECT count(*) = 3 FROM c JOIN p ON p.a = c.x AND p.b = c.y"},
        {"CREATE TABLE t (a INTEGER CHECK (a > 40))", NULL, "SELECT count(*) > 0 FROM t"},
        {"CREATE TABLE t (a TEXT CHECK (a IN ('red', 'blue')))", NULL,
         "SELECT count(*) > 0 FROM t"},
        {"CREATE TABLE t (a INTEGER, b INTEGER AS (a * 2)) STRICT", NULL,
         "SELECT count(*) = 3 FROM t"},
        /* What cannot be filled stays empty. */
        {"CREATE TABLE t (a CHECK (a IS NULL AND a IS NOT NULL)); CREATE TABLE u (b)", NULL,
         "SELECT count(*) = 3 AND (SELECT count(*) FROM t) = 0 FROM u"},
        {"CREATE TABLE a (x PRIMARY KEY NOT NULL REFERENCES b (y)); CREATE TABLE b (y UNIQUE "
         "REFERENCES a)",
         NULL, "SELECT 1"},
        /* No rows that the next schema refuses. */
        {"CREATE TABLE t (a INTEGER)", "CREATE TABLE t (a INTEGER CHECK (a >= 2))",
         "SELECT count(*) > 0 AND min(a) >= 2 FROM t"},
        /* A table with rows keeps them as they are. */
        {"CREATE TABLE t (a); INSERT INTO t VALUES ('mine')", NULL,
         "SELECT group_concat(a) = 'mine' FROM t"},
    };
    struct journey *journey = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct orq_db *db = memory_with(journey, cases[i].sql);
        struct orq_schema *schema = NULL;
        assert_int_equal(orq_introspect(journey->arena, db, NULL, journey->diags, &schema), ORQ_OK);
        const struct orq_schema *want =
            cases[i].want ? world_schema(journey, cases[i].want) : schema;
        orq_rows_generate(journey->arena, db, schema, want);
        if (strcmp(one(journey, db, cases[i].count), "1") != 0)
            fail_msg("%s: not so: %s", cases[i].sql, cases[i].count);
        assert_string_equal(one(journey, db, "SELECT count(*) FROM pragma_foreign_key_check"), "0");
        orq_db_close(db);
    }
}

static void rows_are_counted(void **state)
{
    struct journey *journey = *state;
    const char *sql = "CREATE TABLE t (a); CREATE TABLE u (a); INSERT INTO t VALUES (1), (2)";
    struct orq_db *db = memory_with(journey, sql);
    struct orq_row_count count;
    assert_int_equal(
        orq_rows_count(journey->arena, db, world_schema(journey, sql), journey->diags, &count),
        ORQ_OK);
    assert_int_equal(count.rows, 2);
    assert_int_equal(count.filled, 1);
    assert_int_equal(count.tables, 2);
    orq_db_close(db);
}

static const char *digest_of(struct journey *journey, const char *values)
{
    struct orq_db *db = memory_with(
        journey,
        orq_arena_printf(journey->arena, "CREATE TABLE t (a, b); %s",
                         *values == '\0' ? ""
                                         : orq_arena_printf(journey->arena,
                                                            "INSERT INTO t VALUES %s;", values)));
    struct orq_row_values both = {.table = orq_table_new(journey->arena, "t")};
    struct orq_strings digests = {0};
    ORQ_PUSH(journey->arena, &both.columns, "a");
    ORQ_PUSH(journey->arena, &both.columns, "b");
    assert_int_equal(orq_rows_digest(journey->arena, db, &both, journey->diags, &digests), ORQ_OK);
    orq_db_close(db);
    assert_int_equal(digests.len, 2);
    return orq_arena_printf(journey->arena, "%s %s", digests.items[0], digests.items[1]);
}

static void a_digest_tells_values_apart(void **state)
{
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {
        {"(1, 'x'), (2, 'y')", "(2, 'y'), (1, 'x')", true},
        {"(1, 'x'), (2, 'y')", "(1, 'y'), (2, 'x')", false},
        {"(1, 'x')", "(1, 'x'), (1, 'x')", false},
        {"", "(NULL, NULL)", false},
        {"(1, 2)", "('1', 2)", false},
        {"(1, 2)", "(1.0, 2)", false},
        {"('a', 2)", "(x'61', 2)", false},
        {"(0.1, 2)", "(0.10000000000000002, 2)", false},
        {"('NULL', 2)", "(NULL, 2)", false},
        {"('a\nb', 'c')", "('a', 'b\nc')", false},
    };
    struct journey *journey = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool same = strcmp(digest_of(journey, cases[i].a), digest_of(journey, cases[i].b)) == 0;
        if (same != cases[i].same)
            fail_msg("%s and %s", cases[i].a, cases[i].b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(tables_are_filled),
        WORLD_TEST(rows_are_counted),
        WORLD_TEST(a_digest_tells_values_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
