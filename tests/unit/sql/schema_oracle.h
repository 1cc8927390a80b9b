/* SQLite's own view of a table or an index, and ours, as text of one form: equal
 * where the parser read the stored statement as SQLite did. */
#ifndef ORQ_TESTS_UNIT_SQL_SCHEMA_ORACLE_H
#define ORQ_TESTS_UNIT_SQL_SCHEMA_ORACLE_H

#include "tests/unit/sql/cmocka_all.h"

#include "base/map.h"
#include "sql/sqlite_ddl.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

static inline sqlite3_stmt *oracle_query(sqlite3 *db, const char *sql, const char *argument)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_bind_text(statement, 1, argument, -1, SQLITE_TRANSIENT);
    return statement;
}

static inline const char *oracle_text(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return text ? text : "(null)";
}

static inline const char *slice_of(struct orq_arena *arena, const char *text,
                                   struct orq_range range)
{
    return orq_arena_strndup(arena, text + range.from, range.to - range.from);
}

/* A default without the outer parentheses, as canonical tokens. */
static inline const char *bare_default(struct orq_arena *arena, const char *text)
{
    const char *tokens = orq_tokens_canonical(arena, text, strlen(text));
    size_t len = strlen(tokens);
    if (text[0] == '(')
        return orq_arena_strndup(arena, tokens + 2, len > 4 ? len - 4 : 0);
    return tokens;
}

static inline const struct orq_ddl_constraint *last_of(const struct orq_ddl_constraints *all,
                                                       enum orq_ddl_kind kind)
{
    const struct orq_ddl_constraint *found = NULL;
    for (size_t i = 0; i < all->len; i++)
        if (all->items[i].kind == kind)
            found = &all->items[i];
    return found;
}

static inline size_t key_position(const struct orq_ddl_table *table,
                                  const struct orq_ddl_column *column)
{
    if (last_of(&column->constraints, ORQ_DDL_PRIMARY_KEY))
        return 1;
    const struct orq_ddl_constraint *key = last_of(&table->constraints, ORQ_DDL_PRIMARY_KEY);
    for (size_t i = 0; key && i < key->parts.len; i++)
        if (key->parts.items[i].column && orq_ascii_equal(key->parts.items[i].column, column->name))
            return i + 1;
    return 0;
}

static inline const char *type_of(struct orq_arena *arena, const struct orq_ddl_table *table,
                                  const struct orq_ddl_column *column)
{
    const char *type = slice_of(arena, table->text, column->type);
    struct orq_lexer lexer = orq_lexer_new(type, strlen(type));
    struct orq_token token = orq_lexer_next(&lexer);
    bool alone = token.kind != ORQ_TOKEN_END && orq_lexer_next(&lexer).kind == ORQ_TOKEN_END;
    return alone ? orq_token_name(arena, type, token) : type;
}

static inline const char *collation_of(const struct orq_ddl_table *table, const char *name)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct orq_ddl_column *column = &table->columns.items[i];
        const struct orq_ddl_constraint *collate = last_of(&column->constraints, ORQ_DDL_COLLATE);
        if (orq_ascii_equal(column->name, name))
            return collate ? collate->collation : "binary";
    }
    return "binary";
}

/* name|type|not null|default|key|hidden|collation|autoincrement */
static inline const char *columns_read(struct orq_arena *arena, const struct orq_ddl_table *table)
{
    struct orq_str out = orq_str_new(arena);
    const struct orq_ddl_constraint *table_key = last_of(&table->constraints, ORQ_DDL_PRIMARY_KEY);
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct orq_ddl_column *column = &table->columns.items[i];
        const struct orq_ddl_constraints *all = &column->constraints;
        const struct orq_ddl_constraint *value = last_of(all, ORQ_DDL_DEFAULT);
        const struct orq_ddl_constraint *made = last_of(all, ORQ_DDL_GENERATED);
        const struct orq_ddl_constraint *inline_key = last_of(all, ORQ_DDL_PRIMARY_KEY);
        const struct orq_ddl_constraint *key = inline_key ? inline_key : table_key;
        size_t position = key_position(table, column);
        bool not_null = last_of(all, ORQ_DDL_NOT_NULL) || (table->without_rowid && position > 0);
        orq_str_addf(&out, "%s|%s|%d|%s|%zu|%d|%s|%d\n", column->name,
                     type_of(arena, table, column), not_null,
                     value ? bare_default(arena, slice_of(arena, table->text, value->expr))
                           : "(null)",
                     position, made ? (made->stored ? 3 : 2) : 0, collation_of(table, column->name),
                     position > 0 && key && key->autoincrement);
    }
    return orq_ascii_fold(arena, orq_str_text(&out));
}

