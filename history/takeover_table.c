/* Tables and columns. */
#include "history/takeover_parts.h"

#include "base/map.h"
#include "model/depend.h"
#include "model/identity.h"

#include <string.h>

static bool remove_at(const struct orq_taker *taker, struct orq_span at)
{
    const struct orq_taken taken = orq_taker_find(taker, at);
    if (taken.entry)
        taken.entry->gone = true;
    return taken.entry != NULL;
}

/* -- tables -- */

static bool add_table(struct orq_taker *taker, const struct orq_table *table)
{
    const char *section = orq_kind_key(ORQ_KIND_TABLE);
    const struct orq_layout *layout = orq_taker_file(taker, section);
    const struct orq_taken_item item = {.section = section,
                                        .item = orq_written_table_item(taker->of_live, table)};
    orq_taker_add(layout, layout->root, &item);
    orq_take_needs(taker, table, NULL);
    return true;
}

/* What stands in front of the columns comes there too. */
static void put_option(const struct orq_layout *layout, struct orq_layout_node *map,
                       const char *key, const struct orq_node *sides[2])
{
    struct orq_node *from = orq_node_get(sides[0], key), *to = orq_node_get(sides[1], key);
    struct orq_layout_entry *entry = orq_layout_get(map, key);
    if (!to) {
        orq_patch_take(layout, map, key);
    } else if (from && orq_node_equal(from, to)) {
        return;
    } else if (entry && from) {
        orq_patch_sync(layout, entry->value, from, to);
    } else if (entry) {
        orq_patch_put(layout, map, key, to);
    } else {
        orq_patch_add(layout, map, NULL, (struct orq_node_item){key, to});
    }
}

/* Only what differs, of options that the text does not have: others say the rest. */
static struct orq_node *differing(struct orq_arena *arena, const struct orq_node *from,
                                  const struct orq_node *to)
{
    struct orq_node *rest = orq_node_map(arena);
    for (size_t i = 0; i < to->items->len; i++) {
        const struct orq_node_item *item = &to->items->items[i];
        const struct orq_node *before = orq_node_get(from, item->key);
        if (!before || !orq_node_equal(before, item->value))
            ORQ_PUSH(arena, rest->items, *item);
    }
    return rest;
}

/* Beside the key's column, or with the key. */
static void set_autoincrement(const struct orq_taker *taker, const struct orq_op *op,
                              struct orq_taken table)
{
    struct orq_layout_node *map = orq_taken_map(&table);
    const struct orq_layout_entry *key = orq_layout_get(map, "primary_key");
    const struct orq_column *column = orq_table_rowid_alias(op->to.table);
    if (column && !key) {
        table = orq_taker_find(taker, column->at);
        map = orq_taken_map(&table);
    } else {
        map = key ? orq_patch_variant(table.layout, key->value) : NULL;
    }
    if (map && map->kind == ORQ_LAYOUT_MAP)
        orq_taker_set(table.layout, map, "autoincrement",
                      orq_table_autoincrement(op->from.table) ? orq_node_word(taker->arena, "true")
                                                              : NULL);
}

static bool alter_table(struct orq_taker *taker, const struct orq_op *op)
{
    static const char *const keys[] = {"sqlite", "postgresql", "comment"};
    const struct orq_taken taken = orq_taker_find(taker, op->to.table->at);
    struct orq_layout_node *map = orq_taken_map(&taken);
    struct orq_node *from = orq_written_table_options(taker->of_want, op->to.table);
    struct orq_node *to = orq_written_table_options(taker->of_live, op->from.table);
    for (size_t i = 0; map && i < sizeof keys / sizeof *keys; i++) {
        const struct orq_node *sides[2] = {from, to};
        struct orq_node *mine = orq_node_get(from, keys[i]), *theirs = orq_node_get(to, keys[i]);
        bool options = mine && theirs && theirs->kind == ORQ_NODE_MAP;
        if (options && !orq_layout_get(map, keys[i])) {
            struct orq_node *rest = orq_node_map(taker->arena);
            orq_node_put(taker->arena, rest, keys[i], differing(taker->arena, mine, theirs));
            sides[0] = orq_node_map(taker->arena);
            sides[1] = rest;
        }
        put_option(taken.layout, map, keys[i], sides);
    }
    if (map && (op->changed & ORQ_CHANGE_AUTOINCREMENT))
        set_autoincrement(taker, op, taken);
    return map != NULL;
}

