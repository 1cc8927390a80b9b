#include "sql/ddl_private.h"
#include "sql/expr_private.h"

bool orq_ddl_read_create(struct orq_cursor *cursor)
{
    if (!orq_cursor_expect_word(cursor, ORQ_KW_CREATE, "CREATE is expected here"))
        return false;
    if (!orq_cursor_accept_word(cursor, ORQ_KW_TEMP))
        orq_cursor_accept_word(cursor, ORQ_KW_TEMPORARY);
    return true;
}

struct orq_range orq_ddl_rest(struct orq_cursor *cursor)
{
    struct orq_range rest = {cursor->token.offset, cursor->token.offset};
    while (cursor->token.kind != ORQ_TOKEN_END) {
        bool last = orq_cursor_at(cursor, ';') && cursor->ahead.kind == ORQ_TOKEN_END;
        orq_cursor_advance(cursor);
        if (!last)
            rest.to = cursor->end;
    }
    return rest;
}

static void read_order(struct orq_cursor *cursor, struct orq_ddl_part *part)
{
    part->descending = cursor->word == ORQ_KW_DESC;
    if (part->descending || cursor->word == ORQ_KW_ASC)
        orq_cursor_advance(cursor);
    if (!orq_cursor_accept_word(cursor, ORQ_KW_NULLS))
        return;
    if (!orq_cursor_accept_word(cursor, ORQ_KW_FIRST))
        orq_cursor_expect_word(cursor, ORQ_KW_LAST, "NULLS needs FIRST or LAST");
}

/* The column that an expression is, if it is nothing else: a, (a), "a", 'a'. */
static const char *column_of(const struct orq_expr *expr)
{
    if (expr->kind == ORQ_EXPR_STRING)
        return expr->text;
    if (expr->kind == ORQ_EXPR_BOOLEAN || (expr->kind == ORQ_EXPR_COLUMN && !expr->qualifier))
        return expr->spelled;
    return NULL;
}

/* Most parts are a name and nothing else: no tree is needed for them. */
static bool at_lone_name(const struct orq_cursor *cursor)
{
    bool ends = orq_cursor_ahead(cursor, ',') || orq_cursor_ahead(cursor, ')') ||
                cursor->ahead_word == ORQ_KW_ASC || cursor->ahead_word == ORQ_KW_DESC;
    return ends && orq_cursor_at_name(cursor, true) &&
           orq_keyword_class(cursor->word) == ORQ_KEYWORD_FREE;
}

static void read_part_expr(struct orq_cursor *cursor, struct orq_ddl_part *part)
{
    struct orq_expr_reader reader = {.cursor = cursor};
    const struct orq_expr *expr = orq_expr_read(&reader);
    if (!expr)
        return;
    for (; expr->kind == ORQ_EXPR_COLLATE; expr = expr->items.items[0])
        if (!part->collation)
            part->collation = expr->spelled;
    part->expr = expr->range;
    part->column = column_of(expr);
}

static void read_part(struct orq_cursor *cursor, struct orq_ddl_parts *parts)
{
    struct orq_ddl_part part = {0};
    if (at_lone_name(cursor))
        part.column = orq_cursor_name(cursor, &part.expr);
    else
        read_part_expr(cursor, &part);
    read_order(cursor, &part);
    if (!cursor->failed)
        ORQ_PUSH(cursor->arena, parts, part);
}

void orq_ddl_read_parts(struct orq_cursor *cursor, struct orq_ddl_parts *parts, bool *autoincrement)
{
    orq_cursor_expect(cursor, '(', "a list of columns is expected here");
    do
        read_part(cursor, parts);
    while (orq_cursor_accept(cursor, ','));
    if (autoincrement)
        *autoincrement = orq_cursor_accept_word(cursor, ORQ_KW_AUTOINCREMENT);
    orq_cursor_expect(cursor, ')', "the list of columns is not closed");
}

void orq_ddl_read_names(struct orq_cursor *cursor, struct orq_ddl_parts *parts)
{
    orq_cursor_expect(cursor, '(', "a list of columns is expected here");
    do {
        struct orq_ddl_part part = {0};
        part.column = orq_cursor_name(cursor, &part.expr);
        if (orq_cursor_accept_word(cursor, ORQ_KW_COLLATE))
            part.collation = orq_cursor_name(cursor, NULL);
        read_order(cursor, &part);
        if (part.column)
            ORQ_PUSH(cursor->arena, parts, part);
    } while (orq_cursor_accept(cursor, ','));
    orq_cursor_expect(cursor, ')', "the list of columns is not closed");
}
