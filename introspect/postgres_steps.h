/* The functions of the files that read PostgreSQL, by file. */
#ifndef ORQ_INTROSPECT_POSTGRES_STEPS_H
#define ORQ_INTROSPECT_POSTGRES_STEPS_H

#include "introspect/postgres_parts.h"

enum orq_status orq_introspect_postgres(struct orq_arena *arena, struct orq_db *db,
                                        const struct orq_introspect_options *options,
                                        struct orq_diags *diags, struct orq_schema **schema);

/* Rows of the query of the same name; the context is the struct orq_catalog. */
orq_row_fn orq_catalog_namespace_row, orq_catalog_role_row, orq_catalog_name_row,
    orq_catalog_extension_row, orq_catalog_member_row, orq_catalog_relation_row,
    orq_catalog_inherit_row, orq_catalog_column_row, orq_catalog_default_row, orq_catalog_type_row,
    orq_catalog_range_row, orq_catalog_constraint_row, orq_catalog_index_column_row,
    orq_catalog_index_row, orq_catalog_column_type_row, orq_catalog_stranger_row,
    orq_catalog_sequence_row, orq_catalog_function_row, orq_catalog_aggregate_row,
    orq_catalog_trigger_row, orq_catalog_rule_row, orq_catalog_policy_row,
    orq_catalog_statistics_row, orq_catalog_rare_row, orq_catalog_collation_row,
    orq_catalog_operator_row, orq_catalog_cast_row, orq_catalog_server_row,
    orq_catalog_foreign_table_row, orq_catalog_dictionary_row, orq_catalog_configuration_row,
    orq_catalog_event_trigger_row, orq_catalog_publication_row, orq_catalog_published_row,
    orq_catalog_comment_row, orq_catalog_depend_row;

/* ---- postgres_names.c ---- */

/* The text kept for good; of equal texts there is one. NULL stays NULL. */
const char *orq_catalog_word(struct orq_catalog *catalog, const char *text);
/* NULL: the default schema. */
const char *orq_catalog_schema(const struct orq_catalog *catalog, uint32_t namespace_oid);
/* A name as attributes spell it: bare in public and pg_catalog. */
const char *orq_catalog_qualified(struct orq_catalog *catalog, uint32_t namespace_oid,
                                  const char *name);
/* The same as SQL, quoted where it must be; in pg_catalog bare, in public qualified. */
const char *orq_catalog_sql_name(struct orq_catalog *catalog, uint32_t namespace_oid,
                                 const char *name);
/* NULL: unknown. */
const char *orq_catalog_role(const struct orq_catalog *catalog, uint32_t oid);
/* An access method (a), operator class (o), collation (c), tablespace (t) or operator (p), as
 * attributes spell it. NULL: oid 0. */
const char *orq_catalog_named(const struct orq_catalog *catalog, char letter, uint32_t oid);
/* Is the operator class the default of its type? */
bool orq_catalog_is_default(const struct orq_catalog *catalog, uint32_t opclass);
/* format_type()'s text in the model's spelling: types of public stand without it. */
const char *orq_catalog_type_text(struct orq_catalog *catalog, const char *text);
/* The type, whose text is there after COLUMN_TYPES. */
struct orq_catalog_type *orq_catalog_type(struct orq_catalog *catalog, uint32_t oid,
                                          int32_t modifier);
bool orq_catalog_is_hidden(const struct orq_catalog *catalog, enum orq_class class, uint32_t oid);
void orq_catalog_hide(struct orq_catalog *catalog, enum orq_class class, uint32_t oid);

/* ---- postgres_objects.c ---- */

/* A definition, not yet in the schema. name is copied. */
struct orq_definition *orq_catalog_define(struct orq_catalog *catalog, enum orq_kind kind,
                                          uint32_t namespace_oid, const char *name);
/* Puts it into the schema; comments and dependencies find it by class and oid. */
void orq_catalog_keep(struct orq_catalog *catalog, struct orq_definition *definition,
                      enum orq_class class, uint32_t oid);
void orq_catalog_put(struct orq_catalog *catalog, struct orq_definition *definition,
                     enum orq_attribute_key key, const char *text);
void orq_catalog_put_list(struct orq_catalog *catalog, struct orq_definition *definition,
                          enum orq_attribute_key key, const struct orq_strings *list);
void orq_catalog_add_object(struct orq_catalog *catalog, enum orq_class class, uint32_t oid,
                            const struct orq_catalog_object *object);
/* A dependency of this object is one of the column of the relation (0: of the whole of it).
 */
void orq_catalog_add_alias(struct orq_catalog *catalog, enum orq_class class, uint32_t oid,
                           struct orq_catalog_alias alias);
struct orq_catalog_object *orq_catalog_object(const struct orq_catalog *catalog,
                                              enum orq_class class, uint32_t oid);

/* ---- the others ---- */

/* NULL: none of what is read. */
struct orq_catalog_relation *orq_catalog_relation(const struct orq_catalog *catalog, uint32_t oid);
/* What holds its columns, constraints and indexes. */
struct orq_table *orq_catalog_table_of(struct orq_catalog *catalog,
                                       struct orq_catalog_relation *relation);
struct orq_table_postgres *orq_catalog_table_postgres(struct orq_catalog *catalog,
                                                      struct orq_table *table);
/* "fillfactor=70", sorted, kept for good; prefix goes in front of each. */
void orq_catalog_options(struct orq_catalog *catalog, const struct orq_row *row, size_t at,
                         const char *prefix, struct orq_strings *options);
/* Adds the column of this number, with its name alone. */
struct orq_catalog_column *orq_catalog_add_column(struct orq_catalog *catalog,
                                                  struct orq_catalog_relation *relation,
                                                  uint32_t number, const char *name);
/* NULL: there is no such column. */
struct orq_catalog_column *orq_catalog_column(const struct orq_catalog_relation *relation,
                                              uint32_t number);
/* That of the column, writable. */
struct orq_column_postgres *orq_catalog_column_postgres(struct orq_catalog *catalog,
                                                        struct orq_column *column);
void orq_catalog_finish_columns(struct orq_catalog *catalog);
void orq_catalog_finish_foreign(struct orq_catalog *catalog);
void orq_catalog_finish_tables(struct orq_catalog *catalog);
void orq_catalog_finish_constraints(struct orq_catalog *catalog);
/* The attributes of a view, of its row in RELATIONS. */
void orq_catalog_view(struct orq_catalog *catalog, struct orq_catalog_relation *relation,
                      const struct orq_row *row);
/* Owner and grants, relative to what the server gives by itself (acldefault). */
struct orq_acl orq_catalog_acl(struct orq_catalog *catalog, enum orq_kind kind, uint32_t owner,
                               const char *items);
/* Attributes, and the name with its signature, of what its CREATE statement tells. false: it cannot
 * be read, which is a warning. */
bool orq_catalog_read_sql(struct orq_catalog *catalog, struct orq_definition *definition,
                          const char *sql);
/* As SQL: bare in pg_catalog, else OPERATOR(schema.name). */
const char *orq_catalog_operator(struct orq_catalog *catalog, uint32_t namespace_oid,
                                 const char *name);
/* The text without blanks around it and a semicolon at its end, until the reading ends. */
const char *orq_catalog_trimmed(struct orq_catalog *catalog, const char *text);
bool orq_catalog_has_rare(const struct orq_catalog *catalog, const char *word);

#endif
