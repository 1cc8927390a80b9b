/* `lint:` of a model. Its objects are found in the schema by where they stand in the file: there
 * they have their names, in the dialect at hand. */
#include "review/review.h"

#include "base/map.h"
#include "diff/op.h"
#include "model/identity.h"

#include <string.h>

struct reader {
    struct orq_arena *arena;
    const struct orq_schema *schema;
    struct orq_map *names; /* place -> struct orq_strings of the object's names */
    struct orq_lint *lint;
};

/* ---- the names of objects ---- */

static const char *place(struct orq_arena *arena, struct orq_span at)
{
    return orq_arena_printf(arena, "%s:%zu:%zu", at.file, at.line, at.column);
}

static void add_name(struct reader *reader, struct orq_span at, const char *name)
{
    const char *key = at.file ? place(reader->arena, at) : NULL;
    struct orq_strings *names = key ? orq_map_get(reader->names, key) : NULL;
    if (!key)
        return;
    if (!names) {
        names = ORQ_NEW(reader->arena, struct orq_strings);
        orq_map_put(reader->names, key, names);
    }
    ORQ_PUSH(reader->arena, names, name);
}

static void add_side(struct reader *reader, struct orq_span at, struct orq_side side)
{
    add_name(reader, at, orq_side_object(reader->arena, &side));
}

/* The column under its name, and the one that it had, in a table of that name. */
static void add_column_names(struct reader *reader, const char *table,
                             const struct orq_column *column)
{
    struct orq_arena *arena = reader->arena;
    add_name(reader, column->at, orq_arena_printf(arena, "%s.%s", table, column->name));
    if (column->renamed_from)
        add_name(reader, column->at, orq_arena_printf(arena, "%s.%s", table, column->renamed_from));
}

static const char *name_of(struct reader *reader, const struct orq_table *table, const char *name)
{
    return orq_qualified(reader->arena, reader->schema->dialect, table->schema, name);
}

static void add_columns(struct reader *reader, const struct orq_table *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct orq_column *column = table->columns.items[i];
        add_column_names(reader, name_of(reader, table, table->name), column);
        if (table->renamed_from)
            add_column_names(reader, name_of(reader, table, table->renamed_from), column);
    }
}

/* A constraint beside a column is the column's. */
static void add_constraints(struct reader *reader, const struct orq_table *table)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *constraint = table->constraints.items[i];
        const struct orq_column *column =
            constraint->column ? orq_table_column(table, constraint->column) : NULL;
        struct orq_side side = {.table = table, .constraint = constraint};
        add_side(reader, column ? column->at : constraint->at, side);
    }
}

static void add_table(struct reader *reader, const struct orq_table *table)
{
    add_name(reader, table->at, name_of(reader, table, table->name));
    if (table->renamed_from)
        add_name(reader, table->at, name_of(reader, table, table->renamed_from));
    add_columns(reader, table);
    add_constraints(reader, table);
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct orq_index *index = table->indexes.items[i];
        add_side(reader, index->at, (struct orq_side){.table = table, .index = index});
    }
}

static void add_objects(struct reader *reader)
{
    const struct orq_schema *schema = reader->schema;
    for (size_t i = 0; i < schema->tables.len; i++)
        add_table(reader, schema->tables.items[i]);
    for (size_t i = 0; i < schema->definitions.len; i++) {
        const struct orq_definition *definition = schema->definitions.items[i];
        add_side(reader, definition->at, (struct orq_side){.definition = definition});
        if (definition->renamed_from)
            add_name(reader, definition->at,
                     orq_qualified(reader->arena, schema->dialect, definition->schema,
                                   definition->renamed_from));
        if (definition->relation)
            add_columns(reader, definition->relation);
    }
}

/* ---- the allowances ---- */

/* Of a table or column that is called lint: NULL. */
static const struct orq_yaml *allowances_of(const struct orq_yaml *map)
{
    const struct orq_yaml *list = orq_yaml_get(orq_yaml_get(map, "lint"), "allow");
    return list && list->kind == ORQ_YAML_LIST ? list : NULL;
}

static void allow(struct reader *reader, const struct orq_yaml_entry *entry,
                  const struct orq_strings *names)
{
    const char *reason = entry->value->text;
    struct orq_lint_allow each = {.rule = entry->key,
                                  .reason = reason && *reason ? reason : NULL,
                                  .at = orq_yaml_key_at(entry),
                                  .used = ORQ_NEW(reader->arena, bool)};
    if (!names)
        ORQ_PUSH(reader->arena, &reader->lint->allows, each);
    for (size_t i = 0; names && i < names->len; i++) {
        each.object = names->items[i];
        ORQ_PUSH(reader->arena, &reader->lint->allows, each);
    }
}

/* names NULL: everywhere. */
static void allow_all(struct reader *reader, const struct orq_yaml *list,
                      const struct orq_strings *names)
{
    for (size_t i = 0; i < list->items->len; i++) {
        const struct orq_yaml *item = list->items->items[i];
        for (size_t k = 0; item->kind == ORQ_YAML_MAP && k < item->entries->len; k++)
            allow(reader, &item->entries->items[k], names);
    }
}

/* What the schema has no object for, as a schema itself, is known by its key. */
static const struct orq_strings *names_at(struct reader *reader, struct orq_span at,
                                          const char *key)
{
    if (!reader->names) {
        reader->names = orq_map_new(reader->arena, ORQ_KEYS_EXACT);
        add_objects(reader);
    }
    const struct orq_strings *known = orq_map_get(reader->names, place(reader->arena, at));
    if (known)
        return known;
    struct orq_strings *names = ORQ_NEW(reader->arena, struct orq_strings);
    ORQ_PUSH(reader->arena, names, key);
    return names;
}

/* Every map below; key: that it stands under, or "". at: where an object says it stands. */
static void walk(struct reader *reader, const struct orq_yaml *node, struct orq_span at,
                 const char *key)
{
    const struct orq_yaml *list = node->kind == ORQ_YAML_MAP ? allowances_of(node) : NULL;
    if (list)
        allow_all(reader, list, names_at(reader, at, key));
    for (size_t i = 0; node->kind == ORQ_YAML_MAP && i < node->entries->len; i++) {
        const struct orq_yaml_entry *entry = &node->entries->items[i];
        walk(reader, entry->value, orq_yaml_key_at(entry), entry->key);
    }
    for (size_t i = 0; node->kind == ORQ_YAML_LIST && i < node->items->len; i++)
        walk(reader, node->items->items[i], orq_yaml_at(node->items->items[i]), "");
}

void orq_lint_add_model(struct orq_arena *arena, const struct orq_yaml *root,
                        const struct orq_schema *schema, struct orq_lint *lint)
{
    struct reader reader = {.arena = arena, .schema = schema, .lint = lint};
    const struct orq_yaml *top = allowances_of(root);
    if (top)
        allow_all(&reader, top, NULL);
    for (size_t i = 0; root->kind == ORQ_YAML_MAP && i < root->entries->len; i++) {
        const struct orq_yaml_entry *entry = &root->entries->items[i];
        walk(&reader, entry->value, orq_yaml_key_at(entry), entry->key);
    }
}
