/* The options of a table on PostgreSQL, its partitioning, and the bounds of partitions in the
 * spelling of the server (pg_get_partkeydef, pg_get_expr of relpartbound). */
#include "base/str.h"
#include "model/resolve_postgres.h"
#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <ctype.h>
#include <string.h>

/* -- how a table is partitioned -- */

static bool is_call(struct orq_resolver *resolver, const char *text)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(orq_scratch(resolver), text, strlen(text));
    size_t at = 0;
    int depth = 0;
    while (at + 1 < tokens.len &&
           (tokens.items[at].kind == ORQ_PG_WORD || tokens.items[at].kind == ORQ_PG_QUOTED ||
            orq_pg_token_is(text, tokens.items[at], ".")))
        at++;
    if (at == 0)
        return false;
    for (; at + 1 < tokens.len; at++) {
        depth += orq_pg_token_is(text, tokens.items[at], "(");
        depth -= orq_pg_token_is(text, tokens.items[at], ")");
        if (depth == 0)
            return at + 2 == tokens.len && orq_pg_token_is(text, tokens.items[at], ")");
    }
    return false;
}

static void add_key_part(struct orq_resolver *resolver, struct orq_str *text,
                         const struct orq_key_part *part)
{
    struct orq_arena *arena = resolver->arena;
    const char *expr = part->expr.text;
    if (part->column)
        orq_str_add(text, orq_pg_name(arena, part->column));
    else if (expr && (is_call(resolver, expr) || expr[0] == '('))
        orq_str_add(text, expr);
    else if (expr)
        orq_str_addf(text, "(%s)", expr);
    if (part->collation)
        orq_str_addf(text, " COLLATE %s",
                     strchr(part->collation, '"') ? part->collation
                                                  : orq_pg_name(arena, part->collation));
    if (part->opclass)
        orq_str_addf(text, " %s", part->opclass);
}

static const char *partition_by_of(struct orq_resolver *resolver, struct orq_table_draft *draft)
{
    const struct orq_yaml *node = orq_yaml_get(draft->options, "partition_by");
    static const char *const words[] = {"range", "list", "hash"};
    static const char *const strategies[] = {"RANGE", "LIST", "HASH"};
    struct orq_str text = orq_str_new(resolver->arena);
    if (!node)
        return NULL;
    if (node->kind != ORQ_YAML_MAP)
        return node->text;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const struct orq_yaml *parts = orq_yaml_get(node, words[i]);
        if (!parts)
            continue;
        orq_resolve_parts(resolver, parts, draft->table, &draft->partition_key);
        orq_str_addf(&text, "%s (", strategies[i]);
        for (size_t j = 0; j < draft->partition_key.len; j++) {
            orq_str_add(&text, j == 0 ? "" : ", ");
            add_key_part(resolver, &text, &draft->partition_key.items[j]);
        }
        orq_str_addc(&text, ')');
        return orq_str_text(&text);
    }
    return NULL;
}

void orq_resolve_partition_key(struct orq_resolver *resolver, struct orq_table_draft *draft)
{
    if (draft->table->postgres)
        draft->table->postgres->partition_by = partition_by_of(resolver, draft);
}

/* -- bounds -- */

