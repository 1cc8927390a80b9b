/* A section that is looked at by runs tells what it tells statement by statement; a SELECT between
 * two statements ends a run. On SQLite; of PostgreSQL: tests/cli/postgres_lint.bats. */
#include "review/claim.h"
#include "review/observe.h"

#include "model/dialect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define APART "SELECT 1"

static const char tables[] = "CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT);"
                             "CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id));"
                             "CREATE INDEX c_p ON c (p); CREATE VIEW seen AS SELECT id FROM p;"
                             "CREATE TRIGGER old AFTER INSERT ON c BEGIN SELECT 1; END";

static struct orq_observed_list observe(struct orq_arena *arena, const char *sql)
{
    struct orq_observed_list list = {0};
    struct orq_diags *diags = orq_diags_new(arena);
    struct orq_db *db = NULL;
    struct orq_file_section section = {0};
    const struct orq_span at = {"m.sql", 1, 1};
    const char *text = orq_arena_printf(arena, "-- +orqgen upgrade sqlite\n%s\n", sql);
    assert_true(orq_file_section_read(arena, at, text, diags, &section));
    assert_int_equal(orq_db_memory(arena, diags, &db), ORQ_OK);
    assert_int_equal(orq_db_exec(db, tables, diags), ORQ_OK);
    const struct orq_stage stage = {orq_engine_find("sqlite"), db};
    assert_int_equal(orq_observe(arena, &stage, &section, diags, &list), ORQ_OK);
    orq_db_close(db);
    return list;
}

/* All that is told of it, but for the schemas around it. */
static const char *told(struct orq_arena *arena, const struct orq_observed *observed)
{
    struct orq_str text = orq_str_new(arena);
    orq_str_addf(&text, "%zu %s: %s, lock %d, error %s, rows %s\n", observed->at.line,
                 observed->sql, observed->summary, (int)observed->lock,
                 observed->error ? observed->error : "none",
                 observed->refused_rows ? observed->refused_rows : "none");
    for (size_t i = 0; i < observed->ops.len; i++)
        orq_str_addf(
            &text, "  %s, %u, of %zu and %zu indexes\n",
            orq_op_summary(arena, &observed->ops.items[i]), observed->ops.items[i].changed,
            observed->ops.items[i].from.table ? observed->ops.items[i].from.table->indexes.len : 0,
            observed->ops.items[i].to.table ? observed->ops.items[i].to.table->indexes.len : 0);
    for (size_t i = 0; i < observed->touched.len; i++)
        orq_str_addf(&text, "  on %s: %d %d %d %zu\n", observed->touched.items[i].table,
                     (int)observed->touched.items[i].lock, observed->touched.items[i].scanned,
                     observed->touched.items[i].rewritten, observed->touched.items[i].built.len);
    return orq_str_text(&text);
}

static const char *all_told(struct orq_arena *arena, const char *sql)
{
    struct orq_observed_list list = observe(arena, sql);
    struct orq_str text = orq_str_new(arena);
    for (size_t i = 0; i < list.len; i++) {
        if (strcmp(list.items[i].sql, APART) != 0)
            orq_str_add(&text, told(arena, &list.items[i]));
    }
    return orq_str_text(&text);
}

/* The lines of a section: each is a statement. */
static void same_apart(const char *const *lines)
{
    struct orq_arena *arena = orq_arena_new();
    struct orq_str together = orq_str_new(arena), apart = orq_str_new(arena);
    for (size_t i = 0; lines[i]; i++) {
        orq_str_addf(&together, "%s;\n", lines[i]);
        orq_str_addf(&apart, "%s; " APART ";\n", lines[i]);
    }
    assert_string_equal(all_told(arena, orq_str_text(&together)),
                        all_told(arena, orq_str_text(&apart)));
    orq_arena_free(arena);
}

