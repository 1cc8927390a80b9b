/* Dictionaries and configurations of full text search. */
#include "base/str.h"
#include "model/resolve_postgres.h"
#include "model/text_search.h"
#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

static bool is_map(const struct orq_yaml *node)
{
    return node && node->kind == ORQ_YAML_MAP;
}

static struct orq_definition *begin(struct orq_resolver *resolver, enum orq_kind kind,
                                    const struct orq_yaml_entry *entry)
{
    struct orq_definition *definition = orq_definition_new(resolver, kind, entry);
    orq_object_name(resolver, entry, &definition->schema, &definition->name);
    return definition;
}

void orq_resolve_dictionary(struct orq_resolver *resolver, const struct orq_yaml_entry *entry)
{
    struct orq_definition *dictionary = begin(resolver, ORQ_KIND_TEXT_SEARCH_DICTIONARY, entry);
    const struct orq_yaml *settings = orq_yaml_get(entry->value, "settings");
    struct orq_strings list = {0};
    for (size_t i = 0; is_map(settings) && i < settings->entries->len; i++) {
        const struct orq_yaml_entry *setting = &settings->entries->items[i];
        if (setting->value->text)
            ORQ_PUSH(resolver->arena, &list,
                     orq_arena_printf(resolver->arena, "%s=%s",
                                      orq_ascii_fold(resolver->arena, setting->key),
                                      setting->value->text));
    }
    orq_attribute_put(resolver->arena, &dictionary->attributes, ORQ_ATTRIBUTE_TEMPLATE,
                      orq_bare_name(orq_text_of(entry->value, "template")), dictionary->at);
    orq_attribute_put_list(resolver->arena, &dictionary->attributes, ORQ_ATTRIBUTE_SETTINGS, &list,
                           dictionary->at);
    orq_definition_add(resolver, dictionary);
}

/* -- configurations -- */

static const char *dictionary_sql(struct orq_arena *arena, const char *text)
{
    const char *name = orq_bare_name(text), *dot = strchr(name, '.');
    const char *schema = dot ? orq_arena_strndup(arena, name, (size_t)(dot - name)) : NULL;
    return orq_pg_qualified_name(arena, schema, dot ? dot + 1 : name);
}

static struct orq_strings names_in(struct orq_arena *arena, const struct orq_yaml *node)
{
    struct orq_strings names = {0};
    if (node->text)
        ORQ_PUSH(arena, &names, node->text);
    for (size_t i = 0; node->kind == ORQ_YAML_LIST && i < node->items->len; i++)
        if (node->items->items[i]->text)
            ORQ_PUSH(arena, &names, node->items->items[i]->text);
    return names;
}

/* "word: unaccent, english_stem" */
static const char *mapping_of(struct orq_arena *arena, const char *token,
                              const struct orq_strings *names)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "%s:", token);
    for (size_t i = 0; i < names->len; i++)
        orq_str_addf(&out, "%s %s", i > 0 ? "," : "", dictionary_sql(arena, names->items[i]));
    return orq_str_text(&out);
}

static struct orq_strings mappings_of(struct orq_resolver *resolver, const struct orq_yaml *map,
                                      const char *parser)
{
    struct orq_arena *arena = resolver->arena;
    struct orq_strings base = {0}, mappings = {0};
    const struct orq_yaml *own = orq_yaml_get(map, "mappings");
    if (orq_text_of(map, "copy"))
        orq_text_search_base(arena, orq_text_of(map, "copy"), &base);
    for (size_t i = 0; is_map(own) && i < own->entries->len; i++) {
        const struct orq_yaml_entry *entry = &own->entries->items[i];
        const struct orq_strings names = names_in(arena, entry->value);
        if (!parser && !orq_text_search_is_token(entry->key))
            orq_error(resolver->diags, orq_yaml_key_at(entry),
                      "the default parser has no type of token \"%s\"",
                      orq_shown_name(arena, entry->key));
        else if (names.len > 0)
            ORQ_PUSH(arena, &mappings, mapping_of(arena, entry->key, &names));
    }
    for (size_t i = 0; i < base.len; i++)
        if (!is_map(own) || !orq_yaml_get(own, orq_mapping_token(arena, base.items[i])))
            ORQ_PUSH(arena, &mappings, base.items[i]);
    orq_sort_unique(&mappings);
    return mappings;
}

void orq_resolve_configuration(struct orq_resolver *resolver, const struct orq_yaml_entry *entry)
{
    struct orq_definition *configuration =
        begin(resolver, ORQ_KIND_TEXT_SEARCH_CONFIGURATION, entry);
    const char *parser = orq_bare_name(orq_text_of(entry->value, "parser"));
    if (parser && strcmp(parser, "default") == 0)
        parser = NULL;
    const struct orq_strings mappings = mappings_of(resolver, entry->value, parser);
    orq_attribute_put(resolver->arena, &configuration->attributes, ORQ_ATTRIBUTE_PARSER, parser,
                      configuration->at);
    orq_attribute_put_list(resolver->arena, &configuration->attributes, ORQ_ATTRIBUTE_MAPPINGS,
                           &mappings, configuration->at);
    orq_definition_add(resolver, configuration);
}
