#include "history/losses_shape.h"

#include "model/table.h"
#include "sql/postgres_token.h"

#include <string.h>

/* The tokens of one statement, being read. */
struct cursor {
    struct orq_arena *arena;
    const char *sql;
    struct orq_tokens tokens;
    size_t at;
};

static struct cursor cursor_new(struct orq_arena *arena, const char *sql, size_t len)
{
    return (struct cursor){
        .arena = arena, .sql = sql, .tokens = orq_tokens_of(arena, sql, len), .at = 0};
}

static struct orq_token token(const struct cursor *cursor)
{
    return cursor->tokens.items[cursor->at];
}

static bool is(const struct cursor *cursor, const char *word)
{
    return orq_token_is(cursor->sql, token(cursor), word);
}

static bool ended(const struct cursor *cursor)
{
    return token(cursor).kind == ORQ_TOKEN_END;
}

static bool take(struct cursor *cursor, const char *word)
{
    if (!is(cursor, word))
        return false;
    cursor->at++;
    return true;
}

static bool is_name(const struct cursor *cursor)
{
    enum orq_token_kind kind = token(cursor).kind;
    return kind == ORQ_TOKEN_WORD || kind == ORQ_TOKEN_QUOTED || kind == ORQ_TOKEN_BRACKETED ||
           kind == ORQ_TOKEN_BACKTICKED;
}

static const char *name(const struct cursor *cursor)
{
    return orq_token_name(cursor->arena, cursor->sql, token(cursor));
}

/* Passes a token, or a whole pair of parentheses. */
static void pass(struct cursor *cursor)
{
    size_t depth = 0;
    do {
        if (is(cursor, "("))
            depth++;
        else if (is(cursor, ")") && depth > 0)
            depth--;
        if (!ended(cursor))
            cursor->at++;
    } while (depth > 0 && !ended(cursor));
}

/* Moves to the first of the words outside parentheses, or to the end. */
static void seek(struct cursor *cursor, const char *const *words, size_t count)
{
    for (; !ended(cursor); pass(cursor)) {
        for (size_t i = 0; i < count; i++) {
            if (is(cursor, words[i]))
                return;
        }
    }
}

static struct orq_copy_item read_item(struct cursor *cursor)
{
    static const char *const ends[] = {",", "FROM"};
    struct orq_copy_item item = {0};
    size_t from = cursor->at;
    seek(cursor, ends, 2);
    size_t to = cursor->at;
    for (cursor->at = from; cursor->at < to; cursor->at++) {
        if (is_name(cursor))
            ORQ_PUSH(cursor->arena, &item.columns, name(cursor));
        item.star = item.star || (is(cursor, "*") && to - from <= 3 && cursor->at + 1 == to);
    }
    cursor->at = to - 1;
    if (to > from && is_name(cursor))
        item.name = name(cursor);
    /* The alias is not one of the columns that were read. */
    bool alias = false;
    if (to >= from + 3) {
        cursor->at = to - 2;
        alias = item.name && is(cursor, "AS");
    }
    if (alias)
        item.columns.len -= 2;
    item.plain = item.columns.len == 1 && to - from == (alias ? 3 : 1);
    cursor->at = to;
    return item;
}

/* [schema .] table [[AS] alias] */
static bool read_source(struct cursor *cursor, struct orq_copy *copy)
{
    if (!is_name(cursor))
        return false;
    copy->table = name(cursor);
    cursor->at++;
    if (take(cursor, ".")) {
        if (!is_name(cursor))
            return false;
        copy->schema = copy->table;
        copy->table = name(cursor);
        cursor->at++;
    }
    if (take(cursor, "AS")) {
        if (!is_name(cursor))
            return false;
        cursor->at++;
    }
    return true;
}

static bool read_rest(struct cursor *cursor)
{
    static const char *const ends[] = {"LIMIT", "UNION",  "EXCEPT", "INTERSECT", "RETURNING",
                                       "ON",    "OFFSET", "FETCH",  "FOR",       "WITH"};
    if (ended(cursor))
        return true;
    if (!take(cursor, "ORDER"))
        return false;
    seek(cursor, ends, sizeof ends / sizeof *ends);
    return ended(cursor);
}

bool orq_copy_read(struct orq_arena *arena, const char *sql, size_t len, struct orq_copy *copy)
{
    static const char *const start[] = {"SELECT"};
    struct cursor cursor = cursor_new(arena, sql, len);
    *copy = (struct orq_copy){0};
    if (is(&cursor, "WITH"))
        return false;
    seek(&cursor, start, 1);
    if (!take(&cursor, "SELECT") || is(&cursor, "DISTINCT"))
        return false;
    take(&cursor, "ALL");
    do {
        struct orq_copy_item item = read_item(&cursor);
        ORQ_PUSH(arena, &copy->items, item);
    } while (take(&cursor, ","));
    return take(&cursor, "FROM") && read_source(&cursor, copy) && read_rest(&cursor);
}

