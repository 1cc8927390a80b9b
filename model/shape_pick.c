/* One dialect's view of a document. */
#include "base/str.h"
#include "model/shape.h"

#include <string.h>

struct picker {
    struct orq_check *check;
    const char *dialect;
};

static const struct orq_yaml *pick(const struct picker *picker, const struct orq_shape *shape,
                                   const struct orq_yaml *node);

/* A copy is begun at the first thing that changes: most nodes stay as they are. */
static struct orq_yaml *begin_copy(const struct picker *picker, const struct orq_yaml *node,
                                   size_t unchanged)
{
    struct orq_arena *arena = picker->check->arena;
    struct orq_yaml *copy = ORQ_NEW(arena, struct orq_yaml);
    *copy = *node;
    if (node->kind == ORQ_YAML_LIST) {
        copy->items = ORQ_NEW(arena, struct orq_yaml_items);
        for (size_t i = 0; i < unchanged; i++)
            ORQ_PUSH(arena, copy->items, node->items->items[i]);
    } else {
        copy->entries = ORQ_NEW(arena, struct orq_yaml_entries);
        for (size_t i = 0; i < unchanged; i++)
            ORQ_PUSH(arena, copy->entries, node->entries->items[i]);
    }
    return copy;
}

static const struct orq_yaml *pick_list(const struct picker *picker, const struct orq_shape *shape,
                                        const struct orq_yaml *node)
{
    struct orq_yaml *copy = NULL;
    for (size_t i = 0; i < node->items->len; i++) {
        const struct orq_yaml *item = pick(picker, shape->of, node->items->items[i]);
        bool reported = item && orq_yaml_was_reported(item);
        if (!copy && (item != node->items->items[i] || reported))
            copy = begin_copy(picker, node, i);
        if (reported)
            copy->lacking = true;
        else if (copy && item)
            ORQ_PUSH(picker->check->arena, copy->items, item);
    }
    return copy ? copy : node;
}

/* The entry's value in the dialect; NULL: none, which is reported of a key that has to be there. */
static const struct orq_yaml *pick_entry(const struct picker *picker, const struct orq_shape *shape,
                                         const struct orq_yaml_entry *entry)
{
    const struct orq_shape_key *row =
        shape->kind == ORQ_SHAPE_MAP ? orq_shape_key_of(shape, entry->key) : NULL;
    const struct orq_shape *of = row ? row->shape : shape->of;
    const struct orq_yaml *value = of ? pick(picker, of, entry->value) : entry->value;
    if (!value && row && row->required)
        orq_error(picker->check->diags, orq_yaml_key_at(entry), "%s has no \"%s\" for %s",
                  shape->what, entry->key, picker->dialect);
    return value;
}

/* A value that was reported leaves a gap, and a name that it had stays known. */
static const struct orq_yaml *pick_entries(const struct picker *picker,
                                           const struct orq_shape *shape,
                                           const struct orq_yaml *node)
{
    struct orq_yaml *copy = NULL;
    for (size_t i = 0; i < node->entries->len; i++) {
        struct orq_yaml_entry entry = node->entries->items[i];
        entry.value = pick_entry(picker, shape, &entry);
        bool reported = entry.value && orq_yaml_was_reported(entry.value);
        bool dropped = reported && shape->kind == ORQ_SHAPE_MAP;
        if (!copy && (entry.value != node->entries->items[i].value || dropped))
            copy = begin_copy(picker, node, i);
        if (dropped)
            copy->lacking = true;
        else if (copy && entry.value)
            ORQ_PUSH(picker->check->arena, copy->entries, entry);
    }
    return copy ? copy : node;
}

static const struct orq_yaml *pick(const struct picker *picker, const struct orq_shape *shape,
                                   const struct orq_yaml *node)
{
    if (orq_shape_is_variant(shape, node)) {
        node = orq_yaml_get(node, picker->dialect);
        if (!node)
            return NULL;
    }
    if (shape->kind == ORQ_SHAPE_ANY) {
        const struct orq_shape *meant = orq_shape_choose(shape, node);
        return meant ? pick(picker, meant, node) : node;
    }
    if (shape->kind == ORQ_SHAPE_LIST && node->kind == ORQ_YAML_LIST)
        return pick_list(picker, shape, node);
    const struct orq_yaml *only = shape->kind == ORQ_SHAPE_MAP ? orq_yaml_get(node, "only") : NULL;
    if (only && orq_yaml_was_reported(only))
        return only;
    if (only && strcmp(only->text, picker->dialect) != 0)
        return NULL;
    if ((shape->kind == ORQ_SHAPE_MAP || shape->kind == ORQ_SHAPE_NAMES) &&
        node->kind == ORQ_YAML_MAP)
        return pick_entries(picker, shape, node);
    return node;
}

const struct orq_yaml *orq_shape_pick(struct orq_check *check, const struct orq_shape *shape,
                                      const struct orq_yaml *node, const char *dialect)
{
    const struct picker picker = {check, dialect};
    return pick(&picker, shape, node);
}
