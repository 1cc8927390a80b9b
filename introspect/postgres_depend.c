/* What depends on what, of what is read on both ends. */
#include "introspect/postgres_parts.h"

/* Of a column, with its relation's own identity in *relation. NULL: neither end of an edge. */
static const char *identity_at(struct orq_catalog *catalog, const struct orq_row *row, size_t at,
                               const char **relation)
{
    uint32_t class = orq_cell_oid(row, at), oid = orq_cell_oid(row, at + 1);
    uint32_t number = orq_cell_oid(row, at + 2);
    struct orq_arena *passing = catalog->passing;
    const struct orq_dialect *dialect = catalog->schema->dialect;
    const struct orq_catalog_object *object = orq_catalog_object(catalog, class, oid);
    *relation = NULL;
    if (!object)
        return NULL;
    if (object->relation)
        return orq_catalog_word(catalog, orq_identity_in(passing, dialect, object->kind,
                                                         object->relation, object->name));
    const char *whole = orq_catalog_word(
        catalog, orq_identity(passing, dialect, object->kind, object->schema, object->name));
    const struct orq_catalog_relation *holder =
        class == ORQ_CLASS_RELATION && number > 0 ? orq_catalog_relation(catalog, oid) : NULL;
    const struct orq_catalog_column *column = holder ? orq_catalog_column(holder, number) : NULL;
    if (!column)
        return whole;
    *relation = whole;
    return orq_catalog_word(catalog, orq_identity_in(passing, dialect, ORQ_KIND_COLUMN,
                                                     holder->qualified, column->column->name));
}

static void add_edge(struct orq_catalog *catalog, const char *object, const char *on)
{
    struct orq_depend edge = {.object = object, .on = on};
    if (on && !orq_str_equal(object, on))
        ORQ_PUSH(catalog->arena, &catalog->schema->depends, edge);
}

bool orq_catalog_depend_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    const char *own = NULL, *relation = NULL;
    const char *object = identity_at(catalog, row, 0, &own);
    const char *on = object ? identity_at(catalog, row, 3, &relation) : NULL;
    if (!on)
        return true;
    add_edge(catalog, object, on);
    if (!orq_str_equal(own, relation) || !own)
        add_edge(catalog, object, relation);
    return true;
}
