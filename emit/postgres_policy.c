/* Policies, statistics objects, extensions:
 * https://www.postgresql.org/docs/current/sql-createpolicy.html
 * https://www.postgresql.org/docs/current/sql-createstatistics.html
 * https://www.postgresql.org/docs/current/sql-createextension.html */
#include "emit/postgres_families.h"

#include "emit/postgres_table.h"
#include "sql/postgres_token.h"

#include <string.h>

static const char *text_of(const struct orq_definition *definition, enum orq_attribute_key key)
{
    return orq_attribute_text(&definition->attributes, key);
}

/* -- policies -- */

static const char *role_sql(struct orq_arena *arena, const char *role)
{
    bool is_word = orq_ascii_equal(role, "public") || orq_ascii_equal(role, "current_user") ||
                   orq_ascii_equal(role, "current_role") || orq_ascii_equal(role, "session_user");
    return is_word || role[0] == '"' ? role : orq_pg_name(arena, role);
}

static const char *roles_sql(struct orq_arena *arena, const struct orq_definition *policy)
{
    const struct orq_strings *roles = orq_pg_list(policy, ORQ_ATTRIBUTE_ROLES);
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < roles->len; i++)
        orq_str_addf(&out, "%s%s", i > 0 ? ", " : "", role_sql(arena, roles->items[i]));
    return roles->len > 0 ? orq_str_text(&out) : "PUBLIC";
}

const char *orq_pg_policy_sql(struct orq_pg_emitter *emitter,
                              const struct orq_definition *definition)
{
    struct orq_arena *arena = emitter->arena;
    const char *command = text_of(definition, ORQ_ATTRIBUTE_COMMAND);
    const char *using = text_of(definition, ORQ_ATTRIBUTE_USING);
    const char *check = text_of(definition, ORQ_ATTRIBUTE_WITH_CHECK);
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "CREATE %s", orq_pg_object_called(arena, definition));
    if (orq_attribute_is_set(&definition->attributes, ORQ_ATTRIBUTE_RESTRICTIVE))
        orq_str_add(&out, " AS RESTRICTIVE");
    if (command)
        orq_str_addf(&out, " FOR %s", command);
    if (orq_pg_list(definition, ORQ_ATTRIBUTE_ROLES)->len > 0)
        orq_str_addf(&out, " TO %s", roles_sql(arena, definition));
    if (using)
        orq_str_addf(&out, " USING %s", orq_pg_wrapped(arena, using));
    if (check)
        orq_str_addf(&out, " WITH CHECK %s", orq_pg_wrapped(arena, check));
    return orq_str_text(&out);
}

static void alter_roles(struct orq_pg_change *change)
{
    orq_pg_say(change, "%s TO %s", orq_pg_altered(change),
               roles_sql(change->emitter->arena, change->to));
}

/* An expression can be changed, not taken away. */
static void alter_expression(struct orq_pg_change *change, enum orq_attribute_key key,
                             const char *word)
{
    const char *expr = text_of(change->to, key);
    if (expr)
        orq_pg_say(change, "%s %s %s", orq_pg_altered(change), word,
                   orq_pg_wrapped(change->emitter->arena, expr));
    else
        change->drop_and_create = true;
}

static void alter_using(struct orq_pg_change *change)
{
    alter_expression(change, ORQ_ATTRIBUTE_USING, "USING");
}

static void alter_with_check(struct orq_pg_change *change)
{
    alter_expression(change, ORQ_ATTRIBUTE_WITH_CHECK, "WITH CHECK");
}

const struct orq_pg_rule orq_pg_policy_rules[] = {
    {ORQ_ATTRIBUTE_ROLES, alter_roles},
    {ORQ_ATTRIBUTE_USING, alter_using},
    {ORQ_ATTRIBUTE_WITH_CHECK, alter_with_check},
    {ORQ_ATTRIBUTE_COUNT, NULL},
};

/* -- statistics -- */