static const char *keyword_of(const struct orq_yaml *node)
{
    static const char *const words[] = {"MINVALUE", "MAXVALUE"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (!node->quoted && orq_ascii_equal(node->text, words[i]))
            return words[i];
    return NULL;
}

static bool is_date(const char *text)
{
    static const char form[] = "0000-00-00";
    for (size_t i = 0; form[i] != '\0'; i++)
        if (form[i] == '0' ? !isdigit((unsigned char)text[i]) : text[i] != '-')
            return false;
    return true;
}

/* A date is the beginning of its day; one with a time has its seconds. */
static const char *timestamp_text(struct orq_arena *arena, const char *text, bool zone)
{
    const char *suffix = zone ? "+00" : "";
    if (!is_date(text))
        return text;
    if (text[10] == '\0')
        return orq_arena_printf(arena, "%s 00:00:00%s", text, suffix);
    bool plain = strspn(text + 11, "0123456789:.") == strlen(text + 11);
    if ((text[10] != ' ' && text[10] != 'T') || !plain)
        return text;
    return orq_arena_printf(arena, "%.10s %s%s%s", text, text + 11,
                            strlen(text + 11) == 5 ? ":00" : "", suffix);
}

/* As the server prints a constant of the key's type: get_const_expr of ruleutils.c. type NULL: of
 * an expression. */
static const char *literal_of(struct orq_resolver *resolver, const struct orq_yaml *node,
                              const char *type)
{
    struct orq_arena *arena = resolver->arena;
    const char *text = node->text;
    bool number = node->kind == ORQ_YAML_NUMBER;
    if (node->kind == ORQ_YAML_NULL)
        return "NULL";
    if (node->kind == ORQ_YAML_BOOL && (!type || strcmp(type, "boolean") == 0))
        return node->truth ? "true" : "false";
    if (type && strcmp(type, "integer") == 0 && text[0] != '-')
        return text;
    if (!type && number && text[0] != '-')
        return text;
    if (type && orq_starts_with(type, "numeric") && isdigit((unsigned char)text[0]) &&
        strpbrk(text, "eE."))
        return text;
    if (type && orq_starts_with(type, "timestamp"))
        text = timestamp_text(arena, text,
                              orq_ends_with(type, "with time zone") &&
                                  !orq_ends_with(type, "without time zone"));
    return orq_pg_text(arena, text);
}

static const char *value_of(struct orq_resolver *resolver, const struct orq_yaml *node,
                            const char *type)
{
    if (node->kind == ORQ_YAML_MAP) {
        const char *sql = orq_text_of(node, "sql");
        return sql ? sql : "NULL";
    }
    const char *keyword = node->kind == ORQ_YAML_TEXT ? keyword_of(node) : NULL;
    return keyword ? keyword : literal_of(resolver, node, type);
}

/* The type of the key's nth column; NULL: an expression, or not known. */
static const char *key_type(const struct orq_table_draft *parent, size_t nth)
{
    const char *name =
        nth < parent->partition_key.len ? parent->partition_key.items[nth].column : NULL;
    const struct orq_column *column = name ? orq_table_column(parent->table, name) : NULL;
    return column ? column->type : NULL;
}

/* "(1, 'a')"; each: every value is of the key's first column, else one of each column. */
static const char *values_of(struct orq_resolver *resolver, const struct orq_yaml *node,
                             const struct orq_table_draft *parent, bool each)
{
    struct orq_str text = orq_str_new(resolver->arena);
    bool list = node->kind == ORQ_YAML_LIST;
    size_t count = list ? node->items->len : 1;
    for (size_t i = 0; i < count; i++)
        orq_str_addf(&text, "%s%s", i == 0 ? "(" : ", ",
                     value_of(resolver, list ? node->items->items[i] : node,
                              key_type(parent, each ? 0 : i)));
    orq_str_addc(&text, ')');
    return orq_str_text(&text);
}

static void report_no_bound(struct orq_resolver *resolver, const struct orq_yaml *bound,
                            const struct orq_table_draft *draft)
{
    if (bound->lacking || orq_yaml_was_reported(bound))
        return;
    orq_error(resolver->diags, orq_yaml_at(bound), "it is not said what partition \"%s\" holds",
              orq_shown_name(resolver->arena, draft->table->name));
    orq_hint(resolver->diags, "from and to, in, modulus and remainder, or default: true");
}

const char *orq_partition_bound(struct orq_resolver *resolver, const struct orq_table_draft *draft,
                                const struct orq_table_draft *parent)
{
    const struct orq_yaml *bound = draft->bound;
    const char *text = orq_text_of(bound, "bound");
    const struct orq_yaml *from = orq_yaml_get(bound, "from"), *to = orq_yaml_get(bound, "to");
    const struct orq_yaml *in = orq_yaml_get(bound, "in");
    const char *modulus = orq_text_of(bound, "modulus"), *rest = orq_text_of(bound, "remainder");
    if (text)
        return orq_trimmed(resolver->arena, text);
    if (orq_truth_of(bound, "default", false))
        return "DEFAULT";
    if (from && to)
        return orq_arena_printf(resolver->arena, "FOR VALUES FROM %s TO %s",
                                values_of(resolver, from, parent, false),
                                values_of(resolver, to, parent, false));
    if (in)
        return orq_arena_printf(resolver->arena, "FOR VALUES IN %s",
                                values_of(resolver, in, parent, true));
    if (modulus && rest)
        return orq_arena_printf(resolver->arena, "FOR VALUES WITH (modulus %s, remainder %s)",
                                modulus, rest);
    report_no_bound(resolver, bound, draft);
    return "DEFAULT";
}

/* -- the options of a table -- */

static const char *replica_identity_of(struct orq_resolver *resolver, const struct orq_yaml *node)
{
    const char *index = orq_text_of(node, "index");
    if (index)
        return orq_arena_printf(resolver->arena, "index %s", index);
    return !node || orq_str_equal(node->text, "default") ? NULL : node->text;
}

static void read_parents(struct orq_resolver *resolver, struct orq_table_draft *draft)
{
    const struct orq_yaml *inherits = orq_yaml_get(draft->options, "inherits");
    const struct orq_yaml *partition_of = orq_yaml_get(draft->options, "partition_of");
    if (inherits && inherits->kind == ORQ_YAML_LIST)
        orq_names_of(resolver, inherits, &draft->parents);
    else if (inherits && inherits->text)
        ORQ_PUSH(resolver->arena, &draft->parents, inherits->text);
    if (!partition_of)
        return;
    const char *parent =
        partition_of->text ? partition_of->text : orq_text_of(partition_of, "table");
    draft->bound = partition_of;
    if (parent)
        ORQ_PUSH(resolver->arena, &draft->parents, parent);
}

static void read_options(struct orq_resolver *resolver, struct orq_table_draft *draft)
{
    const struct orq_yaml *map = draft->options;
    struct orq_table_postgres *postgres = ORQ_NEW(resolver->arena, struct orq_table_postgres);
    const char *security = orq_text_of(map, "row_level_security");
    const char *method = orq_text_of(map, "access_method");
    const char *tablespace = orq_text_of(map, "tablespace");
    bool forced = orq_str_equal(security, "forced");
    *postgres = (struct orq_table_postgres){
        .unlogged = orq_truth_of(map, "unlogged", false),
        .row_security = forced || orq_str_equal(security, "true"),
        .force_row_security = forced || orq_truth_of(map, "force_row_level_security", false),
        .method = orq_str_equal(method, "heap") ? NULL : method,
        .tablespace = orq_str_equal(tablespace, "pg_default") ? NULL : tablespace,
        .with = orq_parameters_of(resolver, orq_yaml_get(map, "with")),
        .of_type = orq_bare_name(orq_text_of(map, "of_type")),
        .replica_identity = replica_identity_of(resolver, orq_yaml_get(map, "replica_identity")),
        .cluster_on = orq_text_of(map, "cluster_on"),
        .acl = orq_acl_of(resolver, draft->node, ORQ_KIND_TABLE),
    };
    draft->table->postgres = postgres;
}

/* -- nested partitions -- */

static void add_partition(struct orq_resolver *resolver, struct orq_table_draft *parent,
                          const struct orq_yaml_entry *entry, struct orq_table_drafts *drafts)
{
    struct orq_table_draft *draft = ORQ_NEW(resolver->drafting, struct orq_table_draft);
    const char *schema, *name;
    bool placed = orq_yaml_get(entry->value, "schema") ||
                  (strchr(entry->key, '.') && !orq_yaml_get(entry->value, "name"));
    orq_object_name(resolver, entry, &schema, &name);
    draft->node = draft->options = draft->bound = entry->value;
    draft->parent = parent;
    draft->table = orq_table_new(resolver->arena, name);
    draft->table->schema = placed ? schema : parent->table->schema;
    draft->table->at = orq_yaml_key_at(entry);
    draft->table->comment = orq_text_of(entry->value, "comment");
    draft->table->on_drop = parent->table->on_drop;
    orq_table_set_dialect(resolver->arena, draft->table, resolver->dialect);
    orq_draft_add(resolver, draft, drafts);
}

void orq_resolve_table_postgres(struct orq_resolver *resolver, struct orq_table_draft *draft,
                                struct orq_table_drafts *drafts)
{
    const struct orq_yaml *partitions = orq_yaml_get(draft->options, "partitions");
    if (!draft->options && !orq_yaml_get(draft->node, "owner") &&
        !orq_yaml_get(draft->node, "grants"))
        return;
    read_parents(resolver, draft);
    read_options(resolver, draft);
    for (size_t i = 0; partitions && i < partitions->entries->len; i++)
        if (!orq_yaml_was_reported(partitions->entries->items[i].value))
            add_partition(resolver, draft, &partitions->entries->items[i], drafts);
}
