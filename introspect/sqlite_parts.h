/* What the files that read SQLite share. */
#ifndef ORQ_INTROSPECT_SQLITE_PARTS_H
#define ORQ_INTROSPECT_SQLITE_PARTS_H

#include "introspect/introspect.h"

#include "base/map.h"

/* What reading one statement after the other shares. Its trees are not kept. */
struct orq_reading {
    struct orq_arena *arena;   /* of what is read */
    struct orq_arena *scratch; /* of the tree at hand: reset at each statement */
    struct orq_arena *passing; /* of the words, until all is read */
    struct orq_map *words;     /* names, types and values that stand in many tables, each once */
};

struct orq_reading orq_reading_begin(struct orq_arena *arena);
void orq_reading_end(struct orq_reading *reading);
/* Those of introspect.h. */
struct orq_table *orq_read_table(struct orq_reading *reading, const char *sql,
                                 struct orq_expr_error *error);
struct orq_index *orq_read_index(struct orq_reading *reading, const char *sql,
                                 struct orq_expr_error *error);

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
