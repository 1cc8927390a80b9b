#include "tests/property/world.h"

#include <string.h>

static bool key_uses(const struct key *key, unsigned column)
{
    for (unsigned i = 0; i < key->count; i++)
        if (key->parts[i] == column)
            return key->used;
    return key->used && (key->where == column || key->expression == column);
}

/* Everything that needs the column goes with it. */
static bool forget_column(struct world *world, struct table *table, unsigned column)
{
    if (key_uses(&table->primary_key, column))
        return false;
    for (unsigned i = 0; i < table->column_count; i++)
        if (table->columns[i].generated > 0 && table->columns[i].source == column)
            return false;
    for (unsigned i = 0; i < MAX_CLAUSES; i++) {
        table->uniques[i].used &= !key_uses(&table->uniques[i], column);
        table->indexes[i].used &= !key_uses(&table->indexes[i], column);
        for (unsigned k = 0; k < table->references[i].count; k++)
            table->references[i].used &= table->references[i].columns[k] != column;
        table->checks[i].used &= table->checks[i].column != column;
    }
    for (unsigned i = 0; i < 2; i++)
        table->triggers[i].used &= table->triggers[i].column != column;
    for (unsigned i = 0; i < MAX_VIEWS; i++)
        world->views[i].used &= world->views[i].column != column;
    return true;
}

static bool add_column(struct world *world, struct table *table, struct rng *rng)
{
    if (table->column_count == MAX_COLUMNS)
        return false;
    struct column column = column_random(world, table, rng);
    unsigned at =
        rng_chance(rng, 60) ? table->column_count : rng_below(rng, table->column_count + 1);
    if (column.generated > 0)
        at = table->column_count;
    memmove(&table->columns[at + 1], &table->columns[at],
            (table->column_count - at) * sizeof column);
    table->columns[at] = column;
    table->column_count++;
    return true;
}

static bool drop_column(struct world *world, struct table *table, struct rng *rng)
{
    unsigned at = rng_below(rng, table->column_count);
    unsigned values = 0;
    for (unsigned i = 0; i < table->column_count; i++)
        values += table->columns[i].generated == 0;
    if (table->columns[at].renamed || (values == 1 && table->columns[at].generated == 0) ||
        !forget_column(world, table, table->columns[at].uid))
        return false;
    memmove(&table->columns[at], &table->columns[at + 1],
            (table->column_count - at - 1) * sizeof table->columns[0]);
    table->column_count--;
    return true;
}

static struct column *any_column(struct table *table, struct rng *rng)
{
    return &table->columns[rng_below(rng, table->column_count)];
}

static bool rename_column_to(struct column *column, unsigned name, unsigned suffix)
{
    if (column->renamed)
        return false;
    column->renamed = true;
    column->old_name = column->name;
    column->old_suffix = column->suffix;
    column->name = name;
    column->suffix = suffix;
    return true;
}

static bool rename_column(struct world *world, struct table *table, struct rng *rng)
{
    return rename_column_to(any_column(table, rng), rng_below(rng, 35), ++world->next_uid);
}

static bool retype_column(struct world *world, struct table *table, struct rng *rng)
{
    struct column *column = any_column(table, rng);
    (void)world;
    if (key_uses(&table->primary_key, column->uid) || column->generated > 0)
        return false;
    column->type = rng_below(rng, type_count(table->strict));
    column->retyped = true;
    return true;
}

static bool require_column(struct world *world, struct table *table, struct rng *rng)
{
    struct column *column = any_column(table, rng);
    (void)world;
    if (column->generated > 0 || key_uses(&table->primary_key, column->uid))
        return false;
    column->not_null = !column->not_null;
    column->backfilled = column->not_null;
    column->conflict = NULL;
    return true;
}

static bool change_default(struct world *world, struct table *table, struct rng *rng)
{
    struct column *column = any_column(table, rng);
    (void)world;
    if (column->generated > 0 || column->not_null)
        return false;
    column->default_sql = column->default_sql == NULL ? "42"
                          : rng_chance(rng, 50)       ? NULL
                                                      : "(40 + 2)";
    return true;
}

static bool change_collation(struct world *world, struct table *table, struct rng *rng)
{
    struct column *column = any_column(table, rng);
    (void)world;
    column->collate = column->collate == NULL ? "NOCASE" : NULL;
    return true;
}

static bool change_unique(struct world *world, struct table *table, struct rng *rng)
{
    struct key *key = &table->uniques[rng_below(rng, 2)];
    if (key->used && rng_chance(rng, 50))
        key->used = false;
    else
        key_random(world, table, rng, key);
    return true;
}

static bool change_index(struct world *world, struct table *table, struct rng *rng)
{
    struct key *key = &table->indexes[rng_below(rng, MAX_CLAUSES)];
    unsigned uid = key->uid;
    bool had = key->used;
    if (had && rng_chance(rng, 40)) {
        key->used = false;
        return true;
    }
    key_random(world, table, rng, key);
    key->uid = had ? uid : key->uid; /* the same name, another definition */
    return true;
}

