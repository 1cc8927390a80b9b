#include "model/patch_parts.h"

#include "model/dialect.h"

#include <string.h>

/* -- noting -- */

static bool differs_by_dialect(const struct orq_layout *layout, const struct orq_layout_node *node)
{
    bool variant = layout->dialect && node->kind == ORQ_LAYOUT_MAP && node->entries.len > 0;
    for (size_t i = 0; variant && i < node->entries.len; i++)
        variant = orq_dialect_find(node->entries.items[i]->key) != NULL;
    return variant;
}

struct orq_layout_node *orq_patch_variant(const struct orq_layout *layout,
                                          struct orq_layout_node *node)
{
    if (!node || !differs_by_dialect(layout, node))
        return node;
    const struct orq_layout_entry *entry = orq_layout_get(node, layout->dialect);
    return entry ? entry->value : NULL;
}

struct orq_layout_entry *orq_patch_last(const struct orq_layout_node *node)
{
    for (size_t i = node->entries.len; i > 0; i--)
        if (!node->entries.items[i - 1]->gone)
            return node->entries.items[i - 1];
    return NULL;
}

void orq_patch_replace(struct orq_layout_node *node, struct orq_node *value)
{
    node->instead = value;
}

void orq_patch_add(const struct orq_layout *layout, struct orq_layout_node *to,
                   const struct orq_layout_entry *after, struct orq_node_item item)
{
    ORQ_PUSH(layout->arena, &to->added, ((struct orq_layout_addition){after, item}));
}

void orq_patch_put(const struct orq_layout *layout, struct orq_layout_node *map, const char *key,
                   struct orq_node *value)
{
    struct orq_layout_entry *entry = orq_layout_get(map, key);
    if (!entry)
        orq_patch_add(layout, map, orq_patch_last(map), (struct orq_node_item){key, value});
    else if (differs_by_dialect(layout, entry->value))
        orq_patch_put(&(struct orq_layout){.arena = layout->arena}, entry->value, layout->dialect,
                      value);
    else
        orq_patch_replace(entry->value, value);
}

void orq_patch_take(const struct orq_layout *layout, const struct orq_layout_node *map,
                    const char *key)
{
    struct orq_layout_entry *entry = orq_layout_get(map, key);
    if (entry && differs_by_dialect(layout, entry->value))
        entry = orq_layout_get(entry->value, layout->dialect);
    if (entry)
        entry->gone = true;
}

void orq_patch_sync(const struct orq_layout *layout, struct orq_layout_node *node,
                    const struct orq_node *from, struct orq_node *to)
{
    struct orq_layout_node *meant = orq_patch_variant(layout, node);
    if (!meant || meant->kind != ORQ_LAYOUT_MAP || from->kind != ORQ_NODE_MAP ||
        to->kind != ORQ_NODE_MAP) {
        orq_patch_replace(meant ? meant : node, to);
        return;
    }
    for (size_t i = 0; i < to->items->len; i++) {
        const struct orq_node_item *item = &to->items->items[i];
        const struct orq_node *before = orq_node_get(from, item->key);
        const struct orq_layout_entry *entry = orq_layout_get(meant, item->key);
        if (before && orq_node_equal(before, item->value))
            continue;
        if (before && entry)
            orq_patch_sync(layout, entry->value, before, item->value);
        else
            orq_patch_put(layout, meant, item->key, item->value);
    }
    for (size_t i = 0; i < from->items->len; i++)
        if (!orq_node_get(to, from->items->items[i].key))
            orq_patch_take(layout, meant, from->items->items[i].key);
}

/* -- where things stand -- */

bool orq_patch_goes(const struct orq_layout_entry *entry)
{
    const struct orq_layout_node *value = entry->value;
    if (entry->gone)
        return true;
    if (value->instead || value->added.len > 0 || value->entries.len == 0)
        return false;
    for (size_t i = 0; i < value->entries.len; i++)
        if (!orq_patch_goes(value->entries.items[i]))
            return false;
    return true;
}

