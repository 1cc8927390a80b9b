/* What the files of tables, columns, constraints and indexes share; nobody else includes it. */
#ifndef ORQ_EMIT_POSTGRES_TABLE_H
#define ORQ_EMIT_POSTGRES_TABLE_H

#include "emit/postgres_column.h"
#include "emit/postgres_moving.h"
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
/* Does a table of the schema inherit from the one of this qualified name? Partitions do not. */
bool orq_pg_has_children(const struct orq_schema *schema, const char *table);
/* Of two lists "name=value": what to set, and the names of what to reset. */
void orq_pg_with_change(struct orq_arena *arena, const struct orq_strings *from,
                        const struct orq_strings *to, struct orq_strings *set,
                        struct orq_strings *reset);

/* -- tasks -- */

/* The task that alters a table (as it is in `renamed`), behind those of its parents. */
struct orq_pg_task *orq_pg_alter_task(struct orq_pg_emitter *emitter,
                                      const struct orq_table *table);
/* Of the operation: "ALTER TABLE t" of its table, the task for that, "t.c" as messages show it. */
const char *orq_pg_work_head(const struct orq_pg_work *work);
struct orq_pg_task *orq_pg_work_task(const struct orq_pg_work *work);
const char *orq_pg_work_shown(const struct orq_pg_work *work);
/* The one for comments on a table that was there, and on its columns. */
struct orq_pg_task *orq_pg_comment_task(struct orq_pg_emitter *emitter,
                                        const struct orq_table *table);
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
/* Drops what a table keeps of a parent that it has just left, and shall not have any more. */
void orq_pg_constraint_leave(struct orq_pg_work *work);
void orq_pg_index_leave(struct orq_pg_work *work);
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
/* Takes the options of the TOAST table out of the list, and sets them behind the columns. */
void orq_pg_toast_set(struct orq_pg_work *work, struct orq_strings *options);
/* Of a column that goes or changes: sets again what would be forgotten with its TOAST table. */
void orq_pg_toast_keep(struct orq_pg_work *work);
/* Must the table be made again? Then no other operation on it is of use. */
bool orq_pg_table_is_rebuilt(struct orq_pg_emitter *emitter, const struct orq_op *op);
void orq_pg_table_rebuild(struct orq_pg_work *work);
/* Do the new parents take the child before the old ones let it go? */
bool orq_pg_has_both_parents(const struct orq_pg_work *work);
void orq_pg_partition_alter(struct orq_pg_work *work);
/* Can the table be made as PARTITION OF its parent, columns and all? */
bool orq_pg_is_plain_partition(const struct orq_schema *schema, const struct orq_table *table);
/* Where the parent's default partition stays: its rows may belong to this one. */
void orq_pg_note_default_partition(struct orq_pg_emitter *emitter, struct orq_pg_piece *piece,
                                   const struct orq_table *partition);
/* "PARTITION p FOR VALUES …", behind ATTACH. */
const char *orq_pg_partition_text(struct orq_arena *arena, const struct orq_table *table);
/* Where a child's inherited columns are not as its parents have them. */
void orq_pg_inherited_columns(struct orq_pg_work *work, struct orq_pg_task *task,
                              const struct orq_schema *schema, const struct orq_table *table);
/* Does a parent's ALTER do this to the child's column too? */
bool orq_pg_parent_does(const struct orq_pg_emitter *emitter, const struct orq_table *table,
                        const struct orq_column *column);
/* Does a parent of it, before and after, get NOT NULL on the column? What it does reaches down. */
bool orq_pg_parent_refuses_null(const struct orq_pg_work *work);
bool orq_pg_is_partitioned(const struct orq_table *table);

#endif
