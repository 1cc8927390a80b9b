/* Lists inside texts of PostgreSQL, taken apart at the commas that no parenthesis encloses. */
#ifndef ORQ_DIFF_POSTGRES_LIST_H
#define ORQ_DIFF_POSTGRES_LIST_H

#include "base/vec.h"
#include "sql/postgres_token.h"

/* The items from token `at` on, up to the mark that closes the list or the end of the text; gives
 * the index of that token. */
size_t orq_pg_list_split(struct orq_arena *arena, const char *text,
                         const struct orq_pg_tokens *tokens, size_t at, struct orq_strings *items);
/* Of a text that is a list. */
void orq_pg_list_of(struct orq_arena *arena, const char *text, struct orq_strings *items);
/* Of the list in the first parentheses; gives what stands in front of them. */
const char *orq_pg_list_inside(struct orq_arena *arena, const char *text,
                               struct orq_strings *items);
/* The name that is all of the text; NULL: it is something else. */
const char *orq_pg_lone_name(struct orq_arena *arena, const char *text);

#endif
