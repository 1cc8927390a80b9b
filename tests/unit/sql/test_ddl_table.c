#include "tests/unit/sql/schema_oracle.h"

static sqlite3 *new_database(void)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    return db;
}

/* Statements that SQLite accepts; it says itself what they mean. */
static const char *const accepted[] = {
    "CREATE TABLE t(a)",
    "create table t (a INTEGER PRIMARY KEY, b TEXT NOT NULL DEFAULT 'x')",
    "CREATE TABLE IF NOT EXISTS main.t(a int, b)",
    "CREATE TABLE \"a b\"(\"c d\" INT, [e f] TEXT, `g\"h` BLOB, 'i j' REAL, k_\xC3\xA9 NUMERIC)",
    "CREATE TABLE [select](\"from\" TEXT, key, desc, action, match, without, generated, always,"
    " temp, view, row)",
    "CREATE TABLE t(left TEXT, cross INT, indexed BLOB, glob, like, if, cast, raise)",
    "CREATE TABLE t(a VARCHAR(10), b NUMERIC(10,2), c DECIMAL(+5, -2), d DOUBLE PRECISION,"
    " e UNSIGNED BIG INT, f varchar /* n */ (  10 ), g \"INTEGER\", h [my type], i 'str')",
    "CREATE TABLE t(a \"INTEGER\" PRIMARY KEY)",
    "CREATE TABLE t(a integer primary key desc)",
    "CREATE TABLE t(a INTEGER, PRIMARY KEY(a DESC))",
    "CREATE TABLE t(a INT PRIMARY KEY)",
    "CREATE TABLE t(a INTEGER PRIMARY KEY AUTOINCREMENT, b)",
    "CREATE TABLE t(a INTEGER PRIMARY KEY ASC ON CONFLICT REPLACE AUTOINCREMENT)",
    "CREATE TABLE t(a INTEGER, PRIMARY KEY(a AUTOINCREMENT))",
    "CREATE TABLE t(a, b, PRIMARY KEY(b, a))",
    "CREATE TABLE t(a, b, PRIMARY KEY(b COLLATE NOCASE DESC, a)) WITHOUT ROWID",
    "CREATE TABLE t(a INT PRIMARY KEY, b ANY) STRICT, WITHOUT ROWID",
    "CREATE TABLE t(a INT PRIMARY KEY, b TEXT) without /* x */ rowid , strict",
    "CREATE TABLE t(a DEFAULT 5, b DEFAULT -5, c DEFAULT +.5, d DEFAULT (1+2), e DEFAULT 'x''y',"
    " f DEFAULT \"q\", g DEFAULT foo, h DEFAULT x'00', i DEFAULT NULL, j DEFAULT CURRENT_TIMESTAMP,"
    " k DEFAULT TRUE, l DEFAULT [br], m DEFAULT - 1.5e3, n DEFAULT ( (1) ), o DEFAULT abort)",
    "CREATE TABLE t(a DEFAULT 1 DEFAULT 2, b COLLATE nocase COLLATE rtrim, c NULL NOT NULL NULL)",
    "CREATE TABLE t(a DEFAULT 5 /* c */ NOT NULL, b -- c, d\n, e)",
    "CREATE TABLE t(a CONSTRAINT x CONSTRAINT y CHECK(a > 1), b CONSTRAINT z, c)",
    "CREATE TABLE t(a CONSTRAINT x NOT NULL CONSTRAINT y UNIQUE CONSTRAINT z DEFAULT 1)",
    "CREATE TABLE t(a, b, UNIQUE(a) UNIQUE(a,b) CONSTRAINT z CHECK(a), CONSTRAINT y CONSTRAINT x)",
    "CREATE TABLE t(a, b, c, UNIQUE('a'), UNIQUE((b)), UNIQUE(\"c\" COLLATE NOCASE))",
    "CREATE TABLE t(a UNIQUE ON CONFLICT IGNORE, b UNIQUE, UNIQUE(a), UNIQUE(b) ON CONFLICT FAIL)",
    "CREATE TABLE t(a COLLATE NOCASE UNIQUE, b TEXT UNIQUE COLLATE RTRIM, UNIQUE(a, b DESC))",
    "CREATE TABLE t(a REFERENCES p, b REFERENCES p(x), c REFERENCES p(x) ON DELETE CASCADE"
    " ON UPDATE SET NULL ON INSERT RESTRICT MATCH full)",
    "CREATE TABLE t(a REFERENCES p ON DELETE SET DEFAULT ON DELETE NO ACTION NOT DEFERRABLE)",
    "CREATE TABLE t(a, b, FOREIGN KEY(a, \"b\") REFERENCES [p q](x, 'y') ON DELETE RESTRICT"
    " DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(b) REFERENCES t)",
    "CREATE TABLE t(a REFERENCES p, b INT DEFERRABLE INITIALLY DEFERRED)",
    "CREATE TABLE t(a INT GENERATED ALWAYS AS (b * 2) STORED, b, c AS (b), d TEXT AS (b) VIRTUAL)",
    "CREATE TABLE t(a int generated always, b generated text, c int always, d initially)",
    "CREATE TABLE t(a CHECK(a IN (')', \"(\", 1)), b CHECK ((a) -- )\n ), CHECK(b <> '((')) /* x "
    "*/",
    "CREATE TABLE t(a, CHECK(a > 0) ON CONFLICT FAIL)",
    "CREATE TABLE t(a TEXT /* one */ NOT /* two */ NULL /* three */ , /* four */ b /* five */)",
    "CREATE TABLE t(true INT, false TEXT, current_date TEXT, PRIMARY KEY(true))",
    "CREATE TABLE t(a$b INT, _c INT, d1 INT)",
    "CREATE TABLE t(a INT,b INT AS(a),c INT AS(json_extract(a,'$.x')->>'y'))",
};

