/* Names in identities and texts after renames. */
#include "diff/renamed_parts.h"

#include "base/str.h"
#include "model/identity.h"
#include "sql/postgres_normal.h"
#include "sql/postgres_token.h"

#include <string.h>

const char *orq_name_renamed(const struct orq_renamer_of_schema *renamer, const char *name)
{
    const struct orq_rename *rename = name ? orq_map_get(renamer->by_old, name) : NULL;
    return rename ? rename->to : name;
}

const char *orq_column_renamed(const struct orq_renamer_of_schema *renamer, const char *table,
                               const char *column)
{
    const struct orq_renames *columns = orq_map_get(renamer->columns, table);
    for (size_t i = 0; column && columns && i < columns->len; i++)
        if (strcmp(columns->items[i].from, column) == 0)
            return columns->items[i].to;
    return column;
}

bool orq_has_column(const struct orq_table *table, const char *name)
{
    for (size_t i = 0; table && i < table->columns.len; i++)
        if (strcmp(table->columns.items[i]->name, name) == 0)
            return true;
    return false;
}

/* -- texts -- */

/* Is the rename one that the text can show? In a relation a bare name is its column first; another
 * relation's columns are named only where that relation is. */
static bool is_shown(const struct orq_renamer_of_schema *renamer, const struct orq_rename *rename,
                     const struct orq_text_place *place, const char *text)
{
    const char *from =
        rename->kind == ORQ_KIND_COLUMN ? rename->from : orq_unqualified(rename->from);
    if (!strstr(text, from))
        return false;
    if (rename->kind != ORQ_KIND_COLUMN)
        return !orq_has_column(place->relation, from);
    if (place->relation && strcmp(rename->table, place->name) == 0)
        return true;
    const char *table = orq_renamed_before(&renamer->renames, rename->table);
    return !orq_has_column(place->relation, from) && strstr(text, orq_unqualified(table));
}

struct pair {
    const char *from, *to, *interim;
    bool column;
};

/* Does the token end an item of the list behind SELECT, which takes its name from it? */
static bool ends_item(const char *text, const struct orq_pg_tokens *tokens, size_t at)
{
    struct orq_pg_token next = tokens->items[at + 1];
    return orq_pg_token_is(text, next, ",") || orq_pg_token_is(text, next, "from") ||
           next.kind == ORQ_PG_END;
}

static bool begins_item(const char *text, const struct orq_pg_tokens *tokens, size_t at)
{
    while (at >= 2 && orq_pg_token_is(text, tokens->items[at - 1], "."))
        at -= 2;
    return at > 0 && (orq_pg_token_is(text, tokens->items[at - 1], ",") ||
                      orq_pg_token_is(text, tokens->items[at - 1], "select"));
}

/* "SELECT t.a" as "SELECT t.a AS kept": the view's column keeps its name when a is renamed. */
static const char *keep_names(struct orq_arena *arena, const char *text, const char *column,
                              const char *kept)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, text, strlen(text));
    struct orq_str out = orq_str_new(arena);
    size_t copied = 0, depth = 0;
    bool listing = false;
    for (size_t i = 0; i + 1 < tokens.len; i++) {
        struct orq_pg_token token = tokens.items[i];
        depth += orq_pg_token_is(text, token, "(");
        depth -= depth > 0 && orq_pg_token_is(text, token, ")");
        if (depth > 0)
            continue;
        if (orq_pg_token_is(text, token, "select") || orq_pg_token_is(text, token, "from"))
            listing = orq_pg_token_is(text, token, "select");
        bool named = listing && (token.kind == ORQ_PG_WORD || token.kind == ORQ_PG_QUOTED) &&
                     strcmp(orq_pg_token_value(arena, text, token), column) == 0;
        if (!named || !ends_item(text, &tokens, i) || !begins_item(text, &tokens, i))
            continue;
        size_t end = token.offset + token.len;
        orq_str_addn(&out, text + copied, end - copied);
        orq_str_addf(&out, " AS %s", kept);
        copied = end;
    }
    orq_str_add(&out, text + copied);
    return orq_str_text(&out);
}

ORQ_VEC_OF(pairs, struct pair);

