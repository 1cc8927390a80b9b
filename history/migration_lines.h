/* A migration file line by line, knowing where quotes and block comments of
 * the SQL begin and end: a line inside a string is data, whatever it looks
 * like, and never a directive. */
#ifndef ORQ_HISTORY_MIGRATION_LINES_H
#define ORQ_HISTORY_MIGRATION_LINES_H

#include "base/diag.h"
#include "base/str.h"

/* How a dialect quotes. */
struct orq_quoting {
    bool brackets;  /* [x] */
    bool backticks; /* `x` */
    bool dollars;   /* $tag$ … $tag$ */
    bool nesting;   /* comments inside comments */
    bool escapes;   /* E'\'' */
};

/* NULL, and a dialect that is not known: SQLite's. */
const struct orq_quoting *orq_quoting_of(const char *dialect);

struct orq_lines {
    const char *text; /* LF only */
    size_t len;
    size_t at;     /* the byte behind the last line given */
    size_t number; /* of the last line given */
    const struct orq_quoting *quoting;

    bool statement; /* a statement was begun and no semicolon has ended it yet */
    /* What is open at `at`; closer 0: nothing. */
    char closer; /* the closing quote; '*' a comment; '$' a dollar quote */
    bool escaping;
    size_t depth;         /* of comments */
    struct orq_slice tag; /* of the dollar quote, with both dollars */
    size_t opened_line;   /* where what is open began, from 1 */
    size_t opened_at;     /* byte in the text */
};

struct orq_line {
    const char *text; /* without its line end, or trailing blanks */
    size_t len;
    size_t offset; /* of its first byte in the text */
    size_t number;
    bool code;      /* begins outside quotes and block comments */
    bool statement; /* begins inside a statement */
};

/* False: there are no more lines. */
bool orq_lines_next(struct orq_lines *lines, struct orq_line *line);
/* Forgets what is open and takes another dialect: a section begins. */
void orq_lines_restart(struct orq_lines *lines, const char *dialect);

#endif