static void tables_are_read_as_sqlite_reads_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
        struct orq_arena *arena = orq_arena_new();
        sqlite3 *db = new_database();
        if (sqlite3_exec(db, accepted[i], NULL, NULL, NULL) != SQLITE_OK)
            fail_msg("%s: %s", accepted[i], sqlite3_errmsg(db));
        assert_int_equal(check_schema(arena, db), 1 + (strstr(accepted[i], "AUTOINC") != NULL));
        struct orq_expr_error error;
        assert_non_null(orq_ddl_parse_table(arena, accepted[i], &error));
        sqlite3_close(db);
        orq_arena_free(arena);
    }
}

/* Neither SQLite nor we read these. */
static const char *const rejected[] = {
    "",
    "CREATE",
    "CREATE TABLE",
    "CREATE TABLE t",
    "CREATE TABLE t(",
    "CREATE TABLE t()",
    "CREATE TABLE t(a",
    "CREATE TABLE t(a,)",
    "CREATE TABLE t(a) WITHOUT",
    "CREATE TABLE t(a) STRICTLY",
    "CREATE TABLE t(a INT PRIMARY)",
    "CREATE TABLE t(a CHECK)",
    "CREATE TABLE t(a CHECK(a)",
    "CREATE TABLE t(a DEFAULT)",
    "CREATE TABLE t(a DEFAULT ,b)",
    "CREATE TABLE t(a NOT)",
    "CREATE TABLE t(a REFERENCES)",
    "CREATE TABLE t(a REFERENCES p ON DELETE)",
    "CREATE TABLE t(a REFERENCES p ON DELETE SET)",
    "CREATE TABLE t(a, UNIQUE(a),)",
    "CREATE TABLE t(a, UNIQUE(a), b)",
    "CREATE TABLE t(a 'unclosed)",
    "CREATE TABLE t(select INT)",
    "CREATE TABLE t(a) t",
    "CREATE TABLE t(a ON CONFLICT FAIL)",
    "CREATE VIEW v AS SELECT 1",
};

static void what_is_no_table_is_an_error(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof rejected / sizeof *rejected; i++) {
        struct orq_expr_error error = {.offset = SIZE_MAX};
        if (orq_ddl_parse_table(arena, rejected[i], &error))
            fail_msg("was read: %s", rejected[i]);
        assert_true(error.offset <= strlen(rejected[i]));
        assert_non_null(error.message);
    }
    orq_arena_free(arena);
}

