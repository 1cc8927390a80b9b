#include "tests/property/legit.h"

#include "tests/helpers/oracle.h"

#include <string.h>

static const char *always_quoted(struct orq_arena *arena, const char *name)
{
    char *text = sqlite3_mprintf("\"%w\"", name);
    const char *copy = orq_arena_strdup(arena, text);
    sqlite3_free(text);
    return copy;
}

static bool kept(const struct column *before, const struct column *after, enum retyped retyped)
{
    return before != NULL && after != NULL && before->generated == 0 && after->generated == 0 &&
           !before->backfilled && !after->backfilled &&
           (retyped != RETYPED_LEFT_OUT || (!before->retyped && !after->retyped));
}

/* A number counts as the same however a type spells it: 4, '4', 4.0. */
static const char *as_number(struct orq_arena *arena, const char *column)
{
    return orq_arena_printf(arena,
                            "CASE WHEN typeof(%s) IN ('real') OR (typeof(%s) = 'text' AND %s GLOB "
                            "'[0-9]*' AND %s NOT GLOB '*[^0-9.]*') THEN CAST(%s AS NUMERIC) ELSE "
                            "%s END",
                            column, column, column, column, column, column);
}

const char *kept_columns(struct orq_arena *arena, struct table *table, struct table *other,
                         enum retyped retyped)
{
    struct orq_str list = orq_str_new(arena);
    /* in the order of uids, which both sides share */
    for (unsigned last = 0;;) {
        struct column *next = NULL;
        for (unsigned i = 0; i < table->column_count; i++) {
            struct column *column = &table->columns[i];
            if (column->uid > last && (next == NULL || column->uid < next->uid))
                next = column;
        }
        if (next == NULL)
            return orq_str_text(&list);
        last = next->uid;
        const char *name = pool_name(arena, next->name, next->suffix);
        if (kept(next, table_column(other, next->uid), retyped) && strchr(name, ',') == NULL) {
            name = always_quoted(arena, name);
            orq_str_addf(&list, "%s%s", list.len == 0 ? "" : ",",
                         retyped == RETYPED_AS_NUMBERS &&
                                 (next->retyped || table_column(other, next->uid)->retyped)
                             ? as_number(arena, name)
                             : name);
        }
    }
}

static const char *all_columns(struct orq_arena *arena, struct table *of, struct table *other,
                               bool source)
{
    struct orq_str list = orq_str_new(arena);
    for (unsigned i = 0; i < of->column_count; i++) {
        struct column *column = &of->columns[i];
        struct column *twin = table_column(other, column->uid);
        if (twin == NULL || twin->generated > 0 || column->generated > 0)
            continue;
        const struct column *shown = source ? twin : column;
        const char *name = always_quoted(arena, pool_name(arena, shown->name, shown->suffix));
        orq_str_addf(&list, "%s%s", list.len == 0 ? "" : ", ",
                     source && column->backfilled
                         ? orq_arena_printf(arena, "coalesce(%s, '7')", name)
                         : name);
    }
    return orq_str_text(&list);
}

static const char *copy_table(struct orq_arena *arena, sqlite3 *db, struct table *a,
                              struct table *b)
{
    const char *columns = all_columns(arena, b, a, false);
    if (*columns == '\0')
        return NULL;
    const char *name_a = pool_name(arena, a->name, a->suffix);
    const char *name_b = pool_name(arena, b->name, b->suffix);
    const char *problem = oracle_exec(
        arena, db,
        orq_arena_printf(arena, "INSERT OR ABORT INTO main.%s (%s) SELECT %s FROM old.%s",
                         always_quoted(arena, name_b), columns, all_columns(arena, b, a, true),
                         always_quoted(arena, name_a)));
    return problem;
}

static const char *sql_name(struct orq_arena *arena, const struct column *column)
{
    return always_quoted(arena, pool_name(arena, column->name, column->suffix));
}

/* Rows of the reference's table that have no parent, by a query of our own: foreign_key_check gives
 * up where a key refers to no key. */
