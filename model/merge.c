/* The files of a folder as one document. */
#include "base/map.h"
#include "base/str.h"
#include "model/read_parts.h"

#include <string.h>

struct section {
    struct orq_yaml_entry entry; /* the first file's; its value becomes a copy when more comes */
    struct orq_yaml *merged;     /* NULL: only one file has it so far */
    struct orq_map *names;       /* of a map: name -> struct orq_yaml_entry */
};
ORQ_VEC_OF(sections, struct section *);

static void report_twice(struct orq_check *check, const char *what, struct orq_span at,
                         struct orq_span first)
{
    orq_error(check->diags, at, "%s is defined a second time", what);
    orq_hint(check->diags, "first at %s:%zu:%zu", first.file, first.line, first.column);
}

static struct orq_yaml *empty_copy(struct orq_arena *arena, const struct orq_yaml *node)
{
    struct orq_yaml *copy = ORQ_NEW(arena, struct orq_yaml);
    *copy = *node;
    if (node->kind == ORQ_YAML_LIST)
        copy->items = ORQ_NEW(arena, struct orq_yaml_items);
    else
        copy->entries = ORQ_NEW(arena, struct orq_yaml_entries);
    return copy;
}

/* Each file may have `lint:` at its top. */
static bool add_allowances(struct orq_check *check, struct section *section,
                           struct orq_yaml_entry *first, const struct orq_yaml_entry *more)
{
    if (strcmp(section->entry.key, "lint") != 0 || first->value->kind != ORQ_YAML_LIST ||
        more->value->kind != ORQ_YAML_LIST)
        return false;
    struct orq_yaml *both = empty_copy(check->arena, first->value);
    for (size_t i = 0; i < first->value->items->len; i++)
        ORQ_PUSH(check->arena, both->items, first->value->items->items[i]);
    for (size_t i = 0; i < more->value->items->len; i++)
        ORQ_PUSH(check->arena, both->items, more->value->items->items[i]);
    first->value = both;
    struct orq_yaml_entries *entries = section->merged->entries;
    for (size_t i = 0; i < entries->len; i++) {
        if (strcmp(entries->items[i].key, first->key) == 0)
            entries->items[i].value = both;
    }
    return true;
}

static void add_entries(struct orq_check *check, struct section *section,
                        const struct orq_yaml *node)
{
    for (size_t i = 0; i < node->entries->len; i++) {
        const struct orq_yaml_entry *entry = &node->entries->items[i];
        struct orq_yaml_entry *first = orq_map_get(section->names, entry->key);
        if (first && add_allowances(check, section, first, entry))
            continue;
        if (first) {
            report_twice(
                check,
                orq_arena_printf(check->arena, "\"%s\" of %s", entry->key, section->entry.key),
                orq_yaml_key_at(entry), orq_yaml_key_at(first));
            continue;
        }
        struct orq_yaml_entry *kept = ORQ_NEW(check->arena, struct orq_yaml_entry);
        *kept = *entry;
        orq_map_put(section->names, entry->key, kept);
        ORQ_PUSH(check->arena, section->merged->entries, *entry);
    }
}

static void add_items(struct orq_check *check, struct section *section, const struct orq_yaml *node)
{
    for (size_t i = 0; i < node->items->len; i++)
        ORQ_PUSH(check->arena, section->merged->items, node->items->items[i]);
}

static void add_to(struct orq_check *check, struct section *section, const struct orq_yaml *node)
{
    if (node->kind == ORQ_YAML_LIST)
        add_items(check, section, node);
    else
        add_entries(check, section, node);
}

static bool same_scalar(const struct orq_yaml *a, const struct orq_yaml *b)
{
    return a->text && b->text && strcmp(a->text, b->text) == 0;
}

/* What one file does not hold, because it was reported, the other's lacks. */
static void join_reported(struct orq_check *check, struct section *section,
                          const struct orq_yaml_entry *more)
{
    struct orq_yaml *rest = ORQ_NEW(check->arena, struct orq_yaml);
    *rest = *(orq_yaml_was_reported(more->value) ? section->entry.value : more->value);
    rest->lacking = true;
    section->entry.value = rest;
    if (section->merged)
        section->merged = rest;
}

static void join(struct orq_check *check, struct section *section,
                 const struct orq_yaml_entry *more)
{
    const struct orq_yaml *first = section->entry.value;
    bool collection = first->kind == ORQ_YAML_LIST || first->kind == ORQ_YAML_MAP;
    if (orq_yaml_was_reported(first) || orq_yaml_was_reported(more->value)) {
        join_reported(check, section, more);
        return;
    }
    if (!collection || first->kind != more->value->kind) {
        if (!same_scalar(first, more->value))
            report_twice(check, orq_arena_printf(check->arena, "\"%s\"", more->key),
                         orq_yaml_key_at(more), orq_yaml_key_at(&section->entry));
        return;
    }
    if (!section->merged) {
        section->merged = empty_copy(check->arena, first);
        section->names = orq_map_new(check->arena, ORQ_KEYS_EXACT);
        section->entry.value = section->merged;
        add_to(check, section, first);
    }
    section->merged->lacking = section->merged->lacking || more->value->lacking;
    add_to(check, section, more->value);
}

const struct orq_yaml *orq_roots_merge(struct orq_check *check, const struct orq_roots *roots)
{
    if (roots->len == 1)
        return roots->items[0];
    struct sections sections = {0};
    struct orq_map *by_key = orq_map_new(check->arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < roots->len; i++)
        for (size_t j = 0; j < roots->items[i]->entries->len; j++) {
            const struct orq_yaml_entry *entry = &roots->items[i]->entries->items[j];
            struct section *section = orq_map_get(by_key, entry->key);
            if (section) {
                join(check, section, entry);
                continue;
            }
            section = ORQ_NEW(check->arena, struct section);
            section->entry = *entry;
            orq_map_put(by_key, entry->key, section);
            ORQ_PUSH(check->arena, &sections, section);
        }
    struct orq_yaml *root = empty_copy(check->arena, roots->items[0]);
    for (size_t i = 0; i < roots->len; i++)
        root->lacking = root->lacking || roots->items[i]->lacking;
    for (size_t i = 0; i < sections.len; i++)
        ORQ_PUSH(check->arena, root->entries, sections.items[i]->entry);
    return root;
}
