/* Reading PostgreSQL's tokens one after the other, and writing them in one form. Private to sql/.
 */
#ifndef ORQ_SQL_POSTGRES_CURSOR_PRIVATE_H
#define ORQ_SQL_POSTGRES_CURSOR_PRIVATE_H

#include "sql/postgres_token.h"

struct orq_pg_cursor {
    struct orq_arena *arena;
    const char *text;
    const struct orq_pg_token *tokens; /* END last */
    size_t at;
};

struct orq_pg_cursor orq_pg_cursor_new(struct orq_arena *arena, const char *text);
/* So many tokens ahead; END behind the end. */
struct orq_pg_token orq_pg_ahead(const struct orq_pg_cursor *cursor, size_t count);
bool orq_pg_at(const struct orq_pg_cursor *cursor, const char *word);
/* Two words, one behind the other? */
bool orq_pg_at_two(const struct orq_pg_cursor *cursor, const char *first, const char *second);
bool orq_pg_accept(struct orq_pg_cursor *cursor, const char *word);
bool orq_pg_at_kind(const struct orq_pg_cursor *cursor, enum orq_pg_token_kind kind);
/* The token's value, and one further. */
const char *orq_pg_take(struct orq_pg_cursor *cursor);
bool orq_pg_is_name(struct orq_pg_token token);
/* [schema.]name; false: no name here. A schema `public` is NULL. */
bool orq_pg_take_qualified(struct orq_pg_cursor *cursor, const char **schema, const char **name);
/* From an opening parenthesis or bracket to behind its partner; to the end where it has none. */
void orq_pg_skip_group(struct orq_pg_cursor *cursor);
/* To the end. Gives the place behind the last token that is no semicolon. */
size_t orq_pg_skip_rest(struct orq_pg_cursor *cursor);
/* The source between two tokens: from the first, without the one at `to`. */
const char *orq_pg_source(const struct orq_pg_cursor *cursor, size_t from, size_t to);

enum orq_pg_modifiers { ORQ_PG_MODIFIERS_KEPT, ORQ_PG_MODIFIERS_DROPPED /* of routines */ };
/* A type in the server's spelling, the cursor behind it; NULL: none here, the cursor unmoved. */
const char *orq_pg_take_type(struct orq_pg_cursor *cursor, enum orq_pg_modifiers modifiers);
/* Is it a word that only a built-in type has? "int", "date" */
bool orq_pg_at_builtin_type(const struct orq_pg_cursor *cursor);

/* A token as it is written in a normal form. */
struct orq_pg_leaf {
    enum orq_pg_token_kind kind;
    const char *text;
};
/* Leaves with blanks between them where the manual's style has them: the same leaves always give
 * the same text, which is read as the same tokens again. */
struct orq_pg_printer {
    struct orq_str out;
    struct orq_pg_leaf last;
    bool glue; /* nothing is between the last leaf and the next name */
};
struct orq_pg_printer orq_pg_printer_new(struct orq_arena *arena);
void orq_pg_print(struct orq_pg_printer *printer, struct orq_pg_leaf leaf);

enum orq_pg_form { ORQ_PG_FORM_EXPRESSION, ORQ_PG_FORM_STATEMENT };
/* The token at the cursor in its one form, given the leaf before it. The cursor is not moved. */
struct orq_pg_leaf orq_pg_leaf_of(const struct orq_pg_cursor *cursor, struct orq_pg_leaf before,
                                  enum orq_pg_form form);
/* How many tokens to pass over: 2 at a `public.` or `pg_catalog.` that goes without saying. */
size_t orq_pg_silent_qualifier(const struct orq_pg_cursor *cursor, struct orq_pg_leaf before,
                               enum orq_pg_form form);

#endif
