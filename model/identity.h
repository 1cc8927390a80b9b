/* One text for each object of a schema, for lookups and dependencies: "tables:t",
 * "columns:audit.t\x1f" "c", "functions:f(integer)". Equal texts are the same object; names are as
 * the dialect folds them (SQLite: ASCII lower case; PostgreSQL: as they are). */
#ifndef ORQ_MODEL_IDENTITY_H
#define ORQ_MODEL_IDENTITY_H

#include "model/schema.h"

/* Does a schema of this name go without saying? NULL and the dialect's default do. */
bool orq_schema_is_default(const struct orq_dialect *dialect, const char *schema);
/* name, or schema.name outside the default schema. */
const char *orq_qualified(struct orq_arena *arena, const struct orq_dialect *dialect,
                          const char *schema, const char *name);
/* The name of name or schema.name. */
const char *orq_unqualified(const char *qualified);
/* Are two names the same to the dialect? Two NULLs are. */
bool orq_same_name(const struct orq_dialect *dialect, const char *a, const char *b);
/* The keys of a map whose keys are names of the dialect. */
enum orq_map_keys orq_name_keys(const struct orq_dialect *dialect);

/* Of what stands in a schema: tables, views, types, functions, sequences, …; also of schemas and
 * extensions (schema NULL). Tables, views, sequences, foreign tables and indexes share a name
 * space in PostgreSQL, but not an identity. */
const char *orq_identity(struct orq_arena *arena, const struct orq_dialect *dialect,
                         enum orq_kind kind, const char *schema, const char *name);
/* Of what stands in a relation (its qualified name): columns, constraints (any kind of constraint
 * is ORQ_KIND_CHECK here, for they share names), and on PostgreSQL triggers, rules and policies.
 * The columns of a composite and the checks of a domain are in those. */
const char *orq_identity_in(struct orq_arena *arena, const struct orq_dialect *dialect,
                            enum orq_kind kind, const char *relation, const char *name);
/* Has an object of this kind its name in a relation, and not in a schema? */
bool orq_is_named_in_relation(const struct orq_dialect *dialect, enum orq_kind kind);
const char *orq_table_identity(struct orq_arena *arena, const struct orq_dialect *dialect,
                               const struct orq_table *table);
const char *orq_definition_identity(struct orq_arena *arena, const struct orq_dialect *dialect,
                                    const struct orq_definition *definition);

#endif
