/* Enums, domains, ranges. */
#include "introspect/postgres_parts.h"

#include <string.h>

enum cell { OID, NAME, NAMESPACE, KIND, OWNER, ACL, NOT_NULL, BASE, COLLATION, DEFAULT, VALUES };

#define LONGEST_NAME 63 /* NAMEDATALEN - 1 */

static enum orq_kind kind_of(char letter)
{
    return letter == 'e' ? ORQ_KIND_ENUM : letter == 'd' ? ORQ_KIND_DOMAIN : ORQ_KIND_RANGE;
}

static void describe_domain(struct orq_catalog *catalog, struct orq_definition *domain,
                            const struct orq_row *row)
{
    orq_catalog_put(catalog, domain, ORQ_ATTRIBUTE_TYPE,
                    orq_catalog_type_text(catalog, orq_cell(row, BASE)));
    orq_catalog_put(catalog, domain, ORQ_ATTRIBUTE_COLLATION,
                    orq_catalog_named(catalog, 'c', orq_cell_oid(row, COLLATION)));
    orq_catalog_put(catalog, domain, ORQ_ATTRIBUTE_DEFAULT, orq_cell(row, DEFAULT));
    if (orq_cell_is(row, NOT_NULL))
        orq_catalog_put(catalog, domain, ORQ_ATTRIBUTE_NOT_NULL, "true");
}

bool orq_catalog_type_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    uint32_t oid = orq_cell_oid(row, OID);
    if (orq_catalog_is_hidden(catalog, ORQ_CLASS_TYPE, oid))
        return true;
    enum orq_kind kind = kind_of(orq_cell_char(row, KIND));
    struct orq_definition *definition =
        orq_catalog_define(catalog, kind, orq_cell_oid(row, NAMESPACE), orq_cell(row, NAME));
    definition->acl = orq_catalog_acl(catalog, kind, orq_cell_oid(row, OWNER), orq_cell(row, ACL));
    if (kind == ORQ_KIND_ENUM) {
        struct orq_strings values = orq_cell_array(catalog->passing, row, VALUES);
        orq_catalog_put_list(catalog, definition, ORQ_ATTRIBUTE_VALUES, &values);
    } else if (kind == ORQ_KIND_DOMAIN) {
        describe_domain(catalog, definition, row);
    }
    if (kind != ORQ_KIND_ENUM)
        orq_oids_put(catalog->typed, oid, definition);
    orq_catalog_keep(catalog, definition, ORQ_CLASS_TYPE, oid);
    return true;
}

/* As the server makes it of the range's:
 * https://www.postgresql.org/docs/current/sql-createtype.html */
static const char *own_multirange(struct orq_arena *arena, const char *range)
{
    const char *word = strstr(range, "range");
    const char *name =
        word ? orq_arena_printf(arena, "%.*smulti%s", (int)(word - range), range, word)
             : orq_arena_printf(arena, "%.52s_multirange", range);
    return orq_arena_strndup(arena, name, strnlen(name, LONGEST_NAME));
}

static const char *qualified_at(struct orq_catalog *catalog, const struct orq_row *row, size_t at)
{
    const char *name = orq_cell(row, at + 1);
    return name ? orq_catalog_qualified(catalog, orq_cell_oid(row, at), name) : NULL;
}

bool orq_catalog_range_row(void *context, const struct orq_row *row)
{
    enum {
        TYPE,
        SUBTYPE,
        OPCLASS,
        RANGE_COLLATION,
        CANONICAL,
        CANONICAL_NAME,
        DIFF,
        DIFF_NAME,
        MULTIRANGE_SCHEMA,
        MULTIRANGE,
        MULTIRANGE_OID
    };
    struct orq_catalog *catalog = context;
    struct orq_definition *range = orq_oids_get(catalog->typed, orq_cell_oid(row, TYPE));
    if (!range)
        return true;
    orq_catalog_put(catalog, range, ORQ_ATTRIBUTE_SUBTYPE,
                    orq_catalog_type_text(catalog, orq_cell(row, SUBTYPE)));
    orq_catalog_put(catalog, range, ORQ_ATTRIBUTE_OPCLASS,
                    orq_catalog_named(catalog, 'o', orq_cell_oid(row, OPCLASS)));
    orq_catalog_put(catalog, range, ORQ_ATTRIBUTE_COLLATION,
                    orq_catalog_named(catalog, 'c', orq_cell_oid(row, RANGE_COLLATION)));
    orq_catalog_put(catalog, range, ORQ_ATTRIBUTE_CANONICAL, qualified_at(catalog, row, CANONICAL));
    orq_catalog_put(catalog, range, ORQ_ATTRIBUTE_SUBTYPE_DIFF, qualified_at(catalog, row, DIFF));
    const char *multirange = orq_cell(row, MULTIRANGE);
    if (!multirange)
        return true;
    if (strcmp(multirange, own_multirange(catalog->passing, range->name)) != 0)
        orq_catalog_put(catalog, range, ORQ_ATTRIBUTE_MULTIRANGE,
                        qualified_at(catalog, row, MULTIRANGE_SCHEMA));
    orq_catalog_add_object(catalog, ORQ_CLASS_TYPE, orq_cell_oid(row, MULTIRANGE_OID),
                           &(struct orq_catalog_object){.kind = ORQ_KIND_RANGE,
                                                        .schema = range->schema,
                                                        .name = range->name});
    return true;
}
