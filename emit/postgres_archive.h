/* Archives on PostgreSQL: made by the task that drops, in front of its DROP and in its transaction;
 * put back by the task that creates the table or adds the column. They stand in public. */
#ifndef ORQ_EMIT_POSTGRES_ARCHIVE_H
#define ORQ_EMIT_POSTGRES_ARCHIVE_H

#include "emit/archive.h"
#include "emit/postgres_table.h"

/* -- keeping -- */

/* Copies the rows of a table of `renamed` that the task is about to drop, where they are to be
 * kept, and the counters that go with it. */
void orq_pg_archive_table(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                          const struct orq_table *table);
/* The same of all columns that operations drop from it; what is kept already is left. */
void orq_pg_archive_columns(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                            const struct orq_table *table);
/* A note of where the data is, or that it is lost. column NULL: of the whole table. */
void orq_pg_note_gone(struct orq_pg_emitter *emitter, struct orq_pg_piece *piece,
                      const struct orq_table *table, const struct orq_column *column);

/* Is a column's type kept as it is? Others are kept as text, for an archive outlives the types that
 * somebody made. */
bool orq_pg_archive_is_plain(const char *type);

/* -- putting back -- */

/* Puts the rows back into a table that the task has just created, where they were kept. */
void orq_pg_restore_table(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                          const struct orq_table *table);
/* Adds the column of an ADD_COLUMN with its values, and at once every other one that is kept beside
 * it; false: it was not kept. */
bool orq_pg_restore_column(struct orq_pg_work *work, struct orq_pg_task *task);
/* Behind everything: the counters, and no archive any more whose data is back. */
void orq_pg_restore_finish(struct orq_pg_emitter *emitter);

#endif
