/* Parts that the readers of several CREATE statements share. Private to sql/. */
#ifndef ORQ_SQL_DDL_PRIVATE_H
#define ORQ_SQL_DDL_PRIVATE_H

#include "sql/cursor_private.h"

enum orq_ddl_level { ORQ_DDL_OF_COLUMN = 1, ORQ_DDL_OF_TABLE = 2 };

/* Does the word at hand begin a table constraint? No column can have such a name. */
bool orq_ddl_at_table_constraint(const struct orq_cursor *cursor);
/* Reads CONSTRAINT names and one body. A [NOT] DEFERRABLE that stands apart from its REFERENCES
 * comes as a BODILESS constraint with deferrable_written: it means the last foreign key before it.
 */
bool orq_ddl_read_constraint(struct orq_cursor *cursor, enum orq_ddl_level level,
                             struct orq_ddl_constraint *constraint);

/* (expression [COLLATE c] [ASC | DESC] [NULLS …], …): autoincrement may be NULL, else it is set
 * when AUTOINCREMENT ends the list. */
void orq_ddl_read_parts(struct orq_cursor *cursor, struct orq_ddl_parts *parts,
                        bool *autoincrement);
/* (name, …): COLLATE and order are read over, as SQLite does. */
void orq_ddl_read_names(struct orq_cursor *cursor, struct orq_ddl_parts *parts);

/* CREATE [TEMP]: false after failing. */
bool orq_ddl_read_create(struct orq_cursor *cursor);
/* What is left of the text, without a semicolon at its end. */
struct orq_range orq_ddl_rest(struct orq_cursor *cursor);

#endif
