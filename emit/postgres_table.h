/* What the files of tables, columns, constraints and indexes share; nobody else includes it. */
#ifndef ORQ_EMIT_POSTGRES_TABLE_H
#define ORQ_EMIT_POSTGRES_TABLE_H

#include "emit/postgres_parts.h"
#include "model/dialect.h"

/* One operation on its way into tasks. What it does stands above its first statement. */
struct orq_pg_work {
    struct orq_pg_emitter *emitter;
    const struct orq_op *op;
    const char *told; /* NULL: it was told already, or nobody asked for it (a dependent) */
};

struct orq_pg_work orq_pg_work_of(struct orq_pg_emitter *emitter, const struct orq_op *op);
/* Adds a piece, under the line that tells the operation where it is the first. */
struct orq_pg_piece *orq_pg_act(struct orq_pg_work *work, struct orq_pg_task *task,
                                const char *alter, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The short forms: asked for, or nobody can be waiting for this table. */
bool orq_pg_is_plain(const struct orq_pg_work *work, const struct orq_table *table);

/* -- text -- */

const char *orq_pg_column_list(struct orq_arena *arena, const struct orq_strings *names);
/* In parentheses, unless it is one pair of them already. */
const char *orq_pg_wrapped(struct orq_arena *arena, const char *expr);
/* A DEFAULT's value as CREATE TABLE's grammar wants it. */
const char *orq_pg_default(struct orq_arena *arena, const char *expr);
/* A part of an index: a call stays as it is, else in parentheses. */
const char *orq_pg_part_expression(struct orq_arena *arena, const char *expr);
const char *orq_pg_collation(struct orq_arena *arena, const char *collation);
/* "a, lower(b) text_pattern_ops DESC" */
const char *orq_pg_parts(struct orq_arena *arena, const struct orq_key_parts *parts);
/* "TYPE x COLLATE y" without the word. */
const char *orq_pg_typed(struct orq_arena *arena, const struct orq_column *column);
/* " (START WITH 5)" behind AS IDENTITY; "" for none. */
const char *orq_pg_identity_options(struct orq_arena *arena, const struct orq_column *column);
/* "ALTER TABLE t", "ALTER TYPE c", "ALTER DOMAIN d". */
const char *orq_pg_alter_head(struct orq_arena *arena, const struct orq_table *table);
/* "COLUMN t.c" */
const char *orq_pg_column_object(struct orq_arena *arena, const struct orq_table *table,
                                 const struct orq_column *column);
/* The qualified name of a table, and of a part of it ("t.c"), as messages show it. */
const char *orq_pg_shown(struct orq_arena *arena, const struct orq_table *table, const char *part);
/* What a foreign key refers to, in this schema; NULL: it is not there. */
const struct orq_table *orq_pg_parent(struct orq_arena *arena, const struct orq_schema *schema,
                                      const struct orq_table *child,
                                      const struct orq_constraint *key);

/* -- identities and lookups -- */

const struct orq_column *orq_pg_column(const struct orq_table *table, const char *name);
const char *orq_pg_column_identity(struct orq_arena *arena, const struct orq_table *table,
                                   const char *name);
const char *orq_pg_constraint_identity(struct orq_arena *arena, const struct orq_table *table,
                                       const char *name);
const char *orq_pg_index_identity(struct orq_arena *arena, const struct orq_table *table,
                                  const char *name);
/* Does what has this identity depend on something whose identity begins with `prefix`? The edges
 * are sorted. */
bool orq_pg_depends_on(const struct orq_depends *depends, const char *identity, const char *prefix);
bool orq_pg_strings_equal(const struct orq_strings *a, const struct orq_strings *b);
/* Of two lists "name=value": what to set, and the names of what to reset. */
void orq_pg_with_change(struct orq_arena *arena, const struct orq_strings *from,
                        const struct orq_strings *to, struct orq_strings *set,
                        struct orq_strings *reset);
bool orq_pg_strings_hold(const struct orq_strings *strings, const char *text);

/* -- tasks -- */

/* The task that alters a table (as it is in `renamed`), behind those of its parents. */
struct orq_pg_task *orq_pg_alter_task(struct orq_pg_emitter *emitter,
                                      const struct orq_table *table);
/* The one for comments on a table that was there, and on its columns. */
struct orq_pg_task *orq_pg_comment_task(struct orq_pg_emitter *emitter,
                                        const struct orq_table *table);
void orq_pg_column_alter(struct orq_pg_work *work);
void orq_pg_column_add(struct orq_pg_work *work);
void orq_pg_column_drop(struct orq_pg_work *work);
/* The column goes and comes back: what only a new column can be. */
void orq_pg_column_replace(struct orq_pg_work *work, const struct orq_side *from,
                           const struct orq_side *to);
/* A dependent column (generated from one that changes) goes and comes back as it is wanted. */
void orq_pg_column_rebuild(struct orq_pg_work *work, const struct orq_side *side);
void orq_pg_column_type(struct orq_pg_work *work);
/* What a domain is over, in the end; any other type is itself. */
const char *orq_pg_under_domains(const struct orq_pg_emitter *emitter,
                                 const struct orq_schema *schema, const char *type);
/* Foreign keys that cannot stand while the types of their columns change. After the operations. */
void orq_pg_column_type_keys(struct orq_pg_emitter *emitter);
void orq_pg_column_identity_change(struct orq_pg_work *work);
/* Storage, compression, statistics and options from one column (NULL: a new one) to another. */
void orq_pg_column_storage(struct orq_pg_work *work, struct orq_pg_task *task,
                           const struct orq_table *table, const struct orq_column *from,
                           const struct orq_column *to);
/* The comment and grants of a new column. */
void orq_pg_column_extras(struct orq_pg_work *work, struct orq_pg_task *task,
                          const struct orq_table *table, const struct orq_column *column);
void orq_pg_attribute_change(struct orq_pg_work *work);

/* Text as a foreign key's, whose table is looked up in the schema. */
const char *orq_pg_constraint_text(struct orq_arena *arena, const struct orq_schema *schema,
                                   const struct orq_table *table,
                                   const struct orq_constraint *constraint);
/* Does it stand inside CREATE TABLE? */
bool orq_pg_constraint_is_inside(const struct orq_pg_emitter *emitter,
                                 const struct orq_table *table,
                                 const struct orq_constraint *constraint);
void orq_pg_constraint_create(struct orq_pg_work *work, const struct orq_side *side, bool rebuilt);
void orq_pg_constraint_drop(struct orq_pg_work *work, const struct orq_side *side, bool rebuilt);
void orq_pg_constraint_alter(struct orq_pg_work *work);
void orq_pg_constraint_comment(struct orq_pg_work *work, struct orq_pg_task *task,
                               const struct orq_side *side);

void orq_pg_index_create(struct orq_pg_work *work, const struct orq_side *side, bool rebuilt);
void orq_pg_index_drop(struct orq_pg_work *work, const struct orq_side *side, bool rebuilt);
void orq_pg_index_alter(struct orq_pg_work *work);
/* SET and RESET of WITH, and the tablespace, of an index or of a constraint's. */
struct orq_pg_index_options {
    const struct orq_strings *with;
    const char *tablespace;
};
void orq_pg_index_options(struct orq_pg_work *work, struct orq_pg_task *task, const char *index,
                          const struct orq_pg_index_options *from,
                          const struct orq_pg_index_options *to);
/* CLUSTER ON and REPLICA IDENTITY of an index that was just made. */
void orq_pg_index_marks(struct orq_pg_work *work, struct orq_pg_task *task,
                        const struct orq_table *table, const char *index);

void orq_pg_whole_create(struct orq_pg_work *work, const struct orq_side *side, bool rebuilt);
void orq_pg_whole_drop(struct orq_pg_work *work, const struct orq_side *side, bool rebuilt);
void orq_pg_table_alter(struct orq_pg_work *work);
/* Must the table be made again? Then no other operation on it is of use. */
bool orq_pg_table_is_rebuilt(const struct orq_op *op);
void orq_pg_table_rebuild(struct orq_pg_work *work);
/* Parents and partitions. */
void orq_pg_partition_alter(struct orq_pg_work *work);
/* Can the table be made as PARTITION OF its parent, columns and all? */
bool orq_pg_is_plain_partition(const struct orq_schema *schema, const struct orq_table *table);
/* "PARTITION p FOR VALUES …", behind ATTACH. */
const char *orq_pg_partition_text(struct orq_arena *arena, const struct orq_table *table);
/* Where a child's inherited columns are not as its parents have them. */
void orq_pg_inherited_columns(struct orq_pg_work *work, struct orq_pg_task *task,
                              const struct orq_schema *schema, const struct orq_table *table);
/* Does a parent's ALTER do this to the child's column too? */
bool orq_pg_parent_does(const struct orq_table *table, const struct orq_column *column);
bool orq_pg_is_partitioned(const struct orq_table *table);

#endif
