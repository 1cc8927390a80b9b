/* Views and materialized views of PostgreSQL. */
#include "base/str.h"
#include "model/resolve_postgres.h"
#include "sql/postgres_normal.h"
#include "sql/postgres_token.h"

#include <string.h>

static bool is_query(struct orq_resolver *resolver, const char *sql)
{
    static const char *const words[] = {"SELECT", "WITH", "VALUES", "TABLE", "("};
    struct orq_pg_tokens tokens = orq_pg_tokens_of(orq_scratch(resolver), sql, strlen(sql));
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (orq_pg_token_is(sql, tokens.items[0], words[i]))
            return true;
    return false;
}

static void put_options(struct orq_resolver *resolver, struct orq_definition *view)
{
    const struct orq_yaml *map = view->body;
    struct orq_attributes *attributes = &view->attributes;
    const struct orq_strings with = orq_parameters_of(resolver, orq_yaml_get(map, "with"));
    const char *method = orq_text_of(map, "access_method");
    bool materialized = orq_truth_of(map, "materialized", false);
    const struct {
        enum orq_attribute_key key;
        const char *text;
    } rows[] = {
        {ORQ_ATTRIBUTE_CHECK_OPTION, orq_text_of(map, "check_option")},
        {ORQ_ATTRIBUTE_MATERIALIZED, materialized ? "true" : NULL},
        {ORQ_ATTRIBUTE_TABLESPACE, orq_text_of(map, "tablespace")},
        {ORQ_ATTRIBUTE_METHOD, orq_str_equal(method, "heap") ? NULL : method},
        {ORQ_ATTRIBUTE_UNPOPULATED,
         materialized && !orq_truth_of(map, "populated", true) ? "true" : NULL},
    };
    orq_attribute_put_list(resolver->arena, attributes, ORQ_ATTRIBUTE_WITH, &with, view->at);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        orq_attribute_put(resolver->arena, attributes, rows[i].key, rows[i].text, view->at);
}

/* -- what its columns and indexes have -- */

static struct orq_column *column_of(struct orq_resolver *resolver, struct orq_table *relation,
                                    const struct orq_yaml_entry *entry)
{
    struct orq_column *column = orq_table_column(relation, entry->key);
    if (column)
        return column;
    column = ORQ_NEW(resolver->arena, struct orq_column);
    column->name = entry->key;
    column->at = orq_yaml_key_at(entry);
    column->type = "";
    column->nullable = true;
    orq_table_add_column(resolver->arena, relation, column);
    return column;
}

static void set_comment(struct orq_resolver *resolver, struct orq_column *column,
                        const struct orq_yaml *node)
{
    (void)resolver;
    column->comment = node->text;
}

static void set_default(struct orq_resolver *resolver, struct orq_column *column,
                        const struct orq_yaml *node)
{
    const struct orq_type any = {.text = "", .said = "", .literals = ORQ_LITERAL_ANY};
    column->default_expr = orq_default_of(resolver, node, &any);
}

static void set_grants(struct orq_resolver *resolver, struct orq_column *column,
                       const struct orq_yaml *node)
{
    struct orq_column_postgres *postgres = ORQ_NEW(resolver->arena, struct orq_column_postgres);
    postgres->local = true;
    orq_grants_of(resolver, node, ORQ_KIND_COLUMN, &postgres->acl);
    column->postgres = postgres;
}

static const struct {
    const char *key;
    void (*set)(struct orq_resolver *resolver, struct orq_column *column,
                const struct orq_yaml *node);
} column_maps[] = {{"column_comments", set_comment},
                   {"column_defaults", set_default},
                   {"column_grants", set_grants}};

void orq_resolve_relation(struct orq_resolver *resolver, struct orq_definition *view)
{
    struct orq_table *relation = orq_table_new(resolver->arena, view->name);
    relation->schema = view->schema;
    relation->kind = view->kind;
    orq_table_set_dialect(resolver->arena, relation, resolver->dialect);
    /* Its query, or statement, says what columns it has, and nobody reads that here. */
    orq_doubt(resolver, relation, ORQ_DOUBT_COLUMNS);
    for (size_t i = 0; i < sizeof column_maps / sizeof column_maps[0]; i++) {
        const struct orq_yaml *map = orq_yaml_get(view->body, column_maps[i].key);
        for (size_t j = 0; map && j < map->entries->len; j++)
            column_maps[i].set(resolver, column_of(resolver, relation, &map->entries->items[j]),
                               map->entries->items[j].value);
    }
    struct orq_table_draft draft = {.table = relation, .node = view->body};
    orq_resolve_indexes(resolver, &draft);
    if (relation->columns.len > 0 || relation->indexes.len > 0)
        view->relation = relation;
}

void orq_resolve_view(struct orq_resolver *resolver, const struct orq_yaml_entry *entry)
{
    const struct orq_yaml *node = orq_yaml_get(entry->value, "sql");
    struct orq_definition *view = orq_definition_new(resolver, ORQ_KIND_VIEW, entry);
    orq_object_name(resolver, entry, &view->schema, &view->name);
    orq_resolve_table_statements(resolver, entry->value, view->schema, view->name);
    const char *query = node ? orq_statement_of(resolver, ORQ_KIND_VIEW, node) : NULL;
    if (!query)
        return;
    if (!is_query(resolver, query)) {
        orq_error(resolver->diags, orq_yaml_at(node), "the sql of a view is its SELECT");
        orq_hint(resolver->diags, "CREATE VIEW and the name are orqgen's to write");
        return;
    }
    orq_attribute_put(resolver->arena, &view->attributes, ORQ_ATTRIBUTE_QUERY, query,
                      orq_yaml_at(node));
    orq_names_of(resolver, orq_yaml_get(entry->value, "columns"), &view->columns);
    orq_pg_names_in(resolver->arena, query, &view->mentions);
    put_options(resolver, view);
    orq_resolve_relation(resolver, view);
    orq_definition_add(resolver, view);
}
