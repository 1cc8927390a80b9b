/* What a section of PostgreSQL does to data, whatever its comments say; what its guard refuses. */
#include "history/guard.h"
#include "history/runner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct orq_file_section section_of(const char *sql)
{
    return (struct orq_file_section){.text = sql, .len = strlen(sql), .dialect = "postgresql"};
}

#define KEEP "CREATE TABLE k AS SELECT id, a FROM t; "
#define KEPT "orqgen_archive_x_1"

static const char *const named_losses[][2] = {
    {"", ""},
    {"CREATE TABLE t (a int); INSERT INTO t VALUES (1); DELETE FROM t; DROP TABLE t;", ""},
    {"ALTER TABLE t ADD COLUMN c int; UPDATE t SET c = 1; ALTER TABLE t DROP COLUMN c;", ""},
    {"ALTER TABLE t ADD c int; ALTER TABLE t RENAME c TO d; ALTER TABLE t RENAME TO u; UPDATE "
     "u SET d = 1;",
     ""},
    {"UPDATE t SET a = 1 WHERE a IS NULL;", ""},
    {"ALTER TABLE t RENAME a TO b; ALTER TABLE parent ADD a int; UPDATE t SET a = b; ALTER "
     "TABLE t DROP b;",
     ""},
    {"ALTER TABLE t RENAME a TO b; ALTER TABLE parent ADD a int; UPDATE t SET a = b WHERE b > "
     "1; ALTER TABLE t DROP b;",
     "t: changes rows (line 1); t.b (line 1)"},
    {"ALTER TABLE t RENAME a TO b; UPDATE t SET c = b; ALTER TABLE t DROP b;",
     "t: changes rows (line 1); t.b (line 1)"},
    {"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ DELETE FROM t; SELECT 1 $$; DROP "
     "FUNCTION f(); DROP INDEX i; DROP VIEW v; DROP TYPE x;",
     ""},
    {"\nDROP TABLE audit.t;", "audit.t (line 2)"},
    {"ALTER TABLE t DROP a,\n DROP b;", "t.a (line 1); t.b (line 1)"},
    {"UPDATE t SET a = 1, b = 2; TRUNCATE t; INSERT INTO t VALUES (1) ON CONFLICT DO UPDATE "
     "SET a = 1;",
     "t: changes rows (line 1); t: deletes rows (line 1); t: replaces rows (line 1)"},
    {"DROP TYPE x CASCADE;", "CASCADE drops what nobody names (line 1)"},
    {"DO $$ BEGIN DROP TABLE t; END $$;", "a statement that is not understood (line 1)"},
    {"CREATE TABLE t (a int); DROP TABLE t; DROP TABLE t;", "t (line 1)"},
    {"CREATE TABLE IF NOT EXISTS t (a int); DROP TABLE t;", "t (line 1)"},
    {"CREATE TABLE \"T\" (a int); DROP TABLE t;", "t (line 1)"},
    {KEEP "ALTER TABLE t DROP a;", ""},
    {KEEP "ALTER TABLE t DROP b;", "t.b (line 1)"},
    {KEEP "ALTER TABLE s.t DROP a;", "s.t.a (line 1)"},
    {KEEP "ALTER TABLE t RENAME TO u; ALTER TABLE u DROP a;", ""},
    {KEEP "ALTER TABLE k ALTER a TYPE text; ALTER TABLE t DROP a;", ""},
    {KEEP "ALTER TABLE t DROP a; DROP TABLE k;", "t.a (line 1)"},
    {KEEP "ALTER TABLE t DROP a; ALTER TABLE k RENAME TO l; TRUNCATE l;", "t.a (line 1)"},
    {KEEP "ALTER TABLE t DROP a; UPDATE k SET a = 1;", "t.a (line 1)"},
    {KEEP "DROP TABLE t;", "t (line 1)"},
    {"CREATE TABLE k AS SELECT * FROM s.t; DROP TABLE s.t;", ""},
    {"CREATE TEMP TABLE k AS SELECT * FROM t; DROP TABLE t;", "t (line 1)"},
    {"CREATE TABLE k AS SELECT * FROM ONLY t; DROP TABLE t;", "t (line 1)"},
    {"CREATE TABLE k AS SELECT * FROM t WITH NO DATA; DROP TABLE t;", "t (line 1)"},
    {"CREATE TABLE k AS SELECT * FROM t ORDER BY a::int LIMIT 0; DROP TABLE t;", "t (line 1)"},
    {"CREATE TABLE k AS SELECT * FROM t ORDER BY a FETCH FIRST ROW ONLY; DROP TABLE t;",
     "t (line 1)"},
    {"CREATE TABLE k AS SELECT id, A FROM t; ALTER TABLE t DROP \"A\";", "t.A (line 1)"},
    {"CREATE TABLE k AS SELECT id, \"A\" FROM t; ALTER TABLE t DROP \"A\";", ""},
    {"DROP TABLE " KEPT ";", KEPT " (line 1)"},
    {"SELECT 1 FROM " KEPT "; DROP TABLE " KEPT ";", KEPT " (line 1)"},
    {"ALTER TABLE t ADD a m; UPDATE t SET a = k.a::m FROM " KEPT " AS k WHERE k.id = t.id;"
     "DROP TABLE " KEPT ";",
     ""},
    {"SELECT setval('s', last_value, is_called) FROM " KEPT "; DROP TABLE " KEPT ";", ""},
};

