#include "diff/diff.h"

#include "diff/attributes.h"
#include "diff/definitions.h"
#include "diff/manage.h"
#include "diff/match.h"
#include "diff/order.h"
#include "model/identity.h"

#define SCRATCH_ENOUGH ((size_t)256 * 1024)

/* -- tables -- */

/* So that comparing takes no more memory for many tables than for the largest one. */
static void empty_scratch(struct orq_diff *diff)
{
    if (diff->state->scratch && orq_arena_used(diff->state->scratch) < SCRATCH_ENOUGH)
        return;
    orq_arena_free(diff->state->scratch);
    diff->state->scratch = orq_arena_new();
}

static void diff_table(struct orq_diff *diff, const struct orq_table *have,
                       const struct orq_table *want)
{
    struct orq_sides sides = {.diff = diff,
                              .dialect = diff->state->dialect,
                              .have.table = have,
                              .want.table = want,
                              .same_scope = orq_same_columns(have, want)};
    empty_scratch(diff);
    sides.arena = diff->state->scratch;
    orq_pending_alter(&sides, ORQ_OP_ALTER_TABLE, 0);
    orq_diff_parts(&sides);
}

/* -- the tables of a schema -- */

static const struct orq_table *table_in(const struct orq_diff *diff,
                                        const struct orq_schema *schema,
                                        const struct orq_table *table)
{
    return orq_schema_table(schema, orq_table_name(diff->arena, diff->state->dialect, table));
}

static void diff_tables(struct orq_diff *diff)
{
    struct orq_sides sides = {.diff = diff, .dialect = diff->state->dialect};
    for (size_t i = 0; i < diff->want->tables.len; i++) {
        sides.want.table = diff->want->tables.items[i];
        const struct orq_table *have = table_in(diff, diff->have, sides.want.table);
        if (orq_is_excluded(diff, sides.want.table->schema, sides.want.table->name))
            continue;
        if (have)
            diff_table(diff, have, sides.want.table);
        else
            orq_pending_push(&sides, ORQ_OP_CREATE_TABLE, 0, false, 0);
    }
    sides.want.table = NULL;
    for (size_t i = 0; i < diff->have->tables.len; i++) {
        sides.have.table = diff->have->tables.items[i];
        if (!table_in(diff, diff->want, sides.have.table) &&
            !orq_is_excluded(diff, sides.have.table->schema, sides.have.table->name) &&
            orq_may_drop_table(diff, sides.have.table))
            orq_pending_push(&sides, ORQ_OP_DROP_TABLE, 0, false, 0);
    }
}

/* The renames of what is matched here; the native ones have happened. */
static struct orq_map *index_renames(struct orq_arena *arena, const struct orq_dialect *dialect,
                                     const struct orq_renames *renames)
{
    struct orq_map *map = NULL;
    for (size_t i = 0; i < renames->len; i++) {
        struct orq_rename *rename = &renames->items[i];
        if (orq_rename_is_native(dialect, rename))
            continue;
        if (!map)
            map = orq_map_new(arena, orq_name_keys(dialect));
        orq_map_put(map,
                    orq_arena_printf(arena, "%d\x1f%s\x1f%s", (int)rename->kind,
                                     rename->table ? rename->table : "", rename->to),
                    rename);
    }
    return map;
}

struct orq_diff *orq_diff_begin(struct orq_arena *arena, const struct orq_schema *have,
                                const struct orq_schema *want, struct orq_diff_options options)
{
    struct orq_diff *diff = ORQ_NEW(arena, struct orq_diff);
    *diff = (struct orq_diff){.arena = arena, .have = have, .want = want, .options = options};
    diff->state = ORQ_NEW(arena, struct orq_diff_state);
    diff->state->dialect = orq_diff_dialect_of(want->dialect);
    diff->state->pairs = orq_map_new(arena, ORQ_KEYS_EXACT);
    diff->state->renames = index_renames(arena, want->dialect, &diff->options.renames);
    orq_exclusion_open(diff);
    diff_tables(diff);
    orq_diff_definitions(diff);
    orq_exclusion_close(diff);
    orq_arena_free(diff->state->scratch);
    diff->state->scratch = NULL;
    return diff;
}

/* -- the end -- */

static struct orq_sides pending_sides(struct orq_diff *diff, const struct orq_pending *pending)
{
    return (struct orq_sides){.diff = diff,
                              .arena = diff->arena,
                              .dialect = diff->state->dialect,
                              .have = pending->op.from,
                              .want = pending->op.to,
                              .same_scope = pending->same_scope,
                              .owner = pending->owner};
}

