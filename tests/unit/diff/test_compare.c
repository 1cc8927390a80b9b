#include "tests/unit/diff/schema_of.h"

#define T(body) "CREATE TABLE t (" body ")"
#define ONE(body) \
    {             \
        T(body)   \
    }
#define P "CREATE TABLE p (id INTEGER PRIMARY KEY, u TEXT UNIQUE, v TEXT UNIQUE)"

/* Each rule with a pair that is equal (ops "") and one that is not. Differing constants are judged
 * to be unlike. */
struct row {
    script have, want;
    const char *ops;
};

static const struct row column_rows[] = {
    /* types */
    {ONE("a TEXT"), ONE("a text"), ""},
    {ONE("a TEXT"), ONE("a VARCHAR(20)"), ""},
    {ONE("a TEXT"), ONE("a INTEGER"), "alter column t.a: type"},
    {ONE("a INT"), ONE("a INTEGER"), ""},
    {ONE("a INT PRIMARY KEY"), ONE("a INTEGER PRIMARY KEY"), "alter column t.a: type, nullable"},
    {ONE("a BLOB"), ONE("a"), ""},
    {ONE("a UUID"), ONE("a TEXT"), "alter column t.a: type"},
    {{T("a INT") " STRICT"}, {T("a INTEGER") " STRICT"}, "alter column t.a: type"},
    {{T("a TEXT") " STRICT"}, {T("a TEXT") " STRICT"}, ""},
    /* nullable */
    {ONE("a TEXT NULL"), ONE("a TEXT"), ""},
    {ONE("a TEXT"), ONE("a TEXT NOT NULL"), "alter column t.a: nullable"},
    {ONE("a INTEGER PRIMARY KEY"), ONE("a INTEGER NOT NULL PRIMARY KEY"), ""},
    {ONE("a TEXT PRIMARY KEY"), ONE("a TEXT NOT NULL PRIMARY KEY"), "alter column t.a: nullable"},
    {{T("a TEXT PRIMARY KEY") " WITHOUT ROWID"},
     {T("a TEXT NOT NULL PRIMARY KEY") " WITHOUT ROWID"},
     ""},
    {{T("a TEXT PRIMARY KEY") " STRICT"}, {T("a TEXT NOT NULL PRIMARY KEY") " STRICT"}, ""},
    {ONE("a TEXT NOT NULL ON CONFLICT IGNORE"), ONE("a TEXT NOT NULL"),
     "alter column t.a: on conflict"},
    {ONE("a TEXT NOT NULL ON CONFLICT ABORT"), ONE("a TEXT NOT NULL"), ""},
    /* defaults */
    {ONE("a INT DEFAULT 5"), ONE("a INT DEFAULT (5)"), ""},
    {ONE("a INT DEFAULT 5"), ONE("a INT DEFAULT 6"), "alter column t.a: default"},
    {ONE("a INT DEFAULT NULL"), ONE("a INT"), ""},
    {ONE("a INT"), ONE("a INT DEFAULT 1"), "alter column t.a: default"},
    {ONE("a INT DEFAULT TRUE"), ONE("a INT DEFAULT 1"), ""},
    {ONE("a TEXT DEFAULT \"q\""), ONE("a TEXT DEFAULT 'q'"), ""},
    {ONE("a TEXT DEFAULT foo"), ONE("a TEXT DEFAULT 'foo'"), ""},
    {ONE("a TEXT DEFAULT 'foo'"), ONE("a TEXT DEFAULT 'FOO'"), "alter column t.a: default"},
    {ONE("a TEXT DEFAULT current_timestamp"), ONE("a TEXT DEFAULT CURRENT_TIMESTAMP"), ""},
    {ONE("a TEXT DEFAULT CURRENT_TIMESTAMP"), ONE("a TEXT DEFAULT 'CURRENT_TIMESTAMP'"),
     "alter column t.a: default"},
    {ONE("a TEXT DEFAULT (lower('X'))"), ONE("a TEXT DEFAULT ( LOWER( 'X' ) )"), ""},
    {ONE("a TEXT DEFAULT (lower('X'))"), ONE("a TEXT DEFAULT (upper('X'))"),
     "alter column t.a: default"},
    /* collations */
    {ONE("a TEXT COLLATE BINARY"), ONE("a TEXT"), ""},
    {ONE("a TEXT COLLATE nocase"), ONE("a TEXT COLLATE NOCASE"), ""},
    {ONE("a TEXT COLLATE NOCASE"), ONE("a TEXT"), "alter column t.a: collation"},
    /* generated */
    {ONE("a INT, b INT AS (a + 1)"), ONE("a INT, b INT GENERATED ALWAYS AS (a+1) VIRTUAL"), ""},
    {ONE("a INT, b INT AS (a + 1)"), ONE("a INT, b INT AS (a + 2)"), "alter column t.b: generated"},
    {ONE("a INT, b INT AS (a + 1)"), ONE("a INT, b INT AS (a + 1) STORED"),
     "alter column t.b: generated"},
    {ONE("a INT, b INT"), ONE("a INT, b INT AS (a)"), "alter column t.b: generated"},
    /* names, order, coming and going */
    {ONE("a INT, B INT"), ONE("b INT, A INT"), ""},
    {ONE("a INT, b INT"), ONE("a INT, m INT, b INT"), "add column t.m"},
    {ONE("a INT, m INT, b INT"), ONE("a INT, b INT"), "drop column t.m"},
    {ONE("\xc3\xa4 INT"), ONE("\xc3\x84 INT"), "add column t.\xc3\x84\ndrop column t.\xc3\xa4"},
};

