/* Attributes of what its whole CREATE statement tells, read as a model's statement is. */
#include "introspect/postgres_parts.h"

#include "sql/postgres_statement.h"
#include "sql/postgres_token.h"

#include <string.h>

const char *orq_catalog_operator(struct orq_catalog *catalog, uint32_t namespace_oid,
                                 const char *name)
{
    const char *schema = orq_oids_get(catalog->namespaces, namespace_oid);
    if (!schema || strcmp(schema, "pg_catalog") == 0)
        return name;
    return orq_arena_printf(catalog->passing, "OPERATOR(%s.%s)",
                            orq_pg_name(catalog->passing, schema), name);
}

static void put_routine(struct orq_catalog *catalog, struct orq_definition *definition,
                        const struct orq_pg_create *create)
{
    bool procedure = create->kind == ORQ_PG_CREATE_PROCEDURE;
    const struct {
        enum orq_attribute_key key;
        const char *text;
    } rows[] = {{ORQ_ATTRIBUTE_PROCEDURE, procedure ? "true" : NULL},
                {ORQ_ATTRIBUTE_ARGUMENTS,
                 create->arguments && create->arguments[0] ? create->arguments : NULL},
                {ORQ_ATTRIBUTE_RETURNS, create->returns},
                {ORQ_ATTRIBUTE_LANGUAGE, create->language},
                {ORQ_ATTRIBUTE_BODY, create->body}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        orq_catalog_put(catalog, definition, rows[i].key, rows[i].text);
    orq_catalog_put_list(catalog, definition, ORQ_ATTRIBUTE_OPTIONS, &create->options);
    orq_catalog_put_list(catalog, definition, ORQ_ATTRIBUTE_CONFIGURATION, &create->configuration);
}

bool orq_catalog_read_sql(struct orq_catalog *catalog, struct orq_definition *definition,
                          const char *sql)
{
    const char *error = "";
    size_t offset = 0;
    const struct orq_pg_create *create = orq_pg_create_read(catalog->passing, sql, &error, &offset);
    if (!create) {
        orq_warning(catalog->diags, ORQ_NOWHERE,
                    "%s %s is left out: its statement cannot be read at byte %zu: %s",
                    orq_kind_word(definition->kind), definition->name, offset + 1, error);
        return false;
    }
    definition->sql = orq_arena_strdup(catalog->arena, sql);
    if (create->signature)
        definition->name = orq_arena_strdup(catalog->arena, create->signature);
    if (definition->kind == ORQ_KIND_FUNCTION)
        put_routine(catalog, definition, create);
    else
        orq_catalog_put(catalog, definition, ORQ_ATTRIBUTE_TEXT, create->text);
    if (create->bound)
        orq_catalog_put(catalog, definition, ORQ_ATTRIBUTE_PARTITION_OF,
                        orq_qualified(catalog->passing, catalog->schema->dialect, create->on_schema,
                                      create->on));
    orq_catalog_put(catalog, definition, ORQ_ATTRIBUTE_BOUND, create->bound);
    return true;
}