static void archives_read_sqlite(struct orq_arena *arena, struct orq_slice sql,
                                 struct orq_strings *names)
{
    struct cursor cursor = cursor_new(arena, sql.data, sql.len);
    bool reads = false;
    for (; !ended(&cursor); cursor.at++) {
        reads = reads || is(&cursor, "SELECT") || is(&cursor, "FROM");
        if (reads && is_name(&cursor) &&
            orq_starts_with(orq_ascii_fold(arena, name(&cursor)), ORQ_ARCHIVE_PREFIX))
            ORQ_PUSH(arena, names, name(&cursor));
    }
}

static void archives_read_postgres(struct orq_arena *arena, struct orq_slice sql,
                                   struct orq_strings *names)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, sql.data, sql.len);
    bool reads = false;
    for (size_t i = 0; i < tokens.len; i++) {
        struct orq_pg_token at = tokens.items[i];
        reads = reads || orq_pg_token_is(sql.data, at, "select") ||
                orq_pg_token_is(sql.data, at, "from");
        if (!reads || (at.kind != ORQ_PG_WORD && at.kind != ORQ_PG_QUOTED))
            continue;
        const char *found = orq_pg_token_value(arena, sql.data, at);
        if (orq_starts_with(found, ORQ_ARCHIVE_PREFIX))
            ORQ_PUSH(arena, names, found);
    }
}

void orq_archives_read(struct orq_arena *arena, const char *dialect, struct orq_slice sql,
                       struct orq_strings *names)
{
    if (orq_str_equal(dialect, "postgresql"))
        archives_read_postgres(arena, sql, names);
    else
        archives_read_sqlite(arena, sql, names);
}

const char *orq_conflict_kind_word(struct orq_arena *arena, const char *sql, size_t len)
{
    static const char *const verbs[] = {"INSERT", "UPDATE"};
    struct cursor cursor = cursor_new(arena, sql, len);
    seek(&cursor, verbs, 2);
    if (ended(&cursor))
        return NULL;
    cursor.at++;
    return take(&cursor, "OR") && is_name(&cursor) ? orq_ascii_fold(arena, name(&cursor)) : NULL;
}

bool orq_has_words(const char *sql, size_t len, const char *first, const char *second)
{
    struct orq_lexer lexer = orq_lexer_new(sql, len);
    struct orq_token before = {0};
    size_t depth = 0;
    for (struct orq_token at = orq_lexer_next(&lexer); at.kind != ORQ_TOKEN_END;
         at = orq_lexer_next(&lexer)) {
        if (depth == 0 && before.kind == ORQ_TOKEN_WORD && orq_token_is(sql, before, first) &&
            orq_token_is(sql, at, second))
            return true;
        if (orq_token_is(sql, at, "("))
            depth++;
        else if (orq_token_is(sql, at, ")") && depth > 0)
            depth--;
        before = at;
    }
    return false;
}

const char *orq_added_column(struct orq_arena *arena, const char *sql, size_t len)
{
    static const char *const start[] = {"ADD"};
    struct cursor cursor = cursor_new(arena, sql, len);
    seek(&cursor, start, 1);
    if (!take(&cursor, "ADD"))
        return NULL;
    take(&cursor, "COLUMN");
    return ended(&cursor) ? NULL : name(&cursor);
}

/* column, or (column, column) */
static void read_target(struct cursor *cursor, struct orq_strings *columns)
{
    bool list = take(cursor, "(");
    do {
        if (is_name(cursor))
            ORQ_PUSH(cursor->arena, columns, name(cursor));
        if (!ended(cursor))
            cursor->at++;
    } while (list && take(cursor, ","));
}

void orq_update_columns(struct orq_arena *arena, const char *sql, size_t len,
                        struct orq_strings *columns)
{
    static const char *const start[] = {"SET"};
    static const char *const ends[] = {",", "WHERE", "FROM", "RETURNING", "ORDER", "LIMIT"};
    struct cursor cursor = cursor_new(arena, sql, len);
    seek(&cursor, start, 1);
    if (!take(&cursor, "SET"))
        return;
    do {
        read_target(&cursor, columns);
        seek(&cursor, ends, sizeof ends / sizeof *ends);
    } while (take(&cursor, ","));
}
