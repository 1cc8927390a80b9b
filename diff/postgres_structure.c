/* Objects of PostgreSQL by what they are and not by their names. */
#include "diff/postgres_fields.h"
#include "model/identity.h"

static const char *names(struct orq_arena *arena, const struct orq_strings *list)
{
    const char *joined = orq_pg_shown_list(arena, list);
    return joined ? joined : "";
}

static const char *column_names(struct orq_arena *arena, const struct orq_key_parts *parts)
{
    struct orq_strings list = {0};
    for (size_t i = 0; i < parts->len; i++)
        ORQ_PUSH(arena, &list,
                 parts->items[i].column ? parts->items[i].column : parts->items[i].expr.text);
    return names(arena, &list);
}

const char *orq_pg_parent_name(struct orq_arena *arena, const struct orq_table *table,
                               const struct orq_constraint *constraint)
{
    const char *schema = constraint->ref_schema ? constraint->ref_schema : table->schema;
    return orq_qualified(arena, &orq_postgresql, schema, constraint->ref_table);
}

const char *orq_pg_target(struct orq_arena *arena, const struct orq_schema *schema,
                          const struct orq_side *side)
{
    const struct orq_constraint *constraint = side->constraint;
    if (constraint->ref_columns.len > 0)
        return names(arena, &constraint->ref_columns);
    const struct orq_table *parent =
        orq_schema_table(schema, orq_pg_parent_name(arena, side->table, constraint));
    const struct orq_constraint *key = parent ? orq_table_primary_key(parent) : NULL;
    return key ? column_names(arena, &key->parts) : "";
}

static const char *foreign_key(const struct orq_sides *sides, const struct orq_side *side,
                               bool loose)
{
    struct orq_arena *arena = sides->arena;
    const struct orq_constraint *constraint = side->constraint;
    const struct orq_schema *schema = side == &sides->have ? sides->diff->have : sides->diff->want;
    const char *child = column_names(arena, &constraint->parts);
    const char *parent = orq_pg_parent_name(arena, side->table, constraint);
    if (loose)
        return orq_arena_printf(arena, "%s\x1f%s", child, parent);
    return orq_arena_printf(arena, "%s\x1f%s\x1f%s\x1f%d %d %d %d\x1f%s", child, parent,
                            orq_pg_target(arena, schema, side), (int)constraint->on_delete,
                            (int)constraint->on_update, (int)constraint->deferrable,
                            (int)constraint->match, names(arena, &constraint->set_columns));
}

static const char *check(const struct orq_sides *sides, const struct orq_side *side, bool loose)
{
    const char *text = side->constraint->expr.text;
    return loose ? orq_pg_columns_named(sides->arena, side->table, text)
                 : orq_pg_expression_canonical(sides->arena, side->table, text);
}

static const char *keyed(const struct orq_sides *sides, const struct orq_side *side, bool loose)
{
    struct orq_arena *arena = sides->arena;
    const struct orq_constraint *constraint = side->constraint;
    if (loose)
        return column_names(arena, &constraint->parts);
    const char *where = constraint->where.text;
    return orq_arena_printf(arena, "%s\x1f%s\x1f%d\x1f%s",
                            orq_pg_parts_canonical(arena, side->table, &constraint->parts),
                            names(arena, &constraint->include), (int)constraint->deferrable,
                            where ? orq_pg_expression_canonical(arena, side->table, where) : "");
}

/* Loosely, an index is the same one when its texts, which the server may have written anew, name
 * the same columns; one without texts never is. */
static const char *loose_index(struct orq_arena *arena, const struct orq_side *side)
{
    const struct orq_index *index = side->index;
    bool texts = index->where.text;
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "%d\x1f%s", index->unique, index->method ? index->method : "btree");
    for (size_t i = 0; i < index->parts.len; i++) {
        const struct orq_key_part *part = &index->parts.items[i];
        texts = texts || part->expr.text;
        orq_str_addf(&out, "\x1f%s",
                     part->column ? part->column
                                  : orq_pg_columns_named(arena, side->table, part->expr.text));
    }
    if (index->where.text)
        orq_str_addf(&out, "\x1fwhere %s",
                     orq_pg_columns_named(arena, side->table, index->where.text));
    return texts ? orq_str_text(&out) : NULL;
}

static const char *index_structure(struct orq_arena *arena, const struct orq_side *side)
{
    const struct orq_index *index = side->index;
    const char *where = index->where.text;
    return orq_arena_printf(
        arena, "%d\x1f%s\x1f%s\x1f%s\x1f%s", index->unique, index->method ? index->method : "btree",
        orq_pg_parts_canonical(arena, side->table, &index->parts), names(arena, &index->include),
        where ? orq_pg_expression_canonical(arena, side->table, where) : "");
}

const char *orq_pg_structure(const struct orq_sides *sides, const struct orq_side *side, bool loose)
{
    if (side->index)
        return loose ? loose_index(sides->arena, side) : index_structure(sides->arena, side);
    if (side->constraint->kind == ORQ_KIND_FOREIGN_KEY)
        return foreign_key(sides, side, loose);
    return side->constraint->kind == ORQ_KIND_CHECK ? check(sides, side, loose)
                                                    : keyed(sides, side, loose);
}
