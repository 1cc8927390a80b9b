#include "tests/property/postgres_world.h"

/* Names that a careless program trips over; the uid behind makes each unique. */
static const char *const names[] = {
    "plain",
    "item",
    "user",
    "Group",
    "select",
    "weird name",
    "a%b",
    "quo\"te",
    "it's",
    "semi;",
    "back\\",
    "Größe",
    "名前",
    "order",
    "MiXeD",
    "--dash",
    "/*star",
    "100%",
    "$1",
    "$body$",
    "a: b",
    "yes",
    "null",
    "{brace",
    "a_name_as_long_as_the_server_allows_so_that_others_are_cut_x",
    "check",
    "public",
    "value",
    "_under",
    "new",
    "Pg_like",
    "interval",
    "x-y",
};

/* Four that follow each other are a family, up to the ninth. */
#define FAMILY 4
#define FAMILIES 9
static const struct pg_type types[] = {
    {"integer", PG_NUMBER, {"0", "(1 + 2)", "length('abc')"}},
    {"bigint", PG_NUMBER, {"42", "-1", "'7'::bigint"}},
    {"numeric(10,2)", PG_NUMBER, {"1.5", "0", "round(2.345, 1)"}},
    {"double precision", PG_NUMBER, {"1e10", "0.5", "random()"}},
    {"text", PG_TEXT, {"''", "'it''s'", "upper('x')"}},
    {"character varying(30)", PG_TEXT, {"'new'", "'a\\b'", "CURRENT_USER"}},
    {"character(8)", PG_TEXT, {"'x'", "'yes'", "NULL"}},
    {"character varying", PG_TEXT, {"'%'", "'two words'", "concat('a', 'b')"}},
    {"timestamp with time zone", PG_TIME, {"now()", "CURRENT_TIMESTAMP", "'2020-01-01 00:00+00'"}},
    {"timestamp without time zone",
     PG_TIME,
     {"now()", "LOCALTIMESTAMP", "'2020-01-01'::timestamp"}},
    {"timestamp(3) with time zone", PG_TIME, {"now()", "'-infinity'", "clock_timestamp()"}},
    {"date", PG_TIME, {"CURRENT_DATE", "'2000-01-01'", "(now() + '1 day'::interval)"}},
    {"boolean", PG_PLAIN, {"true", "'f'", "(1 > 2)"}},
    {"boolean", PG_PLAIN, {"false", "(NOT true)", "true"}},
    {"boolean", PG_PLAIN, {"true", "NULL", "false"}},
    {"boolean", PG_PLAIN, {"(NOT false)", "'yes'", "NULL"}},
    {"uuid", PG_PLAIN, {"gen_random_uuid()", "'00000000-0000-0000-0000-000000000001'", "NULL"}},
    {"uuid", PG_PLAIN, {"gen_random_uuid()", "NULL", "gen_random_uuid()"}},
    {"uuid", PG_PLAIN, {"NULL", "gen_random_uuid()", "gen_random_uuid()"}},
    {"uuid", PG_PLAIN, {"gen_random_uuid()", "gen_random_uuid()", "NULL"}},
    {"smallint", PG_NUMBER, {"1", "2", "'3'::smallint"}},
    {"integer", PG_NUMBER, {"10", "abs(-4)", "5"}},
    {"real", PG_NUMBER, {"1.5", "0", "'NaN'"}},
    {"numeric", PG_NUMBER, {"3.14", "1", "0.10"}},
    {"text[]", PG_PLAIN, {"'{}'", "ARRAY['a', 'b']", "ARRAY[]::text[]"}},
    {"character varying(10)[]", PG_PLAIN, {"'{}'", "'{a,\"b c\"}'", "ARRAY['x']"}},
    {"text[]", PG_PLAIN, {"NULL", "'{}'::text[]", "'{a}'"}},
    {"character varying[]", PG_PLAIN, {"'{}'", "ARRAY['a']", "NULL"}},
    {"interval", PG_PLAIN, {"'1 day'", "'01:30:00'", "make_interval(days => 2)"}},
    {"interval(2)", PG_PLAIN, {"'1 mon'", "'2 days'::interval", "'0'"}},
    {"time without time zone", PG_PLAIN, {"'10:00'", "LOCALTIME", "'23:59:59'"}},
    {"interval day to second", PG_PLAIN, {"'1 day'", "NULL", "'2 hours'"}},
    {"integer[]", PG_PLAIN, {"'{1,2}'", "ARRAY[1, 2]", "'{}'::integer[]"}},
    {"bigint[]", PG_PLAIN, {"'{1,2}'", "ARRAY[1]", "'{{1,2},{3,4}}'"}},
    {"numeric(8,2)[]", PG_PLAIN, {"'{1,2}'", "ARRAY[1.5]", "NULL"}},
    {"smallint[]", PG_PLAIN, {"'{1,2}'", "ARRAY[1]::smallint[]", "NULL"}},
    {"int4range", PG_RANGE, {"'empty'", "'[1,5)'", "int4range(1, 3)"}},
    {"tstzrange", PG_RANGE, {"'empty'", "tstzrange(now(), NULL)", "NULL"}},
    {"daterange", PG_RANGE, {"'empty'", "'[2020-01-01,2021-01-01)'", "NULL"}},
    {"jsonb", PG_PLAIN, {"'{}'", "'{\"a\": [1, 2]}'", "jsonb_build_object('a', 1)"}},
    {"json", PG_PLAIN, {"'{}'", "'{\"b\":  1}'", "'[]'::json"}},
    {"bytea", PG_PLAIN, {"'\\x00ff'", "'abc'", "decode('00', 'hex')"}},
    {"inet", PG_PLAIN, {"'10.0.0.1'", "'::1'", "'127.0.0.1'::inet"}},
    {"bit(4)", PG_PLAIN, {"B'1010'", "'0000'", "X'f'"}},
    {"tsvector", PG_PLAIN, {"''", "to_tsvector('english', 'a fat cat')", "NULL"}},
    {"point", PG_PLAIN, {"'(1,2)'", "point(0, 0)", "NULL"}},
    {"money", PG_PLAIN, {"'1.00'", "NULL", "0"}},
    {"name", PG_TEXT, {"'n'", "CURRENT_USER", "SESSION_USER"}},
    {"\"char\"", PG_PLAIN, {"'c'", "NULL", "'x'"}},
};

