/* The part of a schema that some tables touch: those tables, their foreign key
 * partners, and the views and triggers that mention any of them, with what these mention in turn.
 */
#ifndef ORQ_HISTORY_SLICE_H
#define ORQ_HISTORY_SLICE_H

#include "diff/op.h"

/* The names of all tables and definitions that comparison ops and renames touch, folded. */
void orq_ops_touched(struct orq_arena *arena, const struct orq_ops *ops,
                     const struct orq_renames *renames, struct orq_strings *names);
/* The slice shares its nodes with schema. besides: further names to keep, without their dependents;
 * may be NULL. */
struct orq_schema *orq_schema_slice(struct orq_arena *arena, const struct orq_schema *schema,
                                    const struct orq_strings *names,
                                    const struct orq_strings *besides);
/* What names a table or a definition in these lists and maps: SQLite's folded name; of PostgreSQL,
 * where a function may be called as a table is, the identity. */
const char *orq_slice_table(struct orq_arena *arena, const struct orq_schema *schema,
                            const struct orq_table *table);
const char *orq_slice_definition(struct orq_arena *arena, const struct orq_schema *schema,
                                 const struct orq_definition *definition);
/* Only the tables and definitions of these names. */
struct orq_schema *orq_schema_pick(struct orq_arena *arena, const struct orq_schema *schema,
                                   const struct orq_map *names);
/* Adds the names of all its tables and definitions. */
void orq_schema_names(struct orq_arena *arena, const struct orq_schema *schema,
                      struct orq_strings *names);

#endif
