#include "review/picture.h"

#include "review/picture_parts.h"

#include <assert.h>
#include <string.h>

#define NEIGHBOURS_MOST 24

static const struct {
    char mark;
    const char *word;
} signs[] = {
    [ORQ_SIGN_SAME] = {' ', "same"},
    [ORQ_SIGN_ADDED] = {'+', "added"},
    [ORQ_SIGN_CHANGED] = {'~', "changed"},
    [ORQ_SIGN_DROPPED] = {'-', "dropped"},
};

char orq_sign_mark(enum orq_sign sign)
{
    return signs[sign].mark;
}

const char *orq_sign_word(enum orq_sign sign)
{
    return signs[sign].word;
}

static const char *figure_name(struct orq_arena *arena, const struct orq_table *table)
{
    return table->schema ? orq_arena_printf(arena, "%s.%s", table->schema, table->name)
                         : table->name;
}

struct drawing {
    struct orq_arena *arena;
    const struct orq_review *review;
    struct orq_picture *picture;
    struct orq_map *by_name; /* -> struct place */
};
struct place {
    size_t index;
};

static size_t figure_at(const struct drawing *drawing, const char *name)
{
    const struct place *place = orq_map_get(drawing->by_name, name);
    return place ? place->index : SIZE_MAX;
}

static size_t figure_add(struct drawing *drawing, const struct orq_table *before,
                         const struct orq_table *after)
{
    const char *name = figure_name(drawing->arena, after ? after : before);
    size_t index = figure_at(drawing, name);
    if (index != SIZE_MAX)
        return index;
    struct place *place = ORQ_NEW(drawing->arena, struct place);
    place->index = drawing->picture->figures.len;
    struct orq_figure figure = {
        .sign = !before  ? ORQ_SIGN_ADDED
                : !after ? ORQ_SIGN_DROPPED
                         : ORQ_SIGN_CHANGED,
        .name = name,
        .before = before,
        .after = after,
    };
    const char *was = before && after ? figure_name(drawing->arena, before) : NULL;
    figure.was = was && strcmp(was, name) != 0 ? was : NULL;
    figure.size = orq_size_find(drawing->review->statistics, figure.was ? figure.was : name);
    ORQ_PUSH(drawing->arena, &drawing->picture->figures, figure);
    orq_map_put(drawing->by_name, name, place);
    return place->index;
}

/* -- what changes -- */

static enum orq_sign sign_of(bool before, bool after)
{
    return !before ? ORQ_SIGN_ADDED : !after ? ORQ_SIGN_DROPPED : ORQ_SIGN_CHANGED;
}

static bool is_table(const struct orq_op *op)
{
    const struct orq_table *table = op->to.table ? op->to.table : op->from.table;
    return table && table->kind == ORQ_KIND_TABLE && !op->to.definition && !op->from.definition;
}

static bool has_part(const struct orq_side *side)
{
    return side->constraint || side->index;
}

static void add_values(struct orq_str *out, char sign, const struct orq_strings *values,
                       const struct orq_strings *others)
{
    for (size_t i = 0; i < values->len; i++) {
        bool kept = false;
        for (size_t k = 0; k < others->len && !kept; k++)
            kept = strcmp(values->items[i], others->items[k]) == 0;
        if (!kept)
            orq_str_addf(out, " %c%s", sign, values->items[i]);
    }
}

/* "values +queued -temporary"; of anything but an enum the words alone. */
static const char *change_text(struct orq_arena *arena, const struct orq_op *op)
{
    struct orq_str out = orq_str_new(arena);
    const struct orq_definition *from = op->from.definition, *to = op->to.definition;
    const struct orq_attribute *had =
        from ? orq_attribute_find(&from->attributes, ORQ_ATTRIBUTE_VALUES) : NULL;
    const struct orq_attribute *has =
        to ? orq_attribute_find(&to->attributes, ORQ_ATTRIBUTE_VALUES) : NULL;
    orq_str_add(&out, orq_op_changes_words(arena, op));
    if (had && has) {
        add_values(&out, '+', &has->list, &had->list);
        add_values(&out, '-', &had->list, &has->list);
    }
    return orq_str_text(&out);
}