/* A name, unless its table has no such column: an expression in parentheses. */
static const char *element_sql(struct orq_pg_emitter *emitter,
                               const struct orq_definition *statistics, const char *element)
{
    const struct orq_table *table = orq_schema_table(emitter->input->want, statistics->on);
    if (!table)
        table = orq_schema_table(emitter->input->renamed, statistics->on);
    if (table && orq_pg_column(table, element))
        return orq_pg_name(emitter->arena, element);
    return orq_pg_wrapped(emitter->arena, element);
}

const char *orq_pg_statistics_sql(struct orq_pg_emitter *emitter,
                                  const struct orq_definition *definition)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_strings *kinds = orq_pg_list(definition, ORQ_ATTRIBUTE_KINDS);
    const struct orq_strings *elements = orq_pg_list(definition, ORQ_ATTRIBUTE_ELEMENTS);
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "CREATE STATISTICS %s", orq_pg_definition_sql(arena, definition));
    for (size_t i = 0; elements->len > 1 && i < kinds->len; i++)
        orq_str_addf(&out, "%s%s%s", i == 0 ? " (" : ", ", kinds->items[i],
                     i + 1 == kinds->len ? ")" : "");
    for (size_t i = 0; i < elements->len; i++)
        orq_str_addf(&out, "%s%s", i == 0 ? " ON " : ", ",
                     element_sql(emitter, definition, elements->items[i]));
    orq_str_addf(&out, " FROM %s", orq_pg_reference_sql(arena, definition->on));
    return orq_str_text(&out);
}

static const char *target_sql(struct orq_arena *arena, const struct orq_definition *statistics)
{
    const char *target = text_of(statistics, ORQ_ATTRIBUTE_STATISTICS);
    return orq_arena_printf(arena, "ALTER %s SET STATISTICS %s",
                            orq_pg_object_called(arena, statistics), target ? target : "-1");
}

void orq_pg_statistics_finish(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                              const struct orq_definition *definition)
{
    if (text_of(definition, ORQ_ATTRIBUTE_STATISTICS))
        orq_pg_piece(emitter, task, NULL, target_sql(emitter->arena, definition));
}

static void alter_target(struct orq_pg_change *change)
{
    orq_pg_say(change, "%s", target_sql(change->emitter->arena, change->to));
}

const struct orq_pg_rule orq_pg_statistics_rules[] = {
    {ORQ_ATTRIBUTE_STATISTICS, alter_target},
    {ORQ_ATTRIBUTE_COUNT, NULL},
};

/* -- extensions -- */

const char *orq_pg_extension_sql(struct orq_pg_emitter *emitter,
                                 const struct orq_definition *definition)
{
    struct orq_arena *arena = emitter->arena;
    const char *schema = text_of(definition, ORQ_ATTRIBUTE_SCHEMA);
    const char *version = text_of(definition, ORQ_ATTRIBUTE_VERSION);
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "CREATE EXTENSION %s", orq_pg_name(arena, definition->name));
    if (schema)
        orq_str_addf(&out, " SCHEMA %s", orq_pg_name(arena, schema));
    if (version)
        orq_str_addf(&out, " VERSION %s", orq_pg_text(arena, version));
    return orq_str_text(&out);
}

static void alter_schema(struct orq_pg_change *change)
{
    struct orq_arena *arena = change->emitter->arena;
    const char *schema = text_of(change->to, ORQ_ATTRIBUTE_SCHEMA);
    orq_pg_say(change, "%s SET SCHEMA %s", orq_pg_altered(change),
               orq_pg_name(arena, schema ? schema : change->emitter->dialect->default_schema));
}

static void alter_version(struct orq_pg_change *change)
{
    const char *version = text_of(change->to, ORQ_ATTRIBUTE_VERSION);
    if (version)
        orq_pg_say(change, "%s UPDATE TO %s", orq_pg_altered(change),
                   orq_pg_text(change->emitter->arena, version));
}

const struct orq_pg_rule orq_pg_extension_rules[] = {
    {ORQ_ATTRIBUTE_SCHEMA, alter_schema},
    {ORQ_ATTRIBUTE_VERSION, alter_version},
    {ORQ_ATTRIBUTE_COUNT, NULL},
};