static const struct row table_rows[] = {
    {ONE("a INT"), {T("a INT") " STRICT"}, "alter table t: strict"},
    {{T("a INT") " STRICT"}, {T("a INT") "STRICT"}, ""},
    {{T("a INT PRIMARY KEY") " WITHOUT ROWID, STRICT"},
     {T("a INT PRIMARY KEY") " STRICT, WITHOUT ROWID"},
     ""},
    {{T("a INT NOT NULL PRIMARY KEY")},
     {T("a INT NOT NULL PRIMARY KEY") " WITHOUT ROWID"},
     "alter table t: without rowid"},
    {ONE("a INTEGER PRIMARY KEY AUTOINCREMENT"), ONE("a INTEGER PRIMARY KEY"),
     "alter table t: autoincrement"},
    {ONE("a INTEGER PRIMARY KEY AUTOINCREMENT"), ONE("a INTEGER, PRIMARY KEY (a AUTOINCREMENT)"),
     ""},
    {{T("a INT"), "CREATE TABLE u (a)"}, ONE("a INT"), "drop table u"},
    {{"CREATE TABLE T (a INT)"}, ONE("a INT"), ""},
    {ONE("a INT"),
     {T("a INT"), "CREATE TABLE u (a CHECK (a > 0))", "CREATE INDEX i ON u (a)"},
     "create table u"},
};

