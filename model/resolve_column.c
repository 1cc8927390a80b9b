/* Tables with their columns, and the constraints that stand beside a column. */
#include "base/str.h"
#include "model/resolve_postgres.h"
#include "sql/quote.h"

#include <string.h>

/* -- beside a column -- */

/* `on_conflict: replace` is said of every constraint of the column, the map
 * form of each by itself. */
static enum orq_conflict inline_conflict(const struct orq_yaml *column, const char *of)
{
    const struct orq_yaml *node = orq_yaml_get(column, "on_conflict");
    return node && node->kind == ORQ_YAML_MAP ? orq_conflict_of(node, of)
                                              : orq_conflict_of(column, "on_conflict");
}

static struct orq_constraint *beside(struct orq_resolver *resolver, struct orq_table *table,
                                     const struct orq_column *column, enum orq_kind kind,
                                     const struct orq_yaml *node)
{
    struct orq_constraint *constraint = orq_constraint_new(resolver, kind, node);
    constraint->column = column->name;
    ORQ_PUSH(resolver->arena, &table->constraints, constraint);
    return constraint;
}

static void add_own_part(struct orq_resolver *resolver, struct orq_constraint *constraint,
                         bool descending)
{
    struct orq_key_part *part = ORQ_NEW(resolver->arena, struct orq_key_part);
    *part = (struct orq_key_part){.column = constraint->column, .descending = descending};
    constraint->parts = (struct orq_key_parts){part, 1, 1};
}

static bool is_wanted(const struct orq_yaml *node)
{
    return node && (node->kind != ORQ_YAML_BOOL || node->truth);
}

static void read_key(struct orq_resolver *resolver, struct orq_table *table,
                     const struct orq_column *column, const struct orq_yaml *map)
{
    const struct orq_yaml *node = orq_yaml_get(map, "primary_key");
    const struct orq_yaml *autoincrement = orq_yaml_get(map, "autoincrement");
    if (!is_wanted(node)) {
        if (resolver->sqlite && is_wanted(autoincrement) && !map->lacking)
            orq_error(resolver->diags, orq_yaml_at(autoincrement),
                      "autoincrement needs `primary_key: true` on its column");
        return;
    }
    struct orq_constraint *key = beside(resolver, table, column, ORQ_KIND_PRIMARY_KEY, node);
    const char *order = orq_text_of(node, "order");
    add_own_part(resolver, key, order && strcmp(order, "desc") == 0);
    orq_key_options(resolver, node, key);
    key->autoincrement = is_wanted(autoincrement);
    key->on_conflict = inline_conflict(map, "primary_key");
}

static void read_unique(struct orq_resolver *resolver, struct orq_table *table,
                        const struct orq_column *column, const struct orq_yaml *map)
{
    const struct orq_yaml *node = orq_yaml_get(map, "unique");
    if (!is_wanted(node))
        return;
    struct orq_constraint *unique = beside(resolver, table, column, ORQ_KIND_UNIQUE, node);
    add_own_part(resolver, unique, false);
    orq_key_options(resolver, node, unique);
    unique->on_conflict = inline_conflict(map, "unique");
}

static void add_check(struct orq_resolver *resolver, struct orq_table_draft *draft,
                      const struct orq_column *column, const struct orq_yaml *node)
{
    struct orq_constraint *check = beside(resolver, draft->table, column, ORQ_KIND_CHECK, node);
    check->expr = orq_sql_of(resolver, node, draft->table);
}

static void read_checks(struct orq_resolver *resolver, struct orq_table_draft *draft,
                        const struct orq_column *column, const struct orq_yaml *map)
{
    const struct orq_yaml *node = orq_yaml_get(map, "check");
    size_t before = draft->table->constraints.len;
    if (node && node->kind == ORQ_YAML_LIST)
        for (size_t i = 0; i < node->items->len; i++)
            add_check(resolver, draft, column, node->items->items[i]);
    else if (node)
        add_check(resolver, draft, column, node);
    for (size_t i = before; i < draft->table->constraints.len; i++)
        draft->table->constraints.items[i]->on_conflict = inline_conflict(map, "check");
}

static void read_reference(struct orq_resolver *resolver, struct orq_table *table,
                           const struct orq_column *column, const struct orq_yaml *map)
{
    const struct orq_yaml *node = orq_yaml_get(map, "references");
    if (!node)
        return;
    struct orq_constraint *key = beside(resolver, table, column, ORQ_KIND_FOREIGN_KEY, node);
    add_own_part(resolver, key, false);
    orq_reference_of(resolver, node, key);
    orq_reference_options(resolver, node, key);
}

