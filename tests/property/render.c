#include "tests/property/world.h"

#include <string.h>

struct render {
    struct orq_arena *arena;
    struct world *world;
    struct rng *style;
    struct orq_str sql;
};

static const char *table_name(struct render *render, const struct table *table)
{
    return quoted(render->arena, pool_name(render->arena, table->name, table->suffix),
                  render->style);
}

static const char *column_name(struct render *render, const struct column *column)
{
    return quoted(render->arena, pool_name(render->arena, column->name, column->suffix),
                  render->style);
}

static void add(struct render *render, const char *text)
{
    orq_str_add(&render->sql, text);
}

/* Comments and odd spacing wherever a token may end. */
static void gap(struct render *render)
{
    static const char *const gaps[] = {" ",          " ", " ", "  ", "\n\t", " /* note; 'x' */ ",
                                       " -- it's\n "};
    add(render, gaps[rng_below(render->style, 7)]);
}

static void add_name(struct render *render, bool named, char letter, unsigned uid)
{
    if (named) {
        orq_str_addf(&render->sql, "CONSTRAINT %s ",
                     quoted(render->arena, orq_arena_printf(render->arena, "%c%u", letter, uid),
                            render->style));
    }
}

static void add_conflict(struct render *render, const char *conflict)
{
    if (conflict != NULL)
        orq_str_addf(&render->sql, " ON CONFLICT %s", conflict);
}

static void add_parts(struct render *render, struct table *table, const struct key *key, bool index)
{
    add(render, "(");
    for (unsigned i = 0; i < key->count; i++) {
        const struct column *column = table_column(table, key->parts[i]);
        add(render, i == 0 ? "" : ", ");
        if (index && key->expression == column->uid)
            orq_str_addf(&render->sql, "lower(%s)", column_name(render, column));
        else
            add(render, column_name(render, column));
        add(render, key->nocase[i] ? " COLLATE NOCASE" : "");
        add(render, key->descending[i] ? " DESC" : "");
    }
    add(render, ")");
}

static void add_check(struct render *render, struct table *table, const struct check *check)
{
    static const char *const shapes[][2] = {
        {"", " IS NOT NULL OR 1 = 1"},
        {"", " <> 'zz'"},
        {"length(", ") < 100000"},
        {"typeof(", ") IN ('null', 'integer', 'text', 'real', 'blob')"},
        {"", " NOT BETWEEN 5000000 AND 6000000"},
        {"CASE WHEN ", " = 'zz' THEN 0 ELSE 1 END"},
    };
    add_name(render, check->named, 'c', check->uid);
    orq_str_addf(&render->sql, "CHECK (%s%s%s)", shapes[check->shape][0],
                 column_name(render, table_column(table, check->column)), shapes[check->shape][1]);
}

/* The parent, when its key still has the columns that the reference needs. */
static struct table *parent_of(struct render *render, const struct reference *reference)
{
    struct table *parent = reference->used ? world_table(render->world, reference->parent) : NULL;
    return parent != NULL && parent->primary_key.used &&
                   parent->primary_key.count == reference->count
               ? parent
               : NULL;
}

static void add_names(struct render *render, struct table *table, const unsigned *columns,
                      unsigned count)
{
    add(render, " (");
    for (unsigned i = 0; i < count; i++) {
        add(render, i == 0 ? "" : ", ");
        add(render, column_name(render, table_column(table, columns[i])));
    }
    add(render, ")");
}

static void add_reference(struct render *render, const struct reference *reference)
{
    struct table *parent = parent_of(render, reference);
    orq_str_addf(&render->sql, " REFERENCES %s", table_name(render, parent));
    if (rng_chance(render->style, 70))
        add_names(render, parent, parent->primary_key.parts, reference->count);
    if (reference->on_delete != NULL)
        orq_str_addf(&render->sql, " ON DELETE %s", reference->on_delete);
    if (reference->on_update != NULL)
        orq_str_addf(&render->sql, " ON UPDATE %s", reference->on_update);
    add(render, reference->deferred ? " DEFERRABLE INITIALLY DEFERRED" : "");
}

static void add_inline_key(struct render *render, const struct table *table,
                           const struct column *column)
{
    const struct key *key = &table->primary_key;
    if (!key->used || !key->inline_form || key->count != 1 || key->parts[0] != column->uid)
        return;
    gap(render);
    add_name(render, key->named, 'p', key->uid);
    add(render, "PRIMARY KEY");
    add(render, key->descending[0] ? " DESC" : "");
    add_conflict(render, key->conflict);
    add(render, table->autoincrement ? " AUTOINCREMENT" : "");
}

