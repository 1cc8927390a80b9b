/* Data kept across a drop: where the policy says so, an upgrade first copies what it drops into an
 * archive table, orqgen_archive_<revision>_<n>; the downgrade puts the data back and drops the
 * archive. A whole table is copied with all its rows; of dropped columns the values, beside a key
 * by which the downgrade finds their rows again. This is what both dialects share. */
#ifndef ORQ_EMIT_ARCHIVE_H
#define ORQ_EMIT_ARCHIVE_H

#include "emit/emit.h"

/* Is the data of a dropped table (want NULL), or of columns dropped from a table that stays, to be
 * kept? */
bool orq_archive_is_wanted(const struct orq_emit_input *input, const struct orq_table *want);

/* The constraint by which rows are found again: the primary key, else a UNIQUE over columns that
 * are NOT NULL; all its columns stay as they are. NULL: there is none. */
const struct orq_constraint *orq_archive_key(const struct orq_emit_input *input,
                                             const struct orq_table *have,
                                             const struct orq_table *want);

/* The name of the section's next archive table. */
const char *orq_archive_name(struct orq_arena *arena, const struct orq_emit_input *input,
                             const struct orq_section *section);
/* "t.a, t.b", or "t" of no columns; names as a person reads them. */
const char *orq_archive_of(struct orq_arena *arena, const char *table,
                           const struct orq_strings *columns);
/* What a column of a table (both as they are after the renames) was called before them. */
const char *orq_archive_old_column(struct orq_arena *arena, const struct orq_emit_input *input,
                                   const struct orq_table *table, const char *column);

/* The archive that keeps this column of the table; column NULL: the whole table. NULL: none. */
const struct orq_archive *orq_archive_find(const struct orq_archives *archives,
                                           const struct orq_dialect *dialect, const char *table,
                                           const char *column);

#endif
