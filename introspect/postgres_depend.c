/* What depends on what, of what is read on both ends. */
#include "introspect/postgres_parts.h"

struct end {
    const char *identity;
    const char *relation; /* of a column: its relation's own; else NULL */
};

static struct end end_of(struct orq_catalog *catalog, enum orq_class class, uint32_t oid,
                         uint32_t number)
{
    struct end end = {0};
    struct orq_arena *passing = catalog->passing;
    const struct orq_dialect *dialect = catalog->schema->dialect;
    const struct orq_catalog_object *object = orq_catalog_object(catalog, class, oid);
    if (!object)
        return end;
    end.identity = orq_catalog_word(
        catalog,
        object->relation
            ? orq_identity_in(passing, dialect, object->kind, object->relation, object->name)
            : orq_identity(passing, dialect, object->kind, object->schema, object->name));
    const struct orq_catalog_relation *holder =
        class == ORQ_CLASS_RELATION && number > 0 ? orq_catalog_relation(catalog, oid) : NULL;
    const struct orq_catalog_column *column = holder ? orq_catalog_column(holder, number) : NULL;
    if (!column)
        return end;
    end.relation = end.identity;
    end.identity =
        orq_catalog_word(catalog, orq_identity_in(passing, dialect, ORQ_KIND_COLUMN,
                                                  holder->qualified, column->column->name));
    return end;
}

static struct end end_at(struct orq_catalog *catalog, const struct orq_row *row, size_t at)
{
    enum orq_class class = orq_cell_oid(row, at);
    uint32_t oid = orq_cell_oid(row, at + 1);
    const struct orq_catalog_alias *alias =
        orq_oids_get(catalog->aliases, orq_oids_pair(class, oid));
    if (alias)
        return end_of(catalog, ORQ_CLASS_RELATION, alias->relation, alias->column);
    return end_of(catalog, class, oid, orq_cell_oid(row, at + 2));
}

static void add_edge(struct orq_catalog *catalog, const char *object, const char *on)
{
    struct orq_depend edge = {.object = object, .on = on};
    if (on && object != on)
        ORQ_PUSH(catalog->arena, &catalog->schema->depends, edge);
}

/* Identities are words: equal ones are the same pointer. A view's query names its own columns. */
bool orq_catalog_depend_row(void *context, const struct orq_row *row)
{
    struct end object = end_at(context, row, 0);
    if (!object.identity)
        return true;
    struct end on = end_at(context, row, 3);
    if (!on.identity || on.relation == object.identity)
        return true;
    add_edge(context, object.identity, on.identity);
    if (on.relation != object.relation)
        add_edge(context, object.identity, on.relation);
    return true;
}
