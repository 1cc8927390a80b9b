/* Following the tables of a section through its statements on PostgreSQL. */
#include "base/map.h"
#include "history/losses_dialect.h"
#include "history/losses_shape.h"
#include "model/dialect.h"
#include "model/identity.h"
#include "sql/classify_postgres.h"
#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

struct table;
ORQ_VEC_OF(table_list, struct table *);

struct table {
    const char *name;            /* as it was when the section first named it */
    bool fresh;                  /* the section made it */
    const struct orq_copy *copy; /* of a fresh one that stays: what it holds of all rows of another;
                                    NULL: nothing */
    bool spoiled;                /* and was dropped, or its rows were changed */
    bool read;                   /* an archive: a statement that fills another table reads it */
    const char *copied_by;       /* the statement of that copy */
    struct table_list keepers;   /* fresh ones with a copy of its rows */
    struct orq_map *added;       /* the columns that the section added */
    struct orq_map *computed;    /* those that it adds somewhere, generated from others */
    struct orq_map *aside;       /* old names of columns that it renamed, by the new ones */
    struct orq_map *freed;       /* these names: what has one now is new */
    struct orq_map *copied;      /* columns that stepped aside, and whose values were taken over */
};

/* Gone from a table, unless a table that stays has it. */
struct kept {
    const char *table, *column;
    const char *line; /* of the loss */
    const struct table *keeper;
};
ORQ_VEC_OF(kept_list, struct kept);

struct judge {
    struct orq_arena *arena;
    struct kept_list kept;
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
    table->name = name;
    table->added = orq_map_new(judge->arena, ORQ_KEYS_EXACT);
    table->computed = orq_map_new(judge->arena, ORQ_KEYS_EXACT);
    table->aside = orq_map_new(judge->arena, ORQ_KEYS_EXACT);
    table->freed = orq_map_new(judge->arena, ORQ_KEYS_EXACT);
    table->copied = orq_map_new(judge->arena, ORQ_KEYS_EXACT);
    orq_map_put(judge->tables, name, table);
    return table;
}

/* Was the name, as the copy's statement has it, meant with these capitals? It stands in quotes. */
static bool is_exact(struct orq_arena *arena, const char *sql, const char *name)
{
    return strcmp(orq_ascii_fold(arena, name), name) == 0 ||
           strstr(sql, orq_quoted_name(arena, name));
}

/* column NULL: every one. */
static bool holds(struct orq_arena *arena, const struct table *keeper, const char *column)
{
    for (size_t i = 0; i < keeper->copy->items.len; i++) {
        const struct orq_copy_item *item = &keeper->copy->items.items[i];
        if (item->star)
            return true;
        if (column && item->plain && strcmp(item->columns.items[0], column) == 0 &&
            is_exact(arena, keeper->copied_by, column))
            return true;
    }
    return false;
}

/* The table that stays and has the column, or with NULL all columns; NULL: none. */
static const struct table *keeper_of(const struct judge *judge, const char *name,
                                     const char *column)
{
    const struct table *table = name ? orq_map_get(judge->tables, name) : NULL;
    for (size_t i = 0; table && i < table->keepers.len; i++)
        if (holds(judge->arena, table->keepers.items[i], column))
            return table->keepers.items[i];
    return NULL;
}

static void lose(struct judge *judge, const char *table, const char *column)
{
    struct kept kept = {
        .table = table,
        .column = column,
        .line = orq_loss_line(judge->arena, table ? table : "?", column, judge->statement->line),
        .keeper = keeper_of(judge, table, column)};
    if (kept.keeper)
        ORQ_PUSH(judge->arena, &judge->kept, kept);
    else
        ORQ_PUSH(judge->arena, &judge->losses.lines, kept.line);
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

/* What a copy kept is kept no more. */
static void spoil(struct judge *judge, const struct orq_pg_effect *effect)
{
    struct table *table = effect->object ? orq_map_get(judge->tables, effect->object) : NULL;
    if (table && table->copy)
        table->spoiled = true;
}

static bool is_read_archive(struct judge *judge, const char *name)
{
    const struct table *table = name ? orq_map_get(judge->tables, name) : NULL;
    return table && table->read && orq_starts_with(name, ORQ_ARCHIVE_PREFIX);
}

static void judge_drop(struct judge *judge, const struct orq_pg_effect *effect)
{
    spoil(judge, effect);
    if (!is_fresh(judge, effect->object) && !is_read_archive(judge, effect->object))
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

/* Names, dots, commas and stars alone: what SQLite's lexer reads as PostgreSQL's does. */
static bool is_simple(struct orq_arena *arena, const struct orq_judged *statement)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, statement->sql, statement->len);
    for (size_t i = 0; i < tokens.len; i++) {
        struct orq_pg_token at = tokens.items[i];
        bool name = at.kind == ORQ_PG_WORD || at.kind == ORQ_PG_QUOTED || at.kind == ORQ_PG_END;
        if (!name && !orq_pg_token_is(statement->sql, at, ".") &&
            !orq_pg_token_is(statement->sql, at, ",") && !orq_pg_token_is(statement->sql, at, "*"))
            return false;
    }
    return true;
}