static void what_is_made(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "CREATE TABLE a (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p, \"Select\" TEXT) STRICT",
        "CREATE INDEX a_p ON a (p)",
        "CREATE UNIQUE INDEX a_s ON a (\"Select\") WHERE p > 0",
        "CREATE TABLE b (id TEXT PRIMARY KEY, a INTEGER REFERENCES a) WITHOUT ROWID",
        "INSERT INTO b VALUES ('x', NULL)",
        "CREATE VIEW v AS SELECT * FROM a",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET a = 1; END",
        "CREATE INDEX b_a ON B (a)",
        "CREATE TABLE IF NOT EXISTS d (id)",
        "CREATE TABLE IF NOT EXISTS p (id)",
        "CREATE TABLE [e] (id)",
        "INSERT INTO p VALUES (1000, 'x')",
        "CREATE TABLE f AS SELECT * FROM p",
        "CREATE INDEX f_id ON f (id)",
        NULL};
    same_apart(lines);
}

static void what_is_dropped(void **state)
{
    (void)state;
    static const char *const lines[] = {"DROP VIEW seen",    "DROP INDEX c_p",
                                        "DROP TABLE c",      "DROP TABLE IF EXISTS nowhere",
                                        "DROP TABLE main.p", NULL};
    same_apart(lines);
}

static void what_is_made_and_dropped_in_turn(void **state)
{
    (void)state;
    static const char *const lines[] = {"CREATE TABLE a (id INTEGER PRIMARY KEY)",
                                        "CREATE INDEX a_id ON a (id)",
                                        "DROP INDEX a_id",
                                        "CREATE INDEX a_id ON a (id)",
                                        "CREATE TABLE b (id)",
                                        "DROP TABLE a",
                                        "DROP TABLE b",
                                        "CREATE TABLE a (id, other)",
                                        "ALTER TABLE p ADD COLUMN b",
                                        "CREATE INDEX p_b ON p (b)",
                                        "CREATE TABLE new_c (id INTEGER PRIMARY KEY, p INTEGER, q)",
                                        "INSERT INTO new_c SELECT id, p, 1 FROM c",
                                        "DROP TABLE c",
                                        "ALTER TABLE new_c RENAME TO c",
                                        "CREATE INDEX c_p ON c (p)",
                                        "CREATE TABLE z (id)",
                                        NULL};
    same_apart(lines);
}

static void what_ran_before_a_refusal(void **state)
{
    (void)state;
    static const char *const last[] = {"DROP TABLE nowhere",
                                       "CREATE TABLE b (id)",
                                       "INSERT INTO a VALUES (1)",
                                       "INSERT OR ROLLBACK INTO a VALUES (1)",
                                       "INSERT INTO c VALUES (1, 999)",
                                       "CREATE"};
    for (size_t i = 0; i < sizeof last / sizeof *last; i++) {
        const char *lines[] = {"CREATE TABLE a (id INTEGER PRIMARY KEY)",
                               "CREATE TABLE b (id)",
                               "CREATE INDEX b_id ON b (id)",
                               "INSERT INTO a VALUES (1)",
                               last[i],
                               "DROP TABLE p",
                               NULL};
        same_apart(lines);
    }
}

static struct orq_claim claim_of(struct orq_arena *arena, const char *sql)
{
    return orq_claim_of(arena, orq_dialect_find("postgresql"), sql);
}