static void add_column(struct render *render, struct table *table, const struct column *column)
{
    add(render, column_name(render, column));
    gap(render);
    add(render, type_sql(table, column));
    if (column->generated > 0) {
        orq_str_addf(&render->sql, " GENERATED ALWAYS AS (coalesce(%s, 'none')) %s",
                     column_name(render, table_column(table, column->source)),
                     column->generated == 1 ? "VIRTUAL" : "STORED");
    }
    add_inline_key(render, table, column);
    if (column->not_null) {
        gap(render);
        add(render, "NOT NULL");
        add_conflict(render, column->conflict);
    }
    if (column->default_sql != NULL) {
        gap(render);
        orq_str_addf(&render->sql, "DEFAULT %s", column->default_sql);
    }
    if (column->collate != NULL)
        orq_str_addf(&render->sql, " COLLATE %s", column->collate);
}

static void comma(struct render *render)
{
    add(render, ",");
    gap(render);
}

static void add_table_constraints(struct render *render, struct table *table)
{
    const struct key *key = &table->primary_key;
    if (key->used && !(key->inline_form && key->count == 1)) {
        comma(render);
        add_name(render, key->named, 'p', key->uid);
        add(render, "PRIMARY KEY ");
        add_parts(render, table, key, false);
        add_conflict(render, key->conflict);
    }
    for (unsigned i = 0; i < MAX_CLAUSES; i++) {
        if (table->uniques[i].used) {
            comma(render);
            add_name(render, table->uniques[i].named, 'u', table->uniques[i].uid);
            add(render, "UNIQUE ");
            add_parts(render, table, &table->uniques[i], false);
            add_conflict(render, table->uniques[i].conflict);
        }
    }
    for (unsigned i = 0; i < MAX_CLAUSES; i++) {
        const struct reference *reference = &table->references[i];
        if (parent_of(render, reference) != NULL) {
            comma(render);
            add_name(render, reference->named, 'f', reference->uid);
            add(render, "FOREIGN KEY");
            add_names(render, table, reference->columns, reference->count);
            add_reference(render, reference);
        }
    }
    for (unsigned i = 0; i < MAX_CLAUSES; i++) {
        if (table->checks[i].used) {
            comma(render);
            add_check(render, table, &table->checks[i]);
        }
    }
}

static void add_table(struct render *render, struct table *table)
{
    orq_str_addf(&render->sql, "CREATE TABLE %s", table_name(render, table));
    gap(render);
    add(render, "(");
    for (unsigned i = 0; i < table->column_count; i++) {
        if (i > 0)
            comma(render);
        add_column(render, table, &table->columns[i]);
    }
    add_table_constraints(render, table);
    add(render, ")");
    add(render, table->strict ? " STRICT" : "");
    add(render, table->strict && table->without_rowid ? "," : "");
    add(render, table->without_rowid ? " WITHOUT ROWID" : "");
    add(render, ";\n");
}

static void add_indexes(struct render *render, struct table *table)
{
    for (unsigned i = 0; i < MAX_CLAUSES; i++) {
        const struct key *index = &table->indexes[i];
        if (!index->used)
            continue;
        orq_str_addf(&render->sql, "CREATE %sINDEX %s ON %s ", index->unique ? "UNIQUE " : "",
                     quoted(render->arena, orq_arena_printf(render->arena, "ix %u", index->uid),
                            render->style),
                     table_name(render, table));
        add_parts(render, table, index, true);
        if (index->where != 0) {
            orq_str_addf(&render->sql, " WHERE %s IS NOT NULL",
                         column_name(render, table_column(table, index->where)));
        }
        add(render, ";\n");
    }
}

static void add_trigger(struct render *render, struct table *table, const struct trigger *trigger)
{
    static const char *const events[] = {"INSERT", "UPDATE", "DELETE"};
    const char *column = column_name(render, table_column(table, trigger->column));
    struct table *other = trigger->other == 0 ? NULL : world_table(render->world, trigger->other);
    orq_str_addf(&render->sql, "CREATE TRIGGER trg%u AFTER %s", trigger->uid,
                 events[trigger->event]);
    if (trigger->event == 1)
        orq_str_addf(&render->sql, " OF %s", column);
    orq_str_addf(&render->sql, " ON %s WHEN %s.%s IS NULL BEGIN SELECT 'a;b' -- c;\n;",
                 table_name(render, table), trigger->event == 2 ? "old" : "new", column);
    if (other != NULL)
        orq_str_addf(&render->sql, " DELETE FROM %s WHERE 0;", table_name(render, other));
    add(render, " END;\n");
}

static void add_view(struct render *render, const struct view *view)
{
    static const char *const shapes[][2] = {{"SELECT ", " AS x FROM "},
                                            {"SELECT count(*) AS n, max(", ") AS x FROM "},
                                            {"SELECT 1 AS one, coalesce(", ", 'no') AS x FROM "}};
    struct table *table = world_table(render->world, view->table);
    const char *name =
        quoted(render->arena, pool_name(render->arena, view->name, view->suffix), render->style);
    orq_str_addf(&render->sql, "CREATE VIEW %s AS %s%s%s%s;\n", name, shapes[view->shape][0],
                 column_name(render, table_column(table, view->column)), shapes[view->shape][1],
                 table_name(render, table));
    if (view->instead) {
        orq_str_addf(&render->sql,
                     "CREATE TRIGGER vtrg%u INSTEAD OF INSERT ON %s BEGIN SELECT new.x; END;\n",
                     view->uid, name);
    }
}

