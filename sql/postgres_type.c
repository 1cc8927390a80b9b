/* Type names in the spelling of the server's format_type():
 * https://www.postgresql.org/docs/current/datatype.html */
#include "sql/postgres_cursor_private.h"
#include "sql/postgres_statement.h"

#include <stdlib.h>
#include <string.h>

enum arguments_rule {
    PLAIN,      /* as written */
    ONE_LENGTH, /* 1 when not written */
    PADDED,     /* bpchar(n) is character(n) */
    SCALED,     /* (p) is (p,0) */
    FLOATING,   /* (bits) choose the type */
    CLOCK,      /* (p) stands behind the first word */
    FIELDS      /* interval's */
};

struct type_name {
    const char *alias, *canonical;
    enum arguments_rule rule;
    bool in_catalog; /* the type's own name, which may be quoted; else a word of the grammar */
};

static const struct type_name names[] = {
    {"bigint", "bigint", PLAIN, false},
    {"bit", "bit", ONE_LENGTH, false},
    {"bit varying", "bit varying", PLAIN, false},
    {"bool", "boolean", PLAIN, true},
    {"boolean", "boolean", PLAIN, false},
    {"bpchar", "bpchar", PADDED, true},
    {"char", "character", ONE_LENGTH, false},
    {"char varying", "character varying", PLAIN, false},
    {"character", "character", ONE_LENGTH, false},
    {"character varying", "character varying", PLAIN, false},
    {"dec", "numeric", SCALED, false},
    {"decimal", "numeric", SCALED, false},
    {"double precision", "double precision", PLAIN, false},
    {"float", "double precision", FLOATING, false},
    {"float4", "real", PLAIN, true},
    {"float8", "double precision", PLAIN, true},
    {"int", "integer", PLAIN, false},
    {"int2", "smallint", PLAIN, true},
    {"int4", "integer", PLAIN, true},
    {"int8", "bigint", PLAIN, true},
    {"integer", "integer", PLAIN, false},
    {"interval", "interval", FIELDS, true},
    {"national char", "character", ONE_LENGTH, false},
    {"national char varying", "character varying", PLAIN, false},
    {"national character", "character", ONE_LENGTH, false},
    {"national character varying", "character varying", PLAIN, false},
    {"nchar", "character", ONE_LENGTH, false},
    {"nchar varying", "character varying", PLAIN, false},
    {"numeric", "numeric", SCALED, true},
    {"real", "real", PLAIN, false},
    {"smallint", "smallint", PLAIN, false},
    {"time", "time without time zone", CLOCK, true},
    {"timestamp", "timestamp without time zone", CLOCK, true},
    {"timestamptz", "timestamp with time zone", CLOCK, true},
    {"timetz", "time with time zone", CLOCK, true},
    {"varbit", "bit varying", PLAIN, true},
    {"varchar", "character varying", PLAIN, true},
};

/* Other types of pg_catalog: `public.` in front of their names says something. */
static const char *const others[] = {
    "aclitem",
    "anyarray",
    "anycompatible",
    "anycompatiblearray",
    "anycompatiblemultirange",
    "anycompatiblenonarray",
    "anycompatiblerange",
    "anyelement",
    "anyenum",
    "anymultirange",
    "anynonarray",
    "anyrange",
    "box",
    "bytea",
    "cid",
    "cidr",
    "circle",
    "cstring",
    "date",
    "datemultirange",
    "daterange",
    "event_trigger",
    "fdw_handler",
    "gtsvector",
    "index_am_handler",
    "inet",
    "int2vector",
    "int4multirange",
    "int4range",
    "int8multirange",
    "int8range",
    "internal",
    "json",
    "jsonb",
    "jsonpath",
    "language_handler",
    "line",
    "lseg",
    "macaddr",
    "macaddr8",
    "money",
    "name",
    "nummultirange",
    "numrange",
    "oid",
    "oidvector",
    "path",
    "pg_lsn",
    "pg_node_tree",
    "pg_snapshot",
    "point",
    "polygon",
    "record",
    "refcursor",
    "regclass",
    "regcollation",
    "regconfig",
    "regdictionary",
    "regnamespace",
    "regoper",
    "regoperator",
    "regproc",
    "regprocedure",
    "regrole",
    "regtype",
    "table_am_handler",
    "text",
    "tid",
    "trigger",
    "tsm_handler",
    "tsmultirange",
    "tsquery",
    "tsrange",
    "tstzmultirange",
    "tstzrange",
    "tsvector",
    "txid_snapshot",
    "unknown",
    "uuid",
    "void",
    "xid",
    "xid8",
    "xml",
};

