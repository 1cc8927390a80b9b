#include "tests/unit/sql/cmocka_all.h"

#include "sql/classify_postgres.h"

#include <string.h>

static const char *const words[] = {"makes",   "drops",    "renames",  "adds",
                                    "drops",   "renames",  "empty",    "deletes",
                                    "updates", "replaces", "cascades", "?"};

/* "kind object.column>renamed" of each effect. */
static const char *effects_of(struct orq_arena *arena, const char *sql)
{
    struct orq_pg_effects effects = orq_pg_effects_of(arena, sql);
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < effects.len; i++) {
        const struct orq_pg_effect *effect = &effects.items[i];
        orq_str_addf(&out, "%s%s %s%s%s%s%s%s", i > 0 ? "; " : "", words[effect->kind],
                     effect->object ? effect->object : "-", effect->column ? ":" : "",
                     effect->column ? effect->column : "", effect->renamed ? ">" : "",
                     effect->renamed ? effect->renamed : "", effect->only_null ? " null" : "");
        if (effect->copied)
            orq_str_addf(&out, " from %s", effect->copied);
    }
    return orq_str_text(&out);
}

static void effects_are_read(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"CREATE TABLE public.t (a int)", "makes t"},
        {"create temp table x as select 1", "makes x"},
        {"CREATE TABLE IF NOT EXISTS t (a int)", ""},
        {"DROP TABLE IF EXISTS a, s.\"B\" CASCADE", "drops a; drops s.B"},
        {"ALTER TABLE ONLY t DROP COLUMN IF EXISTS a, ADD b int CHECK (b > 0, 1), DROP "
         "CONSTRAINT c, ALTER d DROP DEFAULT, drop value",
         "drops t:a; adds t:b; drops t:value"},
        {"ALTER TABLE t ADD CONSTRAINT c CHECK (a), ADD UNIQUE (b), ADD COLUMN IF NOT EXISTS c int",
         ""},
        {"ALTER TABLE s.t RENAME TO u", "renames s.t>s.u"},
        {"ALTER TABLE t RENAME a TO b", "renames t:a>b"},
        {"ALTER TABLE t RENAME CONSTRAINT a TO b", ""},
        {"ALTER TABLE s.t SET SCHEMA public", "renames s.t>t"},
        {"ALTER TABLE t SET SCHEMA s", "renames t>s.t"},
        {"ALTER TABLE t ALTER COLUMN a TYPE int USING a::int", ""},
        {"ALTER TYPE c DROP ATTRIBUTE a", "drops c:a"},
        {"ALTER TYPE c ADD VALUE 'x'", ""},
        {"TRUNCATE a, b CASCADE", "empty a; empty b; cascades -"},
        {"DELETE FROM ONLY t", "deletes t"},
        {"UPDATE t SET a = 1, (b, c) = (SELECT 1, 2) FROM u", "updates t:a; updates t:b; updates "
                                                              "t:c"},
        {"UPDATE t SET a = coalesce(b, 'where') WHERE a IS NULL", "updates t:a null"},
        {"UPDATE t SET a = 1 WHERE b AND a IS NULL", "updates t:a null"},
        {"UPDATE t SET a = 1 WHERE a IS NULL OR b", "updates t:a"},
        {"UPDATE t SET a = 1 WHERE b IS NULL", "updates t:a"},
        {"UPDATE t SET a = b", "updates t:a from b"},
        {"UPDATE t SET a = b + 1", "updates t:a"},
        {"UPDATE t SET a = b WHERE c", "updates t:a"},
        {"UPDATE t SET a = 1 WHERE a IS NULL = b", "updates t:a"},
        {"INSERT INTO t VALUES (1)", ""},
        {"INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 1", "replaces t"},
        {"MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE", "replaces t"},
        {"DROP TYPE a CASCADE", "cascades -"},
        {"DROP SCHEMA a", ""},
        {"DROP OWNED BY x", "cascades -"},
        {"DROP VIEW v CASCADE", ""},
        {"DROP MATERIALIZED VIEW v CASCADE", ""},
        {"WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x", "? -"},
        {"WITH x AS (SELECT 1) SELECT 'delete' FROM x", ""},
        {"EXPLAIN DELETE FROM t", ""},
        {"EXPLAIN (ANALYZE) DELETE FROM t", "deletes t"},
        {"DO $$ BEGIN DELETE FROM t; END $$", "? -"},
        {"CALL p()", "? -"},
        {"banana", "? -"},
        {"SELECT setval('a', 1)", ""},
        {"(SELECT 1)", ""},
        {"COMMENT ON TABLE t IS 'x'", ""},
        {"ALTER SEQUENCE s RESTART", ""},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *is = effects_of(arena, cases[i][0]);
        if (strcmp(is, cases[i][1]) != 0)
            fail_msg("%s\n  \"%s\", not \"%s\"", cases[i][0], is, cases[i][1]);
    }
    orq_arena_free(arena);
}

