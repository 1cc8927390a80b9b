/* The merge key: https://yaml.org/type/merge.html */
#include "base/map.h"
#include "model/yaml_parts.h"

#include <string.h>

struct merger {
    struct orq_yaml_source *source;
    struct orq_yaml_entries *out;
    struct orq_map *keys; /* that the map has already */
    size_t added;
};

static void merge_map(struct merger *merger, const struct orq_yaml *from)
{
    for (size_t i = 0; i < from->entries->len; i++) {
        const struct orq_yaml_entry *entry = &from->entries->items[i];
        if (orq_map_get(merger->keys, entry->key))
            continue;
        orq_map_put(merger->keys, entry->key, merger);
        ORQ_PUSH(merger->source->tree, merger->out, *entry);
        merger->added++;
    }
}

/* Of several maps the first that has a key wins. */
static void merge(struct merger *merger, const struct orq_yaml *from)
{
    const struct orq_yaml *wrong = NULL;
    if (from->kind == ORQ_YAML_MAP)
        merge_map(merger, from);
    else if (from->kind != ORQ_YAML_LIST)
        wrong = from;
    for (size_t i = 0; from->kind == ORQ_YAML_LIST && i < from->items->len; i++)
        if (from->items->items[i]->kind == ORQ_YAML_MAP)
            merge_map(merger, from->items->items[i]);
        else
            wrong = from->items->items[i];
    if (wrong)
        orq_error(merger->source->diags, orq_yaml_at(wrong),
                  "<< takes a map or a list of maps, not %s", orq_yaml_kind_word(wrong));
}

static void merge_all(struct orq_yaml_source *source, const struct orq_yaml_raws *raws, size_t from,
                      struct orq_yaml_entries *out, size_t *added)
{
    struct merger merger = {source, out, orq_map_new(source->scratch, ORQ_KEYS_EXACT), 0};
    for (size_t i = from; i < raws->len; i++)
        if (!raws->items[i].merge)
            orq_map_put(merger.keys, raws->items[i].entry.key, &merger);
    for (size_t i = from; i < raws->len; i++)
        if (raws->items[i].merge)
            merge(&merger, raws->items[i].entry.value);
        else
            ORQ_PUSH(source->tree, out, raws->items[i].entry);
    *added = merger.added;
}

/* The list and its items in one piece: there are very many short ones. */
static struct orq_yaml_entries *copied(struct orq_arena *arena, const struct orq_yaml_raws *raws,
                                       size_t from)
{
    struct piece {
        struct orq_yaml_entries list;
        struct orq_yaml_entry items[];
    } * piece;
    size_t len = raws->len - from;
    piece = orq_arena_alloc(arena, sizeof *piece + len * sizeof *piece->items);
    for (size_t i = 0; i < len; i++)
        piece->items[i] = raws->items[from + i].entry;
    piece->list = (struct orq_yaml_entries){piece->items, len, len};
    return &piece->list;
}

struct orq_yaml_entries *orq_yaml_merge(struct orq_yaml_source *source, struct orq_yaml_raws *raws,
                                        size_t from, size_t *added)
{
    struct orq_yaml_entries *out;
    bool merges = false;
    *added = 0;
    for (size_t i = from; i < raws->len; i++)
        merges = merges || raws->items[i].merge;
    if (merges) {
        out = ORQ_NEW(source->tree, struct orq_yaml_entries);
        merge_all(source, raws, from, out, added);
    } else {
        out = copied(source->tree, raws, from);
    }
    raws->len = from;
    return out;
}