static int compare_name(const void *word, const void *name)
{
    return strcmp(word, ((const struct type_name *)name)->alias);
}

static const struct type_name *name_find(const char *words)
{
    return bsearch(words, names, sizeof names / sizeof *names, sizeof *names, compare_name);
}

static int compare_other(const void *word, const void *other)
{
    return strcmp(word, *(const char *const *)other);
}

static bool is_other(const char *word)
{
    return bsearch(word, others, sizeof others / sizeof *others, sizeof *others, compare_other);
}

static const char *spelled(struct orq_arena *arena, const char *word)
{
    return is_other(word) ? word : orq_pg_name(arena, word);
}

bool orq_pg_at_builtin_type(const struct orq_pg_cursor *cursor)
{
    struct orq_pg_cursor ahead = *cursor;
    if (!orq_pg_at_kind(cursor, ORQ_PG_WORD))
        return false;
    const char *word = orq_pg_take(&ahead);
    return name_find(word) || is_other(word) || strcmp(word, "double") == 0 ||
           strcmp(word, "national") == 0;
}

/* Do two tokens of modifiers stand close? */
static bool is_close(const char *text, struct orq_pg_token last, struct orq_pg_token next)
{
    if (last.kind == ORQ_PG_PUNCT || next.kind == ORQ_PG_PUNCT)
        return true;
    return orq_pg_token_is(text, last, "-") && next.kind == ORQ_PG_NUMBER;
}

/* Words, numbers and strings, with commas between them, and nothing else. */
static bool is_modifier(const char *text, struct orq_pg_token token)
{
    switch (token.kind) {
    case ORQ_PG_WORD:
    case ORQ_PG_QUOTED:
    case ORQ_PG_NUMBER:
    case ORQ_PG_STRING:
        return true;
    case ORQ_PG_OPERATOR:
    case ORQ_PG_PUNCT:
        return orq_pg_token_is(text, token, "-") || orq_pg_token_is(text, token, ",");
    case ORQ_PG_END:
    case ORQ_PG_BITS:
    case ORQ_PG_PARAMETER:
    case ORQ_PG_INVALID:
        break;
    }
    return false;
}

/* "(10, 2)" as "(10,2)"; NULL: none here. */
static const char *take_modifiers(struct orq_pg_cursor *cursor)
{
    struct orq_pg_cursor ahead = *cursor;
    struct orq_str out = orq_str_new(cursor->arena);
    if (!orq_pg_accept(&ahead, "("))
        return NULL;
    struct orq_pg_token last = ahead.tokens[ahead.at - 1];
    orq_str_addc(&out, '(');
    while (is_modifier(ahead.text, ahead.tokens[ahead.at])) {
        struct orq_pg_token token = ahead.tokens[ahead.at++];
        orq_str_add(&out, is_close(ahead.text, last, token) ? "" : " ");
        orq_str_addn(&out, ahead.text + token.offset, token.len);
        last = token;
    }
    if (!orq_pg_accept(&ahead, ")"))
        return NULL;
    orq_str_addc(&out, ')');
    *cursor = ahead;
    return orq_str_text(&out);
}

/* "(3)" -> "3" of one number; NULL: something else. */
static const char *one_number(struct orq_arena *arena, const char *modifiers)
{
    size_t digits = modifiers ? strspn(modifiers + 1, "0123456789") : 0;
    if (digits == 0 || modifiers[digits + 1] != ')')
        return NULL;
    return orq_arena_strndup(arena, modifiers + 1, digits);
}

static const char *joined(struct orq_pg_cursor *cursor, const char *first, const char *second)
{
    return orq_arena_printf(cursor->arena, "%s%s", first, second ? second : "");
}

