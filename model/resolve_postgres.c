/* Schemas, extensions, sequences, statistics: what PostgreSQL has beside tables and types. */
#include "model/resolve_postgres.h"

#include "base/str.h"
#include "model/identity.h"
#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <stdlib.h>
#include <string.h>

/* -- small readers -- */

static int bytewise(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

void orq_sort_unique(struct orq_strings *texts)
{
    size_t kept = 0;
    if (texts->len > 1)
        qsort(texts->items, texts->len, sizeof *texts->items, bytewise);
    for (size_t i = 0; i < texts->len; i++)
        if (i == 0 || strcmp(texts->items[i], texts->items[i - 1]) != 0)
            texts->items[kept++] = texts->items[i];
    texts->len = kept;
}

struct orq_strings orq_parameters_of(struct orq_resolver *resolver, const struct orq_yaml *map)
{
    struct orq_strings parameters = {0};
    for (size_t i = 0; map && map->kind == ORQ_YAML_MAP && i < map->entries->len; i++) {
        const struct orq_yaml_entry *entry = &map->entries->items[i];
        if (entry->value->text)
            ORQ_PUSH(resolver->arena, &parameters,
                     orq_arena_printf(resolver->arena, "%s=%s", entry->key, entry->value->text));
    }
    orq_sort_unique(&parameters);
    return parameters;
}

const char *orq_bare_name(const char *name)
{
    static const char *const prefixes[] = {"public.", "pg_catalog."};
    for (size_t i = 0; name && i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (orq_starts_with(name, prefixes[i]))
            return name + strlen(prefixes[i]);
    return name;
}

static bool has_relation(const struct orq_resolver *resolver, const char *qualified)
{
    static const char *const sections[] = {"views", "foreign_tables"};
    if (orq_schema_table(resolver->schema, qualified))
        return true;
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++)
        if (orq_yaml_get(orq_yaml_get(resolver->root, sections[i]), qualified))
            return true;
    return false;
}

const char *orq_relation_named(struct orq_resolver *resolver, const char *schema, const char *text)
{
    const char *bare = orq_bare_name(text);
    if (bare != text || strchr(text, '.') || !schema || has_relation(resolver, text))
        return bare;
    const char *beside = orq_arena_printf(resolver->arena, "%s.%s", schema, text);
    return has_relation(resolver, beside) ? beside : text;
}

/* -- expressions -- */

static const char *expression_problem(const char *text, const struct orq_pg_tokens *tokens)
{
    int depth = 0;
    for (size_t i = 0; i < tokens->len; i++) {
        const struct orq_pg_token token = tokens->items[i];
        if (token.kind == ORQ_PG_INVALID)
            return "a quote or a comment is not closed";
        if (token.kind == ORQ_PG_PUNCT) {
            if (text[token.offset] == ';')
                return "an expression holds no ;";
            depth += strchr("([", text[token.offset]) != NULL;
            depth -= strchr(")]", text[token.offset]) != NULL;
        }
        if (depth < 0)
            return "a parenthesis is closed that was never opened";
    }
    if (tokens->len <= 1)
        return "the expression is empty";
    return depth > 0 ? "a parenthesis is not closed" : NULL;
}

/* A comment at the end would take along what orqgen writes behind it. */
const char *orq_postgres_expression(struct orq_resolver *resolver, const char *text,
                                    struct orq_span at)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(orq_scratch(resolver), text, strlen(text));
    const char *problem = expression_problem(text, &tokens);
    if (problem)
        orq_error(resolver->diags, at, "%s: \"%s\"", problem,
                  orq_shown_name(resolver->arena, text));
    size_t end = tokens.items[tokens.len - 1].leading;
    return text[end] == '\0' ? text : orq_arena_strndup(resolver->arena, text, end);
}

/* -- definitions -- */

struct orq_definition *orq_definition_new(struct orq_resolver *resolver, enum orq_kind kind,
                                          const struct orq_yaml_entry *entry)
{
    struct orq_definition *definition = ORQ_NEW(resolver->arena, struct orq_definition);
    definition->kind = kind;
    definition->at = orq_yaml_key_at(entry);
    definition->body = entry->value;
    return definition;
}

