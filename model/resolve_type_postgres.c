/* Enums, domains, composites and ranges of PostgreSQL as definitions. */
#include "base/str.h"
#include "model/identity.h"
#include "model/resolve_postgres.h"

#include <string.h>

static void put_type(struct orq_resolver *resolver, struct orq_definition *definition,
                     enum orq_attribute_key key, const struct orq_yaml *node)
{
    if (!node)
        return;
    const struct orq_type type = orq_type_of(resolver, node, false);
    if (type.text[0] != '\0')
        orq_attribute_put(resolver->arena, &definition->attributes, key, type.text,
                          orq_yaml_at(node));
}

/* A range is over a type of any length (the server forgets what was written): "bit" of "bit(3)". */
static void put_subtype(struct orq_resolver *resolver, struct orq_definition *definition)
{
    const struct orq_yaml *node = orq_yaml_get(definition->body, "subtype");
    put_type(resolver, definition, ORQ_ATTRIBUTE_SUBTYPE, node);
    const char *type = orq_attribute_text(&definition->attributes, ORQ_ATTRIBUTE_SUBTYPE);
    const char *open = type ? strchr(type, '(') : NULL, *close = open ? strchr(open, ')') : NULL;
    const char *bare = type;
    if (type && orq_starts_with(type, "interval"))
        bare = "interval";
    else if (close)
        bare = orq_arena_printf(resolver->arena, "%.*s%s", (int)(open - type), type, close + 1);
    if (!type)
        return;
    orq_attribute_put(resolver->arena, &definition->attributes, ORQ_ATTRIBUTE_SUBTYPE,
                      strcmp(bare, "character") == 0 ? "bpchar" : bare, orq_yaml_at(node));
}

static void put_name(struct orq_resolver *resolver, struct orq_definition *definition,
                     enum orq_attribute_key key, const char *word)
{
    const struct orq_yaml *node = orq_yaml_get(definition->body, word);
    if (node)
        orq_attribute_put(resolver->arena, &definition->attributes, key, orq_bare_name(node->text),
                          orq_yaml_at(node));
}

static void put_collation(struct orq_resolver *resolver, struct orq_definition *definition)
{
    const char *collation = orq_text_of(definition->body, "collate");
    if (collation && strcmp(collation, "default") != 0)
        put_name(resolver, definition, ORQ_ATTRIBUTE_COLLATION, "collate");
}

static struct orq_table *relation_of(struct orq_resolver *resolver,
                                     struct orq_definition *definition)
{
    definition->relation = orq_table_new(resolver->arena, definition->name);
    definition->relation->schema = definition->schema;
    definition->relation->kind = definition->kind;
    orq_table_set_dialect(resolver->arena, definition->relation, resolver->dialect);
    return definition->relation;
}

/* -- enums -- */

static void read_enum(struct orq_resolver *resolver, struct orq_definition *definition)
{
    const struct orq_yaml *values = orq_yaml_get(definition->body, "values");
    struct orq_strings now = {0}, before = {0};
    bool renamed = false;
    for (size_t i = 0; values && i < values->items->len; i++) {
        const struct orq_yaml *item = values->items->items[i];
        const char *value = item->text ? item->text : orq_text_of(item, "name");
        const char *from = orq_text_of(item, "renamed_from");
        if (!value)
            continue;
        renamed = renamed || from;
        ORQ_PUSH(resolver->arena, &now, value);
        ORQ_PUSH(resolver->arena, &before, from ? from : "");
    }
    orq_attribute_put_list(resolver->arena, &definition->attributes, ORQ_ATTRIBUTE_VALUES, &now,
                           definition->at);
    if (renamed)
        orq_attribute_put_list(resolver->arena, &definition->attributes,
                               ORQ_ATTRIBUTE_VALUES_BEFORE, &before, definition->at);
}

/* -- domains -- */

static void add_check(struct orq_resolver *resolver, struct orq_table *relation,
                      const struct orq_yaml *node)
{
    struct orq_constraint *check = orq_constraint_new(resolver, ORQ_KIND_CHECK, node);
    check->expr = orq_sql_of(resolver, node, NULL);
    ORQ_PUSH(resolver->arena, &relation->constraints, check);
}

