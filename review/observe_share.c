/* What is between two looks, shared out among the statements between them.
 *
 * What statements made is taken off the later schema, the last statement first; what they dropped
 * is taken off the earlier one, the first statement first. So the thing that a statement claims is
 * seen as it was around it, and what remains at the end must be the other schema. */
#include "review/observe_run.h"
#include "review/without.h"

#include "model/dialect.h"
#include "model/identity.h"

#include <string.h>

/* A table or a definition as it stands at the moment; both NULL: it is taken off. */
struct standing {
    const char *name; /* of a table */
    struct orq_table *table;
    struct orq_definition *definition;
    bool several; /* definitions of that name */
};
ORQ_VEC_OF(standings, struct standing *);

struct sharing {
    struct orq_arena *arena;
    const struct orq_schema *whole; /* that things are taken off */
    const struct orq_schema *other;
    struct standings all;
    struct orq_map *tables;      /* qualified name -> struct standing */
    struct orq_map *definitions; /* key_of -> struct standing */
    struct orq_map *indexed;     /* qualified name of an index -> struct standing of its table */
    struct orq_map *of_table;    /* qualified name -> struct standings: what goes with a table */
};

/* One statement's objects: with what it claims, and without. */
struct around {
    const struct orq_table *with_table, *without_table;
    struct orq_definitions with, without;
};

/* ---- what stands ---- */

static const char *qualified(const struct sharing *sharing, const char *schema, const char *name)
{
    return orq_qualified(sharing->arena, sharing->whole->dialect, schema, name);
}

/* Functions are known without their types: where there are several, nobody knows which. */
static const char *key_of(const struct sharing *sharing, const char *on, const char *name)
{
    return orq_arena_printf(sharing->arena, "%s\x1f%.*s", on ? on : "", (int)strcspn(name, "("),
                            name);
}

static void stand_table(struct sharing *sharing, struct orq_table *table)
{
    struct standing *standing = ORQ_NEW(sharing->arena, struct standing);
    standing->name = qualified(sharing, table->schema, table->name);
    standing->table = table;
    ORQ_PUSH(sharing->arena, &sharing->all, standing);
    orq_map_put(sharing->tables, standing->name, standing);
    for (size_t i = 0; i < table->indexes.len; i++)
        orq_map_put(sharing->indexed,
                    qualified(sharing, table->schema, table->indexes.items[i]->name), standing);
}

/* The table that the definition comes or goes with; NULL: none. */
static const char *companion_of(const struct sharing *sharing,
                                const struct orq_definition *definition)
{
    const char *owner = orq_attribute_text(&definition->attributes, ORQ_ATTRIBUTE_OWNED_BY);
    const char *dot = owner ? strrchr(owner, '.') : NULL;
    return dot ? orq_arena_strndup(sharing->arena, owner, (size_t)(dot - owner)) : definition->on;
}

static void stand_definition(struct sharing *sharing, struct orq_definition *definition)
{
    bool inside = definition->kind == ORQ_KIND_TRIGGER || definition->kind == ORQ_KIND_RULE ||
                  definition->kind == ORQ_KIND_POLICY;
    inside &= sharing->whole->dialect->names_in_relations;
    const char *key = key_of(sharing, inside ? definition->on : NULL,
                             qualified(sharing, definition->schema, definition->name));
    const char *table = companion_of(sharing, definition);
    struct standing *standing = ORQ_NEW(sharing->arena, struct standing);
    struct standings *companions = orq_map_get(sharing->of_table, table);
    standing->definition = definition;
    ORQ_PUSH(sharing->arena, &sharing->all, standing);
    struct standing *before = orq_map_put(sharing->definitions, key, standing);
    standing->several = before != NULL;
    if (table && !companions) {
        companions = ORQ_NEW(sharing->arena, struct standings);
        orq_map_put(sharing->of_table, table, companions);
    }
    if (table)
        ORQ_PUSH(sharing->arena, companions, standing);
}

