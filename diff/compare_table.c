#include "diff/sides.h"
#include "sql/ddl_comment.h"

static enum orq_rule judge_strict(const struct orq_sides *sides)
{
    return orq_rule_of_flags(sides->have.table->strict, sides->want.table->strict);
}

static enum orq_rule judge_rowid(const struct orq_sides *sides)
{
    return orq_rule_of_flags(sides->have.table->without_rowid, sides->want.table->without_rowid);
}

/* A key that comes or goes takes its AUTOINCREMENT with it. */
static enum orq_rule judge_autoincrement(const struct orq_sides *sides)
{
    if (!orq_table_primary_key(sides->have.table) || !orq_table_primary_key(sides->want.table))
        return ORQ_RULE_NEITHER;
    return orq_rule_of_flags(orq_table_autoincrement(sides->have.table),
                             orq_table_autoincrement(sides->want.table));
}

/* As the stored text has it, where the model keeps comments there. */
static const char *comment_of(const struct orq_sides *sides, const struct orq_side *side)
{
    if (!orq_sides_keep_comments(sides))
        return side->table->comment;
    return side->table->sql ? orq_ddl_table_comment(sides->arena, side->table->sql)
                            : orq_comment_words(sides->arena, side->table->comment);
}

static enum orq_rule judge_comment(const struct orq_sides *sides)
{
    return orq_rule_of_comments(sides, comment_of(sides, &sides->have),
                                comment_of(sides, &sides->want));
}

static const char *show_strict(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->table->strict ? "true" : NULL;
}

static const char *show_rowid(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->table->without_rowid ? "true" : NULL;
}

static const char *show_autoincrement(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return orq_table_autoincrement(side->table) ? "true" : NULL;
}

static const struct orq_field fields[] = {
    {ORQ_BIT_STRICT, 0, judge_strict, show_strict, NULL, NULL},
    {ORQ_BIT_ROWID, 0, judge_rowid, show_rowid, NULL, NULL},
    {ORQ_BIT_AUTOINCREMENT, 0, judge_autoincrement, show_autoincrement, NULL, NULL},
    {ORQ_BIT_COMMENT, 0, judge_comment, comment_of, NULL, NULL},
};
const struct orq_fields orq_table_fields = {fields, sizeof fields / sizeof fields[0]};
