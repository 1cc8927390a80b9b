/* Following the tables of a section through its statements on PostgreSQL. */
#include "base/map.h"
#include "history/losses_dialect.h"
#include "sql/classify_postgres.h"
#include "sql/quote.h"

struct table {
    bool fresh;               /* the section made it */
    struct orq_map *added;    /* the columns that the section added */
    struct orq_map *computed; /* those that it adds somewhere, generated from others */
    struct orq_map *aside;    /* old names of columns that it renamed, by the new ones */
    struct orq_map *freed;    /* these names: what has one now is new */
    struct orq_map *copied;   /* columns that stepped aside, and whose values were taken over */
};

struct judge {
    struct orq_arena *arena;
    struct orq_map *tables; /* by qualified name, as the section leaves them so far */
    struct orq_losses losses;
    const struct orq_judged *statement;
};

static struct table *table_of(struct judge *judge, const char *name)
{
    struct table *table = orq_map_get(judge->tables, name);
    if (table)
        return table;
    table = ORQ_NEW(judge->arena, struct table);
    table->added = orq_map_new(judge->arena, ORQ_KEYS_EXACT);
    table->computed = orq_map_new(judge->arena, ORQ_KEYS_EXACT);
    table->aside = orq_map_new(judge->arena, ORQ_KEYS_EXACT);
    table->freed = orq_map_new(judge->arena, ORQ_KEYS_EXACT);
    table->copied = orq_map_new(judge->arena, ORQ_KEYS_EXACT);
    orq_map_put(judge->tables, name, table);
    return table;
}

static void lose(struct judge *judge, const char *table, const char *column)
{
    ORQ_PUSH(judge->arena, &judge->losses.lines,
             orq_loss_line(judge->arena, table ? table : "?", column, judge->statement->line));
}

/* What happens to rows of a table that stays; several columns of one statement say it once. */
static void lose_rows(struct judge *judge, const char *table, const char *what)
{
    const char *line = orq_arena_printf(judge->arena, "%s: %s (line %zu)",
                                        orq_shown_name(judge->arena, table ? table : "?"), what,
                                        judge->statement->line);
    struct orq_strings *lines = &judge->losses.lines;
    if (lines->len == 0 || !orq_str_equal(lines->items[lines->len - 1], line))
        ORQ_PUSH(judge->arena, lines, line);
}

static bool is_fresh(struct judge *judge, const char *name)
{
    const struct table *table = name ? orq_map_get(judge->tables, name) : NULL;
    return table && table->fresh;
}

static bool is_added(struct judge *judge, const struct orq_pg_effect *effect)
{
    const struct table *table = effect->object ? orq_map_get(judge->tables, effect->object) : NULL;
    return table && (table->fresh || orq_map_get(table->added, effect->column) ||
                     orq_map_get(table->computed, effect->column));
}

static void judge_rename(struct judge *judge, const struct orq_pg_effect *effect)
{
    struct table *table = table_of(judge, effect->object);
    orq_map_remove(judge->tables, effect->object);
    if (effect->renamed)
        orq_map_put(judge->tables, effect->renamed, table);
}

static void judge_column_rename(struct judge *judge, const struct orq_pg_effect *effect)
{
    struct table *table = table_of(judge, effect->object);
    if (!effect->column || !effect->renamed)
        return;
    if (orq_map_get(table->added, effect->column)) {
        orq_map_remove(table->added, effect->column);
        orq_map_put(table->added, effect->renamed, table);
        return;
    }
    orq_map_put(table->aside, effect->renamed, orq_arena_strdup(judge->arena, effect->column));
    orq_map_put(table->freed, effect->column, table);
    orq_map_remove(table->freed, effect->renamed);
}

/* A column that stepped aside gives its values to the one that has its name now, as where a
 * parent's takes the place of a child's own. */
