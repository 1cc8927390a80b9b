/* What others are named by: schemas, roles, types, access methods, … */
#include "introspect/postgres_parts.h"

#include "model/dialect.h"
#include "sql/postgres_token.h"

#include <string.h>

struct name {
    const char *text;
    bool is_default;
};

#define SERVERS_OWN "pg_catalog"
#define DEFAULT_PREFIX "public."

const char *orq_catalog_word(struct orq_catalog *catalog, const char *text)
{
    if (!text)
        return NULL;
    char *known = orq_map_get(catalog->words, text);
    if (known)
        return known;
    known = orq_arena_strdup(catalog->arena, text);
    orq_map_put(catalog->words, known, known);
    return known;
}

/* ---- schemas ---- */

static void define_namespace(struct orq_catalog *catalog, uint32_t oid, const struct orq_row *row)
{
    const char *name = orq_cell(row, 1);
    if (strcmp(name, catalog->schema->dialect->default_schema) == 0 ||
        orq_catalog_is_hidden(catalog, ORQ_CLASS_NAMESPACE, oid))
        return;
    struct orq_definition *definition =
        orq_catalog_define(catalog, ORQ_KIND_NAMESPACE, 0, orq_catalog_word(catalog, name));
    definition->acl =
        orq_catalog_acl(catalog, ORQ_KIND_NAMESPACE, orq_cell_oid(row, 2), orq_cell(row, 3));
    orq_catalog_keep(catalog, definition, ORQ_CLASS_NAMESPACE, oid);
}

bool orq_catalog_namespace_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    uint32_t oid = orq_cell_oid(row, 0);
    char *name = orq_arena_strdup(catalog->arena, orq_cell(row, 1));
    orq_oids_put(catalog->namespaces, oid, name);
    if (!orq_cell_is(row, 4))
        return true;
    catalog->read = orq_arena_printf(catalog->passing, "%s%c%lu", catalog->read,
                                     catalog->read[0] ? ',' : '{', (unsigned long)oid);
    ORQ_PUSH(catalog->arena, &catalog->schema->schemas, name);
    define_namespace(catalog, oid, row);
    return true;
}

static bool is_named(const struct orq_catalog *catalog, uint32_t oid, const char *name)
{
    const char *known = orq_oids_get(catalog->namespaces, oid);
    return !known || strcmp(known, name) == 0;
}

const char *orq_catalog_schema(const struct orq_catalog *catalog, uint32_t namespace_oid)
{
    if (is_named(catalog, namespace_oid, catalog->schema->dialect->default_schema))
        return NULL;
    return orq_oids_get(catalog->namespaces, namespace_oid);
}

const char *orq_catalog_qualified(struct orq_catalog *catalog, uint32_t namespace_oid,
                                  const char *name)
{
    const char *schema = is_named(catalog, namespace_oid, SERVERS_OWN)
                             ? NULL
                             : orq_catalog_schema(catalog, namespace_oid);
    if (!schema)
        return orq_catalog_word(catalog, name);
    return orq_catalog_word(catalog, orq_arena_printf(catalog->passing, "%s.%s", schema, name));
}

const char *orq_catalog_sql_name(struct orq_catalog *catalog, uint32_t namespace_oid,
                                 const char *name)
{
    const char *schema = is_named(catalog, namespace_oid, SERVERS_OWN)
                             ? NULL
                             : orq_oids_get(catalog->namespaces, namespace_oid);
    return orq_pg_qualified_name(catalog->passing, schema, name);
}

/* ---- roles ---- */

bool orq_catalog_role_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    orq_oids_put(catalog->roles, orq_cell_oid(row, 0),
                 orq_arena_strdup(catalog->arena, orq_cell(row, 1)));
    return true;
}

const char *orq_catalog_role(const struct orq_catalog *catalog, uint32_t oid)
{
    return orq_oids_get(catalog->roles, oid);
}

/* ---- access methods, operator classes, collations, tablespaces, operators ---- */

bool orq_catalog_name_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    struct name *name = ORQ_NEW(catalog->passing, struct name);
    uint32_t namespace_oid = orq_cell_oid(row, 3);
    const char *schema = NULL;
    if (!is_named(catalog, namespace_oid, SERVERS_OWN))
        schema = orq_catalog_schema(catalog, namespace_oid);
    const char *text = orq_cell(row, 2);
    name->text = schema ? orq_arena_printf(catalog->arena, "%s.%s", schema, text)
                        : orq_arena_strdup(catalog->arena, text);
    name->is_default = orq_cell_is(row, 4);
    orq_oids_put(catalog->names,
                 orq_oids_pair((unsigned char)orq_cell_char(row, 0), orq_cell_oid(row, 1)), name);
    return true;
}

