/* Options of sequences; what is the default for the type and the direction is left out:
 * https://www.postgresql.org/docs/current/sql-createsequence.html */
#include "base/str.h"
#include "model/resolve_postgres.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct reach {
    int64_t from, to;
};

static struct reach reach_of(const char *type)
{
    if (type && strcmp(type, "smallint") == 0)
        return (struct reach){INT16_MIN, INT16_MAX};
    if (type && strcmp(type, "integer") == 0)
        return (struct reach){INT32_MIN, INT32_MAX};
    return (struct reach){INT64_MIN, INT64_MAX};
}

static int64_t number_of(const struct orq_yaml *map, const char *key, int64_t otherwise)
{
    const char *text = orq_text_of(map, key);
    return text ? strtoll(text, NULL, 10) : otherwise;
}

void orq_sequence_of(struct orq_resolver *resolver, const struct orq_yaml *map, const char *type,
                     struct orq_attributes *attributes)
{
    const struct reach reach = reach_of(type);
    int64_t increment = number_of(map, "increment", 1);
    int64_t least = increment > 0 ? 1 : reach.from, greatest = increment > 0 ? reach.to : -1;
    int64_t minimum = number_of(map, "min", least), maximum = number_of(map, "max", greatest);
    int64_t first = increment > 0 ? minimum : maximum;
    const struct {
        enum orq_attribute_key key;
        const char *word;
        int64_t value, otherwise;
    } rows[] = {{ORQ_ATTRIBUTE_START, "start", number_of(map, "start", first), first},
                {ORQ_ATTRIBUTE_INCREMENT, "increment", increment, 1},
                {ORQ_ATTRIBUTE_MINIMUM, "min", minimum, least},
                {ORQ_ATTRIBUTE_MAXIMUM, "max", maximum, greatest},
                {ORQ_ATTRIBUTE_CACHE, "cache", number_of(map, "cache", 1), 1}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].value != rows[i].otherwise)
            orq_attribute_put(resolver->arena, attributes, rows[i].key,
                              orq_arena_printf(resolver->arena, "%" PRId64, rows[i].value),
                              orq_yaml_at(orq_yaml_get(map, rows[i].word)));
    const enum orq_attribute_key flags[] = {ORQ_ATTRIBUTE_CYCLE, ORQ_ATTRIBUTE_UNLOGGED};
    static const char *const words[] = {"cycle", "unlogged"};
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
        if (orq_truth_of(map, words[i], false))
            orq_attribute_put(resolver->arena, attributes, flags[i], "true",
                              orq_yaml_at(orq_yaml_get(map, words[i])));
}
