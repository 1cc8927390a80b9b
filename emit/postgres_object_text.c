/* CREATE statements that a schema holds as text, made to run where they are written. */
#include "emit/postgres_object.h"

#include "sql/postgres_token.h"

#include <string.h>

/* After which word the name stands, and what leads to the relation of it. */
static const struct {
    enum orq_kind kind;
    const char *words[3];
    const char *relation; /* the word in front of the table of a trigger or rule */
    bool in_schema;
} texts[] = {
    {ORQ_KIND_FUNCTION, {"FUNCTION", "PROCEDURE"}, NULL, true},
    {ORQ_KIND_AGGREGATE, {"AGGREGATE"}, NULL, true},
    {ORQ_KIND_OPERATOR, {"OPERATOR"}, NULL, true},
    {ORQ_KIND_COLLATION, {"COLLATION"}, NULL, true},
    {ORQ_KIND_FOREIGN_TABLE, {"TABLE"}, NULL, true},
    {ORQ_KIND_TRIGGER, {"TRIGGER"}, "ON", false},
    {ORQ_KIND_RULE, {"RULE"}, "TO", false},
    {ORQ_KIND_CAST, {"CAST"}, NULL, false},
    {ORQ_KIND_SERVER, {"SERVER"}, NULL, false},
    {ORQ_KIND_EVENT_TRIGGER, {"TRIGGER"}, NULL, false},
};
enum { TEXTS = sizeof texts / sizeof *texts };

struct text {
    struct orq_arena *arena;
    const char *sql;
    struct orq_pg_tokens tokens;
    size_t row; /* of texts */
};

static bool is_word(const struct text *text, size_t at, const char *word)
{
    return at < text->tokens.len && orq_pg_token_is(text->sql, text->tokens.items[at], word);
}

/* The token that is, or begins, the object's name. */
static size_t name_at(const struct text *text)
{
    for (size_t at = 1; at < text->tokens.len; at++)
        for (size_t w = 0; w < 3 && texts[text->row].words[w]; w++)
            if (is_word(text, at, texts[text->row].words[w]))
                return is_word(text, at + 1, "IF") ? at + 4 : at + 1;
    return text->tokens.len - 1;
}

/* What stands in front of the relation of a trigger or rule; "" where the name is bare. */
static const char *relation_schema(const struct text *text, size_t at, const char *on)
{
    const char *name = orq_pg_token_value(text->arena, text->sql, text->tokens.items[at]);
    size_t len = strlen(on) - strlen(name);
    if (strlen(on) < strlen(name) + 2 || strcmp(on + len, name) != 0 || on[len - 1] != '.')
        return "";
    return orq_arena_printf(text->arena, "%s.",
                            orq_pg_name(text->arena, orq_arena_strndup(text->arena, on, len - 1)));
}

struct place {
    size_t at; /* a token; 0: nowhere */
    const char *schema;
};

/* Where a schema is missing, and which. */
static struct place missing_schema(const struct text *text, const struct orq_definition *definition)
{
    size_t at = name_at(text);
    const char *word = texts[text->row].relation;
    struct place place = {0};
    if (word && definition->on) {
        while (at + 2 < text->tokens.len && !is_word(text, at, word))
            at++;
        if (at + 2 < text->tokens.len && !is_word(text, at + 2, "."))
            place = (struct place){at + 1, relation_schema(text, at + 1, definition->on)};
    } else if (texts[text->row].in_schema &&
               !orq_schema_is_default(&orq_postgresql, definition->schema) &&
               !is_word(text, at + 1, ".")) {
        place = (struct place){
            at, orq_arena_printf(text->arena, "%s.", orq_pg_name(text->arena, definition->schema))};
    }
    return place;
}

static size_t end_of(const char *sql, const struct orq_pg_tokens *tokens)
{
    size_t last = tokens->len - 1; /* END */
    while (last > 0 && orq_pg_token_is(sql, tokens->items[last - 1], ";"))
        last--;
    return last > 0 ? tokens->items[last - 1].offset + tokens->items[last - 1].len : 0;
}

