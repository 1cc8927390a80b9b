/* Constraints and indexes, which stand beside their column or in a section of their table. */
#include "history/takeover_parts.h"

#include <string.h>

/* Where one stands in the text. */
struct place {
    struct orq_layout *layout;
    struct orq_layout_node *table; /* the map of its table */
    struct orq_layout_entry *entry;
    struct orq_layout_node
        *column; /* it stands beside: the map of this column; NULL: it does not */
};

/* -- finding -- */

static bool is_at(struct orq_layout_node *node, struct orq_span at)
{
    const struct orq_layout_node *meant = orq_layout_meant(node);
    return meant && meant->line == at.line && meant->column == at.column;
}

/* Of a value that is the thing itself, or a list or a map of such. */
static struct orq_layout_entry *find_in(const struct orq_layout *layout,
                                        struct orq_layout_entry *entry, struct orq_span at)
{
    struct orq_layout_node *value =
        entry ? orq_layout_meant(orq_patch_variant(layout, entry->value)) : NULL;
    for (size_t i = 0; value && i < value->entries.len; i++) {
        struct orq_layout_entry *part = value->entries.items[i];
        bool here = part->line == at.line && part->column == at.column;
        if (value->kind == ORQ_LAYOUT_LIST ? is_at(part->value, at) : here)
            return part;
    }
    return NULL;
}

/* Beside a column: the value of its key, or an item of it. */
static struct orq_layout_entry *find_beside(const struct orq_layout *layout,
                                            struct orq_layout_entry *column, const char *key,
                                            struct orq_span at)
{
    struct orq_layout_entry *entry =
        orq_layout_get(orq_layout_meant(orq_patch_variant(layout, column->value)), key);
    struct orq_layout_node *value = entry ? orq_patch_variant(layout, entry->value) : NULL;
    if (!value || is_at(value, at))
        return value ? entry : NULL;
    return value->kind == ORQ_LAYOUT_LIST ? find_in(layout, entry, at) : NULL;
}

static const char *beside_key(enum orq_kind kind)
{
    static const char *const keys[ORQ_KIND_COUNT] = {[ORQ_KIND_PRIMARY_KEY] = "primary_key",
                                                     [ORQ_KIND_UNIQUE] = "unique",
                                                     [ORQ_KIND_FOREIGN_KEY] = "references",
                                                     [ORQ_KIND_CHECK] = "check"};
    return keys[kind];
}

static struct place find(const struct orq_taker *taker, const struct orq_table *table,
                         enum orq_kind kind, struct orq_span at)
{
    const struct orq_taken taken = orq_taker_find(taker, table->at);
    struct place place = {.layout = taken.layout, .table = orq_layout_meant(orq_taken_map(&taken))};
    struct orq_layout_entry *section =
        place.table ? orq_layout_get(place.table, orq_kind_key(kind)) : NULL;
    if (section && kind == ORQ_KIND_PRIMARY_KEY && is_at(section->value, at))
        place.entry = section;
    else
        place.entry = find_in(taken.layout, section, at);
    const struct orq_layout_entry *columns =
        place.table ? orq_layout_get(place.table, orq_kind_key(ORQ_KIND_COLUMN)) : NULL;
    const struct orq_layout_node *map = columns ? orq_layout_meant(columns->value) : NULL;
    for (size_t i = 0; map && beside_key(kind) && !place.entry && i < map->entries.len; i++) {
        struct orq_layout_entry *column = map->entries.items[i];
        place.entry = find_beside(taken.layout, column, beside_key(kind), at);
        place.column = place.entry ? orq_patch_variant(taken.layout, column->value) : NULL;
    }
    return place;
}

/* -- adding -- */

static struct orq_node *named(struct orq_arena *arena, const struct orq_node *map, const char *name)
{
    struct orq_node *copy = orq_node_map(arena);
    for (size_t i = 0; i < map->items->len; i++)
        ORQ_PUSH(arena, copy->items, map->items->items[i]);
    orq_node_put_text(arena, copy, "name", name);
    return copy;
}

