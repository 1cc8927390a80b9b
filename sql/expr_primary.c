#include "sql/expr_private.h"

void orq_expr_read_list(struct orq_expr_reader *reader, struct orq_expr *into)
{
    do
        orq_expr_push(reader, into, orq_expr_read(reader));
    while (orq_cursor_accept(reader->cursor, ','));
}

static struct orq_expr *read_word_value(struct orq_expr_reader *reader, enum orq_expr_kind kind)
{
    struct orq_cursor *cursor = reader->cursor;
    struct orq_token token = cursor->token;
    orq_cursor_advance(cursor);
    const char *spelled = orq_token_name(cursor->arena, cursor->text, token);
    struct orq_expr *node =
        orq_expr_node(reader, kind, orq_ascii_fold(cursor->arena, spelled), token.offset);
    node->spelled = spelled;
    return node;
}

static struct orq_expr *read_string(struct orq_expr_reader *reader)
{
    struct orq_cursor *cursor = reader->cursor;
    struct orq_token token = cursor->token;
    orq_cursor_advance(cursor);
    return orq_expr_node(reader, ORQ_EXPR_STRING,
                         orq_token_name(cursor->arena, cursor->text, token), token.offset);
}

static struct orq_expr *read_variable(struct orq_expr_reader *reader)
{
    struct orq_cursor *cursor = reader->cursor;
    struct orq_token token = cursor->token;
    orq_cursor_advance(cursor);
    const char *text = orq_arena_strndup(cursor->arena, cursor->text + token.offset, token.len);
    return orq_expr_node(reader, ORQ_EXPR_VARIABLE, text, token.offset);
}

/* (expression), (a, b), (SELECT …) */
static struct orq_expr *read_parentheses(struct orq_expr_reader *reader)
{
    struct orq_cursor *cursor = reader->cursor;
    size_t from = cursor->token.offset;
    if (cursor->ahead_word == ORQ_KW_SELECT || cursor->ahead_word == ORQ_KW_VALUES ||
        cursor->ahead_word == ORQ_KW_WITH) {
        struct orq_range inside = orq_cursor_parentheses(cursor);
        struct orq_expr *node = orq_expr_node(reader, ORQ_EXPR_SUBQUERY, NULL, from);
        node->tail = orq_expr_tokens(reader, inside);
        return node;
    }
    orq_cursor_advance(cursor);
    struct orq_expr *row = orq_expr_node(reader, ORQ_EXPR_ROW, NULL, from);
    orq_expr_read_list(reader, row);
    orq_cursor_expect(cursor, ')', "a parenthesis is not closed");
    if (cursor->failed)
        return NULL;
    row->range.to = cursor->end;
    if (row->items.len > 1)
        return row;
    /* The parentheses of one expression are no node, only part of where it stands. The copy may
     * grow (AND), which the one that it is made of must not see. */
    struct orq_expr *inside = ORQ_NEW(cursor->arena, struct orq_expr);
    *inside = *row->items.items[0];
    inside->range = row->range;
    return inside;
}

static struct orq_expr *read_exists(struct orq_expr_reader *reader)
{
    struct orq_cursor *cursor = reader->cursor;
    size_t from = cursor->token.offset;
    orq_cursor_advance(cursor);
    struct orq_range inside = orq_cursor_parentheses(cursor);
    struct orq_expr *node = orq_expr_node(reader, ORQ_EXPR_EXISTS, NULL, from);
    node->tail = orq_expr_tokens(reader, inside);
    return node;
}

static struct orq_expr *read_case(struct orq_expr_reader *reader)
{
    struct orq_cursor *cursor = reader->cursor;
    struct orq_expr *node = orq_expr_node(reader, ORQ_EXPR_CASE, NULL, cursor->token.offset);
    orq_cursor_advance(cursor);
    node->based = cursor->word != ORQ_KW_WHEN;
    if (node->based)
        orq_expr_push(reader, node, orq_expr_read(reader));
    do {
        orq_cursor_expect_word(cursor, ORQ_KW_WHEN, "CASE needs a WHEN");
        orq_expr_push(reader, node, orq_expr_read(reader));
        orq_cursor_expect_word(cursor, ORQ_KW_THEN, "WHEN needs a THEN");
        orq_expr_push(reader, node, orq_expr_read(reader));
    } while (cursor->word == ORQ_KW_WHEN);
    node->other = orq_cursor_accept_word(cursor, ORQ_KW_ELSE);
    if (node->other)
        orq_expr_push(reader, node, orq_expr_read(reader));
    orq_cursor_expect_word(cursor, ORQ_KW_END, "CASE needs an END");
    node->range.to = cursor->end;
    return node;
}

