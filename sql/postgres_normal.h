/* One spelling for texts that PostgreSQL surely takes as the same: the strict normaliser, the
 * second tier of comparing. It never folds what could mean something else; what it leaves apart the
 * server judges. */
#ifndef ORQ_SQL_POSTGRES_NORMAL_H
#define ORQ_SQL_POSTGRES_NORMAL_H

#include "base/str.h"
#include "base/vec.h"

/* Of an expression: comments dropped, one space between tokens, keywords and bare names lower case,
 * names quoted only where they must be, `public.` and `pg_catalog.` left out in front of a name
 * (the session's search_path is public), strings in one form, != as <>, outer parentheses and those
 * around single names, literals and calls dropped, type names in casts canonical (x::int4 and
 * CAST(x AS int) as x::integer), `now()` and CURRENT_TIMESTAMP apart. NULL: no balanced text. */
const char *orq_pg_expression_normal(struct orq_arena *arena, const char *text);
/* Of a query: the same, without a semicolon at its end. */
const char *orq_pg_query_normal(struct orq_arena *arena, const char *text);
/* Of a whole statement: tokens only (comments, blanks, case, quoting of names, public., strings in
 * one form); no parenthesis is dropped. */
const char *orq_pg_statement_normal(struct orq_arena *arena, const char *text);

/* The value of a string that is an expression of a type: of 'x', and of 'x'::type with the type's
 * name as a cast prints it: without its length, but for an interval's. NULL: it is something else.
 */
const char *orq_pg_string_of(struct orq_arena *arena, const char *text, const char *type);

/* The COLLATE clauses of a text, joined by spaces, and the functions that it calls outside
 * pg_catalog, by name: two texts that differ here are never judged equal by EXPLAIN alone. How
 * many calls it has, and whether one names a schema that is not pg_catalog. A subquery in it. */
struct orq_pg_guards {
    const char *collations;
    const char *functions;
    size_t calls;
    bool names_schema;
    bool subquery;
};
struct orq_pg_guards orq_pg_guards_of(struct orq_arena *arena, const char *text);

/* The names in a text, each once, unquoted and folded as the server does: words and quoted
 * identifiers that are no keyword of an expression, bare and, where one is qualified, qualified too
 * ("audit.t"). Strings: those cast to regclass, regtype, regproc, … alone. */
void orq_pg_names_in(struct orq_arena *arena, const char *text, struct orq_strings *names);
/* The text with every identifier `from` as `to`. relation: only where `relation.from` or a bare
 * `from` that is not followed by ( or . ; NULL: any. */
const char *orq_pg_renamed(struct orq_arena *arena, const char *text, const char *from,
                           const char *to);

#endif