bool orq_take_table(struct orq_taker *taker, const struct orq_op *op)
{
    if (op->kind == ORQ_OP_CREATE_TABLE)
        return remove_at(taker, op->to.table->at);
    return op->kind == ORQ_OP_DROP_TABLE ? add_table(taker, op->from.table)
                                         : alter_table(taker, op);
}

/* -- columns -- */

/* The entry of the nearest column in front of it that the model has too; NULL: there is none. */
static struct orq_layout_entry *column_before(const struct orq_taker *taker,
                                              const struct orq_op *op,
                                              const struct orq_layout_node *columns)
{
    const struct orq_table *live = op->from.table;
    struct orq_layout_entry *before = NULL;
    for (size_t i = 0; i < live->columns.len && live->columns.items[i] != op->from.column; i++) {
        const struct orq_column *column =
            orq_table_column(op->to.table, live->columns.items[i]->name);
        const struct orq_taken taken =
            column ? orq_taker_find(taker, column->at) : (struct orq_taken){0};
        for (size_t k = 0; taken.entry && k < columns->entries.len; k++)
            before = columns->entries.items[k] == taken.entry ? taken.entry : before;
    }
    return before;
}

static bool add_column(struct orq_taker *taker, const struct orq_op *op)
{
    const char *section = orq_kind_key(ORQ_KIND_COLUMN);
    const struct orq_taken taken = orq_taker_find(taker, op->to.table->at);
    struct orq_layout_node *map = orq_taken_map(&taken);
    const struct orq_layout_entry *entry = map ? orq_layout_get(map, section) : NULL;
    struct orq_layout_node *columns = entry ? orq_layout_meant(entry->value) : NULL;
    struct orq_node_item item = {
        op->from.column->name,
        orq_written_column_node(taker->of_live, op->from.table, op->from.column)};
    if (!map)
        return false;
    if (columns)
        orq_patch_add(taken.layout, columns, column_before(taker, op, columns), item);
    else
        orq_taker_add(taken.layout, map, &(struct orq_taken_item){section, NULL, item});
    orq_take_needs(taker, op->from.table, op->from.column);
    return true;
}

/* The keys of the model that say what a change is about. */
static const struct {
    unsigned changed;
    const char *keys[4];
} column_keys[] = {
    {ORQ_CHANGE_TYPE, {"type"}},
    {ORQ_CHANGE_NULLABLE, {"nullable"}},
    {ORQ_CHANGE_DEFAULT, {"default"}},
    {ORQ_CHANGE_COLLATION, {"collate"}},
    {ORQ_CHANGE_GENERATED, {"generated"}},
    {ORQ_CHANGE_CONFLICT, {"on_conflict"}},
    {ORQ_CHANGE_COMMENT, {"comment"}},
    {ORQ_CHANGE_IDENTITY, {"identity"}},
    {ORQ_CHANGE_STORAGE, {"storage", "compression", "statistics", "options"}},
    {ORQ_CHANGE_INHERITANCE, {"inherited"}},
};

static bool alter_column(struct orq_taker *taker, const struct orq_op *op)
{
    const struct orq_taken taken = orq_taker_find(taker, op->to.column->at);
    struct orq_layout_node *map = orq_taken_map(&taken);
    const struct orq_node *node =
        orq_written_column_node(taker->of_live, op->from.table, op->from.column);
    for (size_t i = 0; map && i < sizeof column_keys / sizeof *column_keys; i++)
        for (size_t k = 0; k < 4 && column_keys[i].keys[k]; k++)
            if (op->changed & column_keys[i].changed)
                orq_taker_set(taken.layout, map, column_keys[i].keys[k],
                              orq_node_get(node, column_keys[i].keys[k]));
    if (map && (op->changed & ORQ_CHANGE_TYPE))
        orq_take_needs(taker, op->from.table, op->from.column);
    return map != NULL;
}

bool orq_take_column(struct orq_taker *taker, const struct orq_op *op)
{
    if (op->kind == ORQ_OP_ADD_COLUMN)
        return remove_at(taker, op->to.column->at);
    return op->kind == ORQ_OP_DROP_COLUMN ? add_column(taker, op) : alter_column(taker, op);
}