void orq_definition_add(struct orq_resolver *resolver, struct orq_definition *definition)
{
    const struct orq_yaml *body = definition->body;
    definition->comment = orq_text_of(body, "comment");
    definition->renamed_from = orq_text_of(body, "renamed_from");
    definition->acl = orq_acl_of(resolver, body, definition->kind);
    if (definition->relation) {
        definition->relation->kind = definition->kind;
        definition->relation->schema = definition->schema;
        definition->relation->at = definition->at;
    }
    if (!orq_schema_add_definition(resolver->arena, resolver->schema, definition))
        orq_error(resolver->diags, definition->at, "%s \"%s\" is there already",
                  orq_kind_word(definition->kind),
                  orq_shown_name(resolver->arena, definition->name));
}

/* `schemas: [audit]` and `schemas: {audit: {comment: …}}`, `extensions: [pgcrypto, {name: …}]` */
static void add_item(struct orq_resolver *resolver, enum orq_kind kind, const char *name,
                     const struct orq_yaml_entry *entry)
{
    if (!name)
        return;
    struct orq_definition *definition = orq_definition_new(resolver, kind, entry);
    const struct orq_yaml *map = entry->value;
    definition->name = name;
    if (kind == ORQ_KIND_EXTENSION) {
        orq_attribute_put(resolver->arena, &definition->attributes, ORQ_ATTRIBUTE_SCHEMA,
                          orq_text_of(map, "schema"), orq_yaml_at(map));
        orq_attribute_put(resolver->arena, &definition->attributes, ORQ_ATTRIBUTE_VERSION,
                          orq_text_of(map, "version"), orq_yaml_at(map));
    }
    orq_definition_add(resolver, definition);
}

static void add_items(struct orq_resolver *resolver, enum orq_kind kind)
{
    const struct orq_yaml *node = orq_yaml_get(resolver->root, orq_kind_key(kind));
    if (node && node->kind == ORQ_YAML_MAP)
        for (size_t i = 0; i < node->entries->len; i++)
            add_item(resolver, kind, node->entries->items[i].key, &node->entries->items[i]);
    if (!node || node->kind != ORQ_YAML_LIST)
        return;
    for (size_t i = 0; i < node->items->len; i++) {
        const struct orq_yaml *item = node->items->items[i];
        const char *name = item->text ? item->text : orq_text_of(item, "name");
        add_item(resolver, kind, name,
                 &(const struct orq_yaml_entry){name, item->line, item->column, item});
    }
}

/* -- sequences -- */

static const char *owner_column(struct orq_resolver *resolver, const char *schema, const char *text)
{
    const char *dot = strrchr(text, '.');
    if (!dot)
        return text;
    const char *relation = orq_arena_strndup(resolver->arena, text, (size_t)(dot - text));
    return orq_arena_printf(resolver->arena, "%s%s", orq_relation_named(resolver, schema, relation),
                            dot);
}

static void add_sequence(struct orq_resolver *resolver, const struct orq_yaml_entry *entry)
{
    struct orq_definition *sequence = orq_definition_new(resolver, ORQ_KIND_SEQUENCE, entry);
    const char *type = orq_text_of(entry->value, "type");
    const char *owned_by = orq_text_of(entry->value, "owned_by");
    const struct orq_span at = orq_yaml_key_at(entry);
    orq_object_name(resolver, entry, &sequence->schema, &sequence->name);
    if (type && strcmp(type, "bigint") != 0)
        orq_attribute_put(resolver->arena, &sequence->attributes, ORQ_ATTRIBUTE_TYPE, type, at);
    orq_sequence_of(resolver, entry->value, type, &sequence->attributes);
    if (owned_by)
        orq_attribute_put(resolver->arena, &sequence->attributes, ORQ_ATTRIBUTE_OWNED_BY,
                          owner_column(resolver, sequence->schema, owned_by), at);
    orq_definition_add(resolver, sequence);
}

/* -- statistics -- */

static void check_column(struct orq_resolver *resolver, const struct orq_table *table,
                         const char *column, struct orq_span at)
{
    if (table && !orq_table_column(table, column))
        orq_report_no_column(resolver, at, table, column);
}

