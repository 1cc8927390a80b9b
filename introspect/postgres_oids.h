/* A hash map from numbers of the catalogue to pointers: an oid, or two numbers as one key. */
#ifndef ORQ_INTROSPECT_POSTGRES_OIDS_H
#define ORQ_INTROSPECT_POSTGRES_OIDS_H

#include "base/arena.h"

#include <stdint.h>

struct orq_oids;

struct orq_oids *orq_oids_new(struct orq_arena *arena);
/* NULL: not there. */
void *orq_oids_get(const struct orq_oids *oids, uint64_t key);
/* value must not be NULL. */
void orq_oids_put(struct orq_oids *oids, uint64_t key, void *value);

/* The key of two numbers: a catalogue and an oid in it, a type and its modifier, … */
uint64_t orq_oids_pair(uint32_t first, uint32_t second);

#endif
