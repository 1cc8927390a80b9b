#include "sql/expr_private.h"

/* A word alone: TRUE and FALSE are numbers, keywords that have a value are that, and any other is a
 * string. NULL: the text is something else. */
static struct orq_expr *lone_name(struct orq_expr_reader *reader)
{
    struct orq_cursor *cursor = reader->cursor;
    bool value = cursor->word == ORQ_KW_CURRENT_TIME || cursor->word == ORQ_KW_CURRENT_DATE ||
                 cursor->word == ORQ_KW_CURRENT_TIMESTAMP;
    if (cursor->ahead.kind != ORQ_TOKEN_END || value || !orq_cursor_at_name(cursor, false))
        return NULL;
    if (cursor->word == ORQ_KW_TRUE || cursor->word == ORQ_KW_FALSE)
        return orq_expr_node(reader, ORQ_EXPR_INTEGER, cursor->word == ORQ_KW_TRUE ? "1" : "0",
                             cursor->token.offset);
    return orq_expr_node(reader, ORQ_EXPR_STRING,
                         orq_token_name(cursor->arena, cursor->text, cursor->token),
                         cursor->token.offset);
}

const struct orq_expr *orq_default_parse(struct orq_arena *arena, const char *text, size_t len,
                                         struct orq_expr_error *error)
{
    struct orq_cursor cursor = orq_cursor_new(arena, text, len, error);
    struct orq_expr_reader reader = {.cursor = &cursor};
    const struct orq_expr *expr = lone_name(&reader);
    if (expr)
        return expr;
    expr = orq_expr_parse(arena, text, len, (struct orq_scope){0}, error);
    if (expr && expr->kind == ORQ_EXPR_BOOLEAN)
        return orq_expr_node(&reader, ORQ_EXPR_INTEGER,
                             orq_ascii_equal(expr->text, "true") ? "1" : "0", expr->range.from);
    return expr;
}
