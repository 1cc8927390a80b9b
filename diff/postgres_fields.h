/* What comparing on PostgreSQL is made of; nobody outside diff/postgres_*.c includes it. */
#ifndef ORQ_DIFF_POSTGRES_FIELDS_H
#define ORQ_DIFF_POSTGRES_FIELDS_H

#include "diff/sides.h"

extern const struct orq_fields orq_pg_table_fields, orq_pg_column_fields, orq_pg_constraint_fields,
    orq_pg_index_fields, orq_pg_definition_fields;
/* Of a column that is its parent's: what may differ for each child. */
extern const struct orq_fields orq_pg_child_column_fields;
/* Of a column of a view or a foreign table: what is said of it beside the query. */
extern const struct orq_fields orq_pg_view_column_fields;

/* -- rules -- */

/* The one that counts: what differs, then what nobody could tell, then what is the same. */
enum orq_rule orq_pg_worse(enum orq_rule a, enum orq_rule b);
enum orq_rule orq_pg_rule_of_lists(const struct orq_strings *have, const struct orq_strings *want);
/* Only where the model says something. */
enum orq_rule orq_pg_rule_of_owners(const struct orq_acl *have, const struct orq_acl *want);
enum orq_rule orq_pg_rule_of_grants(const struct orq_acl *have, const struct orq_acl *want);
const char *orq_pg_shown_list(struct orq_arena *arena, const struct orq_strings *list);
const char *orq_pg_shown_grants(struct orq_arena *arena, const struct orq_acl *acl);

/* -- postgres_expression.c: the tiers, in their order -- */

/* Two texts (either may be NULL); the pair says what the server would be asked. */
enum orq_rule orq_pg_rule_of_pair(const struct orq_sides *sides, struct orq_pair pair);
/* Over the columns of the tables of the sides; of a domain's check over VALUE. */
enum orq_rule orq_pg_rule_of_expressions(const struct orq_sides *sides, const char *have,
                                         const char *want);
const char *orq_pg_expression_canonical(struct orq_arena *arena, const struct orq_table *table,
                                        const char *text);
/* The columns of the table that a text names, sorted and joined. */
const char *orq_pg_columns_named(struct orq_arena *arena, const struct orq_table *table,
                                 const char *text);

/* -- postgres_parts.c: the parts of keys and indexes -- */

enum orq_rule orq_pg_rule_of_parts(const struct orq_sides *sides, const struct orq_key_parts *have,
                                   const struct orq_key_parts *want);
const char *orq_pg_parts_text(struct orq_arena *arena, const struct orq_key_parts *parts);
const char *orq_pg_parts_canonical(struct orq_arena *arena, const struct orq_table *table,
                                   const struct orq_key_parts *parts);

/* -- postgres_partition.c -- */

/* "RANGE (created_at)", "LIST (lower(a))". */
enum orq_rule orq_pg_rule_of_partition_keys(const struct orq_sides *sides, const char *have,
                                            const char *want);
/* "FOR VALUES FROM (1) TO (9)", of a partition of what is called so. parent may be NULL. */
enum orq_rule orq_pg_rule_of_bounds(const struct orq_sides *sides, const char *parent,
                                    const char *have, const char *want);

/* -- postgres_condition.c -- */

/* The texts of two triggers or rules on a table, which may differ in their conditions alone. */
enum orq_rule orq_pg_rule_of_conditions(const struct orq_sides *sides,
                                        const struct orq_table *ground, const char *have,
                                        const char *want);

/* -- postgres_attribute.c -- */

/* One attribute of two lists, of a definition or of the sequence of an identity. */
enum orq_rule orq_pg_rule_of_attribute(const struct orq_sides *sides,
                                       const struct orq_attributes *have,
                                       const struct orq_attributes *want,
                                       enum orq_attribute_key key);
const char *orq_pg_shown_attribute(struct orq_arena *arena, const struct orq_attributes *attributes,
                                   enum orq_attribute_key key);

/* -- postgres_structure.c -- */

/* See orq_structure. */
const char *orq_pg_structure(const struct orq_sides *sides, const struct orq_side *side,
                             bool loose);
/* The columns that a foreign key points at, joined; an implied target is looked up. */
const char *orq_pg_target(struct orq_arena *arena, const struct orq_schema *schema,
                          const struct orq_side *side);
const char *orq_pg_parent_name(struct orq_arena *arena, const struct orq_table *table,
                               const struct orq_constraint *constraint);

#endif