void orq_patch_edit(struct orq_patcher *patcher, size_t from, size_t to, const char *text)
{
    ORQ_PUSH(patcher->layout->arena, patcher->edits, ((struct orq_edit){from, to, text}));
}

size_t orq_patch_line(const struct orq_layout *layout, size_t at)
{
    while (at > 0 && layout->text[at - 1] != '\n')
        at--;
    return at;
}

size_t orq_patch_next_line(const struct orq_layout *layout, size_t at)
{
    const char *end = memchr(layout->text + at, '\n', layout->len - at);
    return end ? (size_t)(end - layout->text) + 1 : layout->len;
}

bool orq_patch_begins_line(const struct orq_layout *layout, size_t at)
{
    size_t line = orq_patch_line(layout, at);
    return line + strspn(layout->text + line, " ") == at;
}

size_t orq_patch_end(const struct orq_layout_entry *entry)
{
    return entry->value->to > entry->key_to ? entry->value->to : entry->key_to;
}

/* -- writing -- */

/* {<<: *alias, key: value}: what is written out wins over what the alias brings. */
static const char *written_out(const struct orq_layout *layout, const struct orq_layout_node *alias)
{
    struct orq_str out = orq_str_new(layout->arena);
    orq_str_addf(&out, "{<<: *%s", alias->text);
    for (size_t i = 0; i < alias->added.len; i++) {
        orq_str_add(&out, ", ");
        orq_node_write_flow(&out, &alias->added.items[i].item);
    }
    orq_str_addc(&out, '}');
    return orq_str_text(&out);
}

static struct orq_node *map_of(const struct orq_layout *layout,
                               const struct orq_layout_additions *added)
{
    struct orq_node *map = orq_node_map(layout->arena);
    for (size_t i = 0; i < added->len; i++)
        ORQ_PUSH(layout->arena, map->items, added->items[i].item);
    return map;
}

static void edit_collection(struct orq_patcher *patcher, const struct orq_layout_node *node);

static void edit_value(struct orq_patcher *patcher, const struct orq_layout_node *in,
                       const struct orq_layout_entry *entry)
{
    const struct orq_layout *layout = patcher->layout;
    const struct orq_layout_node *value = entry->value;
    struct orq_node *instead = value->instead;
    if (value->kind == ORQ_LAYOUT_ALIAS && !instead && value->added.len > 0) {
        orq_patch_edit(patcher, value->from, value->to, written_out(layout, value));
        return;
    }
    if (value->kind == ORQ_LAYOUT_SCALAR && value->added.len > 0) {
        patcher->impossible = patcher->impossible || value->to > value->from;
        instead = map_of(layout, &value->added);
    }
    if (!instead) {
        edit_collection(patcher, value);
    } else if (in->flow) {
        struct orq_str out = orq_str_new(layout->arena);
        orq_str_add(&out, value->to > value->from ? "" : " ");
        orq_node_write_flow(&out, &(struct orq_node_item){NULL, instead});
        orq_patch_edit(patcher, value->from, value->to, orq_str_text(&out));
    } else {
        orq_patch_block_value(patcher, entry, instead);
    }
}

/* What is inside comes first, so that it stays in front of what is added behind. */
static void edit_collection(struct orq_patcher *patcher, const struct orq_layout_node *node)
{
    for (size_t i = 0; i < node->entries.len; i++)
        if (!orq_patch_goes(node->entries.items[i]))
            edit_value(patcher, node, node->entries.items[i]);
    if (node->flow) {
        orq_patch_flow_removals(patcher, node);
        orq_patch_flow_additions(patcher, node);
    } else {
        orq_patch_block_removals(patcher, node);
        orq_patch_block_additions(patcher, node);
    }
}

bool orq_patch_edits(const struct orq_layout *layout, struct orq_edits *edits)
{
    struct orq_patcher patcher = {.layout = layout, .edits = edits};
    edit_collection(&patcher, layout->root);
    orq_edits_sort(layout->arena, edits);
    for (size_t i = 1; i < edits->len; i++)
        patcher.impossible = patcher.impossible || edits->items[i].from < edits->items[i - 1].to;
    return !patcher.impossible;
}
