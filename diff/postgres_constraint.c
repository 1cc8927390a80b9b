/* Constraints of PostgreSQL. */
#include "diff/postgres_fields.h"
#include "diff/show.h"

#define KIND(name) (1u << ORQ_KIND_##name)

static enum orq_rule judge_name(const struct orq_sides *sides)
{
    const struct orq_constraint *have = sides->have.constraint, *want = sides->want.constraint;
    if (orq_str_equal(have->name, want->name))
        return ORQ_RULE_EQUAL;
    if (!have->name || !want->name)
        return ORQ_RULE_UNNAMED;
    bool given = (have->name_given && want->name_given) || sides->diff->options.strict_names;
    return given ? ORQ_RULE_NAMES_DIFFER : ORQ_RULE_TEMPLATE;
}

/* -- keys and exclusions -- */

static enum orq_rule judge_parts(const struct orq_sides *sides)
{
    const struct orq_constraint *have = sides->have.constraint, *want = sides->want.constraint;
    if (have->without_overlaps != want->without_overlaps)
        return ORQ_RULE_DIFFERENT;
    return orq_pg_rule_of_parts(sides, &have->parts, &want->parts);
}

static enum orq_rule judge_include(const struct orq_sides *sides)
{
    return orq_pg_rule_of_lists(&sides->have.constraint->include, &sides->want.constraint->include);
}

static const char *method_of(const struct orq_side *side)
{
    const char *method = side->constraint->method;
    return orq_str_equal(method, "gist") ? NULL : method;
}

static enum orq_rule judge_method(const struct orq_sides *sides)
{
    return orq_rule_of_texts(method_of(&sides->have), method_of(&sides->want));
}

static enum orq_rule judge_nulls(const struct orq_sides *sides)
{
    return orq_rule_of_flags(sides->have.constraint->nulls_not_distinct,
                             sides->want.constraint->nulls_not_distinct);
}

static enum orq_rule judge_with(const struct orq_sides *sides)
{
    return orq_pg_rule_of_lists(&sides->have.constraint->with, &sides->want.constraint->with);
}

static enum orq_rule judge_tablespace(const struct orq_sides *sides)
{
    return orq_rule_of_texts(sides->have.constraint->tablespace,
                             sides->want.constraint->tablespace);
}

static enum orq_rule judge_where(const struct orq_sides *sides)
{
    return orq_pg_rule_of_expressions(sides, sides->have.constraint->where.text,
                                      sides->want.constraint->where.text);
}

/* -- foreign keys -- */

static enum orq_rule judge_reference(const struct orq_sides *sides)
{
    struct orq_arena *arena = sides->arena;
    const struct orq_constraint *have = sides->have.constraint, *want = sides->want.constraint;
    enum orq_rule rule = orq_rule_of_texts(orq_pg_parent_name(arena, sides->have.table, have),
                                           orq_pg_parent_name(arena, sides->want.table, want));
    if (orq_rule_verdict(rule) != ORQ_SAME)
        return rule;
    if (!orq_str_equal(orq_pg_target(arena, sides->diff->have, &sides->have),
                       orq_pg_target(arena, sides->diff->want, &sides->want)))
        return ORQ_RULE_DIFFERENT;
    return have->ref_columns.len == want->ref_columns.len ? rule : ORQ_RULE_IMPLIED_TARGET;
}

static enum orq_rule judge_actions(const struct orq_sides *sides)
{
    const struct orq_constraint *have = sides->have.constraint, *want = sides->want.constraint;
    if (have->on_delete != want->on_delete || have->on_update != want->on_update)
        return ORQ_RULE_DIFFERENT;
    return orq_pg_worse(ORQ_RULE_EQUAL,
                        orq_pg_rule_of_lists(&have->set_columns, &want->set_columns));
}

static enum orq_rule judge_match(const struct orq_sides *sides)
{
    return orq_rule_of_flags(sides->have.constraint->match == sides->want.constraint->match, true);
}

static enum orq_rule judge_deferrable(const struct orq_sides *sides)
{
    return orq_rule_of_flags(
        sides->have.constraint->deferrable == sides->want.constraint->deferrable, true);
}

/* -- checks, and all -- */

static enum orq_rule judge_expression(const struct orq_sides *sides)
{
    return orq_pg_rule_of_expressions(sides, sides->have.constraint->expr.text,
                                      sides->want.constraint->expr.text);
}

static enum orq_rule judge_no_inherit(const struct orq_sides *sides)
{
    return orq_rule_of_flags(sides->have.constraint->no_inherit,
                             sides->want.constraint->no_inherit);
}

static enum orq_rule judge_enforced(const struct orq_sides *sides)
{
    return orq_rule_of_flags(sides->have.constraint->not_enforced,
                             sides->want.constraint->not_enforced);
}

/* What is not enforced is never valid. */
static enum orq_rule judge_validity(const struct orq_sides *sides)
{
    const struct orq_constraint *have = sides->have.constraint, *want = sides->want.constraint;
    if (have->not_enforced || want->not_enforced)
        return ORQ_RULE_NEITHER;
    return orq_rule_of_flags(have->not_valid, want->not_valid);
}

