/* Every real schema at hand, read from its stored text, against what the engine's own
 * pragmas say of it. Both sides become the same list of lines. */
#include "base/file.h"
#include "introspect/introspect.h"
#include "model/dialect.h"
#include "sql/sqlite_ddl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>
#include <cmocka.h>

struct oracle {
    struct orq_arena *arena;
    struct orq_diags *diags;
    sqlite3 *handle;
    const struct orq_schema *schema;
    struct orq_strings engine, ours;
};

#define ADD(oracle, side, ...) \
    ORQ_PUSH((oracle)->arena, &(oracle)->side, orq_arena_printf((oracle)->arena, __VA_ARGS__))

static const char *folded(struct oracle *oracle, const char *text)
{
    return text ? orq_ascii_fold(oracle->arena, text) : "-";
}

/* ---- the engine ---- */

typedef void row_fn(struct oracle *oracle, const char *table, sqlite3_stmt *row);

static void each_row(struct oracle *oracle, const char *table, row_fn *fn, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(oracle->handle, sql, -1, &statement, NULL), SQLITE_OK);
    if (table)
        sqlite3_bind_text(statement, 1, table, -1, SQLITE_STATIC);
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        fn(oracle, table, statement);
    assert_int_equal(code, SQLITE_DONE);
    sqlite3_finalize(statement);
}

static const char *text_at(struct oracle *oracle, sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return text ? orq_arena_strdup(oracle->arena, text) : NULL;
}

static const char *canonical_default(struct oracle *oracle, const char *text)
{
    if (!text)
        return "-";
    const char *canonical = orq_tokens_canonical(oracle->arena, text, strlen(text));
    size_t len = strlen(canonical);
    if (len > 3 && canonical[0] == '(' && canonical[len - 1] == ')')
        canonical = orq_arena_strndup(oracle->arena, canonical + 2, len - 4);
    return canonical;
}

static void engine_column(struct oracle *oracle, const char *table, sqlite3_stmt *row)
{
    const char *problem = NULL;
    const char *type = orq_sqlite.type_text(oracle->arena, text_at(oracle, row, 1), &problem);
    assert_non_null(type);
    ADD(oracle, engine, "%s.%s type=%s notnull=%d default=%s key=%d hidden=%d", table,
        text_at(oracle, row, 0), folded(oracle, type), sqlite3_column_int(row, 2),
        canonical_default(oracle, text_at(oracle, row, 3)), sqlite3_column_int(row, 4),
        sqlite3_column_int(row, 5));
}

static void engine_part(struct oracle *oracle, const char *index, sqlite3_stmt *row)
{
    (void)index;
    struct orq_strings *lines = &oracle->engine;
    bool expression = sqlite3_column_int(row, 0) == -2;
    lines->items[lines->len - 1] = orq_arena_printf(
        oracle->arena, "%s %s|%s|%d", lines->items[lines->len - 1],
        expression ? "(expression)" : folded(oracle, text_at(oracle, row, 1)),
        expression ? "-" : folded(oracle, text_at(oracle, row, 2)), sqlite3_column_int(row, 3));
}

static void engine_index(struct oracle *oracle, const char *table, sqlite3_stmt *row)
{
    const char *name = text_at(oracle, row, 0);
    bool created = strcmp(text_at(oracle, row, 2), "c") == 0;
    ADD(oracle, engine, "%s %s unique=%d partial=%d", table, created ? name : "(constraint)",
        sqlite3_column_int(row, 1), sqlite3_column_int(row, 3));
    each_row(oracle, name, engine_part,
             "SELECT cid, name, coll, desc FROM pragma_index_xinfo(?1, 'main') WHERE key");
}

static void engine_reference(struct oracle *oracle, const char *table, sqlite3_stmt *row)
{
    ADD(oracle, engine, "%s references %s: %s", table, folded(oracle, text_at(oracle, row, 0)),
        folded(oracle, text_at(oracle, row, 1)));
}

