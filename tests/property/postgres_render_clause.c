#include "tests/property/postgres_world.h"

#include <string.h>

/* The quoted names of up to count different columns, separated by commas; "": there is none. */
static const char *column_list(struct pg_render *render, const struct pg_object *object,
                               unsigned first, unsigned count)
{
    struct orq_str out = orq_str_new(render->arena);
    for (unsigned i = first; i < first + count && i < PG_COLUMNS; i++) {
        const char *name = pg_column(render, object->columns[i]);
        bool again = false;
        for (unsigned k = 0; k < i; k++)
            again = again || object->columns[k] == object->columns[i];
        if (name != NULL && !again)
            orq_str_addf(&out, "%s%s", out.len == 0 ? "" : ", ", name);
    }
    return orq_str_text(&out);
}

static void comment_constraint(struct pg_render *render, const struct pg_object *object)
{
    pg_render_comment(render, object, "CONSTRAINT",
                      orq_arena_printf(render->arena, "%s ON %s", pg_plain_name(render, object),
                                       pg_table_of(render, object)));
}

static bool add_constraint(struct pg_render *render, const struct pg_object *object)
{
    bool named = pg_is_named(object);
    orq_str_addf(&render->sql, "ALTER TABLE %s ADD ", pg_table_of(render, object));
    if (named)
        orq_str_addf(&render->sql, "CONSTRAINT %s ", pg_plain_name(render, object));
    return named;
}

static void partition_extras(struct pg_render *render, const struct pg_object *object,
                             const char *name)
{
    const char *columns = column_list(render, object, 0, 1);
    if (*columns != '\0' && pg_die(object, 6, 3) == 0)
        orq_str_addf(&render->sql, "CREATE INDEX px%u ON %s (%s);\n", object->uid, name, columns);
    const char *condition = pg_condition(render, object->columns[1], pg_die(object, 8, 6), "");
    if (condition != NULL && pg_die(object, 7, 4) == 0)
        orq_str_addf(&render->sql, "ALTER TABLE %s ADD CHECK (%s);\n", name, condition);
    pg_render_comment(render, object, "TABLE", name);
}

static void render_partition(struct pg_render *render, const struct pg_object *object)
{
    const struct pg_object *parent = pg_find_kind(render->world, object->of, PG_TABLE);
    const char *name = pg_qualified(render, object);
    unsigned way = pg_die(parent, 3, 12), bound = pg_die(object, 4, 5);
    if (!pg_is_parted(parent))
        return;
    orq_str_addf(&render->sql, "CREATE TABLE %s PARTITION OF %s ", name,
                 pg_qualified(render, parent));
    if (way == 2)
        orq_str_addf(&render->sql, "FOR VALUES WITH (MODULUS 3, REMAINDER %u)", bound % 3);
    else if (pg_die(object, 3, 3) == 0)
        orq_str_add(&render->sql, "DEFAULT");
    else if (way == 1)
        orq_str_addf(&render->sql, "FOR VALUES IN (%u, %u)", bound * 10 + 1, bound * 10 + 2);
    else
        orq_str_addf(&render->sql, "FOR VALUES FROM (%u) TO (%u)", bound * 10, bound * 10 + 10);
    orq_str_add(&render->sql, pg_die(object, 5, 6) == 0 ? " WITH (fillfactor=60);\n" : ";\n");
    partition_extras(render, object, name);
}

static void render_key(struct pg_render *render, const struct pg_object *object)
{
    static const char *const deferred[] = {"", "", "", " DEFERRABLE",
                                           " DEFERRABLE INITIALLY DEFERRED"};
    bool primary = pg_die(object, 3, 2) == 0;
    unsigned count = 1 + pg_die(object, 4, 2);
    const char *columns = column_list(render, object, 0, count);
    const char *more = pg_die(object, 6, 5) == 0 ? column_list(render, object, count, 1) : "";
    if (*columns == '\0')
        return;
    bool named = add_constraint(render, object);
    bool parted = pg_is_parted(pg_find_kind(render->world, object->of, PG_TABLE));
    orq_str_addf(&render->sql, "%s%s (%s%s)", primary ? "PRIMARY KEY" : "UNIQUE",
                 !primary && pg_die(object, 7, 6) == 0 ? " NULLS NOT DISTINCT" : "", columns,
                 parted ? ", " PG_PARTITION_KEY : "");
    if (*more != '\0')
        orq_str_addf(&render->sql, " INCLUDE (%s)", more);
    orq_str_addf(&render->sql, "%s%s;\n",
                 !parted && pg_die(object, 9, 8) == 0 ? " WITH (fillfactor=80)" : "",
                 deferred[pg_die(object, 5, 5)]);
    if (named)
        comment_constraint(render, object);
}

