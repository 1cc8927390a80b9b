/* PostgreSQL: types in the spelling of its format_type(), generators, names.
 * https://www.postgresql.org/docs/current/datatype.html */
#include "base/similar.h"
#include "base/str.h"
#include "model/dialect.h"
#include "sql/postgres_statement.h"
#include "sql/postgres_token.h"

#include <stdlib.h>
#include <string.h>

enum arguments_rule {
    NONE,
    LENGTH,     /* (n), kept */
    ONE_LENGTH, /* (n), 1 when not written */
    SCALED,     /* (p) is (p,0) */
    FLOATING,   /* (bits) choose the type */
    FRACTION,   /* (p) stands behind the first word */
    ANY         /* as written */
};

static const struct type_name {
    const char *alias, *canonical;
    enum arguments_rule rule;
} names[] = {
    {"smallint", "smallint", NONE},
    {"int2", "smallint", NONE},
    {"integer", "integer", NONE},
    {"int", "integer", NONE},
    {"int4", "integer", NONE},
    {"bigint", "bigint", NONE},
    {"int8", "bigint", NONE},
    {"boolean", "boolean", NONE},
    {"bool", "boolean", NONE},
    {"real", "real", NONE},
    {"float4", "real", NONE},
    {"double precision", "double precision", NONE},
    {"double", "double precision", NONE},
    {"float8", "double precision", NONE},
    {"float", "double precision", FLOATING},
    {"numeric", "numeric", SCALED},
    {"decimal", "numeric", SCALED},
    {"dec", "numeric", SCALED},
    {"money", "money", NONE},
    {"text", "text", NONE},
    {"character varying", "character varying", LENGTH},
    {"varchar", "character varying", LENGTH},
    {"char varying", "character varying", LENGTH},
    {"nchar varying", "character varying", LENGTH},
    {"national character varying", "character varying", LENGTH},
    {"national char varying", "character varying", LENGTH},
    {"character", "character", ONE_LENGTH},
    {"char", "character", ONE_LENGTH},
    {"nchar", "character", ONE_LENGTH},
    {"national character", "character", ONE_LENGTH},
    {"national char", "character", ONE_LENGTH},
    {"bpchar", "bpchar", LENGTH},
    {"name", "name", NONE},
    {"uuid", "uuid", NONE},
    {"json", "json", NONE},
    {"jsonb", "jsonb", NONE},
    {"jsonpath", "jsonpath", NONE},
    {"xml", "xml", NONE},
    {"bytea", "bytea", NONE},
    {"blob", "bytea", NONE},
    {"date", "date", NONE},
    {"time", "time without time zone", FRACTION},
    {"time without time zone", "time without time zone", FRACTION},
    {"timetz", "time with time zone", FRACTION},
    {"time with time zone", "time with time zone", FRACTION},
    {"timestamp", "timestamp without time zone", FRACTION},
    {"timestamp without time zone", "timestamp without time zone", FRACTION},
    {"timestamptz", "timestamp with time zone", FRACTION},
    {"timestamp with time zone", "timestamp with time zone", FRACTION},
    {"interval", "interval", FRACTION},
    {"bit", "bit", ONE_LENGTH},
    {"bit varying", "bit varying", LENGTH},
    {"varbit", "bit varying", LENGTH},
    {"inet", "inet", NONE},
    {"cidr", "cidr", NONE},
    {"macaddr", "macaddr", NONE},
    {"macaddr8", "macaddr8", NONE},
    {"point", "point", NONE},
    {"line", "line", NONE},
    {"lseg", "lseg", NONE},
    {"box", "box", NONE},
    {"path", "path", NONE},
    {"polygon", "polygon", NONE},
    {"circle", "circle", NONE},
    {"tsvector", "tsvector", NONE},
    {"tsquery", "tsquery", NONE},
    {"int4range", "int4range", NONE},
    {"int8range", "int8range", NONE},
    {"numrange", "numrange", NONE},
    {"daterange", "daterange", NONE},
    {"tsrange", "tsrange", NONE},
    {"tstzrange", "tstzrange", NONE},
    {"int4multirange", "int4multirange", NONE},
    {"int8multirange", "int8multirange", NONE},
    {"nummultirange", "nummultirange", NONE},
    {"datemultirange", "datemultirange", NONE},
    {"tsmultirange", "tsmultirange", NONE},
    {"tstzmultirange", "tstzmultirange", NONE},
    {"oid", "oid", NONE},
    {"regclass", "regclass", NONE},
    {"regproc", "regproc", NONE},
    {"regprocedure", "regprocedure", NONE},
    {"regoper", "regoper", NONE},
    {"regtype", "regtype", NONE},
    {"regrole", "regrole", NONE},
    {"regnamespace", "regnamespace", NONE},
    {"regconfig", "regconfig", NONE},
    {"regdictionary", "regdictionary", NONE},
    {"pg_lsn", "pg_lsn", NONE},
    {"pg_snapshot", "pg_snapshot", NONE},
    {"txid_snapshot", "txid_snapshot", NONE},
    {"xid", "xid", NONE},
    {"xid8", "xid8", NONE},
    {"cid", "cid", NONE},
    {"tid", "tid", NONE},
    {"refcursor", "refcursor", NONE},
    /* of the usual extensions: known, so that they are no slip of a name above */
    {"citext", "citext", NONE},
    {"hstore", "hstore", NONE},
    {"ltree", "ltree", NONE},
    {"lquery", "lquery", NONE},
    {"ltxtquery", "ltxtquery", NONE},
    {"cube", "cube", NONE},
    {"seg", "seg", NONE},
    {"isbn", "isbn", NONE},
    {"isbn13", "isbn13", NONE},
    {"issn", "issn", NONE},
    {"ean13", "ean13", NONE},
    {"upc", "upc", NONE},
    {"vector", "vector", ANY},
    {"halfvec", "halfvec", ANY},
    {"sparsevec", "sparsevec", ANY},
    {"geometry", "geometry", ANY},
    {"geography", "geography", ANY},
    {"box2d", "box2d", NONE},
    {"box3d", "box3d", NONE},
    {"raster", "raster", NONE},
};
#define NAME_COUNT (sizeof names / sizeof names[0])

