/* Objects by what they are and not by their names, on SQLite. */
#include "diff/match.h"

static const char *column_names(struct orq_arena *arena, const struct orq_key_parts *parts)
{
    struct orq_strings names = {0};
    for (size_t i = 0; i < parts->len; i++)
        ORQ_PUSH(arena, &names,
                 parts->items[i].column ? parts->items[i].column : parts->items[i].expr.text);
    return orq_folded_names(arena, &names);
}

static const char *foreign_key(const struct orq_sides *sides, const struct orq_side *side,
                               bool loose)
{
    struct orq_arena *arena = sides->arena;
    const struct orq_constraint *constraint = side->constraint;
    const struct orq_schema *schema = side == &sides->have ? sides->diff->have : sides->diff->want;
    const char *child = column_names(arena, &constraint->parts);
    const char *parent = orq_ascii_fold(arena, constraint->ref_table);
    if (loose)
        return orq_arena_printf(arena, "%s\x1f%s", child, parent);
    return orq_arena_printf(arena, "%s\x1f%s\x1f%s\x1f%d %d %d", child, parent,
                            orq_target_columns(arena, schema, side->table, constraint),
                            (int)constraint->on_delete, (int)constraint->on_update,
                            constraint->deferrable == ORQ_INITIALLY_DEFERRED);
}

static const char *keyed(const struct orq_sides *sides, const struct orq_side *side, bool loose)
{
    struct orq_arena *arena = sides->arena;
    const struct orq_constraint *constraint = side->constraint;
    if (loose)
        return column_names(arena, &constraint->parts);
    return orq_arena_printf(arena, "%s\x1f%d",
                            orq_parts_canonical(arena, side->table, &constraint->parts),
                            (int)constraint->on_conflict);
}

static const char *index_structure(const struct orq_sides *sides, const struct orq_side *side)
{
    struct orq_arena *arena = sides->arena;
    const struct orq_index *index = side->index;
    return orq_arena_printf(
        arena, "%d\x1f%s\x1f%s", index->unique,
        orq_parts_canonical(arena, side->table, &index->parts),
        index->where.text ? orq_expression_canonical(arena, side->table, index->where.text) : "");
}

const char *orq_sqlite_structure(const struct orq_sides *sides, const struct orq_side *side,
                                 bool loose)
{
    if (side->index)
        return loose ? NULL : index_structure(sides, side);
    if (side->constraint->kind == ORQ_KIND_FOREIGN_KEY)
        return foreign_key(sides, side, loose);
    if (side->constraint->kind == ORQ_KIND_CHECK)
        return loose ? NULL
                     : orq_expression_canonical(sides->arena, side->table,
                                                side->constraint->expr.text);
    return keyed(sides, side, loose);
}

const char *orq_structure(const struct orq_sides *sides, const struct orq_side *side, bool loose)
{
    return sides->dialect->structure(sides, side, loose);
}
