/* What only PostgreSQL has, in the model language. */
#ifndef ORQ_MODEL_WRITE_POSTGRES_H
#define ORQ_MODEL_WRITE_POSTGRES_H

#include "model/write_parts.h"

/* {fillfactor: 70} of "fillfactor=70", …; NULL: there are none. */
struct orq_node *orq_parameters_node(struct orq_arena *arena, const struct orq_strings *parameters);
/* A table's `postgresql:` options. */
void orq_put_table_postgres(const struct orq_writer *writer, const struct orq_table *table,
                            struct orq_node *map);
/* What a column has beyond type, nullability, default and checks. */
void orq_put_column_postgres(const struct orq_writer *writer, const struct orq_column *column,
                             struct orq_node *map);
/* A generator, a literal, else {sql: …}. */
struct orq_node *orq_postgres_default_node(const struct orq_writer *writer,
                                           const struct orq_column *column);
/* Does a child's column say nothing that its parents do not? */
bool orq_column_is_inherited(const struct orq_writer *writer, const struct orq_table *table,
                             const struct orq_column *column);
/* owner: and grants: of a model; a database's are not written, for they are its own affair. */
void orq_put_acl(const struct orq_writer *writer, const struct orq_acl *acl, struct orq_node *map);
/* The list of an attribute; empty where it is not there. */
const struct orq_strings *orq_list_of(const struct orq_definition *definition,
                                      enum orq_attribute_key key);
void orq_put_dictionary(const struct orq_writer *writer, const struct orq_definition *dictionary,
                        struct orq_node *map);
void orq_put_configuration(const struct orq_writer *writer,
                           const struct orq_definition *configuration, struct orq_node *map);
void orq_put_publication(const struct orq_writer *writer, const struct orq_definition *publication,
                         struct orq_node *map);
void orq_put_published(const struct orq_writer *writer, const struct orq_definition *entry,
                       struct orq_node *map);
/* An object that is neither table nor view. */
struct orq_node *orq_definition_node(const struct orq_writer *writer,
                                     const struct orq_definition *definition);
struct orq_node *orq_postgres_view_node(const struct orq_writer *writer,
                                        const struct orq_definition *view);
/* Triggers, rules and policies of a relation, whose qualified name `on` is. */
void orq_put_defined_on(const struct orq_writer *writer, const char *on, struct orq_node *map);

#endif