static void engine_table(struct oracle *oracle, const char *unused, sqlite3_stmt *row)
{
    (void)unused;
    const char *table = text_at(oracle, row, 0);
    ADD(oracle, engine, "table %s without_rowid=%d strict=%d", table, sqlite3_column_int(row, 1),
        sqlite3_column_int(row, 2));
    each_row(oracle, table, engine_column,
             "SELECT name, type, \"notnull\", dflt_value, pk, hidden "
             "FROM pragma_table_xinfo(?1, 'main')");
    each_row(oracle, table, engine_index,
             "SELECT name, \"unique\", origin, partial FROM pragma_index_list(?1, 'main')");
    each_row(oracle, table, engine_reference,
             "SELECT \"table\", group_concat(\"from\" || '>' || coalesce(\"to\", '-'), ' ') || "
             "' ' || on_delete || ' ' || on_update FROM (SELECT * FROM "
             "pragma_foreign_key_list(?1, 'main') ORDER BY id, seq) GROUP BY id");
}

static void engine_definition(struct oracle *oracle, const char *unused, sqlite3_stmt *row)
{
    (void)unused;
    ADD(oracle, engine, "%s %s on %s", text_at(oracle, row, 0), text_at(oracle, row, 1),
        folded(oracle, text_at(oracle, row, 2)));
}

