/* The body of a stored CREATE TABLE as items with what stands around them, and changes inside them.
 */
#ifndef ORQ_EMIT_PATCH_PARTS_H
#define ORQ_EMIT_PATCH_PARTS_H

#include "emit/parts.h"

/* One column or table constraint. Together the parts of all items and the closing are the
 * body, byte for byte: before text mid [,] tail … closing. */
struct orq_item {
    const char *before; /* from the separator in front of it */
    const char *text;
    const char *mid;  /* from its end to its comma; "" without a comma */
    const char *tail; /* a comment on the same line, behind the comma (or behind the last item) */
    bool comma;       /* a comma follows in the stored text */
    bool first, fresh, removed;
    struct orq_range range;              /* of text in the stored text; not of a fresh one */
    const struct orq_ddl_column *column; /* one of these two, of a stored item */
    const struct orq_ddl_constraint *constraint;
    const struct orq_column *wanted; /* the model's column, once columns are placed */
};
ORQ_VEC_OF(orq_items, struct orq_item);

struct orq_body {
    struct orq_arena *arena;
    struct orq_items items;
    const char *closing; /* what stands behind the last item's tail */
};

/* A change inside an item: the bytes of range become text. */
struct orq_edit {
    struct orq_range range;
    const char *text;
};
ORQ_VEC_OF(orq_edits, struct orq_edit);

struct orq_body orq_body_split(struct orq_arena *arena, const struct orq_ddl_table *table);
/* Puts text in behind the item at index `after` (SIZE_MAX: in front of all), in the style of its
 * surroundings. Columns in front of table constraints is the caller's care. */
void orq_body_insert(struct orq_body *body, size_t after, const char *text);
/* Takes the comment behind the opening parenthesis off the first item, before anything is put in
 * front of that. */
const char *orq_body_take_comment(struct orq_body *body);
/* Puts it back, or the wanted one, and those of columns, where the model keeps them in the text.
 * Items know their wanted columns by now. */
void orq_body_put_comments(struct orq_body *body, const struct orq_table_plan *plan,
                           const char *taken);
/* The body again, without what was removed; what changed inside items is already in their text. */
const char *orq_body_text(const struct orq_body *body);
/* The bytes of range in text, with the edits inside it done. Of overlapping edits the first wins;
 * insertions at one place keep their order. */
const char *orq_edited(struct orq_arena *arena, const char *text, struct orq_range range,
                       const struct orq_edits *edits);

#endif
