/* A schema in the model language: its top level. */
#include "base/str.h"
#include "model/identity.h"
#include "model/model.h"
#include "model/write_parts.h"
#include "model/write_postgres.h"
#include "sql/sqlite_ddl.h"

#include <stdlib.h>
#include <string.h>

struct orq_node *orq_node_of_yaml(struct orq_arena *arena, const struct orq_yaml *yaml)
{
    struct orq_node *node = NULL;
    switch (yaml->kind) {
    case ORQ_YAML_NULL:
        return orq_node_word(arena, "null");
    case ORQ_YAML_BOOL:
        return orq_node_word(arena, yaml->truth ? "true" : "false");
    case ORQ_YAML_NUMBER:
        return orq_node_word(arena, yaml->text);
    case ORQ_YAML_TEXT:
        return orq_node_text(arena, yaml->text);
    case ORQ_YAML_LIST:
        node = orq_node_list(arena);
        for (size_t i = 0; i < yaml->items->len; i++)
            orq_node_push(arena, node, orq_node_of_yaml(arena, yaml->items->items[i]));
        return node;
    case ORQ_YAML_MAP:
        node = orq_node_map(arena);
        for (size_t i = 0; i < yaml->entries->len; i++) {
            const struct orq_yaml_entry *entry = &yaml->entries->items[i];
            ORQ_PUSH(arena, node->items,
                     ((struct orq_node_item){entry->key, orq_node_of_yaml(arena, entry->value)}));
        }
        return node;
    }
    return node;
}

/* -- naming, sqlite, manage, exclude -- */

static void put_naming(const struct orq_writer *writer, struct orq_node *root)
{
    const struct orq_naming *usual = &orq_naming_default, *naming = &writer->naming;
    const struct {
        const char *key, *usual, *template;
    } rows[] = {{"primary_key", usual->primary_key, naming->primary_key},
                {"unique", usual->unique, naming->unique},
                {"foreign_key", usual->foreign_key, naming->foreign_key},
                {"check", usual->check, naming->check},
                {"index", usual->index, naming->index}};
    struct orq_node *map = orq_node_map(writer->arena);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (!rows[i].template)
            orq_node_put(writer->arena, map, rows[i].key, orq_node_word(writer->arena, "null"));
        else if (strcmp(rows[i].template, rows[i].usual) != 0)
            orq_node_put_text(writer->arena, map, rows[i].key, rows[i].template);
    orq_node_put(writer->arena, root, "naming", map);
}

static bool mostly_strict(const struct orq_schema *schema)
{
    size_t strict = 0;
    for (size_t i = 0; i < schema->tables.len; i++)
        strict += schema->tables.items[i]->strict;
    return 2 * strict > schema->tables.len;
}

static bool keeps_comments(const struct orq_schema *schema)
{
    for (size_t i = 0; i < schema->tables.len; i++)
        if (schema->tables.items[i]->comments_in_ddl)
            return true;
    return false;
}

static void put_sqlite(const struct orq_writer *writer, struct orq_node *root)
{
    struct orq_node *map = orq_node_map(writer->arena);
    orq_node_put_true(writer->arena, map, "strict", writer->strict);
    orq_node_put_text(writer->arena, map, "comments",
                      keeps_comments(writer->schema) ? "ddl" : NULL);
    orq_node_put(writer->arena, root, "sqlite", map);
}

/* A model's nodes have a place in a file. */
static bool from_database(const struct orq_schema *schema)
{
    for (size_t i = 0; i < schema->tables.len; i++)
        if (schema->tables.items[i]->at.file)
            return false;
    for (size_t i = 0; i < schema->definitions.len; i++)
        if (schema->definitions.items[i]->at.file)
            return false;
    return true;
}

/* Everything that was found is in what is written. */
static void put_manage(const struct orq_writer *writer, struct orq_node *root)
{
    const unsigned long long all = ORQ_EVERY_KIND;
    const unsigned long long managed =
        from_database(writer->schema) ? all : writer->schema->manage & all;
    struct orq_node *list = orq_node_list(writer->arena);
    if (managed == ORQ_KIND_BIT(ORQ_KIND_TABLE))
        return;
    for (unsigned kind = 0; kind < ORQ_KIND_COUNT; kind++)
        if (managed & ORQ_KIND_BIT(kind))
            orq_node_push(writer->arena, list,
                          orq_node_text(writer->arena, orq_kind_key((enum orq_kind)kind)));
    orq_node_put(writer->arena, root, "manage",
                 managed == all ? orq_node_text(writer->arena, "all") : list);
}

static int by_name(const void *a, const void *b)
{
    const struct orq_table *const *x = a, *const *y = b;
    int order = orq_ascii_compare((*x)->name, (*y)->name);
    return order != 0 ? order : strcmp((*x)->name, (*y)->name);
}

