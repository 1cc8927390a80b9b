/* Defaults in the model language. A literal is typed by its column when it is read, so
 * each candidate is read back by the very function that reads models, and taken only
 * where that gives the same SQL. */
#include "base/str.h"
#include "model/resolve.h"
#include "model/write_parts.h"
#include "model/write_postgres.h"
#include "sql/quote.h"
#include "sql/token.h"

#include <string.h>

/* -- nodes as they would be read -- */

static struct orq_yaml *yaml_scalar(struct orq_arena *arena, enum orq_yaml_kind kind,
                                    const char *text, bool quoted)
{
    struct orq_yaml *yaml = ORQ_NEW(arena, struct orq_yaml);
    yaml->kind = kind;
    yaml->text = text;
    yaml->quoted = quoted;
    yaml->truth = kind == ORQ_YAML_BOOL && strcmp(text, "true") == 0;
    return yaml;
}

static const struct orq_yaml *yaml_of_node(struct orq_arena *arena, const struct orq_node *node)
{
    if (node->kind == ORQ_NODE_TEXT)
        return yaml_scalar(arena, ORQ_YAML_TEXT, node->text, node->quoted);
    if (node->kind == ORQ_NODE_WORD) {
        enum orq_yaml_kind kind =
            strcmp(node->text, "null") == 0                                       ? ORQ_YAML_NULL
            : strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0 ? ORQ_YAML_BOOL
                                                                                  : ORQ_YAML_NUMBER;
        return yaml_scalar(arena, kind, node->text, false);
    }
    struct orq_yaml *map = yaml_scalar(arena, ORQ_YAML_MAP, NULL, false);
    map->entries = ORQ_NEW(arena, struct orq_yaml_entries);
    for (size_t i = 0; i < node->items->len; i++) {
        const struct orq_node_item *item = &node->items->items[i];
        ORQ_PUSH(
            arena, map->entries,
            ((struct orq_yaml_entry){.key = item->key, .value = yaml_of_node(arena, item->value)}));
    }
    return map;
}

/* -- candidates -- */

struct attempt {
    const struct orq_writer *writer;
    struct orq_resolver resolver;
    struct orq_type type;
    const char *sql;
};

static bool reads_back(struct attempt *attempt, const struct orq_node *node)
{
    struct orq_arena *arena = attempt->writer->arena;
    struct orq_resolver *resolver = &attempt->resolver;
    resolver->diags = orq_diags_new(arena);
    struct orq_sql sql = orq_default_of(resolver, yaml_of_node(arena, node), &attempt->type);
    if (!sql.text || orq_diags_errors(resolver->diags) > 0)
        return false;
    /* Words of SQL have no case; a literal text does. */
    return strcmp(sql.text, attempt->sql) == 0 ||
           (!strpbrk(sql.text, "'\"") && orq_ascii_equal(sql.text, attempt->sql));
}

/* A lone name behind DEFAULT is a string, but no expression: 'it' says the same anywhere. */
static const char *string_of_name(struct orq_arena *arena, const char *sql)
{
    static const char *const words[] = {"NULL",         "TRUE",         "FALSE",
                                        "CURRENT_TIME", "CURRENT_DATE", "CURRENT_TIMESTAMP"};
    struct orq_tokens tokens = orq_tokens_of(arena, sql, strlen(sql));
    struct orq_token token = tokens.items[0];
    bool name = token.kind == ORQ_TOKEN_WORD || token.kind == ORQ_TOKEN_QUOTED ||
                token.kind == ORQ_TOKEN_BRACKETED || token.kind == ORQ_TOKEN_BACKTICKED;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        name = name && !orq_token_is(sql, token, words[i]);
    if (!name || tokens.len != 2)
        return sql;
    return orq_quoted_text(arena, orq_token_name(arena, sql, token));
}

static const char *unquoted(struct orq_arena *arena, const char *sql)
{
    struct orq_tokens tokens = orq_tokens_of(arena, sql, strlen(sql));
    bool one = tokens.len == 2 && tokens.items[0].kind == ORQ_TOKEN_STRING;
    return one ? orq_token_name(arena, sql, tokens.items[0]) : NULL;
}

/* What a person would take for a number, and YAML as well. */
static bool is_number(const char *text)
{
    size_t at = text[0] == '-';
    size_t whole = strspn(text + at, "0123456789");
    const char *rest = text + at + whole;
    if (whole == 0 || (whole > 1 && text[at] == '0'))
        return false;
    return *rest == '\0' ||
           (*rest == '.' && rest[1] != '\0' && rest[1 + strspn(rest + 1, "0123456789")] == '\0');
}

static struct orq_node *generator_node(const struct attempt *attempt)
{
    static const struct {
        enum orq_default_kind kind;
        const char *word;
    } rows[] = {
        {ORQ_GENERATE_NOW, "now"}, {ORQ_GENERATE_UUID, "uuid"}, {ORQ_GENERATE_TODAY, "today"}};
    struct orq_arena *arena = attempt->writer->arena;
    const struct orq_dialect *dialect = attempt->writer->schema->dialect;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (!orq_ascii_equal(dialect->generator(rows[i].kind), attempt->sql))
            continue;
        struct orq_node *map = orq_node_map(arena);
        orq_node_put_text(arena, map, "generate", rows[i].word);
        return map;
    }
    return NULL;
}

