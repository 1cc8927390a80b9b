/* What names a text mentions. */
#include "base/map.h"
#include "sql/postgres_cursor_private.h"
#include "sql/postgres_keyword_private.h"
#include "sql/postgres_normal.h"

#include <stdlib.h>
#include <string.h>

struct collector {
    struct orq_arena *arena;
    struct orq_map *seen;
    struct orq_strings *names;
};

static struct collector collector_new(struct orq_arena *arena, struct orq_strings *names)
{
    struct collector self = {.arena = arena, .names = names};
    self.seen = orq_map_new(arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < names->len; i++)
        orq_map_put(self.seen, names->items[i], names);
    return self;
}

static void collect(struct collector *self, const char *name)
{
    if (orq_map_put(self->seen, name, self->names))
        return;
    ORQ_PUSH(self->arena, self->names, name);
}

static bool is_mentioned(const struct orq_pg_cursor *cursor, struct orq_pg_token token)
{
    if (token.kind != ORQ_PG_WORD)
        return token.kind == ORQ_PG_QUOTED;
    return orq_pg_keyword_of(cursor->text + token.offset, token.len) != ORQ_PG_HARD;
}

/* Is the string at the cursor one that the server reads as a name? 'a.b'::regclass, nextval('a') */
static bool is_registered(const struct orq_pg_cursor *cursor)
{
    static const char *const types[] = {"regclass",      "regtype",      "regproc",
                                        "regprocedure",  "regnamespace", "regconfig",
                                        "regdictionary", "regoper",      "regcollation"};
    static const char *const calls[] = {"nextval", "currval", "setval", "to_regclass"};
    struct orq_pg_token type = orq_pg_ahead(cursor, 2);
    if (orq_pg_token_is(cursor->text, orq_pg_ahead(cursor, 1), "::"))
        for (size_t i = 0; i < sizeof types / sizeof *types; i++)
            if (orq_pg_token_is(cursor->text, type, types[i]))
                return true;
    if (cursor->at < 2 || !orq_pg_token_is(cursor->text, cursor->tokens[cursor->at - 1], "("))
        return false;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (orq_pg_token_is(cursor->text, cursor->tokens[cursor->at - 2], calls[i]))
            return true;
    return false;
}

static void collect_names(struct collector *self, const char *text, bool strings);

/* name, and name.name of each pair. */
static void collect_path(struct collector *self, struct orq_pg_cursor *cursor)
{
    const char *last = NULL;
    for (;;) {
        const char *name = orq_pg_take(cursor);
        collect(self, name);
        if (last)
            collect(self, orq_arena_printf(self->arena, "%s.%s", last, name));
        last = name;
        if (!orq_pg_at(cursor, ".") || !orq_pg_is_name(orq_pg_ahead(cursor, 1)))
            return;
        cursor->at++;
    }
}

static void collect_names(struct collector *self, const char *text, bool strings)
{
    struct orq_pg_cursor cursor = orq_pg_cursor_new(self->arena, text);
    while (!orq_pg_at_kind(&cursor, ORQ_PG_END)) {
        struct orq_pg_token token = orq_pg_ahead(&cursor, 0);
        bool path = orq_pg_token_is(text, orq_pg_ahead(&cursor, 1), ".");
        if (is_mentioned(&cursor, token) || (path && orq_pg_is_name(token))) {
            collect_path(self, &cursor);
        } else {
            if (strings && token.kind == ORQ_PG_STRING && is_registered(&cursor))
                collect_names(self, orq_pg_token_value(self->arena, text, token), false);
            cursor.at++;
        }
    }
}

void orq_pg_names_in(struct orq_arena *arena, const char *text, struct orq_strings *names)
{
    struct collector self = collector_new(arena, names);
    collect_names(&self, text, true);
}

static bool is_renamed(const struct orq_pg_cursor *cursor, struct orq_pg_token token,
                       const char *from)
{
    bool behind_dot =
        cursor->at > 0 && orq_pg_token_is(cursor->text, cursor->tokens[cursor->at - 1], ".");
    if (!is_mentioned(cursor, token) && !(behind_dot && token.kind == ORQ_PG_WORD))
        return false;
    return strcmp(orq_pg_token_value(cursor->arena, cursor->text, token), from) == 0;
}

static const char *renamed(struct orq_arena *arena, const char *text, const char *from,
                           const char *to, bool strings)
{
    struct orq_pg_cursor cursor = orq_pg_cursor_new(arena, text);
    struct orq_str out = orq_str_new(arena);
    size_t copied = 0;
    for (; !orq_pg_at_kind(&cursor, ORQ_PG_END); cursor.at++) {
        struct orq_pg_token token = orq_pg_ahead(&cursor, 0);
        const char *put = NULL;
        if (is_renamed(&cursor, token, from))
            put = orq_pg_name(arena, to);
        else if (strings && token.kind == ORQ_PG_STRING && is_registered(&cursor))
            put = orq_pg_text(
                arena, renamed(arena, orq_pg_token_value(arena, text, token), from, to, false));
        if (!put)
            continue;
        orq_str_addn(&out, text + copied, token.offset - copied);
        orq_str_add(&out, put);
        copied = token.offset + token.len;
    }
    orq_str_add(&out, text + copied);
    return orq_str_text(&out);
}

