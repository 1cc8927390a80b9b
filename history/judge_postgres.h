/* Which texts mean the same to a PostgreSQL server: asked of the server itself, in one round trip
 * for all expressions, and one transaction that is rolled back for what only a view can tell.
 *
 * The planner is asked for both texts over one empty row of the columns' types, and prints what it
 * made of them: https://www.postgresql.org/docs/current/sql-explain.html. It is believed only where
 * it could not have been misled: the texts name the same collations (two of the same meaning print
 * alike) and the same functions of the user (bodies in SQL are put in place of the call), and hold
 * no query of their own. Else, for queries, and where a column changes its type, both texts become
 * temporary views, which the server prints. What neither can tell is unverified. */
#ifndef ORQ_HISTORY_JUDGE_POSTGRES_H
#define ORQ_HISTORY_JUDGE_POSTGRES_H

#include "db/db.h"
#include "diff/diff.h"

/* Answers every pair. db NULL: all are unverified. ORQ_DATABASE, reported: the connection was lost;
 * whatever else fails is a pair's reason. */
enum orq_status orq_judge_postgres(struct orq_arena *arena, struct orq_db *db,
                                   struct orq_pairs *pairs, struct orq_diags *diags);

/* -- what it asks, for tests -- */

/* One text of a pair as the value of a column. */
const char *orq_judge_operand(struct orq_arena *arena, const struct orq_pair *pair,
                              const char *text);
/* The row that the texts of a pair are over: a subquery of one row, named as the table. */
const char *orq_judge_row(struct orq_arena *arena, const struct orq_pair *pair);
/* "character varying(10)" as "character varying"; what would mean length 1 without a length is
 * named so that it does not. */
const char *orq_judge_type_without_length(struct orq_arena *arena, const char *type);
/* The strings of the first "Output" of a plan in JSON. */
void orq_judge_output(struct orq_arena *arena, const char *plan, struct orq_strings *output);

#endif
