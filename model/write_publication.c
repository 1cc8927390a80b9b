/* Publications. */
#include "model/write_postgres.h"

#include "base/str.h"
#include "model/publication.h"

#include <string.h>

static struct orq_node *actions_node(struct orq_arena *arena, const char *text)
{
    struct orq_node *list = orq_node_list(arena);
    for (size_t i = 0; orq_published_actions[i]; i++)
        if (strstr(text, orq_published_actions[i]))
            orq_node_push(arena, list, orq_node_text(arena, orq_published_actions[i]));
    return list;
}

void orq_put_publication(const struct orq_writer *writer, const struct orq_definition *publication,
                         struct orq_node *map)
{
    struct orq_arena *arena = writer->arena;
    const struct orq_attributes *attributes = &publication->attributes;
    const char *publish = orq_attribute_text(attributes, ORQ_ATTRIBUTE_PUBLISH);
    orq_node_put_true(arena, map, "all_tables",
                      orq_attribute_is_set(attributes, ORQ_ATTRIBUTE_ALL_TABLES));
    orq_node_put(arena, map, "schemas",
                 orq_node_names(arena, orq_list_of(publication, ORQ_ATTRIBUTE_SCHEMAS)));
    if (publish && !*publish)
        ORQ_PUSH(arena, map->items, ((struct orq_node_item){"publish", orq_node_list(arena)}));
    else if (publish)
        orq_node_put(arena, map, "publish", actions_node(arena, publish));
    orq_node_put_true(arena, map, "publish_via_partition_root",
                      orq_attribute_is_set(attributes, ORQ_ATTRIBUTE_VIA_ROOT));
    orq_node_put_text(arena, map, "publish_generated_columns",
                      orq_attribute_text(attributes, ORQ_ATTRIBUTE_GENERATED));
}

void orq_put_published(const struct orq_writer *writer, const struct orq_definition *entry,
                       struct orq_node *map)
{
    orq_node_put(writer->arena, map, "columns",
                 orq_node_names(writer->arena, orq_list_of(entry, ORQ_ATTRIBUTE_COLUMNS)));
    orq_node_put_text(writer->arena, map, "where",
                      orq_attribute_text(&entry->attributes, ORQ_ATTRIBUTE_WHERE));
}
