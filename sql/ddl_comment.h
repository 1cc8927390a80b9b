/* Comments of a stored CREATE TABLE that belong to the table or to a column: those that begin on
 * its line. A table's stands behind the opening parenthesis, a column's behind its last constraint
 * or the comma there; nothing but blanks may follow on the line. */
#ifndef ORQ_SQL_DDL_COMMENT_H
#define ORQ_SQL_DDL_COMMENT_H

#include "base/arena.h"

/* The end of the comments behind `at`, on the same line and with nothing but blanks behind them;
 * `at` where there are none. */
size_t orq_ddl_comment_end(const char *text, size_t at, size_t limit);

/* The words of the comment, without its marks, one space between them; NULL: there is none. sql is
 * the CREATE TABLE; at: the end of the column's text in it. */
const char *orq_ddl_table_comment(struct orq_arena *arena, const char *sql);
const char *orq_ddl_column_comment(struct orq_arena *arena, const char *sql, size_t at);

/* Any text as such a comment says it: one line, one space between words, so that nothing in it
 * ends the comment. NULL: the text is NULL or blank. */
const char *orq_comment_words(struct orq_arena *arena, const char *text);

#endif
