/* Pieces of SQL text that are written, or compared, in more than one place. */
#ifndef ORQ_EMIT_TEXT_H
#define ORQ_EMIT_TEXT_H

#include "model/dialect.h"
#include "model/schema.h"
#include "sql/sqlite_ddl.h"

/* No line of a statement that we lay out is longer, where it can be broken. */
#define ORQ_LINE_WIDTH 100

/* "a, b, c", quoted where they must be. */
const char *orq_names_sql(struct orq_arena *arena, const struct orq_strings *names);
/* Items joined by ", ", broken where the line would be too long; they begin at this column, and so
 * does every line of them. */
const char *orq_items_sql(struct orq_arena *arena, const struct orq_strings *items, size_t indent);
/* "head (a, b, c)", the list on lines of its own where one line is too long. */
const char *orq_list_sql(struct orq_arena *arena, const char *head,
                         const struct orq_strings *items);

/* The text inside parentheses: a comment at its end gets its line end back. */
const char *orq_parenthesised(struct orq_arena *arena, const char *expr);
/* The same, but a call of a function stays as it is: what stands before COLLATE. */
const char *orq_operand(struct orq_arena *arena, const char *expr);
/* The same, but a literal and a call stay as they are: an item of a list. */
const char *orq_item_sql(struct orq_arena *arena, const char *expr);
/* A DEFAULT's value as the grammar wants it: a literal, one word, or in parentheses. */
const char *orq_default_sql(struct orq_arena *arena, const char *expr);
/* What a DEFAULT is when it is one literal, with signs and in parentheses: STRING BLOB INTEGER
 * (TRUE and FALSE too) FLOAT; WORD: NULL; END: something else. */
enum orq_token_kind orq_literal_kind(const char *expr);

/* Do both have the same comments, in order? Blanks around them are no difference. */
bool orq_same_comments(struct orq_arena *arena, const char *a, const char *b);
/* And the same tokens (sql/token.h's canonical ones)? */
bool orq_same_text(struct orq_arena *arena, const char *a, const char *b);
/* Does one of the text's tokens stand for this name, in any quoting? */
bool orq_text_mentions(struct orq_arena *arena, const char *text, const char *name);

/* How a column of the table takes values: ANY in a STRICT table keeps what it is given
 * (https://www.sqlite.org/stricttables.html). */
enum orq_affinity orq_table_affinity(const struct orq_table *table,
                                     const struct orq_column *column);

/* Adds every name to the set, folded, so that a new name can be kept apart from all of them. */
void orq_names_take(struct orq_map *taken, struct orq_arena *arena, const char *name);
/* wish, or wish_2 …: the first that is not taken. It is taken now. */
const char *orq_name_free(struct orq_arena *arena, struct orq_map *taken, const char *wish);

#endif
