/* What a schema holds, by identity and by the names that texts use. */
#include "model/depend_parts.h"

#include "base/str.h"
#include "model/dialect.h"

const struct orq_held *orq_held_find(const struct orq_depender *depender, const char *identity)
{
    return orq_map_get(depender->held, identity);
}

const struct orq_held *orq_held_schema(const struct orq_depender *depender, const char *schema)
{
    const char *name = schema ? schema : depender->schema->dialect->default_schema;
    return orq_held_find(depender, orq_identity(depender->arena, depender->schema->dialect,
                                                ORQ_KIND_NAMESPACE, NULL, name));
}

const struct orq_held *orq_held_column(const struct orq_depender *depender, const char *relation,
                                       const char *column)
{
    return orq_held_find(depender, orq_identity_in(depender->arena, depender->schema->dialect,
                                                   ORQ_KIND_COLUMN, relation, column));
}

static bool is_relation(enum orq_kind kind)
{
    return kind == ORQ_KIND_TABLE || kind == ORQ_KIND_VIEW || kind == ORQ_KIND_FOREIGN_TABLE;
}

const struct orq_held *orq_held_relation(const struct orq_depender *depender, const char *name)
{
    const struct orq_named *named = name ? orq_map_get(depender->by_name, name) : NULL;
    for (; named; named = named->next)
        if (is_relation(named->kind))
            return named->object;
    return NULL;
}

const char *orq_held_name(const struct orq_depender *depender, const struct orq_table *table)
{
    return orq_qualified(depender->arena, depender->schema->dialect, table->schema, table->name);
}

const char *orq_held_constraint(const struct orq_depender *depender, const struct orq_table *table,
                                const struct orq_constraint *constraint)
{
    return orq_identity_in(depender->arena, depender->schema->dialect, ORQ_KIND_CHECK,
                           orq_held_name(depender, table), constraint->name);
}

const char *orq_held_index(const struct orq_depender *depender, const struct orq_table *table,
                           const struct orq_index *index)
{
    return orq_identity(depender->arena, depender->schema->dialect, ORQ_KIND_INDEX, table->schema,
                        index->name);
}

/* -- gathering -- */

static const struct orq_held *hold(struct orq_depender *depender, const char *identity,
                                   const struct orq_held *relation)
{
    struct orq_held *held = ORQ_NEW(depender->arena, struct orq_held);
    held->identity = identity;
    held->relation = relation;
    orq_map_put(depender->held, identity, held);
    return held;
}

static void name(struct orq_depender *depender, const struct orq_held *object, enum orq_kind kind,
                 const char *text)
{
    struct orq_named *named = ORQ_NEW(depender->arena, struct orq_named);
    named->object = object;
    named->kind = kind;
    named->name = text;
    named->next = orq_map_put(depender->by_name, text, named);
}

static void hold_parts(struct orq_depender *depender, const struct orq_table *table,
                       const struct orq_held *relation)
{
    const char *relation_name = orq_held_name(depender, table);
    for (size_t i = 0; i < table->columns.len; i++)
        hold(depender,
             orq_identity_in(depender->arena, depender->schema->dialect, ORQ_KIND_COLUMN,
                             relation_name, table->columns.items[i]->name),
             relation);
    for (size_t i = 0; i < table->constraints.len; i++)
        if (table->constraints.items[i]->name)
            hold(depender, orq_held_constraint(depender, table, table->constraints.items[i]), NULL);
    for (size_t i = 0; i < table->indexes.len; i++)
        hold(depender, orq_held_index(depender, table, table->indexes.items[i]), NULL);
}

/* The part of a routine's name in front of its arguments. */
static const char *bare_name(struct orq_arena *arena, const char *signature)
{
    size_t len = 0;
    while (signature[len] && signature[len] != '(')
        len++;
    return orq_arena_strndup(arena, signature, len);
}

/* How texts name an object of the kind; NULL: not at all. */
static const char *name_in_texts(struct orq_depender *depender,
                                 const struct orq_definition *definition)
{
    const struct orq_dialect *dialect = depender->schema->dialect;
    const char *own = definition->name;
    switch (definition->kind) {
    case ORQ_KIND_FUNCTION:
    case ORQ_KIND_AGGREGATE:
        own = bare_name(depender->arena, own);
        break;
    case ORQ_KIND_TABLE:
    case ORQ_KIND_VIEW:
    case ORQ_KIND_VIRTUAL_TABLE:
    case ORQ_KIND_ENUM:
    case ORQ_KIND_DOMAIN:
    case ORQ_KIND_COMPOSITE:
    case ORQ_KIND_RANGE:
    case ORQ_KIND_SEQUENCE:
    case ORQ_KIND_COLLATION:
    case ORQ_KIND_SERVER:
    case ORQ_KIND_FOREIGN_TABLE:
    case ORQ_KIND_TEXT_SEARCH_DICTIONARY:
    case ORQ_KIND_TEXT_SEARCH_CONFIGURATION:
        break;
    case ORQ_KIND_COLUMN:
    case ORQ_KIND_PRIMARY_KEY:
    case ORQ_KIND_UNIQUE:
    case ORQ_KIND_FOREIGN_KEY:
    case ORQ_KIND_CHECK:
    case ORQ_KIND_EXCLUSION:
    case ORQ_KIND_INDEX:
    case ORQ_KIND_TRIGGER:
    case ORQ_KIND_STATISTICS:
    case ORQ_KIND_RULE:
    case ORQ_KIND_POLICY:
    case ORQ_KIND_EXTENSION:
    case ORQ_KIND_NAMESPACE:
    case ORQ_KIND_OPERATOR:
    case ORQ_KIND_CAST:
    case ORQ_KIND_EVENT_TRIGGER:
    case ORQ_KIND_PUBLICATION:
    case ORQ_KIND_PUBLISHED:
    case ORQ_KIND_COUNT:
        return NULL;
    }
    return orq_qualified(depender->arena, dialect, definition->schema, own);
}

static void hold_definition(struct orq_depender *depender, const struct orq_definition *definition)
{
    const struct orq_dialect *dialect = depender->schema->dialect;
    const struct orq_held *held =
        hold(depender, orq_definition_identity(depender->arena, dialect, definition), NULL);
    const char *text = name_in_texts(depender, definition);
    if (text)
        name(depender, held, definition->kind, text);
    const char *multirange = orq_attribute_text(&definition->attributes, ORQ_ATTRIBUTE_MULTIRANGE);
    if (multirange)
        name(depender, held, definition->kind, multirange);
    if (definition->relation)
        hold_parts(depender, definition->relation, held);
}

void orq_held_gather(struct orq_depender *depender)
{
    const struct orq_schema *schema = depender->schema;
    for (size_t i = 0; i < schema->tables.len; i++) {
        const struct orq_table *table = schema->tables.items[i];
        const struct orq_held *held =
            hold(depender, orq_table_identity(depender->arena, schema->dialect, table), NULL);
        name(depender, held, ORQ_KIND_TABLE, orq_held_name(depender, table));
        hold_parts(depender, table, held);
    }
    for (size_t i = 0; i < schema->definitions.len; i++)
        hold_definition(depender, schema->definitions.items[i]);
}