static void begin(struct sharing *sharing)
{
    enum orq_map_keys keys = orq_name_keys(sharing->whole->dialect);
    sharing->tables = orq_map_new(sharing->arena, keys);
    sharing->definitions = orq_map_new(sharing->arena, keys);
    sharing->indexed = orq_map_new(sharing->arena, keys);
    sharing->of_table = orq_map_new(sharing->arena, keys);
    for (size_t i = 0; i < sharing->whole->tables.len; i++)
        stand_table(sharing, sharing->whole->tables.items[i]);
    for (size_t i = 0; i < sharing->whole->definitions.len; i++)
        stand_definition(sharing, sharing->whole->definitions.items[i]);
}

/* ---- taking what a statement claims ---- */

static void leave(struct sharing *sharing, struct standing *standing, struct around *around)
{
    ORQ_PUSH(sharing->arena, &around->with, standing->definition);
    standing->definition = NULL;
}

/* Of what is made with its table, only what it owns: the rest has statements of its own. */
static bool take_table(struct sharing *sharing, const struct orq_claim *claim,
                       struct around *around)
{
    struct standing *standing = orq_map_get(sharing->tables, claim->name);
    if (!standing || !standing->table || orq_schema_table(sharing->other, standing->name))
        return false;
    const struct standings *companions = orq_map_get(sharing->of_table, standing->name);
    for (size_t i = 0; companions && i < companions->len; i++) {
        struct orq_definition *definition = companions->items[i]->definition;
        bool comes = definition && companion_of(sharing, definition) &&
                     !orq_schema_definition_like(sharing->arena, sharing->other, definition);
        if (comes && (claim->act == ORQ_CLAIMS_DROPPED || definition->kind == ORQ_KIND_SEQUENCE))
            leave(sharing, companions->items[i], around);
    }
    around->with_table = standing->table;
    standing->table = NULL;
    return true;
}

static struct standing *table_of(const struct sharing *sharing, const struct orq_claim *claim)
{
    if (claim->kind == ORQ_KIND_TABLE)
        return orq_map_get(sharing->tables, claim->name);
    return claim->table ? orq_map_get(sharing->tables, claim->table)
                        : orq_map_get(sharing->indexed, claim->name);
}

static bool take_part(struct sharing *sharing, const struct orq_claim *claim, struct around *around)
{
    struct standing *standing = table_of(sharing, claim);
    struct orq_table *rest = standing && standing->table
                                 ? orq_table_without(sharing->arena, standing->table, claim)
                                 : NULL;
    if (!rest)
        return false;
    around->with_table = standing->table;
    around->without_table = standing->table = rest;
    return true;
}

static bool take_definition(struct sharing *sharing, const struct orq_claim *claim,
                            struct around *around)
{
    struct standing *standing =
        orq_map_get(sharing->definitions, key_of(sharing, claim->table, claim->name));
    if (!standing || !standing->definition || standing->several)
        return false;
    /* Whether dropping it is an operation is its owner's matter. */
    if (claim->act == ORQ_CLAIMS_DROPPED &&
        orq_attribute_is_set(&standing->definition->attributes, ORQ_ATTRIBUTE_OWNED_BY))
        return false;
    if (claim->act == ORQ_CLAIMS_MADE || claim->act == ORQ_CLAIMS_DROPPED) {
        bool both = orq_schema_definition_like(sharing->arena, sharing->other,
                                               standing->definition) != NULL;
        leave(sharing, standing, around);
        return !both;
    }
    struct orq_definition *rest =
        orq_definition_without(sharing->arena, standing->definition, claim);
    if (!rest)
        return false;
    leave(sharing, standing, around);
    ORQ_PUSH(sharing->arena, &around->without, rest);
    standing->definition = rest;
    return true;
}

static bool take(struct sharing *sharing, const struct orq_claim *claim, struct around *around)
{
    if (claim->act == ORQ_CLAIMS_ROWS)
        return true;
    if (claim->kind == ORQ_KIND_VIEW)
        return take_definition(sharing, claim, around);
    bool whole = claim->act == ORQ_CLAIMS_MADE || claim->act == ORQ_CLAIMS_DROPPED;
    return claim->kind == ORQ_KIND_TABLE && whole ? take_table(sharing, claim, around)
                                                  : take_part(sharing, claim, around);
}

/* ---- as schemas ---- */

