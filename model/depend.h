/* What depends on what in a schema: the edges that ordering and taking down dependents go by.
 *
 * Two sources. What follows from the data itself (a constraint on its columns, a foreign key on the
 * table and the key it points at, an index on its columns, a child on its parent, a column on its
 * type and collation, a default on the sequence it takes numbers from, a trigger on its table and
 * function, everything on the schema it stands in) is derived the same way for a model and a
 * database. What texts depend on (views, defaults, checks, generated columns, policies, function
 * signatures and SQL-standard bodies) comes from pg_depend where the schema was read from a
 * PostgreSQL database (schema->depends), else from the names in the texts: a superset, whose
 * circles ordering may break. Bodies in strings are never looked into: the server does not
 * either, with check_function_bodies off.
 *
 * An owned sequence depends on nothing: it is made before the table whose default takes numbers
 * from it, and is told its owner afterwards. That it goes with its owner is the emitter's to know.
 * Nor is there an edge to an extension: what it provides cannot be told by name, so that ordering
 * puts extensions in front of everything. */
#ifndef ORQ_MODEL_DEPEND_H
#define ORQ_MODEL_DEPEND_H

#include "model/schema.h"

/* All edges, each once, sorted. Identities are those of model/identity.h; a column's default is
 * part of its column, a view's column is "columns:" in the view. What depends on a column depends
 * on its table too, in an edge of its own, and on the columns above it that it is inherited from.
 * Objects that the schema does not hold are in no edge. Time is linear in the size of the schema,
 * but for the sorting. */
void orq_depends_of(struct orq_arena *arena, const struct orq_schema *schema,
                    struct orq_depends *depends);
/* Those of them that nothing but names in texts speak for, and that may be wrong. Of a schema that
 * was read from a database: none. */
void orq_depends_guessed(struct orq_arena *arena, const struct orq_schema *schema,
                         struct orq_depends *depends);

#endif