/* What is neither a table nor in one: its name and the words of what changes. */
static void add_other(struct drawing *drawing, const struct orq_op *op)
{
    bool before = op->from.definition || op->from.column || has_part(&op->from);
    bool after = op->to.definition || op->to.column || has_part(&op->to);
    const struct orq_side *side = after ? &op->to : &op->from;
    if (!before && !after)
        return;
    struct orq_facet facet = {
        .sign = sign_of(before, after),
        .kind = orq_kind_word(orq_side_kind(side)),
        .name = orq_side_object(drawing->arena, side),
        .before = before ? "" : NULL,
        .after = before && after ? change_text(drawing->arena, op) : "",
    };
    ORQ_PUSH(drawing->arena, &drawing->picture->others, facet);
}

static void add_part(struct drawing *drawing, struct orq_figure *figure, const struct orq_op *op)
{
    bool before = has_part(&op->from), after = has_part(&op->to);
    struct orq_facet facet = {
        .sign = sign_of(before, after),
        .kind = orq_kind_word(orq_side_kind(after ? &op->to : &op->from)),
        .name = orq_side_name(after ? &op->to : &op->from),
        .before = before ? orq_part_text(drawing->arena, &op->from) : NULL,
        .after = after ? orq_part_text(drawing->arena, &op->to) : NULL,
    };
    facet.name = facet.name ? facet.name : "";
    ORQ_PUSH(drawing->arena, &figure->rest, facet);
}

static void add_op(struct drawing *drawing, const struct orq_op *op)
{
    if (!is_table(op)) {
        add_other(drawing, op);
        return;
    }
    size_t index = figure_add(drawing, op->from.table, op->to.table);
    struct orq_figure *figure = &drawing->picture->figures.items[index];
    if (has_part(&op->from) || has_part(&op->to)) {
        add_part(drawing, figure, op);
    } else if (op->kind == ORQ_OP_ALTER_TABLE) {
        struct orq_facet facet = {.sign = ORQ_SIGN_CHANGED,
                                  .kind = "table",
                                  .name = "",
                                  .before = "",
                                  .after = orq_changes_words(drawing->arena, op->changed)};
        ORQ_PUSH(drawing->arena, &figure->rest, facet);
    }
}

/* -- columns -- */

/* The column before: itself, or what an operation renames to it. */
static const struct orq_column *column_before(const struct drawing *drawing, size_t index,
                                              const struct orq_column *column)
{
    const struct orq_ops *ops = &drawing->review->up.ops;
    const struct orq_table *before = drawing->picture->figures.items[index].before;
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_op *op = &ops->items[i];
        if (op->to.column && op->from.column && is_table(op) &&
            strcmp(op->to.column->name, column->name) == 0 &&
            figure_at(drawing, figure_name(drawing->arena, op->to.table)) == index)
            return op->from.column;
    }
    return before ? orq_table_column(before, column->name) : NULL;
}

static bool in_parts(const struct orq_table *table, const char *column, enum orq_kind kind)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *constraint = table->constraints.items[i];
        for (size_t j = 0; constraint->kind == kind && j < constraint->parts.len; j++) {
            const char *part = constraint->parts.items[j].column;
            if (part && strcmp(part, column) == 0)
                return true;
        }
    }
    return false;
}

