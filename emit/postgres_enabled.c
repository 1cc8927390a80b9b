/* What switches triggers and rules on and off, and partitions' copies of triggers
 * (model/trigger.h). To switch a trigger of a partitioned table switches all copies under it:
 * https://www.postgresql.org/docs/current/sql-altertable.html */
#include "emit/postgres_families.h"
#include "emit/postgres_moving.h"

#include "diff/attributes.h"
#include "model/trigger.h"
#include "sql/postgres_token.h"

#include <string.h>

static const char *state_of(const struct orq_definition *definition)
{
    return orq_attribute_text(&definition->attributes, ORQ_ATTRIBUTE_ENABLED);
}

const char *orq_pg_enabled_word(const struct orq_definition *definition)
{
    static const struct {
        const char *value, *word;
    } enabled[] = {
        {"disabled", "DISABLE"}, {"replica", "ENABLE REPLICA"}, {"always", "ENABLE ALWAYS"}};
    const char *value = state_of(definition), *word = "ENABLE";
    for (size_t i = 0; value && i < sizeof enabled / sizeof *enabled; i++)
        if (strcmp(enabled[i].value, value) == 0)
            word = enabled[i].word;
    return word;
}

/* What is switched, and in which way. */
static const char *enabled_sql(struct orq_arena *arena, const struct orq_definition *definition,
                               const char *word)
{
    if (!definition->on)
        return orq_arena_printf(arena, "ALTER %s %s", orq_pg_object_called(arena, definition),
                                word);
    return orq_arena_printf(arena, "ALTER TABLE %s %s %s %s",
                            orq_pg_reference_sql(arena, definition->on), word,
                            orq_pg_object_word(definition), orq_pg_name(arena, definition->name));
}

void orq_pg_enabled_finish(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                           const struct orq_definition *definition)
{
    if (state_of(definition) && !orq_is_trigger_state(definition))
        orq_pg_piece(emitter, task, NULL,
                     enabled_sql(emitter->arena, definition, orq_pg_enabled_word(definition)));
}

static void alter_enabled(struct orq_pg_change *change)
{
    orq_pg_say(change, "%s",
               enabled_sql(change->emitter->arena, change->to, orq_pg_enabled_word(change->to)));
}

const struct orq_pg_rule orq_pg_enabled_rules[] = {
    {ORQ_ATTRIBUTE_ENABLED, alter_enabled},
    {ORQ_ATTRIBUTE_COUNT, NULL},
};

/* -- copies of triggers -- */

const char *orq_pg_trigger_sql(struct orq_pg_emitter *emitter,
                               const struct orq_definition *definition)
{
    return orq_is_trigger_state(definition)
               ? enabled_sql(emitter->arena, definition, orq_pg_enabled_word(definition))
               : orq_pg_text_sql(emitter, definition);
}

static bool is_dropped(const struct orq_pg_emitter *emitter, const struct orq_definition *trigger)
{
    const struct orq_ops *ops = emitter->input->ops;
    for (size_t i = 0; i < ops->len; i++)
        if (ops->items[i].kind == ORQ_OP_DROP_DEFINITION &&
            ops->items[i].from.definition == trigger)
            return true;
    return false;
}

/* A copy goes with its partition, with what it is a copy of, and while it has no parent. */
const char *orq_pg_trigger_drop_sql(struct orq_pg_emitter *emitter,
                                    const struct orq_definition *definition)
{
    struct orq_arena *arena = emitter->arena;
    if (!orq_is_trigger_state(definition))
        return orq_arena_printf(arena, "DROP %s", orq_pg_object_called(arena, definition));
    const struct orq_table *table = orq_schema_table(emitter->input->renamed, definition->on);
    const struct orq_definition *above =
        orq_trigger_above(arena, emitter->input->renamed, definition);
    if (!orq_partition_parent(arena, emitter->input->want, definition->on) || !above ||
        (table && orq_pg_is_moving(emitter, table)) || is_dropped(emitter, above))
        return NULL;
    return enabled_sql(arena, definition, orq_pg_enabled_word(above));
}

/* Triggers that an operation makes, drops or switches. */
static struct orq_map *switched_triggers(const struct orq_pg_emitter *emitter)
{
    const struct orq_ops *ops = emitter->input->ops;
    struct orq_map *map = orq_map_new(emitter->arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_op *op = &ops->items[i];
        const struct orq_side *side = op->to.definition ? &op->to : &op->from;
        bool alters = op->kind == ORQ_OP_ALTER_DEFINITION;
        if (side->definition && side->definition->kind == ORQ_KIND_TRIGGER &&
            (!alters || orq_op_changes_attribute(op, ORQ_ATTRIBUTE_ENABLED)))
            orq_map_put(map, orq_pg_side_identity(emitter->arena, emitter->dialect, side), map);
    }
    return map;
}

/* Is it switched along with something above it? */
static bool is_taken(const struct orq_pg_emitter *emitter, const struct orq_map *switched,
                     const struct orq_definition *state)
{
    const struct orq_schema *want = emitter->input->want;
    const char *on = state->on, *above = orq_partition_parent(emitter->arena, want, on);
    while (above) {
        const struct orq_table *table = orq_schema_table(want, on);
        if ((table && orq_pg_is_moving(emitter, table)) ||
            orq_map_get(switched, orq_identity_in(emitter->arena, emitter->dialect,
                                                  ORQ_KIND_TRIGGER, above, state->name)))
            return true;
        on = above;
        above = orq_partition_parent(emitter->arena, want, on);
    }
    return false;
}

void orq_pg_trigger_states(struct orq_pg_emitter *emitter)
{
    const struct orq_definitions *all = &emitter->input->want->definitions;
    struct orq_map *switched = NULL;
    for (size_t i = 0; i < all->len; i++) {
        if (!orq_is_trigger_state(all->items[i]))
            continue;
        struct orq_side side = {.definition = all->items[i]};
        if (!switched)
            switched = switched_triggers(emitter);
        if (!orq_map_get(switched, orq_pg_side_identity(emitter->arena, emitter->dialect, &side)) &&
            is_taken(emitter, switched, all->items[i]))
            orq_pg_create(emitter, &side, true);
    }
}
