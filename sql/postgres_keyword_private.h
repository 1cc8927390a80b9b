/* PostgreSQL's keywords that are not free as names, of 12 to 18:
 * https://www.postgresql.org/docs/current/sql-keywords-appendix.html. Private to sql/. */
#ifndef ORQ_SQL_POSTGRES_KEYWORD_PRIVATE_H
#define ORQ_SQL_POSTGRES_KEYWORD_PRIVATE_H

#include <stddef.h>

enum orq_pg_keyword {
    ORQ_PG_FREE,         /* no keyword, or one that is a name anywhere */
    ORQ_PG_COLUMN_WORD,  /* a name of columns and tables; before ( or a string it is not one */
    ORQ_PG_ROUTINE_WORD, /* reserved, but for functions and types */
    ORQ_PG_HARD          /* reserved */
};

enum orq_pg_keyword orq_pg_keyword_of(const char *word, size_t len);

#endif
