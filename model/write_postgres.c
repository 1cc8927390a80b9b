/* Objects of PostgreSQL that are no tables: a row of the table at the end for each kind. */
#include "model/write_postgres.h"

#include "base/str.h"
#include "model/identity.h"
#include "sql/postgres_token.h"

#include <string.h>

/* -- values -- */

static bool is_number(const char *text)
{
    size_t at = text[0] == '-';
    size_t digits = strspn(text + at, "0123456789");
    const char *rest = text + at + digits;
    return digits > 0 && (*rest == '\0' || (*rest == '.' && rest[1] &&
                                            rest[1 + strspn(rest + 1, "0123456789")] == '\0'));
}

/* A number or a truth as such, anything else as text. */
static struct orq_node *value_node(struct orq_arena *arena, const char *text)
{
    bool word = is_number(text) || strcmp(text, "true") == 0 || strcmp(text, "false") == 0;
    return word ? orq_node_word(arena, text) : orq_node_text(arena, text);
}

struct orq_node *orq_parameters_node(struct orq_arena *arena, const struct orq_strings *parameters)
{
    struct orq_node *map = orq_node_map(arena);
    for (size_t i = 0; i < parameters->len; i++) {
        const char *sign = strchr(parameters->items[i], '=');
        size_t len = sign ? (size_t)(sign - parameters->items[i]) : strlen(parameters->items[i]);
        orq_node_put(arena, map, orq_arena_strndup(arena, parameters->items[i], len),
                     value_node(arena, sign ? sign + 1 : "true"));
    }
    return map->items->len > 0 ? map : NULL;
}

static void put_number(const struct orq_writer *writer, struct orq_node *map, const char *key,
                       const char *number)
{
    if (number)
        orq_node_put(writer->arena, map, key, orq_node_word(writer->arena, number));
}

static const char *text_of(const struct orq_definition *definition, enum orq_attribute_key key)
{
    return orq_attribute_text(&definition->attributes, key);
}

const struct orq_strings *orq_list_of(const struct orq_definition *definition,
                                      enum orq_attribute_key key)
{
    static const struct orq_strings none;
    const struct orq_attribute *attribute = orq_attribute_find(&definition->attributes, key);
    return attribute ? &attribute->list : &none;
}

static void put_attribute(const struct orq_writer *writer, struct orq_node *map, const char *key,
                          const struct orq_definition *definition, enum orq_attribute_key attribute)
{
    orq_node_put_text(writer->arena, map, key, text_of(definition, attribute));
}

static void put_flag(const struct orq_writer *writer, struct orq_node *map, const char *key,
                     const struct orq_definition *definition, enum orq_attribute_key attribute)
{
    orq_node_put_true(writer->arena, map, key,
                      orq_attribute_is_set(&definition->attributes, attribute));
}

static struct orq_node *sql_map(struct orq_arena *arena, const char *sql)
{
    struct orq_node *map = orq_node_map(arena);
    orq_node_put_text(arena, map, "sql", sql);
    return map;
}

/* -- owner and grants -- */

/* "SELECT TO reader WITH GRANT OPTION" */
struct grant {
    const char *privilege, *role;
    bool option, revoked;
};

static struct grant grant_of(struct orq_arena *arena, const char *text)
{
    static const char option[] = " WITH GRANT OPTION";
    struct grant grant = {.revoked = orq_starts_with(text, "REVOKE ")};
    const char *from = grant.revoked ? text + strlen("REVOKE ") : text;
    const char *mark = grant.revoked ? " FROM " : " TO ";
    const char *at = strstr(from, mark);
    const char *role = at + strlen(mark);
    grant.option = orq_ends_with(role, option);
    grant.privilege = orq_ascii_fold(arena, orq_arena_strndup(arena, from, (size_t)(at - from)));
    grant.role = orq_arena_strndup(arena, role, strlen(role) - (grant.option ? strlen(option) : 0));
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, grant.role, strlen(grant.role));
    grant.role = orq_pg_token_value(arena, grant.role, tokens.items[0]);
    return grant;
}

static struct orq_node *privilege_node(struct orq_arena *arena, const struct grant *grant)
{
    if (!grant->option)
        return orq_node_text(arena, grant->revoked ? "none" : grant->privilege);
    struct orq_node *map = orq_node_map(arena);
    orq_node_put_text(arena, map, "privileges", grant->privilege);
    orq_node_put_true(arena, map, "grant_option", true);
    return map;
}

