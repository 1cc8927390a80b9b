/* A script as statements. The split follows sqlite3_complete: a semicolon ends a
 * statement unless it stands in quotes, a comment, parentheses, or the body of a
 * CREATE TRIGGER, which ends at END;. Text after the last semicolon is a
 * statement too. Empty statements (only blanks and comments) are left out. */
#ifndef ORQ_SQL_SPLIT_H
#define ORQ_SQL_SPLIT_H

#include "base/vec.h"
#include "sql/token.h"

struct orq_statement_text {
    size_t offset; /* of its first token in the script */
    size_t len;    /* up to and without the semicolon */
    size_t line;   /* of its first token, from 1 */
    bool complete; /* quotes, comments, parentheses and a trigger's body are closed */
};
ORQ_VEC_OF(orq_statement_texts, struct orq_statement_text);

void orq_split(struct orq_arena *arena, const char *script, size_t len,
               struct orq_statement_texts *statements);

#endif
