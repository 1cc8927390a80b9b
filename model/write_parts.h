/* What the files of the writer share; nobody else includes it. */
#ifndef ORQ_MODEL_WRITE_PARTS_H
#define ORQ_MODEL_WRITE_PARTS_H

#include "model/dialect.h"
#include "model/write_node.h"
#include "model/write_object.h"

struct orq_writer {
    struct orq_arena *arena;
    const struct orq_schema *schema;
    bool strict;              /* sqlite: {strict: …} of most tables */
    struct orq_naming naming; /* as it is written: NULL where constraints are unnamed */
    struct orq_map *names;    /* folded -> how many constraints and indexes need it */
    struct orq_map *types;    /* type of a column -> its node; STRICT tables have their own */
    struct orq_map *strict_types;
    struct orq_map *defaults; /* type and default of a column -> its node */
    struct orq_map *triggers; /* folded table or view -> struct orq_definitions */
};

/* -- write_name.c -- */

/* Sets naming and names. */
void orq_writer_learn_names(struct orq_writer *writer);
/* The same with the templates of a model, which hold whatever the schema has without a name. */
void orq_writer_learn_names_for(struct orq_writer *writer, const struct orq_naming *naming);
/* The name to write; NULL: there is none, or the template gives it. */
const char *orq_written_name(const struct orq_writer *writer, const struct orq_table *table,
                             const struct orq_constraint *constraint);
const char *orq_written_index_name(const struct orq_writer *writer, const struct orq_table *table,
                                   const struct orq_index *index);

/* -- write_table.c -- */

/* A table and which of its constraints are written beside a column. */
struct orq_written_table {
    const struct orq_table *table;
    bool *beside;              /* for each constraint */
    struct orq_map *by_column; /* folded -> struct orq_constraints, those beside it */
};

struct orq_node *orq_table_node(const struct orq_writer *writer, const struct orq_table *table);
struct orq_written_table orq_written_table(const struct orq_writer *writer,
                                           const struct orq_table *table);
/* name: map -> {sql: …} of what is defined on a table or view; NULL: nothing is. */
struct orq_node *orq_triggers_node(const struct orq_writer *writer, const char *on);
/* Puts a top-level object under its name, dotted with its schema, with `schema:` and `name:` in
 * front where that would be read as something else. */
void orq_put_named(const struct orq_writer *writer, struct orq_node *objects, const char *schema,
                   const char *name, struct orq_node *object);

/* -- write_constraint.c -- */

/* true, or {name, order, …} of a primary key or unique constraint beside a column. */
struct orq_node *orq_inline_key_node(const struct orq_writer *writer, const struct orq_table *table,
                                     const struct orq_constraint *key);
struct orq_node *orq_inline_reference_node(const struct orq_writer *writer,
                                           const struct orq_table *table,
                                           const struct orq_constraint *reference);
/* Adds primary_key, unique, foreign_keys, checks, exclusions and indexes to a table's map. */
void orq_put_constraints(const struct orq_writer *writer, const struct orq_written_table *written,
                         struct orq_node *map);
/* The indexes alone. */
void orq_put_indexes(const struct orq_writer *writer, const struct orq_table *table,
                     struct orq_node *map);
/* The column beside which a constraint may stand: its own, or on PostgreSQL, which does not keep
 * that, the only one that it is about; NULL: none. */
const char *orq_written_column(const struct orq_writer *writer, const struct orq_table *table,
                               const struct orq_constraint *constraint);
/* May a constraint stand beside its column, if there is room for it? */
bool orq_may_stand_beside(const struct orq_writer *writer, const struct orq_table *table,
                          const struct orq_constraint *constraint);
/* abort, replace, … */
const char *orq_conflict_word(const struct orq_writer *writer, enum orq_conflict conflict);

/* -- write_column.c -- */

struct orq_node *orq_columns_node(const struct orq_writer *writer,
                                  const struct orq_written_table *written);
struct orq_node *orq_column_node(const struct orq_writer *writer, const struct orq_table *table,
                                 const struct orq_column *column,
                                 const struct orq_constraints *beside);
struct orq_node *orq_type_node(const struct orq_writer *writer, const char *type, bool strict);
/* An expression without the blanks and comments around it. */
const char *orq_written_sql(const struct orq_writer *writer, const char *sql);
/* -- write_default.c -- */

struct orq_node *orq_default_node(const struct orq_writer *writer, const struct orq_table *table,
                                  const struct orq_column *column);

/* -- write.c -- */

/* A view, a function, …: everything that is no table. */
struct orq_node *orq_any_definition_node(const struct orq_writer *writer,
                                         const struct orq_definition *definition);
/* A part of a document that was read, as it is written. */
struct orq_node *orq_node_of_yaml(struct orq_arena *arena, const struct orq_yaml *yaml);

#endif