static const char *const serials[] = {"serial",  "bigserial", "smallserial",
                                      "serial2", "serial4",   "serial8"};

static const struct type_name *name_find(const char *words)
{
    for (size_t i = 0; i < NAME_COUNT; i++)
        if (strcmp(names[i].alias, words) == 0)
            return &names[i];
    return NULL;
}

static const char *listed(struct orq_arena *arena, const struct orq_strings *arguments)
{
    struct orq_str text = orq_str_new(arena);
    for (size_t i = 0; i < arguments->len; i++)
        orq_str_addf(&text, "%c%s", i == 0 ? '(' : ',', arguments->items[i]);
    if (arguments->len > 0)
        orq_str_addc(&text, ')');
    return orq_str_text(&text);
}

static bool is_number(const char *text)
{
    size_t at = text[0] == '-';
    size_t digits = strspn(text + at, "0123456789");
    return digits > 0 && digits < 10 && text[at + digits] == '\0';
}

struct bounds {
    size_t most; /* arguments */
    long from, to;
};

/* https://www.postgresql.org/docs/current/datatype-numeric.html and its neighbours */
static const struct bounds bounds[] = {
    [NONE] = {0, 0, 0},          [LENGTH] = {1, 1, 10485760}, [ONE_LENGTH] = {1, 1, 10485760},
    [SCALED] = {2, -1000, 1000}, [FLOATING] = {1, 1, 53},     [FRACTION] = {1, 0, 6},
};

static const char *wrong_arguments(struct orq_arena *arena, const char *type,
                                   const struct type_name *name,
                                   const struct orq_strings *arguments)
{
    if (name->rule == ANY)
        return NULL;
    struct bounds bound = bounds[name->rule];
    if (arguments->len > bound.most && bound.most == 0)
        return orq_arena_printf(arena, "type \"%s\": %s takes no argument", type, name->alias);
    if (arguments->len > bound.most)
        return orq_arena_printf(arena, "type \"%s\": %s takes at most %zu argument%s", type,
                                name->alias, bound.most, bound.most == 1 ? "" : "s");
    for (size_t i = 0; i < arguments->len; i++) {
        const char *argument = arguments->items[i];
        long from = name->rule == SCALED && i == 0 ? 1 : bound.from;
        if (!is_number(argument) || atol(argument) < from || atol(argument) > bound.to)
            return orq_arena_printf(arena,
                                    "type \"%s\": \"%s\" is not a whole number from %ld to %ld",
                                    type, argument, from, bound.to);
    }
    return NULL;
}

/* "timestamp(3) without time zone" */
static const char *with_fraction(struct orq_arena *arena, const char *canonical,
                                 const struct orq_strings *arguments)
{
    size_t first = strcspn(canonical, " ");
    return orq_arena_printf(arena, "%.*s%s%s", (int)first, canonical, listed(arena, arguments),
                            canonical + first);
}

