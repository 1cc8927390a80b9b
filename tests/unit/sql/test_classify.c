#include "tests/unit/sql/cmocka_all.h"

#include "sql/classify.h"

#include <string.h>

struct known {
    const char *sql;
    struct orq_statement_class class;
};

static const struct known cases[] = {
    {"CREATE TABLE a(b)", {.kind = ORQ_SQL_CREATE_TABLE, .object = "a"}},
    {"create table if not exists main.\"A b\"(c)",
     {.kind = ORQ_SQL_CREATE_TABLE, .schema = "main", .object = "A b", .if_exists = true}},
    {"CREATE TEMPORARY TABLE a(b)",
     {.kind = ORQ_SQL_CREATE_TABLE, .object = "a", .temporary = true}},
    {"CREATE TABLE temp.a(b)",
     {.kind = ORQ_SQL_CREATE_TABLE, .schema = "temp", .object = "a", .temporary = true}},
    {"CREATE TEMP TABLE a AS SELECT 1",
     {.kind = ORQ_SQL_CREATE_TABLE_AS, .object = "a", .temporary = true}},
    {"CREATE UNIQUE INDEX i ON a(b)", {.kind = ORQ_SQL_CREATE_INDEX, .object = "i"}},
    {"CREATE VIEW v AS SELECT 1", {.kind = ORQ_SQL_CREATE_VIEW, .object = "v"}},
    {"CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END",
     {.kind = ORQ_SQL_CREATE_TRIGGER, .object = "r"}},
    {"CREATE VIRTUAL TABLE f USING fts5(a)", {.kind = ORQ_SQL_CREATE_VIRTUAL, .object = "f"}},
    {"-- x\n DROP TABLE IF EXISTS [a]",
     {.kind = ORQ_SQL_DROP_TABLE, .object = "a", .if_exists = true}},
    {"DROP INDEX main.i", {.kind = ORQ_SQL_DROP_INDEX, .schema = "main", .object = "i"}},
    {"DROP VIEW v", {.kind = ORQ_SQL_DROP_VIEW, .object = "v"}},
    {"DROP TRIGGER r", {.kind = ORQ_SQL_DROP_TRIGGER, .object = "r"}},
    {"ALTER TABLE a RENAME TO b", {.kind = ORQ_SQL_RENAME_TABLE, .object = "a", .renamed = "b"}},
    {"ALTER TABLE s.a RENAME COLUMN b TO c",
     {.kind = ORQ_SQL_RENAME_COLUMN, .schema = "s", .object = "a", .column = "b", .renamed = "c"}},
    {"ALTER TABLE a RENAME b TO c",
     {.kind = ORQ_SQL_RENAME_COLUMN, .object = "a", .column = "b", .renamed = "c"}},
    {"ALTER TABLE a ADD b INT", {.kind = ORQ_SQL_ADD_COLUMN, .object = "a"}},
    {"ALTER TABLE a ADD COLUMN b INT", {.kind = ORQ_SQL_ADD_COLUMN, .object = "a"}},
    {"ALTER TABLE a ADD CONSTRAINT b CHECK(c)", {.kind = ORQ_SQL_OTHER, .object = "a"}},
    {"ALTER TABLE a DROP COLUMN b", {.kind = ORQ_SQL_DROP_COLUMN, .object = "a", .column = "b"}},
    {"INSERT INTO a VALUES(1)", {.kind = ORQ_SQL_INSERT, .object = "a"}},
    {"INSERT OR REPLACE INTO a SELECT 1",
     {.kind = ORQ_SQL_INSERT, .object = "a", .replaces = true}},
    {"INSERT OR IGNORE INTO a SELECT 1", {.kind = ORQ_SQL_INSERT, .object = "a"}},
    {"REPLACE INTO a VALUES(1)", {.kind = ORQ_SQL_INSERT, .object = "a", .replaces = true}},
    {"UPDATE a SET b = 1", {.kind = ORQ_SQL_UPDATE, .object = "a"}},
    {"UPDATE OR FAIL temp.a SET b = 1 WHERE c",
     {.kind = ORQ_SQL_UPDATE,
      .schema = "temp",
      .object = "a",
      .temporary = true,
      .filtered = true}},
    {"UPDATE a SET b = (SELECT 1 WHERE 2)", {.kind = ORQ_SQL_UPDATE, .object = "a"}},
    {"DELETE FROM a", {.kind = ORQ_SQL_DELETE, .object = "a"}},
    {"DELETE FROM a WHERE b", {.kind = ORQ_SQL_DELETE, .object = "a", .filtered = true}},
    {"WITH x(y) AS (SELECT 1), z AS (DELETE) DELETE FROM a",
     {.kind = ORQ_SQL_DELETE, .object = "a"}},
    {"WITH replace AS (SELECT 1) SELECT 2", {.kind = ORQ_SQL_SELECT}},
    {"WITH RECURSIVE x AS (SELECT 1) REPLACE INTO a SELECT 2",
     {.kind = ORQ_SQL_INSERT, .object = "a", .replaces = true}},
    {"SELECT 1", {.kind = ORQ_SQL_SELECT}},
    {"VALUES (1)", {.kind = ORQ_SQL_SELECT}},
    {"PRAGMA main.foreign_keys = OFF",
     {.kind = ORQ_SQL_PRAGMA, .schema = "main", .object = "foreign_keys"}},
    {"BEGIN IMMEDIATE", {.kind = ORQ_SQL_TRANSACTION}},
    {"COMMIT", {.kind = ORQ_SQL_TRANSACTION}},
    {"END", {.kind = ORQ_SQL_TRANSACTION}},
    {"ROLLBACK", {.kind = ORQ_SQL_TRANSACTION}},
    {"SAVEPOINT x", {.kind = ORQ_SQL_TRANSACTION}},
    {"RELEASE x", {.kind = ORQ_SQL_TRANSACTION}},
    {"ATTACH 'x' AS y", {.kind = ORQ_SQL_ATTACH}},
    {"DETACH y", {.kind = ORQ_SQL_ATTACH}},
    {"VACUUM", {.kind = ORQ_SQL_ATTACH}},
    {"REINDEX i", {.kind = ORQ_SQL_REINDEX, .object = "i"}},
    {"ANALYZE", {.kind = ORQ_SQL_REINDEX}},
    {"EXPLAIN DROP TABLE a", {.kind = ORQ_SQL_OTHER}},
    {"\"DROP\" TABLE a", {.kind = ORQ_SQL_OTHER}},
    {"DROP", {.kind = ORQ_SQL_OTHER}},
    {"", {.kind = ORQ_SQL_OTHER}},
    {"'x", {.kind = ORQ_SQL_OTHER}},
};

static void a_statement_is_what_its_tokens_say(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct orq_statement_class *known = &cases[i].class;
        struct orq_statement_class found =
            orq_statement_classify(arena, cases[i].sql, strlen(cases[i].sql));
        if (found.kind != known->kind || !orq_str_equal(found.schema, known->schema) ||
            !orq_str_equal(found.object, known->object) ||
            !orq_str_equal(found.column, known->column) ||
            !orq_str_equal(found.renamed, known->renamed) || found.if_exists != known->if_exists ||
            found.temporary != known->temporary || found.replaces != known->replaces ||
            found.filtered != known->filtered)
            fail_msg("%s is %d of %s", cases[i].sql, (int)found.kind, found.object);
    }
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_statement_is_what_its_tokens_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
