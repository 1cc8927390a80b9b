#include "model/resolve_postgres.h"

#include "base/similar.h"
#include "base/str.h"
#include "sql/quote.h"

#include <string.h>

/* -- reading nodes -- */

const char *orq_text_of(const struct orq_yaml *map, const char *key)
{
    const struct orq_yaml *node = orq_yaml_get(map, key);
    return node ? node->text : NULL;
}

bool orq_truth_of(const struct orq_yaml *map, const char *key, bool otherwise)
{
    const struct orq_yaml *node = orq_yaml_get(map, key);
    return node && node->kind == ORQ_YAML_BOOL ? node->truth : otherwise;
}

void orq_names_of(struct orq_resolver *resolver, const struct orq_yaml *list,
                  struct orq_strings *names)
{
    for (size_t i = 0; list && i < list->items->len; i++)
        ORQ_PUSH(resolver->arena, names, list->items->items[i]->text);
}

size_t orq_word_index(const char *const *words, const char *word)
{
    size_t i = 0;
    while (words[i] && strcmp(words[i], word) != 0)
        i++;
    return i;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

const char *orq_trimmed(struct orq_arena *arena, const char *text)
{
    while (is_blank(*text))
        text++;
    size_t whole = strlen(text), len = whole;
    while (len > 0 && is_blank(text[len - 1]))
        len--;
    return len == whole ? text : orq_arena_strndup(arena, text, len);
}

void orq_report_no_column(struct orq_resolver *resolver, struct orq_span at,
                          const struct orq_table *table, const char *column)
{
    struct orq_strings names = {0};
    if (orq_doubted(resolver, table, ORQ_DOUBT_COLUMNS))
        return;
    for (size_t i = 0; i < table->columns.len; i++)
        ORQ_PUSH(resolver->arena, &names, table->columns.items[i]->name);
    const char *near = orq_similar(column, &names);
    const char *table_name = orq_shown_name(resolver->arena, table->name);
    const char *shown = orq_shown_name(resolver->arena, column);
    if (near)
        orq_error(resolver->diags, at, "table \"%s\" has no column \"%s\" (did you mean \"%s\"?)",
                  table_name, shown, orq_shown_name(resolver->arena, near));
    else
        orq_error(resolver->diags, at, "table \"%s\" has no column \"%s\"", table_name, shown);
}

#define MOST_SCRATCH ((size_t)1024 * 1024)

struct orq_arena *orq_scratch(struct orq_resolver *resolver)
{
    if (orq_arena_used(resolver->scratch) > MOST_SCRATCH) {
        orq_arena_free(resolver->scratch);
        resolver->scratch = orq_arena_new();
    }
    return resolver->scratch;
}

static bool has_subquery(struct orq_arena *arena, const char *text)
{
    struct orq_tokens tokens = orq_tokens_of(arena, text, strlen(text));
    for (size_t i = 0; i < tokens.len; i++)
        if (orq_token_is(text, tokens.items[i], "SELECT"))
            return true;
    return false;
}

static bool is_rowid(const char *name)
{
    return orq_ascii_equal(name, "rowid") || orq_ascii_equal(name, "oid") ||
           orq_ascii_equal(name, "_rowid_");
}

/* The columns that the expression names have to be there; inside a subquery
 * names may mean other tables'. */
static void check_columns(struct orq_resolver *resolver, const struct orq_sql *sql,
                          const struct orq_expr *expr, const struct orq_table *table)
{
    if (has_subquery(resolver->scratch, sql->text))
        return;
    struct orq_strings columns = {0};
    orq_expr_columns(resolver->scratch, expr, &columns);
    for (size_t i = 0; i < columns.len; i++)
        if (!table)
            orq_error(resolver->diags, sql->at, "no column can be named here: \"%s\"",
                      orq_shown_name(resolver->arena, columns.items[i]));
        else if (!orq_table_column(table, columns.items[i]) && !is_rowid(columns.items[i]))
            orq_report_no_column(resolver, sql->at, table, columns.items[i]);
}

/* The tree; NULL: not SQLite's, or a fault was reported. */
static const struct orq_expr *parse_sql(struct orq_resolver *resolver, const struct orq_yaml *node,
                                        const struct orq_table *table, struct orq_sql *sql)
{
    struct orq_expr_error error = {0};
    struct orq_arena *scratch = orq_scratch(resolver);
    struct orq_scope scope = {0};
    sql->text = orq_trimmed(resolver->arena, node->text);
    sql->at = orq_yaml_at(node);
    if (!resolver->sqlite) {
        sql->text = orq_postgres_expression(resolver, sql->text, sql->at);
        return NULL;
    }
    if (table)
        scope = (struct orq_scope){table->name, orq_table_by_column(scratch, table)};
    const struct orq_expr *expr =
        orq_expr_parse(scratch, sql->text, strlen(sql->text), scope, &error);
    if (!expr) {
        orq_error(resolver->diags, sql->at, "SQLite cannot read the expression: %s", error.message);
        orq_hint(resolver->diags, "%.*s  <-- here", (int)error.offset, sql->text);
    }
    return expr;
}

struct orq_sql orq_sql_of(struct orq_resolver *resolver, const struct orq_yaml *node,
                          const struct orq_table *table)
{
    struct orq_sql sql = {0};
    if (!node || !node->text)
        return sql;
    const struct orq_expr *expr = parse_sql(resolver, node, table, &sql);
    if (expr)
        check_columns(resolver, &sql, expr, table);
    return sql;
}

struct orq_sql orq_row_sql_of(struct orq_resolver *resolver, const struct orq_yaml *node)
{
    struct orq_sql sql = {0};
    if (node && node->text)
        (void)parse_sql(resolver, node, NULL, &sql);
    return sql;
}

void orq_object_name(struct orq_resolver *resolver, const struct orq_yaml_entry *entry,
                     const char **schema, const char **name)
{
    const char *dot = strchr(entry->key, '.');
    *schema = orq_text_of(entry->value, "schema");
    *name = orq_text_of(entry->value, "name");
    if (!*name && !*schema && dot) {
        *schema = orq_arena_strndup(resolver->arena, entry->key, (size_t)(dot - entry->key));
        *name = dot + 1;
    }
    if (!*name)
        *name = entry->key;
    if (*schema && strcmp(*schema, resolver->dialect->default_schema) == 0)
        *schema = NULL;
    if (*schema && resolver->sqlite) {
        orq_error(resolver->diags, orq_yaml_key_at(entry), "SQLite has no schema \"%s\"",
                  orq_shown_name(resolver->arena, *schema));
        orq_hint(resolver->diags,
                 "only: postgresql leaves the object out; schema: {postgresql: %s} "
                 "puts it into main on SQLite; a name with a dot takes `name:`",
                 *schema);
    }
}

/* -- the settings of the whole -- */

static void set_naming(struct orq_naming *naming, const struct orq_yaml *map)
{
    const struct {
        const char *key;
        const char **template;
    } rows[] = {{"primary_key", &naming->primary_key},
                {"unique", &naming->unique},
                {"foreign_key", &naming->foreign_key},
                {"check", &naming->check},
                {"index", &naming->index}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct orq_yaml *node = orq_yaml_get(map, rows[i].key);
        if (node)
            *rows[i].template = node->kind == ORQ_YAML_NULL ? NULL : node->text;
    }
}

static unsigned long long manage_bits(const struct orq_yaml *node)
{
    unsigned long long bits = 0;
    if (node->kind != ORQ_YAML_LIST)
        return ORQ_EVERY_KIND;
    for (size_t i = 0; i < node->items->len; i++)
        for (int kind = 0; kind < ORQ_KIND_COUNT; kind++)
            if (strcmp(orq_kind_key((enum orq_kind)kind), node->items->items[i]->text) == 0)
                bits |= ORQ_KIND_BIT(kind);
    return bits;
}

static void resolve_settings(struct orq_resolver *resolver)
{
    struct orq_schema *schema = resolver->schema;
    const struct orq_yaml *manage = orq_yaml_get(resolver->root, "manage");
    set_naming(&schema->naming, orq_yaml_get(resolver->root, "naming"));
    if (manage)
        schema->manage = manage_bits(manage);
    orq_names_of(resolver, orq_yaml_get(resolver->root, "exclude"), &schema->exclude);
    schema->on_drop = orq_on_drop_of(resolver->root, ORQ_ON_DROP_DEFAULT);
    schema->strict_default = orq_truth_of(orq_yaml_get(resolver->root, "sqlite"), "strict", false);
}

/* What is missing may stand in a file or in a section that could not be read. */
static void set_doubts(struct orq_resolver *resolver, const struct orq_model *model)
{
    const struct orq_yaml *root = resolver->root;
    const struct orq_yaml *tables = orq_yaml_get(root, "tables");
    const struct orq_yaml *enums = orq_yaml_get(root, "enums");
    resolver->tables_in_doubt = model->incomplete || (tables ? tables->lacking : root->lacking);
    resolver->types_in_doubt = model->incomplete || (enums ? enums->lacking : root->lacking);
}

static void check_index_template(struct orq_resolver *resolver)
{
    const struct orq_yaml *node = orq_yaml_get(orq_yaml_get(resolver->root, "naming"), "index");
    if (node && node->kind == ORQ_YAML_NULL)
        orq_error(resolver->diags, orq_yaml_at(node),
                  "an index has to have a name: its template cannot be null");
}

/* Drafts are large and go before names are made. */
static void resolve_sqlite(struct orq_resolver *resolver)
{
    struct orq_table_drafts drafts = {0};
    orq_resolve_tables(resolver, &drafts);
    for (size_t i = 0; i < drafts.len; i++)
        orq_resolve_constraints(resolver, drafts.items[i]);
    orq_resolve_definitions(resolver, &drafts);
    orq_arena_free(resolver->drafting);
    orq_resolve_names(resolver);
}

/* An inherited check has the name that its parent's got. */
static void resolve_postgresql(struct orq_resolver *resolver)
{
    struct orq_table_drafts drafts = {0};
    orq_resolve_types(resolver);
    orq_resolve_tables(resolver, &drafts);
    orq_resolve_inherited(resolver, &drafts);
    for (size_t i = 0; i < drafts.len; i++)
        orq_resolve_constraints(resolver, drafts.items[i]);
    orq_resolve_postgres(resolver, &drafts);
    orq_resolve_names(resolver);
    orq_resolve_inherited_checks(resolver, &drafts);
    orq_arena_free(resolver->drafting);
}

struct orq_schema *orq_model_resolve(struct orq_arena *arena, const struct orq_model *model,
                                     const struct orq_dialect *dialect, struct orq_diags *diags)
{
    size_t before = orq_diags_errors(diags);
    struct orq_check check = {.arena = arena, .diags = diags};
    struct orq_arena *passing = orq_arena_new();
    struct orq_resolver resolver = {
        .arena = arena,
        .passing = passing,
        .drafting = orq_arena_new(),
        .scratch = orq_arena_new(),
        .diags = diags,
        .schema = orq_schema_new(arena, dialect),
        .dialect = dialect,
        .sqlite = dialect == &orq_sqlite,
        .root = orq_shape_pick(&check, &orq_shape_root, model->root, dialect->key),
        .enums = orq_map_new(passing, ORQ_KEYS_EXACT),
        .types = orq_map_new(passing, ORQ_KEYS_EXACT),
    };
    set_doubts(&resolver, model);
    resolve_settings(&resolver);
    check_index_template(&resolver);
    orq_resolve_objects(&resolver);
    if (resolver.sqlite)
        resolve_sqlite(&resolver);
    else
        resolve_postgresql(&resolver);
    orq_resolve_check(&resolver);
    orq_arena_free(resolver.scratch);
    orq_arena_free(passing);
    return !model->faulty && orq_diags_errors(diags) == before ? resolver.schema : NULL;
}
