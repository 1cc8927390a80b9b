/* SQLite expressions as trees, and when two of them are the same expression
 * (facts measured on 3.40; see also https://www.sqlite.org/lang_expr.html).
 *
 * Folded: keyword, identifier and function-name case (ASCII), quoting, the
 * table's own qualifier, == and =, != and <>, NOTNULL / IS NOT NULL / NOT NULL, hex and decimal
 * integers, spellings of one double, blob case, comments, redundant parentheses, the nesting
 * of AND and OR (the order stays). Never folded: string case, the order of IN lists, COLLATE, CAST,
 * 1 and 1.0. "x" is a column when the scope has one, else a string. */
#ifndef ORQ_SQL_EXPR_H
#define ORQ_SQL_EXPR_H

#include "base/diag.h"
#include "base/map.h"
#include "sql/token.h"

struct orq_expr; /* opaque tree in the arena */

/* What names mean where an expression stands. */
struct orq_scope {
    const char *table;             /* its qualifier is dropped; NULL: none */
    const struct orq_map *columns; /* folded keys; NULL: every "x" is a string */
};

struct orq_expr_error {
    size_t offset; /* byte where reading stopped */
    const char *message;
};

/* Parses text as one balanced expression; NULL with *error filled where it is
 * none (unbalanced, ends inside a comment or quote, trailing tokens). Subqueries are kept as
 * canonical tokens. Depth is bounded (1,000 levels): deeper is an error. */
const struct orq_expr *orq_expr_parse(struct orq_arena *arena, const char *text, size_t len,
                                      struct orq_scope scope, struct orq_expr_error *error);

bool orq_expr_equal(const struct orq_expr *a, const struct orq_expr *b);
/* One spelling for all equal trees. */
const char *orq_expr_canonical(struct orq_arena *arena, const struct orq_expr *expr);

/* Made of literals, signs, parentheses, CAST and || + - * / % & | of such only: the judge may
 * evaluate it. CURRENT_TIME and its like, columns and functions are not constant. */
bool orq_expr_constant(const struct orq_expr *expr);
/* The columns that it names, each once, in order; folded. */
void orq_expr_columns(struct orq_arena *arena, const struct orq_expr *expr,
                      struct orq_strings *columns);

/* The meaning of a DEFAULT: bare words are strings ('foo'), "q" is 'q', TRUE and
 * FALSE are 1 and 0, one outer pair of parentheses is no difference, NULL is no default. */
const struct orq_expr *orq_default_parse(struct orq_arena *arena, const char *text, size_t len,
                                         struct orq_expr_error *error);

#endif
