#include "base/hash.h"

#include <sha2.h>
#include <stdint.h>

const char *orq_sha256(struct orq_arena *arena, const void *data, size_t len)
{
    SHA2_CTX context;
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA256Init(&context);
    SHA256Update(&context, data, len);
    SHA256Final(digest, &context);

    char *hex = orq_arena_alloc(arena, ORQ_SHA256_HEX + 1);
    for (size_t i = 0; i < sizeof digest; i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    return hex;
}
