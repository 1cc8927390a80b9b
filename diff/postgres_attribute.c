/* Attributes by their form. */
#include "diff/postgres_fields.h"
#include "diff/postgres_list.h"
#include "sql/postgres_normal.h"

#include <string.h>

static const struct orq_definition *wanted(const struct orq_sides *sides)
{
    return sides->want.definition;
}

/* The table that an expression is over; NULL: none. */
static const struct orq_table *ground_of(const struct orq_sides *sides)
{
    const struct orq_definition *definition = wanted(sides);
    return definition && definition->on ? orq_schema_table(sides->diff->want, definition->on)
                                        : NULL;
}

/* -- texts that the server writes anew -- */

static enum orq_rule rule_of_expression(const struct orq_sides *sides, const char *have,
                                        const char *want)
{
    const struct orq_definition *definition = wanted(sides);
    bool domain = definition && definition->kind == ORQ_KIND_DOMAIN;
    struct orq_pair pair = {.kind = domain ? ORQ_PAIR_DEFAULT : ORQ_PAIR_EXPRESSION,
                            .table = ground_of(sides),
                            .a = have,
                            .b = want};
    if (domain)
        pair.type = orq_attribute_text(&definition->attributes, ORQ_ATTRIBUTE_TYPE);
    return orq_pg_rule_of_pair(sides, pair);
}

/* Those that the other list has not, byte for byte, each as often. */
static struct orq_strings only_in(struct orq_arena *arena, const struct orq_strings *list,
                                  const struct orq_strings *other)
{
    struct orq_map *spare = orq_map_new(arena, ORQ_KEYS_EXACT);
    struct orq_strings left = {0};
    size_t *count;
    for (size_t i = 0; i < other->len; i++) {
        count = orq_map_get(spare, other->items[i]);
        if (!count)
            orq_map_put(spare, other->items[i], count = ORQ_NEW(arena, size_t));
        ++*count;
    }
    for (size_t i = 0; i < list->len; i++) {
        count = orq_map_get(spare, list->items[i]);
        if (count && *count > 0)
            --*count;
        else
            ORQ_PUSH(arena, &left, list->items[i]);
    }
    return left;
}

/* The server keeps the columns of statistics in the order of their table, and that may change. */
static enum orq_rule rule_of_expressions(const struct orq_sides *sides,
                                         const struct orq_strings *have,
                                         const struct orq_strings *want)
{
    enum orq_rule rule = have->len == 0 && want->len == 0 ? ORQ_RULE_NEITHER : ORQ_RULE_EQUAL;
    if (have->len != want->len)
        return ORQ_RULE_DIFFERENT;
    const struct orq_strings mine = only_in(sides->arena, have, want);
    const struct orq_strings theirs = only_in(sides->arena, want, have);
    if (mine.len != theirs.len)
        return ORQ_RULE_DIFFERENT;
    for (size_t i = 0; i < mine.len; i++)
        rule = orq_pg_worse(rule, rule_of_expression(sides, mine.items[i], theirs.items[i]));
    return rule;
}

/* Written column names stand in the stored query; a model that writes none takes those of the
 * query.
 */
static bool columns_differ(const struct orq_sides *sides)
{
    const struct orq_strings *have = &sides->have.definition->columns;
    const struct orq_strings *want = &sides->want.definition->columns;
    if (have->len == 0)
        return false;
    for (size_t i = 0; i < want->len; i++)
        if (i >= have->len || !orq_str_equal(have->items[i], want->items[i]))
            return true;
    return false;
}

static enum orq_rule rule_of_queries(const struct orq_sides *sides, const char *have,
                                     const char *want)
{
    if (columns_differ(sides))
        return ORQ_RULE_DIFFERENT;
    return orq_pg_rule_of_pair(
        sides, (struct orq_pair){
                   .kind = ORQ_PAIR_QUERY, .definition = wanted(sides), .a = have, .b = want});
}

