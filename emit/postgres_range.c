/* Range types, and what the server makes with each of them: a multirange, and functions of both. */
#include "emit/postgres_range.h"

#include "emit/postgres_families.h"
#include "model/dialect.h"
#include "sql/postgres_token.h"

#include <string.h>

const char *orq_pg_range_sql(struct orq_pg_emitter *emitter,
                             const struct orq_definition *definition)
{
    static const struct {
        enum orq_attribute_key key;
        const char *word;
        bool is_name;
    } options[] = {
        {ORQ_ATTRIBUTE_SUBTYPE, "SUBTYPE", false},
        {ORQ_ATTRIBUTE_OPCLASS, "SUBTYPE_OPCLASS", true},
        {ORQ_ATTRIBUTE_COLLATION, "COLLATION", true},
        {ORQ_ATTRIBUTE_CANONICAL, "CANONICAL", true},
        {ORQ_ATTRIBUTE_SUBTYPE_DIFF, "SUBTYPE_DIFF", true},
        {ORQ_ATTRIBUTE_MULTIRANGE, "MULTIRANGE_TYPE_NAME", true},
    };
    struct orq_arena *arena = emitter->arena;
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "CREATE TYPE %s AS RANGE (", orq_pg_definition_sql(arena, definition));
    bool first = true;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const char *value = orq_attribute_text(&definition->attributes, options[i].key);
        if (!value)
            continue;
        if (options[i].is_name)
            value = orq_pg_reference_sql(arena, value);
        orq_str_addf(&out, "%s%s = %s", first ? "" : ", ", options[i].word, value);
        first = false;
    }
    orq_str_addc(&out, ')');
    return orq_str_text(&out);
}

/* -- out of the way -- */

/* The range's multirange, without its schema. */
static const char *multirange_name(struct orq_arena *arena, const struct orq_definition *range)
{
    const char *name = orq_attribute_text(&range->attributes, ORQ_ATTRIBUTE_MULTIRANGE);
    const char *at = strstr(range->name, "range"), *dot = name ? strrchr(name, '.') : NULL;
    if (name)
        return dot ? dot + 1 : name;
    return at ? orq_arena_printf(arena, "%.*smulti%s", (int)(at - range->name), range->name, at)
              : orq_arena_printf(arena, "%s_multirange", range->name);
}

const char *orq_pg_multirange_sql(struct orq_arena *arena, const struct orq_definition *range)
{
    const bool plain = orq_schema_is_default(&orq_postgresql, range->schema);
    return orq_pg_qualified_name(arena, plain ? NULL : range->schema,
                                 multirange_name(arena, range));
}

struct aside {
    struct orq_pg_emitter *emitter;
    struct orq_pg_task *task;
    const char *schema; /* NULL: the default one */
};

/* ALTER TYPE name or ALTER FUNCTION name(arguments) RENAME TO now. */
static void rename_one(const struct aside *aside, const char *name, const char *arguments,
                       const char *now)
{
    struct orq_arena *arena = aside->emitter->arena;
    orq_pg_piece(aside->emitter, aside->task, NULL,
                 orq_arena_printf(arena, "ALTER %s %s%s RENAME TO %s",
                                  arguments ? "FUNCTION" : "TYPE",
                                  orq_pg_qualified_name(arena, aside->schema, name),
                                  arguments ? arguments : "", orq_pg_name(arena, now)));
}

/* Types are renamed without the functions that make their values
 * (https://www.postgresql.org/docs/current/rangetypes.html#RANGETYPES-CONSTRUCT). */
void orq_pg_range_step_aside(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                             const struct orq_definition *range, const char *now)
{
    struct orq_arena *arena = emitter->arena;
    const struct aside aside = {
        emitter, task,
        orq_schema_is_default(&orq_postgresql, range->schema) ? NULL : range->schema};
    const char *of = orq_attribute_text(&range->attributes, ORQ_ATTRIBUTE_SUBTYPE);
    rename_one(&aside, range->name, orq_arena_printf(arena, "(%s, %s)", of, of), now);
    rename_one(&aside, range->name, orq_arena_printf(arena, "(%s, %s, text)", of, of), now);
    if (emitter->input->version < 140000)
        return;
    const char *multi = multirange_name(arena, range);
    const char *multi_now = orq_arena_printf(arena, "%.50s_replaced", multi);
    const char *type = orq_pg_qualified_name(arena, aside.schema, now);
    rename_one(&aside, multi, NULL, multi_now);
    rename_one(&aside, multi, "()", multi_now);
    rename_one(&aside, multi, orq_arena_printf(arena, "(%s)", type), multi_now);
    rename_one(&aside, multi, orq_arena_printf(arena, "(%s[])", type), multi_now);
}