static void add_grant(struct orq_arena *arena, struct orq_node *map, const struct grant *grant)
{
    for (size_t i = 0; i < map->items->len; i++) {
        struct orq_node_item *item = &map->items->items[i];
        if (strcmp(item->key, grant->role) == 0) {
            orq_node_push(arena, item->value, privilege_node(arena, grant));
            return;
        }
    }
    struct orq_node *list = orq_node_list(arena);
    orq_node_push(arena, list, privilege_node(arena, grant));
    orq_node_put(arena, map, grant->role, list);
}

void orq_put_acl(const struct orq_writer *writer, const struct orq_acl *acl, struct orq_node *map)
{
    struct orq_arena *arena = writer->arena;
    if (writer->schema->live)
        return;
    orq_node_put_text(arena, map, "owner", acl->owner);
    if (!acl->given)
        return;
    struct orq_node *grants = orq_node_map(arena);
    for (size_t i = 0; i < acl->grants.len; i++) {
        struct grant grant = grant_of(arena, acl->grants.items[i]);
        add_grant(arena, grants, &grant);
    }
    ORQ_PUSH(arena, map->items, ((struct orq_node_item){"grants", grants}));
}

/* -- kinds -- */

static void put_extension(const struct orq_writer *writer, const struct orq_definition *extension,
                          struct orq_node *map)
{
    put_attribute(writer, map, "schema", extension, ORQ_ATTRIBUTE_SCHEMA);
    put_attribute(writer, map, "version", extension, ORQ_ATTRIBUTE_VERSION);
}

static void put_enum(const struct orq_writer *writer, const struct orq_definition *definition,
                     struct orq_node *map)
{
    struct orq_arena *arena = writer->arena;
    const struct orq_strings *values = orq_list_of(definition, ORQ_ATTRIBUTE_VALUES);
    const struct orq_strings *before = orq_list_of(definition, ORQ_ATTRIBUTE_VALUES_BEFORE);
    struct orq_node *list = orq_node_list(arena);
    for (size_t i = 0; i < values->len; i++) {
        struct orq_node *value = orq_node_text(arena, values->items[i]);
        if (i < before->len && before->items[i][0] != '\0') {
            struct orq_node *renamed = orq_node_map(arena);
            orq_node_put(arena, renamed, "name", value);
            orq_node_put_text(arena, renamed, "renamed_from", before->items[i]);
            value = renamed;
        }
        orq_node_push(arena, list, value);
    }
    ORQ_PUSH(arena, map->items, ((struct orq_node_item){"values", list}));
}

static struct orq_node *domain_check_node(const struct orq_writer *writer,
                                          const struct orq_constraint *check)
{
    struct orq_arena *arena = writer->arena;
    if (!check->not_valid && !check->comment && !check->renamed_from)
        return orq_node_text(arena, check->expr.text);
    struct orq_node *map = sql_map(arena, check->expr.text);
    orq_node_put_true(arena, map, "not_valid", check->not_valid);
    orq_node_put_text(arena, map, "comment", check->comment);
    orq_node_put_text(arena, map, "renamed_from", check->renamed_from);
    return map;
}

static void put_domain(const struct orq_writer *writer, const struct orq_definition *domain,
                       struct orq_node *map)
{
    struct orq_arena *arena = writer->arena;
    const char *value = text_of(domain, ORQ_ATTRIBUTE_DEFAULT);
    struct orq_node *checks = orq_node_block_map(arena);
    orq_node_put(arena, map, "type",
                 orq_type_node(writer, text_of(domain, ORQ_ATTRIBUTE_TYPE), false));
    put_attribute(writer, map, "collate", domain, ORQ_ATTRIBUTE_COLLATION);
    if (orq_attribute_is_set(&domain->attributes, ORQ_ATTRIBUTE_NOT_NULL))
        orq_node_put(arena, map, "nullable", orq_node_word(arena, "false"));
    if (value)
        orq_node_put(arena, map, "default", sql_map(arena, value));
    for (size_t i = 0; domain->relation && i < domain->relation->constraints.len; i++) {
        const struct orq_constraint *check = domain->relation->constraints.items[i];
        orq_node_put(arena, checks, check->name, domain_check_node(writer, check));
    }
    orq_node_put(arena, map, "checks", checks);
}