static void places_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        enum orq_pg_place place;
        const char *words;
    } cases[] = {
        {"select 1", ORQ_PG_ANYWHERE, ""},
        {"Begin", ORQ_PG_TRANSACTION, "BEGIN"},
        {"start transaction read only", ORQ_PG_TRANSACTION, "START TRANSACTION"},
        {"create unique index concurrently i on t (a)", ORQ_PG_OUTSIDE,
         "CREATE UNIQUE INDEX CONCURRENTLY"},
        {"create index i on t (a)", ORQ_PG_ANYWHERE, ""},
        {"alter table t detach partition p concurrently", ORQ_PG_OUTSIDE,
         "ALTER TABLE … CONCURRENTLY"},
        {"vacuum", ORQ_PG_OUTSIDE, "VACUUM"},
        {"copy t from stdin", ORQ_PG_CLIENT, "COPY … STDIN"},
        {"copy t from '/tmp/stdin'", ORQ_PG_ANYWHERE, ""},
        {"\\connect x\nselect 1", ORQ_PG_CLIENT, "\\connect"},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *is = NULL;
        assert_int_equal(orq_pg_place_of(arena, cases[i].sql, &is), cases[i].place);
        assert_string_equal(is, cases[i].words);
    }
    orq_arena_free(arena);
}

static void the_class_tells_kind_and_object(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        enum orq_statement_kind kind;
        const char *object;
    } cases[] = {
        {"CREATE TABLE IF NOT EXISTS public.\"T\" (a int)", ORQ_SQL_CREATE_TABLE, "T"},
        {"create or replace view v as select 1", ORQ_SQL_CREATE_VIEW, "v"},
        {"create index concurrently if not exists i on t (a)", ORQ_SQL_CREATE_INDEX, "i"},
        {"create index on t (a)", ORQ_SQL_CREATE_INDEX, NULL},
        {"drop table if exists t", ORQ_SQL_DROP_TABLE, "t"},
        {"alter table if exists t drop a", ORQ_SQL_DROP_COLUMN, "t"},
        {"alter table t add a int", ORQ_SQL_ADD_COLUMN, "t"},
        {"insert into t values (1)", ORQ_SQL_INSERT, "t"},
        {"truncate t", ORQ_SQL_DELETE, "t"},
        {"select 1", ORQ_SQL_SELECT, NULL},
        {"commit", ORQ_SQL_TRANSACTION, NULL},
        {"vacuum", ORQ_SQL_ATTACH, NULL},
        {"create function f() returns int as 'x'", ORQ_SQL_OTHER, NULL},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct orq_statement_class is =
            orq_pg_statement_classify(arena, cases[i].sql, strlen(cases[i].sql));
        assert_int_equal(is.kind, cases[i].kind);
        assert_true(orq_str_equal(is.object, cases[i].object));
    }
    orq_arena_free(arena);
}

static void actions_stand_alone(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"ALTER TABLE t ADD a int", "ALTER TABLE t ADD a int"},
        {"alter table if exists only s.\"T\"\n  ADD a numeric(1, 2) DEFAULT f('x,y', ARRAY[1, 2]), "
         "-- c\n"
         "  DROP \"b,c\" ;",
         "alter table if exists only s.\"T\" ADD a numeric(1, 2) DEFAULT f('x,y', ARRAY[1, 2])|"
         "alter table if exists only s.\"T\" DROP \"b,c\""},
        {"ALTER TABLE ALL IN TABLESPACE a OWNED BY b, c SET TABLESPACE d", ""},
        {"ALTER TYPE t ADD ATTRIBUTE a int, DROP ATTRIBUTE b", ""},
        {"ALTER TABLE", ""},
        {"SELECT 1, 2", ""},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct orq_strings alone = {0};
        struct orq_str out = orq_str_new(arena);
        orq_pg_alter_actions(arena, cases[i][0], &alone);
        for (size_t k = 0; k < alone.len; k++)
            orq_str_addf(&out, "%s%s", k > 0 ? "|" : "", alone.items[k]);
        assert_string_equal(orq_str_text(&out), cases[i][1]);
    }
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(effects_are_read),
        cmocka_unit_test(places_are_told),
        cmocka_unit_test(actions_stand_alone),
        cmocka_unit_test(the_class_tells_kind_and_object),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