static struct orq_schema *like(const struct sharing *sharing)
{
    struct orq_schema *schema = ORQ_NEW(sharing->arena, struct orq_schema);
    *schema = *sharing->whole;
    schema->tables = (struct orq_tables){0};
    schema->definitions = (struct orq_definitions){0};
    schema->depends = (struct orq_depends){0};
    schema->by_table = orq_map_new(sharing->arena, orq_name_keys(schema->dialect));
    schema->by_definition = orq_map_new(sharing->arena, ORQ_KEYS_EXACT);
    return schema;
}

static void add(const struct sharing *sharing, struct orq_schema *schema,
                const struct orq_table *table)
{
    struct orq_table *own = ORQ_NEW(sharing->arena, struct orq_table);
    *own = *table;
    orq_schema_add_table(sharing->arena, schema, own);
}

static struct orq_schema *of_one(const struct sharing *sharing, const struct orq_table *table,
                                 const struct orq_definitions *definitions)
{
    struct orq_schema *schema = like(sharing);
    if (table)
        add(sharing, schema, table);
    for (size_t i = 0; i < definitions->len; i++)
        orq_schema_add_definition(sharing->arena, schema, definitions->items[i]);
    return schema;
}

/* What nobody has claimed. */
static struct orq_schema *what_is_left(const struct sharing *sharing)
{
    struct orq_schema *schema = like(sharing);
    for (size_t i = 0; i < sharing->all.len; i++) {
        const struct standing *standing = sharing->all.items[i];
        if (standing->table)
            add(sharing, schema, standing->table);
        if (standing->definition)
            orq_schema_add_definition(sharing->arena, schema, standing->definition);
    }
    return schema;
}

/* ---- sharing ---- */

static enum orq_status differ(struct orq_observer *observer, bool drops,
                              const struct orq_schema *with, const struct orq_schema *without,
                              struct orq_ops *ops)
{
    const struct orq_observed_list none = {0};
    const struct orq_observed_ends ends = {drops ? with : without, drops ? without : with, &none};
    *ops = (struct orq_ops){0};
    return orq_observe_difference(observer->arena, observer->engine, &ends, observer->diags, ops);
}

static enum orq_status give(struct orq_observer *observer, const struct sharing *sharing,
                            struct orq_run_item *item, const struct around *around)
{
    const struct orq_schema *with = of_one(sharing, around->with_table, &around->with);
    const struct orq_schema *without = of_one(sharing, around->without_table, &around->without);
    return differ(observer, item->claim.act == ORQ_CLAIMS_DROPPED, with, without,
                  &item->observed.ops);
}

/* Of a schema that was read, definitions are not managed: dropping one is no operation, unless its
 * table goes. */
static bool changes_nothing(const struct orq_claim *claim)
{
    return claim->act == ORQ_CLAIMS_ROWS ||
           (claim->act == ORQ_CLAIMS_DROPPED && claim->kind == ORQ_KIND_VIEW);
}

static bool drop(const struct orq_run_items *part)
{
    for (size_t i = 0; i < part->len; i++) {
        if (part->items[i].claim.act == ORQ_CLAIMS_DROPPED)
            return true;
    }
    return false;
}

enum orq_status orq_run_share(struct orq_observer *observer, const struct orq_moment *now,
                              struct orq_run_items *part, bool *sure)
{
    struct orq_arena *arena = observer->arena;
    bool drops = drop(part);
    const struct orq_schema *last = observer->last->schema;
    struct sharing sharing = {
        .arena = arena, .whole = drops ? last : now->schema, .other = drops ? now->schema : last};
    struct around *arounds = ORQ_NEW_ARRAY(arena, struct around, part->len + 1);
    struct orq_ops left = {0};
    *sure = false;
    begin(&sharing);
    for (size_t i = 0; i < part->len; i++) {
        size_t at = drops ? i : part->len - 1 - i;
        if (!take(&sharing, &part->items[at].claim, &arounds[at]))
            return ORQ_OK;
    }
    enum orq_status status = differ(observer, drops, what_is_left(&sharing), sharing.other, &left);
    *sure = status == ORQ_OK && left.len == 0;
    for (size_t i = 0; *sure && i < part->len; i++) {
        struct orq_run_item *item = &part->items[i];
        status = give(observer, &sharing, item, &arounds[i]);
        *sure = status == ORQ_OK && (item->observed.ops.len > 0 || changes_nothing(&item->claim));
    }
    return status;
}
