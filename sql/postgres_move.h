/* SQL of one schema, to be run in another: every name that says the schema says the other one. What
 * names none is for search_path. */
#ifndef ORQ_SQL_POSTGRES_MOVE_H
#define ORQ_SQL_POSTGRES_MOVE_H

#include "base/str.h"

struct orq_pg_move {
    const char *from, *to; /* schemas, as they are */
};

/* The text with `to` in the place of `from`: in names ("from.x"), behind the word SCHEMA and in
 * search_path, in the names that sequences' functions and regclass take as text, and in the bodies
 * of routines. Other texts are data, and stay; but one inside a body may be SQL that is put
 * together there, which nobody can move: *stuck is then true where it names the schema. stuck may
 * be NULL. */
const char *orq_pg_moved(struct orq_arena *arena, struct orq_slice text,
                         const struct orq_pg_move *move, bool *stuck);

#endif