/* Is the section, there or to come, a map of names? *there: is there one at all? */
static bool is_map(const struct place *place, const char *section, bool *there)
{
    const struct orq_layout_entry *entry = orq_layout_get(place->table, section);
    const struct orq_node *pending = orq_taker_pending(place->table, section);
    struct orq_layout_node *value =
        entry ? orq_layout_meant(orq_patch_variant(place->layout, entry->value)) : NULL;
    *there = value || pending;
    return value ? value->kind == ORQ_LAYOUT_MAP : pending && pending->kind == ORQ_NODE_MAP;
}

/* written: the name that has to be said; name: the one that it has. */
static bool add_to_section(struct orq_taker *taker, const struct place *place, const char *section,
                           const struct orq_written_member *member, const char *name)
{
    bool there;
    bool map = is_map(place, section, &there);
    struct orq_taken_item item = {.section = section};
    const char *key = there && map ? name : member->name;
    if (there && map && !name)
        return false;
    if (key && (map || !there))
        item.item = (struct orq_node_item){key, orq_node_shortest(member->map)};
    else
        item.item.value = orq_node_shortest(named(taker->arena, member->map, member->name));
    orq_taker_add(place->layout, place->table, &item);
    return true;
}

/* Room beside a column: nothing of the kind stands there, or is to. */
static struct orq_layout_node *room_beside(const struct orq_taker *taker,
                                           const struct orq_table *table,
                                           const struct orq_written_member *member)
{
    const struct orq_column *column =
        member->column ? orq_table_column(table, member->column) : NULL;
    if (!column)
        return NULL;
    const struct orq_taken taken = orq_taker_find(taker, column->at);
    struct orq_layout_node *map = orq_taken_map(&taken);
    bool taken_up = !map || taken.entry->gone || orq_layout_get(map, member->key) ||
                    orq_taker_pending(map, member->key);
    return taken_up ? NULL : map;
}

static bool add_constraint(struct orq_taker *taker, const struct orq_op *op)
{
    const struct orq_constraint *constraint = op->from.constraint;
    const struct orq_taken taken = orq_taker_find(taker, op->to.table->at);
    const struct place place = {.layout = taken.layout,
                                .table = orq_layout_meant(orq_taken_map(&taken))};
    struct orq_written_member member =
        orq_written_constraint(taker->of_live, op->from.table, constraint);
    if (!place.table)
        return false;
    struct orq_layout_node *column = room_beside(taker, op->to.table, &member);
    if (column) {
        orq_patch_put(place.layout, column, member.key, member.beside);
        return true;
    }
    /* A name that the column gives it beside it is another one in the section. */
    if (member.column && constraint->kind == ORQ_KIND_CHECK)
        member.name = constraint->name;
    if (constraint->kind != ORQ_KIND_PRIMARY_KEY)
        return add_to_section(taker, &place, orq_kind_key(constraint->kind), &member,
                              constraint->name);
    orq_patch_put(place.layout, place.table, orq_kind_key(constraint->kind),
                  orq_node_shortest(named(taker->arena, member.map, member.name)));
    return true;
}

static bool add_index(struct orq_taker *taker, const struct orq_op *op)
{
    const struct orq_taken taken = orq_taker_find(taker, op->to.table->at);
    const struct place place = {.layout = taken.layout,
                                .table = orq_layout_meant(orq_taken_map(&taken))};
    const struct orq_written_member member =
        orq_written_index(taker->of_live, op->from.table, op->from.index);
    return place.table && add_to_section(taker, &place, orq_kind_key(ORQ_KIND_INDEX), &member,
                                         op->from.index->name);
}

/* -- changing -- */

static void change_in_section(struct orq_taker *taker, const struct place *place,
                              const struct orq_written_member *from,
                              const struct orq_written_member *to)
{
    struct orq_layout_node *value = place->entry->value;
    const struct orq_layout_node *meant = orq_patch_variant(place->layout, value);
    struct orq_node *before = from->map, *after = to->map;
    if (!place->entry->key || !meant) { /* an item, or a primary key, says its name itself */
        before = named(taker->arena, before, from->name);
        after = named(taker->arena, after, to->name);
    }
    if (meant && meant->kind == ORQ_LAYOUT_MAP)
        orq_patch_sync(place->layout, value, before, after);
    else
        orq_patch_replace(value, orq_node_shortest(after));
}

