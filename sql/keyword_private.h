/* SQLite's keywords (3.40; https://www.sqlite.org/lang_keywords.html), and TRUE
 * and FALSE, which it reads as words with a meaning. Private to sql/. */
#ifndef ORQ_SQL_KEYWORD_PRIVATE_H
#define ORQ_SQL_KEYWORD_PRIVATE_H

#include <stddef.h>

/* FREE: fine as a bare name. QUOTED: may stand bare in some places, and means
 * something else in others. HARD: never a bare name. Measured: each as the name of a table, column,
 * constraint, index, view, trigger and alias.
 * Ordered by length, then by letters: orq_keyword_of searches. */
enum orq_keyword_class { ORQ_KEYWORD_FREE, ORQ_KEYWORD_QUOTED, ORQ_KEYWORD_HARD };

/* clang-format off */
#define ORQ_KEYWORDS(X) \
    X(AS, HARD) X(BY, FREE) X(DO, FREE) X(IF, QUOTED) X(IN, HARD) X(IS, HARD) X(NO, FREE) \
    X(OF, FREE) X(ON, HARD) X(OR, HARD) X(TO, HARD) X(ADD, HARD) X(ALL, HARD) X(AND, HARD) \
    X(ASC, FREE) X(END, FREE) X(FOR, FREE) X(KEY, FREE) X(NOT, HARD) X(ROW, FREE) X(SET, HARD) \
    X(CASE, HARD) X(CAST, QUOTED) X(DESC, FREE) X(DROP, HARD) X(EACH, FREE) X(ELSE, HARD) \
    X(FAIL, FREE) X(FROM, HARD) X(FULL, QUOTED) X(GLOB, QUOTED) X(INTO, HARD) X(JOIN, HARD) \
    X(LAST, FREE) X(LEFT, QUOTED) X(LIKE, QUOTED) X(NULL, HARD) X(OVER, FREE) X(PLAN, FREE) \
    X(ROWS, FREE) X(TEMP, FREE) X(THEN, HARD) X(TIES, FREE) X(TRUE, QUOTED) X(VIEW, FREE) \
    X(WHEN, HARD) X(WITH, QUOTED) X(ABORT, FREE) X(AFTER, FREE) X(ALTER, HARD) X(BEGIN, FREE) \
    X(CHECK, HARD) X(CROSS, QUOTED) X(FALSE, QUOTED) X(FIRST, FREE) X(GROUP, HARD) \
    X(INDEX, HARD) X(INNER, QUOTED) X(LIMIT, HARD) X(MATCH, QUOTED) X(NULLS, FREE) \
    X(ORDER, HARD) X(OUTER, QUOTED) X(QUERY, FREE) X(RAISE, QUOTED) X(RANGE, FREE) \
    X(RIGHT, QUOTED) X(TABLE, HARD) X(UNION, HARD) X(USING, HARD) X(WHERE, HARD) \
    X(ACTION, FREE) X(ALWAYS, FREE) X(ATTACH, FREE) X(BEFORE, FREE) X(COLUMN, FREE) \
    X(COMMIT, HARD) X(CREATE, HARD) X(DELETE, HARD) X(DETACH, FREE) X(ESCAPE, HARD) \
    X(EXCEPT, HARD) X(EXISTS, HARD) X(FILTER, FREE) X(GROUPS, FREE) X(HAVING, HARD) \
    X(IGNORE, FREE) X(INSERT, HARD) X(ISNULL, HARD) X(OFFSET, FREE) X(OTHERS, FREE) \
    X(PRAGMA, FREE) X(REGEXP, QUOTED) X(RENAME, FREE) X(SELECT, HARD) X(UNIQUE, HARD) \
    X(UPDATE, HARD) X(VACUUM, FREE) X(VALUES, HARD) X(WINDOW, FREE) X(ANALYZE, FREE) \
    X(BETWEEN, HARD) X(CASCADE, FREE) X(COLLATE, HARD) X(CURRENT, FREE) X(DEFAULT, HARD) \
    X(EXCLUDE, FREE) X(EXPLAIN, FREE) X(FOREIGN, HARD) X(INDEXED, QUOTED) X(INSTEAD, FREE) \
    X(NATURAL, QUOTED) X(NOTHING, HARD) X(NOTNULL, HARD) X(PRIMARY, HARD) X(REINDEX, FREE) \
    X(RELEASE, FREE) X(REPLACE, FREE) X(TRIGGER, FREE) X(VIRTUAL, FREE) X(WITHOUT, FREE) \
    X(CONFLICT, FREE) X(DATABASE, FREE) X(DEFERRED, FREE) X(DISTINCT, HARD) X(RESTRICT, FREE) \
    X(ROLLBACK, FREE) X(EXCLUSIVE, FREE) X(FOLLOWING, FREE) X(GENERATED, FREE) \
    X(IMMEDIATE, FREE) X(INITIALLY, FREE) X(INTERSECT, HARD) X(PARTITION, FREE) \
    X(PRECEDING, FREE) X(RECURSIVE, FREE) X(RETURNING, HARD) X(SAVEPOINT, FREE) \
    X(TEMPORARY, FREE) X(UNBOUNDED, FREE) X(CONSTRAINT, HARD) X(DEFERRABLE, HARD) \
    X(REFERENCES, HARD) X(TRANSACTION, HARD) X(CURRENT_DATE, QUOTED) X(CURRENT_TIME, QUOTED) \
    X(MATERIALIZED, FREE) X(AUTOINCREMENT, HARD) X(CURRENT_TIMESTAMP, QUOTED)
/* clang-format on */

#define ORQ_KEYWORD_ENUM(name, class) ORQ_KW_##name,
enum orq_keyword { ORQ_KW_NONE, ORQ_KEYWORDS(ORQ_KEYWORD_ENUM) ORQ_KW_COUNT };
#undef ORQ_KEYWORD_ENUM

/* The keyword that a bare word of any case is; NONE: it is none. */
enum orq_keyword orq_keyword_of(const char *word, size_t len);
enum orq_keyword_class orq_keyword_class(enum orq_keyword keyword); /* of NONE: FREE */
/* In upper case, in static memory; of NONE: "". */
const char *orq_keyword_text(enum orq_keyword keyword);

#endif
