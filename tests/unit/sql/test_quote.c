#include "tests/unit/sql/cmocka_all.h"

#include "sql/keyword_private.h"
#include "sql/quote.h"

#include <sqlite3.h>
#include <string.h>

static void a_name_is_quoted_only_where_it_must_be(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"users", "users"},
                                           {"Users2", "Users2"},
                                           {"_a", "_a"},
                                           {"key", "key"},
                                           {"order", "\"order\""},
                                           {"Order", "\"Order\""},
                                           {"", "\"\""},
                                           {"1a", "\"1a\""},
                                           {"a b", "\"a b\""},
                                           {"a\"b", "\"a\"\"b\""},
                                           {"a$b", "\"a$b\""},
                                           {"true", "\"true\""},
                                           {"\xC3\xA9", "\"\xC3\xA9\""},
                                           {"a\nb", "\"a\nb\""},
                                           {"current_date", "\"current_date\""}};
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(orq_sqlite_name(arena, cases[i][0]), cases[i][1]);
    assert_string_equal(orq_quoted_name(arena, "a"), "\"a\"");
    assert_string_equal(orq_quoted_text(arena, "it's"), "'it''s'");
    orq_arena_free(arena);
}

/* Each place where a migration writes a name. */
static const char *const uses[] = {
    "CREATE TABLE %s(a INT); DROP TABLE %s",
    "CREATE TABLE t(a INT, %s TEXT NOT NULL, CONSTRAINT %s CHECK(NOT %s IS NULL AND %s > 1))",
    "CREATE TABLE t(%s TEXT, b AS (%s || 'x'), FOREIGN KEY(%s) REFERENCES %s(%s) ON DELETE "
    "CASCADE)",
    "CREATE TABLE t(%s, a, PRIMARY KEY(%s, a), UNIQUE(a, %s)) WITHOUT ROWID",
    "CREATE TABLE t(%s); CREATE INDEX %s ON t(%s DESC, lower(%s)) WHERE %s IS NOT NULL",
    "CREATE TABLE %s(%s); INSERT INTO main.%s(%s) SELECT %s FROM main.%s; DROP TABLE main.%s",
    "CREATE TABLE %s(%s); CREATE VIEW v(%s) AS SELECT %s.%s AS %s FROM %s ORDER BY %s",
    "CREATE TABLE %s(%s); CREATE TRIGGER tr AFTER UPDATE OF %s ON %s WHEN new.%s > 1"
    " BEGIN UPDATE %s SET %s = 1 WHERE %s = 2; DELETE FROM %s; END",
    "CREATE TABLE t(a); ALTER TABLE t ADD COLUMN %s INT; ALTER TABLE t RENAME COLUMN %s TO x;"
    "ALTER TABLE t RENAME COLUMN x TO %s; ALTER TABLE t DROP COLUMN %s; ALTER TABLE t RENAME TO %s",
};

/* %s means the name. */
static const char *with_name(struct orq_arena *arena, const char *use, const char *name)
{
    struct orq_str out = orq_str_new(arena);
    for (; *use; use++) {
        if (use[0] == '%' && use[1] == 's') {
            orq_str_add(&out, name);
            use++;
        } else {
            orq_str_addc(&out, *use);
        }
    }
    return orq_str_text(&out);
}

static void sqlite_takes_every_keyword_as_a_name(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    for (unsigned word = 1; word < ORQ_KW_COUNT; word++) {
        const char *keyword = orq_keyword_text((enum orq_keyword)word);
        const char *name = orq_sqlite_name(arena, keyword);
        for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
            sqlite3 *db = NULL;
            assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
            if (sqlite3_exec(db, with_name(arena, uses[i], name), NULL, NULL, NULL) != SQLITE_OK)
                fail_msg("%s: %s", with_name(arena, uses[i], name), sqlite3_errmsg(db));
            sqlite3_close(db);
        }
        assert_int_equal(orq_sqlite_reserved(keyword), name[0] == '"');
    }
    orq_arena_free(arena);
}

static void a_shown_name_cannot_end_a_line(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"plain \xC3\xA9 \xE4\xB8\xAD \xF0\x9F\x98\x80",
         "plain \xC3\xA9 \xE4\xB8\xAD \xF0\x9F\x98\x80"},
        {"a\nb\r\tc", "a\\nb\\r\\tc"},
        {"a\\nb", "a\\\\nb"},
        {"\x07\x1b[31m\x7f", "\\x07\\x1b[31m\\x7f"},
        {"\xE2\x80\xA8x\xE2\x80\xAE", "\\u2028x\\u202e"},
        {"\xC2\x85", "\\x85"},
        {"bad \xFF\xC3", "bad \\xff\\xc3"},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(orq_shown_name(arena, cases[i][0]), cases[i][1]);
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_quoted_only_where_it_must_be),
        cmocka_unit_test(sqlite_takes_every_keyword_as_a_name),
        cmocka_unit_test(a_shown_name_cannot_end_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
