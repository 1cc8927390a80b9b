#include "diff/renamed.h"

#include "base/str.h"
#include "diff/renamed_parts.h"
#include "model/dialect.h"
#include "model/identity.h"

#include <string.h>

const char *orq_renamed_before(const struct orq_renames *renames, const char *name)
{
    for (size_t i = 0; renames && i < renames->len; i++)
        if (renames->items[i].kind != ORQ_KIND_COLUMN && !renames->items[i].table &&
            strcmp(renames->items[i].to, name) == 0)
            return renames->items[i].from;
    return name;
}

/* -- which renames stand in front -- */

/* What a name stands for among tables, views, sequences and types; COUNT: nothing. */
static enum orq_kind holder_of(struct orq_arena *arena, const struct orq_schema *have,
                               const char *name)
{
    static const enum orq_kind kinds[] = {ORQ_KIND_VIEW,   ORQ_KIND_SEQUENCE,  ORQ_KIND_ENUM,
                                          ORQ_KIND_DOMAIN, ORQ_KIND_COMPOSITE, ORQ_KIND_RANGE};
    if (orq_schema_table(have, name))
        return ORQ_KIND_TABLE;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (orq_schema_definition(arena, have, kinds[i], name))
            return kinds[i];
    return ORQ_KIND_COUNT;
}

static const char *place_key(struct orq_arena *arena, const struct orq_rename *rename,
                             const char *name)
{
    return orq_arena_printf(arena, "%s\x1f%s", rename->kind == ORQ_KIND_COLUMN ? rename->table : "",
                            name);
}

#define LONGEST_NAME 63

static const char *aside_name(struct orq_arena *arena, const char *qualified, size_t number)
{
    const char *dot = strchr(qualified, '.');
    const char *own = dot ? dot + 1 : qualified;
    const char *schema = orq_arena_strndup(arena, qualified, (size_t)(own - qualified));
    if (strlen("orq_dropped_") + strlen(own) > LONGEST_NAME)
        return orq_arena_printf(arena, "%sorq_dropped_%zu", schema, number);
    return orq_arena_printf(arena, "%sorq_dropped_%s", schema, own);
}

/* Is the new name of the rename held by something that nobody renames? */
static bool is_held(struct orq_arena *arena, const struct orq_schema *have,
                    const struct orq_renames *renames, const struct orq_rename *rename,
                    enum orq_kind *kind)
{
    if (rename->kind == ORQ_KIND_COLUMN) {
        const struct orq_table *table =
            orq_schema_table(have, orq_renamed_before(renames, rename->table));
        *kind = ORQ_KIND_COLUMN;
        return orq_has_column(table, rename->to);
    }
    *kind = holder_of(arena, have, rename->to);
    return *kind != ORQ_KIND_COUNT;
}

struct orq_renames orq_renames_first(struct orq_arena *arena, const struct orq_schema *have,
                                     const struct orq_renames *renames)
{
    struct orq_renames first = {0};
    struct orq_map *leaving = orq_map_new(arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < renames->len; i++)
        if (orq_rename_is_native(have->dialect, &renames->items[i]))
            orq_map_put(leaving, place_key(arena, &renames->items[i], renames->items[i].from),
                        &renames->items[i]);
    for (size_t columns = 0; columns < 2; columns++)
        for (size_t i = 0; i < renames->len; i++) {
            const struct orq_rename *rename = &renames->items[i];
            struct orq_rename aside = {
                .table = rename->table, .from = rename->to, .at = rename->at};
            if (!orq_rename_is_native(have->dialect, rename) ||
                (rename->kind == ORQ_KIND_COLUMN) != (columns == 1))
                continue;
            aside.to = aside_name(arena, rename->to, i);
            if (!orq_map_get(leaving, place_key(arena, rename, rename->to)) &&
                is_held(arena, have, renames, rename, &aside.kind))
                ORQ_PUSH(arena, &first, aside);
            ORQ_PUSH(arena, &first, *rename);
        }
    return first;
}

/* -- the schema -- */

static void load_renames(struct orq_renamer_of_schema *renamer, const struct orq_renames *renames)
{
    struct orq_arena *arena = renamer->arena;
    renamer->renames = orq_renames_first(arena, renamer->have, renames);
    renamer->by_old = orq_map_new(arena, ORQ_KEYS_EXACT);
    renamer->columns = orq_map_new(arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < renamer->renames.len; i++) {
        struct orq_rename *rename = &renamer->renames.items[i];
        if (rename->kind != ORQ_KIND_COLUMN) {
            orq_map_put(renamer->by_old, rename->from, rename);
            continue;
        }
        struct orq_renames *columns = orq_map_get(renamer->columns, rename->table);
        if (!columns) {
            columns = ORQ_NEW(arena, struct orq_renames);
            orq_map_put(renamer->columns, rename->table, columns);
        }
        ORQ_PUSH(arena, columns, *rename);
    }
}

struct orq_schema *orq_schema_renamed(struct orq_arena *arena, const struct orq_schema *have,
                                      const struct orq_renames *renames)
{
    struct orq_renamer_of_schema renamer = {.arena = arena, .have = have};
    struct orq_schema *copy = orq_schema_new(arena, have->dialect);
    struct orq_map *by_table = copy->by_table, *by_definition = copy->by_definition;
    load_renames(&renamer, renames);
    *copy = *have;
    copy->tables = (struct orq_tables){0};
    copy->definitions = (struct orq_definitions){0};
    copy->depends = (struct orq_depends){0};
    copy->by_table = by_table;
    copy->by_definition = by_definition;
    for (size_t i = 0; i < have->tables.len; i++)
        orq_schema_add_table(arena, copy, orq_table_renamed(&renamer, have->tables.items[i]));
    for (size_t i = 0; i < have->definitions.len; i++)
        orq_schema_add_definition(arena, copy,
                                  orq_definition_renamed(&renamer, have->definitions.items[i]));
    for (size_t i = 0; i < have->depends.len; i++) {
        struct orq_depend edge = {.object =
                                      orq_identity_renamed(&renamer, have->depends.items[i].object),
                                  .on = orq_identity_renamed(&renamer, have->depends.items[i].on)};
        ORQ_PUSH(arena, &copy->depends, edge);
    }
    return copy;
}
