/* The names of what the model leaves unnamed, and names that stand twice. */
#include "base/str.h"
#include "model/naming.h"
#include "model/resolve.h"
#include "sql/quote.h"

#include <string.h>

/* The template's {columns}: an expression has no name of its own. */
static struct orq_strings column_names(struct orq_arena *arena, const struct orq_key_parts *parts)
{
    struct orq_strings names = {0};
    for (size_t i = 0; i < parts->len; i++)
        ORQ_PUSH(arena, &names, parts->items[i].column ? parts->items[i].column : "expr");
    return names;
}

/* Indexes and what PostgreSQL keeps as one share the names of tables. */
static bool is_global(enum orq_kind kind)
{
    return kind == ORQ_KIND_PRIMARY_KEY || kind == ORQ_KIND_UNIQUE || kind == ORQ_KIND_EXCLUSION;
}

static void report_taken(struct orq_resolver *resolver, struct orq_span at, const char *what,
                         const char *name, const struct orq_span *first)
{
    orq_error(resolver->diags, at, "the name of %s \"%s\" is taken already", what,
              orq_shown_name(resolver->arena, name));
    if (first->file)
        orq_hint(resolver->diags, "at %s:%zu:%zu", first->file, first->line, first->column);
}

/* Does it share the names of tables? */
static bool has_relation_name(const struct orq_resolver *resolver,
                              const struct orq_definition *definition)
{
    if (resolver->sqlite)
        return definition->kind != ORQ_KIND_TRIGGER;
    return definition->kind == ORQ_KIND_VIEW || definition->kind == ORQ_KIND_SEQUENCE ||
           definition->kind == ORQ_KIND_COMPOSITE || definition->kind == ORQ_KIND_FOREIGN_TABLE;
}

static void claim(struct orq_resolver *resolver, const char *what, const char *schema,
                  const char *name, struct orq_span *at)
{
    const char *key = schema ? orq_arena_printf(resolver->passing, "%s.%s", schema, name) : name;
    const struct orq_span *first = orq_map_get(resolver->taken, key);
    if (first)
        report_taken(resolver, *at, what, name, first);
    else
        orq_map_put(resolver->taken, key, at);
}

/* -- names that a person gave -- */

/* SQLite itself lets constraints of a table share a name. */
static void claim_constraints(struct orq_resolver *resolver, const struct orq_table *table)
{
    if (resolver->sqlite)
        return;
    struct orq_map *names = orq_map_new(resolver->passing, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < table->constraints.len; i++) {
        struct orq_constraint *constraint = table->constraints.items[i];
        if (!constraint->name)
            continue;
        const struct orq_span *first = orq_map_put(names, constraint->name, &constraint->at);
        if (first)
            report_taken(resolver, constraint->at, orq_kind_word(constraint->kind),
                         constraint->name, first);
        else if (is_global(constraint->kind))
            claim(resolver, orq_kind_word(constraint->kind), table->schema, constraint->name,
                  &constraint->at);
    }
}

static void claim_parts(struct orq_resolver *resolver, const struct orq_table *table)
{
    claim_constraints(resolver, table);
    for (size_t j = 0; j < table->indexes.len; j++) {
        struct orq_index *index = table->indexes.items[j];
        if (index->name)
            claim(resolver, "index", table->schema, index->name, &index->at);
    }
}

static void claim_given(struct orq_resolver *resolver)
{
    const struct orq_schema *schema = resolver->schema;
    for (size_t i = 0; i < schema->tables.len; i++) {
        struct orq_table *table = schema->tables.items[i];
        claim(resolver, "table", table->schema, table->name, &table->at);
    }
    for (size_t i = 0; i < schema->definitions.len; i++) {
        struct orq_definition *definition = schema->definitions.items[i];
        if (has_relation_name(resolver, definition))
            claim(resolver, orq_kind_word(definition->kind), definition->schema, definition->name,
                  &definition->at);
    }
    for (size_t i = 0; i < schema->tables.len; i++)
        claim_parts(resolver, schema->tables.items[i]);
    for (size_t i = 0; i < schema->definitions.len; i++)
        if (schema->definitions.items[i]->relation)
            claim_parts(resolver, schema->definitions.items[i]->relation);
}

/* -- names from templates -- */