#define COUNT(array) ((unsigned)(sizeof(array) / sizeof *(array)))

const struct pg_type *pg_type_word(unsigned type)
{
    return &types[type % COUNT(types)];
}

unsigned pg_type_family(unsigned type, struct rng *rng)
{
    unsigned at = type % COUNT(types);
    return at >= FAMILIES * FAMILY ? at : at - at % FAMILY + rng_below(rng, FAMILY);
}

static const char *doubled(struct orq_arena *arena, const char *text, char quote)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_addc(&out, quote);
    for (; *text != '\0'; text++) {
        orq_str_addc(&out, *text);
        if (*text == quote)
            orq_str_addc(&out, quote);
    }
    orq_str_addc(&out, quote);
    return orq_str_text(&out);
}

const char *pg_literal(struct orq_arena *arena, const char *text)
{
    return doubled(arena, text, '\'');
}

const char *pg_quoted(struct orq_arena *arena, const char *text)
{
    return doubled(arena, text, '"');
}

const char *pg_name(struct orq_arena *arena, const struct pg_object *object)
{
    /* half of the names are plain, so that a hostile one stands among others */
    unsigned name = object->dice[0] % (2 * COUNT(names));
    return orq_arena_printf(arena, "%s%u", name < COUNT(names) ? names[name] : "c", object->uid);
}

const char *pg_kind_name(enum pg_kind kind)
{
    static const char *const words[] = {
#define X(name, count) #name,
        PG_KINDS(X)
#undef X
    };
    return kind < PG_KIND_COUNT ? words[kind] : "?";
}

unsigned pg_die(const struct pg_object *object, unsigned die, unsigned sides)
{
    return object->dice[die] / 7 % sides;
}

unsigned pg_name_die(enum pg_kind kind)
{
    static const unsigned dice[PG_KIND_COUNT] = {[PG_KEY] = 8, [PG_CHECK] = 7, [PG_REFERENCE] = 9};
    return dice[kind];
}

bool pg_is_named(const struct pg_object *object)
{
    return pg_die(object, pg_name_die(object->kind), 3) != 0;
}

const struct pg_object *pg_find(const struct pg_world *world, unsigned uid)
{
    for (size_t i = 0; uid != 0 && i < world->objects.len; i++)
        if (world->objects.items[i].uid == uid)
            return &world->objects.items[i];
    return NULL;
}

const struct pg_object *pg_find_kind(const struct pg_world *world, unsigned uid, enum pg_kind kind)
{
    const struct pg_object *object = pg_find(world, uid);
    return object != NULL && object->kind == kind ? object : NULL;
}
