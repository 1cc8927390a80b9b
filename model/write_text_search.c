/* Full text search: a configuration is written as what differs from the nearest that comes with the
 * server. */
#include "model/write_postgres.h"

#include "base/str.h"
#include "model/text_search.h"
#include "sql/postgres_token.h"

#include <stdint.h>
#include <string.h>

void orq_put_dictionary(const struct orq_writer *writer, const struct orq_definition *dictionary,
                        struct orq_node *map)
{
    struct orq_arena *arena = writer->arena;
    const struct orq_strings *list = orq_list_of(dictionary, ORQ_ATTRIBUTE_SETTINGS);
    struct orq_node *settings = orq_node_map(arena);
    for (size_t i = 0; i < list->len; i++) {
        size_t len = strcspn(list->items[i], "=");
        orq_node_put_text(arena, settings, orq_arena_strndup(arena, list->items[i], len),
                          list->items[i] + len + 1);
    }
    orq_node_put_text(arena, map, "template",
                      orq_attribute_text(&dictionary->attributes, ORQ_ATTRIBUTE_TEMPLATE));
    orq_node_put(arena, map, "settings", list->len > 0 ? settings : NULL);
}

/* Names as a model has them: without quotes. */
static struct orq_node *dictionaries_node(struct orq_arena *arena, const char *text)
{
    struct orq_node *list = orq_node_list(arena);
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, text, strlen(text));
    struct orq_str name = orq_str_new(arena);
    for (size_t i = 0; i < tokens.len; i++) {
        bool ends = i + 1 == tokens.len || orq_pg_token_is(text, tokens.items[i], ",");
        if (!ends)
            orq_str_add(&name, orq_pg_token_value(arena, text, tokens.items[i]));
        else
            orq_node_push(arena, list, orq_node_text(arena, orq_str_text(&name)));
        if (ends)
            name = orq_str_new(arena);
    }
    return list;
}

/* How many mappings the configuration has that the language's has not, or has otherwise; SIZE_MAX:
 * the language's has one that this has not. */
static size_t distance(struct orq_arena *arena, const struct orq_strings *mappings,
                       const struct orq_strings *base)
{
    size_t same = 0;
    for (size_t i = 0; i < base->len; i++) {
        const char *own = orq_mapping_of(arena, mappings, orq_mapping_token(arena, base->items[i]));
        if (!own)
            return SIZE_MAX;
        same += strcmp(own, base->items[i]) == 0;
    }
    return mappings->len - same;
}

/* NULL: like none of them. */
static const char *nearest(struct orq_arena *arena, const struct orq_strings *mappings,
                           struct orq_strings *base)
{
    const char *found = NULL;
    size_t least = SIZE_MAX;
    for (size_t i = 0; orq_text_search_languages[i]; i++) {
        struct orq_strings theirs = {0};
        orq_text_search_base(arena, orq_text_search_languages[i], &theirs);
        size_t now = distance(arena, mappings, &theirs);
        if (now >= least)
            continue;
        least = now;
        found = orq_text_search_languages[i];
        *base = theirs;
    }
    return found;
}

void orq_put_configuration(const struct orq_writer *writer,
                           const struct orq_definition *configuration, struct orq_node *map)
{
    struct orq_arena *arena = writer->arena;
    const struct orq_strings *list = orq_list_of(configuration, ORQ_ATTRIBUTE_MAPPINGS);
    struct orq_strings base = {0};
    struct orq_node *mappings = orq_node_map(arena);
    const char *parser = orq_attribute_text(&configuration->attributes, ORQ_ATTRIBUTE_PARSER);
    const char *copy = parser ? NULL : nearest(arena, list, &base);
    for (size_t i = 0; i < list->len; i++) {
        const char *token = orq_mapping_token(arena, list->items[i]);
        if (!orq_str_equal(orq_mapping_of(arena, &base, token), list->items[i]))
            orq_node_put(arena, mappings, token,
                         dictionaries_node(arena, orq_mapping_dictionaries(list->items[i])));
    }
    orq_node_put_text(arena, map, "parser", parser);
    orq_node_put_text(arena, map, "copy", copy);
    orq_node_put(arena, map, "mappings", mappings->items->len > 0 ? mappings : NULL);
}