static bool is_taken_over(struct judge *judge, const struct orq_pg_effect *effect)
{
    struct table *table = table_of(judge, effect->object);
    if (!effect->copied || !orq_map_get(table->freed, effect->column) ||
        !orq_str_equal(orq_map_get(table->aside, effect->copied), effect->column))
        return false;
    orq_map_put(table->copied, effect->copied, table);
    return true;
}

static bool is_copied(struct judge *judge, const struct orq_pg_effect *effect)
{
    return effect->object && orq_map_get(table_of(judge, effect->object)->copied, effect->column);
}

static void judge_drop(struct judge *judge, const struct orq_pg_effect *effect)
{
    if (!is_fresh(judge, effect->object))
        lose(judge, effect->object, NULL);
    if (effect->object)
        orq_map_remove(judge->tables, effect->object);
}

/* A text of its own, without a table. */
static void say(struct judge *judge, const char *what)
{
    ORQ_PUSH(judge->arena, &judge->losses.lines,
             orq_arena_printf(judge->arena, "%s (line %zu)", what, judge->statement->line));
}

static void judge_effect(struct judge *judge, const struct orq_pg_effect *effect)
{
    switch (effect->kind) {
    case ORQ_PG_MAKES_TABLE:
        if (effect->object)
            table_of(judge, effect->object)->fresh = true;
        return;
    case ORQ_PG_DROPS_TABLE:
        judge_drop(judge, effect);
        return;
    case ORQ_PG_RENAMES_TABLE:
        judge_rename(judge, effect);
        return;
    case ORQ_PG_ADDS_COLUMN:
        orq_map_put(table_of(judge, effect->object)->added, effect->column, judge);
        return;
    case ORQ_PG_DROPS_COLUMN:
        if (!is_added(judge, effect) && !is_copied(judge, effect))
            lose(judge, effect->object, effect->column);
        return;
    case ORQ_PG_RENAMES_COLUMN:
        judge_column_rename(judge, effect);
        return;
    case ORQ_PG_EMPTIES:
    case ORQ_PG_DELETES:
        if (!is_fresh(judge, effect->object))
            lose_rows(judge, effect->object, "deletes rows");
        return;
    case ORQ_PG_UPDATES:
        if (!effect->only_null && !is_added(judge, effect) && !is_taken_over(judge, effect))
            lose_rows(judge, effect->object, "changes rows");
        return;
    case ORQ_PG_REPLACES:
        if (!is_fresh(judge, effect->object))
            lose_rows(judge, effect->object, "replaces rows");
        return;
    case ORQ_PG_CASCADES:
        say(judge, "CASCADE drops what nobody names");
        return;
    case ORQ_PG_UNKNOWN:
        say(judge, "a statement that is not understood");
        return;
    }
}

/* A generated column that is dropped and added again is computed anew. */
static void note_computed(struct judge *judge, const struct orq_pg_effects *effects)
{
    for (size_t i = 0; i < effects->len; i++) {
        const struct orq_pg_effect *effect = &effects->items[i];
        if (effect->kind == ORQ_PG_ADDS_COLUMN && effect->computed)
            orq_map_put(table_of(judge, effect->object)->computed, effect->column, judge);
    }
}

struct orq_losses orq_postgres_losses(struct orq_arena *arena,
                                      const struct orq_judged_list *statements)
{
    struct judge judge = {.arena = arena, .tables = orq_map_new(arena, ORQ_KEYS_EXACT)};
    for (size_t i = 0; i < statements->len; i++) {
        struct orq_pg_effects effects = orq_pg_effects_of(arena, statements->items[i].sql);
        note_computed(&judge, &effects);
    }
    for (size_t i = 0; i < statements->len; i++) {
        judge.statement = &statements->items[i];
        struct orq_pg_effects effects = orq_pg_effects_of(arena, judge.statement->sql);
        for (size_t k = 0; k < effects.len; k++)
            judge_effect(&judge, &effects.items[k]);
    }
    return judge.losses;
}