unsigned orq_pending_changed(struct orq_diff *diff, const struct orq_pending *pending)
{
    struct orq_sides sides = pending_sides(diff, pending);
    bool finishing = diff->state->scratch != NULL;
    if (!pending->open)
        return pending->op.changed;
    empty_scratch(diff);
    sides.arena = diff->state->scratch;
    unsigned changed = orq_sides_changed(&sides, NULL);
    if (!finishing) {
        orq_arena_free(diff->state->scratch);
        diff->state->scratch = NULL;
    }
    return changed;
}

static struct orq_map *index_only(struct orq_arena *arena, const struct orq_dialect *dialect,
                                  const struct orq_strings *only)
{
    struct orq_map *map = orq_map_new(arena, orq_name_keys(dialect));
    for (size_t i = 0; i < only->len; i++)
        orq_map_put(map, only->items[i], map);
    return map;
}

/* A constraint beside a column comes with it, as everything does with its table. */
static bool side_is_asked(struct orq_arena *arena, const struct orq_map *only,
                          const struct orq_side *side)
{
    if (side->definition)
        return orq_map_get(only, orq_side_object(arena, side)) ||
               orq_map_get(only, side->definition->on);
    if (!side->table)
        return false;
    const struct orq_side whole = {.table = side->table};
    const char *table = orq_side_object(arena, &whole);
    const struct orq_constraint *constraint = side->constraint;
    return orq_map_get(only, orq_side_object(arena, side)) || orq_map_get(only, table) ||
           (constraint && constraint->column &&
            orq_map_get(only, orq_arena_printf(arena, "%s.%s", table, constraint->column)));
}

/* The columns whose expressions are made anew because they come, go, or change what they hold. */
static struct orq_map *touched_columns(struct orq_diff *diff)
{
    const unsigned remade = ORQ_CHANGE_TYPE | ORQ_CHANGE_COLLATION | ORQ_CHANGE_GENERATED;
    struct orq_map *map = orq_map_new(diff->arena, orq_name_keys(diff->want->dialect));
    for (size_t i = 0; i < diff->state->pending.len; i++) {
        const struct orq_op *op = &diff->state->pending.items[i].op;
        const struct orq_side *side = op->to.column ? &op->to : &op->from;
        if (side->column && (op->kind != ORQ_OP_ALTER_COLUMN || (op->changed & remade)))
            orq_map_put(map, orq_touched_key(diff, side->table, side->column->name), diff);
    }
    return map;
}

const char *orq_touched_key(const struct orq_diff *diff, const struct orq_table *table,
                            const char *column)
{
    return orq_arena_printf(diff->arena, "%s\x1f%s",
                            orq_table_name(diff->arena, diff->state->dialect, table), column);
}

/* Is it a column that its table's parent brings or takes away, now that that is known? */
static bool is_of_parent(struct orq_diff *diff, const struct orq_pending *pending)
{
    const struct orq_op *op = &pending->op;
    struct orq_sides sides = pending_sides(diff, pending);
    sides.arena = diff->state->scratch;
    return (op->kind == ORQ_OP_ADD_COLUMN || op->kind == ORQ_OP_DROP_COLUMN) &&
           diff->state->dialect->comes_with_parent &&
           diff->state->dialect->comes_with_parent(&sides,
                                                   op->to.column ? op->to.column : op->from.column);
}

void orq_diff_finish(struct orq_diff *diff, struct orq_ops *ops)
{
    struct orq_pendings *pending = &diff->state->pending;
    const struct orq_strings *only = &diff->options.only;
    struct orq_map *asked = index_only(diff->arena, diff->want->dialect, only);
    orq_pending_sort(diff->arena, pending);
    diff->state->scratch = orq_arena_new();
    diff->state->touched = touched_columns(diff);
    for (size_t i = 0; i < pending->len; i++) {
        struct orq_op op = pending->items[i].op;
        op.changed = orq_pending_changed(diff, &pending->items[i]);
        if ((pending->items[i].open && op.changed == 0) || is_of_parent(diff, &pending->items[i]))
            continue;
        if (op.changed & ORQ_CHANGE_ATTRIBUTES) {
            struct orq_sides sides = pending_sides(diff, &pending->items[i]);
            op.attributes = orq_attributes_changed(&sides);
        }
        if (only->len == 0 || side_is_asked(diff->arena, asked, &op.from) ||
            side_is_asked(diff->arena, asked, &op.to))
            ORQ_PUSH(diff->arena, ops, op);
    }
    orq_arena_free(diff->state->scratch);
    diff->state->scratch = NULL;
}
