#include "diff/show.h"
#include "diff/sides.h"
#include "model/identity.h"

#include <string.h>

#define KIND(name) (1u << ORQ_KIND_##name)

/* -- names -- */

static bool template_made(const struct orq_constraint *constraint)
{
    return constraint->name && !constraint->name_given;
}

static bool unnamed_in_model(const struct orq_constraint *constraint)
{
    return !constraint->name && constraint->place.to == 0;
}

static enum orq_rule judge_name(const struct orq_sides *sides)
{
    const struct orq_constraint *have = sides->have.constraint, *want = sides->want.constraint;
    enum orq_rule rule = orq_rule_of_words(have->name, want->name);
    if (orq_rule_verdict(rule) == ORQ_SAME)
        return rule;
    if (template_made(have) || template_made(want))
        return ORQ_RULE_TEMPLATE;
    if (unnamed_in_model(have) || unnamed_in_model(want))
        return ORQ_RULE_UNNAMED;
    return have->name && want->name ? ORQ_RULE_NAMES_DIFFER : ORQ_RULE_NAME_GIVEN;
}

/* -- keys -- */

/* Both are the rowid, or only one of them although both are written INTEGER: `PRIMARY KEY (id
 * DESC)` is the rowid, `id INTEGER PRIMARY KEY DESC` is not. */
static enum orq_rule judge_rowid(const struct orq_sides *sides, enum orq_rule parts)
{
    const struct orq_column *have = orq_table_rowid_alias(sides->have.table);
    const struct orq_column *want = orq_table_rowid_alias(sides->want.table);
    if (have && want && orq_rule_verdict(parts) != ORQ_SAME)
        return orq_ascii_equal(have->name, want->name) ? ORQ_RULE_ROWID_KEY : parts;
    if (!have == !want || orq_rule_verdict(parts) != ORQ_SAME ||
        sides->have.table->without_rowid != sides->want.table->without_rowid)
        return parts;
    const struct orq_column *other = have ? orq_table_column(sides->want.table, have->name)
                                          : orq_table_column(sides->have.table, want->name);
    return other && orq_ascii_equal(other->type, (have ? have : want)->type) ? ORQ_RULE_ROWID_ALIAS
                                                                             : parts;
}

static enum orq_rule judge_parts(const struct orq_sides *sides)
{
    const struct orq_constraint *have = sides->have.constraint, *want = sides->want.constraint;
    enum orq_rule rule = orq_rule_of_parts(sides, &have->parts, &want->parts);
    return want->kind == ORQ_KIND_PRIMARY_KEY ? judge_rowid(sides, rule) : rule;
}

static enum orq_rule judge_conflict(const struct orq_sides *sides)
{
    return sides->have.constraint->on_conflict == sides->want.constraint->on_conflict
               ? ORQ_RULE_EQUAL
               : ORQ_RULE_DIFFERENT;
}

/* -- foreign keys -- */

static const struct orq_schema *schema_of(const struct orq_sides *sides,
                                          const struct orq_side *side)
{
    return side == &sides->have ? sides->diff->have : sides->diff->want;
}

static const char *parent_name(struct orq_arena *arena, const struct orq_table *table,
                               const struct orq_constraint *constraint)
{
    const char *schema = constraint->ref_schema ? constraint->ref_schema : table->schema;
    return orq_qualified(arena, &orq_sqlite, schema, constraint->ref_table);
}

const char *orq_target_columns(struct orq_arena *arena, const struct orq_schema *schema,
                               const struct orq_table *table,
                               const struct orq_constraint *constraint)
{
    if (constraint->ref_columns.len > 0)
        return orq_folded_names(arena, &constraint->ref_columns);
    const struct orq_table *parent =
        orq_schema_table(schema, parent_name(arena, table, constraint));
    const struct orq_constraint *key = parent ? orq_table_primary_key(parent) : NULL;
    struct orq_strings columns = {0};
    for (size_t i = 0; key && i < key->parts.len; i++)
        if (key->parts.items[i].column)
            ORQ_PUSH(arena, &columns, key->parts.items[i].column);
    return orq_folded_names(arena, &columns);
}

static const char *target_of(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_target_columns(sides->arena, schema_of(sides, side), side->table, side->constraint);
}

static enum orq_rule judge_reference(const struct orq_sides *sides)
{
    struct orq_arena *arena = sides->arena;
    const struct orq_constraint *have = sides->have.constraint, *want = sides->want.constraint;
    enum orq_rule rule = orq_rule_of_words(parent_name(arena, sides->have.table, have),
                                           parent_name(arena, sides->want.table, want));
    if (orq_rule_verdict(rule) != ORQ_SAME ||
        (have->ref_columns.len == 0 && want->ref_columns.len == 0))
        return rule;
    if (strcmp(target_of(sides, &sides->have), target_of(sides, &sides->want)) != 0)
        return ORQ_RULE_DIFFERENT;
    return have->ref_columns.len == want->ref_columns.len ? rule : ORQ_RULE_IMPLIED_TARGET;
}