static void ask_engine(struct oracle *oracle)
{
    each_row(oracle, NULL, engine_table,
             "SELECT name, wr, strict FROM pragma_table_list WHERE schema = 'main' "
             "AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
    each_row(oracle, NULL, engine_definition,
             "SELECT type, name, CASE type WHEN 'trigger' THEN tbl_name END FROM sqlite_schema "
             "WHERE type IN ('view', 'trigger') OR (type = 'table' AND rootpage = 0)");
}

/* ---- ours ---- */

static size_t key_position(const struct orq_table *table, const struct orq_column *column)
{
    const struct orq_constraint *key = orq_table_primary_key(table);
    for (size_t i = 0; key && i < key->parts.len; i++)
        if (orq_ascii_equal(key->parts.items[i].column, column->name))
            return i + 1;
    return 0;
}

static bool is_declared_not_null(struct oracle *oracle, const struct orq_table *table,
                                 const struct orq_column *column)
{
    const struct orq_ddl_column *ddl = orq_column_ddl(orq_table_ddl(oracle->arena, table), column);
    bool declared = false;
    assert_non_null(ddl);
    for (size_t i = 0; i < ddl->constraints.len; i++)
        declared |= ddl->constraints.items[i].kind == ORQ_DDL_NOT_NULL;
    return declared;
}

/* The pragma calls key columns that cannot be NULL "0" in ordinary tables. */
static int shown_not_null(struct oracle *oracle, const struct orq_table *table,
                          const struct orq_column *column)
{
    bool declared = is_declared_not_null(oracle, table, column);
    bool in_key = key_position(table, column) > 0;
    assert_true(!declared || !column->nullable);
    assert_true(declared || in_key || column->nullable);
    if (in_key && table->without_rowid)
        assert_false(column->nullable);
    return declared || (in_key && (table->without_rowid || (table->strict && !column->nullable &&
                                                            !orq_table_rowid_alias(table))));
}

static void our_column(struct oracle *oracle, const struct orq_table *table,
                       const struct orq_column *column)
{
    static const int hidden[] = {
        [ORQ_NOT_GENERATED] = 0, [ORQ_GENERATED_VIRTUAL] = 2, [ORQ_GENERATED_STORED] = 3};
    ADD(oracle, ours, "%s.%s type=%s notnull=%d default=%s key=%zu hidden=%d", table->name,
        column->name, folded(oracle, column->type), shown_not_null(oracle, table, column),
        canonical_default(oracle, column->default_expr.text), key_position(table, column),
        hidden[column->generated]);
}

static void add_part_lines(struct oracle *oracle, struct orq_str *line,
                           const struct orq_table *table, const struct orq_key_parts *parts)
{
    for (size_t i = 0; i < parts->len; i++) {
        const struct orq_key_part *part = &parts->items[i];
        if (!part->column) {
            orq_str_addf(line, " (expression)|-|%d", part->descending);
            continue;
        }
        const struct orq_column *column = orq_table_column(table, part->column);
        assert_non_null(column);
        const char *collation = part->collation     ? part->collation
                                : column->collation ? column->collation
                                                    : "BINARY";
        orq_str_addf(line, " %s|%s|%d", folded(oracle, part->column), folded(oracle, collation),
                     part->descending);
    }
}

static void our_key(struct oracle *oracle, const struct orq_table *table,
                    const struct orq_constraint *key)
{
    struct orq_str line = orq_str_new(oracle->arena);
    if (key->kind == ORQ_KIND_PRIMARY_KEY && orq_table_rowid_alias(table))
        return;
    orq_str_addf(&line, "%s (constraint) unique=1 partial=0", table->name);
    add_part_lines(oracle, &line, table, &key->parts);
    ORQ_PUSH(oracle->arena, &oracle->ours, orq_str_text(&line));
}

static void our_reference(struct oracle *oracle, const struct orq_table *table,
                          const struct orq_constraint *key)
{
    struct orq_str line = orq_str_new(oracle->arena);
    for (size_t i = 0; i < key->parts.len; i++)
        orq_str_addf(&line, "%s>%s ", key->parts.items[i].column,
                     key->ref_columns.len > i ? key->ref_columns.items[i] : "-");
    orq_str_addf(&line, "%s %s", orq_action_sql(key->on_delete), orq_action_sql(key->on_update));
    ADD(oracle, ours, "%s references %s: %s", table->name, folded(oracle, key->ref_table),
        folded(oracle, orq_str_text(&line)));
}

static void our_index(struct oracle *oracle, const struct orq_table *table,
                      const struct orq_index *index)
{
    struct orq_str line = orq_str_new(oracle->arena);
    orq_str_addf(&line, "%s %s unique=%d partial=%d", table->name, index->name, index->unique,
                 index->where.text != NULL);
    add_part_lines(oracle, &line, table, &index->parts);
    ORQ_PUSH(oracle->arena, &oracle->ours, orq_str_text(&line));
}

static void our_table(struct oracle *oracle, const struct orq_table *table)
{
    ADD(oracle, ours, "table %s without_rowid=%d strict=%d", table->name, table->without_rowid,
        table->strict);
    for (size_t i = 0; i < table->columns.len; i++)
        our_column(oracle, table, table->columns.items[i]);
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *constraint = table->constraints.items[i];
        if (constraint->kind == ORQ_KIND_FOREIGN_KEY)
            our_reference(oracle, table, constraint);
        else if (constraint->kind != ORQ_KIND_CHECK)
            our_key(oracle, table, constraint);
    }
    for (size_t i = 0; i < table->indexes.len; i++)
        our_index(oracle, table, table->indexes.items[i]);
}

static void ask_ourselves(struct oracle *oracle)
{
    static const char *const words[] = {[ORQ_KIND_VIEW] = "view",
                                        [ORQ_KIND_TRIGGER] = "trigger",
                                        [ORQ_KIND_VIRTUAL_TABLE] = "table"};
    for (size_t i = 0; i < oracle->schema->tables.len; i++)
        our_table(oracle, oracle->schema->tables.items[i]);
    for (size_t i = 0; i < oracle->schema->definitions.len; i++) {
        const struct orq_definition *definition = oracle->schema->definitions.items[i];
        ADD(oracle, ours, "%s %s on %s", words[definition->kind], definition->name,
            folded(oracle, definition->on));
    }
}

/* ---- comparing ---- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted; equal lines once, because the engine makes one index of two equal keys. */
static const char *sorted_text(struct oracle *oracle, struct orq_strings *lines)
{
    struct orq_str out = orq_str_new(oracle->arena);
    if (lines->len > 1)
        qsort(lines->items, lines->len, sizeof *lines->items, by_text);
    for (size_t i = 0; i < lines->len; i++)
        if (i == 0 || strcmp(lines->items[i], lines->items[i - 1]) != 0)
            orq_str_addf(&out, "%s\n", lines->items[i]);
    return orq_str_text(&out);
}

