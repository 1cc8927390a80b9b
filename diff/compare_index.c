#include "diff/show.h"
#include "diff/sides.h"

static enum orq_rule judge_name(const struct orq_sides *sides)
{
    const struct orq_index *have = sides->have.index, *want = sides->want.index;
    enum orq_rule rule = orq_rule_of_words(have->name, want->name);
    if (orq_rule_verdict(rule) == ORQ_SAME)
        return rule;
    return have->name_given && want->name_given ? ORQ_RULE_NAMES_DIFFER : ORQ_RULE_TEMPLATE;
}

static enum orq_rule judge_unique(const struct orq_sides *sides)
{
    return sides->have.index->unique == sides->want.index->unique ? ORQ_RULE_EQUAL
                                                                  : ORQ_RULE_DIFFERENT;
}

static enum orq_rule judge_parts(const struct orq_sides *sides)
{
    return orq_rule_of_parts(sides, &sides->have.index->parts, &sides->want.index->parts);
}

static enum orq_rule judge_where(const struct orq_sides *sides)
{
    return orq_rule_of_expressions(sides, sides->have.index->where.text,
                                   sides->want.index->where.text);
}

static enum orq_rule judge_comment(const struct orq_sides *sides)
{
    return orq_rule_of_comments(sides, sides->have.index->comment, sides->want.index->comment);
}

static const char *show_parts(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_parts_text(sides->arena, &side->index->parts);
}

static const char *canonical_parts(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_parts_canonical(sides->arena, side->table, &side->index->parts);
}

static const char *canonical_where(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_expression_canonical(sides->arena, side->table, side->index->where.text);
}

static const struct orq_field fields[] = {
    {ORQ_BIT_NAME, 0, judge_name, orq_show_index_name, NULL, NULL},
    {ORQ_BIT_UNIQUENESS, 0, judge_unique, orq_show_index_unique, NULL, NULL},
    {ORQ_BIT_PARTS, 0, judge_parts, show_parts, canonical_parts, NULL},
    {ORQ_BIT_WHERE, 0, judge_where, orq_show_index_where, canonical_where, NULL},
    {ORQ_BIT_COMMENT, 0, judge_comment, orq_show_index_comment, NULL, NULL},
};
const struct orq_fields orq_index_fields = {fields, sizeof fields / sizeof fields[0]};