static void put_composite(const struct orq_writer *writer, const struct orq_definition *composite,
                          struct orq_node *map)
{
    struct orq_arena *arena = writer->arena;
    struct orq_node *columns = orq_node_block_map(arena);
    for (size_t i = 0; composite->relation && i < composite->relation->columns.len; i++) {
        const struct orq_column *column = composite->relation->columns.items[i];
        struct orq_node *field = orq_node_map(arena);
        struct orq_node *type = orq_type_node(writer, column->type, false);
        orq_node_put(arena, field, "type", type);
        orq_node_put_text(arena, field, "collate", column->collation);
        orq_node_put_text(arena, field, "comment", column->comment);
        orq_node_put_text(arena, field, "renamed_from", column->renamed_from);
        bool bare = field->items->len == 1 && type->kind == ORQ_NODE_TEXT;
        orq_node_put(arena, columns, column->name, bare ? type : field);
    }
    ORQ_PUSH(arena, map->items, ((struct orq_node_item){"columns", columns}));
}

static void put_range(const struct orq_writer *writer, const struct orq_definition *range,
                      struct orq_node *map)
{
    orq_node_put(writer->arena, map, "subtype",
                 orq_type_node(writer, text_of(range, ORQ_ATTRIBUTE_SUBTYPE), false));
    put_attribute(writer, map, "opclass", range, ORQ_ATTRIBUTE_OPCLASS);
    put_attribute(writer, map, "collate", range, ORQ_ATTRIBUTE_COLLATION);
    put_attribute(writer, map, "canonical", range, ORQ_ATTRIBUTE_CANONICAL);
    put_attribute(writer, map, "subtype_diff", range, ORQ_ATTRIBUTE_SUBTYPE_DIFF);
    put_attribute(writer, map, "multirange", range, ORQ_ATTRIBUTE_MULTIRANGE);
}

static const struct {
    const char *key;
    enum orq_attribute_key attribute;
} sequence_numbers[] = {
    {"start", ORQ_ATTRIBUTE_START}, {"increment", ORQ_ATTRIBUTE_INCREMENT},
    {"min", ORQ_ATTRIBUTE_MINIMUM}, {"max", ORQ_ATTRIBUTE_MAXIMUM},
    {"cache", ORQ_ATTRIBUTE_CACHE},
};

static void put_sequence_options(const struct orq_writer *writer,
                                 const struct orq_attributes *attributes, struct orq_node *map)
{
    for (size_t i = 0; i < sizeof sequence_numbers / sizeof *sequence_numbers; i++)
        put_number(writer, map, sequence_numbers[i].key,
                   orq_attribute_text(attributes, sequence_numbers[i].attribute));
    orq_node_put_true(writer->arena, map, "cycle",
                      orq_attribute_is_set(attributes, ORQ_ATTRIBUTE_CYCLE));
    orq_node_put_true(writer->arena, map, "unlogged",
                      orq_attribute_is_set(attributes, ORQ_ATTRIBUTE_UNLOGGED));
}

static void put_sequence(const struct orq_writer *writer, const struct orq_definition *sequence,
                         struct orq_node *map)
{
    put_attribute(writer, map, "type", sequence, ORQ_ATTRIBUTE_TYPE);
    put_sequence_options(writer, &sequence->attributes, map);
    put_attribute(writer, map, "owned_by", sequence, ORQ_ATTRIBUTE_OWNED_BY);
}

/* An element that is one name is a column. */
static struct orq_node *element_node(struct orq_arena *arena, const char *element)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, element, strlen(element));
    enum orq_pg_token_kind kind = tokens.items[0].kind;
    if (tokens.len == 2 && (kind == ORQ_PG_WORD || kind == ORQ_PG_QUOTED))
        return orq_node_text(arena, orq_pg_token_value(arena, element, tokens.items[0]));
    struct orq_node *map = orq_node_map(arena);
    orq_node_put_text(arena, map, "expr", element);
    return map;
}

static void put_statistics(const struct orq_writer *writer, const struct orq_definition *statistics,
                           struct orq_node *map)
{
    struct orq_arena *arena = writer->arena;
    const struct orq_strings *elements = orq_list_of(statistics, ORQ_ATTRIBUTE_ELEMENTS);
    struct orq_node *list = orq_node_list(arena);
    for (size_t i = 0; i < elements->len; i++)
        orq_node_push(arena, list, element_node(arena, elements->items[i]));
    orq_node_put_text(arena, map, "table", statistics->on);
    orq_node_put(arena, map, "columns", list);
    orq_node_put(arena, map, "kinds",
                 orq_node_names(arena, orq_list_of(statistics, ORQ_ATTRIBUTE_KINDS)));
    put_number(writer, map, "target", text_of(statistics, ORQ_ATTRIBUTE_STATISTICS));
}