static struct pairs pairs_of(const struct orq_renamer_of_schema *renamer,
                             const struct orq_text_place *place, const char *text)
{
    struct pairs pairs = {0};
    for (size_t i = 0; i < renamer->renames.len; i++) {
        const struct orq_rename *rename = &renamer->renames.items[i];
        bool column = rename->kind == ORQ_KIND_COLUMN;
        if (!is_shown(renamer, rename, place, text))
            continue;
        struct pair pair = {.from = column ? rename->from : orq_unqualified(rename->from),
                            .to = column ? rename->to : orq_unqualified(rename->to),
                            .column = column};
        pair.interim = orq_arena_printf(renamer->arena, "orq_renamed_%zu", pairs.len);
        ORQ_PUSH(renamer->arena, &pairs, pair);
    }
    return pairs;
}

/* Through names of their own, so that names that are exchanged are not mixed up. */
const char *orq_text_renamed(const struct orq_renamer_of_schema *renamer,
                             const struct orq_text_place *place, const char *text)
{
    struct orq_arena *arena = renamer->arena;
    if (!text)
        return NULL;
    struct pairs pairs = pairs_of(renamer, place, text);
    const char *result = text;
    for (size_t i = 0; i < pairs.len; i++) {
        const struct pair *pair = &pairs.items[i];
        if (place->view && pair->column)
            result =
                keep_names(arena, result, pair->from, orq_arena_printf(arena, "orq_kept_%zu", i));
        result = orq_pg_renamed(arena, result, pair->from, pair->interim);
    }
    for (size_t i = 0; i < pairs.len; i++) {
        const struct pair *pair = &pairs.items[i];
        result = orq_pg_renamed(arena, result, pair->interim, pair->to);
        if (place->view && pair->column)
            result = orq_pg_renamed(arena, result, orq_arena_printf(arena, "orq_kept_%zu", i),
                                    pair->from);
    }
    return strcmp(result, text) == 0 ? text : result;
}

const char *orq_type_renamed(const struct orq_renamer_of_schema *renamer, const char *type)
{
    const char *result = type;
    for (size_t i = 0; type && i < renamer->renames.len; i++) {
        const struct orq_rename *rename = &renamer->renames.items[i];
        const char *from = orq_unqualified(rename->from);
        if (rename->kind != ORQ_KIND_COLUMN && strstr(result, from))
            result = orq_pg_renamed(renamer->arena, result, from, orq_unqualified(rename->to));
    }
    return result;
}

/* -- identities -- */

static bool is_key(const char *identity, size_t len, enum orq_kind kind)
{
    const char *key = orq_kind_key(kind);
    return strlen(key) == len && memcmp(identity, key, len) == 0;
}

static const char *routine_renamed(const struct orq_renamer_of_schema *renamer,
                                   const char *identity)
{
    const char *signature = strchr(identity, '(');
    const char *types = signature ? orq_type_renamed(renamer, signature) : signature;
    if (types == signature)
        return identity;
    return orq_arena_printf(renamer->arena, "%.*s%s", (int)(signature - identity), identity, types);
}

const char *orq_identity_renamed(const struct orq_renamer_of_schema *renamer, const char *identity)
{
    static const enum orq_kind named[] = {
        ORQ_KIND_TABLE,     ORQ_KIND_VIEW,   ORQ_KIND_SEQUENCE, ORQ_KIND_ENUM,  ORQ_KIND_DOMAIN,
        ORQ_KIND_COMPOSITE, ORQ_KIND_RANGE,  ORQ_KIND_COLUMN,   ORQ_KIND_CHECK, ORQ_KIND_TRIGGER,
        ORQ_KIND_RULE,      ORQ_KIND_POLICY, ORQ_KIND_PUBLISHED};
    const char *colon = strchr(identity, ':');
    size_t key = colon ? (size_t)(colon - identity) : 0;
    if (colon &&
        (is_key(identity, key, ORQ_KIND_FUNCTION) || is_key(identity, key, ORQ_KIND_AGGREGATE)))
        return routine_renamed(renamer, identity);
    bool known = false;
    for (size_t i = 0; colon && i < sizeof named / sizeof *named; i++)
        known = known || is_key(identity, key, named[i]);
    if (!known)
        return identity;
    const char *part = strchr(colon, '\x1f');
    const char *name =
        part ? orq_arena_strndup(renamer->arena, colon + 1, (size_t)(part - colon - 1)) : colon + 1;
    const char *now = orq_name_renamed(renamer, name);
    const char *inside = part ? part + 1 : NULL;
    const char *inside_now = inside && is_key(identity, key, ORQ_KIND_COLUMN)
                                 ? orq_column_renamed(renamer, now, inside)
                                 : inside;
    if (now == name && inside_now == inside)
        return identity;
    return orq_arena_printf(renamer->arena, "%.*s%s%s%s", (int)key + 1, identity, now,
                            part ? "\x1f" : "", part ? inside_now : "");
}
