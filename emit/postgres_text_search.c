/* Dictionaries and configurations of full text search. Columns and indexes hold on to a
 * configuration, so that it is altered wherever the server can. */
#include "emit/postgres_families.h"

#include "model/text_search.h"
#include "sql/postgres_token.h"

#include <string.h>

/* -- dictionaries -- */

static const char *setting_name(struct orq_arena *arena, const char *setting)
{
    return orq_pg_name(arena, orq_arena_strndup(arena, setting, strcspn(setting, "=")));
}

static const char *setting_sql(struct orq_arena *arena, const char *setting)
{
    return orq_arena_printf(arena, "%s = %s", setting_name(arena, setting),
                            orq_pg_text(arena, setting + strcspn(setting, "=") + 1));
}

const char *orq_pg_dictionary_sql(struct orq_pg_emitter *emitter,
                                  const struct orq_definition *definition)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_strings *settings = orq_pg_list(definition, ORQ_ATTRIBUTE_SETTINGS);
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "CREATE TEXT SEARCH DICTIONARY %s (\n    TEMPLATE = %s",
                 orq_pg_definition_sql(arena, definition),
                 orq_pg_reference_sql(
                     arena, orq_attribute_text(&definition->attributes, ORQ_ATTRIBUTE_TEMPLATE)));
    for (size_t i = 0; i < settings->len; i++)
        orq_str_addf(&out, ",\n    %s", setting_sql(arena, settings->items[i]));
    orq_str_add(&out, "\n)");
    return orq_str_text(&out);
}

static bool has_setting(struct orq_arena *arena, const struct orq_strings *settings,
                        const char *name)
{
    for (size_t i = 0; i < settings->len; i++)
        if (strcmp(setting_name(arena, settings->items[i]), name) == 0)
            return true;
    return false;
}

/* Those that are named without a value go; the others, set again, stand in their order. */
static void alter_settings(struct orq_pg_change *change)
{
    struct orq_arena *arena = change->emitter->arena;
    const struct orq_strings *had = orq_pg_list(change->from, ORQ_ATTRIBUTE_SETTINGS);
    const struct orq_strings *wanted = orq_pg_list(change->to, ORQ_ATTRIBUTE_SETTINGS);
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < had->len; i++) {
        const char *name = setting_name(arena, had->items[i]);
        if (!has_setting(arena, wanted, name))
            orq_str_addf(&out, "%s%s", out.len > 0 ? ", " : "", name);
    }
    for (size_t i = 0; i < wanted->len; i++)
        orq_str_addf(&out, "%s%s", out.len > 0 ? ", " : "", setting_sql(arena, wanted->items[i]));
    orq_pg_say(change, "%s (%s)", orq_pg_altered(change), orq_str_text(&out));
}

const struct orq_pg_rule orq_pg_dictionary_rules[] = {{ORQ_ATTRIBUTE_SETTINGS, alter_settings},
                                                      {ORQ_ATTRIBUTE_COUNT, NULL}};

/* -- configurations -- */

const char *orq_pg_configuration_sql(struct orq_pg_emitter *emitter,
                                     const struct orq_definition *definition)
{
    struct orq_arena *arena = emitter->arena;
    const char *parser = orq_attribute_text(&definition->attributes, ORQ_ATTRIBUTE_PARSER);
    return orq_arena_printf(arena, "CREATE TEXT SEARCH CONFIGURATION %s (PARSER = %s)",
                            orq_pg_definition_sql(arena, definition),
                            parser ? orq_pg_reference_sql(arena, parser)
                                   : "pg_catalog.\"default\"");
}

/* "word, hword" of all tokens that are asked the same dictionaries as the one at a place; NULL: one
 * in front of it is among them. */
static const char *tokens_like(struct orq_arena *arena, const struct orq_strings *mappings,
                               size_t at)
{
    const char *dictionaries = orq_mapping_dictionaries(mappings->items[at]);
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < mappings->len; i++) {
        if (strcmp(orq_mapping_dictionaries(mappings->items[i]), dictionaries) != 0)
            continue;
        if (i < at)
            return NULL;
        orq_str_addf(&out, "%s%s", i > at ? ", " : "",
                     orq_pg_name(arena, orq_mapping_token(arena, mappings->items[i])));
    }
    return orq_str_text(&out);
}

void orq_pg_configuration_finish(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                                 const struct orq_definition *definition)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_strings *mappings = orq_pg_list(definition, ORQ_ATTRIBUTE_MAPPINGS);
    for (size_t i = 0; i < mappings->len; i++) {
        const char *tokens = tokens_like(arena, mappings, i);
        if (tokens)
            orq_pg_piece(emitter, task, NULL,
                         orq_arena_printf(arena, "ALTER %s ADD MAPPING FOR %s WITH %s",
                                          orq_pg_object_called(arena, definition), tokens,
                                          orq_mapping_dictionaries(mappings->items[i])));
    }
}

static void say_mappings(struct orq_pg_change *change, const struct orq_strings *mappings,
                         const char *verb)
{
    for (size_t i = 0; i < mappings->len; i++) {
        const char *tokens = tokens_like(change->emitter->arena, mappings, i);
        if (tokens)
            orq_pg_say(change, "%s %s MAPPING FOR %s WITH %s", orq_pg_altered(change), verb, tokens,
                       orq_mapping_dictionaries(mappings->items[i]));
    }
}

static void alter_mappings(struct orq_pg_change *change)
{
    struct orq_arena *arena = change->emitter->arena;
    const struct orq_strings *had = orq_pg_list(change->from, ORQ_ATTRIBUTE_MAPPINGS);
    const struct orq_strings *wanted = orq_pg_list(change->to, ORQ_ATTRIBUTE_MAPPINGS);
    struct orq_strings added = {0}, altered = {0};
    for (size_t i = 0; i < had->len; i++) {
        const char *token = orq_mapping_token(arena, had->items[i]);
        if (!orq_mapping_of(arena, wanted, token))
            orq_pg_say(change, "%s DROP MAPPING FOR %s", orq_pg_altered(change),
                       orq_pg_name(arena, token));
    }
    for (size_t i = 0; i < wanted->len; i++) {
        const char *before = orq_mapping_of(arena, had, orq_mapping_token(arena, wanted->items[i]));
        if (!before)
            ORQ_PUSH(arena, &added, wanted->items[i]);
        else if (strcmp(before, wanted->items[i]) != 0)
            ORQ_PUSH(arena, &altered, wanted->items[i]);
    }
    say_mappings(change, &altered, "ALTER");
    say_mappings(change, &added, "ADD");
}

const struct orq_pg_rule orq_pg_configuration_rules[] = {{ORQ_ATTRIBUTE_MAPPINGS, alter_mappings},
                                                         {ORQ_ATTRIBUTE_COUNT, NULL}};