static const struct orq_ddl_table *read_table(struct orq_arena *arena, const char *sql)
{
    struct orq_expr_error error;
    const struct orq_ddl_table *table = orq_ddl_parse_table(arena, sql, &error);
    assert_non_null(table);
    return table;
}

static void assert_range(const struct orq_ddl_table *table, struct orq_range range,
                         const char *expected)
{
    assert_int_equal(range.to - range.from, strlen(expected));
    assert_memory_equal(table->text + range.from, expected, strlen(expected));
}

static void ranges_say_where_each_part_stands(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const struct orq_ddl_table *table = read_table(
        arena, "CREATE TABLE \"t\" ( a  VARCHAR ( 3 ) CONSTRAINT x CHECK ( a > 1 ) NOT NULL "
               "DEFAULT ( 5 ) , CONSTRAINT y UNIQUE (a) ON CONFLICT FAIL ) WITHOUT ROWID, STRICT");
    assert_range(table, table->name_text, "\"t\"");
    assert_range(table, table->options, "WITHOUT ROWID, STRICT");
    const struct orq_ddl_column *a = &table->columns.items[0];
    assert_range(table, a->name_text, "a");
    assert_range(table, a->type, "VARCHAR ( 3 )");
    assert_range(table, a->constraints.items[0].text, "CONSTRAINT x CHECK ( a > 1 )");
    assert_range(table, a->constraints.items[0].body, "CHECK ( a > 1 )");
    assert_range(table, a->constraints.items[0].expr, "a > 1");
    assert_range(table, a->constraints.items[2].expr, "( 5 )");
    assert_range(table, a->text,
                 "a  VARCHAR ( 3 ) CONSTRAINT x CHECK ( a > 1 ) NOT NULL "
                 "DEFAULT ( 5 )");
    assert_range(table, table->constraints.items[0].text,
                 "CONSTRAINT y UNIQUE (a) ON CONFLICT FAIL");
    assert_string_equal(table->constraints.items[0].conflict, "FAIL");
    orq_arena_free(arena);
}

static void names_of_constraints_follow_sqlite(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const struct orq_ddl_table *table =
        read_table(arena, "CREATE TABLE t(a CONSTRAINT x CONSTRAINT y CHECK(a) CONSTRAINT z, "
                          "CONSTRAINT \"p q\" UNIQUE(a) CONSTRAINT w)");
    const struct orq_ddl_constraints *column = &table->columns.items[0].constraints;
    assert_int_equal(column->len, 2);
    assert_string_equal(column->items[0].name, "y");
    assert_range(table, column->items[0].text, "CONSTRAINT x CONSTRAINT y CHECK(a)");
    assert_int_equal(column->items[1].kind, ORQ_DDL_BODILESS);
    assert_string_equal(column->items[1].name, "z");
    assert_int_equal(table->constraints.len, 2);
    assert_string_equal(table->constraints.items[0].name, "p q");
    assert_int_equal(table->constraints.items[1].kind, ORQ_DDL_BODILESS);
    orq_arena_free(arena);
}

static void deferrable_means_the_last_foreign_key(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const struct orq_ddl_table *table =
        read_table(arena, "CREATE TABLE t(a REFERENCES p NOT NULL DEFERRABLE INITIALLY DEFERRED,"
                          "b REFERENCES p NOT DEFERRABLE INITIALLY DEFERRED, c REFERENCES p,"
                          "d INT DEFERRABLE INITIALLY IMMEDIATE)");
    const struct orq_ddl_columns *columns = &table->columns;
    assert_true(columns->items[0].constraints.items[0].initially_deferred);
    assert_true(columns->items[1].constraints.items[0].not_deferrable);
    assert_false(columns->items[1].constraints.items[0].initially_deferred);
    assert_true(columns->items[2].constraints.items[0].deferrable_written);
    assert_false(columns->items[2].constraints.items[0].initially_deferred);
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_read_as_sqlite_reads_them),
        cmocka_unit_test(what_is_no_table_is_an_error),
        cmocka_unit_test(ranges_say_where_each_part_stands),
        cmocka_unit_test(names_of_constraints_follow_sqlite),
        cmocka_unit_test(deferrable_means_the_last_foreign_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