static struct orq_facet column_facet(const struct drawing *drawing, const struct orq_table *table,
                                     const struct orq_column *before,
                                     const struct orq_column *after)
{
    struct orq_arena *arena = drawing->arena;
    const struct orq_column *column = after ? after : before;
    assert(column);
    struct orq_facet facet = {
        .sign = sign_of(before != NULL, after != NULL),
        .kind = "column",
        .name = column->name,
        .before = before ? orq_column_text(arena, before) : NULL,
        .after = after ? orq_column_text(arena, after) : NULL,
        .type = column->type,
        .key = in_parts(table, column->name, ORQ_KIND_PRIMARY_KEY),
        .reference = in_parts(table, column->name, ORQ_KIND_FOREIGN_KEY),
    };
    if (before && after && strcmp(before->name, after->name) != 0)
        facet.before = orq_arena_printf(arena, "%s %s", before->name, facet.before);
    else if (before && after && strcmp(facet.before, facet.after) == 0)
        facet.sign = ORQ_SIGN_SAME;
    return facet;
}

/* Of a table that comes or goes whole. */
static void add_whole_parts(struct drawing *drawing, struct orq_figure *figure,
                            const struct orq_table *table)
{
    bool comes = figure->sign == ORQ_SIGN_ADDED;
    struct orq_op op = {0};
    struct orq_side *side = comes ? &op.to : &op.from;
    for (size_t i = 0; i < table->constraints.len; i++) {
        *side = (struct orq_side){.table = table, .constraint = table->constraints.items[i]};
        add_part(drawing, figure, &op);
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        *side = (struct orq_side){.table = table, .index = table->indexes.items[i]};
        add_part(drawing, figure, &op);
    }
}

static void add_columns(struct drawing *drawing, size_t index)
{
    struct orq_figure *figure = &drawing->picture->figures.items[index];
    const struct orq_table *before = figure->before, *after = figure->after;
    struct orq_map *kept = orq_map_new(drawing->arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; after && i < after->columns.len; i++) {
        const struct orq_column *column = after->columns.items[i];
        const struct orq_column *old =
            figure->neighbour ? column : column_before(drawing, index, column);
        if (old)
            orq_map_put(kept, old->name, figure);
        ORQ_PUSH(drawing->arena, &figure->columns, column_facet(drawing, after, old, column));
    }
    for (size_t i = 0; before && i < before->columns.len; i++) {
        const struct orq_column *column = before->columns.items[i];
        if (!orq_map_get(kept, column->name))
            ORQ_PUSH(drawing->arena, &figure->columns, column_facet(drawing, before, column, NULL));
    }
    if (after && figure->sign == ORQ_SIGN_ADDED)
        add_whole_parts(drawing, figure, after);
    else if (before && figure->sign == ORQ_SIGN_DROPPED)
        add_whole_parts(drawing, figure, before);
}

/* -- what refers to what -- */

static const char *parent_name(struct orq_arena *arena, const struct orq_table *child,
                               const struct orq_constraint *key)
{
    const char *schema = key->ref_schema ? key->ref_schema : child->schema;
    return schema ? orq_arena_printf(arena, "%s.%s", schema, key->ref_table) : key->ref_table;
}

static bool is_optional(const struct orq_table *child, const struct orq_constraint *key)
{
    for (size_t i = 0; i < key->parts.len; i++) {
        const struct orq_column *column = orq_table_column(child, key->parts.items[i].column);
        if (column && column->nullable)
            return true;
    }
    return false;
}

static bool same_key(struct orq_arena *arena, const struct orq_constraint *a,
                     const struct orq_constraint *b)
{
    if (a->name && b->name)
        return strcmp(a->name, b->name) == 0;
    return strcmp(orq_key_text(arena, &a->parts), orq_key_text(arena, &b->parts)) == 0;
}

static enum orq_sign key_sign(const struct drawing *drawing, size_t child,
                              const struct orq_constraint *key, bool gone)
{
    const struct orq_ops *ops = &drawing->review->up.ops;
    enum orq_sign whole = drawing->picture->figures.items[child].sign;
    if (whole == ORQ_SIGN_ADDED || whole == ORQ_SIGN_DROPPED)
        return whole;
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_side *from = &ops->items[i].from, *to = &ops->items[i].to;
        const struct orq_side *side = gone ? from : to;
        if (!side->constraint || side->constraint->kind != ORQ_KIND_FOREIGN_KEY ||
            !same_key(drawing->arena, side->constraint, key) || !is_table(&ops->items[i]))
            continue;
        const struct orq_table *table = to->table ? to->table : from->table;
        if (figure_at(drawing, figure_name(drawing->arena, table)) == child)
            return sign_of(from->constraint != NULL, to->constraint != NULL);
    }
    return ORQ_SIGN_SAME;
}