static const char *part_column(const struct orq_yaml *item)
{
    return item->kind == ORQ_YAML_MAP ? orq_text_of(item, "column") : item->text;
}

static bool has_part(const struct orq_yaml *parts, const char *column)
{
    for (size_t i = 0; i < parts->items->len; i++)
        if (orq_str_equal(part_column(parts->items->items[i]), column))
            return true;
    return false;
}

/* The server keeps the columns in the table's order, and the expressions behind them. */
static struct orq_strings elements_of(struct orq_resolver *resolver, const struct orq_table *table,
                                      const struct orq_yaml *parts)
{
    struct orq_strings elements = {0};
    for (size_t i = 0; table && i < table->columns.len; i++)
        if (has_part(parts, table->columns.items[i]->name))
            ORQ_PUSH(resolver->arena, &elements,
                     orq_pg_name(resolver->arena, table->columns.items[i]->name));
    for (size_t i = 0; i < parts->items->len; i++) {
        const struct orq_yaml *item = parts->items->items[i];
        const char *column = part_column(item);
        if (column)
            check_column(resolver, table, column, orq_yaml_at(item));
        if (column && !table)
            ORQ_PUSH(resolver->arena, &elements, orq_pg_name(resolver->arena, column));
        if (!column && orq_yaml_get(item, "expr"))
            ORQ_PUSH(resolver->arena, &elements,
                     orq_sql_of(resolver, orq_yaml_get(item, "expr"), table).text);
    }
    return elements;
}

static void add_statistics(struct orq_resolver *resolver, const struct orq_yaml_entry *entry)
{
    const struct orq_yaml *map = entry->value;
    const struct orq_yaml *parts = orq_yaml_get(map, "columns");
    const struct orq_yaml *kinds = orq_yaml_get(map, "kinds");
    const struct orq_span at = orq_yaml_key_at(entry);
    if (!parts || parts->lacking || !orq_text_of(map, "table"))
        return;
    struct orq_definition *statistics = orq_definition_new(resolver, ORQ_KIND_STATISTICS, entry);
    orq_object_name(resolver, entry, &statistics->schema, &statistics->name);
    statistics->on = orq_relation_named(resolver, statistics->schema, orq_text_of(map, "table"));
    const struct orq_table *table = orq_schema_table(resolver->schema, statistics->on);
    const struct orq_strings elements = elements_of(resolver, table, parts);
    struct orq_strings names = {0};
    orq_names_of(resolver, kinds, &names);
    orq_sort_unique(&names);
    if (names.len < 3)
        orq_attribute_put_list(resolver->arena, &statistics->attributes, ORQ_ATTRIBUTE_KINDS,
                               &names, at);
    orq_attribute_put_list(resolver->arena, &statistics->attributes, ORQ_ATTRIBUTE_ELEMENTS,
                           &elements, at);
    orq_attribute_put(resolver->arena, &statistics->attributes, ORQ_ATTRIBUTE_STATISTICS,
                      orq_text_of(map, "target"), at);
    orq_definition_add(resolver, statistics);
}

/* -- policies -- */

void orq_put_sql(struct orq_resolver *resolver, struct orq_definition *definition,
                 enum orq_attribute_key key, const char *word)
{
    const struct orq_sql sql = orq_sql_of(resolver, orq_yaml_get(definition->body, word), NULL);
    orq_attribute_put(resolver->arena, &definition->attributes, key, sql.text, sql.at);
}

static void put_roles(struct orq_resolver *resolver, struct orq_definition *policy)
{
    const struct orq_yaml *to = orq_yaml_get(policy->body, "to");
    struct orq_strings roles = {0};
    for (size_t i = 0; to && i < to->items->len; i++) {
        const char *role = to->items->items[i]->text;
        if (strcmp(role, "public") == 0)
            return; /* everybody, whoever is named beside it */
        ORQ_PUSH(resolver->arena, &roles, orq_pg_name(resolver->arena, role));
    }
    orq_sort_unique(&roles);
    orq_attribute_put_list(resolver->arena, &policy->attributes, ORQ_ATTRIBUTE_ROLES, &roles,
                           policy->at);
}