static enum orq_rule judge_comment(const struct orq_sides *sides)
{
    return orq_rule_of_texts(sides->have.constraint->comment, sides->want.constraint->comment);
}

/* -- what --why shows -- */

static const char *show_parts(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_arena_printf(sides->arena, "%s%s",
                            orq_pg_parts_text(sides->arena, &side->constraint->parts),
                            side->constraint->without_overlaps ? " WITHOUT OVERLAPS" : "");
}

static const char *canonical_parts(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_pg_parts_canonical(sides->arena, side->table, &side->constraint->parts);
}

static const char *show_include(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_pg_shown_list(sides->arena, &side->constraint->include);
}

static const char *show_method(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->constraint->method;
}

static const char *show_nulls(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->constraint->nulls_not_distinct ? "true" : NULL;
}

static const char *show_with(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_pg_shown_list(sides->arena, &side->constraint->with);
}

static const char *show_tablespace(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->constraint->tablespace;
}

static const char *canonical_where(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_pg_expression_canonical(sides->arena, side->table, side->constraint->where.text);
}

static const char *show_reference(const struct orq_sides *sides, const struct orq_side *side)
{
    const struct orq_constraint *constraint = side->constraint;
    const char *columns = orq_pg_shown_list(sides->arena, &constraint->ref_columns);
    const char *parent = orq_pg_parent_name(sides->arena, side->table, constraint);
    return columns ? orq_arena_printf(sides->arena, "%s (%s)", parent, columns) : parent;
}

static const char *show_actions(const struct orq_sides *sides, const struct orq_side *side)
{
    const struct orq_constraint *constraint = side->constraint;
    const char *columns = orq_pg_shown_list(sides->arena, &constraint->set_columns);
    const char *open = columns ? " (" : "", *close = columns ? ")" : "";
    return orq_arena_printf(sides->arena, "ON DELETE %s%s%s%s ON UPDATE %s",
                            orq_action_sql(constraint->on_delete), open, columns ? columns : "",
                            close, orq_action_sql(constraint->on_update));
}

static const char *canonical_expression(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_pg_expression_canonical(sides->arena, side->table, side->constraint->expr.text);
}

static const char *show_no_inherit(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->constraint->no_inherit ? "true" : NULL;
}

static const char *show_enforced(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->constraint->not_enforced ? "true" : NULL;
}

static const char *show_validity(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->constraint->not_valid ? "true" : NULL;
}

#define KEYED (KIND(PRIMARY_KEY) | KIND(UNIQUE))
#define INDEXED (KEYED | KIND(EXCLUSION))
#define CHECKED (KIND(CHECK) | KIND(FOREIGN_KEY))
static const struct orq_field fields[] = {
    {ORQ_BIT_NAME, 0, judge_name, orq_show_constraint_name, NULL, NULL},
    {ORQ_BIT_PARTS, INDEXED | KIND(FOREIGN_KEY), judge_parts, show_parts, canonical_parts, NULL},
    {ORQ_BIT_PARTS, INDEXED, judge_include, show_include, NULL, "include"},
    {ORQ_BIT_PARTS, KIND(EXCLUSION), judge_method, show_method, NULL, "method"},
    {ORQ_BIT_UNIQUENESS, KIND(UNIQUE), judge_nulls, show_nulls, NULL, "nulls not distinct"},
    {ORQ_BIT_REFERENCE, KIND(FOREIGN_KEY), judge_reference, show_reference, NULL, NULL},
    {ORQ_BIT_ACTIONS, KIND(FOREIGN_KEY), judge_actions, show_actions, NULL, NULL},
    {ORQ_BIT_MATCH, KIND(FOREIGN_KEY), judge_match, orq_show_match, NULL, NULL},
    {ORQ_BIT_DEFERRABLE, INDEXED | KIND(FOREIGN_KEY), judge_deferrable, orq_show_deferrable, NULL,
     NULL},
    {ORQ_BIT_EXPRESSION, KIND(CHECK), judge_expression, orq_show_expression, canonical_expression,
     NULL},
    {ORQ_BIT_WHERE, KIND(EXCLUSION), judge_where, orq_show_constraint_where, canonical_where, NULL},
    {ORQ_BIT_OPTIONS, INDEXED, judge_with, show_with, NULL, "with"},
    {ORQ_BIT_OPTIONS, INDEXED, judge_tablespace, show_tablespace, NULL, "tablespace"},
    {ORQ_BIT_OPTIONS, KIND(CHECK), judge_no_inherit, show_no_inherit, NULL, "no inherit"},
    {ORQ_BIT_OPTIONS, CHECKED, judge_enforced, show_enforced, NULL, "not enforced"},
    {ORQ_BIT_VALIDITY, CHECKED, judge_validity, show_validity, NULL, NULL},
    {ORQ_BIT_COMMENT, 0, judge_comment, orq_show_constraint_comment, NULL, NULL},
};
const struct orq_fields orq_pg_constraint_fields = {fields, sizeof fields / sizeof fields[0]};
