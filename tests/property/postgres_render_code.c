#include "tests/property/postgres_world.h"

#include <string.h>

static const char *on_table(struct pg_render *render, const struct pg_object *object)
{
    return orq_arena_printf(render->arena, "%s ON %s", pg_plain_name(render, object),
                            pg_table_of(render, object));
}

static void render_aggregate(struct pg_render *render, const struct pg_object *object,
                             const char *name)
{
    bool whole = pg_die(object, 5, 2) == 0;
    const char *type = whole ? "integer" : "numeric";
    orq_str_addf(&render->sql, "CREATE AGGREGATE %s(%s) (SFUNC = %s, STYPE = %s);\n", name, type,
                 whole ? "int4larger" : "numeric_add", type);
    pg_render_comment(render, object, "AGGREGATE",
                      orq_arena_printf(render->arena, "%s(%s)", name, type));
}

/* Shapes 0 to 2 take and give a number and may stand in expressions; 3 is a trigger's. */
static void render_function(struct pg_render *render, const struct pg_object *object)
{
    static const char *const bodies[] = {"SELECT $1 + 1", "SELECT 2 * a -- doubled\n",
                                         "SELECT coalesce(a, 0)"};
    static const char *const marks[] = {"", " STRICT", " PARALLEL SAFE", " LEAKPROOF COST 5"};
    const char *name = pg_qualified(render, object), *mark = marks[pg_die(object, 4, 4)];
    unsigned shape = pg_die(object, 3, 6), body = pg_die(object, 5, 3);
    if (shape == 0) {
        orq_str_addf(&render->sql,
                     "CREATE FUNCTION %s(a integer) RETURNS integer LANGUAGE sql IMMUTABLE%s AS "
                     "$f$%s$f$;\n",
                     name, mark, bodies[body]);
    } else if (shape < 3) {
        /* STRICT, and called without b, it would be NULL: no default of a NOT NULL column */
        bool given = pg_die(object, 7, 2) == 0 || strcmp(mark, " STRICT") == 0;
        orq_str_addf(&render->sql,
                     "CREATE FUNCTION %s(a integer, b %s DEFAULT %s) RETURNS bigint LANGUAGE sql "
                     "IMMUTABLE%s RETURN a + %u;\n",
                     name, pg_die(object, 6, 2) == 0 ? "text" : "varchar", given ? "'x'" : "NULL",
                     mark, body);
    } else if (shape == 3) {
        orq_str_addf(
            &render->sql,
            "CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql%s AS $f$\nBEGIN\n"
            "  RETURN coalesce(NEW, OLD); -- %u\nEND\n$f$;\n",
            name, pg_die(object, 4, 3) == 0 ? " SECURITY DEFINER SET search_path = ''" : "", body);
    } else if (shape == 4) {
        orq_str_addf(&render->sql,
                     "CREATE PROCEDURE %s(INOUT a integer, VARIADIC b text[] DEFAULT '{}') "
                     "LANGUAGE plpgsql AS 'BEGIN a := %u; END';\n",
                     name, body);
    } else {
        render_aggregate(render, object, name);
        return;
    }
    pg_render_comment(render, object, "ROUTINE", name);
}

/* $T is the table, $A and $B columns, $C a condition over t.$B, $N the view's number. */
static const char *const queries[] = {
    "SELECT t.$A::text AS x, count(*) AS \"How many\" FROM $T t WHERE $C GROUP BY t.$A::text",
    "SELECT t.$A AS x FROM $T t WHERE $C UNION ALL SELECT u.$A FROM $T u",
    "WITH w AS (SELECT $A AS x FROM $T) SELECT w.x, row_number() OVER () AS n FROM w",
    "SELECT t.$A AS x, u.$B AS y FROM $T t LEFT JOIN $T u ON t.$A::text = u.$B::text",
    "SELECT t.$B, t.$A AS x, (SELECT max(u.$A::text) FROM $T u WHERE u.$B IS NULL) AS z FROM $T t",
    "SELECT t.$A AS x FROM $T t WHERE $C",
};