static void put_policy(const struct orq_writer *writer, const struct orq_definition *policy,
                       struct orq_node *map)
{
    struct orq_arena *arena = writer->arena;
    const struct orq_strings *roles = orq_list_of(policy, ORQ_ATTRIBUTE_ROLES);
    struct orq_node *list = orq_node_list(arena);
    for (size_t i = 0; i < roles->len; i++) {
        struct orq_pg_tokens tokens =
            orq_pg_tokens_of(arena, roles->items[i], strlen(roles->items[i]));
        orq_node_push(
            arena, list,
            orq_node_text(arena, orq_pg_token_value(arena, roles->items[i], tokens.items[0])));
    }
    put_attribute(writer, map, "for", policy, ORQ_ATTRIBUTE_COMMAND);
    orq_node_put(arena, map, "to", list);
    put_attribute(writer, map, "using", policy, ORQ_ATTRIBUTE_USING);
    put_attribute(writer, map, "with_check", policy, ORQ_ATTRIBUTE_WITH_CHECK);
    if (orq_attribute_is_set(&policy->attributes, ORQ_ATTRIBUTE_RESTRICTIVE))
        orq_node_put(arena, map, "permissive", orq_node_word(arena, "false"));
}

/* Of a statement: what stands beside it alone. */
static void put_statement(const struct orq_writer *writer, const struct orq_definition *definition,
                          struct orq_node *map)
{
    put_attribute(writer, map, "enabled", definition, ORQ_ATTRIBUTE_ENABLED);
    orq_node_put_text(writer->arena, map, "sql", definition->sql);
}

static void put_nothing(const struct orq_writer *writer, const struct orq_definition *definition,
                        struct orq_node *map)
{
    (void)writer;
    (void)definition;
    (void)map;
}

typedef void put_fn(const struct orq_writer *writer, const struct orq_definition *definition,
                    struct orq_node *map);

static put_fn *const rows[ORQ_KIND_COUNT] = {
    [ORQ_KIND_NAMESPACE] = put_nothing,
    [ORQ_KIND_EXTENSION] = put_extension,
    [ORQ_KIND_ENUM] = put_enum,
    [ORQ_KIND_DOMAIN] = put_domain,
    [ORQ_KIND_COMPOSITE] = put_composite,
    [ORQ_KIND_RANGE] = put_range,
    [ORQ_KIND_SEQUENCE] = put_sequence,
    [ORQ_KIND_STATISTICS] = put_statistics,
    [ORQ_KIND_POLICY] = put_policy,
    [ORQ_KIND_FUNCTION] = put_statement,
    [ORQ_KIND_AGGREGATE] = put_statement,
    [ORQ_KIND_TRIGGER] = put_statement,
    [ORQ_KIND_RULE] = put_statement,
    [ORQ_KIND_OPERATOR] = put_statement,
    [ORQ_KIND_CAST] = put_statement,
    [ORQ_KIND_COLLATION] = put_statement,
    [ORQ_KIND_SERVER] = put_statement,
    [ORQ_KIND_FOREIGN_TABLE] = put_statement,
    [ORQ_KIND_EVENT_TRIGGER] = put_statement,
    [ORQ_KIND_PUBLICATION] = orq_put_publication,
    [ORQ_KIND_PUBLISHED] = orq_put_published,
    [ORQ_KIND_TEXT_SEARCH_DICTIONARY] = orq_put_dictionary,
    [ORQ_KIND_TEXT_SEARCH_CONFIGURATION] = orq_put_configuration,
};

struct view_columns {
    struct orq_node *comments, *defaults;
};

static struct view_columns view_columns(const struct orq_writer *writer,
                                        const struct orq_table *relation)
{
    struct orq_arena *arena = writer->arena;
    struct view_columns found = {orq_node_map(arena), orq_node_map(arena)};
    for (size_t i = 0; relation && i < relation->columns.len; i++) {
        const struct orq_column *column = relation->columns.items[i];
        orq_node_put_text(arena, found.comments, column->name, column->comment);
        if (column->default_expr.text)
            orq_node_put(arena, found.defaults, column->name,
                         sql_map(arena, column->default_expr.text));
    }
    return found;
}

struct orq_node *orq_definition_node(const struct orq_writer *writer,
                                     const struct orq_definition *definition)
{
    struct orq_arena *arena = writer->arena;
    struct orq_node *map = definition->sql || definition->kind == ORQ_KIND_DOMAIN ||
                                   definition->kind == ORQ_KIND_COMPOSITE
                               ? orq_node_block_map(arena)
                               : orq_node_map(arena);
    orq_node_put_text(arena, map, "comment", definition->comment);
    orq_node_put_text(arena, map, "renamed_from", definition->renamed_from);
    orq_put_acl(writer, &definition->acl, map);
    rows[definition->kind](writer, definition, map);
    if (definition->kind != ORQ_KIND_FOREIGN_TABLE)
        return map;
    orq_node_put(arena, map, "column_comments",
                 view_columns(writer, definition->relation).comments);
    orq_put_defined_on(
        writer, orq_qualified(arena, writer->schema->dialect, definition->schema, definition->name),
        map);
    return map;
}