static struct orq_expr *read_cast(struct orq_expr_reader *reader)
{
    struct orq_cursor *cursor = reader->cursor;
    struct orq_expr *node = orq_expr_node(reader, ORQ_EXPR_CAST, "", cursor->token.offset);
    orq_cursor_advance(cursor);
    orq_cursor_expect(cursor, '(', "CAST needs a parenthesis");
    orq_expr_push(reader, node, orq_expr_read(reader));
    orq_cursor_expect_word(cursor, ORQ_KW_AS, "CAST needs an AS");
    struct orq_range type = {cursor->token.offset, cursor->token.offset};
    while (orq_cursor_at_name(cursor, true)) {
        orq_cursor_advance(cursor);
        type.to = cursor->end;
    }
    if (type.to > type.from && orq_cursor_at(cursor, '(')) {
        orq_cursor_parentheses(cursor);
        type.to = cursor->end;
    }
    orq_cursor_expect(cursor, ')', "CAST is not closed");
    if (cursor->failed)
        return NULL;
    node->text = orq_expr_tokens(reader, type);
    node->range.to = cursor->end;
    return node;
}

static struct orq_expr *read_raise(struct orq_expr_reader *reader)
{
    static const enum orq_keyword actions[] = {ORQ_KW_IGNORE, ORQ_KW_ROLLBACK, ORQ_KW_ABORT,
                                               ORQ_KW_FAIL};
    struct orq_cursor *cursor = reader->cursor;
    struct orq_expr *node = orq_expr_node(reader, ORQ_EXPR_RAISE, NULL, cursor->token.offset);
    orq_cursor_advance(cursor);
    orq_cursor_advance(cursor);
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (cursor->word == actions[i])
            node->text = orq_keyword_text(actions[i]);
    if (!node->text)
        orq_cursor_fail(cursor, "RAISE takes IGNORE, ROLLBACK, ABORT or FAIL");
    orq_cursor_advance(cursor);
    if (orq_cursor_accept(cursor, ','))
        orq_expr_push(reader, node, orq_expr_read(reader));
    orq_cursor_expect(cursor, ')', "RAISE is not closed");
    node->range.to = cursor->end;
    return node;
}

/* FILTER (…) and OVER … behind a call. */
static void read_call_tail(struct orq_expr_reader *reader, struct orq_expr *node)
{
    struct orq_cursor *cursor = reader->cursor;
    size_t from = cursor->token.offset;
    if (cursor->word == ORQ_KW_FILTER && orq_cursor_ahead(cursor, '(')) {
        orq_cursor_advance(cursor);
        orq_cursor_parentheses(cursor);
    }
    if (cursor->word == ORQ_KW_OVER) {
        orq_cursor_advance(cursor);
        if (orq_cursor_at(cursor, '('))
            orq_cursor_parentheses(cursor);
        else
            orq_cursor_name(cursor, NULL);
    }
    if (!cursor->failed && cursor->end > from)
        node->tail = orq_expr_tokens(reader, (struct orq_range){from, cursor->end});
}

/* ORDER BY … inside an aggregate's parentheses. */
static void read_call_order(struct orq_expr_reader *reader, struct orq_expr *node)
{
    struct orq_cursor *cursor = reader->cursor;
    size_t from = cursor->token.offset;
    orq_cursor_advance(cursor);
    orq_cursor_expect_word(cursor, ORQ_KW_BY, "BY is expected behind ORDER");
    do {
        orq_expr_read(reader);
        while (cursor->word == ORQ_KW_ASC || cursor->word == ORQ_KW_DESC ||
               cursor->word == ORQ_KW_NULLS || cursor->word == ORQ_KW_FIRST ||
               cursor->word == ORQ_KW_LAST)
            orq_cursor_advance(cursor);
    } while (orq_cursor_accept(cursor, ','));
    if (!cursor->failed)
        node->inner = orq_expr_tokens(reader, (struct orq_range){from, cursor->end});
}

static struct orq_expr *read_call(struct orq_expr_reader *reader)
{
    struct orq_cursor *cursor = reader->cursor;
    size_t from = cursor->token.offset;
    const char *name = orq_token_name(cursor->arena, cursor->text, cursor->token);
    orq_cursor_advance(cursor);
    orq_cursor_advance(cursor);
    struct orq_expr *node =
        orq_expr_node(reader, ORQ_EXPR_FUNCTION, orq_ascii_fold(cursor->arena, name), from);
    node->distinct = orq_cursor_accept_word(cursor, ORQ_KW_DISTINCT);
    if (!node->distinct)
        orq_cursor_accept_word(cursor, ORQ_KW_ALL);
    node->star = orq_cursor_accept(cursor, '*');
    if (!node->star && !orq_cursor_at(cursor, ')'))
        orq_expr_read_list(reader, node);
    if (cursor->word == ORQ_KW_ORDER)
        read_call_order(reader, node);
    orq_cursor_expect(cursor, ')', "the arguments are not closed");
    read_call_tail(reader, node);
    node->range.to = cursor->end;
    return node;
}

enum { MOST_PARTS = 3 };

/* What stands before the column's name; NULL for the own table. */
static const char *qualifier_of(const struct orq_expr_reader *reader, const char *const *parts,
                                size_t len)
{
    struct orq_arena *arena = reader->cursor->arena;
    if (len == 0)
        return NULL;
    const char *table = parts[len - 1];
    if (len == 1 && reader->scope.table && orq_ascii_equal(table, reader->scope.table))
        return NULL;
    table = orq_expr_name(arena, orq_ascii_fold(arena, table));
    if (len == 1)
        return table;
    const char *schema = orq_expr_name(arena, orq_ascii_fold(arena, parts[0]));
    return orq_arena_printf(arena, "%s.%s", schema, table);
}