static const char *view_query(struct pg_render *render, const struct pg_object *view)
{
    const struct pg_object *other = pg_find_kind(render->world, view->other, PG_VIEW);
    const char *table = pg_table_of(render, view), *a = pg_column(render, view->columns[0]),
               *b = pg_column(render, view->columns[1]),
               *condition = pg_condition(render, view->columns[1], pg_die(view, 4, 6), "t.");
    if (other != NULL && other != view && pg_die(view, 3, 2) == 0) {
        return orq_arena_printf(render->arena, "SELECT o.*, %u AS n%u FROM %s o",
                                pg_die(view, 4, 3), view->uid, pg_qualified(render, other));
    }
    if (table == NULL || a == NULL || b == NULL)
        return NULL;
    struct orq_str out = orq_str_new(render->arena);
    for (const char *at = queries[pg_die(view, 5, 6)]; *at != '\0'; at++) {
        if (*at != '$') {
            orq_str_addc(&out, *at);
            continue;
        }
        at++;
        orq_str_add(&out, *at == 'T' ? table : *at == 'A' ? a : *at == 'B' ? b : condition);
    }
    return orq_str_text(&out);
}

static void render_view(struct pg_render *render, const struct pg_object *object)
{
    static const char *const options[] = {"", "", "", " WITH (security_barrier=true)",
                                          " WITH (security_invoker=true)"};
    const char *query = view_query(render, object), *name = pg_qualified(render, object);
    bool kept = pg_die(object, 6, 4) == 0;
    if (query == NULL)
        return;
    orq_str_addf(&render->sql, "CREATE %sVIEW %s%s AS %s%s;\n", kept ? "MATERIALIZED " : "", name,
                 kept ? "" : options[pg_die(object, 7, 5)], query,
                 kept && pg_die(object, 7, 3) == 0 ? " WITH NO DATA" : "");
    if (kept && pg_die(object, 8, 2) == 0)
        orq_str_addf(&render->sql, "CREATE INDEX ix%u ON %s (x);\n", object->uid, name);
    if (pg_die(object, 9, 5) == 0)
        orq_str_addf(&render->sql, "COMMENT ON COLUMN %s.x IS 'of a view';\n", name);
    pg_render_comment(render, object, kept ? "MATERIALIZED VIEW" : "VIEW", name);
}

static void render_routine(struct pg_render *render, const struct pg_object *object)
{
    const char *table = pg_table_of(render, object), *name = pg_qualified(render, object);
    const struct pg_object *column = pg_find_kind(render->world, object->columns[0], PG_COLUMN);
    const struct pg_object *other = pg_find_kind(render->world, object->other, PG_ENUM);
    unsigned shape = pg_die(object, 3, 4), number = pg_die(object, 4, 3);
    if (table == NULL || column == NULL)
        return;
    if (shape == 0) {
        orq_str_addf(&render->sql,
                     "CREATE FUNCTION %s() RETURNS SETOF %s LANGUAGE sql STABLE ROWS %u AS "
                     "$$SELECT * FROM %s$$;\n",
                     name, table, 10 + number, table);
    } else if (shape == 1) {
        orq_str_addf(&render->sql,
                     "CREATE FUNCTION %s(n integer DEFAULT %u) RETURNS bigint LANGUAGE sql BEGIN "
                     "ATOMIC SELECT count(t.%s) FROM %s t; END;\n",
                     name, number, pg_plain_name(render, column), table);
    } else if (shape == 2) {
        orq_str_addf(&render->sql,
                     "CREATE FUNCTION %s() RETURNS TABLE(\"Out\" %s, n integer) LANGUAGE sql AS "
                     "$$SELECT %s, 1 FROM %s$$;\n",
                     name, pg_column_type(render, column).sql, pg_plain_name(render, column),
                     table);
    } else {
        orq_str_addf(&render->sql,
                     "CREATE FUNCTION %s(a %s, OUT b text) LANGUAGE plpgsql AS "
                     "$$BEGIN b := a::text; END$$;\n",
                     name, other == NULL ? "date" : pg_qualified(render, other));
    }
    pg_render_comment(render, object, "FUNCTION", name);
}