static bool change_check(struct world *world, struct table *table, struct rng *rng)
{
    struct check *check = &table->checks[rng_below(rng, MAX_CLAUSES)];
    if (check->used && rng_chance(rng, 50))
        check->used = false;
    else
        check_random(world, table, rng, check);
    return true;
}

static bool change_reference(struct world *world, struct table *table, struct rng *rng)
{
    struct reference *reference = &table->references[rng_below(rng, 2)];
    if (reference->used && rng_chance(rng, 40)) {
        reference->used = false;
    } else if (reference->used && rng_chance(rng, 50)) {
        reference->on_delete = "CASCADE";
        reference->deferred = !reference->deferred;
    } else {
        reference_random(world, table, rng, reference);
    }
    return true;
}

static bool change_trigger(struct world *world, struct table *table, struct rng *rng)
{
    struct trigger *trigger = &table->triggers[rng_below(rng, 2)];
    if (trigger->used && rng_chance(rng, 40))
        trigger->used = false;
    else
        trigger_random(world, table, rng, trigger);
    return true;
}

static bool change_strict(struct world *world, struct table *table, struct rng *rng)
{
    (void)world;
    (void)rng;
    for (unsigned i = 0; i < table->column_count; i++) {
        if (table->columns[i].type >= type_count(true))
            return false;
        table->columns[i].retyped = true;
    }
    table->strict = !table->strict;
    return true;
}

static bool change_rowid(struct world *world, struct table *table, struct rng *rng)
{
    (void)world;
    (void)rng;
    if (!table->primary_key.used || table->autoincrement)
        return false;
    table->without_rowid = !table->without_rowid;
    table->rekeyed = true;
    return true;
}

static bool change_counter(struct world *world, struct table *table, struct rng *rng)
{
    (void)world;
    (void)rng;
    if (table_rowid(table) == NULL || !table->primary_key.inline_form)
        return false;
    table->autoincrement = !table->autoincrement;
    return true;
}

static bool rename_table(struct world *world, struct table *table, struct rng *rng)
{
    if (table->renamed)
        return false;
    table->renamed = true;
    table->old_name = table->name;
    table->old_suffix = table->suffix;
    table->name = rng_below(rng, 35);
    table->suffix = ++world->next_uid;
    return true;
}

static bool drop_table(struct world *world, struct table *table, struct rng *rng)
{
    (void)rng;
    table->used = false;
    for (unsigned i = 0; i < world->table_count; i++) {
        for (unsigned k = 0; k < MAX_CLAUSES; k++) {
            world->tables[i].references[k].used &=
                world->tables[i].references[k].parent != table->uid;
        }
    }
    for (unsigned i = 0; i < MAX_VIEWS; i++)
        world->views[i].used &= world->views[i].table != table->uid;
    return true;
}

static bool add_table(struct world *world, struct table *table, struct rng *rng)
{
    (void)table;
    if (world->table_count == MAX_TABLES)
        return false;
    struct table fresh = table_random(world, rng);
    world->tables[world->table_count++] = fresh;
    return true;
}

static bool change_view(struct world *world, struct table *table, struct rng *rng)
{
    struct view *view = &world->views[rng_below(rng, MAX_VIEWS)];
    (void)table;
    if (view->used && rng_chance(rng, 30))
        view->used = false;
    else if (view->used && rng_chance(rng, 50))
        view->shape = (view->shape + 1) % 3;
    else
        view_random(world, rng, view);
    return true;
}

/* One column takes the name that another gives up: freed before it is taken. */
static bool take_name(struct world *world, struct table *table, struct rng *rng)
{
    struct column *giver = any_column(table, rng), *taker = any_column(table, rng);
    unsigned name = giver->name, suffix = giver->suffix;
    if (giver == taker || giver->renamed || taker->renamed ||
        !rename_column_to(giver, rng_below(rng, 35), ++world->next_uid))
        return false;
    return rename_column_to(taker, name, suffix);
}

static const struct {
    const char *name;
    bool (*apply)(struct world *world, struct table *table, struct rng *rng);
} changes[] = {
    {"add column", add_column},
    {"drop column", drop_column},
    {"rename column", rename_column},
    {"change type", retype_column},
    {"change not null", require_column},
    {"change default", change_default},
    {"change collation", change_collation},
    {"change unique", change_unique},
    {"change index", change_index},
    {"change check", change_check},
    {"change reference", change_reference},
    {"change trigger", change_trigger},
    {"change strict", change_strict},
    {"change without rowid", change_rowid},
    {"change autoincrement", change_counter},
    {"rename table", rename_table},
    {"drop table", drop_table},
    {"add table", add_table},
    {"change view", change_view},
    {"take a name", take_name},
    {"add column", add_column},
    {"change index", change_index},
};

const char *world_change(struct world *world, struct rng *rng)
{
    unsigned at = rng_below(rng, sizeof changes / sizeof *changes);
    struct table *table = &world->tables[rng_below(rng, world->table_count)];
    return table->used && changes[at].apply(world, table, rng) ? changes[at].name : NULL;
}
