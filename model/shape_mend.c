/* A document without what was reported of it, so that what else is wrong in it can be
 * found in the same run. */
#include "base/str.h"
#include "model/shape.h"

#include <string.h>

struct mender {
    struct orq_check *check;
    struct orq_check quiet; /* says again what was said, to nobody */
};

typedef const struct orq_yaml *mend_value(struct mender *mender, const struct orq_shape *shape,
                                          const struct orq_yaml *node);
static mend_value mend, mend_plain;

static const struct orq_yaml *unknown(struct mender *mender, const struct orq_yaml *node)
{
    struct orq_yaml *unknown = ORQ_NEW(mender->check->arena, struct orq_yaml);
    *unknown = (struct orq_yaml){.file = node->file, .line = node->line, .column = node->column};
    return unknown;
}

static struct orq_yaml *empty_copy(struct mender *mender, const struct orq_yaml *node)
{
    struct orq_yaml *copy = ORQ_NEW(mender->check->arena, struct orq_yaml);
    *copy = *node;
    if (node->kind == ORQ_YAML_LIST)
        copy->items = ORQ_NEW(mender->check->arena, struct orq_yaml_items);
    else
        copy->entries = ORQ_NEW(mender->check->arena, struct orq_yaml_entries);
    return copy;
}

/* Each value of a map of names or of dialects. */
static const struct orq_yaml *mend_each(struct mender *mender, const struct orq_shape *shape,
                                        const struct orq_yaml *node, mend_value *value)
{
    struct orq_yaml *copy = empty_copy(mender, node);
    for (size_t i = 0; i < node->entries->len; i++) {
        struct orq_yaml_entry entry = node->entries->items[i];
        entry.value = value(mender, shape, entry.value);
        ORQ_PUSH(mender->check->arena, copy->entries, entry);
    }
    return copy;
}

/* A key that was nearly written right is taken as meant, one that is not known left out. */
static bool mend_key(struct mender *mender, const struct orq_shape *shape,
                     const struct orq_yaml *node, struct orq_yaml *copy,
                     struct orq_yaml_entry *entry)
{
    if (orq_shape_key_of(shape, entry->key))
        return true;
    const char *meant = orq_shape_meant_key(mender->check->arena, shape, node, entry->key);
    if (!meant || orq_yaml_get(copy, meant))
        return false;
    entry->key = meant;
    return true;
}

static const struct orq_yaml *mend_map(struct mender *mender, const struct orq_shape *shape,
                                       const struct orq_yaml *node)
{
    struct orq_yaml *copy = empty_copy(mender, node);
    for (size_t i = 0; i < node->entries->len; i++) {
        struct orq_yaml_entry entry = node->entries->items[i];
        if (!mend_key(mender, shape, node, copy, &entry)) {
            copy->lacking = true;
            continue;
        }
        entry.value = mend(mender, orq_shape_key_of(shape, entry.key)->shape, entry.value);
        ORQ_PUSH(mender->check->arena, copy->entries, entry);
    }
    for (const struct orq_shape_key *row = shape->keys; row->key; row++)
        copy->lacking = copy->lacking || (row->required && !orq_yaml_get(copy, row->key));
    size_t chosen = 0;
    for (const char *const *key = shape->exactly; key && *key; key++)
        chosen += orq_yaml_get(copy, *key) != NULL;
    return shape->exactly && chosen != 1 ? unknown(mender, node) : copy;
}

static const struct orq_yaml *mend_list(struct mender *mender, const struct orq_shape *shape,
                                        const struct orq_yaml *node)
{
    bool changed = false;
    struct orq_yaml *copy = empty_copy(mender, node);
    if (shape->instead && shape->instead(&mender->quiet, node))
        return unknown(mender, node);
    for (size_t i = 0; i < node->items->len; i++) {
        const struct orq_yaml *item = mend(mender, shape->of, node->items->items[i]);
        changed = changed || item != node->items->items[i];
        ORQ_PUSH(mender->check->arena, copy->items, item);
    }
    return changed ? copy : unknown(mender, node); /* the list itself was the fault */
}

/* Of a value in which something was reported. */
static const struct orq_yaml *mend_faulty(struct mender *mender, const struct orq_shape *shape,
                                          const struct orq_yaml *node)
{
    const struct orq_shape *meant = shape;
    if (shape->kind == ORQ_SHAPE_ANY)
        meant = orq_shape_choose(shape, node);
    if (!meant || !orq_shape_takes(meant, node))
        return unknown(mender, node);
    if (meant != shape)
        return mend_faulty(mender, meant, node);
    if (shape->kind == ORQ_SHAPE_LIST)
        return mend_list(mender, shape, node);
    if (shape->kind == ORQ_SHAPE_MAP)
        return mend_map(mender, shape, node);
    if (shape->kind == ORQ_SHAPE_NAMES)
        return mend_each(mender, shape->of, node, mend);
    return unknown(mender, node);
}

static const struct orq_yaml *mend_plain(struct mender *mender, const struct orq_shape *shape,
                                         const struct orq_yaml *node)
{
    if (!orq_shape_was_faulty(mender->check, shape, node))
        return node;
    return orq_shape_is_mixed(shape, node) ? unknown(mender, node)
                                           : mend_faulty(mender, shape, node);
}

static const struct orq_yaml *mend(struct mender *mender, const struct orq_shape *shape,
                                   const struct orq_yaml *node)
{
    return orq_shape_is_variant(shape, node) ? mend_each(mender, shape, node, mend_plain)
                                             : mend_plain(mender, shape, node);
}

const struct orq_yaml *orq_shape_mend(struct orq_check *check, const struct orq_shape *shape,
                                      const struct orq_yaml *node)
{
    struct mender mender = {check, {.arena = check->arena, .diags = orq_diags_new(check->arena)}};
    return mend(&mender, shape, node);
}
