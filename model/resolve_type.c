/* What a column's type becomes. */
#include "base/similar.h"
#include "base/str.h"
#include "model/resolve.h"
#include "sql/quote.h"

#include <string.h>

static const struct {
    const char *word;
    enum orq_literal_class literals;
} classes[] = {
    {"smallint", ORQ_LITERAL_NUMBER}, {"integer", ORQ_LITERAL_NUMBER},
    {"bigint", ORQ_LITERAL_NUMBER},   {"real", ORQ_LITERAL_NUMBER},
    {"double", ORQ_LITERAL_NUMBER},   {"double precision", ORQ_LITERAL_NUMBER},
    {"numeric", ORQ_LITERAL_NUMBER},  {"boolean", ORQ_LITERAL_BOOLEAN},
    {"bool", ORQ_LITERAL_BOOLEAN},    {"json", ORQ_LITERAL_JSON},
    {"jsonb", ORQ_LITERAL_JSON},      {"blob", ORQ_LITERAL_BLOB},
    {"bytea", ORQ_LITERAL_BLOB},      {"text", ORQ_LITERAL_TEXT},
    {"any", ORQ_LITERAL_ANY},
};

static enum orq_literal_class class_by_affinity(const char *type)
{
    switch (orq_sqlite_affinity(type)) {
    case ORQ_TEXT:
        return ORQ_LITERAL_TEXT;
    case ORQ_INTEGER:
    case ORQ_REAL:
        return ORQ_LITERAL_NUMBER;
    case ORQ_NUMERIC:
    case ORQ_BLOB:
        break;
    }
    /* SQLite keeps what it is given: DATE, UUID and no type take every literal. */
    return ORQ_LITERAL_ANY;
}

static enum orq_literal_class class_of(struct orq_resolver *resolver, const char *type,
                                       bool portable)
{
    struct orq_type_parts parts;
    if (orq_type_split(resolver->arena, type, &parts) && parts.arrays == 0)
        for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
            if (strcmp(classes[i].word, parts.words) == 0)
                return classes[i].literals;
    if (portable)
        return ORQ_LITERAL_TEXT;
    return resolver->sqlite ? class_by_affinity(type) : ORQ_LITERAL_ANY;
}

