/* A place in a text between two tokens, for the parsers of sql/. It looks one
 * token ahead and knows which keyword each bare word is. After a failure the token at hand is END,
 * so that every loop comes to its end. Private to sql/. */
#ifndef ORQ_SQL_CURSOR_PRIVATE_H
#define ORQ_SQL_CURSOR_PRIVATE_H

#include "sql/keyword_private.h"
#include "sql/sqlite_ddl.h"

struct orq_cursor {
    struct orq_arena *arena;
    const char *text;
    size_t len;
    struct orq_lexer lexer;
    struct orq_token token, ahead;
    enum orq_keyword word, ahead_word; /* of a bare word; else NONE */
    size_t end;                        /* behind the last token that was passed */
    bool failed;
    struct orq_expr_error *error; /* holds the first failure */
};

struct orq_cursor orq_cursor_new(struct orq_arena *arena, const char *text, size_t len,
                                 struct orq_expr_error *error);
void orq_cursor_advance(struct orq_cursor *cursor);
/* Reports at the token at hand; message is static. Gives false. */
bool orq_cursor_fail(struct orq_cursor *cursor, const char *message);

/* Is the token at hand this one? */
bool orq_cursor_at(const struct orq_cursor *cursor, char punct);
bool orq_cursor_ahead(const struct orq_cursor *cursor, char punct);
/* Passes over the token when it is this one. */
bool orq_cursor_accept(struct orq_cursor *cursor, char punct);
bool orq_cursor_accept_word(struct orq_cursor *cursor, enum orq_keyword word);
/* The same, and fails when it is not. */
bool orq_cursor_expect(struct orq_cursor *cursor, char punct, const char *message);
bool orq_cursor_expect_word(struct orq_cursor *cursor, enum orq_keyword word, const char *message);

/* May a token be a name? word: of a word, ORQ_KW_NONE for others. strings: 'x' too, as SQLite
 * allows where only a name can stand. */
bool orq_token_may_name(enum orq_token_kind kind, enum orq_keyword word, bool strings);
/* The token at hand. */
bool orq_cursor_at_name(const struct orq_cursor *cursor, bool strings);
/* Reads a name, unquoted; NULL after failing. range may be NULL. */
const char *orq_cursor_name(struct orq_cursor *cursor, struct orq_range *range);
/* Reads [schema.]name; the schema is dropped. */
const char *orq_cursor_object(struct orq_cursor *cursor, struct orq_range *range);
void orq_cursor_if_not_exists(struct orq_cursor *cursor);
/* At an opening parenthesis: passes behind the one that closes it; the tokens between. */
struct orq_range orq_cursor_parentheses(struct orq_cursor *cursor);
/* At the end of the statement: nothing follows but one semicolon, or a comment that is not closed
 * (SQLite stores such a one). */
bool orq_cursor_finish(struct orq_cursor *cursor);

#endif
