#include "history/rights.h"

#include "model/identity.h"

/* One schema with other rights: those of `lender` (NULL: none) where the model says nothing. */
struct lending {
    struct orq_arena *arena;
    const struct orq_schema *lender, *model;
};

/* The rights of an object and of the same one in the model and at the lender; NULL: not there. */
struct rights {
    const struct orq_acl *own, *said, *lent;
};

static struct orq_acl choose(const struct lending *lending, const struct rights *rights)
{
    struct orq_acl chosen = *rights->own;
    const struct orq_acl nothing = {0};
    const struct orq_acl *other = rights->lent ? rights->lent : &nothing;
    if (!rights->said || !rights->said->owner)
        chosen.owner = other->owner;
    bool lost = !rights->said && !lending->lender;
    if (!lost && (!rights->said || !rights->said->given)) {
        chosen.given = other->given;
        chosen.grants = other->grants;
    }
    return chosen;
}

static struct orq_column *lend_column(const struct lending *lending,
                                      const struct orq_column *column, const struct rights *rights)
{
    struct orq_column *copy = ORQ_NEW(lending->arena, struct orq_column);
    struct orq_column_postgres *postgres = ORQ_NEW(lending->arena, struct orq_column_postgres);
    *copy = *column;
    *postgres = *orq_column_postgres(column);
    postgres->acl = choose(lending, rights);
    copy->postgres = postgres;
    return copy;
}

static const struct orq_acl *column_acl(const struct orq_table *table, const char *name)
{
    const struct orq_column *column = table ? orq_table_column(table, name) : NULL;
    return column ? &orq_column_postgres(column)->acl : NULL;
}

/* Few columns have grants of their own: the others are shared. */
static void lend_columns(const struct lending *lending, struct orq_table *copy,
                         const struct orq_table *said, const struct orq_table *lent)
{
    const struct orq_columns columns = copy->columns;
    copy->columns = (struct orq_columns){0};
    copy->by_column = NULL;
    for (size_t i = 0; i < columns.len; i++) {
        struct orq_column *column = columns.items[i];
        const struct rights rights = {.own = &orq_column_postgres(column)->acl,
                                      .said = column_acl(said, column->name),
                                      .lent = column_acl(lent, column->name)};
        if (rights.own->given || (rights.lent && rights.lent->given))
            column = lend_column(lending, column, &rights);
        orq_table_add_column(lending->arena, copy, column);
    }
}

static const struct orq_table *like(const struct lending *lending, const struct orq_schema *schema,
                                    const struct orq_table *table)
{
    return schema ? orq_schema_table(schema, orq_qualified(lending->arena, schema->dialect,
                                                           table->schema, table->name))
                  : NULL;
}

static struct orq_table *lend_table(const struct lending *lending, const struct orq_table *table)
{
    const struct orq_table *said = like(lending, lending->model, table);
    const struct orq_table *lent = like(lending, lending->lender, table);
    struct orq_table *copy = ORQ_NEW(lending->arena, struct orq_table);
    const struct rights rights = {.own = &orq_table_postgres(table)->acl,
                                  .said = said ? &orq_table_postgres(said)->acl : NULL,
                                  .lent = lent ? &orq_table_postgres(lent)->acl : NULL};
    *copy = *table;
    copy->postgres = ORQ_NEW(lending->arena, struct orq_table_postgres);
    *copy->postgres = *orq_table_postgres(table);
    copy->postgres->acl = choose(lending, &rights);
    lend_columns(lending, copy, said, lent);
    return copy;
}

static struct orq_definition *lend_definition(const struct lending *lending,
                                              const struct orq_definition *definition)
{
    struct orq_arena *arena = lending->arena;
    const struct orq_definition *said =
        orq_schema_definition_like(arena, lending->model, definition);
    const struct orq_definition *lent =
        lending->lender ? orq_schema_definition_like(arena, lending->lender, definition) : NULL;
    struct orq_definition *copy = ORQ_NEW(arena, struct orq_definition);
    const struct rights rights = {.own = &definition->acl,
                                  .said = said ? &said->acl : NULL,
                                  .lent = lent ? &lent->acl : NULL};
    *copy = *definition;
    copy->acl = choose(lending, &rights);
    if (definition->relation) {
        copy->relation = ORQ_NEW(arena, struct orq_table);
        *copy->relation = *definition->relation;
        lend_columns(lending, copy->relation, said ? said->relation : NULL,
                     lent ? lent->relation : NULL);
    }
    return copy;
}

static struct orq_schema *lend(const struct lending *lending, const struct orq_schema *schema)
{
    struct orq_schema *made = orq_schema_new(lending->arena, schema->dialect);
    struct orq_schema *copy = ORQ_NEW(lending->arena, struct orq_schema);
    *copy = *schema;
    copy->tables = (struct orq_tables){0};
    copy->definitions = (struct orq_definitions){0};
    copy->by_table = made->by_table;
    copy->by_definition = made->by_definition;
    for (size_t i = 0; i < schema->tables.len; i++)
        orq_schema_add_table(lending->arena, copy, lend_table(lending, schema->tables.items[i]));
    for (size_t i = 0; i < schema->definitions.len; i++)
        orq_schema_add_definition(lending->arena, copy,
                                  lend_definition(lending, schema->definitions.items[i]));
    return copy;
}

struct orq_schema *orq_rights_as_said(struct orq_arena *arena, const struct orq_schema *schema,
                                      const struct orq_schema *model)
{
    const struct lending lending = {.arena = arena, .model = model};
    return lend(&lending, schema);
}

struct orq_schema *orq_rights_lent(struct orq_arena *arena, const struct orq_schema *schema,
                                   const struct orq_schema *owner, const struct orq_schema *model)
{
    const struct lending lending = {.arena = arena, .lender = owner, .model = model};
    return lend(&lending, schema);
}
