#include "tests/property/postgres_world.h"

#include <string.h>

enum column_use { USE_PLAIN, USE_OTHER, USE_IDENTITY, USE_SERIAL };

static enum column_use use_of(const struct pg_object *column)
{
    unsigned die = pg_die(column, 4, 20);
    return die < 8 ? USE_OTHER : die == 8 ? USE_IDENTITY : die == 9 ? USE_SERIAL : USE_PLAIN;
}

/* What a column takes its type, default or value from. A generated column reads a stored one of its
 * table. */
static const struct pg_object *used(struct pg_render *render, const struct pg_object *column)
{
    const struct pg_object *other =
        use_of(column) == USE_OTHER ? pg_find(render->world, column->other) : NULL;
    if (other == NULL || other->kind != PG_COLUMN)
        return other;
    const struct pg_object *next =
        use_of(other) == USE_OTHER ? pg_find_kind(render->world, other->other, PG_COLUMN) : NULL;
    return other->of == column->of && other != column && next == NULL ? other : NULL;
}

static struct pg_type type_by(struct pg_render *render, const struct pg_object *column,
                              const struct pg_object *other)
{
    struct pg_type type = {"integer", PG_NUMBER, {"1", "2", "3"}};
    if (other->kind == PG_COLUMN) {
        type = pg_column_type(render, other);
        type.sql = type.class == PG_NUMBER ? "numeric" : type.class == PG_TEXT ? "text" : "boolean";
        type.class = type.class == PG_NUMBER || type.class == PG_TEXT ? type.class : PG_PLAIN;
    } else if (other->kind == PG_DOMAIN) {
        type = *pg_type_word(pg_die(other, 3, 1000));
        type.sql = pg_qualified(render, other);
    } else if (other->kind == PG_ENUM || other->kind == PG_COMPOSITE) {
        type = (struct pg_type){pg_qualified(render, other), PG_PLAIN, {"NULL", "NULL", "NULL"}};
        if (pg_die(column, 9, 6) == 0)
            type.sql = orq_arena_printf(render->arena, "%s[]", type.sql);
    }
    return type;
}

struct pg_type pg_column_type(struct pg_render *render, const struct pg_object *column)
{
    static const char *const numbers[] = {"integer", "bigint", "smallint"};
    const struct pg_object *other = used(render, column);
    if (use_of(column) == USE_IDENTITY || use_of(column) == USE_SERIAL)
        return (struct pg_type){numbers[pg_die(column, 3, 3)], PG_NUMBER, {"1", "2", "3"}};
    return other == NULL ? *pg_type_word(pg_die(column, 3, 1000)) : type_by(render, column, other);
}

static void add_generated(struct pg_render *render, const struct pg_object *column,
                          const struct pg_object *source)
{
    static const char *const forms[][2][2] = {
        [PG_NUMBER] = {{"", " * 2"}, {"1 + ", ""}},
        [PG_TEXT] = {{"upper(", ")"}, {"", " || 'x'"}},
        [PG_TIME] = {{"", " IS NULL"}, {"", " IS NOT NULL"}},
        [PG_RANGE] = {{"isempty(", ")"}, {"", " IS NULL"}},
        [PG_PLAIN] = {{"", " IS NULL"}, {"NOT (", " IS NULL)"}},
    };
    const char *const *form = forms[pg_column_type(render, source).class][pg_die(column, 5, 2)];
    orq_str_addf(&render->sql, " GENERATED ALWAYS AS (%s%s%s) STORED", form[0],
                 pg_plain_name(render, source), form[1]);
}

static void add_identity(struct pg_render *render, const struct pg_object *column)
{
    static const char *const options[] = {
        "", " (START 100)", " (INCREMENT 2 MINVALUE 1)", " (MAXVALUE 20000 CYCLE)", "", ""};
    orq_str_addf(&render->sql, " GENERATED %s AS IDENTITY%s",
                 pg_die(column, 9, 2) == 0 ? "ALWAYS" : "BY DEFAULT",
                 options[pg_die(column, 8, 6)]);
}

static void add_default(struct pg_render *render, const struct pg_object *column,
                        const struct pg_type *type)
{
    const struct pg_object *other = used(render, column);
    unsigned die = pg_die(column, 5, 7);
    if (other != NULL && other->kind == PG_SEQUENCE) {
        orq_str_addf(&render->sql, " DEFAULT nextval(%s)",
                     pg_literal(render->arena, pg_qualified(render, other)));
    } else if (other != NULL && other->kind == PG_FUNCTION && pg_die(other, 3, 6) < 3) {
        orq_str_addf(&render->sql, " DEFAULT %s(%u)", pg_qualified(render, other), die);
    } else if (die < 3) {
        orq_str_addf(&render->sql, " DEFAULT %s", type->defaults[die]);
    }
}