static void show_first_difference(const char *file, const char *a, const char *b)
{
    while (*a && *b) {
        size_t alen = strcspn(a, "\n"), blen = strcspn(b, "\n");
        if (alen != blen || memcmp(a, b, alen) != 0)
            break;
        a += alen + 1;
        b += blen + 1;
    }
    print_error("%s:\n  engine: %.*s\n  ours:   %.*s\n", file, (int)strcspn(a, "\n"), a,
                (int)strcspn(b, "\n"), b);
}

static const char *read_schema(struct oracle *oracle, const char *path)
{
    struct orq_db *db = NULL;
    struct orq_schema *schema = NULL;
    const struct orq_url url = {.dialect = "sqlite", .target = path, .shown = path};
    const struct orq_introspect_options options = {0};
    assert_int_equal(orq_db_open(oracle->arena, &url, ORQ_DB_READ, oracle->diags, &db), ORQ_OK);
    assert_int_equal(orq_introspect(oracle->arena, db, &options, oracle->diags, &schema), ORQ_OK);
    orq_db_close(db);
    for (size_t i = 0; i < orq_diags_len(oracle->diags); i++)
        print_error("%s\n", orq_diags_at(oracle->diags, i)->message);
    assert_int_equal(orq_diags_len(oracle->diags), 0);
    oracle->schema = schema;
    return path;
}