static inline const char *columns_known(struct orq_arena *arena, sqlite3 *db, const char *table)
{
    struct orq_str out = orq_str_new(arena);
    sqlite3_stmt *rows = oracle_query(
        db, "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1)",
        table);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        const char *collation = "";
        int autoincrement = 0;
        sqlite3_table_column_metadata(db, "main", table, oracle_text(rows, 0), NULL, &collation,
                                      NULL, NULL, &autoincrement);
        const char *value = (const char *)sqlite3_column_text(rows, 3);
        orq_str_addf(&out, "%s|%s|%s|%s|%s|%s|%s|%d\n", oracle_text(rows, 0), oracle_text(rows, 1),
                     oracle_text(rows, 2),
                     value ? orq_tokens_canonical(arena, value, strlen(value)) : "(null)",
                     oracle_text(rows, 4), oracle_text(rows, 5), collation, autoincrement);
    }
    sqlite3_finalize(rows);
    return orq_ascii_fold(arena, orq_str_text(&out));
}

static inline int compare_lines(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted, each once, one a line. */
static inline const char *as_set(struct orq_arena *arena, struct orq_strings *lines)
{
    struct orq_str out = orq_str_new(arena);
    if (lines->len > 0)
        qsort(lines->items, lines->len, sizeof *lines->items, compare_lines);
    for (size_t i = 0; i < lines->len; i++)
        if (i == 0 || strcmp(lines->items[i], lines->items[i - 1]) != 0)
            orq_str_addf(&out, "%s\n", lines->items[i]);
    return orq_ascii_fold(arena, orq_str_text(&out));
}

static inline bool is_integer(struct orq_arena *arena, const struct orq_ddl_table *table,
                              const char *name)
{
    for (size_t i = 0; i < table->columns.len; i++)
        if (orq_ascii_equal(table->columns.items[i].name, name))
            return orq_ascii_equal(type_of(arena, table, &table->columns.items[i]), "integer");
    return false;
}

static inline const char *parts_line(struct orq_arena *arena, const struct orq_ddl_table *table,
                                     const struct orq_ddl_parts *parts)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < parts->len; i++) {
        const struct orq_ddl_part *part = &parts->items[i];
        if (!part->column)
            orq_str_addf(&out, "(expression) %d,", part->descending);
        else
            orq_str_addf(&out, "%s %s %d,", part->column,
                         part->collation ? part->collation : collation_of(table, part->column),
                         part->descending);
    }
    return orq_str_text(&out);
}

/* The key columns of each index that a constraint makes. */
static inline const char *keys_read(struct orq_arena *arena, const struct orq_ddl_table *table)
{
    struct orq_strings lines = {0};
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct orq_ddl_column *column = &table->columns.items[i];
        for (size_t j = 0; j < column->constraints.len; j++) {
            const struct orq_ddl_constraint *key = &column->constraints.items[j];
            bool primary = key->kind == ORQ_DDL_PRIMARY_KEY;
            bool alias = primary && !table->without_rowid && !key->descending &&
                         is_integer(arena, table, column->name);
            if ((primary || key->kind == ORQ_DDL_UNIQUE) && !alias)
                ORQ_PUSH(arena, &lines,
                         orq_arena_printf(arena, "%s %s %d,", column->name,
                                          collation_of(table, column->name), key->descending));
        }
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_ddl_constraint *key = &table->constraints.items[i];
        bool primary = key->kind == ORQ_DDL_PRIMARY_KEY;
        bool alias = primary && !table->without_rowid && key->parts.len == 1 &&
                     is_integer(arena, table, key->parts.items[0].column);
        if ((primary || key->kind == ORQ_DDL_UNIQUE) && !alias)
            ORQ_PUSH(arena, &lines, parts_line(arena, table, &key->parts));
    }
    return as_set(arena, &lines);
}

