#include "tests/property/world.h"

#include <string.h>

/* The first five are what STRICT knows. */
static const char *const types[] = {"INTEGER",
                                    "TEXT",
                                    "REAL",
                                    "BLOB",
                                    "ANY",
                                    "INT",
                                    "VARCHAR(20)",
                                    "NUMERIC(10,2)",
                                    "DOUBLE PRECISION",
                                    "DATETIME",
                                    "BOOLEAN",
                                    "",
                                    "BIGINT UNSIGNED",
                                    "CHAR(36)",
                                    "JSON"};
static const char *const conflicts[] = {NULL,     NULL,      NULL,   NULL,
                                        "IGNORE", "REPLACE", "FAIL", "ABORT"};
static const char *const actions[] = {NULL,       "CASCADE",   "SET NULL",
                                      "RESTRICT", "NO ACTION", "SET DEFAULT"};

unsigned type_count(bool strict)
{
    return strict ? 5 : (unsigned)(sizeof types / sizeof *types);
}

const char *type_sql(const struct table *table, const struct column *column)
{
    const char *type = types[column->type % type_count(table->strict)];
    return strcmp(type, "ANY") == 0 && !table->strict ? "TEXT" : type;
}

struct table *world_table(struct world *world, unsigned uid)
{
    for (unsigned i = 0; i < world->table_count; i++)
        if (world->tables[i].used && world->tables[i].uid == uid)
            return &world->tables[i];
    return NULL;
}

struct column *table_column(struct table *table, unsigned uid)
{
    for (unsigned i = 0; i < table->column_count; i++)
        if (table->columns[i].uid == uid)
            return &table->columns[i];
    return NULL;
}

const struct column *table_rowid(const struct table *table)
{
    if (table->without_rowid || !table->primary_key.used || table->primary_key.count != 1 ||
        (table->primary_key.inline_form && table->primary_key.descending[0]))
        return NULL;
    for (unsigned i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        if (column->uid == table->primary_key.parts[0])
            return strcmp(type_sql(table, column), "INTEGER") == 0 ? column : NULL;
    }
    return NULL;
}

static const char *default_random(const char *type, struct rng *rng)
{
    static const char *const texts[] = {"'it''s'", "''", "'{}'", "CURRENT_TIMESTAMP",
                                        "(lower('X'))"};
    static const char *const numbers[] = {"0", "7", "-1", "(3)", "(1 + 1)"};
    if (strcmp(type, "TEXT") == 0 || strncmp(type, "VAR", 3) == 0 || strncmp(type, "CHAR", 4) == 0)
        return texts[rng_below(rng, 5)];
    return strcmp(type, "BLOB") == 0 ? "x'00ff'" : numbers[rng_below(rng, 5)];
}

struct column column_random(struct world *world, struct table *table, struct rng *rng)
{
    struct column column = {.uid = ++world->next_uid, .name = rng_below(rng, 35)};
    column.suffix = column.uid;
    column.type = rng_below(rng, type_count(table->strict));
    column.not_null = rng_chance(rng, 25);
    if (column.not_null || rng_chance(rng, 25))
        column.default_sql = default_random(type_sql(table, &column), rng);
    if (rng_chance(rng, 15))
        column.collate = rng_chance(rng, 50) ? "NOCASE" : "RTRIM";
    if (column.not_null)
        column.conflict = conflicts[rng_below(rng, 8)];
    if (table->column_count > 0 && rng_chance(rng, 10)) {
        const struct column *source = &table->columns[rng_below(rng, table->column_count)];
        if (source->generated == 0) {
            column.type = 4; /* STRICT does not check VIRTUAL columns until integrity_check does */
            column.generated = 1 + rng_below(rng, 2);
            column.source = source->uid;
            column.default_sql = NULL;
            column.not_null = false;
            column.conflict = NULL;
        }
    }
    return column;
}

/* Distinct columns that hold values, in a random order. */
static unsigned pick_columns(struct table *table, struct rng *rng, unsigned *parts, unsigned limit)
{
    unsigned count = 0, wanted = 1 + rng_below(rng, limit);
    unsigned start = rng_below(rng, table->column_count);
    for (unsigned i = 0; i < table->column_count && count < wanted; i++) {
        const struct column *column = &table->columns[(start + i) % table->column_count];
        if (column->generated == 0)
            parts[count++] = column->uid;
    }
    return count;
}

void key_random(struct world *world, struct table *table, struct rng *rng, struct key *key)
{
    *key = (struct key){.used = true, .uid = ++world->next_uid, .named = rng_chance(rng, 50)};
    key->count = pick_columns(table, rng, key->parts, MAX_PARTS);
    key->unique = rng_chance(rng, 30);
    for (unsigned i = 0; i < key->count; i++) {
        key->descending[i] = rng_chance(rng, 25);
        key->nocase[i] = rng_chance(rng, 20);
    }
    key->inline_form = key->count == 1 && rng_chance(rng, 50);
    key->conflict = conflicts[rng_below(rng, 8)];
    if (rng_chance(rng, 25))
        key->where = table->columns[rng_below(rng, table->column_count)].uid;
    if (rng_chance(rng, 20))
        key->expression = key->parts[0];
}

