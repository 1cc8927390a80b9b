/* SHA-256 (libmd), as lower-case hex. */
#ifndef ORQ_BASE_HASH_H
#define ORQ_BASE_HASH_H

#include "base/arena.h"

#define ORQ_SHA256_HEX 64

/* 64 hex digits and a NUL, in the arena. */
const char *orq_sha256(struct orq_arena *arena, const void *data, size_t len);

/* The same of data that comes in pieces. */
struct orq_hash;
struct orq_hash *orq_hash_new(struct orq_arena *arena);
void orq_hash_add(struct orq_hash *hash, const void *data, size_t len);
/* Ends it; nothing may be added afterwards. */
const char *orq_hash_hex(struct orq_arena *arena, struct orq_hash *hash);

#endif