/* -- views -- */

struct orq_node *orq_postgres_view_node(const struct orq_writer *writer,
                                        const struct orq_definition *view)
{
    struct orq_arena *arena = writer->arena;
    struct orq_node *map = orq_node_block_map(arena);
    struct view_columns columns = view_columns(writer, view->relation);
    orq_node_put_text(arena, map, "comment", view->comment);
    orq_node_put_text(arena, map, "renamed_from", view->renamed_from);
    orq_put_acl(writer, &view->acl, map);
    put_flag(writer, map, "materialized", view, ORQ_ATTRIBUTE_MATERIALIZED);
    orq_node_put(arena, map, "with",
                 orq_parameters_node(arena, orq_list_of(view, ORQ_ATTRIBUTE_WITH)));
    put_attribute(writer, map, "check_option", view, ORQ_ATTRIBUTE_CHECK_OPTION);
    put_attribute(writer, map, "tablespace", view, ORQ_ATTRIBUTE_TABLESPACE);
    put_attribute(writer, map, "access_method", view, ORQ_ATTRIBUTE_METHOD);
    if (orq_attribute_is_set(&view->attributes, ORQ_ATTRIBUTE_UNPOPULATED))
        orq_node_put(arena, map, "populated", orq_node_word(arena, "false"));
    orq_node_put(arena, map, "columns", orq_node_names(arena, &view->columns));
    put_attribute(writer, map, "sql", view, ORQ_ATTRIBUTE_QUERY);
    orq_node_put(arena, map, "column_comments", columns.comments);
    orq_node_put(arena, map, "column_defaults", columns.defaults);
    if (view->relation)
        orq_put_indexes(writer, view->relation, map);
    orq_put_defined_on(
        writer, orq_qualified(arena, writer->schema->dialect, view->schema, view->name), map);
    return map;
}

/* -- what is defined on a relation -- */

void orq_put_defined_on(const struct orq_writer *writer, const char *on, struct orq_node *map)
{
    static const enum orq_kind kinds[] = {ORQ_KIND_TRIGGER, ORQ_KIND_RULE, ORQ_KIND_POLICY,
                                          ORQ_KIND_PUBLISHED};
    struct orq_arena *arena = writer->arena;
    const struct orq_definitions *all = orq_map_get(writer->triggers, on);
    for (size_t k = 0; all && k < sizeof kinds / sizeof *kinds; k++) {
        struct orq_node *named = orq_node_block_map(arena);
        for (size_t i = 0; i < all->len; i++)
            if (all->items[i]->kind == kinds[k])
                ORQ_PUSH(arena, named->items,
                         ((struct orq_node_item){all->items[i]->name,
                                                 orq_definition_node(writer, all->items[i])}));
        orq_node_put(arena, map, orq_kind_key(kinds[k]), named);
    }
}

/* -- columns -- */

static struct orq_node *identity_node(const struct orq_writer *writer,
                                      const struct orq_column_postgres *postgres)
{
    struct orq_arena *arena = writer->arena;
    struct orq_node *word = orq_node_text(arena, postgres->identity);
    struct orq_node *map = orq_node_map(arena);
    orq_node_put(arena, map, "generated", word);
    orq_node_put_text(arena, map, "name", postgres->sequence_name);
    put_sequence_options(writer, &postgres->sequence, map);
    return map->items->len == 1 ? word : map;
}

void orq_put_column_postgres(const struct orq_writer *writer, const struct orq_column *column,
                             struct orq_node *map)
{
    struct orq_arena *arena = writer->arena;
    const struct orq_column_postgres *postgres = column->postgres;
    if (!postgres)
        return;
    if (postgres->identity)
        orq_node_put(arena, map, "identity", identity_node(writer, postgres));
    orq_node_put_text(arena, map, "storage", postgres->storage);
    orq_node_put_text(arena, map, "compression", postgres->compression);
    put_number(writer, map, "statistics", postgres->statistics);
    orq_node_put(arena, map, "options", orq_parameters_node(arena, &postgres->options));
    orq_put_acl(writer, &postgres->acl, map);
}
