/* The tree behind struct orq_expr, and reading one in the middle of a text. Private to sql/. */
#ifndef ORQ_SQL_EXPR_PRIVATE_H
#define ORQ_SQL_EXPR_PRIVATE_H

#include "sql/cursor_private.h"

enum orq_expr_kind {
    ORQ_EXPR_NULL,
    ORQ_EXPR_BOOLEAN,  /* text: true, false */
    ORQ_EXPR_INTEGER,  /* text: decimal without leading zeros, or 0x and 16 digits */
    ORQ_EXPR_FLOAT,    /* text: the shortest spelling of the double */
    ORQ_EXPR_STRING,   /* text: unquoted */
    ORQ_EXPR_BLOB,     /* text: lower-case hex */
    ORQ_EXPR_NOW,      /* text: current_time, current_date, current_timestamp */
    ORQ_EXPR_VARIABLE, /* text: as written */
    ORQ_EXPR_COLUMN,   /* text: folded; qualifier: folded, canonical; NULL: none or the own table */
    ORQ_EXPR_UNARY,    /* text: - + ~ NOT */
    ORQ_EXPR_BINARY,   /* text: the operator; LIKE and its like too, a third item is ESCAPE */
    ORQ_EXPR_JUNCTION, /* text: AND, OR; two items or more, none of them the same junction */
    ORQ_EXPR_IS_NULL,  /* text: ISNULL, NOTNULL */
    ORQ_EXPR_BETWEEN,  /* items: value, low, high */
    ORQ_EXPR_IN,       /* items: value, list …; tail: a subquery or table instead of the list */
    ORQ_EXPR_CASE,     /* items: [base], when, then …, [else] */
    ORQ_EXPR_CAST,     /* text: canonical tokens of the type */
    ORQ_EXPR_COLLATE,  /* text: folded */
    ORQ_EXPR_FUNCTION, /* text: folded; inner: ORDER BY … ; tail: FILTER …, OVER … */
    ORQ_EXPR_ROW,      /* (a, b) */
    ORQ_EXPR_SUBQUERY, /* tail: canonical tokens inside the parentheses */
    ORQ_EXPR_EXISTS,   /* the same */
    ORQ_EXPR_RAISE     /* text: IGNORE ROLLBACK ABORT FAIL; items: the message */
};

ORQ_VEC_OF(orq_exprs, const struct orq_expr *);

struct orq_expr {
    enum orq_expr_kind kind;
    bool distinct; /* f(DISTINCT a) */
    bool star;     /* f(*) */
    bool based;    /* CASE base WHEN */
    bool other;    /* CASE … ELSE */
    unsigned depth;
    const char *text;
    const char *spelled; /* of a COLUMN, BOOLEAN, COLLATE: as written, unquoted */
    const char *qualifier;
    const char *inner, *tail;
    struct orq_exprs items;
    struct orq_range range; /* bytes it came from, its own parentheses included */
};

/* Of the tree; and of what is read, where the canonical form has parentheses around each node. */
enum { ORQ_EXPR_DEPTH = 1000, ORQ_EXPR_NESTING = 2 * ORQ_EXPR_DEPTH + 2 };

struct orq_expr_reader {
    struct orq_cursor *cursor;
    struct orq_scope scope;
    unsigned depth;
};

/* Reads the longest expression at the cursor; NULL after failing. */
const struct orq_expr *orq_expr_read(struct orq_expr_reader *reader);

/* What stands between operators. */
struct orq_expr *orq_expr_read_primary(struct orq_expr_reader *reader);
/* At a numeric or blob literal; NULL after failing. */
struct orq_expr *orq_expr_read_literal(struct orq_expr_reader *reader);
/* a, b, c up to what is no comma. */
void orq_expr_read_list(struct orq_expr_reader *reader, struct orq_expr *into);

/* A node that begins at from and ends at the last token passed (again after each push). */
struct orq_expr *orq_expr_node(struct orq_expr_reader *reader, enum orq_expr_kind kind,
                               const char *text, size_t from);
/* Fails when the tree becomes too deep. item may be NULL after a failure. */
void orq_expr_push(struct orq_expr_reader *reader, struct orq_expr *parent,
                   const struct orq_expr *item);
/* A folded name in canonical form: bare where it is a plain word and no keyword, else in
 * backticks, which never mean a string. */
const char *orq_expr_name(struct orq_arena *arena, const char *folded);
/* Canonical tokens of a part of the text. */
const char *orq_expr_tokens(struct orq_expr_reader *reader, struct orq_range range);

#endif
