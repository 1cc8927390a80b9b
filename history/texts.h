/* Are two schemas, both read from a database, stored the same? Compared by canonical tokens, object
 * by object: the strictest sameness there is short of bytes. */
#ifndef ORQ_HISTORY_TEXTS_H
#define ORQ_HISTORY_TEXTS_H

#include "model/schema.h"

/* The first object that is missing, too many, or stored otherwise ("table t", "index i"); NULL: the
 * same. */
const char *orq_texts_difference(struct orq_arena *arena, const struct orq_schema *expected,
                                 const struct orq_schema *found);

/* A digest of all objects and how they are stored, whatever their order. Of a schema that is not
 * stored as texts it is that of the model which `inspect` writes of it. */
const char *orq_texts_sha256(struct orq_arena *arena, const struct orq_schema *schema);

#endif
