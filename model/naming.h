/* Names from templates: "{table}_{columns}_key". A result longer than 63 bytes
 * (PostgreSQL's NAMEDATALEN - 1) is cut by shortening the longer of table and
 * columns at a character boundary; a number resolves a collision. */
#ifndef ORQ_MODEL_NAMING_H
#define ORQ_MODEL_NAMING_H

#include "model/schema.h"

/* The template's name; NULL when template is NULL. taken: folded names in use (the new one
 * is added to it); NULL: collisions are not looked for. An empty columns list gives {columns}
 * nothing and drops the underscore beside it (t_check). */
const char *orq_name_from_template(struct orq_arena *arena, const char *template, const char *table,
                                   const struct orq_strings *columns, struct orq_map *taken);
/* The template of a constraint's or an index's kind. */
const char *orq_naming_of(const struct orq_naming *naming, enum orq_kind kind);

#endif
