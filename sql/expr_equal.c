#include "sql/expr_private.h"

static bool equal_items(const struct orq_exprs *a, const struct orq_exprs *b)
{
    if (a->len != b->len)
        return false;
    for (size_t i = 0; i < a->len; i++)
        if (!orq_expr_equal(a->items[i], b->items[i]))
            return false;
    return true;
}

/* Texts are canonical since they were read, so equal expressions have equal fields. */
bool orq_expr_equal(const struct orq_expr *a, const struct orq_expr *b)
{
    if (a == b)
        return true;
    if (!a || !b)
        return false;
    return a->kind == b->kind && a->distinct == b->distinct && a->star == b->star &&
           a->based == b->based && a->other == b->other && orq_str_equal(a->text, b->text) &&
           orq_str_equal(a->qualifier, b->qualifier) && orq_str_equal(a->inner, b->inner) &&
           orq_str_equal(a->tail, b->tail) && equal_items(&a->items, &b->items);
}
