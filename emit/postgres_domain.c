/* Domains, composites and ranges:
 * https://www.postgresql.org/docs/current/sql-alterdomain.html
 * https://www.postgresql.org/docs/current/sql-createtype.html */
#include "emit/postgres_families.h"

#include "emit/postgres_acl.h"
#include "emit/postgres_table.h"
#include "sql/postgres_token.h"

/* -- domains -- */

/* Checks that an operation adds come after the domain, where it is one that was replaced. */
static bool has_task(struct orq_pg_emitter *emitter, const struct orq_side *side)
{
    const char *check = orq_pg_side_identity(emitter->arena, emitter->dialect, side);
    return orq_pg_find_task(emitter, ORQ_PG_CREATE, check) != NULL;
}

const char *orq_pg_domain_sql(struct orq_pg_emitter *emitter,
                              const struct orq_definition *definition)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_attributes *attributes = &definition->attributes;
    const char *collation = orq_attribute_text(attributes, ORQ_ATTRIBUTE_COLLATION);
    const char *value = orq_attribute_text(attributes, ORQ_ATTRIBUTE_DEFAULT);
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "CREATE DOMAIN %s AS %s", orq_pg_definition_sql(arena, definition),
                 orq_attribute_text(attributes, ORQ_ATTRIBUTE_TYPE));
    if (collation)
        orq_str_addf(&out, " COLLATE %s", orq_pg_reference_sql(arena, collation));
    if (value)
        orq_str_addf(&out, " DEFAULT %s", orq_pg_default(arena, value));
    if (orq_attribute_is_set(attributes, ORQ_ATTRIBUTE_NOT_NULL))
        orq_str_add(&out, " NOT NULL");
    const struct orq_table *relation = definition->relation;
    for (size_t i = 0; relation && i < relation->constraints.len; i++) {
        struct orq_side side = {.table = relation, .constraint = relation->constraints.items[i]};
        if (!side.constraint->not_valid && !has_task(emitter, &side))
            orq_str_addf(&out, "\n    %s", orq_pg_constraint_sql(arena, relation, side.constraint));
    }
    return orq_str_text(&out);
}

void orq_pg_domain_finish(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                          const struct orq_definition *definition)
{
    struct orq_arena *arena = emitter->arena;
    const char *domain = orq_pg_definition_sql(arena, definition);
    const struct orq_table *relation = definition->relation;
    for (size_t i = 0; relation && i < relation->constraints.len; i++) {
        struct orq_side side = {.table = relation, .constraint = relation->constraints.items[i]};
        if (has_task(emitter, &side))
            continue;
        if (side.constraint->not_valid)
            orq_pg_piece(emitter, task, NULL,
                         orq_arena_printf(arena, "ALTER DOMAIN %s ADD %s NOT VALID", domain,
                                          orq_pg_constraint_sql(arena, relation, side.constraint)));
        if (side.constraint->comment && side.constraint->name)
            orq_pg_piece(emitter, task, NULL,
                         orq_pg_comment_sql(
                             arena,
                             orq_arena_printf(arena, "CONSTRAINT %s ON DOMAIN %s",
                                              orq_pg_name(arena, side.constraint->name), domain),
                             side.constraint->comment));
    }
}

static void alter_default(struct orq_pg_change *change)
{
    const char *value = orq_attribute_text(&change->to->attributes, ORQ_ATTRIBUTE_DEFAULT);
    if (value)
        orq_pg_say(change, "%s SET DEFAULT %s", orq_pg_altered(change), value);
    else
        orq_pg_say(change, "%s DROP DEFAULT", orq_pg_altered(change));
}

static void alter_not_null(struct orq_pg_change *change)
{
    bool set = orq_attribute_is_set(&change->to->attributes, ORQ_ATTRIBUTE_NOT_NULL);
    orq_pg_say(change, "%s %s NOT NULL", orq_pg_altered(change), set ? "SET" : "DROP");
    if (set)
        ORQ_PUSH(change->emitter->arena, &change->notes,
                 "CAN FAIL: rows that hold NULL in a column of the domain");
}

const struct orq_pg_rule orq_pg_domain_rules[] = {
    {ORQ_ATTRIBUTE_DEFAULT, alter_default},
    {ORQ_ATTRIBUTE_NOT_NULL, alter_not_null},
    {ORQ_ATTRIBUTE_COUNT, NULL},
};

/* -- composites -- */

const char *orq_pg_composite_sql(struct orq_pg_emitter *emitter,
                                 const struct orq_definition *definition)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_table *relation = definition->relation;
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "CREATE TYPE %s AS (", orq_pg_definition_sql(arena, definition));
    for (size_t i = 0; relation && i < relation->columns.len; i++)
        orq_str_addf(&out, "%s\n    %s", i > 0 ? "," : "",
                     orq_pg_column_sql(arena, relation, relation->columns.items[i]));
    orq_str_add(&out, relation && relation->columns.len > 0 ? "\n)" : ")");
    return orq_str_text(&out);
}

void orq_pg_columns_finish(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                           const struct orq_definition *definition)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_table *relation = definition->relation;
    for (size_t i = 0; relation && i < relation->columns.len; i++) {
        struct orq_side side = {.table = relation, .column = relation->columns.items[i]};
        const char *name =
            orq_arena_printf(arena, "COLUMN %s.%s", orq_pg_definition_sql(arena, definition),
                             orq_pg_name(arena, side.column->name));
        if (side.column->comment)
            orq_pg_piece(emitter, task, NULL,
                         orq_pg_comment_sql(arena, name, side.column->comment));
        orq_pg_column_acl(emitter, task, NULL, &side);
    }
}
