/* Views, triggers and virtual tables of SQLite. */
#include "base/str.h"
#include "model/definition.h"
#include "model/resolve.h"
#include "sql/quote.h"
#include "sql/split.h"

#include <string.h>

/* A statement without the semicolon and the blanks that may end it. */
static const char *statement(struct orq_arena *arena, const char *text)
{
    const char *trimmed = orq_trimmed(arena, text);
    size_t len = strlen(trimmed);
    while (len > 0 && strchr("; \t\r\n", trimmed[len - 1]))
        len--;
    return orq_arena_strndup(arena, trimmed, len);
}

/* A second statement would run along with the first. The end is added: the last may lack it. */
static bool is_one_statement(struct orq_resolver *resolver, enum orq_kind kind, const char *sql,
                             struct orq_span at)
{
    struct orq_statement_texts statements = {0};
    const char *ended = orq_arena_printf(resolver->arena, "%s\n;", sql);
    orq_split(resolver->arena, ended, strlen(ended), &statements);
    if (statements.len <= 1)
        return true;
    orq_error(resolver->diags, at, "the sql of a %s is one statement, and this holds %zu",
              orq_kind_word(kind), statements.len);
    orq_hint(resolver->diags, "the second begins on its line %zu", statements.items[1].line);
    return false;
}

/* The definition that a statement makes; NULL: a fault was reported. */
static struct orq_definition *read_statement(struct orq_resolver *resolver, enum orq_kind kind,
                                             const char *sql, struct orq_span at)
{
    if (!is_one_statement(resolver, kind, sql, at))
        return NULL;
    struct orq_expr_error error = {0};
    struct orq_definition *definition = orq_definition_from_sql(resolver->arena, kind, sql, &error);
    if (definition)
        return definition;
    orq_error(resolver->diags, at, "this is no %s that SQLite can read: %s", orq_kind_word(kind),
              error.message);
    orq_hint(resolver->diags, "%.*s  <-- here", (int)error.offset, sql);
    return NULL;
}

static void add(struct orq_resolver *resolver, struct orq_definition *definition,
                const struct orq_yaml_entry *entry, const char *schema, const char *name)
{
    definition->schema = schema;
    definition->name = name;
    definition->at = orq_yaml_key_at(entry);
    definition->body = entry->value;
    definition->comment = orq_text_of(entry->value, "comment");
    definition->renamed_from = orq_text_of(entry->value, "renamed_from");
    if (!orq_schema_add_definition(resolver->arena, resolver->schema, definition))
        orq_error(resolver->diags, orq_yaml_key_at(entry), "%s \"%s\" is there already",
                  orq_kind_word(definition->kind), orq_shown_name(resolver->arena, name));
}

/* -- triggers -- */

static void add_trigger(struct orq_resolver *resolver, const struct orq_yaml_entry *entry,
                        const char *schema, const char *table)
{
    const struct orq_yaml *node = orq_yaml_get(entry->value, "sql");
    if (!node && !orq_yaml_was_reported(entry->value))
        orq_error(resolver->diags, orq_yaml_key_at(entry), "a trigger needs the key \"sql\"");
    if (!node)
        return;
    const char *sql = statement(resolver->arena, node->text);
    struct orq_definition *trigger =
        read_statement(resolver, ORQ_KIND_TRIGGER, sql, orq_yaml_at(node));
    if (!trigger)
        return;
    if (!orq_ascii_equal(trigger->name, entry->key))
        orq_error(resolver->diags, orq_yaml_at(node),
                  "the statement makes a trigger \"%s\", its key is \"%s\"",
                  orq_shown_name(resolver->arena, trigger->name),
                  orq_shown_name(resolver->arena, entry->key));
    if (!orq_ascii_equal(trigger->on, table))
        orq_error(
            resolver->diags, orq_yaml_at(node), "the trigger is on \"%s\" and stands under \"%s\"",
            orq_shown_name(resolver->arena, trigger->on), orq_shown_name(resolver->arena, table));
    trigger->on = table;
    add(resolver, trigger, entry, schema, entry->key);
}

static void resolve_triggers(struct orq_resolver *resolver, const struct orq_yaml *owner,
                             const char *schema, const char *table)
{
    const struct orq_yaml *triggers = orq_yaml_get(owner, "triggers");
    for (size_t i = 0; triggers && i < triggers->entries->len; i++)
        add_trigger(resolver, &triggers->entries->items[i], schema, table);
}

/* -- views -- */

static bool is_select(struct orq_arena *arena, const char *sql)
{
    static const char *const words[] = {"SELECT", "WITH", "VALUES", "("};
    struct orq_tokens tokens = orq_tokens_of(arena, sql, strlen(sql));
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (orq_token_is(sql, tokens.items[0], words[i]))
            return true;
    return false;
}