/* As many columns as the parent's key has. */
void reference_random(struct world *world, struct table *table, struct rng *rng,
                      struct reference *reference)
{
    *reference = (struct reference){0};
    const struct table *parent = &world->tables[rng_below(rng, world->table_count)];
    unsigned columns[MAX_PARTS];
    unsigned wanted = parent->used && parent->primary_key.used ? parent->primary_key.count : 0;
    if (wanted == 0 || pick_columns(table, rng, columns, MAX_PARTS) < wanted)
        return;
    *reference = (struct reference){.used = true,
                                    .uid = ++world->next_uid,
                                    .named = rng_chance(rng, 50),
                                    .count = wanted,
                                    .parent = parent->uid,
                                    .deferred = rng_chance(rng, 20),
                                    .on_delete = actions[rng_below(rng, 6)],
                                    .on_update = actions[rng_below(rng, 6)]};
    memcpy(reference->columns, columns, wanted * sizeof columns[0]);
}

void check_random(struct world *world, struct table *table, struct rng *rng, struct check *check)
{
    *check = (struct check){.used = true,
                            .uid = ++world->next_uid,
                            .named = rng_chance(rng, 50),
                            .column = table->columns[rng_below(rng, table->column_count)].uid,
                            .shape = rng_below(rng, 6)};
}

void trigger_random(struct world *world, struct table *table, struct rng *rng,
                    struct trigger *trigger)
{
    const struct table *other = &world->tables[rng_below(rng, world->table_count)];
    *trigger = (struct trigger){.used = true,
                                .uid = ++world->next_uid,
                                .event = rng_below(rng, 3),
                                .column = table->columns[rng_below(rng, table->column_count)].uid,
                                .other = other->used ? other->uid : 0};
}

void view_random(struct world *world, struct rng *rng, struct view *view)
{
    struct table *table = &world->tables[rng_below(rng, world->table_count)];
    *view = (struct view){0};
    if (!table->used)
        return;
    *view = (struct view){.used = true,
                          .uid = ++world->next_uid,
                          .name = rng_below(rng, 35),
                          .table = table->uid,
                          .column = table->columns[rng_below(rng, table->column_count)].uid,
                          .shape = rng_below(rng, 3),
                          .instead = rng_chance(rng, 40)};
    view->suffix = view->uid;
}

static void key_table(struct world *world, struct table *table, struct rng *rng)
{
    key_random(world, table, rng, &table->primary_key);
    struct key *key = &table->primary_key;
    key->where = key->expression = 0;
    key->unique = false;
    if (rng_chance(rng, 60)) { /* most real tables: one INTEGER or TEXT key, first */
        key->count = 1;
        key->parts[0] = table->columns[0].uid;
        table->columns[0].type = rng_chance(rng, 70) ? 0 : 1;
        table->columns[0].generated = 0;
        key->inline_form = rng_chance(rng, 70);
        key->descending[0] = rng_chance(rng, 8);
    }
    table->without_rowid = rng_chance(rng, 15);
    if (table_rowid(table) != NULL && !key->descending[0] && rng_chance(rng, 30)) {
        table->autoincrement = true;
        key->inline_form = true;
    }
    if (table_rowid(table) !=
        NULL) /* SQLite takes no conflict clause there but on the key itself */
        key->nocase[0] = false;
}

struct table table_random(struct world *world, struct rng *rng)
{
    struct table table = {.used = true, .uid = ++world->next_uid, .name = rng_below(rng, 35)};
    table.suffix = table.uid;
    table.strict = rng_chance(rng, 20);
    unsigned count = 1 + rng_below(rng, 5);
    for (unsigned i = 0; i < count; i++) {
        struct column column = column_random(world, &table, rng);
        table.columns[table.column_count++] = column;
    }
    if (rng_chance(rng, 85))
        key_table(world, &table, rng);
    return table;
}

static void decorate(struct world *world, struct table *table, struct rng *rng)
{
    if (rng_chance(rng, 40))
        key_random(world, table, rng, &table->uniques[0]);
    if (rng_chance(rng, 15))
        key_random(world, table, rng, &table->uniques[1]);
    if (rng_chance(rng, 50))
        key_random(world, table, rng, &table->indexes[0]);
    if (rng_chance(rng, 25))
        key_random(world, table, rng, &table->indexes[1]);
    if (rng_chance(rng, 50))
        reference_random(world, table, rng, &table->references[0]);
    if (rng_chance(rng, 20))
        reference_random(world, table, rng, &table->references[1]);
    if (rng_chance(rng, 45))
        check_random(world, table, rng, &table->checks[0]);
    if (rng_chance(rng, 15))
        check_random(world, table, rng, &table->checks[1]);
    if (rng_chance(rng, 30))
        trigger_random(world, table, rng, &table->triggers[0]);
}

struct world world_generate(struct rng *rng)
{
    struct world world = {0};
    unsigned count = 1 + rng_below(rng, 4);
    for (unsigned i = 0; i < count; i++) {
        struct table table = table_random(&world, rng);
        world.tables[world.table_count++] = table;
    }
    for (unsigned i = 0; i < count; i++)
        decorate(&world, &world.tables[i], rng);
    for (unsigned i = 0; i < MAX_VIEWS && rng_chance(rng, 35); i++)
        view_random(&world, rng, &world.views[i]);
    return world;
}
