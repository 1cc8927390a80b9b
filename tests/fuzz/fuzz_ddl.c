/* Any bytes as a stored CREATE statement, as an expression and as a default. What holds of every
 * text: parts stand inside it, in order; a canonical form reads back to itself; and a
 * CREATE TABLE or CREATE INDEX that SQLite takes is never refused. */
#include "sql/sqlite_ddl.h"

#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* Gives the end of the range, which may not begin before from. */
static size_t follows(struct orq_range range, size_t from, size_t to)
{
    must(range.from >= from && range.to >= range.from && range.to <= to);
    return range.to;
}

static void within(struct orq_range range, struct orq_range whole)
{
    if (range.from != range.to)
        follows(range, whole.from, whole.to);
}

static size_t check_constraints(const struct orq_ddl_constraints *constraints, size_t from,
                                size_t to)
{
    for (size_t i = 0; i < constraints->len; i++) {
        const struct orq_ddl_constraint *constraint = &constraints->items[i];
        from = follows(constraint->text, from, to);
        within(constraint->body, constraint->text);
        within(constraint->expr, constraint->body);
        for (size_t j = 0; j < constraint->parts.len; j++)
            within(constraint->parts.items[j].expr, constraint->body);
    }
    return from;
}

static void check_table(const struct orq_ddl_table *table)
{
    size_t at = follows(table->name_text, 0, table->len);
    at = follows(table->body, at, table->len);
    within(table->options, (struct orq_range){at, table->len});
    at = table->body.from;
    must(table->columns.len > 0);
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct orq_ddl_column *column = &table->columns.items[i];
        at = follows(column->name_text, at, table->body.to);
        must(column->text.from == column->name_text.from);
        if (column->type.from != column->type.to)
            at = follows(column->type, at, column->text.to);
        must(check_constraints(&column->constraints, at, column->text.to) <= column->text.to);
        at = column->text.to;
    }
    check_constraints(&table->constraints, at, table->body.to);
}

static void check_others(struct orq_arena *arena, const char *text, size_t len)
{
    struct orq_expr_error error;
    const struct orq_range whole = {0, len};
    const struct orq_ddl_index *index = orq_ddl_parse_index(arena, text, &error);
    for (size_t i = 0; index && i < index->parts.len; i++)
        within(index->parts.items[i].expr, whole);
    if (index)
        within(index->where, whole);
    const struct orq_ddl_view *view = orq_ddl_parse_view(arena, text, &error);
    if (view)
        within(view->select, (struct orq_range){view->name_text.to, len});
    const struct orq_ddl_trigger *trigger = orq_ddl_parse_trigger(arena, text, &error);
    if (trigger)
        within(trigger->table_text, trigger->rest);
    const struct orq_ddl_virtual *table = orq_ddl_parse_virtual(arena, text, &error);
    if (table)
        within(table->arguments, (struct orq_range){table->name_text.to, len});
    struct orq_strings names = {0};
    orq_ddl_mentions(arena, text, &names);
}

static void check_expression(struct orq_arena *arena, const char *text, size_t len)
{
    struct orq_expr_error error = {.offset = SIZE_MAX};
    const struct orq_scope scope = {.table = "t"};
    const struct orq_expr *expr = orq_expr_parse(arena, text, len, scope, &error);
    if (!expr) {
        must(error.offset <= len && error.message);
        return;
    }
    struct orq_strings columns = {0};
    orq_expr_columns(arena, expr, &columns);
    orq_expr_constant(expr);
    const char *canonical = orq_expr_canonical(arena, expr);
    const struct orq_expr *again =
        orq_expr_parse(arena, canonical, strlen(canonical), scope, &error);
    must(again && orq_expr_equal(expr, again));
    must(strcmp(orq_expr_canonical(arena, again), canonical) == 0);
}

static void check_tokens(struct orq_arena *arena, const char *text, size_t len)
{
    const char *canonical = orq_tokens_canonical(arena, text, len);
    must(strcmp(orq_tokens_canonical(arena, canonical, strlen(canonical)), canonical) == 0);
}

/* Does SQLite take the text as one statement, and a CREATE TABLE or INDEX of the kind we read? */
static bool is_taken(const char *text)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    const char *tail = text;
    must(sqlite3_open(":memory:", &db) == SQLITE_OK);
    sqlite3_exec(db, "CREATE TABLE t(a, b, c)", NULL, NULL, NULL);
    bool taken = sqlite3_prepare_v2(db, text, -1, &statement, &tail) == SQLITE_OK && statement &&
                 *tail == '\0' && sqlite3_stmt_isexplain(statement) == 0;
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return taken;
}

/* The first three words, without TEMP, IF NOT EXISTS and what a SELECT makes. */
static bool is_kind(struct orq_arena *arena, const char *text, size_t len, const char *kind)
{
    struct orq_tokens tokens = orq_tokens_of(arena, text, len);
    bool made = false;
    for (size_t i = 0; i < tokens.len && !orq_token_is(text, tokens.items[i], "("); i++)
        made |= orq_token_is(text, tokens.items[i], "AS");
    return tokens.len > 4 && !made && orq_token_is(text, tokens.items[0], "CREATE") &&
           orq_token_is(text, tokens.items[1], kind);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct orq_arena *arena = orq_arena_new();
    const char *text = orq_arena_strndup(arena, (const char *)data, size);
    size_t len = strlen(text);
    struct orq_expr_error error;
    const struct orq_ddl_table *table = orq_ddl_parse_table(arena, text, &error);
    if (table)
        check_table(table);
    else if (is_kind(arena, text, len, "TABLE"))
        must(!is_taken(text));
    if (is_kind(arena, text, len, "INDEX") && !orq_ddl_parse_index(arena, text, &error))
        must(!is_taken(text));
    check_others(arena, text, len);
    check_expression(arena, text, len);
    orq_default_parse(arena, text, len, &error);
    check_tokens(arena, text, len);
    orq_arena_free(arena);
    return 0;
}