static bool is_strict_type(const char *type)
{
    static const char *const types[] = {"INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (orq_ascii_equal(type, types[i]))
            return true;
    return false;
}

static const char *strict_suggestion(const char *type)
{
    switch (orq_sqlite_affinity(type)) {
    case ORQ_TEXT:
        return "TEXT";
    case ORQ_INTEGER:
        return "INTEGER";
    case ORQ_REAL:
        return "REAL";
    case ORQ_BLOB:
        return type[0] == '\0' ? "ANY" : "BLOB";
    case ORQ_NUMERIC:
        break;
    }
    return "ANY";
}

static struct orq_type native_type(struct orq_resolver *resolver, const struct orq_yaml *node,
                                   bool strict)
{
    const char *said = orq_text_of(node, "native");
    const char *problem = NULL;
    const char *text = resolver->dialect->type_text(resolver->arena, said, &problem);
    struct orq_type type = {.text = text ? text : "", .said = said};
    if (!text) {
        orq_error(resolver->diags, orq_yaml_at(node), "%s", problem);
    } else if (strict && resolver->sqlite && !is_strict_type(text)) {
        orq_error(resolver->diags, orq_yaml_at(node), "a STRICT table has no type \"%s\"", said);
        orq_hint(resolver->diags,
                 "it takes INT, INTEGER, REAL, TEXT, BLOB and ANY; nearest is {native: %s}; or "
                 "write sqlite: {strict: false} on the table",
                 strict_suggestion(text));
    }
    type.literals = class_of(resolver, type.text, false);
    return type;
}

/* A near miss of a type that the model or the language knows. */
static const char *meant_type(struct orq_resolver *resolver, const char *said)
{
    struct orq_type_parts parts;
    struct orq_strings known = {0};
    if (!orq_type_split(resolver->arena, said, &parts) || parts.arrays > 0)
        return NULL;
    for (const char *const *name = orq_portable_names; *name; name++)
        ORQ_PUSH(resolver->arena, &known, *name);
    for (size_t i = 0; i < resolver->type_names.len; i++)
        ORQ_PUSH(resolver->arena, &known, resolver->type_names.items[i]);
    return orq_similar(parts.words, &known);
}

/* A type of the model, or an array of one; NULL: none. */
static const char *defined_type(struct orq_resolver *resolver, const char *said)
{
    const char *bare = !resolver->sqlite && orq_starts_with(said, "public.") ? said + 7 : said;
    const char *defined = orq_map_get(resolver->types, bare);
    if (defined || resolver->sqlite || !orq_ends_with(bare, "[]"))
        return defined;
    defined = orq_map_get(resolver->types,
                          orq_arena_strndup(resolver->passing, bare, strcspn(bare, "[")));
    return defined ? orq_arena_printf(resolver->arena, "%s[]", defined) : NULL;
}

static const char *other_type(struct orq_resolver *resolver, const struct orq_yaml *node,
                              bool strict)
{
    const char *said = node->text;
    const char *problem = NULL;
    const char *defined = defined_type(resolver, said);
    if (defined) {
        if (!resolver->sqlite)
            return defined;
        orq_error(resolver->diags, orq_yaml_at(node), "SQLite has no type like \"%s\"", said);
        orq_hint(resolver->diags, "write a variant: type: {sqlite: text, postgresql: %s}", said);
        return "";
    }
    const char *text = resolver->dialect->native_type(resolver->arena, said, strict, &problem);
    if (text)
        return text;
    const char *meant = meant_type(resolver, said);
    if (!meant && resolver->types_in_doubt)
        return "";
    if (meant && !resolver->dialect->native_type(resolver->arena, said, false, &problem))
        orq_error(resolver->diags, orq_yaml_at(node), "unknown type \"%s\" (did you mean \"%s\"?)",
                  said, meant);
    else
        orq_error(resolver->diags, orq_yaml_at(node), "%s", problem);
    return "";
}

static struct orq_type named_type(struct orq_resolver *resolver, const struct orq_yaml *node,
                                  bool strict)
{
    const char *problem = NULL;
    struct orq_type type = {.said = node->text};
    type.enumeration = orq_map_get(resolver->enums, node->text);
    if (type.enumeration) {
        type.text = resolver->sqlite ? "TEXT" : defined_type(resolver, node->text);
        type.literals = ORQ_LITERAL_ENUM;
        return type;
    }
    bool portable = orq_type_portable(node->text) && !defined_type(resolver, node->text);
    if (portable) {
        type.text = resolver->dialect->portable_type(resolver->arena, node->text, strict, &problem);
        if (!type.text)
            orq_error(resolver->diags, orq_yaml_at(node), "%s", problem);
    } else {
        type.text = other_type(resolver, node, strict);
    }
    if (!type.text)
        type.text = "";
    type.literals = class_of(resolver, node->text, portable);
    return type;
}

/* A model has many columns and few types: each is looked at once, unless it is
 * wrong, which every place that has it reports. */
struct orq_type orq_type_of(struct orq_resolver *resolver, const struct orq_yaml *node, bool strict)
{
    bool native = node->kind == ORQ_YAML_MAP;
    const char *said = native ? orq_text_of(node, "native") : node->text;
    if (!said)
        return (struct orq_type){.text = "", .said = ""};
    struct orq_map **cache = &resolver->known_types[native][strict];
    if (!*cache)
        *cache = orq_map_new(resolver->passing, ORQ_KEYS_EXACT);
    const struct orq_type *known = orq_map_get(*cache, said);
    if (known)
        return *known;
    size_t before = orq_diags_errors(resolver->diags);
    struct orq_type type =
        native ? native_type(resolver, node, strict) : named_type(resolver, node, strict);
    if (orq_diags_errors(resolver->diags) == before) {
        struct orq_type *kept = ORQ_NEW(resolver->passing, struct orq_type);
        *kept = type;
        orq_map_put(*cache, said, kept);
    }
    return type;
}
