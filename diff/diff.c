#include "diff/diff.h"

#include "diff/definitions.h"
#include "diff/manage.h"
#include "diff/match.h"
#include "diff/order.h"

#define SCRATCH_ENOUGH ((size_t)256 * 1024)

/* -- the parts of a table -- */

static void push(const struct orq_sides *sides, enum orq_op_kind kind, unsigned changed, bool open,
                 size_t position)
{
    struct orq_pending pending = {
        .op = {.kind = kind, .changed = changed, .from = sides->have, .to = sides->want},
        .open = open,
        .same_scope = sides->same_scope,
        .position = position};
    ORQ_PUSH(sides->diff->arena, &sides->diff->state->pending, pending);
}

static void push_altered(const struct orq_sides *sides, enum orq_op_kind kind, size_t position)
{
    bool open = false;
    unsigned changed = orq_sides_changed(sides, &open);
    if (changed || open)
        push(sides, kind, changed, open, position);
}

static void diff_columns(const struct orq_sides *tables)
{
    struct orq_sides sides = *tables;
    const struct orq_table *have = tables->have.table, *want = tables->want.table;
    for (size_t i = 0; i < want->columns.len; i++) {
        sides.want.column = want->columns.items[i];
        sides.have.column = orq_table_column(have, sides.want.column->name);
        if (sides.have.column)
            push_altered(&sides, ORQ_OP_ALTER_COLUMN, i);
        else
            push(&sides, ORQ_OP_ADD_COLUMN, 0, false, i);
    }
    sides.want.column = NULL;
    for (size_t i = 0; i < have->columns.len; i++) {
        sides.have.column = have->columns.items[i];
        if (!orq_table_column(want, sides.have.column->name) &&
            orq_may_drop_column(sides.diff, &sides.have))
            push(&sides, ORQ_OP_DROP_COLUMN, 0, false, i);
    }
}

struct child_ops {
    enum orq_op_kind add, drop, alter;
    bool (*may_drop)(const struct orq_diff *diff, const struct orq_side *side);
};

static const struct child_ops constraint_ops = {ORQ_OP_ADD_CONSTRAINT, ORQ_OP_DROP_CONSTRAINT,
                                                ORQ_OP_ALTER_CONSTRAINT, orq_may_drop_constraint};
static const struct child_ops index_ops = {ORQ_OP_CREATE_INDEX, ORQ_OP_DROP_INDEX,
                                           ORQ_OP_ALTER_INDEX, orq_may_drop_index};

static void set_object(struct orq_side *side, const struct orq_item *item)
{
    side->constraint = item ? item->constraint : NULL;
    side->index = item ? item->index : NULL;
}

static void push_children(const struct orq_sides *tables, const struct child_ops *ops,
                          const struct orq_items *have, const struct orq_items *want)
{
    struct orq_sides sides = *tables;
    for (size_t i = 0; i < want->len; i++) {
        set_object(&sides.want, &want->items[i]);
        set_object(&sides.have, want->items[i].mate);
        if (want->items[i].mate)
            push_altered(&sides, ops->alter, 0);
        else
            push(&sides, ops->add, 0, false, 0);
    }
    set_object(&sides.want, NULL);
    for (size_t i = 0; i < have->len; i++) {
        set_object(&sides.have, &have->items[i]);
        if (!have->items[i].mate && ops->may_drop(sides.diff, &sides.have))
            push(&sides, ops->drop, 0, false, 0);
    }
}

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
    struct orq_items have_constraints = {0}, want_constraints = {0};
    struct orq_items have_indexes = {0}, want_indexes = {0};
    empty_scratch(diff);
    sides.arena = diff->state->scratch;
    push_altered(&sides, ORQ_OP_ALTER_TABLE, 0);
    diff_columns(&sides);
    orq_match_constraints(&sides, &have_constraints, &want_constraints);
    push_children(&sides, &constraint_ops, &have_constraints, &want_constraints);
    orq_match_indexes(&sides, &have_indexes, &want_indexes);
    push_children(&sides, &index_ops, &have_indexes, &want_indexes);
}

/* -- the tables of a schema -- */

static const struct orq_table *table_in(const struct orq_diff *diff,
                                        const struct orq_schema *schema,
                                        const struct orq_table *table)
{
    return orq_schema_table(schema, orq_qualified_name(diff->arena, table->schema, table->name));
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
            push(&sides, ORQ_OP_CREATE_TABLE, 0, false, 0);
    }
    sides.want.table = NULL;
    for (size_t i = 0; i < diff->have->tables.len; i++) {
        sides.have.table = diff->have->tables.items[i];
        if (!table_in(diff, diff->want, sides.have.table) &&
            !orq_is_excluded(diff, sides.have.table->schema, sides.have.table->name) &&
            orq_may_drop_table(diff, sides.have.table))
            push(&sides, ORQ_OP_DROP_TABLE, 0, false, 0);
    }
}

/* The renames of what is matched here; those of tables and columns have happened. */
static struct orq_map *index_renames(struct orq_arena *arena, const struct orq_renames *renames)
{
    struct orq_map *map = NULL;
    for (size_t i = 0; i < renames->len; i++) {
        struct orq_rename *rename = &renames->items[i];
        if (rename->kind == ORQ_KIND_TABLE || rename->kind == ORQ_KIND_COLUMN)
            continue;
        if (!map)
            map = orq_map_new(arena, ORQ_KEYS_FOLDED);
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
    diff->state->renames = index_renames(arena, &diff->options.renames);
    orq_exclusion_open(diff);
    diff_tables(diff);
    orq_diff_definitions(diff);
    orq_exclusion_close(diff);
    orq_arena_free(diff->state->scratch);
    diff->state->scratch = NULL;
    return diff;
}

/* -- the end -- */

unsigned orq_pending_changed(struct orq_diff *diff, const struct orq_pending *pending)
{
    struct orq_sides sides = {.diff = diff,
                              .arena = diff->arena,
                              .dialect = diff->state->dialect,
                              .have = pending->op.from,
                              .want = pending->op.to,
                              .same_scope = pending->same_scope};
    return pending->open ? orq_sides_changed(&sides, NULL) : pending->op.changed;
}

static struct orq_map *index_only(struct orq_arena *arena, const struct orq_strings *only)
{
    struct orq_map *map = orq_map_new(arena, ORQ_KEYS_FOLDED);
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
    const char *table = orq_qualified_name(arena, side->table->schema, side->table->name);
    const struct orq_constraint *constraint = side->constraint;
    return orq_map_get(only, orq_side_object(arena, side)) || orq_map_get(only, table) ||
           (constraint && constraint->column &&
            orq_map_get(only, orq_arena_printf(arena, "%s.%s", table, constraint->column)));
}

void orq_diff_finish(struct orq_diff *diff, struct orq_ops *ops)
{
    struct orq_pendings *pending = &diff->state->pending;
    const struct orq_strings *only = &diff->options.only;
    struct orq_map *asked = index_only(diff->arena, only);
    orq_pending_sort(diff->arena, pending);
    for (size_t i = 0; i < pending->len; i++) {
        struct orq_op op = pending->items[i].op;
        op.changed = orq_pending_changed(diff, &pending->items[i]);
        if (pending->items[i].open && op.changed == 0)
            continue;
        if (only->len == 0 || side_is_asked(diff->arena, asked, &op.from) ||
            side_is_asked(diff->arena, asked, &op.to))
            ORQ_PUSH(diff->arena, ops, op);
    }
}
