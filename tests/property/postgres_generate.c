#include "tests/property/postgres_world.h"

#include <string.h>

static const unsigned most[] = {
#define X(name, count) count,
    PG_KINDS(X)
#undef X
};

/* A random object of a kind, and of a table (0: of any); 0: there is none. */
static unsigned any_of(const struct pg_world *world, struct rng *rng, enum pg_kind kind,
                       unsigned of)
{
    unsigned found = 0, seen = 0;
    for (size_t i = 0; i < world->objects.len; i++) {
        const struct pg_object *object = &world->objects.items[i];
        if (object->kind == kind && (of == 0 || object->of == of) && rng_below(rng, ++seen) == 0)
            found = object->uid;
    }
    return found;
}

/* What an object of a kind may use beside its table; the kind itself: nothing, or its like. */
static const enum pg_kind uses[] = {
    [PG_NAMESPACE] = PG_NAMESPACE,   [PG_ENUM] = PG_ENUM,
    [PG_DOMAIN] = PG_DOMAIN,         [PG_COMPOSITE] = PG_ENUM,
    [PG_SEQUENCE] = PG_SEQUENCE,     [PG_FUNCTION] = PG_ENUM,
    [PG_TABLE] = PG_TABLE,           [PG_COLUMN] = PG_COLUMN,
    [PG_PARTITION] = PG_PARTITION,   [PG_KEY] = PG_KEY,
    [PG_CHECK] = PG_FUNCTION,        [PG_REFERENCE] = PG_KEY,
    [PG_INDEX] = PG_FUNCTION,        [PG_EXCLUSION] = PG_EXCLUSION,
    [PG_STATISTICS] = PG_STATISTICS, [PG_VIEW] = PG_VIEW,
    [PG_ROUTINE] = PG_ENUM,          [PG_TRIGGER] = PG_FUNCTION,
    [PG_POLICY] = PG_TABLE,          [PG_RULE] = PG_TABLE,
};

static void repoint(const struct pg_world *world, struct rng *rng, struct pg_object *object)
{
    static const enum pg_kind for_columns[] = {PG_ENUM,     PG_DOMAIN,   PG_COMPOSITE,
                                               PG_SEQUENCE, PG_FUNCTION, PG_COLUMN};
    enum pg_kind other = object->kind == PG_COLUMN
                             ? for_columns[rng_below(rng, sizeof for_columns / sizeof *for_columns)]
                             : uses[object->kind];
    /* a column that reads another reads one of its own table */
    object->other = any_of(world, rng, other, other == PG_COLUMN ? object->of : 0);
    for (unsigned i = 0; i < PG_COLUMNS; i++)
        object->columns[i] = any_of(world, rng, PG_COLUMN, object->of);
}

static const struct pg_object *add(struct orq_arena *arena, struct pg_world *world, struct rng *rng,
                                   enum pg_kind kind)
{
    struct pg_object object = {.kind = kind, .uid = ++world->next_uid};
    for (unsigned i = 0; i < PG_DICE; i++)
        object.dice[i] = rng_below(rng, 1000000);
    if (kind > PG_TABLE)
        object.of = any_of(world, rng, PG_TABLE, 0);
    if (kind == PG_COLUMN && rng_chance(rng, 30))
        object.dice[3] = 0; /* integers, so that keys and references find each other */
    repoint(world, rng, &object);
    ORQ_PUSH(arena, &world->objects, object);
    return &world->objects.items[world->objects.len - 1];
}

struct pg_world pg_world_generate(struct orq_arena *arena, struct rng *rng)
{
    struct pg_world world = {0};
    for (unsigned kind = 0; kind < PG_KIND_COUNT; kind++) {
        unsigned count = rng_below(rng, most[kind] + 1);
        count = kind == PG_TABLE || kind == PG_COLUMN ? (most[kind] + count) / 2 : count;
        for (unsigned i = 0; i < count; i++)
            add(arena, &world, rng, (enum pg_kind)kind);
    }
    return world;
}

struct pg_world pg_world_copy(struct orq_arena *arena, const struct pg_world *world)
{
    struct pg_world copy = {.next_uid = world->next_uid};
    for (size_t i = 0; i < world->objects.len; i++)
        ORQ_PUSH(arena, &copy.objects, world->objects.items[i]);
    return copy;
}

static void take(struct pg_world *world, size_t at)
{
    struct pg_objects *objects = &world->objects;
    memmove(&objects->items[at], &objects->items[at + 1],
            (objects->len - at - 1) * sizeof *objects->items);
    objects->len--;
}

/* Names stay: a new one is an object less and another one more; and so do how a table is divided,
 * and what a function takes, for calls of one name with and without defaults are not unique. A
 * schema changes seldom, and a type mostly to one that needs no word of a person. A constraint
 * keeps its own name: a model that gives it none asks for none, and any is right. */
static unsigned throw_again(struct pg_object *object, struct rng *rng)
{
    unsigned die = 1 + rng_below(rng, PG_DICE - 1);
    die = die == 1 && !rng_chance(rng, 30) ? 3 : die;
    unsigned before = object->dice[die];
    die = die == 3 && (object->kind == PG_TABLE || object->kind == PG_FUNCTION) ? 4 : die;
    die = die == 6 && object->kind == PG_FUNCTION ? 5 : die; /* the type of an argument */
    if (object->kind == PG_COLUMN && die == 3 && rng_chance(rng, 85))
        object->dice[3] = pg_type_family(object->dice[3] / 7, rng) * 7;
    else
        object->dice[die] = rng_below(rng, 1000000);
    if (die == pg_name_die(object->kind) && !pg_is_named(object))
        object->dice[die] = before;
    return die;
}

const char *pg_world_change(struct orq_arena *arena, struct pg_world *world, struct rng *rng)
{
    unsigned choice = rng_below(rng, 10);
    if (choice < 3 || world->objects.len == 0) {
        enum pg_kind kind = (enum pg_kind)rng_below(rng, PG_KIND_COUNT);
        const struct pg_object *object = add(arena, world, rng, kind);
        return orq_arena_printf(arena, "add %s %u", pg_kind_name(kind), object->uid);
    }
    size_t at = rng_below(rng, (unsigned)world->objects.len);
    struct pg_object *object = &world->objects.items[at];
    enum pg_kind kind = object->kind;
    unsigned uid = object->uid;
    if (choice < 5) {
        take(world, at);
        return orq_arena_printf(arena, "drop %s %u", pg_kind_name(kind), uid);
    }
    if (choice < 6 && kind != PG_COLUMN) {
        repoint(world, rng, object);
        return orq_arena_printf(arena, "repoint %s %u", pg_kind_name(kind), uid);
    }
    unsigned die = throw_again(object, rng);
    return orq_arena_printf(arena, "throw %s %u die %u", pg_kind_name(kind), uid, die);
}