static void read_domain(struct orq_resolver *resolver, struct orq_definition *definition)
{
    const struct orq_yaml *map = definition->body;
    const struct orq_yaml *type_node = orq_yaml_get(map, "type");
    const struct orq_yaml *check = orq_yaml_get(map, "check");
    struct orq_type type = {.text = "", .said = ""};
    if (type_node)
        type = orq_type_of(resolver, type_node, false);
    put_type(resolver, definition, ORQ_ATTRIBUTE_TYPE, type_node);
    put_collation(resolver, definition);
    const struct orq_sql value = orq_default_of(resolver, orq_yaml_get(map, "default"), &type);
    orq_attribute_put(resolver->arena, &definition->attributes, ORQ_ATTRIBUTE_DEFAULT, value.text,
                      value.at);
    if (!orq_truth_of(map, "nullable", true))
        orq_attribute_put(resolver->arena, &definition->attributes, ORQ_ATTRIBUTE_NOT_NULL, "true",
                          orq_yaml_at(orq_yaml_get(map, "nullable")));
    struct orq_table_draft draft = {.table = relation_of(resolver, definition), .node = map};
    if (check && check->kind == ORQ_YAML_LIST)
        for (size_t i = 0; i < check->items->len; i++)
            add_check(resolver, draft.table, check->items->items[i]);
    else if (check)
        add_check(resolver, draft.table, check);
    orq_resolve_checks(resolver, &draft);
    if (draft.table->constraints.len == 0)
        definition->relation = NULL;
}

/* -- composites -- */

static void add_field(struct orq_resolver *resolver, struct orq_table *relation,
                      const struct orq_yaml_entry *entry)
{
    struct orq_column *column = ORQ_NEW(resolver->arena, struct orq_column);
    bool plain = entry->value->kind != ORQ_YAML_MAP;
    const struct orq_yaml *type = plain ? entry->value : orq_yaml_get(entry->value, "type");
    const char *collation = orq_text_of(entry->value, "collate");
    column->name = entry->key;
    column->at = orq_yaml_key_at(entry);
    column->type = type ? orq_type_of(resolver, type, false).text : "";
    column->nullable = true;
    column->comment = orq_text_of(entry->value, "comment");
    column->renamed_from = orq_text_of(entry->value, "renamed_from");
    column->collation = orq_str_equal(collation, "default") ? NULL : orq_bare_name(collation);
    orq_table_add_column(resolver->arena, relation, column);
}

static void read_composite(struct orq_resolver *resolver, struct orq_definition *definition)
{
    const struct orq_yaml *fields = orq_yaml_get(definition->body, "columns");
    struct orq_table *relation = relation_of(resolver, definition);
    for (size_t i = 0; fields && i < fields->entries->len; i++)
        if (!orq_yaml_was_reported(fields->entries->items[i].value))
            add_field(resolver, relation, &fields->entries->items[i]);
}

/* -- ranges -- */

/* https://www.postgresql.org/docs/current/sql-createtype.html: the name's "range" becomes
 * "multirange", else "_multirange" is added. */
static const char *usual_multirange(struct orq_arena *arena, const char *range)
{
    const char *at = strstr(range, "range");
    if (!at)
        return orq_arena_printf(arena, "%.52s_multirange", range);
    return orq_arena_printf(arena, "%.63s",
                            orq_arena_printf(arena, "%.*smulti%s", (int)(at - range), range, at));
}

static void read_range(struct orq_resolver *resolver, struct orq_definition *definition)
{
    const char *multirange = orq_text_of(definition->body, "multirange");
    put_subtype(resolver, definition);
    put_name(resolver, definition, ORQ_ATTRIBUTE_OPCLASS, "opclass");
    put_collation(resolver, definition);
    put_name(resolver, definition, ORQ_ATTRIBUTE_CANONICAL, "canonical");
    put_name(resolver, definition, ORQ_ATTRIBUTE_SUBTYPE_DIFF, "subtype_diff");
    const char *usual = usual_multirange(resolver->arena, definition->name);
    if (multirange && strcmp(multirange, usual) != 0 &&
        strcmp(multirange,
               orq_qualified(resolver->arena, resolver->dialect, definition->schema, usual)) != 0)
        put_name(resolver, definition, ORQ_ATTRIBUTE_MULTIRANGE, "multirange");
}

static const struct {
    enum orq_kind kind;
    void (*read)(struct orq_resolver *resolver, struct orq_definition *definition);
} readers[] = {{ORQ_KIND_ENUM, read_enum},
               {ORQ_KIND_DOMAIN, read_domain},
               {ORQ_KIND_COMPOSITE, read_composite},
               {ORQ_KIND_RANGE, read_range}};

void orq_resolve_types(struct orq_resolver *resolver)
{
    for (size_t kind = 0; kind < sizeof readers / sizeof readers[0]; kind++) {
        const struct orq_yaml *map = orq_yaml_get(resolver->root, orq_kind_key(readers[kind].kind));
        for (size_t i = 0; map && i < map->entries->len; i++) {
            const struct orq_yaml_entry *entry = &map->entries->items[i];
            if (orq_yaml_was_reported(entry->value))
                continue;
            struct orq_definition *type = orq_definition_new(resolver, readers[kind].kind, entry);
            orq_object_name(resolver, entry, &type->schema, &type->name);
            readers[kind].read(resolver, type);
            orq_definition_add(resolver, type);
        }
    }
}