static const char *spelled(struct orq_arena *arena, const struct type_name *name,
                           const struct orq_strings *arguments)
{
    const char *first = arguments->len > 0 ? arguments->items[0] : NULL;
    switch (name->rule) {
    case NONE:
        return name->canonical;
    case LENGTH:
        if (first && strcmp(name->canonical, "bpchar") == 0)
            return orq_arena_printf(arena, "character(%s)", first);
        break;
    case ONE_LENGTH:
        return orq_arena_printf(arena, "%s(%s)", name->canonical, first ? first : "1");
    case SCALED:
        if (arguments->len == 1)
            return orq_arena_printf(arena, "numeric(%s,0)", first);
        break;
    case FLOATING:
        return first && atol(first) <= 24 ? "real" : name->canonical;
    case FRACTION:
        return with_fraction(arena, name->canonical, arguments);
    case ANY:
        break;
    }
    return orq_arena_printf(arena, "%s%s", name->canonical, listed(arena, arguments));
}

static const char *slip(struct orq_arena *arena, const char *type, const char *words)
{
    for (size_t i = 0; i < sizeof serials / sizeof serials[0]; i++)
        if (strcmp(serials[i], words) == 0)
            return orq_arena_printf(
                arena, "\"%s\" is no type: write an integer type and `identity: by default`", type);
    struct orq_strings candidates = {0};
    for (size_t i = 0; i < NAME_COUNT; i++)
        ORQ_PUSH(arena, &candidates, names[i].alias);
    const char *near = strchr(words, '.') ? NULL : orq_similar(words, &candidates);
    if (!near)
        return NULL;
    return orq_arena_printf(
        arena, "unknown type \"%s\" (did you mean \"%s\"? {native: %s} passes it as it stands)",
        type, near, type);
}

/* An array has no dimensions: integer[3][3] is integer[]. */
static const char *with_array(struct orq_arena *arena, const char *type, size_t arrays)
{
    return arrays > 0 ? orq_arena_printf(arena, "%s[]", type) : type;
}

/* What the search path finds goes without its schema. */
static const char *in_path(const char *words)
{
    static const char *const schemas[] = {"pg_catalog.", "public."};
    for (size_t i = 0; i < sizeof schemas / sizeof schemas[0]; i++)
        if (orq_starts_with(words, schemas[i]))
            return words + strlen(schemas[i]);
    return words;
}

static const char *canonical(struct orq_arena *arena, const char *type, bool checked,
                             const char **problem)
{
    struct orq_type_parts parts;
    if (strchr(type, '"'))
        return orq_pg_type_normal(arena, type);
    if (!orq_type_split(arena, type, &parts)) {
        *problem = orq_arena_printf(arena, "\"%s\" is no type name of PostgreSQL", type);
        return NULL;
    }
    if (orq_ends_with(parts.words, " array")) {
        parts.words = orq_arena_strndup(arena, parts.words, strlen(parts.words) - strlen(" array"));
        parts.arrays = 1;
    }
    parts.words = in_path(parts.words);
    const struct type_name *name = name_find(parts.words);
    if (name) {
        *problem = wrong_arguments(arena, type, name, &parts.arguments);
        if (*problem)
            return NULL;
        return with_array(arena, spelled(arena, name, &parts.arguments), parts.arrays);
    }
    if (checked && !orq_starts_with(parts.words, "interval ")) {
        *problem = slip(arena, type, parts.words);
        if (*problem)
            return NULL;
    }
    return with_array(arena,
                      orq_arena_printf(arena, "%s%s", parts.words, listed(arena, &parts.arguments)),
                      parts.arrays);
}

/* One table of names answers for the portable ones too. */
static const char *checked_type(struct orq_arena *arena, const char *type, bool strict,
                                const char **problem)
{
    (void)strict;
    return canonical(arena, type, true, problem);
}

static const char *type_text(struct orq_arena *arena, const char *type, const char **problem)
{
    return canonical(arena, type, false, problem);
}

static bool same_type(const char *a, const char *b, bool strict)
{
    (void)strict;
    return strcmp(a, b) == 0;
}

static const char *generator(enum orq_default_kind kind)
{
    static const char *const sql[] = {
        [ORQ_GENERATE_NOW] = "now()",
        [ORQ_GENERATE_TODAY] = "CURRENT_DATE",
        [ORQ_GENERATE_UUID] = "gen_random_uuid()",
    };
    return sql[kind];
}

const struct orq_dialect orq_postgresql = {
    .key = "postgresql",
    .default_schema = "public",
    .names_in_relations = true,
    .portable_type = checked_type,
    .native_type = checked_type,
    .type_text = type_text,
    .same_type = same_type,
    .generator = generator,
    .quoted = orq_pg_name,
};
