/* Types that cannot be altered in place (an enum without one of its values, a domain over another
 * type): the old one is renamed aside, the new one made, every column cast over by way of text,
 * and the old one dropped. What else uses the type or such a column is made anew. */
#ifndef ORQ_EMIT_POSTGRES_TYPE_H
#define ORQ_EMIT_POSTGRES_TYPE_H

#include "emit/postgres_object.h"

struct orq_pg_types; /* who uses which type, of one schema */

struct orq_pg_types *orq_pg_types_new(struct orq_pg_emitter *emitter);

struct orq_pg_type_swap {
    const struct orq_definition *from, *to; /* of renamed, of want; may be of two kinds of type */
    const char *why;                        /* "PostgreSQL cannot take values from an enum" */
    struct orq_strings notes;               /* of the first statement */
    struct orq_strings first;               /* statements that go before */
    bool by_cast;                           /* its text is not that of the new one */
};

/* And of all types that are made of it. A type that was swapped before: nothing. */
void orq_pg_type_swap(struct orq_pg_types *types, const struct orq_pg_type_swap *swap);
/* Do columns or other types hold values of it (of renamed)? */
bool orq_pg_type_is_held(struct orq_pg_types *types, const struct orq_definition *type);
/* Do columns hold it inside of arrays, composites or ranges? PostgreSQL does not check those:
 * https://www.postgresql.org/docs/current/sql-alterdomain.html, notes. */
bool orq_pg_type_is_inside(struct orq_pg_types *types, const struct orq_definition *type);
/* Is the definition (of either side) one of those? */
bool orq_pg_type_is_swapped(const struct orq_pg_types *types,
                            const struct orq_definition *definition);

#endif