static void words_that_claim_one_thing(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        enum orq_claim_act act;
        enum orq_kind kind;
        const char *name, *table;
    } cases[] = {
        {"CREATE TABLE T (id int, UNIQUE (id))", ORQ_CLAIMS_MADE, ORQ_KIND_TABLE, "t", NULL},
        {"create table public.\"T\" (id int)", ORQ_CLAIMS_MADE, ORQ_KIND_TABLE, "T", NULL},
        {"CREATE UNIQUE INDEX i ON s.t USING gin (c)", ORQ_CLAIMS_MADE, ORQ_KIND_INDEX, "i", "s.t"},
        {"ALTER TABLE ONLY t ADD CONSTRAINT k CHECK (a IN (1, 2))", ORQ_CLAIMS_MADE, ORQ_KIND_CHECK,
         "k", "t"},
        {"ALTER TABLE t DROP CONSTRAINT k", ORQ_CLAIMS_DROPPED, ORQ_KIND_CHECK, "k", "t"},
        {"COMMENT ON COLUMN s.t.c IS 'x'", ORQ_CLAIMS_COMMENTED, ORQ_KIND_COLUMN, "c", "s.t"},
        {"COMMENT ON CONSTRAINT k ON t IS 'x'", ORQ_CLAIMS_COMMENTED, ORQ_KIND_CHECK, "k", "t"},
        {"COMMENT ON FUNCTION f(int, text) IS 'x'", ORQ_CLAIMS_COMMENTED, ORQ_KIND_VIEW, "f", NULL},
        {"CREATE TRIGGER g AFTER UPDATE OF a, b ON t EXECUTE FUNCTION f()", ORQ_CLAIMS_MADE,
         ORQ_KIND_VIEW, "g", "t"},
        {"CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING", ORQ_CLAIMS_MADE, ORQ_KIND_VIEW, "r",
         "t"},
        {"CREATE MATERIALIZED VIEW v AS SELECT 1", ORQ_CLAIMS_MADE, ORQ_KIND_VIEW, "v", NULL},
        {"ALTER SEQUENCE s OWNED BY t.c", ORQ_CLAIMS_OWNED, ORQ_KIND_VIEW, "s", NULL},
        {"ALTER TABLE t ENABLE ROW LEVEL SECURITY", ORQ_CLAIMS_SECURED, ORQ_KIND_TABLE, "t", NULL},
        {"DROP POLICY p ON t", ORQ_CLAIMS_DROPPED, ORQ_KIND_VIEW, "p", "t"},
        {"DROP TABLE IF EXISTS t RESTRICT", ORQ_CLAIMS_DROPPED, ORQ_KIND_TABLE, "t", NULL},
        {"DROP FUNCTION f(int)", ORQ_CLAIMS_DROPPED, ORQ_KIND_VIEW, "f", NULL},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct orq_claim claim = claim_of(arena, cases[i].sql);
        assert_int_equal(claim.act, cases[i].act);
        assert_int_equal(claim.kind, cases[i].kind);
        assert_string_equal(claim.name, cases[i].name);
        assert_string_equal(claim.table ? claim.table : "none",
                            cases[i].table ? cases[i].table : "none");
    }
    orq_arena_free(arena);
}

static void words_that_claim_nothing(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "CREATE TABLE IF NOT EXISTS t (id int)",
        "CREATE TABLE t (id int, LIKE other)",
        "CREATE TABLE t (LIKE other)",
        "CREATE TABLE t PARTITION OF p DEFAULT",
        "CREATE TABLE t (id int) INHERITS (p)",
        "CREATE TABLE t AS SELECT 1",
        "CREATE TABLE t (a) AS SELECT 1",
        "CREATE TEMP TABLE t (a int)",
        "CREATE TABLE t (a int",
        "CREATE INDEX ON t (a)",
        "CREATE INDEX CONCURRENTLY i ON t (a)",
        "CREATE INDEX IF NOT EXISTS i ON t (a)",
        "CREATE INDEX i ON ONLY t (a)",
        "CREATE OR REPLACE VIEW v AS SELECT 1",
        "CREATE SEQUENCE IF NOT EXISTS s",
        "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0), ADD COLUMN b int",
        "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i",
        "ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (a)",
        "ALTER TABLE t ADD COLUMN b int",
        "ALTER TABLE t DROP CONSTRAINT k CASCADE",
        "COMMENT ON TABLE t IS NULL",
        "CREATE SEQUENCE s OWNED BY t.c",
        "ALTER SEQUENCE s OWNED BY NONE",
        "ALTER SEQUENCE s RESTART",
        "ALTER TABLE t ENABLE TRIGGER g",
        "DROP TABLE t, u",
        "DROP TABLE t CASCADE",
        "DROP INDEX CONCURRENTLY i",
        "DROP SCHEMA s",
        "UPDATE t SET a = 1",
        "SELECT 1",
        "",
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(claim_of(arena, cases[i]).act, ORQ_CLAIMS_NOTHING);
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_made),
        cmocka_unit_test(what_is_dropped),
        cmocka_unit_test(what_is_made_and_dropped_in_turn),
        cmocka_unit_test(what_ran_before_a_refusal),
        cmocka_unit_test(words_that_claim_one_thing),
        cmocka_unit_test(words_that_claim_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
