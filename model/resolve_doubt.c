/* What may be missing only because it was reported: faults that follow from others are none. */
#include "model/resolve.h"

static const char *qualified(const struct orq_resolver *resolver, const struct orq_table *table)
{
    return table->schema ? orq_arena_printf(resolver->passing, "%s.%s", table->schema, table->name)
                         : table->name;
}

void orq_doubt(struct orq_resolver *resolver, const struct orq_table *table, enum orq_doubt doubt)
{
    if (!resolver->doubts[doubt])
        resolver->doubts[doubt] = orq_map_new(resolver->passing, ORQ_KEYS_FOLDED);
    orq_map_put(resolver->doubts[doubt], qualified(resolver, table), resolver);
}

bool orq_doubted(const struct orq_resolver *resolver, const struct orq_table *table,
                 enum orq_doubt doubt)
{
    const struct orq_map *doubted = resolver->doubts[doubt];
    return doubted && orq_map_get(doubted, qualified(resolver, table));
}

void orq_doubt_lacking(struct orq_resolver *resolver, const struct orq_table *table,
                       const struct orq_yaml *node, enum orq_doubt doubt)
{
    if (node->lacking || orq_yaml_was_reported(node))
        orq_doubt(resolver, table, doubt);
}
