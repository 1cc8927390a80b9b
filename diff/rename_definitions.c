/* The renames of what is no table: by kind and name; of what has its name in a relation, by
 * relation. */
#include "diff/definitions.h"
#include "diff/renames.h"
#include "model/identity.h"

#include <string.h>

static bool is_native(const struct orq_renamer *renamer, enum orq_kind kind)
{
    const struct orq_rename rename = {.kind = kind};
    return orq_rename_is_native(renamer->names, &rename);
}

static bool is_inside(const struct orq_renamer *renamer, const struct orq_definition *definition)
{
    return orq_is_named_in_relation(renamer->names, definition->kind);
}

/* A routine is known by its signature, which renaming leaves: `renamed_from: f` of g(integer) is
 * f(integer). */
static const char *old_name(struct orq_arena *arena, const struct orq_definition *want)
{
    const char *from = want->renamed_from;
    bool routine = want->kind == ORQ_KIND_FUNCTION || want->kind == ORQ_KIND_AGGREGATE;
    const char *signature = routine && !strchr(from, '(') ? strchr(want->name, '(') : NULL;
    return signature ? orq_arena_printf(arena, "%s%s", from, signature) : from;
}

static const char *qualified(const struct orq_renamer *renamer, const char *schema,
                             const char *name)
{
    return orq_qualified(renamer->arena, renamer->names, schema, name);
}

/* -- in a schema -- */

static void put_in_schema(const struct orq_renamer *renamer, struct orq_claim_place *place,
                          struct orq_map *map, const struct orq_schema *schema)
{
    for (size_t i = 0; i < schema->definitions.len; i++) {
        struct orq_definition *definition = schema->definitions.items[i];
        if (!is_inside(renamer, definition))
            orq_claim_put(place, map, definition->kind,
                          qualified(renamer, definition->schema, definition->name), definition);
    }
}

static struct orq_claim claim_of(const struct orq_renamer *renamer,
                                 const struct orq_definition *want)
{
    bool inside = is_inside(renamer, want);
    const char *from = old_name(renamer->arena, want);
    return (struct orq_claim){.kind = want->kind,
                              .from = inside ? from : qualified(renamer, want->schema, from),
                              .to = inside ? want->name
                                           : qualified(renamer, want->schema, want->name),
                              .at = want->at,
                              .object = want};
}

static void keep_pending(struct orq_renamer *renamer, const struct orq_claim_place *place)
{
    if (!renamer->old_definitions)
        renamer->old_definitions = orq_map_new(renamer->arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < place->claims.len; i++) {
        const struct orq_claim *claim = place->claims.items[i];
        void *have =
            orq_map_get(place->have, orq_claim_key(renamer->arena, claim->kind, claim->from));
        if (claim->state == ORQ_CLAIM_PENDING && have)
            orq_map_put(renamer->old_definitions,
                        orq_definition_identity(renamer->arena, renamer->names, claim->object),
                        have);
    }
}

static void rename_in_schema(struct orq_renamer *renamer, bool native)
{
    struct orq_claim_place place =
        orq_claim_place_new(renamer->arena, renamer->names, renamer->diags, NULL);
    put_in_schema(renamer, &place, place.have, renamer->have);
    put_in_schema(renamer, &place, place.want, renamer->want);
    for (size_t i = 0; i < renamer->want->definitions.len; i++) {
        const struct orq_definition *want = renamer->want->definitions.items[i];
        if (want->renamed_from && !is_inside(renamer, want) &&
            is_native(renamer, want->kind) == native)
            orq_claim_add(&place, claim_of(renamer, want));
    }
    orq_claims_decide(&place, renamer->renames);
    keep_pending(renamer, &place);
}

const struct orq_definition *orq_definition_of_claims(const struct orq_renamer *renamer,
                                                      const struct orq_definition *want)
{
    const struct orq_definition *old =
        renamer->old_definitions
            ? orq_map_get(renamer->old_definitions,
                          orq_definition_identity(renamer->arena, renamer->names, want))
            : NULL;
    return old ? old : orq_schema_definition_like(renamer->arena, renamer->have, want);
}