static const struct row key_rows[] = {
    {ONE("a INTEGER PRIMARY KEY"), ONE("a INTEGER, PRIMARY KEY (a)"), ""},
    {ONE("a INTEGER, PRIMARY KEY (a)"), ONE("a INTEGER, PRIMARY KEY (a DESC)"), ""},
    {ONE("a INTEGER PRIMARY KEY DESC"), ONE("a INTEGER, PRIMARY KEY (a DESC)"),
     "alter column t.a: nullable\nalter primary key (a) on t: columns"},
    {ONE("a INT NOT NULL, b INT NOT NULL, PRIMARY KEY (a, b)"),
     ONE("a INT NOT NULL, b INT NOT NULL, PRIMARY KEY (b, a)"),
     "alter primary key (b, a) on t: columns"},
    {ONE("a TEXT PRIMARY KEY ON CONFLICT REPLACE"), ONE("a TEXT PRIMARY KEY"),
     "alter primary key (a) on t: on conflict"},
    {ONE("a TEXT, PRIMARY KEY (a COLLATE NOCASE)"), ONE("a TEXT, PRIMARY KEY (a)"),
     "alter primary key (a) on t: columns"},
    {ONE("a TEXT"), ONE("a TEXT PRIMARY KEY"), "add primary key (a) on t"},
    {ONE("a TEXT CONSTRAINT one PRIMARY KEY"), ONE("a TEXT CONSTRAINT t_pkey PRIMARY KEY"), ""},
    {ONE("a TEXT CONSTRAINT one PRIMARY KEY"), ONE("a TEXT CONSTRAINT two PRIMARY KEY"),
     "rename primary key one to two on t: name"},
    {ONE("a TEXT UNIQUE"), ONE("a TEXT, UNIQUE (a)"), ""},
    {ONE("a TEXT UNIQUE"), ONE("a TEXT, UNIQUE (a COLLATE BINARY)"), ""},
    {ONE("a TEXT UNIQUE"), ONE("a TEXT, UNIQUE (a DESC)"),
     "alter unique constraint (a) on t: columns"},
    {ONE("a TEXT UNIQUE"), ONE("a TEXT UNIQUE ON CONFLICT IGNORE"),
     "alter unique constraint (a) on t: on conflict"},
    {ONE("a, b, UNIQUE (a, b)"), ONE("a, b, UNIQUE (b, a)"),
     "drop unique constraint (a, b) on t\nadd unique constraint (b, a) on t"},
    {ONE("a TEXT UNIQUE"),
     {T("a TEXT"), "CREATE UNIQUE INDEX i ON t (a)"},
     "drop unique constraint (a) on t\ncreate index i on t"},
};

static const struct row check_rows[] = {
    {ONE("a INT CHECK (a > 0)"), ONE("a INT, CHECK ((A) > 0x0)"), ""},
    {ONE("a INT CHECK (a > 0)"), ONE("a INT CHECK (a >= 0)"),
     "drop check (a > 0) on t\nadd check (a >= 0) on t"},
    {ONE("a INT CHECK (t.a <> 1)"), ONE("a INT CHECK ([a] != 1 /* one */)"), ""},
    {ONE("a INT CHECK (a = 1 AND a = 2 AND a = 3)"),
     ONE("a INT CHECK (a == 1 AND (a = 2 AND a = 3))"), ""},
    {ONE("a INT CHECK (a = 1 AND a = 2)"), ONE("a INT CHECK (a = 2 AND a = 1)"),
     "drop check (a = 1 AND a = 2) on t\nadd check (a = 2 AND a = 1) on t"},
    {ONE("a TEXT CHECK (a IN ('x', 'y'))"), ONE("a TEXT CHECK (a IN ('x','y'))"), ""},
    {ONE("a TEXT CHECK (a <> 'x')"), ONE("a TEXT CHECK (a <> 'X')"),
     "add check (a <> 'X') on t\ndrop check (a <> 'x') on t"},
    {ONE("a TEXT CHECK (a <> \"foo\")"), ONE("a TEXT CHECK (a <> 'foo')"), ""},
    {ONE("a, foo, CHECK (a <> \"foo\")"), ONE("a, foo, CHECK (a <> 'foo')"),
     "drop check (a <> \"foo\") on t\nadd check (a <> 'foo') on t"},
    /* the same text, but \"foo\" becomes a column */
    {ONE("a, CHECK (a <> \"foo\")"), ONE("a, foo, CHECK (a <> \"foo\")"),
     "add column t.foo\ndrop check (a <> \"foo\") on t\nadd check (a <> \"foo\") on t"},
    {ONE("a INT CONSTRAINT c CHECK (a > 0)"), ONE("a INT CONSTRAINT c CHECK (a > 1)"),
     "alter check c on t: expression"},
    {ONE("a INT CHECK (a > 0) CHECK (a > 0)"), ONE("a INT CHECK (a > 0)"),
     "drop check (a > 0) on t"},
};

