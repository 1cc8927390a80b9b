/* SQLite refuses ALTER TABLE … RENAME and DROP COLUMN, of any table, while any view or trigger of
 * the database does not compile. */
#ifndef ORQ_INTROSPECT_BROKEN_H
#define ORQ_INTROSPECT_BROKEN_H

#include "db/db.h"
#include "model/schema.h"

/* Adds the names of the views and triggers that stand in the way, found by trying on a
 * copy without rows. A superset: what reads a table that is not in the schema (the ledger, a
 * shadow table) is in it too. A trigger of a view that is in it is left out: it goes with the view.
 */
enum orq_status orq_find_broken(struct orq_arena *arena, const struct orq_schema *schema,
                                struct orq_diags *diags, struct orq_strings *names);

#endif