static void add_column(struct pg_render *render, const struct pg_object *column)
{
    static const char *const serials[] = {"serial", "bigserial", "smallserial"};
    struct pg_type type = pg_column_type(render, column);
    const struct pg_object *other = used(render, column);
    enum column_use use = use_of(column);
    orq_str_addf(&render->sql, "%s %s", pg_plain_name(render, column),
                 use == USE_SERIAL ? serials[pg_die(column, 3, 3)] : type.sql);
    if (type.class == PG_TEXT && pg_die(column, 7, 6) == 0 && strcmp(type.sql, "name") != 0)
        orq_str_addf(&render->sql, " COLLATE \"%s\"", pg_die(column, 8, 2) == 0 ? "C" : "POSIX");
    if (other != NULL && other->kind == PG_COLUMN)
        add_generated(render, column, other);
    else if (use == USE_IDENTITY)
        add_identity(render, column);
    else if (use != USE_SERIAL)
        add_default(render, column, &type);
    orq_str_add(&render->sql, pg_die(column, 6, 3) == 0 ? " NOT NULL" : "");
}

static void after_column(struct pg_render *render, const char *table,
                         const struct pg_object *column)
{
    static const char *const storages[] = {"SET STORAGE EXTERNAL", "SET STORAGE MAIN",
                                           "SET STORAGE EXTENDED", "SET COMPRESSION pglz"};
    const char *name = pg_plain_name(render, column);
    unsigned die = pg_die(column, 7, 8);
    if (die == 1 && pg_column_type(render, column).class == PG_TEXT) {
        orq_str_addf(&render->sql, "ALTER TABLE %s ALTER COLUMN %s %s;\n", table, name,
                     storages[pg_die(column, 8, 4)]);
    }
    if (die == 2) {
        orq_str_addf(&render->sql, "ALTER TABLE %s ALTER COLUMN %s SET STATISTICS %u;\n", table,
                     name, 100 * pg_die(column, 8, 5));
    }
    if (die == 3) {
        orq_str_addf(&render->sql, "ALTER TABLE %s ALTER COLUMN %s SET (n_distinct = %u);\n", table,
                     name, 5 + pg_die(column, 8, 2));
    }
    pg_render_comment(render, column, "COLUMN",
                      orq_arena_printf(render->arena, "%s.%s", table, name));
}

static void add_table_end(struct pg_render *render, const struct pg_object *table)
{
    static const char *const ways[] = {"RANGE", "LIST", "HASH"};
    static const char *const settings[] = {"fillfactor=70", "autovacuum_enabled=false",
                                           "fillfactor=90, toast.autovacuum_enabled=false"};
    unsigned way = pg_die(table, 3, 12);
    const struct pg_object *parent = pg_find_kind(render->world, table->other, PG_TABLE);
    orq_str_add(&render->sql, ")");
    if (way > 2 && pg_die(table, 8, 8) == 0 && parent != NULL && parent != table)
        orq_str_addf(&render->sql, " INHERITS (%s)", pg_qualified(render, parent));
    if (way < 3)
        orq_str_addf(&render->sql, " PARTITION BY %s (" PG_PARTITION_KEY ")", ways[way]);
    else if (pg_die(table, 4, 10) < 3)
        orq_str_addf(&render->sql, " WITH (%s)", settings[pg_die(table, 4, 10)]);
    orq_str_add(&render->sql, ";\n");
}

static void after_table(struct pg_render *render, const struct pg_object *table, const char *name)
{
    static const char *const identities[] = {"FULL", "NOTHING"};
    unsigned identity = pg_die(table, 5, 10), security = pg_die(table, 6, 5);
    if (identity < 2) {
        orq_str_addf(&render->sql, "ALTER TABLE %s REPLICA IDENTITY %s;\n", name,
                     identities[identity]);
    }
    if (security < 2)
        orq_str_addf(&render->sql, "ALTER TABLE %s ENABLE ROW LEVEL SECURITY;\n", name);
    if (security == 1)
        orq_str_addf(&render->sql, "ALTER TABLE %s FORCE ROW LEVEL SECURITY;\n", name);
    pg_render_comment(render, table, "TABLE", name);
}

void pg_render_table(struct pg_render *render, const struct pg_object *table)
{
    const char *name = pg_qualified(render, table), *before = "";
    const struct pg_objects *objects = &render->world->objects;
    bool parted = pg_is_parted(table);
    orq_str_addf(&render->sql, "CREATE %sTABLE %s (",
                 !parted && pg_die(table, 7, 8) == 0 ? "UNLOGGED " : "", name);
    if (parted) {
        orq_str_add(&render->sql, "\n    " PG_PARTITION_KEY " integer");
        before = ",";
    }
    for (size_t i = 0; i < objects->len; i++) {
        if (objects->items[i].kind == PG_COLUMN && objects->items[i].of == table->uid) {
            orq_str_addf(&render->sql, "%s\n    ", before);
            add_column(render, &objects->items[i]);
            before = ",";
        }
    }
    add_table_end(render, table);
    for (size_t i = 0; i < objects->len; i++)
        if (objects->items[i].kind == PG_COLUMN && objects->items[i].of == table->uid)
            after_column(render, name, &objects->items[i]);
    after_table(render, table, name);
}