static const char *create_view(struct orq_resolver *resolver, const struct orq_yaml *view,
                               const char *name, const char *select)
{
    struct orq_str sql = orq_str_new(resolver->arena);
    struct orq_strings columns = {0};
    orq_names_of(resolver, orq_yaml_get(view, "columns"), &columns);
    orq_str_addf(&sql, "CREATE VIEW %s", resolver->dialect->quoted(resolver->arena, name));
    for (size_t i = 0; i < columns.len; i++)
        orq_str_addf(&sql, "%s%s", i == 0 ? " (" : ", ",
                     resolver->dialect->quoted(resolver->arena, columns.items[i]));
    orq_str_addf(&sql, "%s AS %s", columns.len > 0 ? ")" : "", select);
    return orq_str_text(&sql);
}

static void add_view(struct orq_resolver *resolver, const struct orq_yaml_entry *entry)
{
    const struct orq_yaml *node = orq_yaml_get(entry->value, "sql");
    const char *schema, *name;
    orq_object_name(resolver, entry, &schema, &name);
    resolve_triggers(resolver, entry->value, schema, name);
    if (!node)
        return;
    if (orq_truth_of(entry->value, "materialized", false)) {
        orq_error(resolver->diags, orq_yaml_key_at(entry), "SQLite has no materialized views");
        orq_hint(resolver->diags, "only: postgresql leaves the view out there; materialized: "
                                  "{postgresql: true} makes it a plain one");
        return;
    }
    const char *select = statement(resolver->arena, node->text);
    if (!is_select(resolver->arena, select)) {
        orq_error(resolver->diags, orq_yaml_at(node), "the sql of a view is its SELECT");
        orq_hint(resolver->diags, "CREATE VIEW and the name are orqgen's to write");
        return;
    }
    struct orq_definition *view =
        read_statement(resolver, ORQ_KIND_VIEW, create_view(resolver, entry->value, name, select),
                       orq_yaml_at(node));
    if (!view)
        return;
    view->columns = (struct orq_strings){0};
    orq_names_of(resolver, orq_yaml_get(entry->value, "columns"), &view->columns);
    add(resolver, view, entry, schema, name);
}

/* -- virtual tables -- */

static const char *create_virtual(struct orq_resolver *resolver, const struct orq_yaml *table,
                                  const char *name)
{
    struct orq_str sql = orq_str_new(resolver->arena);
    const struct orq_yaml *arguments = orq_yaml_get(table, "arguments");
    orq_str_addf(&sql, "CREATE VIRTUAL TABLE %s USING %s",
                 resolver->dialect->quoted(resolver->arena, name),
                 resolver->dialect->quoted(resolver->arena, orq_text_of(table, "using")));
    if (arguments && arguments->kind == ORQ_YAML_LIST) {
        for (size_t i = 0; i < arguments->items->len; i++)
            orq_str_addf(&sql, "%s%s", i == 0 ? " (" : ", ", arguments->items->items[i]->text);
        orq_str_addc(&sql, ')');
    } else if (arguments) {
        orq_str_addf(&sql, " (%s)", arguments->text);
    }
    return orq_str_text(&sql);
}

static void add_virtual(struct orq_resolver *resolver, const struct orq_yaml_entry *entry)
{
    const struct orq_yaml *node = orq_yaml_get(entry->value, "sql");
    const char *schema, *name;
    orq_object_name(resolver, entry, &schema, &name);
    if (!node && !orq_text_of(entry->value, "using"))
        return;
    const char *sql = node ? statement(resolver->arena, node->text)
                           : create_virtual(resolver, entry->value, name);
    struct orq_definition *table = read_statement(
        resolver, ORQ_KIND_VIRTUAL_TABLE, sql, node ? orq_yaml_at(node) : orq_yaml_key_at(entry));
    if (!table)
        return;
    if (!orq_ascii_equal(table->name, name))
        orq_error(resolver->diags, node ? orq_yaml_at(node) : orq_yaml_key_at(entry),
                  "the statement makes a table \"%s\", its key is \"%s\"",
                  orq_shown_name(resolver->arena, table->name),
                  orq_shown_name(resolver->arena, name));
    add(resolver, table, entry, schema, name);
}

void orq_resolve_definitions(struct orq_resolver *resolver, const struct orq_table_drafts *drafts)
{
    const struct orq_yaml *views = orq_yaml_get(resolver->root, "views");
    const struct orq_yaml *virtual_tables = orq_yaml_get(resolver->root, "virtual_tables");
    for (size_t i = 0; views && i < views->entries->len; i++)
        add_view(resolver, &views->entries->items[i]);
    for (size_t i = 0; virtual_tables && i < virtual_tables->entries->len; i++)
        add_virtual(resolver, &virtual_tables->entries->items[i]);
    for (size_t i = 0; i < drafts->len; i++)
        resolve_triggers(resolver, drafts->items[i]->node, drafts->items[i]->table->schema,
                         drafts->items[i]->table->name);
}
