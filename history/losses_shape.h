/* The shapes of statements that copy rows, read from their tokens: only plain
 * ones, that copy every row of one table, are recognised. */
#ifndef ORQ_HISTORY_LOSSES_SHAPE_H
#define ORQ_HISTORY_LOSSES_SHAPE_H

#include "base/vec.h"
#include "sql/token.h"

/* SELECT items FROM one table, every row of it. */
struct orq_copy_item {
    const char *name;           /* of the result column; NULL: an expression without AS */
    struct orq_strings columns; /* every identifier in it */
    bool star;
    bool plain; /* one column as it is, whatever its new name */
};
ORQ_VEC_OF(orq_copy_items, struct orq_copy_item);

struct orq_copy {
    const char *schema, *table; /* schema NULL: not written */
    struct orq_copy_items items;
};

/* The copy that begins with the first SELECT of sql outside parentheses; false: there is none, or
 * it is not plain. */
bool orq_copy_read(struct orq_arena *arena, const char *sql, size_t len, struct orq_copy *copy);

/* The archives (ORQ_ARCHIVE_PREFIX) that a statement reads: that it names behind its first SELECT,
 * or FROM; each may come several times. */
void orq_archives_read(struct orq_arena *arena, const char *dialect, struct orq_slice sql,
                       struct orq_strings *names);

/* The word behind INSERT OR or UPDATE OR, in lower case; NULL: none. */
const char *orq_conflict_kind_word(struct orq_arena *arena, const char *sql, size_t len);
/* Are these bare words behind each other in sql, outside parentheses? */
bool orq_has_words(const char *sql, size_t len, const char *first, const char *second);
/* The column that an ALTER TABLE adds; NULL: it adds none. */
const char *orq_added_column(struct orq_arena *arena, const char *sql, size_t len);
/* The columns that an UPDATE sets. */
void orq_update_columns(struct orq_arena *arena, const char *sql, size_t len,
                        struct orq_strings *columns);

#endif
