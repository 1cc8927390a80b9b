/* What a SQLite database holds, told by SQLite itself: pragmas, and the tokens of
 * sqlite_schema cut by a scanner of the tests' own. Nothing here uses orqgen's parser,
 * so that it can judge what orqgen made. */
#ifndef ORQ_TESTS_ORACLE_H
#define ORQ_TESTS_ORACLE_H

#include "base/str.h"
#include "base/vec.h"

#include <sqlite3.h>

enum oracle_depth {
    /* Same meaning: columns in any order, types by affinity, constant defaults by value, constraint
     * names, layout and quoting aside. */
    ORACLE_MEANING,
    /* The same tokens of every stored statement, in order; quoting and comments aside. */
    ORACLE_EXACT
};

/* Lines that are equal when the databases are. Left out: sqlite_*, the ledger. */
const char *oracle_schema(struct orq_arena *arena, sqlite3 *db, enum oracle_depth depth);
/* Every row of a table, a line each: values with their types, for the columns given as SQL (comma
 * separated), in the order of their values. */
const char *oracle_rows(struct orq_arena *arena, sqlite3 *db, const char *table,
                        const char *columns);
/* Every row of every table, rowids and counters included. */
const char *oracle_all_rows(struct orq_arena *arena, sqlite3 *db);
/* The first line in which two such texts differ, "…expected… | …found…"; NULL: equal. */
const char *oracle_difference(struct orq_arena *arena, const char *expected, const char *found);
/* Runs SQL; gives SQLite's message where it fails, else NULL. */
const char *oracle_exec(struct orq_arena *arena, sqlite3 *db, const char *sql);

/* "a b '('": the normalised tokens of a statement. */
ORQ_VEC_OF(oracle_tokens, const char *);
void oracle_tokens_of(struct orq_arena *arena, const char *sql, struct oracle_tokens *tokens);

#endif