/* An enum of SQLite is a text that is one of its values. */
static void add_enum_check(struct orq_resolver *resolver, struct orq_table *table,
                           const struct orq_column *column, const struct orq_yaml *node)
{
    const struct orq_enum *enumeration = orq_map_get(resolver->enums, node->text);
    if (!resolver->sqlite || !enumeration)
        return;
    struct orq_str sql = orq_str_new(resolver->arena);
    orq_str_addf(&sql, "%s IN (", resolver->dialect->quoted(resolver->arena, column->name));
    for (size_t i = 0; i < enumeration->values.len; i++)
        orq_str_addf(&sql, "%s%s", i == 0 ? "" : ", ",
                     orq_quoted_text(resolver->arena, enumeration->values.items[i]));
    orq_str_addc(&sql, ')');
    struct orq_constraint *check = beside(resolver, table, column, ORQ_KIND_CHECK, node);
    check->expr = (struct orq_sql){orq_str_text(&sql), orq_yaml_at(node)};
}

/* -- columns -- */

static void read_generated(struct orq_resolver *resolver, const struct orq_table *table,
                           struct orq_column *column, const struct orq_yaml *map)
{
    const struct orq_yaml *node = orq_yaml_get(map, "generated");
    if (!node)
        return;
    bool stored = orq_truth_of(node, "stored", false);
    column->generated = stored ? ORQ_GENERATED_STORED : ORQ_GENERATED_VIRTUAL;
    column->generated_expr = orq_sql_of(resolver, orq_yaml_get(node, "as"), table);
    const struct orq_yaml *value = orq_yaml_get(map, "default");
    if (value && value->kind != ORQ_YAML_NULL)
        orq_error(resolver->diags, orq_yaml_at(value), "a generated column has no default");
}

static struct orq_column_change *change_of(struct orq_resolver *resolver, struct orq_column *column)
{
    if (!column->change)
        column->change = ORQ_NEW(resolver->arena, struct orq_column_change);
    return column->change;
}

static void read_change(struct orq_resolver *resolver, struct orq_column *column,
                        const struct orq_yaml *map)
{
    const struct orq_yaml *node = orq_yaml_get(map, "using");
    if (!node)
        return;
    struct orq_column_change *change = change_of(resolver, column);
    if (node->kind != ORQ_YAML_MAP) {
        change->using_up = orq_row_sql_of(resolver, node);
        return;
    }
    const struct orq_yaml *from = orq_yaml_get(node, "from");
    change->using_up = orq_row_sql_of(resolver, orq_yaml_get(node, "up"));
    change->using_down = orq_row_sql_of(resolver, orq_yaml_get(node, "down"));
    if (from)
        change->using_from = orq_type_of(resolver, from, false).text;
}

static void read_type(struct orq_resolver *resolver, const struct orq_table *table,
                      struct orq_column *column, const struct orq_yaml *map)
{
    struct orq_type type = {.text = "", .said = "", .literals = ORQ_LITERAL_ANY};
    const struct orq_yaml *node = orq_yaml_get(map, "type");
    size_t before = orq_diags_errors(resolver->diags);
    if (node)
        type = orq_type_of(resolver, node, table->strict);
    if (!node || orq_diags_errors(resolver->diags) > before)
        orq_doubt(resolver, table, ORQ_DOUBT_KEYS);
    column->type = type.text;
    column->default_expr = orq_default_of(resolver, orq_yaml_get(map, "default"), &type);
    const struct orq_yaml *backfill = orq_yaml_get(map, "backfill");
    if (!backfill)
        return;
    if (orq_yaml_get(backfill, "sql"))
        change_of(resolver, column)->backfill =
            orq_row_sql_of(resolver, orq_yaml_get(backfill, "sql"));
    else
        change_of(resolver, column)->backfill = orq_default_of(resolver, backfill, &type);
}

/* Its own values; what stands beside it may name columns that come later. */
static void add_column(struct orq_resolver *resolver, struct orq_table_draft *draft,
                       const struct orq_yaml_entry *entry)
{
    struct orq_table *table = draft->table;
    const struct orq_yaml *map = entry->value;
    struct orq_column *column = ORQ_NEW(resolver->arena, struct orq_column);
    column->name = entry->key;
    column->at = orq_yaml_key_at(entry);
    column->comment = orq_text_of(map, "comment");
    column->renamed_from = orq_text_of(map, "renamed_from");
    column->collation = orq_text_of(map, "collate");
    column->nullable = orq_truth_of(map, "nullable", true);
    orq_doubt_lacking(resolver, table, map, ORQ_DOUBT_KEYS);
    if (orq_yaml_get(map, "nullable") && !column->nullable)
        column->not_null_conflict = inline_conflict(map, "not_null");
    read_type(resolver, table, column, map);
    if (!resolver->sqlite)
        orq_resolve_column_postgres(resolver, table, column, map);
    const struct orq_column *same = orq_table_column(table, column->name);
    if (same && (resolver->sqlite || strcmp(same->name, column->name) == 0)) {
        orq_error(resolver->diags, orq_yaml_key_at(entry),
                  "columns \"%s\" and \"%s\" have one name in the database",
                  orq_shown_name(resolver->arena, column->name),
                  orq_shown_name(resolver->arena, same->name));
        orq_hint(resolver->diags, "the first stands at line %zu", same->at.line);
    }
    orq_table_add_column(resolver->arena, table, column);
    ORQ_PUSH(resolver->drafting, &draft->column_nodes, map);
}