/* CREATE TABLE … AS SELECT … FROM one table, every row of it. */
static void judge_made(struct judge *judge, const struct orq_pg_effect *effect)
{
    if (!effect->object)
        return;
    struct table *table = table_of(judge, effect->object);
    struct orq_copy *copy = ORQ_NEW(judge->arena, struct orq_copy);
    table->fresh = true;
    if (effect->temporary || !is_simple(judge->arena, judge->statement) ||
        !orq_copy_read(judge->arena, judge->statement->sql, judge->statement->len, copy) ||
        !is_exact(judge->arena, judge->statement->sql, copy->table))
        return;
    const char *from = orq_qualified(judge->arena, &orq_postgresql, copy->schema, copy->table);
    struct table *source = table_of(judge, from);
    if (source->fresh)
        return;
    table->copy = copy;
    table->copied_by = judge->statement->sql;
    ORQ_PUSH(judge->arena, &source->keepers, table);
}

/* What an archive holds was put back when rows, or a counter, are written from it. */
static void note_read_archives(struct judge *judge)
{
    const struct orq_judged *statement = judge->statement;
    struct orq_strings names = {0};
    bool counter = statement->is.kind == ORQ_SQL_SELECT && strstr(statement->sql, "setval");
    if (!counter && statement->is.kind != ORQ_SQL_INSERT && statement->is.kind != ORQ_SQL_UPDATE)
        return;
    orq_archives_read(judge->arena, "postgresql",
                      (struct orq_slice){statement->sql, statement->len}, &names);
    for (size_t i = 0; i < names.len; i++)
        table_of(judge, names.items[i])->read = true;
}

static void judge_effect(struct judge *judge, const struct orq_pg_effect *effect)
{
    switch (effect->kind) {
    case ORQ_PG_MAKES_TABLE:
        judge_made(judge, effect);
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
        spoil(judge, effect);
        if (!is_added(judge, effect) && !is_copied(judge, effect))
            lose(judge, effect->object, effect->column);
        return;
    case ORQ_PG_RENAMES_COLUMN:
        judge_column_rename(judge, effect);
        return;
    case ORQ_PG_EMPTIES:
    case ORQ_PG_DELETES:
        spoil(judge, effect);
        if (!is_fresh(judge, effect->object))
            lose_rows(judge, effect->object, "deletes rows");
        return;
    case ORQ_PG_UPDATES:
        spoil(judge, effect);
        if (!effect->only_null && !is_added(judge, effect) && !is_taken_over(judge, effect))
            lose_rows(judge, effect->object, "changes rows");
        return;
    case ORQ_PG_REPLACES:
        spoil(judge, effect);
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

/* What is kept is lost if its keeper goes. */
static void conclude(struct judge *judge)
{
    for (size_t i = 0; i < judge->kept.len; i++) {
        const struct kept *each = &judge->kept.items[i];
        const struct orq_kept kept = {each->table, each->column, each->keeper->name};
        if (each->keeper->spoiled)
            ORQ_PUSH(judge->arena, &judge->losses.lines, each->line);
        else if (orq_map_get(judge->tables, each->table) != each->keeper)
            ORQ_PUSH(judge->arena, &judge->losses.kept, kept);
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
        note_read_archives(&judge);
        for (size_t k = 0; k < effects.len; k++)
            judge_effect(&judge, &effects.items[k]);
    }
    conclude(&judge);
    return judge.losses;
}
