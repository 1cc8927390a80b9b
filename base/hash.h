/* SHA-256 (libmd), as lower-case hex. */
#ifndef ORQ_BASE_HASH_H
#define ORQ_BASE_HASH_H

#include "base/arena.h"

#define ORQ_SHA256_HEX 64

/* 64 hex digits and a NUL, in the arena. */
const char *orq_sha256(struct orq_arena *arena, const void *data, size_t len);

#endif
