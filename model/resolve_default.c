/* Defaults: a literal is typed by its column. */
#include "base/similar.h"
#include "base/str.h"
#include "model/resolve.h"
#include "sql/quote.h"

#include <string.h>

static void refuse(struct orq_resolver *resolver, const struct orq_yaml *node,
                   const struct orq_type *type, const char *expected)
{
    orq_error(resolver->diags, orq_yaml_at(node), "a default of type %s is %s, not %s%s%s",
              type->said, expected, orq_yaml_kind_word(node), node->text ? " " : "",
              node->text ? orq_shown_name(resolver->arena, node->text) : "");
    orq_hint(resolver->diags, "an expression is written {sql: …}");
}

/* A number of SQL, with or without a sign, and nothing beside it. */
static bool is_plain_number(struct orq_resolver *resolver, const char *text)
{
    size_t sign = text[0] == '-' || text[0] == '+';
    size_t len = strlen(text + sign);
    struct orq_tokens tokens = orq_tokens_of(orq_scratch(resolver), text + sign, len);
    const struct orq_token first = tokens.items[0];
    return (first.kind == ORQ_TOKEN_INTEGER || first.kind == ORQ_TOKEN_FLOAT) &&
           first.offset == 0 && first.len == len;
}

/* 0o17 is a number of YAML only. */
static const char *number_text(struct orq_resolver *resolver, const struct orq_yaml *node,
                               const struct orq_type *type)
{
    if (is_plain_number(resolver, node->text))
        return node->text;
    if (node->kind == ORQ_YAML_NUMBER && orq_starts_with(node->text, "0o")) {
        unsigned long long number = 0;
        for (const char *digit = node->text + 2; *digit; digit++)
            number = number * 8 + (unsigned long long)(*digit - '0');
        return orq_arena_printf(resolver->arena, "%llu", number);
    }
    refuse(resolver, node, type, "a finite number");
    return NULL;
}

static const char *of_number(struct orq_resolver *resolver, const struct orq_yaml *node,
                             const struct orq_type *type)
{
    if (node->kind == ORQ_YAML_NUMBER)
        return number_text(resolver, node, type);
    if (node->kind == ORQ_YAML_TEXT && is_plain_number(resolver, node->text))
        return node->text;
    if (node->kind == ORQ_YAML_BOOL && resolver->sqlite)
        return node->truth ? "1" : "0";
    refuse(resolver, node, type, "a number");
    return NULL;
}

static const char *of_boolean(struct orq_resolver *resolver, const struct orq_yaml *node,
                              const struct orq_type *type)
{
    if (node->kind == ORQ_YAML_BOOL && resolver->sqlite)
        return node->truth ? "1" : "0";
    if (node->kind == ORQ_YAML_BOOL)
        return node->truth ? "true" : "false";
    if (node->kind == ORQ_YAML_NUMBER && resolver->sqlite)
        return number_text(resolver, node, type);
    refuse(resolver, node, type, "true or false");
    return NULL;
}

static const char *of_text(struct orq_resolver *resolver, const struct orq_yaml *node,
                           const struct orq_type *type)
{
    (void)type;
    return orq_quoted_text(resolver->arena, node->text);
}

static const char *of_any(struct orq_resolver *resolver, const struct orq_yaml *node,
                          const struct orq_type *type)
{
    if (node->kind == ORQ_YAML_NUMBER)
        return number_text(resolver, node, type);
    if (node->kind == ORQ_YAML_BOOL)
        return of_boolean(resolver, node, type);
    return of_text(resolver, node, type);
}

static const char *of_blob(struct orq_resolver *resolver, const struct orq_yaml *node,
                           const struct orq_type *type)
{
    refuse(resolver, node, type, "an expression such as {sql: \"x'00ff'\"}");
    return NULL;
}

static const char *of_enum(struct orq_resolver *resolver, const struct orq_yaml *node,
                           const struct orq_type *type)
{
    const struct orq_strings *values = &type->enumeration->values;
    if (orq_strings_hold(values, node->text))
        return of_text(resolver, node, type);
    const struct orq_yaml *written = orq_yaml_get(type->enumeration->body, "values");
    if (!written || written->lacking)
        return NULL;
    const char *near = orq_similar(node->text, values);
    if (near)
        orq_error(resolver->diags, orq_yaml_at(node),
                  "enum \"%s\" has no value \"%s\" (did you mean \"%s\"?)", type->said, node->text,
                  near);
    else
        orq_error(resolver->diags, orq_yaml_at(node), "enum \"%s\" has no value \"%s\"", type->said,
                  node->text);
    return NULL;
}