static void resolve_columns(struct orq_resolver *resolver, struct orq_table_draft *draft)
{
    struct orq_table *table = draft->table;
    const struct orq_yaml *columns = orq_yaml_get(draft->node, "columns");
    if (columns) {
        table->columns.cap = columns->entries->len;
        table->columns.items =
            ORQ_NEW_ARRAY(resolver->arena, struct orq_column *, table->columns.cap);
    }
    for (size_t i = 0; columns && i < columns->entries->len; i++)
        add_column(resolver, draft, &columns->entries->items[i]);
    for (size_t i = 0; i < table->columns.len; i++) {
        struct orq_column *column = table->columns.items[i];
        const struct orq_yaml *map = draft->column_nodes.items[i];
        read_generated(resolver, table, column, map);
        read_change(resolver, column, map);
        read_key(resolver, table, column, map);
        read_unique(resolver, table, column, map);
        if (orq_text_of(map, "type"))
            add_enum_check(resolver, table, column, orq_yaml_get(map, "type"));
        read_checks(resolver, draft, column, map);
        read_reference(resolver, table, column, map);
    }
}

/* -- tables -- */

enum orq_on_drop orq_on_drop_of(const struct orq_yaml *map, enum orq_on_drop otherwise)
{
    const char *word = orq_text_of(map, "on_drop");
    if (!word)
        return otherwise;
    return strcmp(word, "archive") == 0 ? ORQ_ON_DROP_ARCHIVE : ORQ_ON_DROP_DISCARD;
}

static void read_options(struct orq_resolver *resolver, struct orq_table *table,
                         const struct orq_yaml *map)
{
    const struct orq_yaml *defaults = orq_yaml_get(resolver->root, "sqlite");
    const struct orq_yaml *sqlite = orq_yaml_get(map, "sqlite");
    table->comment = orq_text_of(map, "comment");
    table->renamed_from = orq_text_of(map, "renamed_from");
    table->on_drop = orq_on_drop_of(map, resolver->schema->on_drop);
    if (resolver->sqlite) {
        table->strict = orq_truth_of(sqlite, "strict", orq_truth_of(defaults, "strict", false));
        table->without_rowid =
            orq_truth_of(sqlite, "without_rowid", orq_truth_of(defaults, "without_rowid", false));
        table->comments_in_ddl = orq_yaml_get(defaults, "comments") != NULL;
    }
}

static void report_table_twice(struct orq_resolver *resolver, const struct orq_table *table)
{
    const char *name = table->schema
                           ? orq_arena_printf(resolver->arena, "%s.%s", table->schema, table->name)
                           : table->name;
    const struct orq_span first = orq_schema_table(resolver->schema, name)->at;
    orq_error(resolver->diags, table->at, "table \"%s\" is there already, in another spelling",
              orq_shown_name(resolver->arena, table->name));
    orq_hint(resolver->diags, "at %s:%zu:%zu", first.file, first.line, first.column);
}

static void doubt_parts(struct orq_resolver *resolver, const struct orq_table_draft *draft)
{
    if (!orq_yaml_get(draft->node, "columns"))
        orq_doubt_lacking(resolver, draft->table, draft->node, ORQ_DOUBT_COLUMNS);
    if (!orq_yaml_get(draft->node, "primary_key"))
        orq_doubt_lacking(resolver, draft->table, draft->node, ORQ_DOUBT_KEYS);
}

void orq_draft_add(struct orq_resolver *resolver, struct orq_table_draft *draft,
                   struct orq_table_drafts *drafts)
{
    doubt_parts(resolver, draft);
    resolve_columns(resolver, draft);
    if (!orq_schema_add_table(resolver->arena, resolver->schema, draft->table)) {
        report_table_twice(resolver, draft->table);
        return;
    }
    ORQ_PUSH(resolver->drafting, drafts, draft);
    if (!resolver->sqlite)
        orq_resolve_table_postgres(resolver, draft, drafts);
}

static void add_table(struct orq_resolver *resolver, struct orq_table_drafts *drafts,
                      const struct orq_yaml_entry *entry)
{
    struct orq_table_draft *draft = ORQ_NEW(resolver->drafting, struct orq_table_draft);
    const char *schema, *name;
    orq_object_name(resolver, entry, &schema, &name);
    draft->node = entry->value;
    draft->options = resolver->sqlite ? NULL : orq_yaml_get(entry->value, "postgresql");
    draft->table = orq_table_new(resolver->arena, name);
    draft->table->schema = schema;
    draft->table->at = orq_yaml_key_at(entry);
    orq_table_set_dialect(resolver->arena, draft->table, resolver->dialect);
    read_options(resolver, draft->table, entry->value);
    orq_draft_add(resolver, draft, drafts);
}

void orq_resolve_tables(struct orq_resolver *resolver, struct orq_table_drafts *drafts)
{
    const struct orq_yaml *tables = orq_yaml_get(resolver->root, "tables");
    for (size_t i = 0; tables && i < tables->entries->len; i++)
        add_table(resolver, drafts, &tables->entries->items[i]);
}
