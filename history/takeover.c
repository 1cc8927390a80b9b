#include "history/takeover_parts.h"

#include "base/file.h"
#include "base/map.h"

#include <string.h>

/* -- places -- */

struct orq_taken orq_taker_find(const struct orq_taker *taker, struct orq_span at)
{
    for (size_t i = 0; at.file && i < taker->layouts.len; i++) {
        struct orq_layout *layout = taker->layouts.items[i];
        if (strcmp(layout->file, at.file) == 0)
            return (struct orq_taken){layout, orq_layout_key_at(layout, at.line, at.column)};
    }
    return (struct orq_taken){0};
}

struct orq_layout_node *orq_taken_map(const struct orq_taken *taken)
{
    return taken->entry ? orq_patch_variant(taken->layout, taken->entry->value) : NULL;
}

struct orq_layout *orq_taker_file(const struct orq_taker *taker, const char *section)
{
    const char *const wanted[] = {section, orq_kind_key(ORQ_KIND_TABLE)};
    for (size_t k = 0; k < 2; k++)
        for (size_t i = taker->layouts.len; i > 0; i--)
            if (orq_layout_get(taker->layouts.items[i - 1]->root, wanted[k]))
                return taker->layouts.items[i - 1];
    return taker->layouts.items[0];
}

/* -- sections -- */

struct orq_node *orq_taker_pending(const struct orq_layout_node *map, const char *section)
{
    for (size_t i = 0; i < map->added.len; i++)
        if (orq_str_equal(map->added.items[i].item.key, section))
            return map->added.items[i].item.value;
    return NULL;
}

/* Items with names become items that say theirs: a list holds both. */
static void make_list(struct orq_arena *arena, struct orq_node *node)
{
    struct orq_node_items items = {0};
    for (size_t i = 0; i < node->items->len; i++) {
        const struct orq_node_item *item = &node->items->items[i];
        struct orq_node *map = item->value;
        if (map->kind != ORQ_NODE_MAP) {
            bool text = map->kind == ORQ_NODE_TEXT;
            map = orq_node_map(arena);
            orq_node_put(arena, map, text ? "sql" : "columns", item->value);
        }
        orq_node_put_text(arena, map, "name", item->key);
        ORQ_PUSH(arena, &items, ((struct orq_node_item){NULL, map}));
    }
    node->kind = ORQ_NODE_LIST;
    *node->items = items;
}

static void add_pending(struct orq_arena *arena, struct orq_node *node, struct orq_node_item item)
{
    if (node->kind == ORQ_NODE_MAP && !item.key)
        make_list(arena, node);
    if (node->kind == ORQ_NODE_LIST && item.key) {
        struct orq_node *one = orq_node_block_map(arena);
        ORQ_PUSH(arena, one->items, item);
        make_list(arena, one);
        item = one->items->items[0];
    }
    ORQ_PUSH(arena, node->items, item);
}

void orq_taker_add(const struct orq_layout *layout, struct orq_layout_node *map,
                   const struct orq_taken_item *item)
{
    const struct orq_layout_entry *entry = orq_layout_get(map, item->section);
    struct orq_layout_node *section =
        entry ? orq_layout_meant(orq_patch_variant(layout, entry->value)) : NULL;
    if (section) {
        orq_patch_add(layout, section, item->after ? item->after : orq_patch_last(section),
                      item->item);
        return;
    }
    struct orq_node *node = orq_taker_pending(map, item->section);
    if (!node) {
        node =
            item->item.key ? orq_node_block_map(layout->arena) : orq_node_block_list(layout->arena);
        orq_patch_add(layout, map, orq_patch_last(map),
                      (struct orq_node_item){item->section, node});
    }
    add_pending(layout->arena, node, item->item);
}

void orq_taker_set(const struct orq_layout *layout, struct orq_layout_node *map, const char *key,
                   struct orq_node *value)
{
    if (value)
        orq_patch_put(layout, map, key, value);
    else
        orq_patch_take(layout, map, key);
}

struct orq_node *orq_taker_own(struct orq_arena *arena, const struct orq_node *map)
{
    static const char *const others[] = {"renamed_from", "on_drop", "owner",   "grants",
                                         "triggers",     "rules",   "policies"};
    struct orq_node *own = orq_node_map(arena);
    for (size_t i = 0; i < map->items->len; i++) {
        bool other = false;
        for (size_t k = 0; k < sizeof others / sizeof *others; k++)
            other = other || strcmp(others[k], map->items->items[i].key) == 0;
        if (!other)
            ORQ_PUSH(arena, own->items, map->items->items[i]);
    }
    return own;
}

