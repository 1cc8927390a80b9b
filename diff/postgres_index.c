/* Indexes of PostgreSQL. */
#include "diff/postgres_fields.h"
#include "diff/show.h"

static enum orq_rule judge_name(const struct orq_sides *sides)
{
    const struct orq_index *have = sides->have.index, *want = sides->want.index;
    if (orq_str_equal(have->name, want->name))
        return ORQ_RULE_EQUAL;
    bool given = (have->name_given && want->name_given) || sides->diff->options.strict_names;
    return given ? ORQ_RULE_NAMES_DIFFER : ORQ_RULE_TEMPLATE;
}

static enum orq_rule judge_unique(const struct orq_sides *sides)
{
    return orq_rule_of_flags(sides->have.index->unique, sides->want.index->unique);
}

static enum orq_rule judge_nulls(const struct orq_sides *sides)
{
    return orq_rule_of_flags(sides->have.index->nulls_not_distinct,
                             sides->want.index->nulls_not_distinct);
}

static const char *method_of(const struct orq_side *side)
{
    const char *method = side->index->method;
    return orq_str_equal(method, "btree") ? NULL : method;
}

static enum orq_rule judge_method(const struct orq_sides *sides)
{
    return orq_rule_of_texts(method_of(&sides->have), method_of(&sides->want));
}

static enum orq_rule judge_parts(const struct orq_sides *sides)
{
    return orq_pg_rule_of_parts(sides, &sides->have.index->parts, &sides->want.index->parts);
}

static enum orq_rule judge_include(const struct orq_sides *sides)
{
    return orq_pg_rule_of_lists(&sides->have.index->include, &sides->want.index->include);
}

static enum orq_rule judge_where(const struct orq_sides *sides)
{
    return orq_pg_rule_of_expressions(sides, sides->have.index->where.text,
                                      sides->want.index->where.text);
}

static enum orq_rule judge_with(const struct orq_sides *sides)
{
    return orq_pg_rule_of_lists(&sides->have.index->with, &sides->want.index->with);
}

static enum orq_rule judge_tablespace(const struct orq_sides *sides)
{
    return orq_rule_of_texts(sides->have.index->tablespace, sides->want.index->tablespace);
}

static enum orq_rule judge_statistics(const struct orq_sides *sides)
{
    return orq_pg_rule_of_lists(&sides->have.index->statistics, &sides->want.index->statistics);
}

static enum orq_rule judge_comment(const struct orq_sides *sides)
{
    return orq_rule_of_texts(sides->have.index->comment, sides->want.index->comment);
}

/* -- what --why shows -- */

static const char *show_nulls(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->index->nulls_not_distinct ? "true" : NULL;
}

static const char *show_method(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->index->method;
}

static const char *show_parts(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_pg_parts_text(sides->arena, &side->index->parts);
}

static const char *canonical_parts(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_pg_parts_canonical(sides->arena, side->table, &side->index->parts);
}

static const char *show_include(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_pg_shown_list(sides->arena, &side->index->include);
}

static const char *canonical_where(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_pg_expression_canonical(sides->arena, side->table, side->index->where.text);
}

static const char *show_with(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_pg_shown_list(sides->arena, &side->index->with);
}

static const char *show_tablespace(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->index->tablespace;
}

static const char *show_statistics(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_pg_shown_list(sides->arena, &side->index->statistics);
}

static const struct orq_field fields[] = {
    {ORQ_BIT_NAME, 0, judge_name, orq_show_index_name, NULL, NULL},
    {ORQ_BIT_UNIQUENESS, 0, judge_unique, orq_show_index_unique, NULL, NULL},
    {ORQ_BIT_UNIQUENESS, 0, judge_nulls, show_nulls, NULL, "nulls not distinct"},
    {ORQ_BIT_PARTS, 0, judge_method, show_method, NULL, "method"},
    {ORQ_BIT_PARTS, 0, judge_parts, show_parts, canonical_parts, NULL},
    {ORQ_BIT_PARTS, 0, judge_include, show_include, NULL, "include"},
    {ORQ_BIT_WHERE, 0, judge_where, orq_show_index_where, canonical_where, NULL},
    {ORQ_BIT_OPTIONS, 0, judge_with, show_with, NULL, "with"},
    {ORQ_BIT_OPTIONS, 0, judge_tablespace, show_tablespace, NULL, "tablespace"},
    {ORQ_BIT_OPTIONS, 0, judge_statistics, show_statistics, NULL, "statistics"},
    {ORQ_BIT_COMMENT, 0, judge_comment, orq_show_index_comment, NULL, NULL},
};
const struct orq_fields orq_pg_index_fields = {fields, sizeof fields / sizeof fields[0]};