static bool is_standard_body(const struct orq_side *side)
{
    const char *text = orq_attribute_text(&side->definition->attributes, ORQ_ATTRIBUTE_BODY);
    const char *language =
        orq_attribute_text(&side->definition->attributes, ORQ_ATTRIBUTE_LANGUAGE);
    struct orq_pg_lexer lexer = orq_pg_lexer_new(text, strlen(text));
    struct orq_pg_token first = orq_pg_lexer_next(&lexer), second = orq_pg_lexer_next(&lexer);
    bool sql = !language || orq_ascii_equal(language, "sql");
    return sql &&
           (orq_pg_token_is(text, first, "return") ||
            (orq_pg_token_is(text, first, "begin") && orq_pg_token_is(text, second, "atomic")));
}

/* The server keeps a string as it was given, and writes a standard body in its own way. */
static enum orq_rule rule_of_bodies(const struct orq_sides *sides, const char *have,
                                    const char *want)
{
    enum orq_rule rule = orq_rule_of_texts(have, want);
    if (rule != ORQ_RULE_DIFFERENT || !is_standard_body(&sides->have) ||
        !is_standard_body(&sides->want))
        return rule;
    const char *mine = orq_pg_query_normal(sides->arena, have);
    const char *theirs = orq_pg_query_normal(sides->arena, want);
    return mine && orq_str_equal(mine, theirs) ? ORQ_RULE_NORMAL_EQUAL : ORQ_RULE_DIFFERENT;
}

/* -- arguments: of "a integer DEFAULT 1" the default is an expression -- */

struct argument {
    const char *head, *value; /* value NULL: no default */
};

static struct argument read_argument(struct orq_arena *arena, const char *text)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, text, strlen(text));
    for (size_t i = 1; i < tokens.len; i++) {
        struct orq_pg_token token = tokens.items[i];
        if (orq_pg_token_is(text, token, "default") || orq_pg_token_is(text, token, "="))
            return (struct argument){orq_arena_strndup(arena, text, token.leading),
                                     text + token.offset + token.len};
    }
    return (struct argument){text, NULL};
}

/* "INOUT a numeric" -> "numeric": what stands behind the mode and the name. */
static const char *type_of_argument(struct orq_arena *arena, const char *head)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, head, strlen(head));
    size_t at = orq_pg_token_is(head, tokens.items[0], "inout") ? 1 : 0;
    return head + tokens.items[tokens.len > at + 2 ? at + 1 : at].offset;
}

static enum orq_rule rule_of_arguments(const struct orq_sides *sides, const char *have,
                                       const char *want)
{
    enum orq_rule rule = orq_rule_of_texts(have, want);
    struct orq_strings mine = {0}, theirs = {0};
    if (rule != ORQ_RULE_DIFFERENT)
        return rule;
    orq_pg_list_of(sides->arena, have, &mine);
    orq_pg_list_of(sides->arena, want, &theirs);
    rule = mine.len == theirs.len ? ORQ_RULE_EQUAL : ORQ_RULE_DIFFERENT;
    for (size_t i = 0; rule != ORQ_RULE_DIFFERENT && i < mine.len; i++) {
        struct argument a = read_argument(sides->arena, mine.items[i]);
        struct argument b = read_argument(sides->arena, theirs.items[i]);
        const struct orq_pair pair = {.kind = ORQ_PAIR_DEFAULT,
                                      .type = type_of_argument(sides->arena, b.head),
                                      .a = a.value,
                                      .b = b.value};
        rule = orq_pg_worse(rule, orq_str_equal(a.head, b.head) ? orq_pg_rule_of_pair(sides, pair)
                                                                : ORQ_RULE_DIFFERENT);
    }
    return rule;
}

