/* What a model of PostgreSQL holds as whole CREATE statements: the key of each has to say what the
 * statement makes. */
#include "base/str.h"
#include "model/identity.h"
#include "model/resolve_postgres.h"
#include "model/trigger.h"
#include "sql/postgres_normal.h"
#include "sql/postgres_statement.h"
#include "sql/postgres_token.h"
#include "sql/quote.h"
#include "sql/split.h"

#include <string.h>

/* -- the statement -- */

const char *orq_statement_of(struct orq_resolver *resolver, enum orq_kind kind,
                             const struct orq_yaml *node)
{
    const char *sql = orq_trimmed(resolver->arena, node->text);
    struct orq_statement_texts statements = {0};
    orq_pg_split(orq_scratch(resolver), sql, strlen(sql), &statements);
    if (statements.len == 1)
        return orq_arena_strndup(resolver->arena, sql + statements.items[0].offset,
                                 statements.items[0].len);
    if (statements.len == 0) {
        orq_error(resolver->diags, orq_yaml_at(node), "the sql of a %s is empty",
                  orq_kind_word(kind));
        return NULL;
    }
    orq_error(resolver->diags, orq_yaml_at(node),
              "the sql of a %s is one statement, and this "
              "holds %zu",
              orq_kind_word(kind), statements.len);
    orq_hint(resolver->diags, "the second begins on its line %zu", statements.items[1].line);
    return NULL;
}

struct kind_of_create {
    enum orq_pg_create_kind create;
    enum orq_kind kind;
};
static const struct kind_of_create kinds[] = {
    {ORQ_PG_CREATE_FUNCTION, ORQ_KIND_FUNCTION},
    {ORQ_PG_CREATE_PROCEDURE, ORQ_KIND_FUNCTION},
    {ORQ_PG_CREATE_AGGREGATE, ORQ_KIND_AGGREGATE},
    {ORQ_PG_CREATE_TRIGGER, ORQ_KIND_TRIGGER},
    {ORQ_PG_CREATE_RULE, ORQ_KIND_RULE},
    {ORQ_PG_CREATE_OPERATOR, ORQ_KIND_OPERATOR},
    {ORQ_PG_CREATE_CAST, ORQ_KIND_CAST},
    {ORQ_PG_CREATE_COLLATION, ORQ_KIND_COLLATION},
    {ORQ_PG_CREATE_SERVER, ORQ_KIND_SERVER},
    {ORQ_PG_CREATE_FOREIGN_TABLE, ORQ_KIND_FOREIGN_TABLE},
    {ORQ_PG_CREATE_EVENT_TRIGGER, ORQ_KIND_EVENT_TRIGGER},
};

static bool makes(const struct orq_pg_create *create, enum orq_kind kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (kinds[i].create == create->kind && kinds[i].kind == kind)
            return true;
    return false;
}

struct statement {
    const struct orq_pg_create *create;
    const char *sql;
    struct orq_span at;
};

/* create NULL: a fault was reported. */
static struct statement read_statement(struct orq_resolver *resolver, enum orq_kind kind,
                                       const struct orq_yaml_entry *entry)
{
    const struct orq_yaml *node = orq_yaml_get(entry->value, "sql");
    struct statement statement = {0};
    const char *error = "it makes something else";
    size_t offset = 0;
    if (!node)
        return statement;
    statement.at = orq_yaml_at(node);
    statement.sql = orq_statement_of(resolver, kind, node);
    if (!statement.sql)
        return statement;
    statement.create = orq_pg_create_read(resolver->arena, statement.sql, &error, &offset);
    if (statement.create && makes(statement.create, kind))
        return statement;
    if (statement.create)
        offset = 0;
    orq_error(resolver->diags, statement.at, "this is no CREATE statement of a %s: %s",
              orq_kind_word(kind), statement.create ? "it makes something else" : error);
    if (offset > 0)
        orq_hint(resolver->diags, "%.*s  <-- here", (int)offset, statement.sql);
    statement.create = NULL;
    return statement;
}

/* -- attributes -- */

