/* What depends on a column that a parent has too depends on the parent's: what is done there is
 * done to the children's. */
#include "model/depend_parts.h"

#include "base/str.h"

#include <string.h>

/* Tables with parents, by name; NULL: there are none. */
static struct orq_map *children_of(struct orq_depender *depender)
{
    const struct orq_tables *tables = &depender->schema->tables;
    struct orq_map *children = NULL;
    for (size_t i = 0; i < tables->len; i++) {
        struct orq_table *table = tables->items[i];
        const struct orq_table_postgres *postgres = orq_table_postgres(table);
        if (!postgres->partition_of && postgres->inherits.len == 0)
            continue;
        if (!children)
            children = orq_map_new(depender->arena, ORQ_KEYS_EXACT);
        orq_map_put(children, orq_held_name(depender, table), table);
    }
    return children;
}

static void climb_to(struct orq_depender *depender, struct orq_depends *depends, const char *object,
                     const struct orq_held *column)
{
    struct orq_depend edge = {.object = object};
    if (!column)
        return;
    edge.on = column->identity;
    ORQ_PUSH(depender->arena, depends, edge);
}

/* The column of a child that an identity is about, which the child has from above; NULL: none. */
static const struct orq_column *inherited_column(struct orq_depender *depender,
                                                 const struct orq_map *children,
                                                 const char *identity,
                                                 const struct orq_table **child)
{
    const char *colon = orq_starts_with(identity, "columns:") ? strchr(identity, ':') : NULL;
    const char *end = colon ? strchr(colon, '\x1f') : NULL;
    if (!end)
        return NULL;
    *child = orq_map_get(children,
                         orq_arena_strndup(depender->arena, colon + 1, (size_t)(end - colon - 1)));
    const struct orq_column *column = *child ? orq_table_column(*child, end + 1) : NULL;
    return column && orq_column_postgres(column)->inherited ? column : NULL;
}

/* Does it come and go with the parent's column, so that nothing has to be done about it? */
static bool goes_with_parent(struct orq_depender *depender, const struct orq_map *children,
                             const char *object)
{
    const struct orq_table *child = NULL;
    const struct orq_column *column = inherited_column(depender, children, object, &child);
    return column &&
           (!orq_column_postgres(column)->local || orq_table_postgres(child)->partition_of);
}

static void climb(struct orq_depender *depender, const struct orq_map *children,
                  struct orq_depends *depends, const struct orq_depend *edge)
{
    const struct orq_table *child = NULL;
    const struct orq_column *column = inherited_column(depender, children, edge->on, &child);
    const struct orq_held *above = NULL;
    if (!column || goes_with_parent(depender, children, edge->object))
        return;
    const struct orq_table_postgres *postgres = orq_table_postgres(child);
    if (postgres->partition_of)
        above = orq_held_column(depender, postgres->partition_of, column->name);
    climb_to(depender, depends, edge->object, above);
    for (size_t i = 0; i < postgres->inherits.len; i++)
        climb_to(depender, depends, edge->object,
                 orq_held_column(depender, postgres->inherits.items[i], column->name));
}

void orq_depend_climb(struct orq_depender *depender)
{
    const struct orq_map *children = children_of(depender);
    struct orq_depends *const both[] = {&depender->sure, &depender->guessed};
    for (size_t k = 0; children && k < 2; k++)
        for (size_t i = 0; i < both[k]->len; i++) {
            const struct orq_depend edge = both[k]->items[i]; /* they move as the list grows */
            climb(depender, children, both[k], &edge);
        }
}
