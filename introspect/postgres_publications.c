/* Publications, and the tables that are in them by name.
 * https://www.postgresql.org/docs/current/catalog-pg-publication.html */
#include "introspect/postgres_parts.h"

#include "base/str.h"
#include "model/publication.h"

static const char *published_actions(struct orq_arena *arena, const struct orq_row *row, size_t at)
{
    struct orq_strings actions = {0};
    for (size_t i = 0; orq_published_actions[i]; i++)
        if (orq_cell_is(row, at + i))
            ORQ_PUSH(arena, &actions, orq_published_actions[i]);
    return orq_publish_text(arena, &actions);
}

bool orq_catalog_publication_row(void *context, const struct orq_row *row)
{
    enum { OID, NAME, OWNER, ALL_TABLES, ACTIONS, VIA_ROOT = 8, GENERATED, SCHEMAS };
    struct orq_catalog *catalog = context;
    if (orq_catalog_is_hidden(catalog, ORQ_CLASS_PUBLICATION, orq_cell_oid(row, OID)))
        return true;
    struct orq_definition *publication =
        orq_catalog_define(catalog, ORQ_KIND_PUBLICATION, 0, orq_cell(row, NAME));
    struct orq_strings schemas = orq_cell_array(catalog->passing, row, SCHEMAS);
    orq_strings_sort(&schemas);
    orq_catalog_put(catalog, publication, ORQ_ATTRIBUTE_ALL_TABLES,
                    orq_cell_is(row, ALL_TABLES) ? "true" : NULL);
    orq_catalog_put(catalog, publication, ORQ_ATTRIBUTE_PUBLISH,
                    published_actions(catalog->passing, row, ACTIONS));
    orq_catalog_put(catalog, publication, ORQ_ATTRIBUTE_VIA_ROOT,
                    orq_cell_is(row, VIA_ROOT) ? "true" : NULL);
    orq_catalog_put(catalog, publication, ORQ_ATTRIBUTE_GENERATED,
                    orq_cell_char(row, GENERATED) == 's' ? "stored" : NULL);
    orq_catalog_put_list(catalog, publication, ORQ_ATTRIBUTE_SCHEMAS, &schemas);
    publication->acl =
        orq_catalog_acl(catalog, ORQ_KIND_PUBLICATION, orq_cell_oid(row, OWNER), NULL);
    orq_catalog_keep(catalog, publication, ORQ_CLASS_PUBLICATION, orq_cell_oid(row, OID));
    return true;
}

bool orq_catalog_published_row(void *context, const struct orq_row *row)
{
    enum { OID, RELATION, NAME, COLUMNS, WHERE };
    struct orq_catalog *catalog = context;
    const struct orq_catalog_relation *relation =
        orq_catalog_relation(catalog, orq_cell_oid(row, RELATION));
    if (!relation)
        return true;
    struct orq_definition *entry = orq_catalog_define(catalog, ORQ_KIND_PUBLISHED,
                                                      relation->namespace_oid, orq_cell(row, NAME));
    struct orq_numbers numbers = orq_cell_numbers(catalog->passing, row, COLUMNS);
    struct orq_strings columns = {0};
    for (size_t i = 0; i < numbers.len; i++) {
        const struct orq_catalog_column *column = orq_catalog_column(relation, numbers.items[i]);
        if (column)
            ORQ_PUSH(catalog->passing, &columns, column->column->name);
    }
    orq_strings_sort(&columns);
    entry->on = relation->qualified;
    orq_catalog_put_list(catalog, entry, ORQ_ATTRIBUTE_COLUMNS, &columns);
    orq_catalog_put(catalog, entry, ORQ_ATTRIBUTE_WHERE, orq_cell(row, WHERE));
    orq_catalog_keep(catalog, entry, ORQ_CLASS_PUBLISHED, orq_cell_oid(row, OID));
    return true;
}
