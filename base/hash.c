#include "base/hash.h"

#include <sha2.h>
#include <stdint.h>

struct orq_hash {
    SHA2_CTX context;
};

struct orq_hash *orq_hash_new(struct orq_arena *arena)
{
    struct orq_hash *hash = ORQ_NEW(arena, struct orq_hash);
    SHA256Init(&hash->context);
    return hash;
}

void orq_hash_add(struct orq_hash *hash, const void *data, size_t len)
{
    SHA256Update(&hash->context, data, len);
}

const char *orq_hash_hex(struct orq_arena *arena, struct orq_hash *hash)
{
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA256Final(digest, &hash->context);

    char *hex = orq_arena_alloc(arena, ORQ_SHA256_HEX + 1);
    for (size_t i = 0; i < sizeof digest; i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    return hex;
}

const char *orq_sha256(struct orq_arena *arena, const void *data, size_t len)
{
    struct orq_hash *hash = orq_hash_new(arena);
    orq_hash_add(hash, data, len);
    return orq_hash_hex(arena, hash);
}
