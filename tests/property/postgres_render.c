#include "tests/property/postgres_world.h"

#include <string.h>

static const char *namespace_of(struct pg_render *render, const struct pg_object *object)
{
    const struct pg_object *found = NULL;
    unsigned seen = 0, wanted = pg_die(object, 1, 6);
    for (size_t i = 0; wanted < 2 && i < render->world->objects.len; i++) {
        const struct pg_object *at = &render->world->objects.items[i];
        if (at->kind == PG_NAMESPACE && seen++ == wanted)
            found = at;
    }
    return found == NULL ? "public" : pg_name(render->arena, found);
}

const char *pg_plain_name(struct pg_render *render, const struct pg_object *object)
{
    return pg_quoted(render->arena, pg_name(render->arena, object));
}

const char *pg_qualified(struct pg_render *render, const struct pg_object *object)
{
    return orq_arena_printf(render->arena, "%s.%s",
                            pg_quoted(render->arena, namespace_of(render, object)),
                            pg_plain_name(render, object));
}

const char *pg_table_of(struct pg_render *render, const struct pg_object *object)
{
    const struct pg_object *table = pg_find_kind(render->world, object->of, PG_TABLE);
    return table == NULL ? NULL : pg_qualified(render, table);
}

bool pg_is_parted(const struct pg_object *table)
{
    return pg_die(table, 3, 12) < 3;
}

const char *pg_column(struct pg_render *render, unsigned uid)
{
    const struct pg_object *column = pg_find_kind(render->world, uid, PG_COLUMN);
    return column == NULL ? NULL : pg_plain_name(render, column);
}

/* @ stands for the column. */
static const char *const conditions[][6] = {
    [PG_NUMBER] = {"@ > 0", "@ BETWEEN 1 AND 90", "@ IN (11, 12, 13, 14, 21)",
                   "(@ > 0 AND @ < 1000) OR @ IS NULL", "@ <> 5", "abs(@) >= 1"},
    [PG_TEXT] = {"length(@) < 40", "@ <> ''", "@ IN ('a', 'it''s', 'text 1')",
                 "@ LIKE 't%' OR @ ~ '^[0-9]'", "@ IS DISTINCT FROM 'x'", "lower(@) = @"},
    [PG_TIME] = {"@ > '2001-01-01'", "@ IS NOT NULL", "@ < 'infinity'",
                 "@ BETWEEN '2000-01-01' AND '2100-01-01'", "extract(year FROM @) > 1999",
                 "@ >= '2020-02-02'::date"},
    [PG_RANGE] = {"NOT isempty(@)", "@ IS NOT NULL", "lower(@) IS NOT NULL", "@ <> 'empty'",
                  "upper_inf(@)", "@ = @"},
    [PG_PLAIN] = {"@ IS NOT NULL", "@ IS NULL", "(@ IS NOT NULL) = true", "NOT (@ IS NULL)",
                  "coalesce(@::text, 'x') <> 'y'", "CASE WHEN @ IS NULL THEN true ELSE 1 > 0 END"},
};

const char *pg_condition(struct pg_render *render, unsigned uid, unsigned shape, const char *prefix)
{
    const struct pg_object *column = pg_find_kind(render->world, uid, PG_COLUMN);
    if (column == NULL)
        return NULL;
    struct orq_str out = orq_str_new(render->arena);
    for (const char *at = conditions[pg_column_type(render, column).class][shape % 6]; *at != '\0';
         at++)
        if (*at == '@')
            orq_str_addf(&out, "%s%s", prefix, pg_plain_name(render, column));
        else
            orq_str_addc(&out, *at);
    return orq_str_text(&out);
}

void pg_render_comment(struct pg_render *render, const struct pg_object *object, const char *word,
                       const char *name)
{
    static const char *const texts[] = {"'What it is'", "'it''s\nlong'", "'日本'",
                                        "E'back\\\\slash'"};
    unsigned die = pg_die(object, 2, 16);
    /* the lines of a dump are sorted where the order of columns shows */
    die = die == 1 && object->kind == PG_COLUMN ? 0 : die;
    if (die < 4)
        orq_str_addf(&render->sql, "COMMENT ON %s %s IS %s;\n", word, name, texts[die]);
}

const char *pg_world_sql(struct orq_arena *arena, const struct pg_world *world)
{
    static void (*const writers[])(struct pg_render *, const struct pg_object *) = {
        [PG_NAMESPACE] = pg_render_types,   [PG_ENUM] = pg_render_types,
        [PG_DOMAIN] = pg_render_types,      [PG_COMPOSITE] = pg_render_types,
        [PG_SEQUENCE] = pg_render_types,    [PG_FUNCTION] = pg_render_code,
        [PG_TABLE] = pg_render_table,       [PG_COLUMN] = NULL,
        [PG_PARTITION] = pg_render_clause,  [PG_KEY] = pg_render_clause,
        [PG_CHECK] = pg_render_clause,      [PG_REFERENCE] = pg_render_clause,
        [PG_INDEX] = pg_render_clause,      [PG_EXCLUSION] = pg_render_clause,
        [PG_STATISTICS] = pg_render_clause, [PG_VIEW] = pg_render_code,
        [PG_ROUTINE] = pg_render_code,      [PG_TRIGGER] = pg_render_code,
        [PG_POLICY] = pg_render_code,       [PG_RULE] = pg_render_code,
    };
    struct pg_render render = {.arena = arena, .world = world, .sql = orq_str_new(arena)};
    for (unsigned kind = 0; kind < PG_KIND_COUNT; kind++) {
        for (size_t i = 0; writers[kind] != NULL && i < world->objects.len; i++)
            if (world->objects.items[i].kind == kind)
                writers[kind](&render, &world->objects.items[i]);
    }
    return orq_str_text(&render.sql);
}