static const struct row foreign_rows[] = {
    {{P, T("a REFERENCES p")}, {P, T("a, FOREIGN KEY (a) REFERENCES p (id)")}, ""},
    {{P, T("a REFERENCES p")}, {P, T("a REFERENCES P (ID)")}, ""},
    {{P, T("a REFERENCES p (u)")},
     {P, T("a REFERENCES p (v)")},
     "alter foreign key (a) on t: references"},
    {{P, T("a REFERENCES p")},
     {P, T("a REFERENCES p (u)")},
     "alter foreign key (a) on t: references"},
    {{P, T("a, b, FOREIGN KEY (a) REFERENCES p")},
     {P, T("a, b, FOREIGN KEY (b) REFERENCES p")},
     "drop foreign key (a) on t\nadd foreign key (b) on t"},
    {{P, T("a REFERENCES p ON DELETE CASCADE")},
     {P, T("a REFERENCES p")},
     "alter foreign key (a) on t: actions"},
    {{P, T("a REFERENCES p ON DELETE NO ACTION")}, {P, T("a REFERENCES p")}, ""},
    {{P, T("a REFERENCES p ON UPDATE NO ACTION")},
     {P, T("a REFERENCES p ON UPDATE RESTRICT")},
     "alter foreign key (a) on t: actions"},
    {{P, T("a REFERENCES p MATCH FULL")}, {P, T("a REFERENCES p")}, ""},
    {{P, T("a REFERENCES p DEFERRABLE")}, {P, T("a REFERENCES p")}, ""},
    {{P, T("a REFERENCES p DEFERRABLE INITIALLY IMMEDIATE")},
     {P, T("a REFERENCES p NOT DEFERRABLE")},
     ""},
    {{P, T("a REFERENCES p DEFERRABLE INITIALLY DEFERRED")},
     {P, T("a REFERENCES p")},
     "alter foreign key (a) on t: deferrable"},
    {{T("a REFERENCES nowhere")}, {T("a REFERENCES nowhere")}, ""},
    {{"CREATE TABLE n (id INTEGER PRIMARY KEY, up REFERENCES n)"},
     {"CREATE TABLE n (id INTEGER PRIMARY KEY, up REFERENCES n (id))"},
     ""},
};

#define A T("a TEXT, b TEXT COLLATE NOCASE")
static const struct row index_rows[] = {
    {{A, "CREATE INDEX i ON t (a)"}, {A, "CREATE INDEX I ON \"t\" ([a] ASC)"}, ""},
    {{A, "CREATE INDEX i ON t (a)"}, {A, "CREATE INDEX i ON t (b)"}, "alter index i on t: columns"},
    {{A, "CREATE INDEX i ON t (a, b)"},
     {A, "CREATE INDEX i ON t (b, a)"},
     "alter index i on t: columns"},
    {{A, "CREATE INDEX i ON t (a)"},
     {A, "CREATE UNIQUE INDEX i ON t (a)"},
     "alter index i on t: unique"},
    {{A, "CREATE INDEX i ON t (a DESC)"},
     {A, "CREATE INDEX i ON t (a)"},
     "alter index i on t: columns"},
    {{A, "CREATE INDEX i ON t (b)"}, {A, "CREATE INDEX i ON t (b COLLATE nocase)"}, ""},
    {{A, "CREATE INDEX i ON t (a)"},
     {A, "CREATE INDEX i ON t (a COLLATE NOCASE)"},
     "alter index i on t: columns"},
    {{A, "CREATE INDEX i ON t (lower(a))"}, {A, "CREATE INDEX i ON t ((LOWER( \"a\" )))"}, ""},
    {{A, "CREATE INDEX i ON t (lower(a))"},
     {A, "CREATE INDEX i ON t (upper(a))"},
     "alter index i on t: columns"},
    {{A, "CREATE INDEX i ON t (lower(a))"},
     {A, "CREATE INDEX i ON t (a)"},
     "alter index i on t: columns"},
    {{A, "CREATE INDEX i ON t (a) WHERE a IS NOT NULL"},
     {A, "CREATE INDEX i ON t (a) WHERE a NOTNULL"},
     ""},
    {{A, "CREATE INDEX i ON t (a) WHERE a IS NOT NULL"},
     {A, "CREATE INDEX i ON t (a)"},
     "alter index i on t: where"},
    {{A, "CREATE INDEX i ON t (a) WHERE b > 1"},
     {A, "CREATE INDEX i ON t (a) WHERE b > 1.0"},
     "alter index i on t: where"},
    {{A, "CREATE INDEX i ON t (a)"}, {A}, "drop index i on t"},
    {{A}, {A, "CREATE INDEX i ON t (a)"}, "create index i on t"},
    {{A, "CREATE INDEX i ON t (a)"},
     {A, "CREATE INDEX j ON t (a)"},
     "drop index i on t\ncreate index j on t"},
    /* the index has no collation of its own on either side */
    {{T("a TEXT"), "CREATE INDEX i ON t (a)"},
     {T("a TEXT COLLATE NOCASE"), "CREATE INDEX i ON t (a)"},
     "alter column t.a: collation"},
};

