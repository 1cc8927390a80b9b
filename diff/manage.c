#include "diff/manage.h"

#include "diff/match.h"
#include "diff/state.h"

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
        const char *in = schema ? schema : diff->state->dialect->default_schema;
        if (orq_excluded(excluder, name) ||
            orq_excluded(excluder, orq_qualified_name(diff->arena, in, name)))
            return true;
    }
    return false;
}

bool orq_is_excluded_definition(const struct orq_diff *diff,
                                const struct orq_definition *definition)
{
    return orq_is_excluded(diff, definition->schema, definition->name) ||
           (definition->on && orq_is_excluded(diff, definition->schema, definition->on));
}

/* -- dropping -- */

static const struct orq_table *history_table(const struct orq_diff *diff,
                                             const struct orq_table *table)
{
    if (!diff->options.history)
        return NULL;
    return orq_schema_table(diff->options.history,
                            orq_qualified_name(diff->arena, table->schema, table->name));
}

bool orq_may_drop_table(const struct orq_diff *diff, const struct orq_table *table)
{
    return orq_schema_manages(diff->want, ORQ_KIND_TABLE) || history_table(diff, table);
}

bool orq_may_drop_column(const struct orq_diff *diff, const struct orq_side *side)
{
    if (orq_schema_manages(diff->want, ORQ_KIND_COLUMN))
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
        return orq_ascii_equal(side->constraint->name, made->constraint->name);
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
    if (orq_schema_manages(diff->want, side->constraint->kind))
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
    if (orq_schema_manages(diff->want, ORQ_KIND_INDEX))
        return true;
    const struct orq_table *made = history_table(diff, side->table);
    for (size_t i = 0; made && i < made->indexes.len; i++)
        if (orq_ascii_equal(made->indexes.items[i]->name, side->index->name))
            return true;
    return false;
}

static const struct orq_definition *counterpart(const struct orq_diff *diff,
                                                const struct orq_schema *schema,
                                                const struct orq_definition *definition)
{
    return schema ? orq_schema_definition(
                        diff->arena, schema, definition->kind,
                        orq_qualified_name(diff->arena, definition->schema, definition->name))
                  : NULL;
}

/* Is what a trigger is on going away? */
static bool ground_goes(const struct orq_diff *diff, const struct orq_definition *trigger)
{
    const char *name = orq_qualified_name(diff->arena, trigger->schema, trigger->on);
    const struct orq_table *table = orq_schema_table(diff->have, name);
    if (table)
        return !orq_schema_table(diff->want, name) && orq_may_drop_table(diff, table);
    const struct orq_definition *view =
        orq_schema_definition(diff->arena, diff->have, ORQ_KIND_VIEW, name);
    return view && !counterpart(diff, diff->want, view) && orq_may_drop_definition(diff, view);
}

bool orq_may_drop_definition(const struct orq_diff *diff, const struct orq_definition *definition)
{
    return orq_schema_manages(diff->want, definition->kind) ||
           counterpart(diff, diff->options.history, definition) ||
           (definition->on && ground_goes(diff, definition));
}
