#include "diff/manage.h"

#include "diff/match.h"
#include "diff/state.h"
#include "model/identity.h"

#include <string.h>

void orq_exclusion_open(struct orq_diff *diff)
{
    const struct orq_schema *sides[2] = {diff->have, diff->want};
    struct orq_diags *unused = orq_diags_new(diff->arena);
    for (size_t i = 0; i < 2; i++)
        diff->state->excluders[i] = sides[i]->exclude.len > 0
                                        ? orq_excluder_new(diff->arena, &sides[i]->exclude, unused)
                                        : NULL;
}

void orq_exclusion_close(struct orq_diff *diff)
{
    for (size_t i = 0; i < 2; i++) {
        orq_excluder_free(diff->state->excluders[i]);
        diff->state->excluders[i] = NULL;
    }
}

bool orq_is_excluded(const struct orq_diff *diff, const char *schema, const char *name)
{
    for (size_t i = 0; i < 2; i++) {
        const struct orq_excluder *excluder = diff->state->excluders[i];
        if (!excluder)
            continue;
        const char *in = schema ? schema : diff->state->dialect->names->default_schema;
        if (orq_excluded(excluder, name) ||
            orq_excluded(excluder, orq_arena_printf(diff->arena, "%s.%s", in, name)))
            return true;
    }
    return false;
}

/* The name of what a trigger, rule, policy or statistics object is on, as a schema knows it: where
 * definitions are named in relations it is qualified already. */
static const char *ground_name(const struct orq_diff *diff, const struct orq_definition *definition)
{
    const struct orq_dialect *names = diff->state->dialect->names;
    return names->names_in_relations
               ? definition->on
               : orq_qualified(diff->arena, names, definition->schema, definition->on);
}

static bool ground_is_excluded(const struct orq_diff *diff, const struct orq_definition *definition)
{
    const char *name = ground_name(diff, definition);
    const struct orq_schema *sides[2] = {diff->have, diff->want};
    for (size_t i = 0; i < 2; i++) {
        const struct orq_table *table = orq_schema_table(sides[i], name);
        if (table)
            return orq_is_excluded(diff, table->schema, table->name);
    }
    return orq_is_excluded(diff, NULL, name);
}

bool orq_is_excluded_definition(const struct orq_diff *diff,
                                const struct orq_definition *definition)
{
    return orq_is_excluded(diff, definition->schema, definition->name) ||
           (definition->on && ground_is_excluded(diff, definition));
}

/* -- dropping -- */

static const struct orq_table *history_table(const struct orq_diff *diff,
                                             const struct orq_table *table)
{
    if (!diff->options.history)
        return NULL;
    return orq_schema_table(diff->options.history,
                            orq_table_name(diff->arena, diff->state->dialect, table));
}

bool orq_may_drop_table(const struct orq_diff *diff, const struct orq_table *table)
{
    return orq_schema_manages(diff->want, ORQ_KIND_TABLE) || history_table(diff, table);
}

/* What stands in the relation of a definition is part of it, and the model names that. */
static bool in_definition(const struct orq_side *side)
{
    return side->table->kind != ORQ_KIND_TABLE;
}

bool orq_may_drop_column(const struct orq_diff *diff, const struct orq_side *side)
{
    if (in_definition(side) || orq_schema_manages(diff->want, ORQ_KIND_COLUMN))
        return true;
    const struct orq_table *made = history_table(diff, side->table);
    return made && orq_table_column(made, side->column->name);
}

static bool same_constraint(const struct orq_diff *diff, const struct orq_side *side,
                            const struct orq_side *made)
{
    if (side->constraint->kind != made->constraint->kind)
        return false;
    if (side->constraint->name && made->constraint->name)
        return orq_same_name(diff->state->dialect->names, side->constraint->name,
                             made->constraint->name);
    struct orq_diff as_read = *diff;
    as_read.want = diff->options.history;
    struct orq_sides sides = {.diff = &as_read,
                              .arena = diff->arena,
                              .dialect = diff->state->dialect,
                              .have = *side,
                              .want = *made};
    return orq_str_equal(orq_structure(&sides, &sides.have, false),
                         orq_structure(&sides, &sides.want, false));
}

