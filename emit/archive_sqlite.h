/* Archives on SQLite: made in the upgrade in front of what is dropped, put back in the downgrade by
 * the CREATE TABLE or the rebuild that brings the table or the column. */
#ifndef ORQ_EMIT_ARCHIVE_SQLITE_H
#define ORQ_EMIT_ARCHIVE_SQLITE_H

#include "emit/archive.h"
#include "emit/parts.h"

/* -- keeping -- */

/* Copies the rows of a table that is about to be dropped, where they are to be kept. old: its name
 * before the renames. */
void orq_archive_table(struct orq_emitter *emitter, const struct orq_table *table, const char *old);
/* The same of the columns that the plan drops. */
void orq_archive_columns(struct orq_emitter *emitter, const struct orq_table_plan *plan);
/* A note of where the data of what is dropped is, or that it is lost. */
void orq_note_table_gone(struct orq_emitter *emitter, struct orq_strings *notes, const char *old);
void orq_note_column_gone(struct orq_emitter *emitter, struct orq_strings *notes,
                          const struct orq_table_plan *plan, const char *column);

/* -- putting back -- */

/* Puts the rows back into a table that was just created, where they were kept. */
void orq_restore_table(struct orq_emitter *emitter, const struct orq_table *want);
/* The expression that gives a new column of a table its value back; NULL: none was kept. It reads
 * the table's row under the table's own name. */
const char *orq_restored_value(struct orq_emitter *emitter, const struct orq_table *want,
                               const struct orq_column *column);
void orq_note_restored(struct orq_emitter *emitter, struct orq_strings *notes,
                       const struct orq_table *want, const struct orq_column *column);
/* Drops the archives whose data is back. */
void orq_restore_finish(struct orq_emitter *emitter);

#endif