/* The words of one of the grammar's types behind its first. */
static const char *take_words(struct orq_pg_cursor *cursor, const char *first)
{
    if (strcmp(first, "double") == 0 && orq_pg_accept(cursor, "precision"))
        return "double precision";
    if (strcmp(first, "national") == 0) {
        if (orq_pg_accept(cursor, "character"))
            first = "national character";
        else if (orq_pg_accept(cursor, "char"))
            first = "national char";
    }
    static const char *const varying[] = {
        "bit", "char", "character", "national char", "national character", "nchar"};
    for (size_t i = 0; i < sizeof varying / sizeof *varying; i++)
        if (strcmp(first, varying[i]) == 0 && orq_pg_accept(cursor, "varying"))
            return joined(cursor, first, " varying");
    return first;
}

/* "timestamp(3) with time zone" */
static const char *take_clock(struct orq_pg_cursor *cursor, const char *canonical,
                              const char *modifiers)
{
    size_t first = strcspn(canonical, " ");
    const char *zone = canonical + first;
    bool with = orq_pg_at_two(cursor, "with", "time"),
         without = orq_pg_at_two(cursor, "without", "time");
    if ((with || without) && orq_pg_token_is(cursor->text, orq_pg_ahead(cursor, 2), "zone")) {
        zone = with ? " with time zone" : " without time zone";
        cursor->at += 3;
    }
    return orq_arena_printf(cursor->arena, "%.*s%s%s", (int)first, canonical,
                            modifiers ? modifiers : "", zone);
}

