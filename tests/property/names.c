#include "tests/property/world.h"

#include <string.h>

uint64_t rng_next(struct rng *rng) /* splitmix64 */
{
    uint64_t z = (rng->state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

unsigned rng_below(struct rng *rng, unsigned limit)
{
    return (unsigned)(rng_next(rng) % limit);
}

bool rng_chance(struct rng *rng, unsigned percent)
{
    return rng_below(rng, 100) < percent;
}

/* Names that a careless program trips over; the uid behind makes each unique. */
static const char *const pool[] = {
    "plain",   "order",     "Group",     "select",   "weird name", "a.b",   "quo\"te",
    "it's",    "semi;",     "back`tick", "br]acket", "Größe",      "名前",  "key",
    "values",  "--dash",    "/*star",    "MiXeD",    "rowid_",     "null",  "primary",
    "line\nx", "tab\tx",    "100%",      "sqlitex",  "orq_x",      "#hash", "a: b",
    "yes",     "generated", "check",     "{brace",   "*anchor",    "&amp",  "new",
};

const char *pool_name(struct orq_arena *arena, unsigned name, unsigned suffix)
{
    return orq_arena_printf(arena, "%s%u", pool[name % (sizeof pool / sizeof *pool)], suffix);
}

static bool may_be_bare(const char *name)
{
    for (const char *at = name; *at != '\0'; at++)
        if (!((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || *at == '_' ||
              (*at >= '0' && *at <= '9' && at > name)))
            return false;
    return true;
}

static const char *wrapped(struct orq_arena *arena, const char *name, char open, char close)
{
    struct orq_str text = orq_str_new(arena);
    orq_str_addc(&text, open);
    for (; *name != '\0'; name++) {
        orq_str_addc(&text, *name);
        if (*name == close)
            orq_str_addc(&text, close);
    }
    orq_str_addc(&text, close);
    return orq_str_text(&text);
}

const char *quoted(struct orq_arena *arena, const char *name, struct rng *style)
{
    unsigned choice = rng_below(style, 6);
    if (choice < 3 && may_be_bare(name))
        return name;
    if (choice == 4)
        return wrapped(arena, name, '`', '`');
    if (choice == 5 && strchr(name, ']') == NULL)
        return orq_arena_printf(arena, "[%s]", name);
    return wrapped(arena, name, '"', '"');
}
