#include "diff/pair.h"

#include "diff/state.h"
#include "model/identity.h"

/* Defaults and constants name no column: they are the same question wherever they stand. */
static const char *scope_of(const struct orq_diff *diff, const struct orq_pair *pair)
{
    if (pair->definition)
        return orq_definition_identity(diff->arena, diff->want->dialect, pair->definition);
    if (!pair->table || pair->kind == ORQ_PAIR_CONSTANT || pair->kind == ORQ_PAIR_DEFAULT)
        return "";
    return orq_table_identity(diff->arena, diff->want->dialect, pair->table);
}

const struct orq_pair *orq_pair_ask(struct orq_diff *diff, struct orq_pair pair)
{
    const char *key = orq_arena_printf(diff->arena, "%d\x1f%s\x1f%d\x1f%s\x1f%s\x1f%s",
                                       (int)pair.kind, pair.type ? pair.type : "", (int)pair.strict,
                                       scope_of(diff, &pair), pair.a, pair.b);
    const size_t *known = orq_map_get(diff->state->pairs, key);
    if (known)
        return &diff->pairs.items[*known];
    size_t *at = ORQ_NEW(diff->arena, size_t);
    *at = diff->pairs.len;
    orq_map_put(diff->state->pairs, key, at);
    pair.type = pair.type ? orq_arena_strdup(diff->arena, pair.type) : NULL;
    pair.a = orq_arena_strdup(diff->arena, pair.a);
    pair.b = orq_arena_strdup(diff->arena, pair.b);
    ORQ_PUSH(diff->arena, &diff->pairs, pair);
    return &diff->pairs.items[*at];
}
