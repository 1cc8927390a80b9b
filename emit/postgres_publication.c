/* Publications; tables are taken into them and out of them one by one, so that one that is made
 * again comes back: https://www.postgresql.org/docs/current/sql-alterpublication.html */
#include "emit/postgres_families.h"

#include "emit/postgres_table.h"
#include "model/publication.h"
#include "sql/postgres_token.h"

#include <string.h>

static const char *text_of(const struct orq_definition *definition, enum orq_attribute_key key)
{
    return orq_attribute_text(&definition->attributes, key);
}

static bool is_set(const struct orq_definition *definition, enum orq_attribute_key key)
{
    return orq_attribute_is_set(&definition->attributes, key);
}

static const char *publish_sql(struct orq_arena *arena, const struct orq_definition *publication)
{
    const char *publish = text_of(publication, ORQ_ATTRIBUTE_PUBLISH);
    return orq_arena_printf(arena, "publish = %s",
                            orq_pg_text(arena, publish ? publish : orq_publish_everything()));
}

static const char *schemas_sql(struct orq_arena *arena, const struct orq_strings *schemas)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < schemas->len; i++)
        orq_str_addf(&out, "%s%s", i > 0 ? ", " : "", orq_pg_name(arena, schemas->items[i]));
    return orq_str_text(&out);
}

const char *orq_pg_publication_sql(struct orq_pg_emitter *emitter,
                                   const struct orq_definition *definition)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_strings *schemas = orq_pg_list(definition, ORQ_ATTRIBUTE_SCHEMAS);
    struct orq_strings with = {0};
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "CREATE %s", orq_pg_object_called(arena, definition));
    if (is_set(definition, ORQ_ATTRIBUTE_ALL_TABLES))
        orq_str_add(&out, " FOR ALL TABLES");
    else if (schemas->len > 0)
        orq_str_addf(&out, " FOR TABLES IN SCHEMA %s", schemas_sql(arena, schemas));
    if (text_of(definition, ORQ_ATTRIBUTE_PUBLISH))
        ORQ_PUSH(arena, &with, publish_sql(arena, definition));
    if (is_set(definition, ORQ_ATTRIBUTE_VIA_ROOT))
        ORQ_PUSH(arena, &with, "publish_via_partition_root = true");
    if (text_of(definition, ORQ_ATTRIBUTE_GENERATED))
        ORQ_PUSH(arena, &with, "publish_generated_columns = stored");
    for (size_t i = 0; i < with.len; i++)
        orq_str_addf(&out, "%s%s", i == 0 ? " WITH (" : ", ", with.items[i]);
    orq_str_add(&out, with.len > 0 ? ")" : "");
    return orq_str_text(&out);
}

/* -- altering -- */

static void alter_publish(struct orq_pg_change *change)
{
    orq_pg_say(change, "%s SET (%s)", orq_pg_altered(change),
               publish_sql(change->emitter->arena, change->to));
}

static void alter_via_root(struct orq_pg_change *change)
{
    orq_pg_say(change, "%s SET (publish_via_partition_root = %s)", orq_pg_altered(change),
               is_set(change->to, ORQ_ATTRIBUTE_VIA_ROOT) ? "true" : "false");
}

static void alter_generated(struct orq_pg_change *change)
{
    const char *generated = text_of(change->to, ORQ_ATTRIBUTE_GENERATED);
    orq_pg_say(change, "%s SET (publish_generated_columns = %s)", orq_pg_altered(change),
               generated ? generated : "none");
}

static void say_schemas(struct orq_pg_change *change, const struct orq_strings *schemas,
                        const struct orq_strings *others, const char *verb)
{
    struct orq_strings only = {0};
    for (size_t i = 0; i < schemas->len; i++)
        if (!orq_strings_hold(others, schemas->items[i]))
            ORQ_PUSH(change->emitter->arena, &only, schemas->items[i]);
    if (only.len > 0)
        orq_pg_say(change, "%s %s TABLES IN SCHEMA %s", orq_pg_altered(change), verb,
                   schemas_sql(change->emitter->arena, &only));
}

static void alter_schemas(struct orq_pg_change *change)
{
    const struct orq_strings *had = orq_pg_list(change->from, ORQ_ATTRIBUTE_SCHEMAS);
    const struct orq_strings *wanted = orq_pg_list(change->to, ORQ_ATTRIBUTE_SCHEMAS);
    say_schemas(change, had, wanted, "DROP");
    say_schemas(change, wanted, had, "ADD");
}

const struct orq_pg_rule orq_pg_publication_rules[] = {
    {ORQ_ATTRIBUTE_PUBLISH, alter_publish},
    {ORQ_ATTRIBUTE_VIA_ROOT, alter_via_root},
    {ORQ_ATTRIBUTE_GENERATED, alter_generated},
    {ORQ_ATTRIBUTE_SCHEMAS, alter_schemas},
    {ORQ_ATTRIBUTE_COUNT, NULL},
};

/* -- tables -- */

static const char *head(struct orq_pg_emitter *emitter, const struct orq_schema *schema,
                        const struct orq_definition *entry, const char *verb)
{
    struct orq_arena *arena = emitter->arena;
    /* Children by INHERITS would come along. */
    return orq_arena_printf(arena, "ALTER PUBLICATION %s %s TABLE %s%s",
                            orq_pg_name(arena, entry->name), verb,
                            orq_pg_has_children(schema, entry->on) ? "ONLY " : "",
                            orq_pg_reference_sql(arena, entry->on));
}

const char *orq_pg_published_sql(struct orq_pg_emitter *emitter,
                                 const struct orq_definition *definition)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_strings *columns = orq_pg_list(definition, ORQ_ATTRIBUTE_COLUMNS);
    const char *where = text_of(definition, ORQ_ATTRIBUTE_WHERE);
    struct orq_str out = orq_str_new(arena);
    orq_str_add(&out, head(emitter, emitter->input->want, definition, "ADD"));
    for (size_t i = 0; i < columns->len; i++)
        orq_str_addf(&out, "%s%s", i == 0 ? " (" : ", ", orq_pg_name(arena, columns->items[i]));
    orq_str_add(&out, columns->len > 0 ? ")" : "");
    if (where)
        orq_str_addf(&out, " WHERE %s", orq_pg_wrapped(arena, where));
    return orq_str_text(&out);
}

/* A table goes out of it with either. */
const char *orq_pg_published_drop_sql(struct orq_pg_emitter *emitter,
                                      const struct orq_definition *definition)
{
    struct orq_arena *arena = emitter->arena;
    const char *table = orq_identity(arena, emitter->dialect, ORQ_KIND_TABLE, NULL, definition->on);
    const char *publication =
        orq_identity(arena, emitter->dialect, ORQ_KIND_PUBLICATION, NULL, definition->name);
    if (orq_pg_find_task(emitter, ORQ_PG_DROP, table) ||
        orq_pg_find_task(emitter, ORQ_PG_DROP, publication))
        return NULL;
    return head(emitter, emitter->input->renamed, definition, "DROP");
}