static void put_tables(const struct orq_writer *writer, struct orq_node *root)
{
    struct orq_arena *arena = writer->arena;
    const struct orq_tables *tables = &writer->schema->tables;
    const struct orq_table **sorted = ORQ_NEW_ARRAY(arena, const struct orq_table *, tables->len);
    struct orq_node *map = orq_node_block_map(arena);
    for (size_t i = 0; i < tables->len; i++)
        sorted[i] = tables->items[i];
    if (tables->len > 0)
        qsort(sorted, tables->len, sizeof *sorted, by_name);
    for (size_t i = 0; i < tables->len; i++)
        orq_put_named(writer, map, sorted[i]->schema, sorted[i]->name,
                      orq_table_node(writer, sorted[i]));
    orq_node_put(arena, root, "tables", map);
}

/* -- views, virtual tables -- */

static struct orq_node *view_node(const struct orq_writer *writer,
                                  const struct orq_definition *view)
{
    struct orq_arena *arena = writer->arena;
    struct orq_expr_error error;
    struct orq_node *map = orq_node_block_map(arena);
    const struct orq_ddl_view *ddl = orq_ddl_parse_view(arena, view->sql, &error);
    const char *select = view->sql;
    if (ddl)
        select = orq_arena_strndup(arena, ddl->text + ddl->select.from,
                                   ddl->select.to - ddl->select.from);
    orq_node_put_text(arena, map, "comment", view->comment);
    orq_node_put(arena, map, "columns",
                 orq_node_names(arena, ddl ? &ddl->columns : &view->columns));
    orq_node_put_text(arena, map, "sql", select);
    orq_node_put(arena, map, "triggers", orq_triggers_node(writer, view->name));
    return map;
}

/* A virtual table or a trigger of SQLite. */
static struct orq_node *statement_node(const struct orq_writer *writer,
                                       const struct orq_definition *definition)
{
    struct orq_node *map = orq_node_block_map(writer->arena);
    orq_node_put_text(writer->arena, map, "comment", definition->comment);
    orq_node_put_text(writer->arena, map, "sql", definition->sql);
    return map;
}

struct orq_node *orq_any_definition_node(const struct orq_writer *writer,
                                         const struct orq_definition *definition)
{
    bool stores_texts = writer->schema->dialect->stores_texts;
    if (definition->kind == ORQ_KIND_VIEW)
        return stores_texts ? view_node(writer, definition)
                            : orq_postgres_view_node(writer, definition);
    return stores_texts ? statement_node(writer, definition)
                        : orq_definition_node(writer, definition);
}

static int by_definition_name(const void *a, const void *b)
{
    const struct orq_definition *const *x = a, *const *y = b;
    int order = orq_ascii_compare((*x)->name, (*y)->name);
    return order != 0 ? order : strcmp((*x)->name, (*y)->name);
}

/* The definitions by name, so that every list taken from them is too. */
static struct orq_definitions sorted_definitions(struct orq_arena *arena,
                                                 const struct orq_schema *schema)
{
    struct orq_definitions sorted = {0};
    for (size_t i = 0; i < schema->definitions.len; i++)
        ORQ_PUSH(arena, &sorted, schema->definitions.items[i]);
    if (sorted.len > 0)
        qsort(sorted.items, sorted.len, sizeof *sorted.items, by_definition_name);
    return sorted;
}

static void learn_triggers(struct orq_writer *writer, const struct orq_definitions *definitions)
{
    writer->triggers = orq_map_new(writer->arena, orq_name_keys(writer->schema->dialect));
    for (size_t i = 0; i < definitions->len; i++) {
        struct orq_definition *trigger = definitions->items[i];
        if (!trigger->on || trigger->kind == ORQ_KIND_STATISTICS)
            continue;
        struct orq_definitions *of = orq_map_get(writer->triggers, trigger->on);
        if (!of) {
            of = ORQ_NEW(writer->arena, struct orq_definitions);
            orq_map_put(writer->triggers, trigger->on, of);
        }
        ORQ_PUSH(writer->arena, of, trigger);
    }
}

static void put_definitions(const struct orq_writer *writer, struct orq_node *root,
                            const struct orq_definitions *definitions, enum orq_kind kind)
{
    struct orq_node *map = orq_node_block_map(writer->arena);
    for (size_t i = 0; i < definitions->len; i++) {
        const struct orq_definition *definition = definitions->items[i];
        if (definition->kind == kind)
            orq_put_named(writer, map, definition->schema, definition->name,
                          orq_any_definition_node(writer, definition));
    }
    orq_node_put(writer->arena, root, orq_kind_key(kind), map);
}