const char *orq_pg_object_text(struct orq_arena *arena, const struct orq_definition *definition,
                               bool or_replace)
{
    struct text text = {.arena = arena,
                        .sql = definition->sql,
                        .tokens =
                            orq_pg_tokens_of(arena, definition->sql, strlen(definition->sql))};
    while (text.row + 1 < TEXTS && texts[text.row].kind != definition->kind)
        text.row++;
    struct place place = missing_schema(&text, definition);
    bool says_replace = is_word(&text, 1, "OR");
    struct orq_str out = orq_str_new(arena);
    size_t end = end_of(text.sql, &text.tokens), from = text.tokens.items[0].offset;
    if (or_replace && !says_replace && is_word(&text, 0, "CREATE")) {
        orq_str_add(&out, "CREATE OR REPLACE");
        from += strlen("CREATE");
    }
    if (place.at > 0) {
        size_t to = text.tokens.items[place.at].offset;
        orq_str_addn(&out, text.sql + from, to - from);
        orq_str_add(&out, place.schema);
        from = to;
    }
    orq_str_addn(&out, text.sql + from, end - from);
    return orq_str_text(&out);
}

const char *orq_pg_text_sql(struct orq_pg_emitter *emitter, const struct orq_definition *definition)
{
    return orq_pg_object_text(emitter->arena, definition, false);
}

/* -- parameters -- */

static bool is_bare_value(const char *value)
{
    if (!*value)
        return false;
    for (; *value; value++) {
        bool bare = (*value >= 'a' && *value <= 'z') || (*value >= 'A' && *value <= 'Z') ||
                    (*value >= '0' && *value <= '9') || strchr("_.-+", *value);
        if (!bare)
            return false;
    }
    return true;
}

static const char *parameter_sql(struct orq_arena *arena, const char *parameter)
{
    const char *value = strchr(parameter, '=');
    if (!value || is_bare_value(value + 1))
        return parameter;
    return orq_arena_printf(arena, "%.*s%s", (int)(value + 1 - parameter), parameter,
                            orq_pg_text(arena, value + 1));
}

const char *orq_pg_parameters_sql(struct orq_arena *arena, const struct orq_strings *parameters)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < parameters->len; i++)
        orq_str_addf(&out, "%s%s", i == 0 ? "(" : ", ", parameter_sql(arena, parameters->items[i]));
    if (parameters->len > 0)
        orq_str_addc(&out, ')');
    return orq_str_text(&out);
}

static const char *parameter_name(struct orq_arena *arena, const char *parameter)
{
    return orq_arena_strndup(arena, parameter, strcspn(parameter, "="));
}

static const char *value_of(struct orq_arena *arena, const struct orq_strings *parameters,
                            const char *name)
{
    for (size_t i = 0; i < parameters->len; i++)
        if (strcmp(parameter_name(arena, parameters->items[i]), name) == 0)
            return parameters->items[i];
    return NULL;
}

void orq_pg_say_parameters(struct orq_pg_change *change, enum orq_attribute_key key)
{
    struct orq_arena *arena = change->emitter->arena;
    const struct orq_strings *from = orq_pg_list(change->from, key),
                             *to = orq_pg_list(change->to, key);
    struct orq_strings set = {0}, reset = {0};
    for (size_t i = 0; i < to->len; i++) {
        const char *before = value_of(arena, from, parameter_name(arena, to->items[i]));
        if (!orq_str_equal(before, to->items[i]))
            ORQ_PUSH(arena, &set, to->items[i]);
    }
    for (size_t i = 0; i < from->len; i++) {
        const char *name = parameter_name(arena, from->items[i]);
        if (!value_of(arena, to, name))
            ORQ_PUSH(arena, &reset, name);
    }
    if (set.len > 0)
        orq_pg_say(change, "%s SET %s", orq_pg_altered(change), orq_pg_parameters_sql(arena, &set));
    if (reset.len > 0)
        orq_pg_say(change, "%s RESET %s", orq_pg_altered(change),
                   orq_pg_parameters_sql(arena, &reset));
}
