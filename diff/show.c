#include "diff/show.h"

const char *orq_show_match(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    enum orq_match match = side->constraint->match;
    return match == ORQ_MATCH_SIMPLE ? NULL : orq_match_sql(match);
}

const char *orq_show_deferrable(const struct orq_sides *sides, const struct orq_side *side)
{
    static const char *const words[] = {
        [ORQ_NOT_DEFERRABLE] = NULL,
        [ORQ_INITIALLY_IMMEDIATE] = "initially immediate",
        [ORQ_INITIALLY_DEFERRED] = "initially deferred",
    };
    (void)sides;
    return words[side->constraint->deferrable];
}

const char *orq_show_expression(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->constraint->expr.text;
}

const char *orq_show_generated(const struct orq_sides *sides, const struct orq_side *side)
{
    static const char *const words[] = {
        [ORQ_GENERATED_VIRTUAL] = "VIRTUAL", [ORQ_GENERATED_STORED] = "STORED"};
    const struct orq_column *column = side->column;
    if (column->generated == ORQ_NOT_GENERATED)
        return NULL;
    return orq_arena_printf(sides->arena, "(%s) %s", column->generated_expr.text,
                            words[column->generated]);
}

const char *orq_show_collation(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->column->collation;
}