/* A literal of the model, the plainest first; NULL: there is none that reads back. */
static struct orq_node *literal_node(struct attempt *attempt)
{
    struct orq_arena *arena = attempt->writer->arena;
    const char *text = unquoted(arena, attempt->sql);
    const char *plain = text ? text : attempt->sql;
    struct orq_node *candidates[4] = {0};
    size_t count = 0;
    if (is_number(plain))
        candidates[count++] = orq_node_word(arena, plain);
    if (!text && (orq_ascii_equal(plain, "null") || orq_ascii_equal(plain, "true") ||
                  orq_ascii_equal(plain, "false")))
        candidates[count++] = orq_node_word(arena, orq_ascii_fold(arena, plain));
    /* With a parenthesis, or as CURRENT_…, it would be taken for an expression. */
    if (text && !strpbrk(text, "()") && !orq_starts_with(orq_ascii_fold(arena, text), "current_"))
        candidates[count++] = orq_node_text(arena, text);
    if (text)
        candidates[count++] = orq_node_quoted(arena, text);
    for (size_t i = 0; i < count; i++)
        if (reads_back(attempt, candidates[i]))
            return candidates[i];
    return NULL;
}

/* Do the tokens [from, to) stand in one pair of parentheses? */
static bool is_parenthesised(const char *sql, const struct orq_tokens *tokens, size_t from,
                             size_t to)
{
    size_t depth = 0;
    if (to - from < 2 || !orq_token_is(sql, tokens->items[from], "("))
        return false;
    for (size_t i = from; i < to; i++) {
        depth += orq_token_is(sql, tokens->items[i], "(");
        depth -= orq_token_is(sql, tokens->items[i], ")");
        if (depth == 0)
            return i + 1 == to;
    }
    return false;
}

/* (a + b) without its parentheses, which reading puts back; around a literal, or twice, it would
 * not, and they stay. */
static const char *expression_of(struct orq_arena *arena, const char *sql)
{
    struct orq_tokens tokens = orq_tokens_of(arena, sql, strlen(sql));
    size_t len = tokens.len - 1;
    if (len < 5 || !is_parenthesised(sql, &tokens, 0, len) ||
        is_parenthesised(sql, &tokens, 1, len - 1))
        return sql;
    struct orq_token first = tokens.items[1], last = tokens.items[len - 2];
    return orq_arena_strndup(arena, sql + first.offset, last.offset + last.len - first.offset);
}

/* A portable generator, a literal, else the expression. */
static struct orq_node *shortest_node(struct attempt *attempt, const char *type, bool strict)
{
    struct orq_arena *arena = attempt->writer->arena;
    struct orq_node *node = generator_node(attempt);
    if (node)
        return node;
    attempt->type =
        orq_type_of(&attempt->resolver,
                    yaml_of_node(arena, orq_type_node(attempt->writer, type, strict)), strict);
    node = literal_node(attempt);
    if (node)
        return node;
    node = orq_node_map(arena);
    orq_node_put_text(arena, node, "sql", expression_of(arena, attempt->sql));
    return node;
}

static struct orq_node *new_default_node(const struct orq_writer *writer,
                                         const struct orq_table *table,
                                         const struct orq_column *column)
{
    struct orq_arena *arena = writer->arena;
    struct attempt attempt = {.writer = writer,
                              .resolver = {.arena = arena,
                                           .passing = arena,
                                           .scratch = orq_arena_new(),
                                           .diags = orq_diags_new(arena),
                                           .schema = orq_schema_new(arena, writer->schema->dialect),
                                           .dialect = writer->schema->dialect,
                                           .sqlite = writer->schema->dialect == &orq_sqlite,
                                           .enums = orq_map_new(arena, ORQ_KEYS_EXACT),
                                           .types = orq_map_new(arena, ORQ_KEYS_EXACT)},
                              .sql = string_of_name(arena, column->default_expr.text)};
    struct orq_node *node = shortest_node(&attempt, column->type, table->strict);
    orq_arena_free(attempt.resolver.scratch);
    return node;
}

/* Few defaults are in many columns: one reading for each type and text. */
struct orq_node *orq_default_node(const struct orq_writer *writer, const struct orq_table *table,
                                  const struct orq_column *column)
{
    const char *key = orq_arena_printf(writer->arena, "%d%s\n%s", table->strict, column->type,
                                       column->default_expr.text);
    struct orq_node *node = orq_map_get(writer->defaults, key);
    if (!node && !writer->schema->dialect->stores_texts) {
        node = orq_postgres_default_node(writer, column);
        orq_map_put(writer->defaults, key, node);
    } else if (!node) {
        node = new_default_node(writer, table, column);
        orq_map_put(writer->defaults, key, node);
    }
    return node;
}
