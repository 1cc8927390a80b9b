#include "diff/show.h"

const char *orq_show_constraint_name(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->constraint->name;
}

const char *orq_show_constraint_where(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->constraint->where.text;
}

const char *orq_show_constraint_comment(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->constraint->comment;
}

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

const char *orq_show_nullable(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->column->nullable ? "true" : "false";
}

const char *orq_show_default(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->column->default_expr.text;
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

const char *orq_show_index_name(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->index->name;
}

const char *orq_show_index_unique(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->index->unique ? "true" : NULL;
}

const char *orq_show_index_where(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->index->where.text;
}

const char *orq_show_index_comment(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->index->comment;
}

const char *orq_show_definition_name(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->definition->name;
}

const char *orq_show_definition_comment(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->definition->comment;
}
