/* Writing names and literals into SQL. Text from a model or a database goes
 * into a statement only through these. */
#ifndef ORQ_SQL_QUOTE_H
#define ORQ_SQL_QUOTE_H

#include "base/str.h"

/* The name as a person would write it: bare when it is a plain lower- or
 * upper-case word that SQLite does not reserve, else in double quotes. */
const char *orq_sqlite_name(struct orq_arena *arena, const char *name);
/* The same, always in double quotes. */
const char *orq_quoted_name(struct orq_arena *arena, const char *name);
/* 'text', quotes doubled. */
const char *orq_quoted_text(struct orq_arena *arena, const char *text);
/* A name as shown to a person in messages and comments: control bytes and line ends
 * escaped (\n, \x07), so that a hostile name can never end a comment or forge a line. */
const char *orq_shown_name(struct orq_arena *arena, const char *name);
/* Is the word reserved in SQLite (cannot be a bare identifier)? Any case. */
bool orq_sqlite_reserved(const char *word);

#endif
