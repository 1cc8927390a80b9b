#include "sql/expr_private.h"

#include <string.h>

static bool is_arithmetic(const char *text)
{
    return text && strlen(text) <= 2 &&
           (strcmp(text, "||") == 0 || (text[1] == '\0' && strchr("+-*/%&|", *text)));
}

static bool constant_items(const struct orq_expr *expr)
{
    for (size_t i = 0; i < expr->items.len; i++)
        if (!orq_expr_constant(expr->items.items[i]))
            return false;
    return true;
}

bool orq_expr_constant(const struct orq_expr *expr)
{
    switch (expr->kind) {
    case ORQ_EXPR_NULL:
    case ORQ_EXPR_BOOLEAN:
    case ORQ_EXPR_INTEGER:
    case ORQ_EXPR_FLOAT:
    case ORQ_EXPR_STRING:
    case ORQ_EXPR_BLOB:
        return true;
    case ORQ_EXPR_UNARY:
        return (*expr->text == '-' || *expr->text == '+') && constant_items(expr);
    case ORQ_EXPR_BINARY:
        return is_arithmetic(expr->text) && constant_items(expr);
    case ORQ_EXPR_CAST:
        return constant_items(expr);
    case ORQ_EXPR_NOW:
    case ORQ_EXPR_VARIABLE:
    case ORQ_EXPR_COLUMN:
    case ORQ_EXPR_JUNCTION:
    case ORQ_EXPR_IS_NULL:
    case ORQ_EXPR_BETWEEN:
    case ORQ_EXPR_IN:
    case ORQ_EXPR_CASE:
    case ORQ_EXPR_COLLATE:
    case ORQ_EXPR_FUNCTION:
    case ORQ_EXPR_ROW:
    case ORQ_EXPR_SUBQUERY:
    case ORQ_EXPR_EXISTS:
    case ORQ_EXPR_RAISE:
        break;
    }
    return false;
}

struct column_walk {
    struct orq_arena *arena;
    struct orq_strings *columns;
    struct orq_map *seen;
};

static void add_column(struct column_walk *walk, const char *name)
{
    if (orq_map_get(walk->seen, name))
        return;
    orq_map_put(walk->seen, name, walk);
    ORQ_PUSH(walk->arena, walk->columns, name);
}

/* A part that is kept as tokens: any name in it may be a column. */
static void add_tokens(struct column_walk *walk, const char *text)
{
    struct orq_strings names = {0};
    if (text)
        orq_ddl_mentions(walk->arena, text, &names);
    for (size_t i = 0; i < names.len; i++)
        add_column(walk, names.items[i]);
}

static void walk_columns(struct column_walk *walk, const struct orq_expr *expr)
{
    if (expr->kind == ORQ_EXPR_COLUMN)
        add_column(walk, expr->text);
    for (size_t i = 0; i < expr->items.len; i++)
        walk_columns(walk, expr->items.items[i]);
    add_tokens(walk, expr->inner);
    add_tokens(walk, expr->tail);
}

void orq_expr_columns(struct orq_arena *arena, const struct orq_expr *expr,
                      struct orq_strings *columns)
{
    struct column_walk walk = {
        .arena = arena, .columns = columns, .seen = orq_map_new(arena, ORQ_KEYS_EXACT)};
    for (size_t i = 0; i < columns->len; i++)
        orq_map_put(walk.seen, columns->items[i], &walk);
    walk_columns(&walk, expr);
}
