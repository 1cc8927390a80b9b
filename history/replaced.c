#include "history/replaced.h"

#include "base/hash.h"
#include "base/str.h"
#include "history/migration.h"

bool orq_replaces(const struct orq_migration *migration, const char *revision, const char *sha256)
{
    for (size_t i = 0; i < migration->replaces.len; i++) {
        const struct orq_replaced *replaced = &migration->replaces.items[i];
        for (size_t k = 0; k < replaced->sha256s.len; k++) {
            if (orq_str_equal(replaced->revision, revision) &&
                orq_str_equal(replaced->sha256s.items[k], sha256))
                return true;
        }
    }
    return false;
}

static const char *chain_of(struct orq_arena *arena, const struct orq_strings *sha256s)
{
    struct orq_str hashes = orq_str_new(arena);
    for (size_t i = 0; i < sha256s->len; i++)
        orq_str_add(&hashes, sha256s->items[i]);
    return sha256s->len == 1 ? sha256s->items[0]
                             : orq_sha256(arena, orq_str_text(&hashes), hashes.len);
}

bool orq_replaces_chain(struct orq_arena *arena, const struct orq_migration *migration,
                        const char *revision, const char *sha256)
{
    for (size_t i = 0; i < migration->replaces.len; i++) {
        const struct orq_replaced *replaced = &migration->replaces.items[i];
        if (orq_str_equal(replaced->revision, revision) && replaced->sha256s.len > 0 &&
            orq_str_equal(chain_of(arena, &replaced->sha256s), sha256))
            return true;
    }
    return false;
}