static inline const char *index_known(struct orq_arena *arena, sqlite3 *db, const char *index)
{
    struct orq_str out = orq_str_new(arena);
    sqlite3_stmt *rows = oracle_query(
        db, "SELECT name, coll, \"desc\", cid FROM pragma_index_xinfo(?1) WHERE key", index);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        if (sqlite3_column_int(rows, 3) < 0)
            orq_str_addf(&out, "(expression) %s,", oracle_text(rows, 2));
        else
            orq_str_addf(&out, "%s %s %s,", oracle_text(rows, 0), oracle_text(rows, 1),
                         oracle_text(rows, 2));
    }
    sqlite3_finalize(rows);
    return orq_str_text(&out);
}

static inline const char *keys_known(struct orq_arena *arena, sqlite3 *db, const char *table)
{
    struct orq_strings lines = {0};
    sqlite3_stmt *rows =
        oracle_query(db, "SELECT name FROM pragma_index_list(?1) WHERE origin <> 'c'", table);
    while (sqlite3_step(rows) == SQLITE_ROW)
        ORQ_PUSH(arena, &lines, index_known(arena, db, oracle_text(rows, 0)));
    sqlite3_finalize(rows);
    return as_set(arena, &lines);
}

static inline void add_reference(struct orq_arena *arena, struct orq_strings *lines,
                                 const struct orq_ddl_constraint *key, const char *column)
{
    struct orq_str out = orq_str_new(arena);
    size_t len = column ? 1 : key->parts.len;
    if (key->kind != ORQ_DDL_REFERENCES)
        return;
    for (size_t i = 0; i < len; i++)
        orq_str_addf(&out, "%s>%s,", column ? column : key->parts.items[i].column,
                     i < key->ref_columns.len ? key->ref_columns.items[i] : "(null)");
    orq_str_addf(&out, "%s|%s|%s", key->ref_table, key->on_update ? key->on_update : "NO ACTION",
                 key->on_delete ? key->on_delete : "NO ACTION");
    ORQ_PUSH(arena, lines, orq_str_text(&out));
}

static inline const char *references_read(struct orq_arena *arena,
                                          const struct orq_ddl_table *table)
{
    struct orq_strings lines = {0};
    for (size_t i = 0; i < table->columns.len; i++)
        for (size_t j = 0; j < table->columns.items[i].constraints.len; j++)
            add_reference(arena, &lines, &table->columns.items[i].constraints.items[j],
                          table->columns.items[i].name);
    for (size_t i = 0; i < table->constraints.len; i++)
        add_reference(arena, &lines, &table->constraints.items[i], NULL);
    return as_set(arena, &lines);
}

static inline const char *references_known(struct orq_arena *arena, sqlite3 *db, const char *table)
{
    struct orq_strings lines = {0};
    sqlite3_stmt *rows = oracle_query(
        db,
        "SELECT group_concat(\"from\" || '>' || ifnull(\"to\", '(null)'), ',') || ',' ||"
        " \"table\" || '|' || on_update || '|' || on_delete FROM"
        " (SELECT * FROM pragma_foreign_key_list(?1) ORDER BY id, seq) GROUP BY id",
        table);
    while (sqlite3_step(rows) == SQLITE_ROW)
        ORQ_PUSH(arena, &lines, orq_arena_strdup(arena, oracle_text(rows, 0)));
    sqlite3_finalize(rows);
    return as_set(arena, &lines);
}

static inline void check_options(sqlite3 *db, const struct orq_ddl_table *table)
{
    sqlite3_stmt *row = oracle_query(
        db, "SELECT wr, strict FROM pragma_table_list WHERE schema = 'main' AND name = ?1",
        table->name);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(row, 0), table->without_rowid);
    assert_int_equal(sqlite3_column_int(row, 1), table->strict);
    sqlite3_finalize(row);
}

