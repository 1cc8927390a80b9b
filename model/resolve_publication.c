/* Publications, and what of a table is in them. */
#include "model/identity.h"
#include "model/publication.h"
#include "model/resolve_postgres.h"

static void put_true(struct orq_resolver *resolver, struct orq_definition *publication,
                     enum orq_attribute_key key, const char *word)
{
    if (orq_truth_of(publication->body, word, false))
        orq_attribute_put(resolver->arena, &publication->attributes, key, "true", publication->at);
}

static struct orq_strings sorted_names(struct orq_resolver *resolver, const struct orq_yaml *node)
{
    struct orq_strings names = {0};
    orq_names_of(resolver, node, &names);
    orq_sort_unique(&names);
    return names;
}

static void put_publish(struct orq_resolver *resolver, struct orq_definition *publication)
{
    const struct orq_yaml *node = orq_yaml_get(publication->body, "publish");
    struct orq_strings actions = {0};
    for (size_t i = 0; node && i < node->items->len; i++)
        ORQ_PUSH(resolver->arena, &actions, node->items->items[i]->text);
    if (node)
        orq_attribute_put(resolver->arena, &publication->attributes, ORQ_ATTRIBUTE_PUBLISH,
                          orq_publish_text(resolver->arena, &actions), orq_yaml_at(node));
}

void orq_resolve_publication(struct orq_resolver *resolver, const struct orq_yaml_entry *entry)
{
    struct orq_definition *publication = orq_definition_new(resolver, ORQ_KIND_PUBLICATION, entry);
    const struct orq_strings schemas =
        sorted_names(resolver, orq_yaml_get(entry->value, "schemas"));
    const char *generated = orq_text_of(entry->value, "publish_generated_columns");
    publication->name = entry->key;
    put_true(resolver, publication, ORQ_ATTRIBUTE_ALL_TABLES, "all_tables");
    put_true(resolver, publication, ORQ_ATTRIBUTE_VIA_ROOT, "publish_via_partition_root");
    put_publish(resolver, publication);
    orq_attribute_put_list(resolver->arena, &publication->attributes, ORQ_ATTRIBUTE_SCHEMAS,
                           &schemas, publication->at);
    orq_attribute_put(resolver->arena, &publication->attributes, ORQ_ATTRIBUTE_GENERATED,
                      orq_str_equal(generated, "none") ? NULL : generated, publication->at);
    orq_definition_add(resolver, publication);
}

void orq_resolve_published(struct orq_resolver *resolver, const struct orq_table_draft *draft)
{
    const struct orq_yaml *map = orq_yaml_get(draft->node, "published_in");
    const struct orq_table *table = draft->table;
    for (size_t i = 0; map && i < map->entries->len; i++) {
        const struct orq_yaml_entry *entry = &map->entries->items[i];
        struct orq_definition *published = orq_definition_new(resolver, ORQ_KIND_PUBLISHED, entry);
        const struct orq_strings columns =
            sorted_names(resolver, orq_yaml_get(entry->value, "columns"));
        published->schema = table->schema;
        published->name = entry->key;
        published->on =
            orq_qualified(resolver->arena, resolver->dialect, table->schema, table->name);
        orq_attribute_put_list(resolver->arena, &published->attributes, ORQ_ATTRIBUTE_COLUMNS,
                               &columns, published->at);
        orq_put_sql(resolver, published, ORQ_ATTRIBUTE_WHERE, "where");
        orq_definition_add(resolver, published);
    }
}
