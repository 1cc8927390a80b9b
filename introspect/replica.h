/* A schema that came from a database, built again in another one (in memory), from its
 * stored statements. What the program cannot know does not stop it: a function that is missing is
 * stood in for by one that gives NULL, a collation by one that compares bytes. */
#ifndef ORQ_INTROSPECT_REPLICA_H
#define ORQ_INTROSPECT_REPLICA_H

#include "db/db.h"
#include "model/schema.h"

/* Creates all tables, indexes, virtual tables, views and triggers in db, which may be in a
 * transaction. A virtual table whose module is missing here is left out, with its triggers; their
 * names are added to skipped. Takes time linear in the number of objects. Anything else that cannot
 * be created is reported (ORQ_DATABASE). */
enum orq_status orq_replica_build(struct orq_arena *arena, const struct orq_schema *schema,
                                  struct orq_db *db, struct orq_strings *skipped,
                                  struct orq_diags *diags);

/* Text of the only statement in the words of its kind, for messages: CREATE of one object in db,
 * with stand-ins for unknown functions. ORQ_DATABASE: not created; nothing is reported, the reason
 * is orq_db_message. */
enum orq_status orq_replica_create(struct orq_arena *arena, struct orq_db *db, const char *sql);

#endif
