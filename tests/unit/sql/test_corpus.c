/* Real schemas, where they stand beside the source (ORQ_SHARED): every stored statement reads
 * as SQLite reads it, and a script is split where SQLite splits it. */
#include "tests/unit/sql/schema_oracle.h"

#include "base/file.h"
#include "sql/split.h"

#define SCHEMAS "corpus/schemas/sqlite"
#define PAIRS "corpus/pairs/sqlite"

struct corpus {
    struct orq_arena *arena;
    struct orq_diags *diags;
    struct orq_strings files;
};

static void add_files(struct corpus *corpus, const char *folder)
{
    struct orq_strings names = {0};
    assert_int_equal(orq_folder_list(corpus->arena, folder, ".sql", corpus->diags, &names), ORQ_OK);
    for (size_t i = 0; i < names.len; i++)
        ORQ_PUSH(corpus->arena, &corpus->files,
                 orq_path_join(corpus->arena, folder, names.items[i]));
}

/* Skips the test where there are none. */
static struct corpus open_corpus(void)
{
    const char *shared = getenv("ORQ_SHARED");
    struct corpus corpus = {.arena = orq_arena_new()};
    corpus.diags = orq_diags_new(corpus.arena);
    const char *schemas = shared ? orq_path_join(corpus.arena, shared, SCHEMAS) : NULL;
    if (!schemas || !orq_path_is_folder(schemas)) {
        orq_arena_free(corpus.arena);
        skip();
    }
    const char *pairs = orq_path_join(corpus.arena, shared, PAIRS);
    struct orq_strings folders = {0};
    add_files(&corpus, schemas);
    orq_folder_list(corpus.arena, pairs, "", corpus.diags, &folders);
    for (size_t i = 0; i < folders.len; i++)
        add_files(&corpus, orq_path_join(corpus.arena, pairs, folders.items[i]));
    assert_in_range(corpus.files.len, 15, 1000);
    return corpus;
}

static const char *read_file(struct corpus *corpus, const char *path)
{
    const char *text = NULL;
    assert_int_equal(orq_file_read(corpus->arena, path, corpus->diags, &text, NULL), ORQ_OK);
    return text;
}

static void stored_statements_read_as_sqlite_reads_them(void **state)
{
    (void)state;
    struct corpus corpus = open_corpus();
    size_t checked = 0;
    for (size_t i = 0; i < corpus.files.len; i++) {
        sqlite3 *db = NULL;
        assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
        char *message = NULL;
        if (sqlite3_exec(db, read_file(&corpus, corpus.files.items[i]), NULL, NULL, &message))
            fail_msg("%s: %s", corpus.files.items[i], message);
        checked += check_schema(corpus.arena, db);
        sqlite3_close(db);
    }
    assert_in_range(checked, 900, 100000);
    orq_arena_free(corpus.arena);
}

/* Each statement that SQLite prepares is the next of ours, and ends at the same semicolon. */
static void check_split(struct corpus *corpus, sqlite3 *db, const char *script)
{
    struct orq_statement_texts ours = {0};
    size_t next = 0;
    orq_split(corpus->arena, script, strlen(script), &ours);
    for (const char *at = script; *at;) {
        const char *tail = NULL;
        sqlite3_stmt *statement = NULL;
        if (sqlite3_prepare_v2(db, at, -1, &statement, &tail) != SQLITE_OK)
            fail_msg("%s", sqlite3_errmsg(db));
        if (statement) {
            assert_true(next < ours.len);
            const struct orq_statement_text *piece = &ours.items[next++];
            assert_true(script + piece->offset >= at);
            assert_true(piece->complete);
            assert_ptr_equal(script + piece->offset + piece->len + 1, tail);
        }
        while (sqlite3_step(statement) == SQLITE_ROW)
            continue;
        sqlite3_finalize(statement);
        at = tail;
    }
    assert_int_equal(next, ours.len);
}

static void scripts_are_split_where_sqlite_splits_them(void **state)
{
    (void)state;
    struct corpus corpus = open_corpus();
    for (size_t i = 0; i < corpus.files.len; i++) {
        sqlite3 *db = NULL;
        assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
        check_split(&corpus, db, read_file(&corpus, corpus.files.items[i]));
        sqlite3_close(db);
    }
    orq_arena_free(corpus.arena);
}

/* Every CHECK, DEFAULT, generated column and partial index of real schemas is an expression that
 * we read, with a canonical form that reads back to it. */
static void check_expression(struct corpus *corpus, const char *text, struct orq_range range,
                             struct orq_scope scope)
{
    struct orq_expr_error error = {0};
    const char *from = text + range.from;
    const struct orq_expr *expr =
        orq_expr_parse(corpus->arena, from, range.to - range.from, scope, &error);
    if (!expr)
        fail_msg("%s at %zu: %s", error.message, range.from + error.offset, text);
    const char *canonical = orq_expr_canonical(corpus->arena, expr);
    const struct orq_expr *again =
        orq_expr_parse(corpus->arena, canonical, strlen(canonical), scope, &error);
    if (!again || !orq_expr_equal(expr, again))
        fail_msg("%s", canonical);
}

static void check_constraints(struct corpus *corpus, const struct orq_ddl_table *table,
                              const struct orq_ddl_constraints *constraints, struct orq_scope scope)
{
    for (size_t i = 0; i < constraints->len; i++)
        if (constraints->items[i].expr.to > constraints->items[i].expr.from)
            check_expression(corpus, table->text, constraints->items[i].expr, scope);
}

static void check_table_expressions(struct corpus *corpus, const char *sql)
{
    struct orq_expr_error error;
    const struct orq_ddl_table *table = orq_ddl_parse_table(corpus->arena, sql, &error);
    struct orq_map *columns = orq_map_new(corpus->arena, ORQ_KEYS_FOLDED);
    if (!table)
        return;
    for (size_t i = 0; i < table->columns.len; i++)
        orq_map_put(columns, table->columns.items[i].name, corpus);
    struct orq_scope scope = {.table = table->name, .columns = columns};
    check_constraints(corpus, table, &table->constraints, scope);
    for (size_t i = 0; i < table->columns.len; i++)
        check_constraints(corpus, table, &table->columns.items[i].constraints, scope);
}

static void expressions_of_real_schemas_are_read(void **state)
{
    (void)state;
    struct corpus corpus = open_corpus();
    for (size_t i = 0; i < corpus.files.len; i++) {
        const char *script = read_file(&corpus, corpus.files.items[i]);
        struct orq_statement_texts statements = {0};
        orq_split(corpus.arena, script, strlen(script), &statements);
        for (size_t j = 0; j < statements.len; j++)
            check_table_expressions(&corpus, orq_arena_strndup(corpus.arena,
                                                               script + statements.items[j].offset,
                                                               statements.items[j].len));
    }
    orq_arena_free(corpus.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stored_statements_read_as_sqlite_reads_them),
        cmocka_unit_test(scripts_are_split_where_sqlite_splits_them),
        cmocka_unit_test(expressions_of_real_schemas_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
