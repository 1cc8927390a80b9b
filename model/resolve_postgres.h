/* What the files that resolve PostgreSQL's own objects share; nobody else includes it. */
#ifndef ORQ_MODEL_RESOLVE_POSTGRES_H
#define ORQ_MODEL_RESOLVE_POSTGRES_H

#include "model/resolve.h"

/* -- small readers: resolve_postgres.c, resolve_acl.c, resolve_sequence.c -- */

/* Bytewise, each once. */
void orq_sort_unique(struct orq_strings *texts);
/* {fillfactor: 70} -> "fillfactor=70", sorted. */
struct orq_strings orq_parameters_of(struct orq_resolver *resolver, const struct orq_yaml *map);
/* "public.x" and "pg_catalog.x" -> "x"; others as they are; NULL stays. */
const char *orq_bare_name(const char *name);
/* The qualified name that a text means in an object of a schema (NULL: the default): in the default
 * schema, unless the model has such a table or view beside the object alone. */
const char *orq_relation_named(struct orq_resolver *resolver, const char *schema, const char *text);
void orq_grants_of(struct orq_resolver *resolver, const struct orq_yaml *grants, enum orq_kind kind,
                   struct orq_acl *acl);
/* `owner:` and `grants:` of an object. */
struct orq_acl orq_acl_of(struct orq_resolver *resolver, const struct orq_yaml *map,
                          enum orq_kind kind);
/* The options of a sequence whose numbers are of a type (NULL: bigint). */
void orq_sequence_of(struct orq_resolver *resolver, const struct orq_yaml *map, const char *type,
                     struct orq_attributes *attributes);
/* Reports text that is no balanced expression; gives it without a comment at its end. */
const char *orq_postgres_expression(struct orq_resolver *resolver, const char *text,
                                    struct orq_span at);

/* -- columns and tables: resolve_column_postgres.c, resolve_partition.c, resolve_inherit.c -- */

void orq_resolve_column_postgres(struct orq_resolver *resolver, const struct orq_table *table,
                                 struct orq_column *column, const struct orq_yaml *map);
/* The options of a draft's table; its nested partitions are added as tables behind it. */
void orq_resolve_table_postgres(struct orq_resolver *resolver, struct orq_table_draft *draft,
                                struct orq_table_drafts *drafts);
/* How a table is partitioned, once it has all its columns. */
void orq_resolve_partition_key(struct orq_resolver *resolver, struct orq_table_draft *draft);
/* The canonical bound of a partition whose parent's columns are known. */
const char *orq_partition_bound(struct orq_resolver *resolver, const struct orq_table_draft *draft,
                                const struct orq_table_draft *parent);
/* Columns that partitions and inheriting tables have of their parents: before constraints. */
void orq_resolve_inherited(struct orq_resolver *resolver, struct orq_table_drafts *drafts);
/* Their NOT NULL and checks: when the parents' are settled. */
void orq_resolve_inherited_checks(struct orq_resolver *resolver,
                                  const struct orq_table_drafts *drafts);

/* -- definitions -- */

struct orq_definition *orq_definition_new(struct orq_resolver *resolver, enum orq_kind kind,
                                          const struct orq_yaml_entry *entry);
/* With its comment, former name, owner and grants. */
void orq_definition_add(struct orq_resolver *resolver, struct orq_definition *definition);
/* A statement without the semicolon and the blanks that end it; NULL: reported, it is several. */
const char *orq_statement_of(struct orq_resolver *resolver, enum orq_kind kind,
                             const struct orq_yaml *node);

void orq_resolve_types(struct orq_resolver *resolver);      /* enums, domains, … */
void orq_resolve_statements(struct orq_resolver *resolver); /* functions, casts, … */
void orq_resolve_dictionary(struct orq_resolver *resolver, const struct orq_yaml_entry *entry);
void orq_resolve_configuration(struct orq_resolver *resolver, const struct orq_yaml_entry *entry);
/* What a view's map says of columns, or a foreign table's, and of indexes. */
void orq_resolve_relation(struct orq_resolver *resolver, struct orq_definition *view);
void orq_resolve_view(struct orq_resolver *resolver, const struct orq_yaml_entry *entry);
/* The expression under the word of the definition's map, as that attribute. */
void orq_put_sql(struct orq_resolver *resolver, struct orq_definition *definition,
                 enum orq_attribute_key key, const char *word);
void orq_resolve_publication(struct orq_resolver *resolver, const struct orq_yaml_entry *entry);
/* In which publications a table is. */
void orq_resolve_published(struct orq_resolver *resolver, const struct orq_table_draft *draft);
/* Triggers and rules of a table or view. */
void orq_resolve_table_statements(struct orq_resolver *resolver, const struct orq_yaml *owner,
                                  const char *schema, const char *table);
/* All definitions but those of types. */
void orq_resolve_postgres(struct orq_resolver *resolver, const struct orq_table_drafts *drafts);

#endif