static const struct row definition_rows[] = {
    {{A, "CREATE VIEW v AS SELECT a FROM t"},
     {A, "CREATE VIEW v as select \"a\" from T -- it"},
     ""},
    {{A, "CREATE VIEW v AS SELECT a FROM t"},
     {A, "CREATE VIEW v AS SELECT b FROM t"},
     "alter view v: definition"},
    {{A, "CREATE VIEW v (x) AS SELECT a FROM t"},
     {A, "CREATE VIEW v AS SELECT a FROM t"},
     "alter view v: definition"},
    {{A}, {A, "CREATE VIEW v AS SELECT a FROM t"}, "create view v"},
    {{A, "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END"},
     {A, "CREATE TRIGGER g after insert on t begin select 1; end"},
     ""},
    {{A, "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END"},
     {A, "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 2; END"},
     "alter trigger g on t: definition"},
    {{A, "CREATE VIRTUAL TABLE f USING fts5(a)"},
     {A, "CREATE VIRTUAL TABLE f USING fts5(a, b)"},
     "alter virtual table f: definition"},
};

static void check_rows_of(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct orq_arena *arena = orq_arena_new();
        struct orq_ops ops = ops_between(arena, schema_of(arena, rows[i].have),
                                         as_model(schema_of(arena, rows[i].want)),
                                         (struct orq_diff_options){0}, ORQ_UNLIKE);
        const char *text = ops_text(arena, &ops);
        if (strcmp(text, rows[i].ops) != 0)
            fail_msg("row %zu: %s ->\n%s\ngave: %s\nwanted: %s", i, rows[i].have[0],
                     rows[i].want[0], text, rows[i].ops);
        orq_arena_free(arena);
    }
}

