/* SQL text that several kinds of object have in common, and the tasks of columns; nobody outside
 * the files of tables includes more of it than the text. */
#ifndef ORQ_EMIT_POSTGRES_COLUMN_H
#define ORQ_EMIT_POSTGRES_COLUMN_H

#include "emit/postgres_parts.h"

struct orq_pg_work;

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
/* "ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY" */
const char *orq_pg_add_identity(struct orq_arena *arena, const struct orq_column *column);
/* The sequence of an identity column, in SQL. */
const char *orq_pg_identity_sequence(struct orq_arena *arena, const struct orq_table *table,
                                     const struct orq_column *column);
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

/* -- tasks -- */

void orq_pg_column_alter(struct orq_pg_work *work);
void orq_pg_column_add(struct orq_pg_work *work);
void orq_pg_column_drop(struct orq_pg_work *work);
/* A dependent column (generated from one that changes) goes and comes back as it is wanted. */
void orq_pg_column_rebuild(struct orq_pg_work *work, const struct orq_side *side);
/* What a column's value is under its wanted type; NULL: the server casts it by itself. */
const char *orq_pg_using(const struct orq_pg_emitter *emitter, const struct orq_column *have,
                         const struct orq_column *want);
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
/* The value of the rows that are there, by one statement: the model's backfill, or a line to fill
 * in. why: what orq_pg_batches said; NULL: nothing. */
void orq_pg_column_fill(struct orq_pg_work *work, struct orq_pg_task *task, bool where_null,
                        const char *why);
/* Must a new column have a value where nothing gives it one? Then the piece that writes the rows
 * is to be completed. */
bool orq_pg_column_lacks_value(const struct orq_pg_emitter *emitter,
                               const struct orq_column *column);
void orq_pg_column_ask(struct orq_pg_work *work, struct orq_pg_piece *piece,
                       const struct orq_table *table, const struct orq_column *column);
void orq_pg_attribute_add(struct orq_pg_work *work);
void orq_pg_attribute_drop(struct orq_pg_work *work);
void orq_pg_attribute_change(struct orq_pg_work *work);

/* -- rows that are filled in batches: postgres_backfill.c -- */

/* How the rows of the operation's table are gone through; NULL: by one statement. *why: what keeps
 * those of a large table from being filled in batches; NULL: nothing. */
const struct orq_backfill *orq_pg_batches(const struct orq_pg_work *work, const char **why);
/* The value of the rows where the column is NULL, behind everything else that the migration does,
 * and where the column is to be NOT NULL, the check that proves it. */
void orq_pg_column_fill_batches(struct orq_pg_work *work, const struct orq_backfill *batches);
/* A check that no row has NULL in the column, as an action of `task`, then its validation and SET
 * NOT NULL, each in a transaction of its own. */
void orq_pg_require_later(struct orq_pg_work *work, struct orq_pg_task *task);

#endif