static void trigger_head(struct pg_render *render, const struct pg_object *object,
                         const char *event, const char *column)
{
    bool of = event[strlen(event) - 1] == ' ', constraint = pg_die(object, 7, 6) == 0;
    bool row = constraint || pg_die(object, 5, 3) != 0;
    const char *condition = pg_condition(render, object->columns[1], pg_die(object, 9, 6), "NEW.");
    orq_str_addf(&render->sql, "CREATE %sTRIGGER %s %s %s%s ON %s%s FOR EACH %s",
                 constraint ? "CONSTRAINT " : "", pg_plain_name(render, object),
                 !constraint && pg_die(object, 3, 2) == 0 ? "BEFORE" : "AFTER", event,
                 of ? column : "", pg_table_of(render, object),
                 constraint && pg_die(object, 9, 2) == 0 ? " DEFERRABLE INITIALLY DEFERRED" : "",
                 row ? "ROW" : "STATEMENT");
    if (row && condition != NULL && pg_die(object, 6, 3) == 0 && strstr(event, "DELETE") == NULL)
        orq_str_addf(&render->sql, " WHEN (%s)", condition);
}

static void render_trigger(struct pg_render *render, const struct pg_object *object)
{
    static const char *const events[] = {"INSERT",     "UPDATE", "INSERT OR DELETE",
                                         "UPDATE OF ", "DELETE", "INSERT OR UPDATE OF "};
    static const char *const states[] = {"DISABLE", "ENABLE ALWAYS", "ENABLE REPLICA"};
    const struct pg_object *function = pg_find_kind(render->world, object->other, PG_FUNCTION);
    const char *column = pg_column(render, object->columns[0]);
    const char *table = pg_table_of(render, object);
    if (function == NULL || pg_die(function, 3, 6) != 3 || table == NULL || column == NULL)
        return;
    trigger_head(render, object, events[pg_die(object, 4, 6)], column);
    orq_str_addf(&render->sql, " EXECUTE FUNCTION %s('it''s %u');\n",
                 pg_qualified(render, function), pg_die(object, 3, 3));
    if (pg_die(object, 8, 10) < 3) {
        orq_str_addf(&render->sql, "ALTER TABLE %s %s TRIGGER %s;\n", table,
                     states[pg_die(object, 8, 10)], pg_plain_name(render, object));
    }
    pg_render_comment(render, object, "TRIGGER", on_table(render, object));
}

static void render_policy(struct pg_render *render, const struct pg_object *object)
{
    static const char *const commands[] = {"", " FOR SELECT", " FOR UPDATE", " FOR DELETE", ""};
    const char *condition = pg_condition(render, object->columns[0], pg_die(object, 5, 6), "");
    const char *check = pg_condition(render, object->columns[1], pg_die(object, 6, 6), "");
    if (pg_table_of(render, object) == NULL || condition == NULL)
        return;
    unsigned command = pg_die(object, 4, 5);
    orq_str_addf(&render->sql, "CREATE POLICY %s%s%s USING (%s)", on_table(render, object),
                 pg_die(object, 3, 4) == 0 ? " AS RESTRICTIVE" : "", commands[command], condition);
    if (check != NULL && (command == 0 || command == 2) && pg_die(object, 7, 2) == 0)
        orq_str_addf(&render->sql, " WITH CHECK (%s)", check);
    orq_str_add(&render->sql, ";\n");
    pg_render_comment(render, object, "POLICY", on_table(render, object));
}

static void render_rule(struct pg_render *render, const struct pg_object *object)
{
    const char *table = pg_table_of(render, object);
    const char *condition = pg_condition(render, object->columns[0], pg_die(object, 3, 6), "OLD.");
    if (table == NULL || condition == NULL)
        return;
    orq_str_addf(&render->sql, "CREATE RULE %s AS ON DELETE TO %s", pg_plain_name(render, object),
                 table);
    if (pg_die(object, 4, 2) == 0)
        orq_str_add(&render->sql, " DO ALSO NOTIFY gone;\n");
    else
        orq_str_addf(&render->sql, " WHERE %s DO INSTEAD NOTHING;\n", condition);
    pg_render_comment(render, object, "RULE", on_table(render, object));
}

void pg_render_code(struct pg_render *render, const struct pg_object *object)
{
    static void (*const writers[PG_KIND_COUNT])(struct pg_render *, const struct pg_object *) = {
        [PG_FUNCTION] = render_function, [PG_VIEW] = render_view,     [PG_ROUTINE] = render_routine,
        [PG_TRIGGER] = render_trigger,   [PG_POLICY] = render_policy, [PG_RULE] = render_rule,
    };
    writers[object->kind](render, object);
}