static int count_orphans(struct orq_arena *arena, sqlite3 *db, struct world *world,
                         struct table *table, const struct reference *reference)
{
    struct table *parent = world_table(world, reference->parent);
    if (parent == NULL || !parent->primary_key.used ||
        parent->primary_key.count != reference->count)
        return 0;
    struct orq_str filled = orq_str_new(arena), matched = orq_str_new(arena);
    for (unsigned i = 0; i < reference->count; i++) {
        const char *child = sql_name(arena, table_column(table, reference->columns[i]));
        const char *key = sql_name(arena, table_column(parent, parent->primary_key.parts[i]));
        orq_str_addf(&filled, "c.%s IS NOT NULL AND ", child);
        /* + : the child's value is compared as the parent's column would hold it */
        orq_str_addf(&matched, "%sp.%s = +c.%s", i == 0 ? "" : " AND ", key, child);
    }
    char *sql = sqlite3_mprintf(
        "SELECT count(*) FROM main.%s AS c WHERE %s NOT EXISTS (SELECT 1 FROM main.%s AS p WHERE "
        "%s)",
        always_quoted(arena, pool_name(arena, table->name, table->suffix)), orq_str_text(&filled),
        always_quoted(arena, pool_name(arena, parent->name, parent->suffix)),
        orq_str_text(&matched));
    sqlite3_stmt *row = NULL;
    int count = 0;
    if (sqlite3_prepare_v2(db, sql, -1, &row, NULL) == SQLITE_OK && sqlite3_step(row) == SQLITE_ROW)
        count = sqlite3_column_int(row, 0);
    sqlite3_finalize(row);
    sqlite3_free(sql);
    return count;
}

/* Does a foreign key of b leave more rows without their parent than it did in a? */
static bool makes_orphans(struct orq_arena *arena, sqlite3 *old, struct world *a, sqlite3 *db,
                          struct world *b)
{
    for (unsigned i = 0; i < b->table_count; i++) {
        struct table *table = &b->tables[i];
        struct table *before = table->used ? world_table(a, table->uid) : NULL;
        for (unsigned k = 0; table->used && k < MAX_CLAUSES; k++) {
            const struct reference *reference = &table->references[k];
            const struct reference *was = before == NULL ? NULL : &before->references[k];
            if (reference->used && count_orphans(arena, db, b, table, reference) >
                                       (was != NULL && was->used && was->uid == reference->uid
                                            ? count_orphans(arena, old, a, before, was)
                                            : 0))
                return true;
        }
    }
    return false;
}

/* A value that is converted and filled in at once is beyond this judge. */
static bool retyped_and_filled(const struct table *table)
{
    for (unsigned i = 0; i < table->column_count; i++)
        if (table->columns[i].retyped && table->columns[i].backfilled)
            return true;
    return false;
}

const char *rows_do_not_fit(struct orq_arena *arena, struct world *a, struct world *b,
                            const char *from)
{
    sqlite3 *db = NULL, *old = NULL;
    sqlite3_open(":memory:", &db);
    sqlite3_open(from, &old);
    struct world without = *b;
    for (unsigned i = 0; i < MAX_TABLES; i++)
        without.tables[i].triggers[0].used = without.tables[i].triggers[1].used = false;
    struct rng style = {.state = 1};
    const char *problem = oracle_exec(arena, db, world_sql(arena, &without, &style));
    problem = problem == NULL
                  ? oracle_exec(arena, db, orq_arena_printf(arena, "ATTACH '%s' AS old", from))
                  : problem;
    for (unsigned i = 0; problem == NULL && i < b->table_count; i++) {
        struct table *table = &without.tables[i];
        struct table *before = table->used ? world_table(a, table->uid) : NULL;
        if (before == NULL)
            continue;
        problem = retyped_and_filled(table) ? "not judged" : copy_table(arena, db, before, table);
        if (problem == NULL &&
            oracle_difference(
                arena,
                oracle_rows(arena, old, pool_name(arena, before->name, before->suffix),
                            kept_columns(arena, before, table, RETYPED_EXACT)),
                oracle_rows(arena, db, pool_name(arena, table->name, table->suffix),
                            kept_columns(arena, table, before, RETYPED_EXACT))) != NULL)
            problem = "a value would change";
    }
    if (problem == NULL && makes_orphans(arena, old, a, db, b))
        problem = "foreign keys would be violated";
    sqlite3_close(db);
    sqlite3_close(old);
    return problem;
}