static enum orq_rule rule_of_statements(const struct orq_sides *sides, const char *have,
                                        const char *want)
{
    enum orq_rule rule = orq_rule_of_texts(have, want);
    enum orq_kind kind = wanted(sides)->kind;
    if (rule != ORQ_RULE_DIFFERENT || !have || !want ||
        (kind != ORQ_KIND_TRIGGER && kind != ORQ_KIND_RULE))
        return rule;
    return orq_pg_rule_of_conditions(sides, ground_of(sides), have, want);
}

static enum orq_rule rule_of_bounds(const struct orq_sides *sides, const struct orq_attributes *all,
                                    const char *have, const char *want)
{
    return have && want
               ? orq_pg_rule_of_bounds(sides, orq_attribute_text(all, ORQ_ATTRIBUTE_PARTITION_OF),
                                       have, want)
               : orq_rule_of_texts(have, want);
}

/* -- all of them -- */

static enum orq_rule rule_of_words(const struct orq_sides *sides, enum orq_attribute_key key,
                                   const char *have, const char *want)
{
    if (key == ORQ_ATTRIBUTE_UNPOPULATED)
        return have || want ? ORQ_RULE_DATA : ORQ_RULE_NEITHER;
    return key == ORQ_ATTRIBUTE_ARGUMENTS ? rule_of_arguments(sides, have, want)
                                          : orq_rule_of_texts(have, want);
}

/* Where an extension stands and its version: the model speaks of them, or takes what there is. */
static bool is_left_open(const struct orq_sides *sides, const struct orq_attribute *want)
{
    const struct orq_definition *definition = wanted(sides);
    return !want && definition && definition->kind == ORQ_KIND_EXTENSION;
}

enum orq_rule orq_pg_rule_of_attribute(const struct orq_sides *sides,
                                       const struct orq_attributes *have,
                                       const struct orq_attributes *want,
                                       enum orq_attribute_key key)
{
    static const struct orq_attribute none;
    const struct orq_attribute *a = orq_attribute_find(have, key);
    const struct orq_attribute *b = orq_attribute_find(want, key);
    enum orq_attribute_form form = orq_attribute_form_of(key);
    if ((!a && !b) || form == ORQ_FORM_IGNORED)
        return ORQ_RULE_NEITHER;
    if (is_left_open(sides, b))
        return ORQ_RULE_NOT_SAID;
    const char *mine = a ? a->text : NULL, *theirs = b ? b->text : NULL;
    const struct orq_strings *my_list = a ? &a->list : &none.list;
    const struct orq_strings *their_list = b ? &b->list : &none.list;
    switch (form) {
    case ORQ_FORM_WORD:
        return rule_of_words(sides, key, mine, theirs);
    case ORQ_FORM_LIST:
    case ORQ_FORM_SET:
        return orq_pg_rule_of_lists(my_list, their_list);
    case ORQ_FORM_EXPRESSION:
        return rule_of_expression(sides, mine, theirs);
    case ORQ_FORM_EXPRESSIONS:
        return rule_of_expressions(sides, my_list, their_list);
    case ORQ_FORM_QUERY:
        return rule_of_queries(sides, mine, theirs);
    case ORQ_FORM_BODY:
        return rule_of_bodies(sides, mine, theirs);
    case ORQ_FORM_TEXT:
        return rule_of_statements(sides, mine, theirs);
    case ORQ_FORM_BOUND:
        return rule_of_bounds(sides, want, mine, theirs);
    case ORQ_FORM_NAME:
    case ORQ_FORM_TYPE:
    case ORQ_FORM_IGNORED:
        break;
    }
    return orq_rule_of_texts(mine, theirs);
}

const char *orq_pg_shown_attribute(struct orq_arena *arena, const struct orq_attributes *attributes,
                                   enum orq_attribute_key key)
{
    const struct orq_attribute *attribute = orq_attribute_find(attributes, key);
    if (!attribute || orq_attribute_form_of(key) == ORQ_FORM_IGNORED)
        return NULL;
    return attribute->text ? attribute->text : orq_pg_shown_list(arena, &attribute->list);
}
