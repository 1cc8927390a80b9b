/* Which renames the model asks for: its renamed_from lines, place by place. */
#include "diff/renames.h"

#include "diff/sides.h"
#include "model/identity.h"

void orq_claim_put(struct orq_claim_place *place, struct orq_map *map, enum orq_kind kind,
                   const char *name, void *object)
{
    if (name)
        orq_map_put(map, orq_claim_key(place->arena, kind, name), object);
}

/* -- tables -- */

static bool any_table_claims(const struct orq_schema *schema)
{
    for (size_t i = 0; i < schema->tables.len; i++)
        if (schema->tables.items[i]->renamed_from)
            return true;
    return false;
}

static void put_tables(struct orq_claim_place *place, struct orq_map *map,
                       const struct orq_schema *schema)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        struct orq_table *table = schema->tables.items[i];
        orq_claim_put(place, map, ORQ_KIND_TABLE,
                      orq_qualified(place->arena, place->names, table->schema, table->name), table);
    }
}

static void rename_tables(struct orq_renamer *renamer)
{
    struct orq_claim_place place =
        orq_claim_place_new(renamer->arena, renamer->names, renamer->diags, NULL);
    renamer->old_tables = orq_map_new(renamer->arena, orq_name_keys(renamer->names));
    if (!any_table_claims(renamer->want))
        return;
    put_tables(&place, place.have, renamer->have);
    put_tables(&place, place.want, renamer->want);
    for (size_t i = 0; i < renamer->want->tables.len; i++) {
        const struct orq_table *table = renamer->want->tables.items[i];
        struct orq_claim claim = {.kind = ORQ_KIND_TABLE, .at = table->at, .object = table};
        if (!table->renamed_from)
            continue;
        claim.from =
            orq_qualified(renamer->arena, renamer->names, table->schema, table->renamed_from);
        claim.to = orq_qualified(renamer->arena, renamer->names, table->schema, table->name);
        orq_claim_add(&place, claim);
    }
    orq_claims_decide(&place, renamer->renames);
    for (size_t i = 0; i < place.claims.len; i++)
        if (place.claims.items[i]->state == ORQ_CLAIM_PENDING)
            orq_map_put(renamer->old_tables, place.claims.items[i]->from, place.claims.items[i]);
}

/* The table as the database has it, under the name that it has before the renames; NULL: it is new.
 */
const struct orq_table *orq_table_before(const struct orq_renamer *renamer,
                                         const struct orq_table *table)
{
    const char *name = orq_qualified(renamer->arena, renamer->names, table->schema, table->name);
    if (table->renamed_from) {
        const char *from =
            orq_qualified(renamer->arena, renamer->names, table->schema, table->renamed_from);
        const struct orq_claim *claim = orq_map_get(renamer->old_tables, from);
        if (claim && claim->object == table)
            return orq_schema_table(renamer->have, from);
    }
    return orq_map_get(renamer->old_tables, name) ? NULL : orq_schema_table(renamer->have, name);
}

/* -- what is in a table -- */

static void put_columns(struct orq_claim_place *place, struct orq_map *map,
                        const struct orq_table *table)
{
    for (size_t i = 0; i < table->columns.len; i++)
        orq_claim_put(place, map, ORQ_KIND_COLUMN, table->columns.items[i]->name,
                      table->columns.items[i]);
}

static void claim_columns(struct orq_claim_place *place, const struct orq_table *have,
                          const struct orq_table *want)
{
    put_columns(place, place->have, have);
    put_columns(place, place->want, want);
    for (size_t i = 0; i < want->columns.len; i++) {
        const struct orq_column *column = want->columns.items[i];
        if (column->renamed_from)
            orq_claim_add(place, (struct orq_claim){.kind = ORQ_KIND_COLUMN,
                                                    .from = column->renamed_from,
                                                    .to = column->name,
                                                    .at = column->at,
                                                    .object = column});
    }
}

static void put_children(struct orq_claim_place *place, struct orq_map *map,
                         const struct orq_table *table)
{
    for (size_t i = 0; i < table->constraints.len; i++)
        orq_claim_put(place, map, table->constraints.items[i]->kind,
                      table->constraints.items[i]->name, table->constraints.items[i]);
    for (size_t i = 0; i < table->indexes.len; i++)
        orq_claim_put(place, map, ORQ_KIND_INDEX, table->indexes.items[i]->name,
                      table->indexes.items[i]);
}

static void claim_children(struct orq_claim_place *place, const struct orq_table *have,
                           const struct orq_table *want)
{
    put_children(place, place->have, have);
    put_children(place, place->want, want);
    for (size_t i = 0; i < want->constraints.len; i++) {
        const struct orq_constraint *constraint = want->constraints.items[i];
        if (constraint->renamed_from && constraint->name)
            orq_claim_add(place, (struct orq_claim){.kind = constraint->kind,
                                                    .from = constraint->renamed_from,
                                                    .to = constraint->name,
                                                    .at = constraint->at,
                                                    .object = constraint});
    }
    for (size_t i = 0; i < want->indexes.len; i++) {
        const struct orq_index *index = want->indexes.items[i];
        if (index->renamed_from)
            orq_claim_add(place, (struct orq_claim){.kind = ORQ_KIND_INDEX,
                                                    .from = index->renamed_from,
                                                    .to = index->name,
                                                    .at = index->at,
                                                    .object = index});
    }
}

static bool any_column_claims(const struct orq_table *table)
{
    for (size_t i = 0; i < table->columns.len; i++)
        if (table->columns.items[i]->renamed_from)
            return true;
    return false;
}