/* -- operations -- */

static bool is_relation(const struct orq_op *op)
{
    const struct orq_table *table = op->to.table ? op->to.table : op->from.table;
    return table && table->kind != ORQ_KIND_TABLE;
}

static bool take(struct orq_taker *taker, const struct orq_op *op)
{
    if (is_relation(op))
        return orq_take_relation(taker, op);
    switch (op->kind) {
    case ORQ_OP_CREATE_TABLE:
    case ORQ_OP_DROP_TABLE:
    case ORQ_OP_ALTER_TABLE:
        return orq_take_table(taker, op);
    case ORQ_OP_ADD_COLUMN:
    case ORQ_OP_DROP_COLUMN:
    case ORQ_OP_ALTER_COLUMN:
        return orq_take_column(taker, op);
    case ORQ_OP_ADD_CONSTRAINT:
    case ORQ_OP_DROP_CONSTRAINT:
    case ORQ_OP_ALTER_CONSTRAINT:
        return orq_take_constraint(taker, op);
    case ORQ_OP_CREATE_INDEX:
    case ORQ_OP_DROP_INDEX:
    case ORQ_OP_ALTER_INDEX:
        return orq_take_index(taker, op);
    case ORQ_OP_CREATE_DEFINITION:
    case ORQ_OP_DROP_DEFINITION:
    case ORQ_OP_ALTER_DEFINITION:
        return orq_take_definition(taker, op);
    case ORQ_OP_RENAME_TABLE: /* what the model calls a rename is no drift */
    case ORQ_OP_RENAME_COLUMN:
        break;
    }
    return false;
}

/* -- files -- */

static enum orq_status read_files(struct orq_taker *taker, const struct orq_takeover_input *input,
                                  struct orq_diags *diags)
{
    for (size_t i = 0; i < input->model->files.len; i++) {
        struct orq_takeover_file file = {.path = input->model->files.items[i]};
        enum orq_status status =
            orq_file_read(taker->arena, file.path, diags, &file.before.data, &file.before.len);
        if (status != ORQ_OK)
            return status;
        struct orq_layout *layout =
            orq_layout_parse(taker->arena, file.path, file.before.data, file.before.len);
        if (!layout) {
            orq_error(diags, (struct orq_span){.file = file.path},
                      "the file changed while it was read");
            return ORQ_INVALID;
        }
        layout->dialect = input->want->dialect->key;
        ORQ_PUSH(taker->arena, &taker->layouts, layout);
        ORQ_PUSH(taker->arena, &taker->takeover->files, file);
    }
    return ORQ_OK;
}

static enum orq_status edit_files(struct orq_taker *taker, struct orq_diags *diags)
{
    for (size_t i = 0; i < taker->layouts.len; i++) {
        struct orq_takeover_file *file = &taker->takeover->files.items[i];
        if (!orq_patch_edits(taker->layouts.items[i], &file->edits)) {
            orq_error(diags, (struct orq_span){.file = file->path},
                      "what drifted stands here in a form that cannot be changed line by line");
            orq_hint(diags, "see it with: orqgen diff");
            return ORQ_INVALID;
        }
        file->after = file->before;
        file->after.data =
            orq_edits_apply(taker->arena, file->before.data, &file->after.len, &file->edits);
    }
    return ORQ_OK;
}

enum orq_status orq_takeover(struct orq_arena *arena, const struct orq_takeover_input *input,
                             struct orq_diags *diags, struct orq_takeover *takeover)
{
    *takeover = (struct orq_takeover){0};
    struct orq_taker taker = {.arena = arena,
                              .live = input->live,
                              .want = input->want,
                              .of_live = orq_object_writer(arena, input->live, input->want),
                              .of_want = orq_object_writer(arena, input->want, input->want),
                              .takeover = takeover,
                              .met = orq_map_new(arena, ORQ_KEYS_EXACT)};
    enum orq_status status = read_files(&taker, input, diags);
    for (size_t i = 0; status == ORQ_OK && i < input->ops->len; i++)
        if (!take(&taker, &input->ops->items[i]))
            ORQ_PUSH(arena, &takeover->left, input->ops->items[i]);
    return status == ORQ_OK ? edit_files(&taker, diags) : status;
}