static bool at_field(const struct orq_pg_cursor *cursor)
{
    static const char *const fields[] = {"year", "month", "day", "hour", "minute", "second"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (orq_pg_at(cursor, fields[i]))
            return true;
    return false;
}

/* "interval day to second(3)" */
static const char *take_fields(struct orq_pg_cursor *cursor, const char *modifiers, bool kept)
{
    struct orq_str out = orq_str_new(cursor->arena);
    orq_str_add(&out, "interval");
    if (at_field(cursor)) {
        const char *from = orq_pg_take(cursor), *to = NULL;
        struct orq_pg_cursor ahead = *cursor;
        if (orq_pg_accept(&ahead, "to") && at_field(&ahead)) {
            to = orq_pg_take(&ahead);
            *cursor = ahead;
        }
        if (kept)
            orq_str_addf(&out, " %s%s%s", from, to ? " to " : "", to ? to : "");
        modifiers = take_modifiers(cursor);
    }
    orq_str_add(&out, modifiers && kept ? modifiers : "");
    return orq_str_text(&out);
}

static const char *take_builtin(struct orq_pg_cursor *cursor, const struct type_name *name,
                                enum orq_pg_modifiers keep)
{
    const char *written = take_modifiers(cursor);
    const char *number = one_number(cursor->arena, written);
    bool kept = keep == ORQ_PG_MODIFIERS_KEPT;
    const char *shown = kept ? written : NULL;
    switch (name->rule) {
    case PLAIN:
        break;
    case ONE_LENGTH:
        return joined(cursor, name->canonical, !kept ? NULL : written ? written : "(1)");
    case PADDED:
        return written || !kept ? joined(cursor, "character", shown) : name->canonical;
    case SCALED:
        if (number && kept)
            return orq_arena_printf(cursor->arena, "numeric(%s,0)", number);
        break;
    case FLOATING:
        return number && atol(number) <= 24 ? "real" : name->canonical;
    case CLOCK:
        return take_clock(cursor, name->canonical, shown);
    case FIELDS:
        return take_fields(cursor, shown, kept);
    }
    return joined(cursor, name->canonical, shown);
}

/* Of the catalogue's own names that the grammar reads otherwise: "char", and bit without a length.
 * NULL: it is none. */
static const char *own_name(const char *name, const char *modifiers)
{
    if (strcmp(name, "char") == 0)
        return "\"char\"";
    return strcmp(name, "bit") == 0 && !modifiers ? "\"bit\"" : NULL;
}

/* A name that is quoted, or qualified by pg_catalog. */
static const char *take_catalog(struct orq_pg_cursor *cursor, const char *name,
                                enum orq_pg_modifiers keep)
{
    const struct type_name *known = name_find(name);
    if (known && known->in_catalog)
        return take_builtin(cursor, known, keep);
    const char *modifiers = take_modifiers(cursor);
    const char *shown = keep == ORQ_PG_MODIFIERS_KEPT ? modifiers : NULL;
    const char *own = own_name(name, modifiers);
    if (own && keep == ORQ_PG_MODIFIERS_DROPPED && strcmp(name, "bit") == 0)
        own = "bit";
    return joined(cursor, own ? own : spelled(cursor->arena, name), shown);
}

static const char *take_qualified(struct orq_pg_cursor *cursor, const char *schema,
                                  enum orq_pg_modifiers keep)
{
    cursor->at++;
    const char *name = orq_pg_take(cursor);
    if (strcmp(schema, "pg_catalog") == 0)
        return take_catalog(cursor, name, keep);
    bool silent = strcmp(schema, "public") == 0 && !name_find(name) && !is_other(name) &&
                  !orq_starts_with(name, "_");
    struct orq_str out = orq_str_new(cursor->arena);
    orq_str_add(&out, orq_pg_qualified_name(cursor->arena, silent ? NULL : schema, name));
    while (orq_pg_at(cursor, ".") && orq_pg_is_name(orq_pg_ahead(cursor, 1))) {
        cursor->at++;
        orq_str_addf(&out, ".%s", orq_pg_name(cursor->arena, orq_pg_take(cursor)));
    }
    const char *modifiers = take_modifiers(cursor);
    orq_str_add(&out, modifiers && keep == ORQ_PG_MODIFIERS_KEPT ? modifiers : "");
    return orq_str_text(&out);
}

static const char *take_element(struct orq_pg_cursor *cursor, enum orq_pg_modifiers keep)
{
    struct orq_pg_token token = orq_pg_ahead(cursor, 0);
    const char *first = orq_pg_take(cursor);
    if (orq_pg_at(cursor, ".") && orq_pg_is_name(orq_pg_ahead(cursor, 1)))
        return take_qualified(cursor, first, keep);
    if (token.kind == ORQ_PG_QUOTED)
        return take_catalog(cursor, first, keep);
    const char *words = take_words(cursor, first);
    const struct type_name *name = name_find(words);
    if (name)
        return take_builtin(cursor, name, keep);
    const char *modifiers = take_modifiers(cursor);
    return joined(cursor, spelled(cursor->arena, words),
                  keep == ORQ_PG_MODIFIERS_KEPT ? modifiers : NULL);
}

/* [], [3], ARRAY, ARRAY[3]: dimensions and bounds say nothing. */
static bool skip_array(struct orq_pg_cursor *cursor)
{
    bool array = orq_pg_accept(cursor, "array");
    while (orq_pg_at(cursor, "[")) {
        struct orq_pg_token inner = orq_pg_ahead(cursor, 1);
        bool bound = inner.kind == ORQ_PG_NUMBER;
        struct orq_pg_token close = bound ? orq_pg_ahead(cursor, 2) : inner;
        if (!orq_pg_token_is(cursor->text, close, "]"))
            break;
        cursor->at += bound ? 3 : 2;
        array = true;
    }
    return array;
}

/* t.c%TYPE, which the server reads once and forgets. */
static const char *take_reference(struct orq_pg_cursor *cursor, const char *type)
{
    if (!orq_pg_at_two(cursor, "%", "type"))
        return type;
    cursor->at += 2;
    return joined(cursor, type, "%type");
}

const char *orq_pg_take_type(struct orq_pg_cursor *cursor, enum orq_pg_modifiers modifiers)
{
    if (!orq_pg_is_name(orq_pg_ahead(cursor, 0)))
        return NULL;
    const char *type = take_element(cursor, modifiers);
    if (modifiers == ORQ_PG_MODIFIERS_DROPPED)
        type = take_reference(cursor, type);
    return skip_array(cursor) ? joined(cursor, type, "[]") : type;
}

const char *orq_pg_type_normal(struct orq_arena *arena, const char *text)
{
    struct orq_pg_cursor cursor = orq_pg_cursor_new(arena, text);
    bool set = orq_pg_accept(&cursor, "setof");
    const char *type = orq_pg_take_type(&cursor, ORQ_PG_MODIFIERS_KEPT);
    if (!type || !orq_pg_at_kind(&cursor, ORQ_PG_END))
        return text;
    return set ? orq_arena_printf(arena, "SETOF %s", type) : type;
}
