/* Lines of a file put in the place of others: all else stays as a person wrote it. */
#ifndef ORQ_HISTORY_LINE_EDITS_H
#define ORQ_HISTORY_LINE_EDITS_H

#include "history/migration.h"

struct orq_line_edit {
    size_t line;      /* from 1 */
    const char *text; /* what stands there now, without a line end; NULL: the line goes */
};
ORQ_VEC_OF(orq_line_edits, struct orq_line_edit);

/* Line ends stay as they are, CR LF too. */
const char *orq_lines_edited(struct orq_arena *arena, const char *text,
                             const struct orq_line_edits *edits);
/* "-- parent: 9d02ab31c5fe sha256:…" */
const char *orq_parent_line(struct orq_arena *arena, const struct orq_parent *parent);
/* "-- proof: sqlite sha256:… sha256:…: up, down and up again on empty tables" */
const char *orq_proof_line(struct orq_arena *arena, const struct orq_proof_line *proof);

#endif