/* -- in a relation -- */

/* What the relation of the new side is called in have; the relation may be new, or no table. */
static const char *ground_before(const struct orq_renamer *renamer, const char *on)
{
    const struct orq_table *want = orq_schema_table(renamer->want, on);
    const struct orq_table *have = want ? orq_table_before(renamer, want) : NULL;
    if (have)
        return qualified(renamer, have->schema, have->name);
    const struct orq_definition *view =
        orq_schema_definition(renamer->arena, renamer->want, ORQ_KIND_VIEW, on);
    const struct orq_definition *old = view ? orq_definition_of_claims(renamer, view) : NULL;
    return old ? qualified(renamer, old->schema, old->name) : on;
}

ORQ_VEC_OF(grounds, struct orq_claim_place *);

/* The relations in which something is renamed, in the order of the model. */
struct grounds_index {
    struct grounds all;
    struct orq_map *by_old, *by_new; /* name -> its place */
};

static void find_grounds(struct orq_renamer *renamer, struct grounds_index *index)
{
    for (size_t i = 0; i < renamer->want->definitions.len; i++) {
        const struct orq_definition *want = renamer->want->definitions.items[i];
        if (!want->renamed_from || !is_inside(renamer, want) ||
            orq_map_get(index->by_new, want->on))
            continue;
        struct orq_claim_place *ground = ORQ_NEW(renamer->arena, struct orq_claim_place);
        *ground = orq_claim_place_new(renamer->arena, renamer->names, renamer->diags, want->on);
        orq_map_put(index->by_new, want->on, ground);
        orq_map_put(index->by_old, ground_before(renamer, want->on), ground);
        ORQ_PUSH(renamer->arena, &index->all, ground);
    }
}

static void fill_grounds(struct orq_renamer *renamer, struct grounds_index *index)
{
    for (size_t i = 0; i < renamer->have->definitions.len; i++) {
        struct orq_definition *have = renamer->have->definitions.items[i];
        struct orq_claim_place *ground =
            is_inside(renamer, have) ? orq_map_get(index->by_old, have->on) : NULL;
        if (ground)
            orq_claim_put(ground, ground->have, have->kind, have->name, have);
    }
    for (size_t i = 0; i < renamer->want->definitions.len; i++) {
        struct orq_definition *want = renamer->want->definitions.items[i];
        struct orq_claim_place *ground =
            is_inside(renamer, want) ? orq_map_get(index->by_new, want->on) : NULL;
        if (ground)
            orq_claim_put(ground, ground->want, want->kind, want->name, want);
    }
}

static void rename_in_relations(struct orq_renamer *renamer)
{
    struct grounds_index index = {.by_old = orq_map_new(renamer->arena, ORQ_KEYS_EXACT),
                                  .by_new = orq_map_new(renamer->arena, ORQ_KEYS_EXACT)};
    find_grounds(renamer, &index);
    if (index.all.len == 0)
        return;
    fill_grounds(renamer, &index);
    for (size_t i = 0; i < renamer->want->definitions.len; i++) {
        const struct orq_definition *want = renamer->want->definitions.items[i];
        if (want->renamed_from && is_inside(renamer, want))
            orq_claim_add(orq_map_get(index.by_new, want->on), claim_of(renamer, want));
    }
    for (size_t i = 0; i < index.all.len; i++)
        orq_claims_decide(index.all.items[i], renamer->renames);
}

static bool any_claims(const struct orq_schema *schema)
{
    for (size_t i = 0; i < schema->definitions.len; i++)
        if (schema->definitions.items[i]->renamed_from)
            return true;
    return false;
}

void orq_rename_definitions(struct orq_renamer *renamer, bool native)
{
    if (!any_claims(renamer->want))
        return;
    rename_in_schema(renamer, native);
    if (!native)
        rename_in_relations(renamer);
}
