#include "diff/show.h"
#include "diff/sides.h"
#include "sql/ddl_comment.h"

static bool is_rowid(const struct orq_side *side)
{
    return orq_table_rowid_alias(side->table) == side->column;
}

static bool in_primary_key(const struct orq_side *side)
{
    const struct orq_constraint *key = orq_table_primary_key(side->table);
    for (size_t i = 0; key && i < key->parts.len; i++)
        if (key->parts.items[i].column &&
            orq_ascii_equal(key->parts.items[i].column, side->column->name))
            return true;
    return false;
}

static enum orq_rule judge_type(const struct orq_sides *sides)
{
    const char *have = sides->have.column->type, *want = sides->want.column->type;
    enum orq_rule spelling = orq_rule_of_words(have, want);
    if (orq_rule_verdict(spelling) == ORQ_SAME)
        return spelling;
    if (sides->diff->options.strict_types)
        return ORQ_RULE_SPELLING;
    bool strict = sides->have.table->strict || sides->want.table->strict;
    if (!sides->dialect->same_type(have, want, strict))
        return ORQ_RULE_TYPE;
    return is_rowid(&sides->have) == is_rowid(&sides->want) ? ORQ_RULE_AFFINITY
                                                            : ORQ_RULE_ROWID_ALIAS;
}

/* Key columns that never hold NULL, whatever is declared: the rowid, and every key column of a
 * STRICT or WITHOUT ROWID table (https://www.sqlite.org/stricttables.html, withoutrowid.html). */
static bool never_null(const struct orq_side *side)
{
    if (!side->column->nullable || is_rowid(side))
        return true;
    return (side->table->strict || side->table->without_rowid) && in_primary_key(side);
}

static enum orq_rule judge_nullable(const struct orq_sides *sides)
{
    if (sides->have.column->nullable == sides->want.column->nullable)
        return ORQ_RULE_EQUAL;
    return never_null(&sides->have) == never_null(&sides->want) ? ORQ_RULE_NEVER_NULL
                                                                : ORQ_RULE_DIFFERENT;
}

static const char *collation_of(const struct orq_side *side)
{
    return side->column->collation ? side->column->collation : "BINARY";
}

static enum orq_rule judge_collation(const struct orq_sides *sides)
{
    const char *have = sides->have.column->collation, *want = sides->want.column->collation;
    enum orq_rule rule = orq_rule_of_words(collation_of(&sides->have), collation_of(&sides->want));
    if (!have && !want)
        return ORQ_RULE_NEITHER;
    return (!have || !want) && orq_rule_verdict(rule) == ORQ_SAME ? ORQ_RULE_BINARY : rule;
}

static enum orq_rule judge_generated(const struct orq_sides *sides)
{
    const struct orq_column *have = sides->have.column, *want = sides->want.column;
    if (have->generated != want->generated)
        return ORQ_RULE_DIFFERENT;
    return orq_rule_of_expressions(sides, have->generated_expr.text, want->generated_expr.text);
}

/* The clause belongs to NOT NULL: where that is not declared on both sides, nullable speaks. */
static enum orq_rule judge_conflict(const struct orq_sides *sides)
{
    const struct orq_column *have = sides->have.column, *want = sides->want.column;
    if (have->nullable || want->nullable)
        return ORQ_RULE_NEITHER;
    return have->not_null_conflict == want->not_null_conflict ? ORQ_RULE_EQUAL : ORQ_RULE_DIFFERENT;
}

/* As the stored text has it, where the model keeps comments there. */
static const char *comment_of(const struct orq_sides *sides, const struct orq_side *side)
{
    const struct orq_column *column = side->column;
    if (!orq_sides_keep_comments(sides))
        return column->comment;
    return side->table->sql
               ? orq_ddl_column_comment(sides->arena, side->table->sql, column->place.to)
               : orq_comment_words(sides->arena, column->comment);
}

static enum orq_rule judge_comment(const struct orq_sides *sides)
{
    return orq_rule_of_comments(sides, comment_of(sides, &sides->have),
                                comment_of(sides, &sides->want));
}

/* -- what --why shows -- */

static const char *show_type(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->column->type[0] ? side->column->type : NULL;
}

static const char *canonical_default(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_default_canonical(sides->arena, side->column->default_expr.text);
}

static const char *canonical_generated(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_expression_canonical(sides->arena, side->table, side->column->generated_expr.text);
}

static const char *show_conflict(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    enum orq_conflict conflict = side->column->not_null_conflict;
    bool shows = !side->column->nullable && conflict != ORQ_CONFLICT_ABORT;
    return shows ? orq_conflict_sql(conflict) : NULL;
}

static const struct orq_field fields[] = {
    {ORQ_BIT_TYPE, 0, judge_type, show_type, NULL, NULL},
    {ORQ_BIT_NULLABLE, 0, judge_nullable, orq_show_nullable, NULL, NULL},
    {ORQ_BIT_DEFAULT, 0, orq_rule_of_defaults, orq_show_default, canonical_default, NULL},
    {ORQ_BIT_COLLATION, 0, judge_collation, orq_show_collation, NULL, NULL},
    {ORQ_BIT_GENERATED, 0, judge_generated, orq_show_generated, canonical_generated, NULL},
    {ORQ_BIT_CONFLICT, 0, judge_conflict, show_conflict, NULL, NULL},
    {ORQ_BIT_COMMENT, 0, judge_comment, comment_of, NULL, NULL},
};
const struct orq_fields orq_column_fields = {fields, sizeof fields / sizeof fields[0]};