/* Both sides of a database that the script builds. Gives the number of lines compared. */
static size_t compare_script(const char *file, const char *script)
{
    struct orq_arena *arena = orq_arena_new();
    struct oracle oracle = {.arena = arena, .diags = orq_diags_new(arena)};
    char path[] = "/tmp/orq_oracle_XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    assert_int_equal(sqlite3_open(path, &oracle.handle), SQLITE_OK);
    if (sqlite3_exec(oracle.handle, script, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", file, sqlite3_errmsg(oracle.handle));
    read_schema(&oracle, path);
    ask_engine(&oracle);
    ask_ourselves(&oracle);
    size_t count = oracle.engine.len;
    const char *engine = sorted_text(&oracle, &oracle.engine);
    const char *ours = sorted_text(&oracle, &oracle.ours);
    bool same = strcmp(engine, ours) == 0;
    if (!same)
        show_first_difference(file, engine, ours);
    sqlite3_close(oracle.handle);
    unlink(path);
    orq_arena_free(arena);
    assert_true(same);
    return count;
}

static void compare_file(const char *path)
{
    struct orq_arena *arena = orq_arena_new();
    struct orq_diags *diags = orq_diags_new(arena);
    const char *script = NULL;
    assert_int_equal(orq_file_read(arena, path, diags, &script, NULL), ORQ_OK);
    assert_true(compare_script(path, script) > 20);
    orq_arena_free(arena);
}

/* The folder below the shared material; skips the test where it is not there. */
static const char *shared_folder(struct orq_arena *arena, const char *name)
{
    const char *shared = getenv("ORQ_SHARED");
    const char *folder = orq_path_join(arena, shared ? shared : "", name);
    if (shared && orq_path_is_folder(folder))
        return folder;
    print_message("%s is not there (ORQ_SHARED): skipped\n", name);
    orq_arena_free(arena);
    skip();
    return NULL;
}

static void whole_schemas_agree(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const char *folder = shared_folder(arena, "corpus/schemas/sqlite");
    struct orq_strings names = {0};
    assert_int_equal(orq_folder_list(arena, folder, ".sql", orq_diags_new(arena), &names), ORQ_OK);
    assert_true(names.len > 0);
    for (size_t i = 0; i < names.len; i++)
        compare_file(orq_path_join(arena, folder, names.items[i]));
    orq_arena_free(arena);
}

static void both_ends_of_pairs_agree(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const char *folder = shared_folder(arena, "corpus/pairs/sqlite");
    struct orq_strings names = {0};
    assert_int_equal(orq_folder_list(arena, folder, "", orq_diags_new(arena), &names), ORQ_OK);
    assert_true(names.len > 0);
    for (size_t i = 0; i < names.len; i++) {
        const char *pair = orq_path_join(arena, folder, names.items[i]);
        compare_file(orq_path_join(arena, pair, "a.sql"));
        compare_file(orq_path_join(arena, pair, "b.sql"));
    }
    orq_arena_free(arena);
}

static void oddities_agree(void **state)
{
    (void)state;
    static const char *const scripts[] = {
        "CREATE TABLE 'a b' (\"x\"\"y\" TEXT, [k] INT DEFAULT (1 + (2)), `z` DEFAULT -5, "
        "key DEFAULT foo, UNIQUE ('k', z COLLATE nocase DESC))",
        "CREATE TABLE t (a INTEGER PRIMARY KEY DESC, b UNIQUE UNIQUE, c UNIQUE, UNIQUE (b))",
        "CREATE TABLE t (a INTEGER, b, PRIMARY KEY (a DESC), UNIQUE (a))",
        "CREATE TABLE t (a INTEGER, b, PRIMARY KEY (a AUTOINCREMENT))",
        "CREATE TABLE t (a TEXT, b INT, c, PRIMARY KEY (b, a DESC)) WITHOUT ROWID",
        "CREATE TABLE t (a TEXT, b INT, c ANY, PRIMARY KEY (b, a)) STRICT, WITHOUT ROWID",
        "CREATE TABLE t (a INTEGER PRIMARY KEY, b REAL NOT NULL) STRICT",
        "CREATE TABLE t (a TEXT, b INT, c INT, PRIMARY KEY (b, a)) STRICT",
        "CREATE TABLE t (a INTEGER PRIMARY KEY DESC, b INT) STRICT",
        "CREATE TABLE t (a TEXT PRIMARY KEY, b) ",
        "CREATE TABLE t (a, b AS (a + 1), c INT GENERATED ALWAYS AS (b * 2) STORED NOT NULL)",
        "CREATE TABLE t (a COLLATE nocase, b COLLATE rtrim COLLATE binary);"
        "CREATE INDEX i ON t (a, b COLLATE nocase DESC, a || b, (b)) WHERE a IS NOT NULL",
        "CREATE TABLE p (x, y, UNIQUE (x, y)); CREATE TABLE t (a REFERENCES p, b REFERENCES p (x) "
        "ON DELETE CASCADE ON UPDATE SET DEFAULT, FOREIGN KEY (a, b) REFERENCES P (x, Y) "
        "DEFERRABLE INITIALLY DEFERRED CONSTRAINT z)",
        "CREATE TABLE t (a CONSTRAINT n NOT NULL DEFAULT 'it''s' CHECK (a > 0) UNIQUE ON CONFLICT "
        "IGNORE, b DEFAULT x'00ff' DEFAULT CURRENT_TIMESTAMP, c DEFAULT NULL, d DEFAULT +1.5e3)",
        "CREATE TABLE t AS SELECT 1 AS a, 'x' AS \"b c\", 2.5 AS 'select'",
        "CREATE TABLE sqlitex (a); CREATE VIEW v (p, q) AS SELECT 1, 2; CREATE TRIGGER g AFTER "
        "INSERT ON sqlitex BEGIN SELECT 1; END; CREATE VIRTUAL TABLE f USING fts5(a, b)",
        "CREATE TABLE \"größe\" (\"naïve\" TEXT, 日本 INT UNIQUE); "
        "ALTER TABLE \"größe\" ADD COLUMN extra TEXT DEFAULT ('x'); "
        "ALTER TABLE \"größe\" RENAME COLUMN 日本 TO jp",
    };
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        assert_true(compare_script(scripts[i], scripts[i]) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(oddities_agree),
        cmocka_unit_test(whole_schemas_agree),
        cmocka_unit_test(both_ends_of_pairs_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