static void change_beside(const struct place *place, const struct orq_op *op,
                          const struct orq_written_member *from,
                          const struct orq_written_member *to)
{
    if (op->changed & ORQ_CHANGE_AUTOINCREMENT)
        orq_taker_set(place->layout, place->column, "autoincrement",
                      op->from.constraint->autoincrement
                          ? orq_node_word(place->layout->arena, "true")
                          : NULL);
    if (from->beside)
        orq_patch_sync(place->layout, place->entry->value, from->beside, to->beside);
    else
        orq_patch_replace(place->entry->value, to->beside);
}

/* Where a database wrote it does not matter: what is beside a column of the model stays there, as
 * long as it is about that column. */
static struct orq_constraint beside_alike(const struct orq_constraint *constraint,
                                          const char *column)
{
    struct orq_constraint moved = *constraint;
    const struct orq_key_parts *parts = &constraint->parts;
    if (constraint->kind == ORQ_KIND_CHECK ||
        (parts->len == 1 && orq_str_equal(parts->items[0].column, column)))
        moved.column = column;
    return moved;
}

static bool change_constraint(struct orq_taker *taker, const struct orq_op *op)
{
    const struct orq_constraint *was = op->to.constraint, *is = op->from.constraint;
    const struct place place = find(taker, op->to.table, was->kind, was->at);
    const struct orq_constraint alike = beside_alike(is, was->column);
    struct orq_written_member from = orq_written_constraint(taker->of_want, op->to.table, was);
    struct orq_written_member to =
        orq_written_constraint(taker->of_live, op->from.table, place.column ? &alike : is);
    if (!place.entry)
        return false;
    bool stays = to.beside && orq_str_equal(was->column, to.column);
    bool renamed = place.entry->key && !place.column && is->kind != ORQ_KIND_PRIMARY_KEY &&
                   (op->changed & ORQ_CHANGE_NAME);
    if (place.column && stays) {
        change_beside(&place, op, &from, &to);
        return true;
    }
    if (!place.column && !renamed) {
        change_in_section(taker, &place, &from, &to);
        return true;
    }
    place.entry->gone = true;
    return add_constraint(taker, op);
}

static bool change_index(struct orq_taker *taker, const struct orq_op *op)
{
    const struct place place = find(taker, op->to.table, ORQ_KIND_INDEX, op->to.index->at);
    struct orq_written_member from = orq_written_index(taker->of_want, op->to.table, op->to.index);
    struct orq_written_member to =
        orq_written_index(taker->of_live, op->from.table, op->from.index);
    if (!place.entry)
        return false;
    if (place.entry->key && (op->changed & ORQ_CHANGE_NAME)) {
        place.entry->gone = true;
        return add_index(taker, op);
    }
    change_in_section(taker, &place, &from, &to);
    return true;
}

/* -- operations -- */

static bool remove_member(const struct orq_taker *taker, const struct orq_table *table,
                          enum orq_kind kind, struct orq_span at)
{
    const struct place place = find(taker, table, kind, at);
    if (place.entry)
        place.entry->gone = true;
    return place.entry != NULL;
}

bool orq_take_constraint(struct orq_taker *taker, const struct orq_op *op)
{
    if (op->kind == ORQ_OP_ALTER_CONSTRAINT)
        return change_constraint(taker, op);
    if (op->kind == ORQ_OP_ADD_CONSTRAINT) {
        const struct orq_constraint *constraint = op->to.constraint;
        bool with_column =
            constraint->column && !orq_table_column(op->from.table, constraint->column);
        return remove_member(taker, op->to.table, constraint->kind, constraint->at) || with_column;
    }
    /* What stands beside a column that comes has come with it. */
    const struct orq_written_member member =
        orq_written_constraint(taker->of_live, op->from.table, op->from.constraint);
    if (member.column && !orq_table_column(op->to.table, member.column) &&
        orq_written_beside(taker->of_live, op->from.table, op->from.constraint))
        return true;
    return add_constraint(taker, op);
}

bool orq_take_index(struct orq_taker *taker, const struct orq_op *op)
{
    if (op->kind == ORQ_OP_CREATE_INDEX)
        return remove_member(taker, op->to.table, ORQ_KIND_INDEX, op->to.index->at);
    return op->kind == ORQ_OP_DROP_INDEX ? add_index(taker, op) : change_index(taker, op);
}