static void render_check(struct pg_render *render, const struct pg_object *object)
{
    const struct pg_object *function = pg_find_kind(render->world, object->other, PG_FUNCTION);
    const char *one = pg_condition(render, object->columns[0], pg_die(object, 3, 6), "");
    const char *two = pg_condition(render, object->columns[1], pg_die(object, 4, 6), "");
    if (one == NULL)
        return;
    /* of a partition that is made later the server has every check valid, and takes no other */
    bool parted = pg_is_parted(pg_find_kind(render->world, object->of, PG_TABLE));
    bool named = add_constraint(render, object);
    orq_str_addf(&render->sql, "CHECK (%s", one);
    if (two != NULL && pg_die(object, 5, 4) == 0)
        orq_str_addf(&render->sql, " OR %s", two);
    if (function != NULL && pg_die(function, 3, 6) < 3 && pg_die(object, 5, 4) == 1)
        orq_str_addf(&render->sql, " OR %s(1) > 0", pg_qualified(render, function));
    orq_str_addf(&render->sql, ")%s%s;\n", pg_die(object, 6, 8) == 0 ? " NO INHERIT" : "",
                 !parted && pg_die(object, 6, 8) == 1 ? " NOT VALID" : "");
    if (named)
        comment_constraint(render, object);
}

/* A column of the object's table that may refer to one of this type. */
static const char *column_like(struct pg_render *render, const struct pg_object *object,
                               const char *type)
{
    unsigned skip = pg_die(object, 8, 3);
    const char *found = NULL;
    for (size_t i = 0; i < render->world->objects.len; i++) {
        const struct pg_object *column = &render->world->objects.items[i];
        if (column->kind == PG_COLUMN && column->of == object->of &&
            strcmp(pg_column_type(render, column).sql, type) == 0 && (found == NULL || skip-- > 0))
            found = pg_plain_name(render, column);
    }
    return found;
}

static void add_actions(struct pg_render *render, const struct pg_object *object)
{
    static const char *const actions[] = {"", "", "CASCADE", "SET NULL", "RESTRICT", "SET DEFAULT"};
    static const char *const rest[] = {
        "", "", "", " DEFERRABLE", " DEFERRABLE INITIALLY DEFERRED", " NOT VALID", ""};
    unsigned removed = pg_die(object, 3, 6), updated = pg_die(object, 4, 6);
    orq_str_add(&render->sql, pg_die(object, 7, 6) == 0 ? " MATCH FULL" : "");
    if (*actions[removed] != '\0')
        orq_str_addf(&render->sql, " ON DELETE %s", actions[removed]);
    if (*actions[updated] != '\0')
        orq_str_addf(&render->sql, " ON UPDATE %s", actions[updated]);
    orq_str_addf(&render->sql, "%s;\n", rest[pg_die(object, 5, 7)]);
}

static void render_reference(struct pg_render *render, const struct pg_object *object)
{
    const struct pg_object *key = pg_find_kind(render->world, object->other, PG_KEY);
    const struct pg_object *target =
        key == NULL ? NULL : pg_find_kind(render->world, key->columns[0], PG_COLUMN);
    const char *column = target == NULL || pg_die(key, 4, 2) != 0
                             ? NULL
                             : column_like(render, object, pg_column_type(render, target).sql);
    if (column == NULL || pg_table_of(render, key) == NULL)
        return;
    bool named = add_constraint(render, object);
    orq_str_addf(&render->sql, "FOREIGN KEY (%s) REFERENCES %s (%s)", column,
                 pg_table_of(render, key), pg_plain_name(render, target));
    add_actions(render, object);
    if (named)
        comment_constraint(render, object);
}

static const char *index_method(const struct pg_object *object, const struct pg_type *type)
{
    static const char *const methods[] = {"hash", "brin", "btree", "btree", "btree", "btree"};
    size_t len = strlen(type->sql);
    if (strcmp(type->sql, "jsonb") == 0 || strcmp(type->sql, "tsvector") == 0 ||
        (len > 2 && strcmp(type->sql + len - 2, "[]") == 0 && pg_die(object, 3, 2) == 0))
        return "gin";
    return type->class == PG_RANGE || strcmp(type->sql, "point") == 0
               ? "gist"
               : methods[pg_die(object, 3, 6)];
}

static const char *index_part(struct pg_render *render, const struct pg_object *object,
                              const struct pg_type *type, bool btree)
{
    static const char *const orders[] = {"", "", " DESC", " NULLS FIRST", " DESC NULLS LAST"};
    const struct pg_object *function = pg_find_kind(render->world, object->other, PG_FUNCTION);
    const char *name = pg_column(render, object->columns[0]), *class = "";
    if (pg_die(object, 7, 4) == 0 && type->class == PG_TEXT)
        name = orq_arena_printf(render->arena, "lower(%s)", name);
    else if (pg_die(object, 7, 4) == 0 && strcmp(type->sql, "integer") == 0 && function != NULL &&
             pg_die(function, 3, 6) < 3)
        name = orq_arena_printf(render->arena, "%s(%s)", pg_qualified(render, function), name);
    else if (pg_die(object, 8, 3) == 0 && type->class == PG_TEXT && btree)
        class = strcmp(type->sql, "text") == 0 ? " text_pattern_ops" : " COLLATE \"C\"";
    return orq_arena_printf(render->arena, "%s%s%s", name, class,
                            btree ? orders[pg_die(object, 6, 5)] : "");
}

