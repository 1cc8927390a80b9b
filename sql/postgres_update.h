/* An UPDATE of PostgreSQL, taken apart so that it can be told which rows to work on:
 * https://www.postgresql.org/docs/current/sql-update.html */
#ifndef ORQ_SQL_POSTGRES_UPDATE_H
#define ORQ_SQL_POSTGRES_UPDATE_H

#include "base/str.h"
#include "base/vec.h"

struct orq_pg_update {
    const char *schema;         /* NULL: none is said, or public */
    const char *name;           /* of the table, as it is */
    const char *target;         /* in the words of the statement: "ONLY audit.log AS l" */
    const char *called;         /* what stands in front of its columns: "l", else "audit.log" */
    struct orq_strings columns; /* that it sets, as they are */
    size_t
        condition;  /* where what stands behind WHERE begins; there is none: the statement's end */
    size_t end;     /* of the statement, without a semicolon and what is behind it */
    bool returns;   /* it has a RETURNING */
    bool by_cursor; /* WHERE CURRENT OF */
};

/* False: the statement is none, or one behind a WITH. */
bool orq_pg_update_read(struct orq_arena *arena, const char *sql, struct orq_pg_update *update);

#endif