static void add_link(struct drawing *drawing, const struct orq_table *table,
                     const struct orq_constraint *key, bool gone)
{
    size_t child = figure_at(drawing, figure_name(drawing->arena, table));
    size_t parent = figure_at(drawing, parent_name(drawing->arena, table, key));
    if (child == SIZE_MAX || parent == SIZE_MAX)
        return;
    struct orq_link link = {
        .sign = key_sign(drawing, child, key, gone),
        .child = child,
        .parent = parent,
        .label = orq_key_text(drawing->arena, &key->parts),
        .optional = is_optional(table, key),
    };
    if (!gone || link.sign == ORQ_SIGN_DROPPED)
        ORQ_PUSH(drawing->arena, &drawing->picture->links, link);
}

typedef void key_fn(struct drawing *drawing, const struct orq_table *table,
                    const struct orq_constraint *key, bool gone);

static void each_key(struct drawing *drawing, bool gone, key_fn *fn)
{
    const struct orq_schema *schema = gone ? drawing->review->before : drawing->review->after;
    for (size_t i = 0; schema && i < schema->tables.len; i++) {
        const struct orq_table *table = schema->tables.items[i];
        for (size_t j = 0; j < table->constraints.len; j++) {
            if (table->constraints.items[j]->kind == ORQ_KIND_FOREIGN_KEY)
                fn(drawing, table, table->constraints.items[j], gone);
        }
    }
}

static void add_neighbour(struct drawing *drawing, const char *name)
{
    const struct orq_schema *schema = drawing->review->after;
    for (size_t i = 0; i < schema->tables.len; i++) {
        const struct orq_table *table = schema->tables.items[i];
        if (strcmp(figure_name(drawing->arena, table), name) != 0)
            continue;
        size_t index = figure_add(drawing, table, table);
        drawing->picture->figures.items[index].sign = ORQ_SIGN_SAME;
        drawing->picture->figures.items[index].neighbour = true;
        return;
    }
}

static void add_neighbours(struct drawing *drawing, const struct orq_table *table,
                           const struct orq_constraint *key, bool gone)
{
    (void)gone;
    const char *names[2] = {figure_name(drawing->arena, table),
                            parent_name(drawing->arena, table, key)};
    for (size_t i = 0; i < 2; i++) {
        size_t index = figure_at(drawing, names[i]);
        if (index == SIZE_MAX || drawing->picture->figures.items[index].neighbour)
            continue;
        if (figure_at(drawing, names[1 - i]) == SIZE_MAX &&
            drawing->picture->figures.len < NEIGHBOURS_MOST)
            add_neighbour(drawing, names[1 - i]);
    }
}

bool orq_figure_shows(const struct orq_figure *figure, const struct orq_facet *column, size_t most)
{
    if (figure->neighbour)
        return column->key || column->reference;
    return figure->columns.len <= most || column->sign != ORQ_SIGN_SAME || column->key ||
           column->reference;
}

void orq_picture_of(struct orq_arena *arena, const struct orq_review *review,
                    struct orq_picture *picture)
{
    struct drawing drawing = {.arena = arena, .review = review, .picture = picture};
    drawing.by_name = orq_map_new(arena, ORQ_KEYS_EXACT);
    *picture = (struct orq_picture){0};
    for (size_t i = 0; i < review->up.ops.len; i++)
        add_op(&drawing, &review->up.ops.items[i]);
    each_key(&drawing, false, add_neighbours);
    for (size_t i = 0; i < picture->figures.len; i++)
        add_columns(&drawing, i);
    each_key(&drawing, false, add_link);
    each_key(&drawing, true, add_link);
}