static const struct name *find_name(const struct orq_catalog *catalog, char letter, uint32_t oid)
{
    return orq_oids_get(catalog->names, orq_oids_pair((unsigned char)letter, oid));
}

const char *orq_catalog_named(const struct orq_catalog *catalog, char letter, uint32_t oid)
{
    const struct name *name = find_name(catalog, letter, oid);
    return name ? name->text : NULL;
}

bool orq_catalog_is_default(const struct orq_catalog *catalog, uint32_t opclass)
{
    const struct name *name = find_name(catalog, 'o', opclass);
    return !name || name->is_default;
}

/* ---- types ---- */

const char *orq_catalog_type_text(struct orq_catalog *catalog, const char *text)
{
    if (!text)
        return NULL;
    if (orq_starts_with(text, DEFAULT_PREFIX))
        text += strlen(DEFAULT_PREFIX);
    return orq_catalog_word(catalog, text);
}

struct orq_catalog_type *orq_catalog_type(struct orq_catalog *catalog, uint32_t oid,
                                          int32_t modifier)
{
    uint64_t key = orq_oids_pair(oid, (uint32_t)modifier);
    struct orq_catalog_type *type = orq_oids_get(catalog->types, key);
    if (type)
        return type;
    type = ORQ_NEW(catalog->passing, struct orq_catalog_type);
    type->oid = oid;
    type->modifier = modifier;
    type->text = "";
    orq_oids_put(catalog->types, key, type);
    ORQ_PUSH(catalog->passing, &catalog->type_list, type);
    return type;
}

bool orq_catalog_column_type_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    struct orq_catalog_type *type =
        orq_catalog_type(catalog, orq_cell_oid(row, 0), (int32_t)orq_cell_number(row, 1));
    type->text = orq_catalog_type_text(catalog, orq_cell(row, 2));
    type->collation = orq_cell_oid(row, 3);
    type->storage = orq_cell_char(row, 4);
    return true;
}

/* ---- extensions, and what they own ---- */

bool orq_catalog_is_hidden(const struct orq_catalog *catalog, enum orq_class class, uint32_t oid)
{
    return orq_oids_get(catalog->hidden, orq_oids_pair(class, oid)) != NULL;
}

void orq_catalog_hide(struct orq_catalog *catalog, enum orq_class class, uint32_t oid)
{
    orq_oids_put(catalog->hidden, orq_oids_pair(class, oid), catalog);
}

bool orq_catalog_member_row(void *context, const struct orq_row *row)
{
    orq_catalog_hide(context, orq_cell_oid(row, 0), orq_cell_oid(row, 1));
    return true;
}

static bool is_read(const struct orq_catalog *catalog, uint32_t namespace_oid)
{
    const char *name = orq_oids_get(catalog->namespaces, namespace_oid);
    const struct orq_strings *wanted = catalog->options ? catalog->options->schemas : NULL;
    return !wanted || (name && orq_strings_hold(wanted, name));
}

bool orq_catalog_extension_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    uint32_t namespace_oid = orq_cell_oid(row, 3);
    if (!is_read(catalog, namespace_oid))
        return true;
    struct orq_definition *definition = orq_catalog_define(
        catalog, ORQ_KIND_EXTENSION, 0, orq_catalog_word(catalog, orq_cell(row, 1)));
    orq_catalog_put(catalog, definition, ORQ_ATTRIBUTE_VERSION, orq_cell(row, 2));
    const char *name = orq_oids_get(catalog->namespaces, namespace_oid);
    if (!is_named(catalog, namespace_oid, catalog->schema->dialect->default_schema))
        orq_catalog_put(catalog, definition, ORQ_ATTRIBUTE_SCHEMA, name);
    uint32_t oid = orq_cell_oid(row, 0);
    if (orq_cell(row, 4))
        orq_oids_put(catalog->own_comments, oid,
                     orq_arena_strdup(catalog->passing, orq_cell(row, 4)));
    orq_catalog_keep(catalog, definition, ORQ_CLASS_EXTENSION, oid);
    return true;
}
