/* One thing taken off a table. */
#include "review/without.h"

#include "model/dialect.h"
#include "model/identity.h"

#include <string.h>

static struct orq_table *copy_of(struct orq_arena *arena, const struct orq_table *table)
{
    struct orq_table *copy = ORQ_NEW(arena, struct orq_table);
    *copy = *table;
    return copy;
}

/* Of an index that is named with its table the name is its own. */
static bool is_index(struct orq_arena *arena, const struct orq_table *table,
                     const struct orq_index *index, const struct orq_claim *claim)
{
    const char *name = claim->table
                           ? index->name
                           : orq_qualified(arena, table->dialect, table->schema, index->name);
    return claim->kind == ORQ_KIND_INDEX && orq_same_name(table->dialect, name, claim->name);
}

static bool is_constraint(const struct orq_table *table, const struct orq_constraint *constraint,
                          const struct orq_claim *claim)
{
    return claim->kind == ORQ_KIND_CHECK && constraint->name &&
           orq_same_name(table->dialect, constraint->name, claim->name);
}

/* ---- the things themselves ---- */

static struct orq_table *without_index(struct orq_arena *arena, const struct orq_table *table,
                                       const struct orq_claim *claim)
{
    struct orq_table *copy = copy_of(arena, table);
    copy->indexes = (struct orq_indexes){0};
    for (size_t i = 0; i < table->indexes.len; i++) {
        if (!is_index(arena, table, table->indexes.items[i], claim))
            ORQ_PUSH(arena, &copy->indexes, table->indexes.items[i]);
    }
    return copy->indexes.len + 1 == table->indexes.len ? copy : NULL;
}

static struct orq_table *without_constraint(struct orq_arena *arena, const struct orq_table *table,
                                            const struct orq_claim *claim)
{
    struct orq_table *copy = copy_of(arena, table);
    copy->constraints = (struct orq_constraints){0};
    for (size_t i = 0; i < table->constraints.len; i++) {
        if (!is_constraint(table, table->constraints.items[i], claim))
            ORQ_PUSH(arena, &copy->constraints, table->constraints.items[i]);
    }
    return copy->constraints.len + 1 == table->constraints.len ? copy : NULL;
}

/* ---- what is said of them ---- */

static struct orq_table *without_security(struct orq_arena *arena, const struct orq_table *table)
{
    struct orq_table *copy = copy_of(arena, table);
    copy->postgres = ORQ_NEW(arena, struct orq_table_postgres);
    *copy->postgres = *orq_table_postgres(table);
    copy->postgres->row_security = false;
    return orq_table_postgres(table)->row_security ? copy : NULL;
}

static struct orq_table *without_comment(struct orq_arena *arena, const struct orq_table *table)
{
    struct orq_table *copy = copy_of(arena, table);
    copy->comment = NULL;
    return table->comment ? copy : NULL;
}

static struct orq_table *without_column_comment(struct orq_arena *arena,
                                                const struct orq_table *table,
                                                const struct orq_claim *claim)
{
    struct orq_table *copy = copy_of(arena, table);
    bool found = false;
    copy->columns = (struct orq_columns){0};
    copy->by_column = NULL;
    for (size_t i = 0; i < table->columns.len; i++) {
        struct orq_column *column = ORQ_NEW(arena, struct orq_column);
        *column = *table->columns.items[i];
        if (column->comment && orq_same_name(table->dialect, column->name, claim->name)) {
            column->comment = NULL;
            found = true;
        }
        orq_table_add_column(arena, copy, column);
    }
    return found ? copy : NULL;
}

static struct orq_table *without_index_comment(struct orq_arena *arena,
                                               const struct orq_table *table,
                                               const struct orq_claim *claim)
{
    struct orq_table *copy = copy_of(arena, table);
    bool found = false;
    copy->indexes = (struct orq_indexes){0};
    for (size_t i = 0; i < table->indexes.len; i++) {
        struct orq_index *index = ORQ_NEW(arena, struct orq_index);
        *index = *table->indexes.items[i];
        if (index->comment && is_index(arena, table, index, claim)) {
            index->comment = NULL;
            found = true;
        }
        ORQ_PUSH(arena, &copy->indexes, index);
    }
    return found ? copy : NULL;
}

static struct orq_table *without_constraint_comment(struct orq_arena *arena,
                                                    const struct orq_table *table,
                                                    const struct orq_claim *claim)
{
    struct orq_table *copy = copy_of(arena, table);
    bool found = false;
    copy->constraints = (struct orq_constraints){0};
    for (size_t i = 0; i < table->constraints.len; i++) {
        struct orq_constraint *constraint = ORQ_NEW(arena, struct orq_constraint);
        *constraint = *table->constraints.items[i];
        if (constraint->comment && is_constraint(table, constraint, claim)) {
            constraint->comment = NULL;
            found = true;
        }
        ORQ_PUSH(arena, &copy->constraints, constraint);
    }
    return found ? copy : NULL;
}

struct orq_table *orq_table_without(struct orq_arena *arena, const struct orq_table *table,
                                    const struct orq_claim *claim)
{
    bool comments = claim->act == ORQ_CLAIMS_COMMENTED;
    if (claim->act == ORQ_CLAIMS_SECURED)
        return without_security(arena, table);
    if (claim->kind == ORQ_KIND_TABLE)
        return without_comment(arena, table);
    if (claim->kind == ORQ_KIND_COLUMN)
        return without_column_comment(arena, table, claim);
    if (claim->kind == ORQ_KIND_INDEX)
        return comments ? without_index_comment(arena, table, claim)
                        : without_index(arena, table, claim);
    return comments ? without_constraint_comment(arena, table, claim)
                    : without_constraint(arena, table, claim);
}

struct orq_definition *orq_definition_without(struct orq_arena *arena,
                                              const struct orq_definition *definition,
                                              const struct orq_claim *claim)
{
    struct orq_definition *copy = ORQ_NEW(arena, struct orq_definition);
    *copy = *definition;
    if (claim->act == ORQ_CLAIMS_COMMENTED) {
        copy->comment = NULL;
        return definition->comment ? copy : NULL;
    }
    copy->attributes = (struct orq_attributes){0};
    for (size_t i = 0; i < definition->attributes.len; i++) {
        if (definition->attributes.items[i].key != ORQ_ATTRIBUTE_OWNED_BY)
            ORQ_PUSH(arena, &copy->attributes, definition->attributes.items[i]);
    }
    return copy->attributes.len < definition->attributes.len ? copy : NULL;
}
