/* A text changed at some of its bytes, and what was changed as a patch: all else stays byte for
 * byte. */
#ifndef ORQ_BASE_EDIT_H
#define ORQ_BASE_EDIT_H

#include "base/str.h"
#include "base/vec.h"

/* text in the place of the bytes [from, to). */
struct orq_edit {
    size_t from, to;
    const char *text;
};
ORQ_VEC_OF(orq_edits, struct orq_edit);

/* Puts them in the order of the text. Those at one place keep the order that they were added in, an
 * insertion before what is replaced there. They must not overlap. */
void orq_edits_sort(struct orq_arena *arena, struct orq_edits *edits);
/* The text with its edits, which are sorted; *len becomes that of the result. */
const char *orq_edits_apply(struct orq_arena *arena, const char *text, size_t *len,
                            const struct orq_edits *edits);
/* Appends the sorted edits as a unified diff with three lines around each change, as `git apply`
 * and `patch -p1` read it: name is the file's, without a/ and b/. Nothing is appended when nothing
 * changes. */
void orq_edits_diff(struct orq_str *out, const char *name, struct orq_slice text,
                    const struct orq_edits *edits);

#endif