/* table.column, schema.table.column */
static struct orq_expr *read_qualified(struct orq_expr_reader *reader)
{
    struct orq_cursor *cursor = reader->cursor;
    size_t from = cursor->token.offset, len = 0;
    const char *parts[MOST_PARTS];
    do
        parts[len++] = orq_cursor_name(cursor, NULL);
    while (len < MOST_PARTS && orq_cursor_accept(cursor, '.'));
    if (cursor->failed)
        return NULL;
    const char *name = parts[len - 1];
    struct orq_expr *node =
        orq_expr_node(reader, ORQ_EXPR_COLUMN, orq_ascii_fold(cursor->arena, name), from);
    node->spelled = name;
    node->qualifier = qualifier_of(reader, parts, len - 1);
    return node;
}

static bool in_scope(const struct orq_expr_reader *reader, const char *name)
{
    return reader->scope.columns && orq_map_get(reader->scope.columns, name);
}

static struct orq_expr *read_single_name(struct orq_expr_reader *reader)
{
    struct orq_cursor *cursor = reader->cursor;
    const char *name = orq_token_name(cursor->arena, cursor->text, cursor->token);
    bool boolean = cursor->word == ORQ_KW_TRUE || cursor->word == ORQ_KW_FALSE;
    bool known = in_scope(reader, name);
    if (cursor->token.kind == ORQ_TOKEN_QUOTED && !known)
        return read_string(reader);
    return read_word_value(reader, boolean && !known ? ORQ_EXPR_BOOLEAN : ORQ_EXPR_COLUMN);
}

static struct orq_expr *read_named(struct orq_expr_reader *reader)
{
    struct orq_cursor *cursor = reader->cursor;
    bool string = cursor->token.kind == ORQ_TOKEN_STRING;
    if (orq_cursor_ahead(cursor, '.'))
        return read_qualified(reader);
    if (string)
        return read_string(reader);
    if (orq_cursor_ahead(cursor, '('))
        return read_call(reader);
    return read_single_name(reader);
}

struct primary_word {
    enum orq_keyword word;
    bool called; /* only before a parenthesis */
    struct orq_expr *(*read)(struct orq_expr_reader *reader);
};

static struct orq_expr *read_null(struct orq_expr_reader *reader)
{
    return read_word_value(reader, ORQ_EXPR_NULL);
}

static struct orq_expr *read_now(struct orq_expr_reader *reader)
{
    return read_word_value(reader, ORQ_EXPR_NOW);
}

static const struct primary_word primary_words[] = {
    {ORQ_KW_NULL, false, read_null},        {ORQ_KW_CURRENT_TIME, false, read_now},
    {ORQ_KW_CURRENT_DATE, false, read_now}, {ORQ_KW_CURRENT_TIMESTAMP, false, read_now},
    {ORQ_KW_CASE, false, read_case},        {ORQ_KW_EXISTS, true, read_exists},
    {ORQ_KW_CAST, true, read_cast},         {ORQ_KW_RAISE, true, read_raise},
};

static struct orq_expr *read_word(struct orq_expr_reader *reader)
{
    struct orq_cursor *cursor = reader->cursor;
    for (size_t i = 0; i < sizeof primary_words / sizeof *primary_words; i++)
        if (primary_words[i].word == cursor->word &&
            (!primary_words[i].called || orq_cursor_ahead(cursor, '(')))
            return primary_words[i].read(reader);
    if (orq_cursor_at_name(cursor, false))
        return read_named(reader);
    orq_cursor_fail(cursor, "a value is expected before this word");
    return NULL;
}

struct orq_expr *orq_expr_read_primary(struct orq_expr_reader *reader)
{
    struct orq_cursor *cursor = reader->cursor;
    switch (cursor->token.kind) {
    case ORQ_TOKEN_WORD:
        return read_word(reader);
    case ORQ_TOKEN_QUOTED:
    case ORQ_TOKEN_BRACKETED:
    case ORQ_TOKEN_BACKTICKED:
    case ORQ_TOKEN_STRING:
        return read_named(reader);
    case ORQ_TOKEN_BLOB:
    case ORQ_TOKEN_INTEGER:
    case ORQ_TOKEN_FLOAT:
        return orq_expr_read_literal(reader);
    case ORQ_TOKEN_VARIABLE:
        return read_variable(reader);
    case ORQ_TOKEN_PUNCT:
        if (orq_cursor_at(cursor, '('))
            return read_parentheses(reader);
        orq_cursor_fail(cursor, "a value is expected here");
        return NULL;
    case ORQ_TOKEN_INVALID:
        orq_cursor_fail(cursor, "a quote or comment is not closed, or this is no SQL");
        return NULL;
    case ORQ_TOKEN_END:
        break;
    }
    orq_cursor_fail(cursor, "the expression ends where a value is expected");
    return NULL;
}