static const char *literal(struct orq_resolver *resolver, const struct orq_yaml *node,
                           const struct orq_type *type)
{
    static const char *(*const by_class[])(struct orq_resolver *, const struct orq_yaml *,
                                           const struct orq_type *) = {
        [ORQ_LITERAL_ANY] = of_any,       [ORQ_LITERAL_TEXT] = of_text,
        [ORQ_LITERAL_NUMBER] = of_number, [ORQ_LITERAL_BOOLEAN] = of_boolean,
        [ORQ_LITERAL_JSON] = of_text,     [ORQ_LITERAL_BLOB] = of_blob,
        [ORQ_LITERAL_ENUM] = of_enum,
    };
    return by_class[type->literals](resolver, node, type);
}

/* {} and [] */
static const char *empty_json(struct orq_resolver *resolver, const struct orq_yaml *node,
                              const struct orq_type *type)
{
    if (!resolver->sqlite && node->kind == ORQ_YAML_LIST && orq_ends_with(type->text, "[]"))
        return "'{}'";
    if (type->literals == ORQ_LITERAL_JSON || type->literals == ORQ_LITERAL_ANY)
        return node->kind == ORQ_YAML_MAP ? "'{}'" : "'[]'";
    orq_error(resolver->diags, orq_yaml_at(node),
              "%s is a default of JSON columns, and this one is %s",
              node->kind == ORQ_YAML_MAP ? "{}" : "[]", type->said);
    return NULL;
}

static bool stands_alone(enum orq_token_kind kind)
{
    return kind == ORQ_TOKEN_STRING || kind == ORQ_TOKEN_BLOB || kind == ORQ_TOKEN_INTEGER ||
           kind == ORQ_TOKEN_FLOAT;
}

static bool is_value_word(const char *text, struct orq_token token)
{
    static const char *const words[] = {"NULL",         "TRUE",         "FALSE",
                                        "CURRENT_TIME", "CURRENT_DATE", "CURRENT_TIMESTAMP"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (orq_token_is(text, token, words[i]))
            return true;
    return false;
}

/* One pair of parentheses around all of it. */
static bool is_parenthesised(const char *text, const struct orq_tokens *tokens)
{
    int depth = 0;
    if (!orq_token_is(text, tokens->items[0], "("))
        return false;
    for (size_t i = 0; i + 1 < tokens->len; i++) {
        depth += orq_token_is(text, tokens->items[i], "(");
        depth -= orq_token_is(text, tokens->items[i], ")");
        if (depth == 0)
            return i + 2 == tokens->len;
    }
    return false;
}

/* SQLite takes literals bare behind DEFAULT and wants parentheses around the
 * rest: https://www.sqlite.org/lang_createtable.html#the_default_clause */
static const char *as_default(struct orq_resolver *resolver, const char *text)
{
    struct orq_tokens tokens = orq_tokens_of(orq_scratch(resolver), text, strlen(text));
    size_t sign =
        orq_token_is(text, tokens.items[0], "-") || orq_token_is(text, tokens.items[0], "+");
    bool alone = tokens.len == sign + 2;
    if (alone && stands_alone(tokens.items[sign].kind))
        return text;
    if (alone && sign == 0 && is_value_word(text, tokens.items[0]))
        return text;
    if (is_parenthesised(text, &tokens))
        return text;
    return orq_arena_printf(resolver->arena, "(%s)", text);
}

static const char *expression(struct orq_resolver *resolver, const struct orq_yaml *node)
{
    size_t before = orq_diags_errors(resolver->diags);
    struct orq_sql sql = orq_sql_of(resolver, node, NULL);
    if (orq_diags_errors(resolver->diags) > before || !sql.text)
        return NULL;
    return resolver->sqlite ? as_default(resolver, sql.text) : sql.text;
}

static const char *generated(struct orq_resolver *resolver, const char *word)
{
    static const char *const words[] = {"now", "uuid", "today", NULL};
    static const enum orq_default_kind kinds[] = {ORQ_GENERATE_NOW, ORQ_GENERATE_UUID,
                                                  ORQ_GENERATE_TODAY};
    return resolver->dialect->generator(kinds[orq_word_index(words, word)]);
}

struct orq_sql orq_default_of(struct orq_resolver *resolver, const struct orq_yaml *node,
                              const struct orq_type *type)
{
    struct orq_sql sql = {0};
    if (!node || node->kind == ORQ_YAML_NULL || node->lacking)
        return sql;
    sql.at = orq_yaml_at(node);
    if (orq_yaml_get(node, "sql"))
        sql.text = expression(resolver, orq_yaml_get(node, "sql"));
    else if (orq_yaml_get(node, "generate"))
        sql.text = generated(resolver, orq_text_of(node, "generate"));
    else if (node->kind == ORQ_YAML_MAP || node->kind == ORQ_YAML_LIST)
        sql.text = empty_json(resolver, node, type);
    else
        sql.text = literal(resolver, node, type);
    return sql;
}