static void name_constraints(struct orq_resolver *resolver, const struct orq_table *table,
                             struct orq_map *global)
{
    struct orq_arena *scratch = orq_scratch(resolver);
    struct orq_map *own = orq_map_new(scratch, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < table->constraints.len; i++) {
        struct orq_constraint *constraint = table->constraints.items[i];
        if (constraint->name)
            orq_map_put(own, orq_ascii_fold(scratch, constraint->name), constraint);
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        struct orq_constraint *constraint = table->constraints.items[i];
        const char *template = orq_naming_of(&resolver->schema->naming, constraint->kind);
        if (constraint->name)
            continue;
        struct orq_strings columns = column_names(scratch, &constraint->parts);
        if (constraint->kind == ORQ_KIND_CHECK && constraint->column)
            ORQ_PUSH(scratch, &columns, constraint->column);
        if (constraint->kind == ORQ_KIND_EXCLUSION)
            template = "{table}_{columns}_excl";
        constraint->name = orq_name_from_template(resolver->arena, template, table->name, &columns,
                                                  is_global(constraint->kind) ? global : own);
    }
}

static void name_indexes(struct orq_resolver *resolver, const struct orq_table *table,
                         struct orq_map *global)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        struct orq_index *index = table->indexes.items[i];
        if (index->name)
            continue;
        struct orq_strings columns = column_names(orq_scratch(resolver), &index->parts);
        index->name = orq_name_from_template(resolver->arena, resolver->schema->naming.index,
                                             table->name, &columns, global);
        if (!index->name)
            index->name = "";
    }
}

/* -- names in use: folded, as orq_name_from_template wants them -- */

/* The names of a schema; each schema of PostgreSQL has its own. */
static struct orq_map *names_of(struct orq_resolver *resolver, struct orq_map *by_schema,
                                const char *schema)
{
    const char *key = schema ? schema : "";
    struct orq_map *names = orq_map_get(by_schema, key);
    if (names)
        return names;
    names = orq_map_new(resolver->passing, ORQ_KEYS_EXACT);
    orq_map_put(by_schema, key, names);
    return names;
}

static void note_parts(struct orq_resolver *resolver, struct orq_map *names,
                       struct orq_table *table)
{
    struct orq_arena *arena = resolver->passing;
    for (size_t j = 0; j < table->indexes.len; j++)
        if (table->indexes.items[j]->name)
            orq_map_put(names, orq_ascii_fold(arena, table->indexes.items[j]->name), table);
    for (size_t j = 0; j < table->constraints.len; j++)
        if (table->constraints.items[j]->name && is_global(table->constraints.items[j]->kind))
            orq_map_put(names, orq_ascii_fold(arena, table->constraints.items[j]->name), table);
}

static struct orq_map *given_names(struct orq_resolver *resolver)
{
    const struct orq_schema *schema = resolver->schema;
    struct orq_map *by_schema = orq_map_new(resolver->passing, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < schema->tables.len; i++) {
        struct orq_table *table = schema->tables.items[i];
        struct orq_map *names = names_of(resolver, by_schema, table->schema);
        orq_map_put(names, orq_ascii_fold(resolver->passing, table->name), table);
        note_parts(resolver, names, table);
    }
    for (size_t i = 0; i < schema->definitions.len; i++) {
        struct orq_definition *definition = schema->definitions.items[i];
        struct orq_map *names = names_of(resolver, by_schema, definition->schema);
        if (resolver->sqlite || has_relation_name(resolver, definition))
            orq_map_put(names, orq_ascii_fold(resolver->passing, definition->name), definition);
        if (definition->relation)
            note_parts(resolver, names, definition->relation);
    }
    return by_schema;
}

static void name_parts(struct orq_resolver *resolver, struct orq_map *by_schema,
                       const struct orq_table *table)
{
    struct orq_map *names = names_of(resolver, by_schema, table->schema);
    name_constraints(resolver, table, names);
    name_indexes(resolver, table, names);
}

void orq_resolve_names(struct orq_resolver *resolver)
{
    const struct orq_schema *schema = resolver->schema;
    struct orq_arena *claims = orq_arena_new();
    resolver->taken = orq_map_new(claims, resolver->sqlite ? ORQ_KEYS_FOLDED : ORQ_KEYS_EXACT);
    claim_given(resolver);
    orq_arena_free(claims);
    struct orq_map *by_schema = given_names(resolver);
    for (size_t i = 0; i < schema->tables.len; i++)
        name_parts(resolver, by_schema, schema->tables.items[i]);
    for (size_t i = 0; i < schema->definitions.len; i++)
        if (schema->definitions.items[i]->relation)
            name_parts(resolver, by_schema, schema->definitions.items[i]->relation);
}