static bool any_child_claims(const struct orq_table *table)
{
    for (size_t i = 0; i < table->constraints.len; i++)
        if (table->constraints.items[i]->renamed_from)
            return true;
    for (size_t i = 0; i < table->indexes.len; i++)
        if (table->indexes.items[i]->renamed_from)
            return true;
    return false;
}

static void rename_in(struct orq_renamer *renamer, const struct orq_table *have,
                      const struct orq_table *want,
                      void (*claim)(struct orq_claim_place *place, const struct orq_table *have,
                                    const struct orq_table *want))
{
    struct orq_claim_place place = orq_claim_place_new(
        renamer->arena, renamer->names, renamer->diags,
        orq_qualified(renamer->arena, renamer->names, want->schema, want->name));
    claim(&place, have, want);
    orq_claims_decide(&place, renamer->renames);
}

static void
rename_in_tables(struct orq_renamer *renamer, bool (*any)(const struct orq_table *table),
                 void (*claim)(struct orq_claim_place *place, const struct orq_table *have,
                               const struct orq_table *want))
{
    for (size_t i = 0; i < renamer->want->tables.len; i++) {
        const struct orq_table *want = renamer->want->tables.items[i];
        const struct orq_table *have = any(want) ? orq_table_before(renamer, want) : NULL;
        if (have)
            rename_in(renamer, have, want, claim);
    }
    for (size_t i = 0; i < renamer->want->definitions.len; i++) {
        const struct orq_definition *want = renamer->want->definitions.items[i];
        if (!want->relation || !any(want->relation))
            continue;
        const struct orq_definition *have = orq_definition_of_claims(renamer, want);
        if (have && have->relation)
            rename_in(renamer, have->relation, want->relation, claim);
    }
}

enum orq_status orq_diff_renames(struct orq_arena *arena, const struct orq_schema *have,
                                 const struct orq_schema *want, struct orq_diags *diags,
                                 struct orq_renames *renames)
{
    struct orq_renamer renamer = {.arena = arena,
                                  .names = want->dialect,
                                  .have = have,
                                  .want = want,
                                  .diags = diags,
                                  .renames = renames};
    size_t errors = orq_diags_errors(diags);
    rename_tables(&renamer);
    orq_rename_definitions(&renamer, true);
    rename_in_tables(&renamer, any_column_claims, claim_columns);
    rename_in_tables(&renamer, any_child_claims, claim_children);
    orq_rename_definitions(&renamer, false);
    return orq_diags_errors(diags) == errors ? ORQ_OK : ORQ_INVALID;
}

bool orq_rename_is_native(const struct orq_dialect *dialect, const struct orq_rename *rename)
{
    const unsigned long long tables = ORQ_KIND_BIT(ORQ_KIND_TABLE) | ORQ_KIND_BIT(ORQ_KIND_COLUMN);
    const unsigned long long named = ORQ_KIND_BIT(ORQ_KIND_VIEW) | ORQ_KIND_BIT(ORQ_KIND_SEQUENCE) |
                                     ORQ_KIND_BIT(ORQ_KIND_ENUM) | ORQ_KIND_BIT(ORQ_KIND_DOMAIN) |
                                     ORQ_KIND_BIT(ORQ_KIND_COMPOSITE) |
                                     ORQ_KIND_BIT(ORQ_KIND_RANGE);
    unsigned long long native = dialect->names_in_relations ? tables | named : tables;
    return (native & ORQ_KIND_BIT(rename->kind)) != 0;
}

/* -- undoing -- */

/* Types and sequences, like tables, hold their names when the turn of what is in them comes. */
static bool is_container(enum orq_kind kind)
{
    const unsigned long long containers =
        ORQ_KIND_BIT(ORQ_KIND_TABLE) | ORQ_KIND_BIT(ORQ_KIND_SEQUENCE) |
        ORQ_KIND_BIT(ORQ_KIND_ENUM) | ORQ_KIND_BIT(ORQ_KIND_DOMAIN) |
        ORQ_KIND_BIT(ORQ_KIND_COMPOSITE) | ORQ_KIND_BIT(ORQ_KIND_RANGE);
    return (containers & ORQ_KIND_BIT(kind)) != 0;
}

static unsigned rank_of(enum orq_kind kind)
{
    return is_container(kind) ? 0 : kind == ORQ_KIND_COLUMN ? 1 : 2;
}

/* New name -> the rename, of what others are in. */
static struct orq_map *map_containers(struct orq_arena *arena, const struct orq_renames *renames)
{
    struct orq_map *map = orq_map_new(arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < renames->len; i++)
        if (is_container(renames->items[i].kind) || renames->items[i].kind == ORQ_KIND_VIEW)
            orq_map_put(map, renames->items[i].to, &renames->items[i]);
    return map;
}

struct orq_renames orq_renames_undo(struct orq_arena *arena, const struct orq_renames *renames)
{
    struct orq_renames undone = {0};
    struct orq_map *old_names = map_containers(arena, renames);
    for (unsigned rank = 0; rank < 3; rank++)
        for (size_t i = renames->len; i-- > 0;) {
            struct orq_rename rename = renames->items[i];
            const struct orq_rename *table = orq_map_get(old_names, rename.table);
            if (rank_of(rename.kind) != rank)
                continue;
            rename.from = renames->items[i].to;
            rename.to = renames->items[i].from;
            rename.table = table ? table->from : rename.table;
            ORQ_PUSH(arena, &undone, rename);
        }
    return undone;
}
