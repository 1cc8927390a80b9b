/* Objects of a schema in the model language, one by one: what a model has to say to have them too.
 * They are written as `inspect` writes them, but for names and STRICT, which another schema, the
 * model that they go into, gives by its templates and defaults. */
#ifndef ORQ_MODEL_WRITE_OBJECT_H
#define ORQ_MODEL_WRITE_OBJECT_H

#include "model/schema.h"
#include "model/write_node.h"

struct orq_writer;

/* A writer of the objects of a schema, for a model. */
const struct orq_writer *orq_object_writer(struct orq_arena *arena, const struct orq_schema *schema,
                                           const struct orq_schema *model);

/* A table or a definition and its key: "t", "audit.events". Whole, with what is defined on it. */
struct orq_node_item orq_written_table_item(const struct orq_writer *writer,
                                            const struct orq_table *table);
struct orq_node_item orq_written_definition_item(const struct orq_writer *writer,
                                                 const struct orq_definition *definition);
/* What a table says of itself, without columns, constraints and what is defined on it. */
struct orq_node *orq_written_table_options(const struct orq_writer *writer,
                                           const struct orq_table *table);
/* A column with the constraints that stand beside it. */
struct orq_node *orq_written_column_node(const struct orq_writer *writer,
                                         const struct orq_table *table,
                                         const struct orq_column *column);
/* The same without them. */
struct orq_node *orq_written_column_alone(const struct orq_writer *writer,
                                          const struct orq_table *table,
                                          const struct orq_column *column);
/* Would a constraint stand beside its column? */
bool orq_written_beside(const struct orq_writer *writer, const struct orq_table *table,
                        const struct orq_constraint *constraint);

/* A constraint or an index: a map of all that is said of it, but for its name. */
struct orq_written_member {
    const char *name;         /* to be written; NULL: there is none, or the template gives it */
    const char *column, *key; /* a constraint that may stand beside a column: there, under this key,
                                 with this value; else NULL */
    struct orq_node *beside;
    struct orq_node *map;
};
struct orq_written_member orq_written_constraint(const struct orq_writer *writer,
                                                 const struct orq_table *table,
                                                 const struct orq_constraint *constraint);
struct orq_written_member orq_written_index(const struct orq_writer *writer,
                                            const struct orq_table *table,
                                            const struct orq_index *index);
/* {columns: [a]} as [a], {sql: a > 0} as a > 0; any other map as it is. */
struct orq_node *orq_node_shortest(struct orq_node *map);

#endif
