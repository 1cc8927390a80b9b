/* Every fault in the structure of a document, in the user's words. */
#include "base/similar.h"
#include "base/str.h"
#include "model/shape.h"

#include <string.h>

static const char *shown(struct orq_arena *arena, const struct orq_yaml *node)
{
    const char *kind = orq_yaml_kind_word(node);
    switch (node->kind) {
    case ORQ_YAML_BOOL:
        return node->text;
    case ORQ_YAML_NUMBER:
        return orq_arena_printf(arena, "the number %s", node->text);
    case ORQ_YAML_TEXT:
        return strlen(node->text) <= 60 && !strchr(node->text, '\n')
                   ? orq_arena_printf(arena, "the text \"%s\"", node->text)
                   : kind;
    case ORQ_YAML_NULL:
    case ORQ_YAML_LIST:
    case ORQ_YAML_MAP:
        return kind;
    }
    return kind;
}

/* -- did you mean -- */

/* Words that other tools take for true and false; YAML 1.2 reads them as text. */
static const char *meant_boolean(const char *text)
{
    static const struct {
        const char *word, *meant;
    } rows[] = {{"yes", "true"}, {"on", "true"},   {"y", "true"},  {"true", "true"},
                {"no", "false"}, {"off", "false"}, {"n", "false"}, {"false", "false"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (orq_ascii_equal(text, rows[i].word))
            return rows[i].meant;
    return NULL;
}

static void collect_words(struct orq_arena *arena, const struct orq_shape *shape,
                          struct orq_strings *words)
{
    if (shape->kind == ORQ_SHAPE_WORD)
        for (const char *const *word = shape->words; *word; word++)
            ORQ_PUSH(arena, words, *word);
    if (shape->kind == ORQ_SHAPE_BOOL) {
        ORQ_PUSH(arena, words, "true");
        ORQ_PUSH(arena, words, "false");
    }
    if (shape->kind == ORQ_SHAPE_ANY)
        for (const struct orq_shape *const *any = shape->any; *any; any++)
            collect_words(arena, *any, words);
}

static const char *meant_word(const struct orq_yaml *node, const struct orq_strings *words)
{
    if (node->kind != ORQ_YAML_TEXT || words->len == 0)
        return NULL;
    const char *boolean = meant_boolean(node->text);
    if (boolean && orq_strings_hold(words, boolean))
        return boolean;
    return orq_similar(node->text, words);
}

static const char *joined(struct orq_arena *arena, const struct orq_strings *words)
{
    struct orq_str text = orq_str_new(arena);
    for (size_t i = 0; i < words->len; i++)
        orq_str_addf(&text, "%s%s", i == 0 ? "" : ", ", words->items[i]);
    return orq_str_text(&text);
}

static void report_wrong(struct orq_check *check, const struct orq_shape *shape,
                         const struct orq_yaml *node)
{
    struct orq_strings words = {0};
    collect_words(check->arena, shape, &words);
    const char *meant = meant_word(node, &words);
    const char *stands = shown(check->arena, node);
    if (meant)
        orq_error(check->diags, orq_yaml_at(node), "expected %s, found %s (did you mean %s?)",
                  shape->what, stands, meant);
    else
        orq_error(check->diags, orq_yaml_at(node), "expected %s, found %s", shape->what, stands);
    if (shape->kind == ORQ_SHAPE_WORD && !meant)
        orq_hint(check->diags, "one of %s", joined(check->arena, &words));
    if (shape->hint)
        orq_hint(check->diags, "%s", shape->hint);
}

/* -- maps -- */

static struct orq_strings keys_of(struct orq_arena *arena, const struct orq_shape *shape)
{
    struct orq_strings keys = {0};
    for (const struct orq_shape_key *row = shape->keys; row->key; row++)
        ORQ_PUSH(arena, &keys, row->key);
    return keys;
}

const char *orq_shape_meant_key(struct orq_arena *arena, const struct orq_shape *shape,
                                const struct orq_yaml *map, const char *key)
{
    const struct orq_strings keys = keys_of(arena, shape);
    const char *near = orq_similar(key, &keys);
    return near && !orq_yaml_get(map, near) ? near : NULL;
}

static void report_unknown_key(struct orq_check *check, const struct orq_shape *shape,
                               const struct orq_yaml_entry *entry, const char *meant)
{
    const struct orq_strings keys = keys_of(check->arena, shape);
    if (meant) {
        orq_error(check->diags, orq_yaml_key_at(entry),
                  "unknown key \"%s\" in %s (did you mean \"%s\"?)", entry->key, shape->what,
                  meant);
        return;
    }
    orq_error(check->diags, orq_yaml_key_at(entry), "unknown key \"%s\" in %s", entry->key,
              shape->what);
    orq_hint(check->diags, "it takes %s", joined(check->arena, &keys));
}

static void check_exactly(struct orq_check *check, const struct orq_shape *shape,
                          const struct orq_yaml *node)
{
    struct orq_strings choice = {0};
    size_t found = 0;
    for (const char *const *key = shape->exactly; *key; key++) {
        ORQ_PUSH(check->arena, &choice, *key);
        found += orq_yaml_get(node, *key) != NULL;
    }
    if (found != 1)
        orq_error(check->diags, orq_yaml_at(node), "%s takes %s of: %s", shape->what,
                  found == 0 ? "one" : "only one", joined(check->arena, &choice));
}

static void check_map(struct orq_check *check, const struct orq_shape *shape,
                      const struct orq_yaml *node)
{
    struct orq_strings meant = {0};
    for (size_t i = 0; i < node->entries->len; i++) {
        const struct orq_yaml_entry *entry = &node->entries->items[i];
        const struct orq_shape_key *row = orq_shape_key_of(shape, entry->key);
        const char *near = NULL;
        if (!row) {
            near = orq_shape_meant_key(check->arena, shape, node, entry->key);
            report_unknown_key(check, shape, entry, near);
        }
        if (near && !orq_strings_hold(&meant, near)) {
            ORQ_PUSH(check->arena, &meant, near);
            row = orq_shape_key_of(shape, near);
        }
        if (row)
            orq_shape_check(check, row->shape, entry->value);
    }
    for (const struct orq_shape_key *row = shape->keys; row->key; row++)
        if (row->required && !orq_yaml_get(node, row->key) && !orq_strings_hold(&meant, row->key))
            orq_error(check->diags, orq_yaml_at(node), "%s needs the key \"%s\"", shape->what,
                      row->key);
    if (shape->exactly)
        check_exactly(check, shape, node);
}

static void check_each(struct orq_check *check, const struct orq_shape *shape,
                       const struct orq_yaml *node)
{
    if (shape->kind == ORQ_SHAPE_NAMES) {
        for (size_t i = 0; i < node->entries->len; i++)
            orq_shape_check(check, shape->of, node->entries->items[i].value);
        return;
    }
    if (node->items->len < shape->least)
        orq_error(check->diags, orq_yaml_at(node), "expected %s, found an empty list", shape->what);
    for (size_t i = 0; i < node->items->len; i++)
        orq_shape_check(check, shape->of, node->items->items[i]);
}

static void report_mixed(struct orq_check *check, const struct orq_yaml *node)
{
    struct orq_strings dialects = {0};
    for (const char *const *dialect = orq_shape_dialects; *dialect; dialect++)
        ORQ_PUSH(check->arena, &dialects, *dialect);
    for (size_t i = 0; i < node->entries->len; i++) {
        const struct orq_yaml_entry *entry = &node->entries->items[i];
        if (orq_strings_hold(&dialects, entry->key))
            continue;
        const char *near = orq_similar(entry->key, &dialects);
        orq_error(check->diags, orq_yaml_key_at(entry), "\"%s\" is no dialect%s%s%s", entry->key,
                  near ? " (did you mean \"" : "", near ? near : "", near ? "\"?)" : "");
        orq_hint(check->diags, "a value for each dialect takes only the keys %s",
                 joined(check->arena, &dialects));
    }
}

/* So far, each as often as it was met. */
static size_t faults(const struct orq_check *check)
{
    return orq_diags_errors(check->diags) + check->met_again;
}

static void check_meant(struct orq_check *check, const struct orq_shape *shape,
                        const struct orq_yaml *node)
{
    const struct orq_shape *meant = shape;
    if (orq_yaml_was_reported(node))
        return;
    if (shape->kind == ORQ_SHAPE_ANY)
        meant = orq_shape_choose(shape, node);
    if (!meant || !orq_shape_takes(meant, node)) {
        report_wrong(check, shape, node);
        return;
    }
    if (meant->instead && meant->instead(check, node))
        return;
    size_t before = faults(check);
    if (meant != shape)
        check_meant(check, meant, node);
    else if (shape->kind == ORQ_SHAPE_MAP)
        check_map(check, shape, node);
    else if (shape->kind == ORQ_SHAPE_LIST || shape->kind == ORQ_SHAPE_NAMES)
        check_each(check, shape, node);
    if (shape->check && faults(check) == before)
        shape->check(check, node);
}

bool orq_shape_was_faulty(const struct orq_check *check, const struct orq_shape *shape,
                          const struct orq_yaml *node)
{
    char key[64];
    if (!check->faulty)
        return false;
    snprintf(key, sizeof key, "%p %p", (const void *)shape, (const void *)node);
    return orq_map_get(check->faulty, key) != NULL;
}

static void check_plain(struct orq_check *check, const struct orq_shape *shape,
                        const struct orq_yaml *node)
{
    if (orq_shape_was_faulty(check, shape, node)) {
        check->met_again++;
        return;
    }
    size_t before = faults(check);
    if (orq_shape_is_mixed(shape, node))
        report_mixed(check, node);
    else
        check_meant(check, shape, node);
    if (faults(check) == before)
        return;
    if (!check->faulty)
        check->faulty = orq_map_new(check->arena, ORQ_KEYS_EXACT);
    const char *key =
        orq_arena_printf(check->arena, "%p %p", (const void *)shape, (const void *)node);
    orq_map_put(check->faulty, key, check);
}

void orq_shape_check(struct orq_check *check, const struct orq_shape *shape,
                     const struct orq_yaml *node)
{
    if (!orq_shape_is_variant(shape, node)) {
        check_plain(check, shape, node);
        return;
    }
    for (size_t i = 0; i < node->entries->len; i++)
        check_plain(check, shape, node->entries->items[i].value);
}
