#include "introspect/sqlite_parts.h"

#include "base/map.h"
#include "base/str.h"

#include <string.h>

#define MOST_SUFFIXES 5

/* The suffixes that each module's xShadowName claims. A module without any keeps no tables. */
static const struct module {
    const char *name;
    const char *suffixes[MOST_SUFFIXES + 1];
} modules[] = {
    {"fts3", {"content", "segments", "segdir", "docsize", "stat"}},
    {"fts4", {"content", "segments", "segdir", "docsize", "stat"}},
    {"fts5", {"data", "idx", "content", "docsize", "config"}},
    {"rtree", {"node", "parent", "rowid"}},
    {"rtree_i32", {"node", "parent", "rowid"}},
    {"geopoly", {"node", "parent", "rowid"}},
    {"spellfix1", {"vocab"}},
    {"fts4aux", {NULL}},
    {"fts3tokenize", {NULL}},
    {"fts5vocab", {NULL}},
    {"dbstat", {NULL}},
    {"csv", {NULL}},
};

static const struct module any_module = {"", {NULL}};

struct orq_shadows {
    struct orq_arena *arena;
    struct orq_map *owners; /* folded name of a virtual table -> struct owner */
};

struct owner {
    const struct module *module;
};

struct orq_shadows *orq_shadows_new(struct orq_arena *arena)
{
    struct orq_shadows *shadows = ORQ_NEW(arena, struct orq_shadows);
    shadows->arena = arena;
    shadows->owners = orq_map_new(arena, ORQ_KEYS_FOLDED);
    return shadows;
}

void orq_shadows_add(struct orq_shadows *shadows, const char *name, const char *module)
{
    struct owner *owner = ORQ_NEW(shadows->arena, struct owner);
    owner->module = &any_module;
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
        if (orq_ascii_equal(modules[i].name, module))
            owner->module = &modules[i];
    orq_map_put(shadows->owners, name, owner);
}

static bool claims(const struct module *module, const char *suffix)
{
    if (module == &any_module)
        return true;
    for (size_t i = 0; module->suffixes[i]; i++)
        if (orq_ascii_equal(module->suffixes[i], suffix))
            return true;
    return false;
}

bool orq_shadows_hold(const struct orq_shadows *shadows, const char *table)
{
    if (orq_map_len(shadows->owners) == 0)
        return false;
    char *prefix = orq_arena_strdup(shadows->arena, table);
    for (char *cut = strrchr(prefix, '_'); cut; cut = strrchr(prefix, '_')) {
        *cut = '\0';
        const struct owner *owner = orq_map_get(shadows->owners, prefix);
        if (owner && claims(owner->module, table + (cut - prefix) + 1))
            return true;
    }
    return false;
}