static void losses_are_named(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof named_losses / sizeof *named_losses; i++) {
        struct orq_file_section section = section_of(named_losses[i][0]);
        struct orq_strings losses = {0};
        struct orq_str text = orq_str_new(arena);
        orq_section_losses(arena, &section, &losses);
        for (size_t k = 0; k < losses.len; k++)
            orq_str_addf(&text, "%s%s", k > 0 ? "; " : "", losses.items[k]);
        if (strcmp(orq_str_text(&text), named_losses[i][1]) != 0)
            fail_msg("%s\nloses \"%s\", not \"%s\"", named_losses[i][0], orq_str_text(&text),
                     named_losses[i][1]);
    }
    orq_arena_free(arena);
}

static void refused(struct orq_arena *arena, const char *sql, bool no_transaction,
                    const char *message)
{
    struct orq_file_section section = section_of(sql);
    struct orq_file_step step = {.no_transaction = no_transaction, .len = section.len};
    struct orq_guarded guarded = {
        .arena = arena, .section = &section, .diags = orq_diags_new(arena)};
    const struct orq_guard *guard = orq_guard_find("postgresql");
    ORQ_PUSH(arena, &section.steps, step);
    orq_section_statements(arena, &section, &guarded.statements);
    assert_int_equal(guard->refuse(&guarded), message ? ORQ_INVALID : ORQ_OK);
    assert_int_equal(orq_diags_len(guarded.diags), message ? 1 : 0);
    if (message)
        assert_string_equal(orq_diags_at(guarded.diags, 0)->message, message);
}

static void what_cannot_run_there_is_refused(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    refused(arena, "CREATE INDEX i ON t (a);", false, NULL);
    refused(arena, "CREATE INDEX CONCURRENTLY i ON t (a);", true, NULL);
    refused(arena, "CREATE INDEX CONCURRENTLY i ON t (a);", false,
            "CREATE INDEX CONCURRENTLY cannot be part of a transaction");
    refused(arena, "select 1; COMMIT;", false, "COMMIT cannot be part of a migration");
    refused(arena, "SAVEPOINT a;", true, "SAVEPOINT cannot be part of a migration");
    refused(arena, "COPY t FROM STDIN;", false, "COPY … STDIN cannot be part of a migration");
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(losses_are_named),
        cmocka_unit_test(what_cannot_run_there_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