static void add_policy(struct orq_resolver *resolver, const struct orq_table *table,
                       const struct orq_yaml_entry *entry)
{
    struct orq_definition *policy = orq_definition_new(resolver, ORQ_KIND_POLICY, entry);
    const char *command = orq_text_of(entry->value, "for");
    policy->schema = table->schema;
    policy->name = entry->key;
    policy->on = orq_qualified(resolver->arena, resolver->dialect, table->schema, table->name);
    if (command && strcmp(command, "all") != 0)
        orq_attribute_put(resolver->arena, &policy->attributes, ORQ_ATTRIBUTE_COMMAND, command,
                          policy->at);
    if (!orq_truth_of(entry->value, "permissive", true))
        orq_attribute_put(resolver->arena, &policy->attributes, ORQ_ATTRIBUTE_RESTRICTIVE, "true",
                          policy->at);
    put_roles(resolver, policy);
    orq_put_sql(resolver, policy, ORQ_ATTRIBUTE_USING, "using");
    orq_put_sql(resolver, policy, ORQ_ATTRIBUTE_WITH_CHECK, "with_check");
    orq_definition_add(resolver, policy);
}

static void resolve_policies(struct orq_resolver *resolver, const struct orq_table_draft *draft)
{
    const struct orq_yaml *policies = orq_yaml_get(draft->node, "policies");
    for (size_t i = 0; policies && i < policies->entries->len; i++)
        add_policy(resolver, draft->table, &policies->entries->items[i]);
}

/* -- the whole -- */

static void each_entry(struct orq_resolver *resolver, const char *key,
                       void (*add)(struct orq_resolver *resolver,
                                   const struct orq_yaml_entry *entry))
{
    const struct orq_yaml *map = orq_yaml_get(resolver->root, key);
    for (size_t i = 0; map && map->kind == ORQ_YAML_MAP && i < map->entries->len; i++)
        if (!orq_yaml_was_reported(map->entries->items[i].value))
            add(resolver, &map->entries->items[i]);
}

static void note_schema(struct orq_resolver *resolver, struct orq_map *seen, const char *name)
{
    if (name && !orq_map_put(seen, name, resolver))
        ORQ_PUSH(resolver->arena, &resolver->schema->schemas, name);
}

static void list_schemas(struct orq_resolver *resolver)
{
    const struct orq_schema *schema = resolver->schema;
    struct orq_map *seen = orq_map_new(resolver->passing, ORQ_KEYS_EXACT);
    note_schema(resolver, seen, resolver->dialect->default_schema);
    for (size_t i = 0; i < schema->definitions.len; i++) {
        const struct orq_definition *definition = schema->definitions.items[i];
        bool is_schema = definition->kind == ORQ_KIND_NAMESPACE;
        note_schema(resolver, seen, is_schema ? definition->name : definition->schema);
    }
    for (size_t i = 0; i < schema->tables.len; i++)
        note_schema(resolver, seen, schema->tables.items[i]->schema);
}

void orq_resolve_postgres(struct orq_resolver *resolver, const struct orq_table_drafts *drafts)
{
    add_items(resolver, ORQ_KIND_NAMESPACE);
    add_items(resolver, ORQ_KIND_EXTENSION);
    each_entry(resolver, "sequences", add_sequence);
    each_entry(resolver, "text_search_dictionaries", orq_resolve_dictionary);
    each_entry(resolver, "text_search_configurations", orq_resolve_configuration);
    each_entry(resolver, "views", orq_resolve_view);
    orq_resolve_statements(resolver);
    for (size_t i = 0; i < drafts->len; i++) {
        const struct orq_table *table = drafts->items[i]->table;
        orq_resolve_table_statements(resolver, drafts->items[i]->node, table->schema, table->name);
        resolve_policies(resolver, drafts->items[i]);
        orq_resolve_published(resolver, drafts->items[i]);
    }
    each_entry(resolver, "statistics", add_statistics);
    each_entry(resolver, "publications", orq_resolve_publication);
    list_schemas(resolver);
}