static inline void check_ranges(const struct orq_ddl_table *table)
{
    size_t at = table->body.from;
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct orq_ddl_column *column = &table->columns.items[i];
        assert_true(column->text.from >= at && column->text.to <= table->body.to);
        at = column->text.from;
        for (size_t j = 0; j < column->constraints.len; j++) {
            struct orq_range text = column->constraints.items[j].text;
            assert_true(text.from >= at && text.to > text.from && text.to <= column->text.to);
            at = text.to;
        }
        at = column->text.to;
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        struct orq_range text = table->constraints.items[i].text;
        assert_true(text.from >= at && text.to > text.from && text.to <= table->body.to);
        at = text.to;
    }
}

static inline const struct orq_ddl_table *check_table(struct orq_arena *arena, sqlite3 *db,
                                                      const char *name, const char *sql)
{
    struct orq_expr_error error = {0};
    const struct orq_ddl_table *table = orq_ddl_parse_table(arena, sql, &error);
    if (!table)
        fail_msg("%s at %zu: %s", error.message, error.offset, sql);
    assert_string_equal(table->name, name);
    check_ranges(table);
    check_options(db, table);
    assert_string_equal(columns_read(arena, table), columns_known(arena, db, name));
    assert_string_equal(keys_read(arena, table), keys_known(arena, db, name));
    assert_string_equal(references_read(arena, table), references_known(arena, db, name));
    return table;
}

static inline void check_index(struct orq_arena *arena, sqlite3 *db, const char *sql,
                               const struct orq_map *tables)
{
    struct orq_expr_error error = {0};
    const struct orq_ddl_index *index = orq_ddl_parse_index(arena, sql, &error);
    if (!index)
        fail_msg("%s at %zu: %s", error.message, error.offset, sql);
    const struct orq_ddl_table *table = orq_map_get(tables, index->table);
    assert_non_null(table);
    assert_string_equal(orq_ascii_fold(arena, parts_line(arena, table, &index->parts)),
                        orq_ascii_fold(arena, index_known(arena, db, index->name)));
    sqlite3_stmt *row = oracle_query(
        db,
        "SELECT l.\"unique\", l.partial FROM sqlite_schema s, pragma_index_list(s.tbl_name) l"
        " WHERE l.name = ?1 AND s.name = ?1",
        index->name);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(row, 0), index->unique);
    assert_int_equal(sqlite3_column_int(row, 1), index->where.to > index->where.from);
    sqlite3_finalize(row);
}

/* Every statement of the database's main schema. */
static inline size_t check_schema(struct orq_arena *arena, sqlite3 *db)
{
    struct orq_map *tables = orq_map_new(arena, ORQ_KEYS_FOLDED);
    size_t checked = 0;
    sqlite3_stmt *rows = oracle_query(
        db,
        "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL"
        " ORDER BY type <> 'table', rowid",
        NULL);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        const char *type = orq_arena_strdup(arena, oracle_text(rows, 0));
        const char *name = orq_arena_strdup(arena, oracle_text(rows, 1));
        const char *sql = orq_arena_strdup(arena, oracle_text(rows, 3));
        struct orq_expr_error error = {0};
        if (strcmp(type, "index") == 0) {
            check_index(arena, db, sql, tables);
        } else if (strcmp(type, "view") == 0) {
            const struct orq_ddl_view *view = orq_ddl_parse_view(arena, sql, &error);
            assert_non_null(view);
            assert_string_equal(view->name, name);
        } else if (strcmp(type, "trigger") == 0) {
            const struct orq_ddl_trigger *trigger = orq_ddl_parse_trigger(arena, sql, &error);
            assert_non_null(trigger);
            assert_string_equal(trigger->name, name);
            assert_true(orq_ascii_equal(trigger->table, oracle_text(rows, 2)));
        } else if (orq_ascii_equal_n(sql, 14, "CREATE VIRTUAL", 14)) {
            const struct orq_ddl_virtual *table = orq_ddl_parse_virtual(arena, sql, &error);
            assert_non_null(table);
            assert_string_equal(table->name, name);
        } else {
            orq_map_put(tables, name, (void *)(size_t)check_table(arena, db, name, sql));
        }
        checked++;
    }
    sqlite3_finalize(rows);
    return checked;
}

#endif
