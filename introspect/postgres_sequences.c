/* Sequences: of their own, or of an identity column. */
#include "introspect/postgres_parts.h"

#include "model/naming.h"

#include <string.h>

enum cell {
    OID,
    NAME,
    NAMESPACE,
    PERSISTENCE,
    OWNER,
    ACL,
    TYPE,
    START,
    INCREMENT,
    MINIMUM,
    MAXIMUM,
    CACHE,
    CYCLE,
    DEPENDENCY,
    TABLE,
    COLUMN
};

/* https://www.postgresql.org/docs/current/sql-createsequence.html */
static const struct bounds {
    uint32_t oid;
    const char *type, *least, *most;
} bounds[] = {{20, NULL, "-9223372036854775808", "9223372036854775807"},
              {21, "smallint", "-32768", "32767"},
              {23, "integer", "-2147483648", "2147483647"}};

static const struct bounds *bounds_of(uint32_t type)
{
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
        if (bounds[i].oid == type)
            return &bounds[i];
    return &bounds[0];
}

static void put_unless(struct orq_catalog *catalog, struct orq_attributes *attributes,
                       enum orq_attribute_key key, const char *text, const char *usual)
{
    if (strcmp(text, usual) != 0)
        orq_attribute_put(catalog->arena, attributes, key, orq_catalog_word(catalog, text),
                          ORQ_NOWHERE);
}

static void describe(struct orq_catalog *catalog, struct orq_attributes *attributes,
                     const struct orq_row *row)
{
    const struct bounds *bound = bounds_of(orq_cell_oid(row, TYPE));
    bool descending = orq_cell_char(row, INCREMENT) == '-';
    put_unless(catalog, attributes, ORQ_ATTRIBUTE_START, orq_cell(row, START),
               orq_cell(row, descending ? MAXIMUM : MINIMUM));
    put_unless(catalog, attributes, ORQ_ATTRIBUTE_INCREMENT, orq_cell(row, INCREMENT), "1");
    put_unless(catalog, attributes, ORQ_ATTRIBUTE_MINIMUM, orq_cell(row, MINIMUM),
               descending ? bound->least : "1");
    put_unless(catalog, attributes, ORQ_ATTRIBUTE_MAXIMUM, orq_cell(row, MAXIMUM),
               descending ? "-1" : bound->most);
    put_unless(catalog, attributes, ORQ_ATTRIBUTE_CACHE, orq_cell(row, CACHE), "1");
    if (orq_cell_is(row, CYCLE))
        orq_attribute_put(catalog->arena, attributes, ORQ_ATTRIBUTE_CYCLE, "true", ORQ_NOWHERE);
}

static void describe_identity(struct orq_catalog *catalog,
                              const struct orq_catalog_relation *relation,
                              struct orq_column *column, const struct orq_row *row)
{
    struct orq_column_postgres *postgres = orq_catalog_column_postgres(catalog, column);
    struct orq_strings columns = {0};
    ORQ_PUSH(catalog->passing, &columns, column->name);
    const char *own = orq_name_from_template(catalog->passing, "{table}_{columns}_seq",
                                             relation->name, &columns, NULL);
    describe(catalog, &postgres->sequence, row);
    if (strcmp(own, orq_cell(row, NAME)) != 0 ||
        orq_cell_oid(row, NAMESPACE) != relation->namespace_oid)
        postgres->sequence_name =
            orq_catalog_qualified(catalog, orq_cell_oid(row, NAMESPACE), orq_cell(row, NAME));
}

static void define_sequence(struct orq_catalog *catalog,
                            const struct orq_catalog_relation *relation,
                            const struct orq_column *owner, const struct orq_row *row)
{
    struct orq_definition *sequence = orq_catalog_define(
        catalog, ORQ_KIND_SEQUENCE, orq_cell_oid(row, NAMESPACE), orq_cell(row, NAME));
    sequence->acl =
        orq_catalog_acl(catalog, ORQ_KIND_SEQUENCE, orq_cell_oid(row, OWNER), orq_cell(row, ACL));
    orq_catalog_put(catalog, sequence, ORQ_ATTRIBUTE_TYPE,
                    bounds_of(orq_cell_oid(row, TYPE))->type);
    describe(catalog, &sequence->attributes, row);
    if (owner)
        orq_catalog_put(
            catalog, sequence, ORQ_ATTRIBUTE_OWNED_BY,
            orq_arena_printf(catalog->passing, "%s.%s", relation->qualified, owner->name));
    if (orq_cell_char(row, PERSISTENCE) == 'u')
        orq_catalog_put(catalog, sequence, ORQ_ATTRIBUTE_UNLOGGED, "true");
    orq_catalog_keep(catalog, sequence, ORQ_CLASS_RELATION, orq_cell_oid(row, OID));
}

bool orq_catalog_sequence_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    uint32_t table = orq_cell_oid(row, TABLE);
    if (orq_catalog_is_hidden(catalog, ORQ_CLASS_RELATION, orq_cell_oid(row, OID)) ||
        orq_catalog_is_hidden(catalog, ORQ_CLASS_RELATION, table))
        return true;
    const struct orq_catalog_relation *relation = orq_catalog_relation(catalog, table);
    const struct orq_catalog_column *column =
        relation ? orq_catalog_column(relation, orq_cell_oid(row, COLUMN)) : NULL;
    if (orq_cell_char(row, DEPENDENCY) != 'i')
        define_sequence(catalog, relation, column ? column->column : NULL, row);
    else if (column)
        describe_identity(catalog, relation, column->column, row);
    return true;
}