bool orq_may_drop_constraint(const struct orq_diff *diff, const struct orq_side *side)
{
    if (in_definition(side) || orq_schema_manages(diff->want, side->constraint->kind))
        return true;
    struct orq_side made = {.table = history_table(diff, side->table)};
    for (size_t i = 0; made.table && i < made.table->constraints.len; i++) {
        made.constraint = made.table->constraints.items[i];
        if (same_constraint(diff, side, &made))
            return true;
    }
    return false;
}

bool orq_may_drop_index(const struct orq_diff *diff, const struct orq_side *side)
{
    if (in_definition(side) || side->index->invalid ||
        orq_schema_manages(diff->want, ORQ_KIND_INDEX))
        return true;
    const struct orq_table *made = history_table(diff, side->table);
    for (size_t i = 0; made && i < made->indexes.len; i++)
        if (orq_same_name(diff->state->dialect->names, made->indexes.items[i]->name,
                          side->index->name))
            return true;
    return false;
}

/* Is what a trigger is on going away? */
static bool ground_goes(const struct orq_diff *diff, const struct orq_definition *trigger)
{
    const char *name = ground_name(diff, trigger);
    const struct orq_table *table = orq_schema_table(diff->have, name);
    if (table)
        return !orq_schema_table(diff->want, name) && orq_may_drop_table(diff, table);
    const struct orq_definition *view =
        orq_schema_definition(diff->arena, diff->have, ORQ_KIND_VIEW, name);
    return view && !orq_schema_definition_like(diff->arena, diff->want, view) &&
           orq_may_drop_definition(diff, view);
}

/* The column that a sequence is owned by, "t.c" or "s.t.c". Names may hold dots. */
static struct orq_side sequence_owner(const struct orq_diff *diff,
                                      const struct orq_definition *sequence)
{
    struct orq_side owner = {0};
    const char *text = orq_attribute_text(&sequence->attributes, ORQ_ATTRIBUTE_OWNED_BY);
    for (const char *dot = text ? strchr(text, '.') : NULL; dot; dot = strchr(dot + 1, '.')) {
        owner.table = orq_schema_table(diff->have,
                                       orq_arena_strndup(diff->arena, text, (size_t)(dot - text)));
        owner.column = owner.table ? orq_table_column(owner.table, dot + 1) : NULL;
        if (owner.column)
            return owner;
    }
    return (struct orq_side){0};
}

/* A sequence goes with the column that owns it, and, managed as the table is, when that column no
 * longer takes its values from it. */
static bool owner_goes(const struct orq_diff *diff, const struct orq_definition *sequence)
{
    struct orq_side owner = sequence_owner(diff, sequence);
    if (!owner.column)
        return false;
    const struct orq_table *table = orq_schema_table(
        diff->want, orq_table_name(diff->arena, diff->state->dialect, owner.table));
    if (!table)
        return orq_may_drop_table(diff, owner.table);
    const struct orq_column *column = orq_table_column(table, owner.column->name);
    if (!column)
        return orq_may_drop_column(diff, &owner);
    return !column->default_expr.text && orq_schema_manages(diff->want, ORQ_KIND_TABLE);
}

static bool goes_with_another(const struct orq_diff *diff, const struct orq_definition *definition)
{
    /* Which tables are in it is for the model to say that has it. */
    if (definition->kind == ORQ_KIND_PUBLISHED &&
        orq_schema_definition(diff->arena, diff->want, ORQ_KIND_PUBLICATION, definition->name))
        return true;
    if (definition->on)
        return ground_goes(diff, definition);
    return definition->kind == ORQ_KIND_SEQUENCE && owner_goes(diff, definition);
}

bool orq_may_drop_definition(const struct orq_diff *diff, const struct orq_definition *definition)
{
    const struct orq_schema *history = diff->options.history;
    if (definition->kind == ORQ_KIND_NAMESPACE &&
        orq_schema_is_default(diff->state->dialect->names, definition->name))
        return false;
    return orq_schema_manages(diff->want, definition->kind) ||
           (history && orq_schema_definition_like(diff->arena, history, definition)) ||
           goes_with_another(diff, definition);
}