const char *orq_pg_renamed(struct orq_arena *arena, const char *text, const char *from,
                           const char *to)
{
    return renamed(arena, text, from, to, true);
}

/* Not called, though a parenthesis follows; and what the server prints in another form than people
 * write it, or writes itself. In the order of their bytes. */
static const char *const no_calls[] = {"between",
                                       "btrim",
                                       "by",
                                       "char",
                                       "coalesce",
                                       "date_part",
                                       "decimal",
                                       "exists",
                                       "extract",
                                       "filter",
                                       "float",
                                       "greatest",
                                       "is_normalized",
                                       "least",
                                       "like",
                                       "like_escape",
                                       "ltrim",
                                       "materialized",
                                       "normalize",
                                       "nullif",
                                       "numeric",
                                       "operator",
                                       "over",
                                       "overlaps",
                                       "overlay",
                                       "pg_collation_for",
                                       "position",
                                       "row",
                                       "rtrim",
                                       "similar_escape",
                                       "similar_to_escape",
                                       "substring",
                                       "time",
                                       "timestamp",
                                       "timezone",
                                       "treat",
                                       "trim",
                                       "values",
                                       "varchar",
                                       "xmlexists"};

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_call(const struct orq_pg_cursor *cursor)
{
    struct orq_pg_token token = orq_pg_ahead(cursor, 0);
    return is_mentioned(cursor, token) &&
           orq_pg_token_is(cursor->text, orq_pg_ahead(cursor, 1), "(");
}

static void add_call(struct collector *self, const struct orq_pg_cursor *cursor,
                     struct orq_pg_guards *guards)
{
    const char *name = orq_pg_token_value(self->arena, cursor->text, orq_pg_ahead(cursor, 0));
    const char *schema = NULL;
    bool qualified =
        cursor->at > 1 && orq_pg_token_is(cursor->text, cursor->tokens[cursor->at - 1], ".");
    if (qualified)
        schema = orq_pg_token_value(self->arena, cursor->text, cursor->tokens[cursor->at - 2]);
    bool silent = !schema || strcmp(schema, "public") == 0;
    if (schema && strcmp(schema, "pg_catalog") == 0)
        silent = true;
    if (silent &&
        bsearch(&name, no_calls, sizeof no_calls / sizeof *no_calls, sizeof *no_calls, compare))
        return;
    guards->calls++;
    guards->names_schema |= schema && strcmp(schema, "pg_catalog") != 0;
    collect(self, silent ? name : orq_arena_printf(self->arena, "%s.%s", schema, name));
}

static const char *joined(struct orq_arena *arena, const struct orq_strings *words)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < words->len; i++)
        orq_str_addf(&out, "%s%s", i > 0 ? " " : "", words->items[i]);
    return orq_str_text(&out);
}

static void take_collation(struct orq_pg_cursor *cursor, struct orq_strings *collations)
{
    const char *schema, *name;
    if (!orq_pg_take_qualified(cursor, &schema, &name))
        return;
    bool silent = schema && strcmp(schema, "pg_catalog") == 0;
    name = orq_pg_qualified_name(cursor->arena, silent ? NULL : schema, name);
    ORQ_PUSH(cursor->arena, collations, name);
}

struct orq_pg_guards orq_pg_guards_of(struct orq_arena *arena, const char *text)
{
    struct orq_strings functions = {0}, collations = {0};
    struct orq_pg_guards guards = {0};
    struct collector self = collector_new(arena, &functions);
    struct orq_pg_cursor cursor = orq_pg_cursor_new(arena, text);
    while (!orq_pg_at_kind(&cursor, ORQ_PG_END)) {
        if (orq_pg_at(&cursor, "select") || orq_pg_at(&cursor, "table"))
            guards.subquery = true;
        if (orq_pg_at(&cursor, "values") && orq_pg_at_two(&cursor, "values", "("))
            guards.subquery = true;
        if (orq_pg_accept(&cursor, "collate")) {
            take_collation(&cursor, &collations);
        } else if (orq_pg_at(&cursor, "::")) {
            cursor.at++;
            orq_pg_take_type(&cursor, ORQ_PG_MODIFIERS_KEPT);
        } else {
            if (is_call(&cursor))
                add_call(&self, &cursor, &guards);
            cursor.at++;
        }
    }
    if (functions.len > 0)
        qsort(functions.items, functions.len, sizeof *functions.items, compare);
    guards.functions = joined(arena, &functions);
    guards.collations = joined(arena, &collations);
    return guards;
}
