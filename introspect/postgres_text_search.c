/* Dictionaries and configurations of full text search.
 * https://www.postgresql.org/docs/current/textsearch-configuration.html */
#include "introspect/postgres_parts.h"

#include "base/str.h"
#include "sql/postgres_token.h"

#include <string.h>

/* "stopwords = 'english', accept = 'false'" */
static struct orq_strings settings_of(struct orq_arena *arena, const char *text)
{
    struct orq_strings settings = {0};
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, text, strlen(text));
    for (size_t i = 1; i + 1 < tokens.len; i++) {
        if (!orq_pg_token_is(text, tokens.items[i], "="))
            continue;
        ORQ_PUSH(arena, &settings,
                 orq_arena_printf(arena, "%s=%s",
                                  orq_pg_token_value(arena, text, tokens.items[i - 1]),
                                  orq_pg_token_value(arena, text, tokens.items[i + 1])));
    }
    return settings;
}

bool orq_catalog_dictionary_row(void *context, const struct orq_row *row)
{
    enum { OID, NAME, NAMESPACE, OWNER, TEMPLATE_NAMESPACE, TEMPLATE, SETTINGS };
    struct orq_catalog *catalog = context;
    if (orq_catalog_is_hidden(catalog, ORQ_CLASS_TEXT_SEARCH_DICTIONARY, orq_cell_oid(row, OID)))
        return true;
    struct orq_definition *dictionary =
        orq_catalog_define(catalog, ORQ_KIND_TEXT_SEARCH_DICTIONARY, orq_cell_oid(row, NAMESPACE),
                           orq_cell(row, NAME));
    dictionary->acl =
        orq_catalog_acl(catalog, ORQ_KIND_TEXT_SEARCH_DICTIONARY, orq_cell_oid(row, OWNER), NULL);
    orq_catalog_put(catalog, dictionary, ORQ_ATTRIBUTE_TEMPLATE,
                    orq_catalog_qualified(catalog, orq_cell_oid(row, TEMPLATE_NAMESPACE),
                                          orq_cell(row, TEMPLATE)));
    if (orq_cell(row, SETTINGS)) {
        struct orq_strings settings = settings_of(catalog->passing, orq_cell(row, SETTINGS));
        orq_catalog_put_list(catalog, dictionary, ORQ_ATTRIBUTE_SETTINGS, &settings);
    }
    orq_catalog_keep(catalog, dictionary, ORQ_CLASS_TEXT_SEARCH_DICTIONARY, orq_cell_oid(row, OID));
    return true;
}

/* Dictionaries of public stand without it. */
static struct orq_strings mappings_of(struct orq_catalog *catalog, const struct orq_row *row,
                                      size_t at)
{
    static const char prefix[] = " public.";
    struct orq_strings mappings = orq_cell_array(catalog->passing, row, at);
    for (size_t i = 0; i < mappings.len; i++) {
        struct orq_str out = orq_str_new(catalog->passing);
        for (const char *from = mappings.items[i]; *from; from++) {
            orq_str_addc(&out, *from);
            if (orq_starts_with(from, prefix))
                from += strlen(prefix) - 1;
        }
        mappings.items[i] = orq_str_text(&out);
    }
    return mappings;
}

bool orq_catalog_configuration_row(void *context, const struct orq_row *row)
{
    enum { OID, NAME, NAMESPACE, OWNER, PARSER_NAMESPACE, PARSER, MAPPINGS };
    struct orq_catalog *catalog = context;
    if (orq_catalog_is_hidden(catalog, ORQ_CLASS_TEXT_SEARCH_CONFIGURATION, orq_cell_oid(row, OID)))
        return true;
    struct orq_definition *configuration =
        orq_catalog_define(catalog, ORQ_KIND_TEXT_SEARCH_CONFIGURATION,
                           orq_cell_oid(row, NAMESPACE), orq_cell(row, NAME));
    const char *parser =
        orq_catalog_qualified(catalog, orq_cell_oid(row, PARSER_NAMESPACE), orq_cell(row, PARSER));
    struct orq_strings mappings = mappings_of(catalog, row, MAPPINGS);
    configuration->acl = orq_catalog_acl(catalog, ORQ_KIND_TEXT_SEARCH_CONFIGURATION,
                                         orq_cell_oid(row, OWNER), NULL);
    if (strcmp(parser, "default") != 0)
        orq_catalog_put(catalog, configuration, ORQ_ATTRIBUTE_PARSER, parser);
    orq_catalog_put_list(catalog, configuration, ORQ_ATTRIBUTE_MAPPINGS, &mappings);
    orq_catalog_keep(catalog, configuration, ORQ_CLASS_TEXT_SEARCH_CONFIGURATION,
                     orq_cell_oid(row, OID));
    return true;
}
