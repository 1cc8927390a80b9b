/* What a squashed migration stands for: the migrations that it was made of, with the hashes of
 * their upgrade sections, so that databases which ran them one by one are known to be at it. */
#ifndef ORQ_HISTORY_REPLACED_H
#define ORQ_HISTORY_REPLACED_H

#include "base/diag.h"
#include "base/vec.h"

struct orq_migration;

struct orq_replaced { /* -- replaces: REV sha256:… */
    const char *revision;
    struct orq_strings sha256s; /* one per upgrade section, in their order */
    struct orq_span at;
};
ORQ_VEC_OF(orq_replaced_list, struct orq_replaced);

/* Was revision one of them, with an upgrade section of this hash? */
bool orq_replaces(const struct orq_migration *migration, const char *revision, const char *sha256);
/* The same with what a parent line holds: orq_migration_chain_sha256. */
bool orq_replaces_chain(struct orq_arena *arena, const struct orq_migration *migration,
                        const char *revision, const char *sha256);

#endif