/* {name: x, schema: …}, or the name alone. */
static void put_extensions(const struct orq_writer *writer, struct orq_node *root,
                           const struct orq_definitions *definitions)
{
    struct orq_arena *arena = writer->arena;
    struct orq_node *list = orq_node_list(arena);
    for (size_t i = 0; i < definitions->len; i++) {
        const struct orq_definition *extension = definitions->items[i];
        if (extension->kind != ORQ_KIND_EXTENSION)
            continue;
        struct orq_node *map = orq_node_map(arena);
        struct orq_node *rest = orq_definition_node(writer, extension);
        orq_node_put_text(arena, map, "name", extension->name);
        for (size_t k = 0; k < rest->items->len; k++)
            ORQ_PUSH(arena, map->items, rest->items->items[k]);
        orq_node_push(arena, list, map->items->len == 1 ? map->items->items[0].value : map);
    }
    orq_node_put(arena, root, orq_kind_key(ORQ_KIND_EXTENSION), list);
}

/* A schema is there for its name's sake. */
static void put_schemas(const struct orq_writer *writer, struct orq_node *root,
                        const struct orq_definitions *definitions)
{
    struct orq_arena *arena = writer->arena;
    struct orq_node *map = orq_node_map(arena), *list = orq_node_list(arena);
    bool bare = true;
    for (size_t i = 0; i < definitions->len; i++) {
        if (definitions->items[i]->kind != ORQ_KIND_NAMESPACE)
            continue;
        struct orq_node *node = orq_definition_node(writer, definitions->items[i]);
        bare = bare && node->items->len == 0;
        orq_node_push(arena, list, orq_node_text(arena, definitions->items[i]->name));
        ORQ_PUSH(arena, map->items, ((struct orq_node_item){definitions->items[i]->name, node}));
    }
    orq_node_put(arena, root, orq_kind_key(ORQ_KIND_NAMESPACE), bare ? list : map);
}

/* Types before what uses them, tables before views: as a person reads them. */
static void put_everything(const struct orq_writer *writer, struct orq_node *root,
                           const struct orq_definitions *definitions)
{
    static const enum orq_kind before[] = {ORQ_KIND_COLLATION,
                                           ORQ_KIND_ENUM,
                                           ORQ_KIND_DOMAIN,
                                           ORQ_KIND_COMPOSITE,
                                           ORQ_KIND_RANGE,
                                           ORQ_KIND_SEQUENCE,
                                           ORQ_KIND_TEXT_SEARCH_DICTIONARY,
                                           ORQ_KIND_TEXT_SEARCH_CONFIGURATION};
    static const enum orq_kind after[] = {
        ORQ_KIND_FUNCTION,      ORQ_KIND_AGGREGATE,     ORQ_KIND_OPERATOR,
        ORQ_KIND_CAST,          ORQ_KIND_STATISTICS,    ORQ_KIND_SERVER,
        ORQ_KIND_FOREIGN_TABLE, ORQ_KIND_EVENT_TRIGGER, ORQ_KIND_PUBLICATION};
    put_extensions(writer, root, definitions);
    put_schemas(writer, root, definitions);
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++)
        put_definitions(writer, root, definitions, before[i]);
    put_tables(writer, root);
    put_definitions(writer, root, definitions, ORQ_KIND_VIEW);
    put_definitions(writer, root, definitions, ORQ_KIND_VIRTUAL_TABLE);
    for (size_t i = 0; i < sizeof after / sizeof after[0]; i++)
        put_definitions(writer, root, definitions, after[i]);
}

static struct orq_writer new_writer(struct orq_arena *arena, const struct orq_schema *schema,
                                    bool strict)
{
    return (struct orq_writer){.arena = arena,
                               .schema = schema,
                               .strict = strict,
                               .types = orq_map_new(arena, ORQ_KEYS_EXACT),
                               .strict_types = orq_map_new(arena, ORQ_KEYS_EXACT),
                               .defaults = orq_map_new(arena, ORQ_KEYS_EXACT)};
}

const struct orq_writer *orq_object_writer(struct orq_arena *arena, const struct orq_schema *schema,
                                           const struct orq_schema *model)
{
    struct orq_writer *writer = ORQ_NEW(arena, struct orq_writer);
    struct orq_definitions definitions = sorted_definitions(arena, schema);
    *writer = new_writer(arena, schema, model->strict_default);
    orq_writer_learn_names_for(writer, &model->naming);
    learn_triggers(writer, &definitions);
    return writer;
}

const char *orq_model_write(struct orq_arena *arena, const struct orq_schema *schema)
{
    struct orq_writer writer = new_writer(arena, schema, mostly_strict(schema));
    struct orq_definitions definitions = sorted_definitions(arena, schema);
    struct orq_node *root = orq_node_block_map(arena);
    orq_writer_learn_names(&writer);
    learn_triggers(&writer, &definitions);

    put_naming(&writer, root);
    if (schema->dialect->stores_texts)
        put_sqlite(&writer, root);
    put_manage(&writer, root);
    orq_node_put(arena, root, "exclude", orq_node_names(arena, &schema->exclude));
    put_everything(&writer, root, &definitions);

    struct orq_str text = orq_str_new(arena);
    orq_node_write(&text, root);
    return orq_str_text(&text);
}