const char *world_sql(struct orq_arena *arena, struct world *world, struct rng *style)
{
    struct render render = {
        .arena = arena, .world = world, .style = style, .sql = orq_str_new(arena)};
    for (unsigned i = 0; i < world->table_count; i++)
        if (world->tables[i].used)
            add_table(&render, &world->tables[i]);
    for (unsigned i = 0; i < world->table_count; i++) {
        struct table *table = &world->tables[i];
        if (!table->used)
            continue;
        add_indexes(&render, table);
        for (unsigned k = 0; k < 2; k++)
            if (table->triggers[k].used)
                add_trigger(&render, table, &table->triggers[k]);
    }
    for (unsigned i = 0; i < MAX_VIEWS; i++)
        if (world->views[i].used)
            add_view(&render, &world->views[i]);
    return orq_str_text(&render.sql);
}

static const char *value(struct orq_arena *arena, const char *type, struct rng *rng, unsigned row)
{
    if (strstr(type, "INT") != NULL || strcmp(type, "BOOLEAN") == 0)
        return orq_arena_printf(arena, "%d", (int)rng_below(rng, 50) * 10 + (int)row);
    if (strcmp(type, "REAL") == 0 || type[0] == 'D' || type[0] == 'N') {
        return rng_chance(rng, 50) ? orq_arena_printf(arena, "%u.%u", row, rng_below(rng, 1000))
                                   : "0.1 + 0.2";
    }
    if (strcmp(type, "BLOB") == 0 || *type == '\0')
        return orq_arena_printf(arena, "x'%02x%02x'", row, rng_below(rng, 256));
    static const char *const texts[] = {"'a%u'", "'00%u'", "'%u'", "'it''s %u'", "'ñ%u'"};
    const char *text = texts[rng_below(rng, 5)];
    const char *at = strchr(text, '%');
    return orq_arena_printf(arena, "%.*s%u%s", (int)(at - text), text, row, at + 2);
}

static const char *row_value(struct render *render, struct rng *rng, struct table *table,
                             const struct column *column, unsigned row)
{
    for (unsigned i = 0; i < MAX_CLAUSES; i++) {
        const struct reference *reference = &table->references[i];
        struct table *parent = parent_of(render, reference);
        for (unsigned k = 0; parent != NULL && k < reference->count; k++) {
            if (reference->columns[k] == column->uid) {
                const struct column *key = table_column(parent, parent->primary_key.parts[k]);
                return orq_arena_printf(render->arena,
                                        "(SELECT %s FROM %s ORDER BY 1 LIMIT 1 OFFSET %u)",
                                        column_name(render, key), table_name(render, parent), row);
            }
        }
    }
    return !column->not_null && rng_chance(rng, 25)
               ? "NULL"
               : value(render->arena, type_sql(table, column), rng, row);
}

void world_rows(struct orq_arena *arena, struct world *world, struct rng *rng,
                struct orq_strings *statements)
{
    for (unsigned i = 0; i < world->table_count; i++) {
        struct table *table = &world->tables[i];
        unsigned rows = rng_chance(rng, 15) ? 0 : 1 + rng_below(rng, 5);
        for (unsigned row = 0; row < rows; row++) {
            struct render names = {
                .arena = arena, .world = world, .style = rng, .sql = orq_str_new(arena)};
            struct orq_str values = orq_str_new(arena);
            for (unsigned k = 0; k < table->column_count; k++) {
                const struct column *column = &table->columns[k];
                if (column->generated == 0) {
                    orq_str_addf(&names.sql, "%s%s", names.sql.len == 0 ? "" : ", ",
                                 column_name(&names, column));
                    orq_str_addf(&values, "%s%s", values.len == 0 ? "" : ", ",
                                 row_value(&names, rng, table, column, row));
                }
            }
            ORQ_PUSH(arena, statements,
                     orq_arena_printf(arena, "INSERT INTO %s (%s) VALUES (%s)",
                                      table_name(&names, table), orq_str_text(&names.sql),
                                      orq_str_text(&values)));
        }
        if (!table->without_rowid && rng_chance(rng, 40)) {
            struct render name = {.arena = arena, .world = world, .style = rng};
            ORQ_PUSH(arena, statements,
                     orq_arena_printf(arena, "DELETE FROM %s WHERE rowid %% 4 = 2",
                                      table_name(&name, table)));
        }
    }
}