static void put_routine(struct orq_resolver *resolver, struct orq_definition *definition,
                        const struct statement *statement)
{
    const struct orq_pg_create *create = statement->create;
    struct orq_attributes *attributes = &definition->attributes;
    const struct {
        enum orq_attribute_key key;
        const char *text;
    } rows[] = {{ORQ_ATTRIBUTE_PROCEDURE, create->kind == ORQ_PG_CREATE_PROCEDURE ? "true" : NULL},
                {ORQ_ATTRIBUTE_ARGUMENTS,
                 create->arguments && create->arguments[0] != '\0' ? create->arguments : NULL},
                {ORQ_ATTRIBUTE_RETURNS, create->returns},
                {ORQ_ATTRIBUTE_LANGUAGE, create->language},
                {ORQ_ATTRIBUTE_BODY, create->body}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        orq_attribute_put(resolver->arena, attributes, rows[i].key, rows[i].text, statement->at);
    orq_attribute_put_list(resolver->arena, attributes, ORQ_ATTRIBUTE_OPTIONS, &create->options,
                           statement->at);
    orq_attribute_put_list(resolver->arena, attributes, ORQ_ATTRIBUTE_CONFIGURATION,
                           &create->configuration, statement->at);
}

static void fill(struct orq_resolver *resolver, struct orq_definition *definition,
                 const struct statement *statement)
{
    definition->sql = statement->sql;
    orq_pg_names_in(resolver->arena, statement->sql, &definition->mentions);
    if (definition->kind == ORQ_KIND_FUNCTION)
        put_routine(resolver, definition, statement);
    else
        orq_attribute_put(resolver->arena, &definition->attributes, ORQ_ATTRIBUTE_TEXT,
                          statement->create->text, statement->at);
    if (statement->create->bound) {
        orq_attribute_put(resolver->arena, &definition->attributes, ORQ_ATTRIBUTE_PARTITION_OF,
                          orq_qualified(resolver->arena, resolver->dialect,
                                        statement->create->on_schema, statement->create->on),
                          statement->at);
        orq_attribute_put(resolver->arena, &definition->attributes, ORQ_ATTRIBUTE_BOUND,
                          statement->create->bound, statement->at);
    }
    const char *enabled = orq_text_of(definition->body, "enabled");
    orq_attribute_put(resolver->arena, &definition->attributes, ORQ_ATTRIBUTE_ENABLED,
                      orq_str_equal(enabled, ORQ_TRIGGER_ORIGIN) ? NULL : enabled, statement->at);
}

static const char *plain_schema(const char *schema)
{
    return schema && strcmp(schema, "public") != 0 ? schema : NULL;
}

static void report_other(struct orq_resolver *resolver, const struct statement *statement,
                         enum orq_kind kind, const char *made, const char *key)
{
    orq_error(resolver->diags, statement->at, "the statement makes a %s \"%s\", its key is \"%s\"",
              orq_kind_word(kind), orq_shown_name(resolver->arena, made),
              orq_shown_name(resolver->arena, key));
}

/* -- triggers and rules -- */

static void add_in_relation(struct orq_resolver *resolver, enum orq_kind kind,
                            const struct orq_yaml_entry *entry, const char *schema,
                            const char *relation)
{
    const struct statement statement = read_statement(resolver, kind, entry);
    const struct orq_pg_create *create = statement.create;
    if (!create)
        return;
    struct orq_definition *definition = orq_definition_new(resolver, kind, entry);
    definition->name = create->name;
    definition->on = orq_qualified(resolver->arena, resolver->dialect,
                                   plain_schema(create->on_schema), create->on);
    definition->schema = relation ? schema : plain_schema(create->on_schema);
    if (strcmp(create->name, entry->key) != 0)
        report_other(resolver, &statement, kind, create->name, entry->key);
    const char *owner =
        relation ? orq_qualified(resolver->arena, resolver->dialect, schema, relation) : NULL;
    if (owner && strcmp(owner, definition->on) != 0)
        orq_error(resolver->diags, statement.at, "the %s is on \"%s\" and stands under \"%s\"",
                  orq_kind_word(kind), orq_shown_name(resolver->arena, definition->on),
                  orq_shown_name(resolver->arena, owner));
    fill(resolver, definition, &statement);
    orq_definition_add(resolver, definition);
}

/* Of a partition: how its copy of a trigger is switched. */
static void add_state(struct orq_resolver *resolver, const struct orq_yaml_entry *entry,
                      const char *schema, const char *relation)
{
    const char *on = orq_qualified(resolver->arena, resolver->dialect, schema, relation);
    const char *enabled = orq_text_of(entry->value, "enabled");
    if (!enabled || !orq_partition_parent(resolver->arena, resolver->schema, on)) {
        orq_error(resolver->diags, orq_yaml_key_at(entry), "a trigger needs the key \"sql\"");
        orq_hint(resolver->diags, "without it, {enabled: disabled} under a partition switches its "
                                  "copy of a trigger of the table that it belongs to");
        return;
    }
    struct orq_definition *state = orq_definition_new(resolver, ORQ_KIND_TRIGGER, entry);
    state->name = entry->key;
    state->schema = schema;
    state->on = on;
    orq_attribute_put(resolver->arena, &state->attributes, ORQ_ATTRIBUTE_ENABLED, enabled,
                      orq_yaml_at(entry->value));
    orq_definition_add(resolver, state);
}

void orq_resolve_table_statements(struct orq_resolver *resolver, const struct orq_yaml *owner,
                                  const char *schema, const char *table)
{
    static const enum orq_kind both[] = {ORQ_KIND_TRIGGER, ORQ_KIND_RULE};
    for (size_t kind = 0; kind < sizeof both / sizeof both[0]; kind++) {
        const struct orq_yaml *map = orq_yaml_get(owner, orq_kind_key(both[kind]));
        for (size_t i = 0; map && i < map->entries->len; i++) {
            const struct orq_yaml_entry *entry = &map->entries->items[i];
            bool state = both[kind] == ORQ_KIND_TRIGGER && !orq_yaml_get(entry->value, "sql");
            if (!orq_yaml_was_reported(entry->value) && state)
                add_state(resolver, entry, schema, table);
            else
                add_in_relation(resolver, both[kind], entry, schema, table);
        }
    }
}

/* -- keys with a signature -- */

static const char *without_blanks(struct orq_arena *arena, const char *from, const char *to)
{
    return orq_trimmed(arena, orq_arena_strndup(arena, from, (size_t)(to - from)));
}

/* "integer, text" of an operator or a cast: NONE is a side that is not there. */
static const char *types_of(struct orq_arena *arena, const char *list)
{
    struct orq_str types = orq_str_new(arena);
    int depth = 0;
    const char *from = list;
    for (const char *at = list;; at++) {
        depth += *at == '(';
        depth -= *at == ')';
        if (*at != '\0' && (*at != ',' || depth > 0))
            continue;
        const char *type = without_blanks(arena, from, at);
        const char *known =
            orq_ascii_equal(type, "none") ? "NONE" : orq_pg_type_normal(arena, type);
        orq_str_addf(&types, "%s%s", types.len > 0 ? ", " : "", known ? known : type);
        if (*at == '\0')
            return orq_str_text(&types);
        from = at + 1;
    }
}

/* The key's signature in the spelling of the server. */
static const char *signature_of(struct orq_arena *arena, enum orq_kind kind, const char *name)
{
    const char *open = strchr(name, '(');
    const char *close = strrchr(name, ')');
    if (!open || !close || close < open)
        return name;
    const char *list = orq_arena_strndup(arena, open + 1, (size_t)(close - open - 1));
    const char *types =
        kind == ORQ_KIND_OPERATOR ? types_of(arena, list) : orq_pg_arguments_signature(arena, list);
    return orq_arena_printf(arena, "%s(%s)", without_blanks(arena, name, open),
                            types ? types : list);
}

/* "(color AS json)" */
static const char *cast_of(struct orq_arena *arena, const char *key)
{
    const char *open = strchr(key, '('), *close = strrchr(key, ')');
    if (!open || !close || close < open)
        return key;
    for (const char *at = open + 1; at < close; at++) {
        if (!orq_ascii_equal_n(at, close - at < 4 ? (size_t)(close - at) : 4, " AS ", 4))
            continue;
        return orq_arena_printf(arena, "(%s AS %s)",
                                types_of(arena, without_blanks(arena, open + 1, at)),
                                types_of(arena, without_blanks(arena, at + 4, close)));
    }
    return key;
}

/* A dot that parts the schema stands before the arguments, and outside of an operator's bytes. */
static void split_key(struct orq_resolver *resolver, const struct orq_yaml_entry *entry,
                      struct orq_definition *definition)
{
    const char *open = strchr(entry->key, '(');
    const char *dot = strchr(entry->key, '.');
    definition->schema = orq_text_of(entry->value, "schema");
    definition->name = orq_text_of(entry->value, "name");
    if (!definition->name && !definition->schema && dot && (!open || dot < open)) {
        definition->schema =
            orq_arena_strndup(resolver->arena, entry->key, (size_t)(dot - entry->key));
        definition->name = dot + 1;
    }
    if (!definition->name)
        definition->name = entry->key;
    definition->schema = plain_schema(definition->schema);
}

/* The name of what the statement makes; a routine's key may do without arguments. */
static const char *made_by(struct orq_resolver *resolver, const struct orq_pg_create *create,
                           struct orq_definition *definition)
{
    const char *key = definition->name;
    if (definition->kind == ORQ_KIND_CAST) {
        definition->name = cast_of(resolver->arena, key);
        return create->name;
    }
    if (definition->kind == ORQ_KIND_OPERATOR) {
        definition->name = signature_of(resolver->arena, definition->kind, key);
        const char *open = strchr(definition->name, '(');
        return orq_arena_printf(resolver->arena, "%s%s", create->name, open ? open : "");
    }
    if (!create->signature)
        return create->name;
    if (!strchr(key, '('))
        definition->name = orq_str_equal(key, create->name) ? create->signature : key;
    else
        definition->name = signature_of(resolver->arena, definition->kind, key);
    return create->signature;
}

static void add_statement(struct orq_resolver *resolver, enum orq_kind kind,
                          const struct orq_yaml_entry *entry)
{
    const struct statement statement = read_statement(resolver, kind, entry);
    if (!statement.create)
        return;
    struct orq_definition *definition = orq_definition_new(resolver, kind, entry);
    split_key(resolver, entry, definition);
    const char *made = made_by(resolver, statement.create, definition);
    const char *schema = plain_schema(statement.create->schema);
    if (!orq_str_equal(made, definition->name) || !orq_str_equal(schema, definition->schema))
        report_other(resolver, &statement, kind,
                     orq_qualified(resolver->arena, resolver->dialect, schema, made),
                     orq_qualified(resolver->arena, resolver->dialect, definition->schema,
                                   definition->name));
    fill(resolver, definition, &statement);
    if (kind == ORQ_KIND_FOREIGN_TABLE)
        orq_resolve_relation(resolver, definition);
    orq_definition_add(resolver, definition);
    if (kind == ORQ_KIND_FOREIGN_TABLE)
        orq_resolve_table_statements(resolver, entry->value, definition->schema, definition->name);
}

void orq_resolve_statements(struct orq_resolver *resolver)
{
    static const enum orq_kind all[] = {
        ORQ_KIND_FUNCTION,  ORQ_KIND_AGGREGATE, ORQ_KIND_OPERATOR,      ORQ_KIND_CAST,
        ORQ_KIND_COLLATION, ORQ_KIND_SERVER,    ORQ_KIND_FOREIGN_TABLE, ORQ_KIND_EVENT_TRIGGER};
    for (size_t kind = 0; kind < sizeof all / sizeof all[0]; kind++) {
        const struct orq_yaml *map = orq_yaml_get(resolver->root, orq_kind_key(all[kind]));
        for (size_t i = 0; map && i < map->entries->len; i++)
            if (!orq_yaml_was_reported(map->entries->items[i].value))
                add_statement(resolver, all[kind], &map->entries->items[i]);
    }
    const struct orq_yaml *rules = orq_yaml_get(resolver->root, "rules");
    for (size_t i = 0; rules && i < rules->entries->len; i++)
        add_in_relation(resolver, ORQ_KIND_RULE, &rules->entries->items[i], NULL, NULL);
}