/* With the schema of its table. */
static const char *name_beside(struct pg_render *render, const struct pg_object *object)
{
    const struct pg_object *table = pg_find_kind(render->world, object->of, PG_TABLE);
    const char *full = pg_qualified(render, table);
    size_t schema = strlen(full) - strlen(pg_plain_name(render, table));
    return orq_arena_printf(render->arena, "%.*s%s", (int)schema, full,
                            pg_plain_name(render, object));
}

static void render_index(struct pg_render *render, const struct pg_object *object)
{
    const struct pg_object *column = pg_find_kind(render->world, object->columns[0], PG_COLUMN);
    if (column == NULL)
        return;
    struct pg_type type = pg_column_type(render, column);
    const char *method = index_method(object, &type);
    bool btree = strcmp(method, "btree") == 0;
    bool plain = btree && !pg_is_parted(pg_find_kind(render->world, object->of, PG_TABLE));
    unsigned shape = btree ? pg_die(object, 9, 3) : 2;
    const char *second = shape == 0 ? column_list(render, object, 1, 1) : "";
    const char *more = shape == 1 ? column_list(render, object, 2, 1) : "";
    const char *condition = pg_condition(render, object->columns[1], pg_die(object, 5, 6), "");
    orq_str_addf(&render->sql, "CREATE %sINDEX %s ON %s USING %s (%s%s%s)",
                 btree && pg_die(object, 4, 4) == 0 ? "UNIQUE " : "", pg_plain_name(render, object),
                 pg_table_of(render, object), method, index_part(render, object, &type, btree),
                 *second == '\0' ? "" : ", ", second);
    if (*more != '\0')
        orq_str_addf(&render->sql, " INCLUDE (%s)", more);
    orq_str_add(&render->sql, pg_die(object, 4, 9) == 1 && plain ? " WITH (fillfactor=70)" : "");
    if (condition != NULL && pg_die(object, 6, 3) == 0)
        orq_str_addf(&render->sql, " WHERE %s", condition);
    orq_str_add(&render->sql, ";\n");
    pg_render_comment(render, object, "INDEX", name_beside(render, object));
}

static void render_exclusion(struct pg_render *render, const struct pg_object *object)
{
    const struct pg_object *column = pg_find_kind(render->world, object->columns[0], PG_COLUMN);
    if (column == NULL)
        return;
    bool range = pg_column_type(render, column).class == PG_RANGE;
    const char *condition = pg_condition(render, object->columns[1], pg_die(object, 4, 6), "");
    orq_str_addf(&render->sql, "ALTER TABLE %s ADD CONSTRAINT %s EXCLUDE USING %s (%s WITH %s)",
                 pg_table_of(render, object), pg_plain_name(render, object),
                 range ? "gist" : "btree", pg_plain_name(render, column), range ? "&&" : "=");
    if (condition != NULL && pg_die(object, 3, 2) == 0)
        orq_str_addf(&render->sql, " WHERE (%s)", condition);
    orq_str_add(&render->sql, pg_die(object, 5, 5) == 0 ? " DEFERRABLE;\n" : ";\n");
    comment_constraint(render, object);
}

static void render_statistics(struct pg_render *render, const struct pg_object *object)
{
    static const char *const kinds[] = {"", " (ndistinct)", " (dependencies, mcv)", ""};
    const char *name = name_beside(render, object);
    const char *columns = column_list(render, object, 0, PG_COLUMNS);
    if (strchr(columns, ',') == NULL)
        return;
    orq_str_addf(&render->sql, "CREATE STATISTICS %s%s ON %s FROM %s;\n", name,
                 kinds[pg_die(object, 3, 4)], columns, pg_table_of(render, object));
    pg_render_comment(render, object, "STATISTICS", name);
}

void pg_render_clause(struct pg_render *render, const struct pg_object *object)
{
    static void (*const writers[PG_KIND_COUNT])(struct pg_render *, const struct pg_object *) = {
        [PG_PARTITION] = render_partition,   [PG_KEY] = render_key,
        [PG_CHECK] = render_check,           [PG_REFERENCE] = render_reference,
        [PG_INDEX] = render_index,           [PG_EXCLUSION] = render_exclusion,
        [PG_STATISTICS] = render_statistics,
    };
    if (pg_table_of(render, object) != NULL)
        writers[object->kind](render, object);
}