static enum orq_rule judge_actions(const struct orq_sides *sides)
{
    const struct orq_constraint *have = sides->have.constraint, *want = sides->want.constraint;
    bool same = have->on_delete == want->on_delete && have->on_update == want->on_update;
    return same ? ORQ_RULE_EQUAL : ORQ_RULE_DIFFERENT;
}

static enum orq_rule judge_match(const struct orq_sides *sides)
{
    if (sides->have.constraint->match == sides->want.constraint->match)
        return ORQ_RULE_EQUAL;
    return sides->dialect->match ? ORQ_RULE_DIFFERENT : ORQ_RULE_MATCH_IGNORED;
}

static enum orq_rule judge_deferrable(const struct orq_sides *sides)
{
    enum orq_deferrable have = sides->have.constraint->deferrable;
    enum orq_deferrable want = sides->want.constraint->deferrable;
    if (have == want)
        return ORQ_RULE_EQUAL;
    bool deferred = have == ORQ_INITIALLY_DEFERRED || want == ORQ_INITIALLY_DEFERRED;
    return deferred || sides->dialect->immediate ? ORQ_RULE_DIFFERENT : ORQ_RULE_IMMEDIATE;
}

/* -- checks and exclusions -- */

static enum orq_rule judge_expression(const struct orq_sides *sides)
{
    return orq_rule_of_expressions(sides, sides->have.constraint->expr.text,
                                   sides->want.constraint->expr.text);
}

static enum orq_rule judge_where(const struct orq_sides *sides)
{
    return orq_rule_of_expressions(sides, sides->have.constraint->where.text,
                                   sides->want.constraint->where.text);
}

static enum orq_rule judge_comment(const struct orq_sides *sides)
{
    return orq_rule_of_comments(sides, sides->have.constraint->comment,
                                sides->want.constraint->comment);
}

/* -- what --why shows -- */

static const char *show_parts(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_parts_text(sides->arena, &side->constraint->parts);
}

static const char *canonical_parts(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_parts_canonical(sides->arena, side->table, &side->constraint->parts);
}

static const char *show_conflict(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    enum orq_conflict conflict = side->constraint->on_conflict;
    return conflict == ORQ_CONFLICT_ABORT ? NULL : orq_conflict_sql(conflict);
}

static const char *show_reference(const struct orq_sides *sides, const struct orq_side *side)
{
    struct orq_arena *arena = sides->arena;
    const char *parent = parent_name(arena, side->table, side->constraint);
    if (side->constraint->ref_columns.len == 0)
        return parent;
    return orq_arena_printf(arena, "%s (%s)", parent,
                            orq_folded_names(arena, &side->constraint->ref_columns));
}

static const char *canonical_reference(const struct orq_sides *sides, const struct orq_side *side)
{
    struct orq_arena *arena = sides->arena;
    const char *parent = parent_name(arena, side->table, side->constraint);
    return orq_arena_printf(arena, "%s (%s)", orq_ascii_fold(arena, parent),
                            target_of(sides, side));
}

static const char *show_actions(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_arena_printf(sides->arena, "ON DELETE %s ON UPDATE %s",
                            orq_action_sql(side->constraint->on_delete),
                            orq_action_sql(side->constraint->on_update));
}

static const char *canonical_expression(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_expression_canonical(sides->arena, side->table, side->constraint->expr.text);
}

static const char *canonical_where(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_expression_canonical(sides->arena, side->table, side->constraint->where.text);
}

#define KEYED (KIND(PRIMARY_KEY) | KIND(UNIQUE))
static const struct orq_field fields[] = {
    {ORQ_BIT_NAME, 0, judge_name, orq_show_constraint_name, NULL, NULL},
    {ORQ_BIT_PARTS, KEYED | KIND(FOREIGN_KEY) | KIND(EXCLUSION), judge_parts, show_parts,
     canonical_parts, NULL},
    {ORQ_BIT_CONFLICT, KEYED | KIND(CHECK), judge_conflict, show_conflict, NULL, NULL},
    {ORQ_BIT_REFERENCE, KIND(FOREIGN_KEY), judge_reference, show_reference, canonical_reference,
     NULL},
    {ORQ_BIT_ACTIONS, KIND(FOREIGN_KEY), judge_actions, show_actions, NULL, NULL},
    {ORQ_BIT_MATCH, KIND(FOREIGN_KEY), judge_match, orq_show_match, NULL, NULL},
    {ORQ_BIT_DEFERRABLE, KEYED | KIND(FOREIGN_KEY) | KIND(EXCLUSION), judge_deferrable,
     orq_show_deferrable, NULL, NULL},
    {ORQ_BIT_EXPRESSION, KIND(CHECK), judge_expression, orq_show_expression, canonical_expression,
     NULL},
    {ORQ_BIT_WHERE, KIND(EXCLUSION), judge_where, orq_show_constraint_where, canonical_where, NULL},
    {ORQ_BIT_COMMENT, 0, judge_comment, orq_show_constraint_comment, NULL, NULL},
};
const struct orq_fields orq_constraint_fields = {fields, sizeof fields / sizeof fields[0]};
