/* What the files that read SQLite share. */
#ifndef ORQ_INTROSPECT_SQLITE_PARTS_H
#define ORQ_INTROSPECT_SQLITE_PARTS_H

#include "introspect/introspect.h"

enum orq_status orq_introspect_sqlite(struct orq_arena *arena, struct orq_db *db,
                                      const struct orq_introspect_options *options,
                                      struct orq_diags *diags, struct orq_schema **schema);

/* The tables behind virtual tables: those of modules that are known here by their suffixes,
 * of any other module by the name's beginning. */
struct orq_shadows;
struct orq_shadows *orq_shadows_new(struct orq_arena *arena);
void orq_shadows_add(struct orq_shadows *shadows, const char *name, const char *module);
bool orq_shadows_hold(const struct orq_shadows *shadows, const char *table);

#endif