#define ROWS_TEST(name)                                                         \
    static void name##_are_compared(void **state)                               \
    {                                                                           \
        (void)state;                                                            \
        check_rows_of(name##_rows, sizeof name##_rows / sizeof name##_rows[0]); \
    }
ROWS_TEST(column)
ROWS_TEST(table)
ROWS_TEST(key)
ROWS_TEST(check)
ROWS_TEST(foreign)
ROWS_TEST(index)
ROWS_TEST(definition)

static void every_schema_equals_itself(void **state)
{
    (void)state;
    const struct row *all[] = {column_rows,  table_rows, key_rows,       check_rows,
                               foreign_rows, index_rows, definition_rows};
    const size_t counts[] = {
        sizeof column_rows / sizeof *column_rows,
        sizeof table_rows / sizeof *table_rows,
        sizeof key_rows / sizeof *key_rows,
        sizeof check_rows / sizeof *check_rows,
        sizeof foreign_rows / sizeof *foreign_rows,
        sizeof index_rows / sizeof *index_rows,
        sizeof definition_rows / sizeof *definition_rows,
    };
    for (size_t k = 0; k < sizeof all / sizeof all[0]; k++)
        for (size_t i = 0; i < counts[k]; i++) {
            struct orq_arena *arena = orq_arena_new();
            struct orq_diff_options strict = {.strict_types = true};
            struct orq_ops ops =
                ops_between(arena, schema_of(arena, all[k][i].have),
                            as_model(schema_of(arena, all[k][i].have)), strict, ORQ_UNLIKE);
            assert_string_equal(ops_text(arena, &ops), "");
            orq_arena_free(arena);
        }
}

static const char *with_options(struct orq_arena *arena, const struct row *row,
                                struct orq_diff_options options, enum orq_verdict answer)
{
    struct orq_ops ops = ops_between(arena, schema_of(arena, row->have),
                                     as_model(schema_of(arena, row->want)), options, answer);
    return ops_text(arena, &ops);
}

static void strict_types_compare_the_spelling(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const struct orq_diff_options strict = {.strict_types = true};
    const struct row cosmetic = {ONE("a VARCHAR(20)"), ONE("a TEXT"), NULL};
    const struct row folded = {ONE("a VARCHAR(20)"), ONE("a varchar(20)"), NULL};
    assert_string_equal(with_options(arena, &cosmetic, strict, ORQ_SAME), "alter column t.a: type");
    assert_string_equal(with_options(arena, &folded, strict, ORQ_SAME), "");
    orq_arena_free(arena);
}

static void the_judge_decides_on_constants(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const struct orq_diff_options none = {0};
    const struct row row = {ONE("a TEXT DEFAULT 5"), ONE("a TEXT DEFAULT '5'"), NULL};
    assert_string_equal(with_options(arena, &row, none, ORQ_UNLIKE), "alter column t.a: default");
    assert_string_equal(with_options(arena, &row, none, ORQ_SAME), "");
    assert_string_equal(with_options(arena, &row, none, ORQ_UNVERIFIED), "");
    assert_string_equal(with_options(arena, &row, none, ORQ_UNDECIDED), "");
    const struct row also = {ONE("a TEXT DEFAULT 5"), ONE("a TEXT NOT NULL DEFAULT '5'"), NULL};
    assert_string_equal(with_options(arena, &also, none, ORQ_SAME), "alter column t.a: nullable");
    orq_arena_free(arena);
}

static void a_pair_is_asked_once(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const script have = {
        T("a TEXT DEFAULT 5, b TEXT DEFAULT 5, c INT DEFAULT 5, d DEFAULT (now())")};
    const script want = {
        T("a TEXT DEFAULT '5', b TEXT DEFAULT '5', c INT DEFAULT '5', d DEFAULT 'now()'")};
    const struct orq_diff *diff =
        orq_diff_begin(arena, schema_of(arena, have), as_model(schema_of(arena, want)),
                       (struct orq_diff_options){0});
    assert_int_equal(diff->pairs.len, 2);
    assert_string_equal(diff->pairs.items[0].type, "TEXT");
    assert_string_equal(diff->pairs.items[0].a, "5");
    assert_string_equal(diff->pairs.items[0].b, "'5'");
    assert_false(diff->pairs.items[0].strict);
    assert_int_equal(diff->pairs.items[0].verdict, ORQ_UNDECIDED);
    assert_string_equal(diff->pairs.items[1].type, "INT");
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(column_are_compared),
        cmocka_unit_test(table_are_compared),
        cmocka_unit_test(key_are_compared),
        cmocka_unit_test(check_are_compared),
        cmocka_unit_test(foreign_are_compared),
        cmocka_unit_test(index_are_compared),
        cmocka_unit_test(definition_are_compared),
        cmocka_unit_test(every_schema_equals_itself),
        cmocka_unit_test(strict_types_compare_the_spelling),
        cmocka_unit_test(the_judge_decides_on_constants),
        cmocka_unit_test(a_pair_is_asked_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
