/* Renames of tables and columns by ALTER TABLE, which rewrites foreign keys, indexes, views and
 * triggers along. A name is freed before it is taken; names that change places go through a
 * temporary one. */
#ifndef ORQ_EMIT_RENAME_H
#define ORQ_EMIT_RENAME_H

#include "emit/parts.h"

bool orq_renames_any(const struct orq_emit_input *input);
/* Emits all of them; notes in emitter->asides the columns that only stand aside until they are
 * dropped. A table in the way, which nothing keeps, is dropped here. */
void orq_renames_emit(struct orq_emitter *emitter);

/* Of the renames to come: SQLite (3.40 at least) cannot rename the INTEGER key of a table WITHOUT
 * ROWID that a UNIQUE constraint names too, "no such column". Such constraints are taken out first,
 * by a rebuild; comparing what the renames leave brings them back. */
void orq_renames_unstick(struct orq_emitter *emitter);

#endif
