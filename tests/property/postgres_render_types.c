#include "tests/property/postgres_world.h"

static void render_enum(struct pg_render *render, const struct pg_object *object)
{
    static const char *const values[] = {"happy", "sad", "it''s", "a b", "Größe", "x,y", "ok"};
    unsigned count = 2 + pg_die(object, 3, 4), first = pg_die(object, 4, 7);
    unsigned step = pg_die(object, 5, 4) == 0 ? 6 : 1; /* backwards, or on */
    const char *name = pg_qualified(render, object);
    orq_str_addf(&render->sql, "CREATE TYPE %s AS ENUM (", name);
    for (unsigned i = 0; i < count; i++)
        orq_str_addf(&render->sql, "%s'%s'", i == 0 ? "" : ", ", values[(first + i * step) % 7]);
    orq_str_add(&render->sql, ");\n");
    pg_render_comment(render, object, "TYPE", name);
}

static void render_domain(struct pg_render *render, const struct pg_object *object)
{
    static const char *const checks[] = {
        [PG_NUMBER] = "VALUE > 0",          [PG_TEXT] = "VALUE <> 'no' AND length(VALUE) < 30",
        [PG_TIME] = "VALUE > '2000-01-01'", [PG_RANGE] = "NOT isempty(VALUE)",
        [PG_PLAIN] = "VALUE IS NOT NULL",
    };
    const struct pg_type *type = pg_type_word(pg_die(object, 3, 1000));
    const char *name = pg_qualified(render, object);
    orq_str_addf(&render->sql, "CREATE DOMAIN %s AS %s", name, type->sql);
    if (pg_die(object, 7, 4) == 0 && type->class == PG_TEXT)
        orq_str_add(&render->sql, " COLLATE \"C\"");
    if (pg_die(object, 4, 3) == 0)
        orq_str_addf(&render->sql, " DEFAULT %s", type->defaults[pg_die(object, 5, 3)]);
    orq_str_add(&render->sql, pg_die(object, 6, 6) == 0 ? " NOT NULL" : "");
    if (pg_die(object, 8, 3) == 0) {
        orq_str_addf(&render->sql, " CONSTRAINT \"Check %u\" CHECK (%s)", pg_die(object, 9, 2),
                     checks[type->class]);
    }
    orq_str_add(&render->sql,
                pg_die(object, 9, 4) == 0 ? " CHECK (VALUE IS DISTINCT FROM NULL)" : "");
    orq_str_add(&render->sql, ";\n");
    pg_render_comment(render, object, "DOMAIN", name);
}

static void render_composite(struct pg_render *render, const struct pg_object *object)
{
    const struct pg_object *other = pg_find_kind(render->world, object->other, PG_ENUM);
    const char *name = pg_qualified(render, object);
    orq_str_addf(&render->sql, "CREATE TYPE %s AS (a %s", name,
                 pg_type_word(pg_die(object, 3, 1000))->sql);
    if (pg_die(object, 4, 3) != 0)
        orq_str_addf(&render->sql, ", \"B b\" %s", pg_type_word(pg_die(object, 5, 1000))->sql);
    if (other != NULL && pg_die(object, 6, 2) == 0)
        orq_str_addf(&render->sql, ", mood %s", pg_qualified(render, other));
    orq_str_add(&render->sql, ");\n");
    pg_render_comment(render, object, "TYPE", name);
}

static void render_sequence(struct pg_render *render, const struct pg_object *object)
{
    static const char *const sizes[] = {"", " AS integer", " AS smallint", " AS bigint"};
    static const char *const steps[] = {"", " INCREMENT 5", " INCREMENT -1", " INCREMENT BY 2"};
    static const char *const limits[] = {"", " MAXVALUE 30000", " MINVALUE -100 MAXVALUE 500", ""};
    static const char *const starts[] = {"", " START -7", " CACHE 10", " CYCLE", ""};
    const char *name = pg_qualified(render, object);
    orq_str_addf(&render->sql, "CREATE %sSEQUENCE %s%s%s%s%s;\n",
                 pg_die(object, 7, 8) == 0 ? "UNLOGGED " : "", name, sizes[pg_die(object, 3, 4)],
                 steps[pg_die(object, 4, 4)], limits[pg_die(object, 5, 4)],
                 starts[pg_die(object, 6, 5)]);
    pg_render_comment(render, object, "SEQUENCE", name);
}

static void render_namespace(struct pg_render *render, const struct pg_object *object)
{
    const char *name = pg_plain_name(render, object);
    orq_str_addf(&render->sql, "CREATE SCHEMA %s;\n", name);
    pg_render_comment(render, object, "SCHEMA", name);
}

void pg_render_types(struct pg_render *render, const struct pg_object *object)
{
    static void (*const writers[PG_KIND_COUNT])(struct pg_render *, const struct pg_object *) = {
        [PG_NAMESPACE] = render_namespace, [PG_ENUM] = render_enum,
        [PG_DOMAIN] = render_domain,       [PG_COMPOSITE] = render_composite,
        [PG_SEQUENCE] = render_sequence,
    };
    writers[object->kind](render, object);
}
